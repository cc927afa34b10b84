#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a flash takes beside dfu-util, on the same emulated device with the real one's waiting times. Run it in the
# build folder of a build without sanitizers, after `make check TESTS=`. It also verifies, which dfu-util does not.
. "${srcdir:-$(dirname "$0")/..}/tests/usb/lib.sh"
command -v dfu-util >/dev/null 2>&1 || skip 'dfu-util is not installed'

# seconds DEVICE COMMAND...: how long one run takes; a run that fails ends the script.
seconds() {
	device=$1
	shift
	from=$(date +%s%N)
	bed "$device" -- "$@" || {
		cat "$tmp/log" >&2
		return 1
	}
	echo "$from $(date +%s%N)" | awk '{ printf "%.2f", ($2 - $1) / 1e9 }'
}

ours() {
	seconds "$1?memory=$tmp/memory" ./keyplane flash --json --device usb:1-1 --base 0x08000000 "$tmp/image"
}

theirs() {
	seconds "$1?memory=$tmp/memory" dfu-util -a 0 -d 0483:df11 -s 0x08000000:leave -D "$tmp/image"
}

image '\101\001\000\010' 40960 >"$tmp/image"
for model in stm32-dfu stm32f4-dfu; do
	rm -f "$tmp/memory"
	a=$(theirs "$model") || exit 1
	rm -f "$tmp/memory"
	b=$(ours "$model") || exit 1
	c=$(ours "$model") || exit 1
	echo "$model $a $b $c" | awk '{
		printf "%-12s 40 KiB: dfu-util %.2f s, keyplane %.2f s (%.2f of it, with verify), again %.2f s (%.2f)\n",
			$1, $2, $3, $3 / $2, $4, $4 / $2
	}'
done
