# SPDX-License-Identifier: GPL-2.0-or-later
# What the scripts of this folder share. They run in the build folder.
set -u
srcdir=${srcdir:-.}
n=0
failed=0

skip() {
	echo "1..0 # SKIP $1"
	exit 0
}

command -v umockdev-wrapper >/dev/null 2>&1 || skip 'umockdev is not installed'
[ -x tests/usb/testbed ] || skip 'the test bed was not built (umockdev-1.0.pc was missing)'

here=$PWD
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
# umockdev is preloaded before the sanitizer's library; the sanitizer need not mind.
ASAN_OPTIONS=verify_asan_link_order=0
export ASAN_OPTIONS
# libusb 1.0.26 now and then loses a device that leaves while a context starts or ends. Runs in which none does are
# checked for all leaks; the others set leaks=$hotplug_leaks.
echo 'leak:libusb-1.0.so' >"$tmp/suppressions"
hotplug_leaks=suppressions=$tmp/suppressions:print_suppressions=0
leaks=

# ok STATUS TEXT: the test passes when STATUS is 0. What the last command said is shown when it does not.
ok() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		failed=$((failed + 1))
		sed 's/^/# /' "$tmp/log" "$tmp/report" 2>/dev/null | tr '\r' '\n' | tail -n 30
	fi
}

done_testing() {
	echo "1..$n"
	[ "$failed" -eq 0 ]
	exit
}

# bed [-k] DEVICE... -- COMMAND...: run on the emulated bus, at most 60 s. Leaves $tmp/log and $tmp/report.
bed() {
	for attempt in 1 2 3; do
		rm -f "$tmp/report"
		LSAN_OPTIONS=$leaks timeout -k 5 60 umockdev-wrapper "$here/tests/usb/testbed" -r "$tmp/report" "$@" \
			>"$tmp/log" 2>&1
		bed_status=$?
		# umockdev aborts the test bed when a listener closes while an event is sent to it. A command that
		# aborts leaves a report.
		[ $bed_status -eq 134 ] && [ ! -e "$tmp/report" ] && [ "$attempt" -lt 3 ] || return $bed_status
	done
}

# ended PLACE: the one device ended there and saw nothing against its rules.
ended() {
	grep -q "place=$1 .*violations=0$" "$tmp/report"
}

# image RESET BYTES: a made-up program whose vectors say stack 20001000 and reset RESET, as four octal escapes.
image() {
	{
		printf '\000\020\000\040'
		printf "$1"
		seq 1 100000
	} 2>/dev/null | head -c "$2"
}

# hex ADDRESS <BYTES: Intel HEX from that address on, a multiple of 65536.
hex() {
	od -An -v -tu1 -w16 | awk -v base="$1" '
	function record(type, addr, data, count, i, sum, out) {
		sum = count + int(addr / 256) + addr % 256 + type
		out = sprintf(":%02X%04X%02X", count, addr, type)
		for (i = 1; i <= count; i++) {
			sum += data[i]
			out = out sprintf("%02X", data[i])
		}
		printf "%s%02X\n", out, (256 - sum % 256) % 256
	}
	{
		if (at % 65536 == 0) {
			page = (base + at) / 65536
			high[1] = int(page / 256)
			high[2] = page % 256
			record(4, 0, high, 2)
		}
		for (i = 1; i <= NF; i++)
			bytes[i] = $i
		record(0, at % 65536, bytes, NF)
		at += NF
	}
	END { print ":00000001FF" }'
}

# same FILE OFFSET BYTES MEMORY: FILE is in MEMORY at OFFSET.
same() {
	tail -c +$(($2 + 1)) "$4" | head -c "$3" | cmp -s "$1" -
}
