/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/zmk_keymap.h"
#include "keymap_edits.h"
#include "tap.h"
#include "walk.h"

/* Random edits of .keymap files: of our own, of ZMK's tree, and of people's folders. */

static const char *const actions[] = {
	"KC_A",           "KC_1",         "KC_NO",        "KC_TRNS",       "KC_LSFT",
	"KC_PSCR",        "MO(0)",        "TG(0)",        "TO(0)",         "LT(0, KC_SPC)",
	"LCTL_T(KC_ESC)", "LSFT(KC_TAB)", "KC_EXLM",      "OSM(MOD_LSFT)", "OSL(0)",
	"MEH_T(KC_Q)",    "KC_MPLY",      "&bt BT_SEL 0", "&caps_word",    "&rgb_ug RGB_TOG",
	"&mkp LCLK",      "&kt LSHFT",    "&out OUT_USB", "&soft_off",     NULL,
};

static const struct edits_format format = { zmk_keymap_read, zmk_keymap_update, actions };

static const char *const texts[] = {
	/* Much said, drawings, a #define for each layer. */
	"/*\n * A keymap.\n */\n#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n"
	"#include <dt-bindings/zmk/bt.h>\n\n#define BASE 0\n#define NAV  1\n#define FN   2\n\n"
	"#define XXX &none\n\n&mt {\n    tapping-term-ms = <200>;\n};\n\n/ {\n"
	"    behaviors {\n        hm: homerow_mods {\n            compatible = \"zmk,behavior-hold-tap\";\n"
	"            #binding-cells = <2>;\n            tapping-term-ms = <220>;\n"
	"            bindings = <&kp>, <&kp>;\n        };\n    };\n\n"
	"    combos {\n        compatible = \"zmk,combos\";\n        combo_esc {\n"
	"            key-positions = <0 1>;\n            bindings = <&kp ESC>;\n            layers = <BASE "
	"1>;\n"
	"        };\n    };\n\n    conditional_layers {\n        compatible = \"zmk,conditional-layers\";\n"
	"        tri { if-layers = <0 1>; then-layer = <2>; };\n    };\n\n"
	"    keymap {\n        compatible = \"zmk,keymap\";\n\n"
	"        // letters\n        base_layer {\n            display-name = \"Base\";\n"
	"            // ,-----------------.\n            // |  Q  |  W  |  E  |\n"
	"            bindings = <\n"
	"                &kp Q      &kp W     &kp E\n"
	"                &hm LCTRL A &kp S    XXX\n"
	"                &mo NAV    &kp SPACE &lt FN RET\n            >;\n"
	"            sensor-bindings = <&inc_dec_kp C_VOL_UP C_VOL_DN>;\n        };\n\n"
	"        // arrows\n        nav_layer {\n            display-name = \"Nav\";\n            bindings = "
	"<\n"
	"                &kp HOME &kp UP   &kp END\n                &kp LEFT &kp DOWN &kp RIGHT\n"
	"                &trans   &trans   &to BASE\n            >;\n        };\n\n"
	"        fn_layer {\n            display-name = \"Fn\";\n            bindings = <\n"
	"                &kp F1 &kp F2 &kp F3\n                &bt BT_CLR XXX &bt BT_SEL 1\n"
	"                &trans &trans &trans\n            >;\n        };\n    };\n};\n",
	/* CRLF, tabs, numbers, labels. */
	"#include <behaviors.dtsi>\r\n#include <dt-bindings/zmk/keys.h>\r\n\r\n/ {\r\n\tkeymap {\r\n"
	"\t\tcompatible = \"zmk,keymap\";\r\n\t\tdefault_layer {\r\n\t\t\tlabel = \"QWERTY\";\r\n"
	"\t\t\tbindings = <\r\n\t\t\t\t&kp Q\t&kp W\t&mo 1\r\n\t\t\t\t&kp A\t&kp S\t&lt 2 "
	"SPACE\r\n\t\t\t>;\r\n"
	"\t\t};\r\n\r\n\t\tlower: lower_layer {\r\n\t\t\tlabel = \"LOWER\";\r\n\t\t\tbindings = <\r\n"
	"\t\t\t\t&kp N1\t&kp N2\t&trans\r\n\t\t\t\t&trans\t&trans\t&tog 2\r\n\t\t\t>;\r\n\t\t};\r\n\r\n"
	"\t\traise: raise_layer {\r\n\t\t\tlabel = \"RAISE\";\r\n\t\t\tbindings = <\r\n"
	"\t\t\t\t&trans\t&trans\t&trans\r\n\t\t\t\t&none\t&none\t&to "
	"0\r\n\t\t\t>;\r\n\t\t};\r\n\t};\r\n};\r\n",
	/* A macro for each layer, layers in a list. */
	"#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n"
	"#define LAYER(name, ...) / { keymap { compatible = \"zmk,keymap\"; name { bindings = <__VA_ARGS__>; "
	"}; }; };\n"
	"#define ___ &trans\n#define DEF 0\n#define SYM 1\n\n"
	"LAYER(def_layer,\n  &kp Q  &kp W  &kp E\n  &kp A  &mo SYM  &kp D\n)\n\n"
	"LAYER(sym_layer,\n  &kp EXCL  &kp AT  ___\n  ___  ___  &to DEF\n)\n",
	/* Node names alone, bindings in several lists, a macro that makes several. */
	"#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n#define HRM(a,b) &mt LCTRL a &mt "
	"LSHFT b\n"
	"/ { keymap { compatible = \"zmk,keymap\";\n  one { bindings = <&kp A &kp B>, <HRM(C, D)>, <&mo 1 "
	"&kp E>; };\n"
	"  two { bindings = <&kp N1 &kp N2>, <&kp N3 &kp N4>, <&trans &trans>; };\n}; };\n",
};

