/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "import/zmk_keymap.h"
#include "model/symbol.h"
#include "model/zmk_defined.h"
#include "tap.h"

/* Files to include, in pairs of name and text. */
static bool read_pair(void *data, const char *from, const char *name, bool angled, struct str *path,
		      struct str *text, bool *locked, struct err *err)
{
	const char *const *pair = data;

	(void)from;
	(void)angled;
	for (; pair && *pair; pair += 2)
		if (!strcmp(pair[0], name)) {
			str_add(path, name);
			str_add(text, pair[1]);
			*locked = false;
			return true;
		}
	return err_set(err, ERR_NOT_FOUND, "there is none");
}

struct opened {
	bool read;
	struct document document;
	struct diagnostics diagnostics;
	struct err err;
	struct str told; /* codes and places, a line each */
};

static struct opened open_file(const char *path, const char *text, const char *const *pairs)
{
	struct import_includes includes = { (void *)pairs, read_pair };
	const struct import_input in = {
		.path = path, .text = text, .len = strlen(text), .includes = &includes
	};
	struct opened opened = { false };

	opened.read = zmk_keymap_read(&in, &opened.document, &opened.diagnostics, &opened.err);
	for (size_t i = 0; i < opened.diagnostics.count; i++)
		str_addf(&opened.told, "%s%s %d:%d", i ? "\n" : "", opened.diagnostics.item[i].kind->code,
			 opened.diagnostics.item[i].place.line, opened.diagnostics.item[i].place.column);
	return opened;
}

static void release(struct opened *opened)
{
	document_release(&opened->document);
	diagnostics_release(&opened->diagnostics);
	str_release(&opened->told);
}

/* A layer's slots, or where they are spelled, with " | " between. */
static void print_layer(const struct opened *opened, size_t layer, struct str *out)
{
	for (size_t slot = 0; slot < keymap_slots(opened->document.map); slot++) {
		str_add(out, slot ? " | " : "");
		zmk_action_print(keymap_get_slot(opened->document.map, layer, slot), NULL, NULL, out);
	}
}

static void print_places(const struct opened *opened, size_t layer, struct str *out)
{
	const struct source *source = opened->document.source;

	for (size_t slot = 0; slot < keymap_slots(source->map); slot++) {
		const struct source_binding *binding = source_binding(source, layer, slot);
		size_t len;

		str_add(out, slot ? " | " : "");
		if (binding->fixed)
			str_addf(out, "fixed %.*s", (int)binding->call.len,
				 source->text + binding->call.start);
		else
			str_add_bytes(out, source_text(source, binding->file, &len) + binding->span.start,
				      binding->span.len);
	}
}

static const char *spanned(const struct opened *opened, struct span span)
{
	static char text[4096];

	snprintf(text, sizeof(text), "%.*s", (int)span.len, opened->document.source->text + span.start);
	return text;
}

#define KEYMAP(layers)  "/ { keymap { compatible = \"zmk,keymap\"; " layers " }; };"
#define LAYER(bindings) "a { bindings = <" bindings ">; };"

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

static void print_definitions(const struct opened *opened, struct str *out)
{
	static const char *const ops[] = { "tap ", "down ", "up ", "delay ", "text ", "beep ", "" };
	const char *line = "";

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(opened->document.map, kind); i++) {
			const struct definition *d = keymap_definition(opened->document.map, kind, i);

			str_addf(out, "%s%d %s \"%s\" mods %x layers %x", line, kind, symbol_text(d->name),
				 symbol_text(d->text), d->mods, d->layer_mask);
			for (size_t k = 0; k < d->steps; k++) {
				str_addf(out, ", %s", ops[d->step[k].op]);
				zmk_action_print(d->step[k].action, NULL, NULL, out);
			}
			for (size_t k = 0; k < d->positions; k++)
				str_addf(out, " @%d", d->position[k]);
			for (size_t k = 0; k < d->options; k++) {
				const struct setting *o = &d->option[k];

				str_addf(out, "; %s ", symbol_text(o->name));
				if (o->type == SETTING_TEXT)
					str_add(out, symbol_text(o->text));
				else
					str_addf(out, "%s%lld", o->type == SETTING_BOOL ? "bool " : "",
						 (long long)o->number);
			}
			line = "\n";
		}
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

