/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/symbol.h"
#include "model/zmk_defined.h"
#include "open_zmk.h"
#include "tap.h"

static const struct {
	const char *text, *layer, *places, *told; /* told NULL: not looked at */
} layer_rows[] = {
	{ KEYMAP(LAYER("&kp A &trans")), "&kp A | &trans", "&kp A | &trans", "" },
	{ KEYMAP("a { bindings = <&kp A>, <&kp B &kp C>; };"), "&kp A | &kp B | &kp C",
	  "&kp A | &kp B | &kp C", "" },
	{ KEYMAP(LAYER("&kp LC(LS(A)) &mt LSHFT A &bt BT_SEL 0 &bt BT_NXT")),
	  "&kp LC(LS(A)) | &mt LSHFT A | &bt BT_SEL 0 | &bt BT_NXT",
	  "&kp LC(LS(A)) | &mt LSHFT A | &bt BT_SEL 0 | &bt BT_NXT", "" },
	{ "#define XXX &none\n#define NAV 1\n" KEYMAP(LAYER("XXX &mo NAV &lt NAV A")),
	  "&none | &mo 1 | &lt 1 A", "XXX | &mo NAV | &lt NAV A", "" },
	{ "#define ROW &kp A &kp B\n" KEYMAP(LAYER("ROW &kp C")), "&kp A | &kp B | &kp C",
	  "fixed ROW | fixed ROW | &kp C", "" },
	{ "#define HM(k) &mt LSHFT k\n" KEYMAP(LAYER("HM(A) &kp B")), "&mt LSHFT A | &kp B", "HM(A) | &kp B",
	  "" },
	{ "#define HRM(k, l) &mt LSHFT k &mt LCTRL l\n" KEYMAP(LAYER("HRM(A, B)")),
	  "&mt LSHFT A | &mt LCTRL B", "fixed HRM(A, B) | fixed HRM(A, B)", "" },
	{ "#define MAKE(b) " KEYMAP(LAYER("b")) "\nMAKE(&kp A\n&kp B)", "&kp A | &kp B", "&kp A | &kp B",
	  "" },
	{ "#include <zmk-helpers/helper.h>\nZMK_LAYER(base, &kp A &kp B)\n", "&kp A | &kp B", "&kp A | &kp B",
	  "" },
	{ "#include \"zmk-helpers/helper.h\"\nZMK_LAYER(base, &kp A, &inc_dec_kp B C)\n",
	  "&kp A | &kp C | &kp B", "&kp A | &inc_dec_kp B C | &inc_dec_kp B C", "" },
	{ "#include \"zmk-helpers/helper.h\"\nZMK_HOLD_TAP(hm, bindings = <&kp>, <&kp>; tapping-term-ms = "
	  "<200>;)\n"
	  "ZMK_LAYER(base, &hm LGUI A)\n",
	  "&hm LGUI A", "&hm LGUI A", "" },
	{ "#include <behaviors.dtsi>\n/ { macros { ZMK_MACRO(hi, bindings = <&kp H &kp I>;) }; };" KEYMAP(
		  LAYER("&hi &kp A")),
	  "&hi | &kp A", "&hi | &kp A", "" },
	{ "#if 0\n" KEYMAP(LAYER("&kp A")) "\n#else\n" KEYMAP(LAYER("&kp B")) "\n#endif\n", "&kp B", "&kp B",
	  "" },
	{ "/ { keymap { compatible = \"zmk,keymap\"; }; };\n/ { keymap { a { bindings = <&kp A>; }; }; };",
	  "&kp A", "&kp A", "" },
	{ "/ { k: keymap { compatible = \"zmk,keymap\"; }; };\n&k { a { bindings = <&kp A>; }; };", "&kp A",
	  "&kp A", "" },
	{ KEYMAP("a { bindings = <&kp A &kp B>; }; b { status = \"reserved\"; };"), "&kp A | &kp B",
	  "&kp A | &kp B", "zmk-layer-reserved 1:74" },
	/* What is wrong stays as it is. */
	{ KEYMAP(LAYER("&kp A B &kp C")), "&kp A B | &kp C", "&kp A B | &kp C", "zmk-binding 1:57" },
	{ KEYMAP(LAYER("&kp &kp C")), "&kp | &kp C", "&kp | &kp C", "zmk-binding 1:57" },
	{ KEYMAP(LAYER("&mo 40 &kp C")), "&mo 40 | &kp C", "&mo 40 | &kp C", "zmk-binding 1:57" },
	{ KEYMAP(LAYER("B &kp C")), "B | &kp C", "B | &kp C", "zmk-binding 1:57" },
	{ KEYMAP(LAYER("&what 1 2 &what 3")), "&what 1 2 | &what 3", "&what 1 2 | &what 3",
	  "zmk-behavior-unknown 1:57" },
	/* What an include would say that is not there. */
	{ "#include \"gone.h\"\n" KEYMAP(LAYER("&kp A XXX U_NA &what B XXX XXX(1)")),
	  "&kp A | XXX | U_NA | &what B XXX | XXX(1)", "&kp A | XXX | U_NA | &what B XXX | XXX(1)",
	  "cpp-include-missing 1:10\nzmk-behavior-elsewhere 2:72" },
	{ "#include \"gone.h\"\n" KEYMAP(LAYER("XXX &kp U_UNDO &mo NAV")), "XXX | &kp U_UNDO | &mo NAV",
	  "XXX | &kp U_UNDO | &mo NAV", "cpp-include-missing 1:10" },
	/* Text of all sorts. */
	{ "\xef\xbb\xbf" KEYMAP(LAYER("&kp A")), "&kp A", "&kp A", NULL },
	{ "/* \xe2\x95\xad */\r\n" KEYMAP(
		  "\r\n\ta {\r\n\t\tbindings = <\r\n&kp A // x\r\n&kp B\r\n>; };\r\n"),
	  "&kp A | &kp B", "&kp A | &kp B", "" },
};

