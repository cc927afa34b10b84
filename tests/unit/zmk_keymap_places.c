/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "open_zmk.h"
#include "tap.h"

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
	str_add(&text, "/ { chosen { zmk,physical-layout = &kgoh_jian_6col_layout; }; };");
	opened = open_file("x.keymap", str_text(&text), NULL);
	ok(opened.read && !strcmp(opened.document.used->name, "kgoh_jian_6col_layout"),
	   "one of ZMK's that is chosen");
	release(&opened);
	opened = open_file("x.keymap", KEYMAP("a { bindings = <\n&kp A &kp B\n&kp C &kp D\n>; };"), NULL);
	ok(opened.read && opened.document.used->key[3].y_cu == 100 &&
		   opened.document.used->key[3].x_cu == 100,
	   "else as the bindings stand in the text");
	release(&opened);
	str_release(&text);
}

static void check_hostile(const char *what, const struct str *text)
{
	const struct import_input in = { .path = "x.keymap", .text = str_text(text), .len = text->len };
	struct opened opened = { false };

	opened.read = zmk_keymap_read(&in, &opened.document, &opened.diagnostics, &opened.err);
	ok(opened.read || opened.err.text[0], "%s: %s", what, opened.read ? "it opens" : opened.err.text);
	ok(opened.diagnostics.count <= DIAGNOSTICS_MAX, "not too much is told of it");
	release(&opened);
}

/* Texts that nobody meant, and too much of everything: they open, or they are refused with a reason. */
static void test_hostile(void)
{
	static const struct {
		const char *what, *before, *each, *after;
		int times;
	} rows[] = {
		{ "nodes in nodes", "/ {", " a%d {", "", 20000 },
		{ "open lists", "/ { keymap { compatible = \"zmk,keymap\";", " a%d { bindings = < &kp A", "",
		  20000 },
		{ "parentheses", "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp ", "(%.0d",
		  "A>; }; }; };", 20000 },
		{ "macros of macros", "#define M0 &kp A &kp B\n", "#define M%d M1 M1\n",
		  KEYMAP(LAYER("M19 M18")), 20 },
		{ "a macro that doubles", "#define D(x) x x\n", "#define D%d(x) D(D(x))\n",
		  KEYMAP(LAYER("D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(D(&kp A)))))))))))))))))))))")), 20 },
		{ "one line", "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <", "&kp A %.0d",
		  ">; }; }; };", 200000 },
		{ "unknown behaviors", "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <", "&u%d ",
		  ">; }; }; };", 100000 },
		{ "cells", "/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <&kp ", "A%d ",
		  ">; }; }; };", 100000 },
		{ "words of a missing include",
		  "#include \"gone.h\"\n/ { keymap { compatible = \"zmk,keymap\"; a { bindings = <", "U%d ",
		  ">; }; }; };", 100000 },
		{ "combos", "/ { combos { compatible = \"zmk,combos\";",
		  "c%d { bindings = <&kp A>; key-positions = <0 1>; };", "}; };" KEYMAP(LAYER("&kp A")),
		  20000 },
		{ "positions",
		  "/ { combos { compatible = \"zmk,combos\"; c { bindings = <&kp A>; key-positions = <",
		  "%d ", ">; }; }; };" KEYMAP(LAYER("&kp A")), 100000 },
		{ "behaviors that hold each other", "/ { ",
		  "h%d: h { compatible = \"zmk,behavior-hold-tap\"; #binding-cells = <2>; bindings = <&h1>, "
		  "<&h1>; };",
		  "};" KEYMAP(LAYER("&h1 A B")), 5000 },
		{ "layer names", "", "#define L%d 0\n", KEYMAP(LAYER("&mo L1")), 100000 },
	};

	struct str odd = STR_INIT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;

		str_add(&text, rows[i].before);
		for (int k = 0; k < rows[i].times; k++) {
			char each[200];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(each, sizeof(each), rows[i].each, k);
#pragma GCC diagnostic pop
			str_add(&text, each);
		}
		str_add(&text, rows[i].after);
		check_hostile(rows[i].what, &text);
		str_release(&text);
	}
	str_pad(&odd, '\0', 100);
	check_hostile("nothing but NULs", &odd);
	str_clear(&odd);
	str_add_bytes(&odd, "\xff\xfe/\0 \0{\0", 8);
	check_hostile("UTF-16", &odd);
	str_release(&odd);
}

int main(void)
{
	test_spans();
	test_includes();
	test_geometry();
	test_hostile();
	return tap_done();
}
