#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: make-fake-qmk.sh DIR [KEYBOARD...]
#
# Make in DIR what a build needs, small enough for a test:
#   DIR/tree  a QMK tree with the keyboards (fake_pad, a 2x2 STM32F303 pad, is always there)
#   DIR/bin   arm-none-eabi-gcc, avr-gcc
#   DIR/qmk   the qmk program; put it on PATH or not
# The tree's make prints what QMK prints and leaves KEYBOARD_KEYMAP.bin, 4096 bytes for a Cortex-M: stack at
# 0x20001000, start at 0x080000c1, then the text of keymap.c. $FAKE_QMK changes its mind:
#   error     the compiler complains about the first $FAKE_QMK_WORD (KC_B) in keymap.c
#   toolarge  the image does not fit
#   silent    nothing is said about the image, and none is made
#   hang      it never ends; a line to the FIFO tree/started tells that it has begun
set -eu
dir=$1
shift

mkdir -p "$dir/bin" "$dir/qmk" "$dir/tree/builddefs" "$dir/tree/quantum" "$dir/tree/.build"
for lib in chibios chibios-contrib lufa printf; do
	mkdir -p "$dir/tree/lib/$lib"
	echo fake >"$dir/tree/lib/$lib/README"
done
for keyboard in fake_pad "$@"; do
	mkdir -p "$dir/tree/keyboards/$keyboard"
done

cat >"$dir/tree/keyboards/fake_pad/keyboard.json" <<'END'
{
    "keyboard_name": "Fake pad",
    "manufacturer": "none",
    "processor": "STM32F303",
    "bootloader": "stm32-dfu",
    "usb": { "vid": "0xFEED", "pid": "0x0001", "device_version": "1.0.0" },
    "matrix_pins": { "cols": ["A0", "A1"], "rows": ["B0", "B1"] },
    "diode_direction": "COL2ROW",
    "features": { "bootmagic": true },
    "layouts": {
        "LAYOUT": {
            "layout": [
                { "matrix": [0, 0], "x": 0, "y": 0 },
                { "matrix": [0, 1], "x": 1, "y": 0 },
                { "matrix": [1, 0], "x": 0, "y": 1 },
                { "matrix": [1, 1], "x": 1, "y": 1 }
            ]
        }
    }
}
END

# Any goal is KEYBOARD:KEYMAP.
cat >"$dir/tree/Makefile" <<'END'
.SILENT:
.DEFAULT:
	sh builddefs/fake_build.sh '$@'
END

cat >"$dir/tree/builddefs/fake_build.sh" <<'END'
set -eu
keyboard=${1%:*} keymap=${1##*:}
stem=$(echo "${keyboard}_$keymap" | tr / _)
source=keyboards/$keyboard/keymaps/$keymap/keymap.c
if [ ! -e "$source" ] && [ -n "${QMK_USERSPACE-}" ]; then
	source=$QMK_USERSPACE/$source
fi
esc=$(printf '\033')
ok="$esc[32;01m[OK]$esc[0m" bad="$esc[31;01m[ERRORS]$esc[0m"

line() { printf '%-99s %s\n' "$1" "$2"; }

if [ ! -e "$source" ]; then
	echo "make: *** No rule to make target '$1'. Stop."
	exit 2
fi
# A source that is another one's text.
real=$(sed -n 's/^#include "\(\/.*\)"$/\1/p' "$source")
[ -z "$real" ] || source=$real
case $source in
/*) named=$source ;;
*) named=./$source ;;
esac
echo "Making $keyboard with keymap $esc[1m$keymap$esc[0m"
echo
line 'Compiling: quantum/quantum.c' "$ok"
case ${FAKE_QMK-} in
error)
	place=$(awk -v word="${FAKE_QMK_WORD-KC_B}" \
		'{ at = index($0, word); if (at) { print NR ":" at; exit } }' "$source")
	# The compiler's words follow the name of what it compiles, and the result comes on a line of its own.
	line 'Compiling: quantum/keymap_introspection.c' \
		"In file included from $esc[01m${esc}[Kquantum/keymap_introspection.c:9:0$esc[m${esc}[K:"
	echo "$esc[01m${esc}[K$named:$place:$esc[m${esc}[K $esc[01;31m${esc}[Kerror: $esc[m${esc}[K'X' undeclared here (not in a function)"
	echo " $bad"
	echo ' | '
	echo 'make[1]: *** [builddefs/common_rules.mk:361: keymap_introspection.o] Error 1'
	exit 2
	;;
hang)
	sleep 1000 &
	echo started >started
	wait
	;;
esac
line 'Compiling: quantum/keymap_introspection.c' "$ok"
line "Linking: .build/$stem.elf" "$ok"
case ${FAKE_QMK-} in
toolarge)
	printf '\n * %s 30000/28672 (1328 bytes over)\n' "$esc[31;01mThe firmware is too large!$esc[0m"
	exit 1
	;;
silent) exit 0 ;;
esac
{
	printf '\000\020\000\040\301\000\000\010'
	cat "$source"
	dd if=/dev/zero bs=4096 count=1
} 2>/dev/null | dd bs=1 count=4096 of=".build/$stem.bin" 2>/dev/null
printf '\nSize after:\n   text\t   data\t    bss\t    dec\t    hex\tfilename\n'
printf '      0\t   4096\t      0\t   4096\t   1000\t%s\n\n' "$stem.bin"
cp ".build/$stem.bin" "$stem.bin"
line "Copying $stem.bin to qmk_firmware folder" "$ok"
END

cat >"$dir/qmk/qmk" <<'END'
#!/bin/sh
# qmk compile -j N -kb KEYBOARD -km KEYMAP
set -eu
[ "$1 $2 $4 $6" = 'compile -j -kb -km' ]
cd "$QMK_HOME"
printf '\316\250 Compiling keymap with make %s:%s\n\n\n' "$5" "$7"
exec make "$5:$7"
END
for name in arm-none-eabi-gcc avr-gcc; do
	printf '#!/bin/sh\necho "%s (fake) 12.2.1"\n' "$name" >"$dir/bin/$name"
	chmod +x "$dir/bin/$name"
done
chmod +x "$dir/qmk/qmk"