static const char spans_text[] =
	"#define BASE 0\n"
	"#define NAV 1\n"
	"#define ___ &trans\n"
	"#define THUMB &lt 2 SPACE\n"
	"/ {\n"
	"    conditional_layers { compatible = \"zmk,conditional-layers\";\n"
	"        tri { if-layers = <NAV 2>; then-layer = <0>; }; };\n"
	"    keymap {\n"
	"        compatible = \"zmk,keymap\";\n"
	"\n"
	"        // the first\n"
	"        /* of\n"
	"           three */\n"
	"        base { display-name = \"Base\"; bindings = < &kp A &mo NAV THUMB >; }; // it\n"
	"        nav { bindings = < ___ ___ &trans >; };\n"
	"\n"
	"        num { label = \"Num\"; bindings = < &to 0 &tog NAV &kp A >;\n"
	"              sensor-bindings = <&inc_dec_kp A B>; };\n"
	"    };\n"
	"};\n"
	"&mkp_input_listener { input-processors = <&zip_temp_layer 2 100>; };\n" SOURCE_OURS_BEGIN
	"\n/ { };\n" SOURCE_OURS_END "\n";

static void test_spans(void)
{
	struct opened opened = open_file("x.keymap", spans_text, NULL);
	const struct source *source = opened.document.source;
	struct str references = STR_INIT;

	if (!opened.read) {
		ok(false, "it is read: %s", opened.err.text);
		release(&opened);
		return;
	}
	is_text(spanned(&opened, source->layer[0].entry),
		"        // the first\n        /* of\n           three */\n        base { display-name = "
		"\"Base\"; bindings "
		"= < &kp A &mo NAV THUMB >; }; // it\n",
		"a layer with its comments");
	is_text(spanned(&opened, source->layer[1].entry), "        nav { bindings = < ___ ___ &trans >; };\n",
		"one without");
	is_text(spanned(&opened, source->layer[0].keys), " &kp A &mo NAV THUMB ", "its list");
	is_text(spanned(&opened, source->layer[2].turns), "&inc_dec_kp A B", "that of encoders");
	ok(span_is_nowhere(source->layer[0].turns), "which not every layer has");
	is_text(spanned(&opened, source->layer[0].name), "Base", "names: display-name");
	is_text(spanned(&opened, source->layer[1].name), "nav", "the node's");
	is_text(spanned(&opened, source->layer[2].name), "Num", "the label");
	is_text(symbol_text(keymap_layer_name(source->map, 1)), "nav", "as the keymap has it");
	is_text(symbol_text(source->layer[1].identifier), "NAV", "what bindings call a layer");
	is_text(spanned(&opened, source->layer[1].enumerator), "#define NAV 1\n", "and where that is said");
	ok(!source->layer[0].identifier && !source->layer[2].identifier, "layers without such a name");
	is_text(symbol_text(source->transparent), "___", "the word for transparent keys");
	ok(!source->none, "none for those that do nothing");
	ok(source->layers.len && strstr(spanned(&opened, source->layers), "compatible = \"zmk,keymap\";"),
	   "the list of layers");
	ok(source->root.start < source->layers.start && span_end(source->root) > span_end(source->layers),
	   "and the root around it");
	ok(!strncmp(source->text + source->ours.start, SOURCE_OURS_BEGIN, strlen(SOURCE_OURS_BEGIN)),
	   "the block that keyplane wrote");
	for (size_t i = 0; i < source->references; i++) {
		int line, column;

		source_place(source->text, source->len, source->reference[i].span.start, &line, &column);
		str_addf(&references, "%s%d:%d %s %u", i ? ", " : "", line, column,
			 spanned(&opened, source->reference[i].span), source->reference[i].layer);
	}
	is_text(str_text(&references), "2:13 1 1, 4:19 2 2, 7:32 2 2, 7:50 0 0, 21:59 2 2",
		"literal numbers of layers, but for those that bindings of layers spell themselves");
	str_release(&references);
	release(&opened);
}

