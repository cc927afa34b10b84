/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/zmk_keymap.h"
#include "keymap_fixture.h"
#include "tap.h"

#define KEYS "#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n"
#define HEAD KEYS "/ {\n    keymap {\n        compatible = \"zmk,keymap\";\n"
#define TAIL "    };\n};\n"

static const struct keymap_fixture fixtures[] = {
	{ "a key", /* */
	  HEAD "        a { bindings = <&kp A &kp B>; };\n" TAIL, "set 0 1 KC_C",
	  HEAD "        a { bindings = <&kp A &kp C>; };\n" TAIL, NULL },
	{ "a longer one widens its column",
	  HEAD "        a {\n            bindings = <\n                &kp A &kp B // one\n"
	       "                &kp C &kp D // two\n            >;\n        };\n" TAIL,
	  "set 0 2 LCTL_T(KC_C)",
	  HEAD "        a {\n            bindings = <\n                &kp A       &kp B // one\n"
	       "                &mt LCTRL C &kp D // two\n            >;\n        };\n" TAIL,
	  NULL },
	{ "what needs a header brings it", HEAD "        a { bindings = <&kp A &kp B>; };\n" TAIL,
	  "set 0 0 &bt BT_SEL 0",
	  KEYS "#include <dt-bindings/zmk/bt.h>\n/ {\n    keymap {\n        compatible = \"zmk,keymap\";\n"
	       "        a { bindings = <&bt BT_SEL 0 &kp B>; };\n" TAIL,
	  NULL },
	{ "transparent and none as the text spells them",
	  "#define ___ &trans\n#define XXX &none\n" HEAD "        a { bindings = <&kp A ___ XXX>; };\n" TAIL,
	  "set 0 0 KC_TRNS\nset 0 1 KC_NO",
	  "#define ___ &trans\n#define XXX &none\n" HEAD "        a { bindings = <___ XXX XXX>; };\n" TAIL,
	  NULL },
	{ "a macro's word gives way to what it does no longer",
	  "#define NAV &mo 1\n" HEAD
	  "        a { bindings = <NAV>; };\n        b { bindings = <&trans>; };\n" TAIL,
	  "set 0 0 KC_A",
	  "#define NAV &mo 1\n" HEAD
	  "        a { bindings = <&kp A>; };\n        b { bindings = <&trans>; };\n" TAIL,
	  NULL },
	{ "a key that a macro makes is refused",
	  "#define HRM(a, b) &mt LCTRL a &mt LSHFT b\n" HEAD "        a { bindings = <HRM(A, B)>; };\n" TAIL,
	  "set 0 1 KC_C", NULL, "HRM" },
	{ "what QMK alone has is refused", HEAD "        a { bindings = <&kp A>; };\n" TAIL,
	  "set 0 0 QK_LEAD", NULL, "QK_LEAD is nothing in ZMK: ZMK has leader sequences" },
	{ "what ZMK has under another name is told", HEAD "        a { bindings = <&kp A>; };\n" TAIL,
	  "set 0 0 QK_BOOT", NULL, "QK_BOOT is &bootloader in ZMK" },
	{ "layers by their names",
	  "#define DEF 0\n#define NAV 1\n" HEAD
	  "        a { bindings = <&kp A &mo NAV>; };\n        b { bindings = <&to DEF &kp B>; };\n" TAIL,
	  "set 0 0 LT(1, KC_SPC)",
	  "#define DEF 0\n#define NAV 1\n" HEAD "        a { bindings = <&lt NAV SPACE &mo NAV>; };\n        "
	  "b { bindings = <&to DEF &kp B>; };\n" TAIL,
	  NULL },
	{ "a new layer in the shape of the one before it",
	  HEAD "\n        // letters\n        base: base_layer {\n            display-name = \"Base\";\n"
	       "            // the keys\n            bindings = <\n                &kp A &kp LEFT // first\n"
	       "                &kp B &kp RIGHT\n            >;\n        };\n" TAIL,
	  "add 1 Num pad",
	  HEAD
	  "\n        // letters\n        base: base_layer {\n            display-name = \"Base\";\n"
	  "            // the keys\n            bindings = <\n                &kp A &kp LEFT // first\n"
	  "                &kp B &kp RIGHT\n            >;\n        };\n\n"
	  "        num_pad {\n            display-name = \"Num pad\";\n            bindings = <\n"
	  "                &trans &trans\n                &trans &trans\n            >;\n        };\n" TAIL,
	  NULL },
	{ "in front: numbers follow, in keys, combos and conditions",
	  HEAD "        a { bindings = <&mo 1 &lt 2 A>; };\n        b { bindings = <&kp A &to 0>; };\n"
	       "        c { bindings = <&kp B &kp C>; };\n    };\n"
	       "    combos { compatible = \"zmk,combos\";\n"
	       "        x { key-positions = <0 1>; bindings = <&sl 2>; layers = <0 2>; };\n    };\n"
	       "    conditional_layers { compatible = \"zmk,conditional-layers\";\n"
	       "        y { if-layers = <0 1>; then-layer = <2>; };\n    };\n};\n",
	  "add 0 n",
	  HEAD "        n { bindings = <&trans &trans>; };\n"
	       "        a { bindings = <&mo 2 &lt 3 A>; };\n        b { bindings = <&kp A &to 1>; };\n"
	       "        c { bindings = <&kp B &kp C>; };\n    };\n"
	       "    combos { compatible = \"zmk,combos\";\n"
	       "        x { key-positions = <0 1>; bindings = <&sl 3>; layers = <1 3>; };\n    };\n"
	       "    conditional_layers { compatible = \"zmk,conditional-layers\";\n"
	       "        y { if-layers = <1 2>; then-layer = <3>; };\n    };\n};\n",
	  NULL },
	{ "a new layer has a #define where all have one",
	  "#define BASE 0\n#define NAV  1 // arrows\n" HEAD
	  "        a { bindings = <&mo NAV>; };\n        b { bindings = <&to BASE>; };\n" TAIL,
	  "add 1 sym",
	  "#define BASE 0\n#define L_SYM 1\n#define NAV  2 // arrows\n" HEAD
	  "        a { bindings = <&mo NAV>; };\n        sym { bindings = <&trans>; };\n"
	  "        b { bindings = <&to BASE>; };\n" TAIL,
	  NULL },
	{ "a copy keeps comments inside",
	  HEAD "        a {\n            bindings = <&kp A>; // letters\n        };\n" TAIL, "copy 1 0 b",
	  HEAD "        a {\n            bindings = <&kp A>; // letters\n        };\n\n"
	       "        b {\n            bindings = <&kp A>; // letters\n        };\n" TAIL,
	  NULL },
	{ "deleted with its comments; keys to it do nothing",
	  HEAD "        // one\n        a { bindings = <&mo 1 &mo 2>; };\n\n        // two\n"
	       "        b { bindings = <&kp A &kp B>; };\n\n        // three\n"
	       "        c { bindings = <&kp C &kp D>; };\n" TAIL,
	  "delete 1",
	  HEAD "        // one\n        a { bindings = <&none &mo 1>; };\n\n        // three\n"
	       "        c { bindings = <&kp C &kp D>; };\n" TAIL,
	  NULL },
	{ "its #define goes, and its number in lists of layers",
	  "#define BASE 0\n#define NAV 1\n#define FN 2\n" HEAD
	  "        a { bindings = <&mo NAV &mo FN>; };\n        b { bindings = <&kp A &kp B>; };\n"
	  "        c { bindings = <&kp C &kp D>; };\n    };\n"
	  "    combos { compatible = \"zmk,combos\";\n"
	  "        x { key-positions = <0 1>; bindings = <&kp X>; layers = <0 1 2>; };\n    };\n};\n",
	  "delete 1",
	  "#define BASE 0\n#define FN 1\n" HEAD "        a { bindings = <&none &mo FN>; };\n"
	  "        c { bindings = <&kp C &kp D>; };\n    };\n"
	  "    combos { compatible = \"zmk,combos\";\n"
	  "        x { key-positions = <0 1>; bindings = <&kp X>; layers = <0 1>; };\n    };\n};\n",
	  NULL },
	{ "not while its name is used elsewhere",
	  "#define BASE 0\n#define NAV 1\n" HEAD
	  "        a { bindings = <&mo NAV &kp A>; };\n        b { bindings = <&kp A &kp B>; };\n    };\n"
	  "    combos { compatible = \"zmk,combos\";\n"
	  "        x { key-positions = <0 1>; bindings = <&kp X>; layers = <BASE NAV>; };\n    };\n};\n",
	  "delete 1", NULL, "NAV is used elsewhere" },
	{ "a combo that holds on it alone goes with it",
	  HEAD "        a { bindings = <&kp A &kp A>; };\n        b { bindings = <&kp A &kp B>; };\n    };\n"
	       "    combos { compatible = \"zmk,combos\";\n"
	       "        x { key-positions = <0 1>; bindings = <&kp X>; layers = <1>; };\n    };\n};\n",
	  "delete 1",
	  HEAD "        a { bindings = <&kp A &kp A>; };\n    };\n"
	       "    combos { compatible = \"zmk,combos\";\n    };\n};\n",
	  NULL },
	{ "moved whole; what goes by names stays",
	  "#define BASE 0\n#define NAV 1\n" HEAD
	  "        /* zero */\n        a { bindings = <&mo NAV &to 0>; };\n\n        /* one */\n"
	  "        b { bindings = <&kp A &to BASE>; };\n" TAIL,
	  "move 0 1",
	  "#define BASE 1\n#define NAV 0\n" HEAD
	  "        /* one */\n        b { bindings = <&kp A &to BASE>; };\n\n        /* zero */\n"
	  "        a { bindings = <&mo NAV &to BASE>; };\n" TAIL,
	  NULL },
	{ "renamed by display-name", HEAD "        a { display-name = \"One\"; bindings = <&kp A>; };\n" TAIL,
	  "rename 0 Two \"2\"",
	  HEAD "        a { display-name = \"Two \\\"2\\\"\"; bindings = <&kp A>; };\n" TAIL, NULL },
	{ "by label, as the text has it", /* */
	  HEAD "        a { label = \"One\"; bindings = <&kp A>; };\n" TAIL, "rename 0 Two",
	  HEAD "        a { label = \"Two\"; bindings = <&kp A>; };\n" TAIL, NULL },
	{ "by the node's name", /* */
	  HEAD "        one { bindings = <&kp A>; };\n" TAIL, "rename 0 two",
	  HEAD "        two { bindings = <&kp A>; };\n" TAIL, NULL },
	{ "which cannot have blanks: then by a display-name",
	  HEAD "        one {\n            bindings = <&kp A>;\n        };\n" TAIL, "rename 0 Number 2",
	  HEAD "        one {\n            display-name = \"Number 2\";\n            bindings = <&kp A>;\n"
	       "        };\n" TAIL,
	  NULL },
	{ "both turns of an encoder",
	  HEAD "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp C_VOL_UP C_VOL_DN>; };\n" TAIL,
	  "set 0 1 KC_LEFT",
	  HEAD "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp C_VOL_UP LEFT>; };\n" TAIL,
	  NULL },
	{ "turns of a layer that said none",
	  HEAD
	  "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp C_VOL_UP C_VOL_DN>; };\n"
	  "        b {\n            bindings = <\n                &kp B\n            >;\n        };\n" TAIL,
	  "set 1 1 KC_LEFT\nset 1 2 KC_RGHT",
	  HEAD "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp C_VOL_UP C_VOL_DN>; };\n"
	       "        b {\n            bindings = <\n                &kp B\n            >;\n"
	       "            sensor-bindings = <&inc_dec_kp RIGHT LEFT>;\n        };\n" TAIL,
	  NULL },
	{ "one turn alone is refused",
	  HEAD "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp C_VOL_UP C_VOL_DN>; };\n"
	       "        b { bindings = <&kp B>; };\n" TAIL,
	  "set 1 1 KC_LEFT", NULL, "both turns" },
	{ "encoders go along",
	  HEAD "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp A B>; };\n"
	       "        b { bindings = <&kp B>; sensor-bindings = <&inc_dec_kp C D>; };\n" TAIL,
	  "move 0 1",
	  HEAD "        b { bindings = <&kp B>; sensor-bindings = <&inc_dec_kp C D>; };\n"
	       "        a { bindings = <&kp A>; sensor-bindings = <&inc_dec_kp A B>; };\n" TAIL,
	  NULL },
	{ "CRLF",
	  "/ {\r\n  keymap {\r\n    compatible = \"zmk,keymap\";\r\n    a { bindings = <&kp A &mo 1>; };\r\n"
	  "    b { bindings = <&kp B &kp C>; };\r\n  };\r\n};\r\n",
	  "add 2 c\nset 0 0 KC_ESC",
	  "/ {\r\n  keymap {\r\n    compatible = \"zmk,keymap\";\r\n    a { bindings = <&kp ESC &mo 1>; "
	  "};\r\n"
	  "    b { bindings = <&kp B &kp C>; };\r\n    c { bindings = <&trans &trans>; };\r\n  };\r\n};\r\n",
	  NULL },
	{ "a layer for each call of a macro",
	  KEYS "#define LAYER(name, ...) / { keymap { compatible = \"zmk,keymap\"; "
	       "name { bindings = <__VA_ARGS__>; }; }; };\n"
	       "LAYER(one, &kp A &mo 1)\n\nLAYER(two, &kp B &trans)\n",
	  "add 2 three\nset 0 0 KC_Z",
	  KEYS "#define LAYER(name, ...) / { keymap { compatible = \"zmk,keymap\"; "
	       "name { bindings = <__VA_ARGS__>; }; }; };\n"
	       "LAYER(one, &kp Z &mo 1)\n\nLAYER(two, &kp B &trans)\n\nLAYER(three, &trans &trans)\n",
	  NULL },
	{ "not between layers that are there on a condition",
	  HEAD
	  "        a { bindings = <&kp A>; };\n#ifndef X\n        b { bindings = <&kp B>; };\n#endif\n" TAIL,
	  "move 0 1", NULL, "a directive between two layers, in line" },
};