static void test_layers(void)
{
	for (size_t i = 0; i < COUNT(layer_rows); i++) {
		struct opened opened = open_file("x.keymap", layer_rows[i].text, NULL);
		struct str out = STR_INIT;

		ok(opened.read, "%s%s", layer_rows[i].text, opened.err.text);
		if (opened.read) {
			size_t layer = keymap_layers(opened.document.map) - 1;

			print_layer(&opened, layer, &out);
			is_text(str_text(&out), layer_rows[i].layer, "its bindings");
			str_clear(&out);
			print_places(&opened, layer, &out);
			is_text(str_text(&out), layer_rows[i].places, "and where they are");
			if (layer_rows[i].told)
				is_text(str_text(&opened.told), layer_rows[i].told, "what is told");
		}
		str_release(&out);
		release(&opened);
	}
}

static void test_refusing(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "there is no keymap; expected a node with compatible = \"zmk,keymap\"" },
		{ "int main(void) { return 0; }",
		  "there is no keymap; expected a node with compatible = \"zmk,keymap\"" },
		{ "#include \"gone.dtsi\"\n", "there is no keymap; expected a node with compatible = "
					      "\"zmk,keymap\", which one of the missing includes may have" },
		{ KEYMAP(""), "the keymap has no layers; expected a node with bindings = <&kp A ...>" },
		{ KEYMAP("a { bindings = <>; };"),
		  "the keymap has no bindings; expected a node with bindings = <&kp A ...>" },
	};
	struct str many = STR_INIT;
	struct opened opened;

	for (size_t i = 0; i < COUNT(rows); i++) {
		opened = open_file("x.keymap", rows[i].text, NULL);
		ok(!opened.read, "%s", rows[i].text);
		is_text(opened.err.text, rows[i].error, "it says why");
		release(&opened);
	}
	str_add(&many, "/ { keymap { compatible = \"zmk,keymap\";");
	for (int i = 0; i < 33; i++)
		str_addf(&many, "l%d { bindings = <&kp A>; };", i);
	str_add(&many, "}; };");
	opened = open_file("x.keymap", str_text(&many), NULL);
	is_text(opened.err.text, "the keymap has 33 layers, but there can be at most 32",
		"33 layers are too many");
	release(&opened);
	str_clear(&many);
	str_add(&many, "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <");
	for (int i = 0; i < 1025; i++)
		str_add(&many, "&kp A ");
	str_add(&many, ">; }; }; };");
	opened = open_file("x.keymap", str_text(&many), NULL);
	is_text(opened.err.text, "the keymap has 1025 keys, but there can be at most 1024",
		"1,025 keys are too many");
	release(&opened);
	str_release(&many);
}