static void test_includes(void)
{
	static const char *const pairs[] = {
		"shared.dtsi",    KEYMAP(LAYER("&kp A XXX")), "words.h", "#define XXX &none\n",
		"behaviors.dtsi", "#define MINE 1\n",         NULL
	};
	struct opened opened =
		open_file("x.keymap", "#include \"words.h\"\n#include \"shared.dtsi\"\n", pairs);
	struct str out = STR_INIT;

	ok(opened.read && opened.document.source->includes == 2, "a keymap that is in another file");
	if (opened.read) {
		const struct source_binding *binding = source_binding(opened.document.source, 0, 0);

		print_places(&opened, 0, &out);
		is_text(str_text(&out), "&kp A | XXX", "its bindings are found there");
		ok(binding->file == 2 && !strcmp(source_path(opened.document.source, 2), "shared.dtsi"),
		   "by the file's number");
		ok(span_is_nowhere(opened.document.source->layer[0].entry),
		   "its layers are in no place of this one");
	}
	release(&opened);
	str_clear(&out);
	opened = open_file("x.keymap",
			   "#include <behaviors.dtsi>\n#include <dt-bindings/zmk/keys.h>\n#include "
			   "<dt-bindings/zmk/bt.h>\n#include <input/processors.dtsi>\n#ifdef "
			   "MINE\n#error\n#endif\n" KEYMAP(LAYER("&kp A")),
			   pairs);
	ok(opened.read && !opened.diagnostics.count, "headers of ZMK's own are never missing");
	release(&opened);
	opened = open_file("x.keymap",
			   "#include <zmk-helpers/key-labels/36.h>\n#include <zmk-helpers/helper.h>\n"
			   "ZMK_COMBO(c, &kp A, LT4 RH2, 0)\nZMK_CONDITIONAL_LAYER(t, 1 2, 3)\n"
			   "ZMK_LAYER(base, &kp A)\n#if KEYS_L\n#endif\n",
			   NULL);
	ok(opened.read, "zmk-helpers without its files%s", opened.err.text);
	if (opened.read)
		print_definitions(&opened, &out);
	is_text(str_text(&out),
		"1 combo_c \"\" mods 0 layers 1, &kp A @0 @35; timeout-ms 30; require-prior-idle-ms 0\n"
		"7 tri_layer_t \"\" mods 0 layers 6, &mo 3",
		"its macros are known");
	str_release(&out);
	release(&opened);
}

static void test_geometry(void)
{
	static const char physical[] =
		"/ { l: layout { compatible = \"zmk,physical-layout\"; display-name = \"L\"; keys = "
		"<&key_physical_attrs 100 100 0 0 0 "
		"0 0>, <&key_physical_attrs 150 100 100 50 (-1500) 100 50>; }; };" KEYMAP(
			LAYER("&kp A &kp B"));
	static const char *const pairs[] = { "mine.overlay",
					     "/ { o: layout { compatible = \"zmk,physical-layout\"; keys = "
					     "<&key_physical_attrs 100 100 0 0 0 0 0 &key_physical_attrs "
					     "100 100 300 0 0 0 0>; }; };",
					     NULL };
	struct opened opened = open_file("config/mine.keymap", physical, NULL);
	struct str text = STR_INIT;

	ok(opened.read && !strcmp(opened.document.used->name, "l") &&
		   opened.document.used->key[1].turn_cdeg == -1500 &&
		   opened.document.used->key[1].w_cu == 150 && opened.document.used->key[1].y_cu == 50,
	   "a physical layout of the file's own");
	ok(opened.read && !strcmp(opened.document.keyboard, "mine"), "the keyboard is called as the file");
	release(&opened);
	opened = open_file("config/mine.keymap", KEYMAP(LAYER("&kp A &kp B")), pairs);
	ok(opened.read && !strcmp(opened.document.used->name, "o") &&
		   opened.document.used->key[1].x_cu == 300,
	   "that of the shield's overlay");
	release(&opened);
	str_add(&text, "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <");
	for (int i = 0; i < 42; i++)
		str_add(&text, "&kp A ");
	str_add(&text, ">; }; }; };");
	opened = open_file("config/corne.keymap", str_text(&text), NULL);
	ok(opened.read && !strcmp(opened.document.used->name, "foostan_corne_6col_layout"),
	   "that of ZMK's own keyboard with as many keys");
	release(&opened);
	opened = open_file("splitkb_aurora_corne_left.keymap", str_text(&text), NULL);
	ok(opened.read && !strcmp(opened.document.used->name, "foostan_corne_6col_layout"),
	   "of a half of one");
	release(&opened);
	opened = open_file("cornelius.keymap", str_text(&text), NULL);
	ok(opened.read && strcmp(opened.document.used->name, "foostan_corne_6col_layout") &&
		   opened.document.used->keys == 42,
	   "not of one whose name begins alike");
	release(&opened);
	opened = open_file("x.keymap", KEYMAP("a { bindings = <\n&kp A &kp B\n&kp C &kp D\n>; };"), NULL);
	ok(opened.read && opened.document.used->key[3].y_cu == 100 &&
		   opened.document.used->key[3].x_cu == 100,
	   "else as the bindings stand in the text");
	release(&opened);
	str_release(&text);
}

int main(void)
{
	test_layers();
	test_refusing();
	test_definitions();
	test_cells();
	test_turns();
	test_spans();
	test_includes();
	test_geometry();
	return tap_done();
}