/* Definitions that came since stand in a block of their own. */
static void test_block(const struct edits_format *format)
{
	static const char text[] = "#include <behaviors.dtsi>\n\n&mt { retro-tap; };\n\n/* mine */\n/ {\n"
				   "    keymap {\n        compatible = \"zmk,keymap\";\n"
				   "        a { bindings = <&kp A &kp B>; };\n    };\n};\n";
	struct step step[] = { { .op = STEP_RESULT, .value = 1, .action = tiny_action("KC_A") },
			       { .op = STEP_RESULT, .value = 2, .action = tiny_action("&out OUT_USB") } };
	struct definition dance = {
		.kind = DEFINITION_TAP_DANCE, .name = symbol("td_a"), .step = step, .steps = 2
	};
	struct document document = { 0 }, back = { 0 };
	struct str *out, *again;
	struct keymap *map;
	struct err err = { 0 };

	ok(keymap_fixture_read(format, "own.keymap", text, &document, &err), "%s", "read");
	out = mem_new(document.source->includes + 1, sizeof(*out));
	map = keymap_new(1, 2, 0);
	keymap_put_layer_name(map, 0, symbol("a"));
	keymap_put_layer_origin(map, 0, 0);
	keymap_put(map, 0, 0, tiny_action("&td_a"));
	keymap_put(map, 0, 1, tiny_action("KC_B"));
	for (size_t i = 0; i < keymap_settings(document.map); i++)
		keymap_add_setting(map, *keymap_setting_at(document.map, i));
	keymap_add_definition(map, keymap_definition(document.map, DEFINITION_BEHAVIOR, 0));
	keymap_add_definition(map, &dance);
	ok(zmk_keymap_update(document.source, document.used, map, out, &err), "it is put in: %s", err.text);
	is_text(str_text(&out[0]),
		"#include <behaviors.dtsi>\n#include <dt-bindings/zmk/outputs.h>\n\n&mt { retro-tap; };\n\n"
		"/* mine */\n" SOURCE_OURS_BEGIN "\n/ {\n    behaviors {\n        td_a: td_a {\n"
		"            compatible = \"zmk,behavior-tap-dance\";\n            #binding-cells = <0>;\n"
		"            bindings = <&kp A>, <&out OUT_USB>;\n        };\n    };\n};\n" SOURCE_OURS_END
		"\n\n/ {\n    keymap {\n        compatible = \"zmk,keymap\";\n"
		"        a { bindings = <&td_a &kp B>; };\n    };\n};\n",
		"before the keymap");
	ok(keymap_fixture_read(format, "own.keymap", str_text(&out[0]), &back, &err) &&
		   keymap_equal(map, back.map),
	   "and reads back");
	again = mem_new(back.source->includes + 1, sizeof(*again));
	ok(zmk_keymap_update(back.source, back.used, document.map, again, &err) &&
		   !strstr(str_text(&again[0]), "keyplane") && !strstr(str_text(&again[0]), "td_a"),
	   "it goes with the last of them");
	for (size_t i = 0; i <= document.source->includes; i++)
		str_release(&out[i]);
	for (size_t i = 0; i <= back.source->includes; i++)
		str_release(&again[i]);
	free(out);
	free(again);
	keymap_unref(map);
	document_release(&back);
	document_release(&document);
}

int main(void)
{
	static const struct edits_format format = { .read = zmk_keymap_read, .update = zmk_keymap_update };

	for (size_t i = 0; i < COUNT(fixtures); i++)
		keymap_fixture_check(&format, "own.keymap", &fixtures[i]);
	test_block(&format);
	return tap_done();
}