static const struct {
	const char *text, *definitions;
} definition_rows[] = {
	{ "hm: homerow { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; flavor = "
	  "\"balanced\"; "
	  "tapping-term-ms = <(100 + 80)>; quick-tap-ms = <(-1)>; retro-tap; bindings = <&kp>, <&kp>; "
	  "hold-trigger-key-positions = <1 2>; display-name = \"Home\"; };",
	  "4 hm \"Home\" mods 0 layers 0 @1 @2; node homerow; flavor balanced; tapping-term-ms 180; "
	  "quick-tap-ms -1; "
	  "retro-tap bool 1; bindings <&kp>, <&kp>" },
	{ "td: td { compatible = \"zmk,behavior-tap-dance\"; #binding-cells = <0>; bindings = <&kp A>, <&mo "
	  "1>; };",
	  "2 td \"\" mods 0 layers 0, &kp A, &mo 1" },
	{ "mm: mm { compatible = \"zmk,behavior-mod-morph\"; #binding-cells = <0>; bindings = <&kp A>, "
	  "<&td>; "
	  "mods = <(MOD_LSFT|MOD_RSFT)>; keep-mods = <(MOD_RSFT)>; };",
	  "3 mm \"\" mods 22 layers 0, &kp A, &td; keep-mods 32" },
	{ "m: m { compatible = \"zmk,behavior-macro\"; #binding-cells = <0>; wait-ms = <0>; bindings = "
	  "<&macro_press &kp LSHFT>, <&kp A>, <&macro_tap &kp B>, <&macro_wait_time 10>, <&macro_release &kp "
	  "LSHFT>, "
	  "<&macro_pause_for_release &kp C>; };",
	  "0 m \"\" mods 0 layers 0, down &kp LSHFT, down &kp A, tap &kp B, &macro_wait_time 10, up &kp "
	  "LSHFT, "
	  "&macro_pause_for_release, up &kp C; wait-ms 0" },
	{ "m: m { compatible = \"zmk,behavior-macro-two-param\"; #binding-cells = <2>; bindings = "
	  "<&macro_param_1to1 &mo MACRO_PLACEHOLDER>, <&macro_param_2to1 &kp MACRO_PLACEHOLDER>; };",
	  "0 m \"\" mods 0 layers 0, &macro_param_1to1, tap &mo MACRO_PLACEHOLDER, &macro_param_2to1, tap "
	  "&kp "
	  "MACRO_PLACEHOLDER; compatible zmk,behavior-macro-two-param" },
	{ "e: e { compatible = \"zmk,behavior-sensor-rotate\"; #sensor-binding-cells = <0>; bindings = <&kp "
	  "A>, <&kp "
	  "B>; };",
	  "6 e \"\" mods 0 layers 0, &kp A, &kp B; compatible zmk,behavior-sensor-rotate; "
	  "#sensor-binding-cells 0" },
	{ "e: e { compatible = \"zmk,behavior-sensor-rotate-var\"; #sensor-binding-cells = <2>; bindings = "
	  "<&kp>, "
	  "<&kp>; };",
	  "6 e \"\" mods 0 layers 0; compatible zmk,behavior-sensor-rotate-var; #sensor-binding-cells 2; "
	  "bindings "
	  "<&kp>, <&kp>" },
	{ "combos { compatible = \"zmk,combos\"; esc { key-positions = <0 1>; bindings = <&kp ESC>; "
	  "timeout-ms = <40>; "
	  "layers = <0 2>; slow-release; }; };",
	  "1 esc \"\" mods 0 layers 5, &kp ESC @0 @1; timeout-ms 40; slow-release bool 1" },
	{ "combos { compatible = \"zmk,combos\"; a { key-positions = <POS 1>; bindings = <&kp ESC>; layers = "
	  "<(-1)>; }; };",
	  "1 a \"\" mods 0 layers 0, &kp ESC; key-positions <POS 1>" },
	{ "conditional_layers { compatible = \"zmk,conditional-layers\"; tri { if-layers = <1 2>; then-layer "
	  "= <3>; "
	  "}; };",
	  "7 tri \"\" mods 0 layers 6, &mo 3" },
	{ "}; &mt { flavor = \"tap-preferred\"; /delete-property/ retro-tap; }; / {",
	  "6 mt \"\" mods 0 layers 0; flavor tap-preferred; retro-tap bool 0" },
	{ "}; &left_encoder { status = \"okay\"; }; / {",
	  "6 left_encoder \"\" mods 0 layers 0; status okay" },
};

static void test_definitions(void)
{
	for (size_t i = 0; i < COUNT(definition_rows); i++) {
		struct str text = STR_INIT, out = STR_INIT;
		struct opened opened;

		str_addf(&text, "/ { %s };" KEYMAP(LAYER("&kp A")), definition_rows[i].text);
		opened = open_file("x.keymap", str_text(&text), NULL);
		ok(opened.read, "%s", definition_rows[i].text);
		if (opened.read)
			print_definitions(&opened, &out);
		is_text(str_text(&out), definition_rows[i].definitions, "it is that definition");
		str_release(&text);
		str_release(&out);
		release(&opened);
	}
}

