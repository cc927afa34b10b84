#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a flash takes beside dfu-util and teensy_loader_cli, on the same emulated device with the real one's waiting
# times; the memory is compared after each. Run it in the build folder of a build without sanitizers. Where the
# protocol can read back ours also verifies, which theirs do not.
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

# memory_holds: the flash is the image, from its start
memory_holds() {
	cmp -s -n "$(wc -c <"$tmp/image")" "$tmp/image" "$tmp/memory" || {
		echo "$1: the memory is not the image" >&2
		return 1
	}
}

# beside MODEL TOOL TOOL-ARG... -- OUR-ARG...: theirs on a blank device, ours on a blank one, ours again
beside() {
	model=$1
	tool=$2
	shift
	theirs=
	while [ "$1" != -- ]; do
		theirs="$theirs $1"
		shift
	done
	shift
	rm -f "$tmp/memory"
	# shellcheck disable=SC2086
	a=$(seconds "$model?memory=$tmp/memory" $theirs) && memory_holds "$tool" || exit 1
	rm -f "$tmp/memory"
	b=$(seconds "$model?memory=$tmp/memory" ./keyplane flash --json --device usb:1-1 "$@") && memory_holds ours || exit 1
	c=$(seconds "$model?memory=$tmp/memory" ./keyplane flash --json --device usb:1-1 "$@") && memory_holds ours || exit 1
	echo "$model $tool $a $b $c $(wc -c <"$tmp/image")" | awk '{
		printf "%-12s %d KiB: %s %.2f s, keyplane %.2f s (%.2f of it), again %.2f s (%.2f)\n",
			$1, $6 / 1024, $2, $3, $4, $4 / $3, $5, $5 / $3
	}'
}

image '\101\001\000\010' 40960 >"$tmp/image"
for model in stm32-dfu stm32f4-dfu; do
	beside $model dfu-util -a 0 -d 0483:df11 -s 0x08000000:leave -D "$tmp/image" -- --base 0x08000000 "$tmp/image"
done

command -v teensy_loader_cli >/dev/null 2>&1 || skip 'teensy_loader_cli is not installed'
{
	printf '\014\224\064\000' # jmp 0x68
	seq 1 100000
} 2>/dev/null | head -c 20480 >"$tmp/image"
hex 0 <"$tmp/image" >"$tmp/image.hex"
beside halfkay teensy_loader_cli --mcu=atmega32u4 "$tmp/image.hex" -- --mcu atmega32u4 "$tmp/image.hex"
