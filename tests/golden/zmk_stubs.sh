# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced: stubs of ZMK's and Zephyr's headers in $dir, made of data/zmk: each behaviour as a node, each name as a number,
# and a board with the gpios that a shield may name.
mkdir -p "$dir/dt-bindings/zmk" "$dir/input" "$dir/zephyr/dt-bindings/input" || exit 1
"$awk" -F '\t' '!/^#/ {
	printf "/ { behaviors { %s: %s { compatible = \"%s\"; #binding-cells = <%d>; }; }; };\n",
		$1, $2, $3, split($4, cells, " ")
}' "$srcdir/data/zmk/behaviors.tsv" >"$dir/behaviors.dtsi"
"$awk" -F '\t' '!/^#/ { split($4 " " $5 " " $6 " " $7, name, " ")
	for (i in name)
		if (!(name[i] in seen)) {
			seen[name[i]] = 1
			print "#define " name[i] " 1"
		}
}' "$srcdir/data/zmk/keys.tsv" >"$dir/dt-bindings/zmk/keys.h"
for side in L R; do
	printf '#define %sC(x) (x)\n#define %sS(x) (x)\n#define %sA(x) (x)\n#define %sG(x) (x)\n' $side $side $side $side
	for mod in CTL SFT ALT GUI; do echo "#define MOD_$side$mod 1"; done
done >>"$dir/dt-bindings/zmk/keys.h"
echo '#define MACRO_PLACEHOLDER 0' >>"$dir/behaviors.dtsi"
for header in backlight bt ext_power outputs rgb pointing; do
	"$awk" -F '\t' '!/^#/ { split($5, word, " ")
		for (i in word)
			if (word[i] !~ /COLOR/) {
				sub(/[+]$/, "", word[i])
				print "#ifndef " word[i] "\n#define " word[i] " 1\n#endif"
			}
	}' "$srcdir/data/zmk/behaviors.tsv" >"$dir/dt-bindings/zmk/$header.h"
done
printf '#define RGB_COLOR_HSB(h, s, b) (h)\n#define MOVE_X(n) (n)\n' >>"$dir/behaviors.dtsi"
for device in mkp mmv msc; do echo "/ { ${device}_input_listener: ${device}_input_listener { }; };"; done >>"$dir/behaviors.dtsi"
: >"$dir/input/processors.dtsi"
printf '#define INPUT_TRANSFORM_%s 1\n' XY_SWAP X_INVERT Y_INVERT >"$dir/dt-bindings/zmk/input_transform.h"
printf '#define INPUT_%s 1\n' EV_REL REL_X REL_Y >"$dir/zephyr/dt-bindings/input/input-event-codes.h"
echo '#define RC(row, col) (((row) << 8) + (col))' >"$dir/dt-bindings/zmk/matrix_transform.h"
printf '#define HID_INDICATOR_%s 1\n' CAPS_LOCK NUM_LOCK SCROLL_LOCK >"$dir/dt-bindings/zmk/hid_indicators.h"
echo '/ { key_physical_attrs: key_physical_attrs { #key-cells = <7>; }; };' >"$dir/physical_layouts.dtsi"
{
	echo '/dts-v1/;'
	printf '#define GPIO_%s 1\n' ACTIVE_HIGH ACTIVE_LOW PULL_UP PULL_DOWN
	for gpio in pro_micro gpio0 gpioa; do echo "/ { $gpio: $gpio { #gpio-cells = <2>; gpio-controller; }; };"; done
} >"$dir/board.dts"

# is_devicetree NAME FILE...: board.dts with these behind it goes through cpp and dtc.
is_devicetree() {
	name=$1
	shift
	n=$((n + 1))
	: >"$dir/out.dtb"
	if cat "$dir/board.dts" "$@" | cpp -x assembler-with-cpp -nostdinc -undef -P -I "$dir" >"$dir/out.dts" 2>"$dir/err" &&
		dtc -q -I dts -O dtb -o "$dir/out.dtb" "$dir/out.dts" 2>>"$dir/err" && [ -s "$dir/out.dtb" ]; then
		echo "ok $n - $name is a devicetree"
	else
		echo "not ok $n - $name is a devicetree"
		sed 's/^/# /' "$dir/err"
	fi
}