static struct edits_counts counts;
static size_t seen, edits;

/* A file beside the one that asks for it. */
static bool read_beside(void *data, const char *from, const char *name, bool angled, struct str *path,
			struct str *text, bool *locked, struct err *err)
{
	const char *base = *from ? from : data, *slash = strrchr(base, '/');

	if (angled || !slash)
		return err_set(err, ERR_NOT_FOUND, "%s is not looked for", name);
	str_add_bytes(path, base, (size_t)(slash + 1 - base));
	str_add(path, name);
	*locked = false;
	return file_read(str_text(path), 1 << 20, text, err);
}

static void run(const char *path, const char *text, size_t len)
{
	struct import_includes beside = { (void *)path, read_beside };
	struct import_input in = { .path = path, .text = text, .len = len, .includes = &beside };

	edits_run(&format, &in, edits, (unsigned)seen++ * 7919u + 1, &counts);
}

static void check(const char *what)
{
	edits_print(what, &counts);
	ok(counts.untouched == counts.files, "%s: %zu files stay as they are without an edit", what,
	   counts.files);
	ok(counts.exact == counts.accepted, "%zu of %zu accepted edits are exact", counts.exact,
	   counts.accepted);
	ok(counts.layers_exact == counts.layers_accepted,
	   "%zu of %zu accepted changes of layers read back as meant", counts.layers_exact,
	   counts.layers_accepted);
}

static void test_own(void)
{
	edits = 400;
	for (size_t i = 0; i < COUNT(texts); i++)
		run("own.keymap", texts[i], strlen(texts[i]));
	ok(counts.files == COUNT(texts) && !counts.unread && counts.accepted && counts.layers_accepted,
	   "they can be read and changed");
	check("our own");
	edits_release(&counts);
}

/* Every .keymap below the folder that @variable names. */
static void test_folder(const char *variable, const char *below)
{
	const char *folder = getenv(variable);
	char *path;

	if (!folder) {
		ok(true, "# SKIP set %s to a folder with .keymap files", variable);
		return;
	}
	path = file_join(folder, below);
	edits = 12;
	walk_files(path, ".keymap", run);
	check(variable);
	edits_release(&counts);
	free(path);
}

int main(void)
{
	test_own();
	test_folder("KEYPLANE_CORPUS", "app");
	test_folder("KEYPLANE_KEYMAPS", "");
	return tap_done();
}