/* What the cells of a text's own behaviours are. */
static void test_cells(void)
{
	static const char text[] =
		"/ { nav: nav { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = "
		"<&mo>, <&kp>; };\n"
		"deep: deep { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = "
		"<&one>, <&two>; };\n"
		"one: one { compatible = \"zmk,behavior-macro-one-param\"; #binding-cells = <1>;\n"
		"\tbindings = <&macro_param_1to1 &mo MACRO_PLACEHOLDER>; };\n"
		"two: two { compatible = \"zmk,behavior-sticky-key\"; #binding-cells = <1>; bindings = "
		"<&kp>; };\n"
		"self: self { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = "
		"<&self>, <&self>; };\n"
		"macro_param_1to9: x { compatible = \"zmk,behavior-macro\"; #binding-cells = <0>; };\n"
		"odd: odd { compatible = \"zmk,behavior-macro-one-param\"; #binding-cells = <1>;\n"
		"\tbindings = <&macro_param_1to9 &macro_param_0to1 &kp MACRO_PLACEHOLDER>; };\n"
		"press: press { compatible = \"zmk,behavior-key-press\"; #binding-cells = <1>; }; "
		"};\n" KEYMAP(LAYER("&nav 1 A &deep 1 A &self 1 A &press A &one 2"));
	static const enum arg_type types[][2] = { { ARG_LAYER, ARG_KEY },
						  { ARG_LAYER, ARG_KEY },
						  { ARG_NUMBER, ARG_KEY },
						  { ARG_KEY, ARG_NONE },
						  { ARG_LAYER, ARG_NONE } };
	struct opened opened = open_file("x.keymap", text, NULL);

	ok(opened.read, "a keymap of its own behaviours");
	for (size_t i = 0; opened.read && i < COUNT(types); i++) {
		struct action action = keymap_get(opened.document.map, 0, i), typed;
		struct zmk_defined defined;
		struct zmk_names names = zmk_defined_names(&defined, opened.document.map, NULL);
		struct str spelled = STR_INIT;
		struct err err;

		zmk_action_print(action, NULL, NULL, &spelled);
		ok(zmk_action_parse(str_text(&spelled), &names, &typed, &err) && action_equal(action, typed),
		   "%s is the same when it is typed", str_text(&spelled));
		str_release(&spelled);

		ok(action_arg_type(action, 1) == types[i][0] && action_arg_type(action, 2) == types[i][1],
		   "the cells of key %zu are of their types", i);
	}
	release(&opened);
}

static void test_turns(void)
{
	static const char text[] = "/ { both: both { compatible = \"zmk,behavior-sensor-rotate\"; "
				   "#sensor-binding-cells = <0>; bindings = <&kp A>, "
				   "<&kp B>; };\nvar: var { compatible = \"zmk,behavior-sensor-rotate-var\"; "
				   "#sensor-binding-cells = <2>; "
				   "bindings = <&mkp>, <&kp>; }; };\n" KEYMAP(
					   "a { bindings = <&kp X>; sensor-bindings = <&inc_dec_kp C_VOL_UP "
					   "C_VOL_DN>, <&both &var MB1 B>; };\n"
					   "b { bindings = <&kp X>; sensor-bindings = <&what 1>; };\nc { "
					   "bindings = <&kp X>; };");
	static const char *const layers[] = {
		"&kp X | &kp C_VOL_DN | &kp C_VOL_UP | &kp B | &kp A | &kp B | &mkp MB1",
		"&kp X | &what 1 | &what 1 | &trans | &trans | &trans | &trans",
		"&kp X | &trans | &trans | &trans | &trans | &trans | &trans"
	};
	struct opened opened = open_file("x.keymap", text, NULL);

	ok(opened.read && keymap_encoders(opened.document.map) == 3, "three encoders");
	for (size_t i = 0; opened.read && i < COUNT(layers); i++) {
		struct str out = STR_INIT;

		print_layer(&opened, i, &out);
		is_text(str_text(&out), layers[i], "turns of layer %zu, counter-clockwise first", i);
		str_release(&out);
	}
	release(&opened);
}

int main(void)
{
	test_layers();
	test_refusing();
	test_definitions();
	test_cells();
	test_turns();
	return tap_done();
}
