/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "compile/print.h"
#include "compile/update.h"
#include "import/via_save.h"
#include "model/edit.h"
#include "model/keycode_dialect.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* A matrix of 2 by 3, two layers, one encoder. */
static const char file[] =
	"{\n  \"name\": \"Little\",\n  \"vendorProductId\": 4276947483,\n"
	"  \"macros\": [\"hi {KC_ENT}\", \"\", \"{+KC_LSFT}\\\\{{250}{-KC_LSFT}{KC_LCTL,KC_C}\", \"\"],\n"
	"  \"layers\": [\n    [\"KC_A\", \"MO(1)\", \"KC_NO\", \"LT(1,KC_SPC)\", \"0x7fff\", \"\"],\n"
	"    [\"KC_TRNS\", \"KC_NO\", \"KC_B\", \"KC_C\", \"KC_D\", \"KC_E\"]\n  ],\n"
	"  \"encoders\": [[[\"KC_VOLD\", \"KC_VOLU\"], [\"KC_TRNS\", \"KC_NO\"]]],\n  \"mine\": 1\n}\n";

static struct diagnostics told;
static struct err err;

static bool read_with(const char *text, const struct keyboard *kb, struct document *out)
{
	struct import_input in = { .path = "x.json", .text = text, .len = strlen(text), .keyboard = kb };

	diagnostics_release(&told);
	err = (struct err){ 0 };
	return via_save_read(&in, out, &told, &err);
}

static void is_layer(const struct keymap *map, size_t layer, const char *want)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < keymap_slots(map); i++) {
		str_add(&s, i ? " " : "");
		action_print(keymap_get_slot(map, layer, i), &s);
	}
	is_text(str_text(&s), want, "layer %zu", layer);
	str_release(&s);
}

static void test_layers(void)
{
	struct keyboard *kb = tiny_keyboard(2, 3, 1);
	struct document d;

	ok(read_with(file, NULL, &d) && !told.count, "a file is read: %s", err.text);
	ok(d.usb_vid == 0xfeed && d.usb_pid == 0x0a1b, "its USB id");
	is_layer(d.map, 0, "KC_A MO(1) KC_NO LT(1, KC_SPC) 0x7FFF KC_NO KC_VOLD KC_VOLU");
	is_layer(d.map, 1, "KC_TRNS KC_NO KC_B KC_C KC_D KC_E KC_TRNS KC_NO");
	ok(d.board && d.used->keys == 6, "drawn as a grid");
	document_release(&d);
	kb->usb_vid = 0xfeed;
	kb->usb_pid = 0x0a1b;
	ok(read_with(file, kb, &d) && !d.board && d.used == &kb->layout[0], "with its keyboard");
	document_release(&d);
	keyboard_free(kb);
}

static void test_macros(void)
{
	const struct definition *macro;
	struct document d;

	read_with(file, NULL, &d);
	ok(keymap_definitions(d.map, DEFINITION_MACRO) == 3, "macros up to the last that is used");
	macro = keymap_definition(d.map, DEFINITION_MACRO, 0);
	ok(macro->steps == 2 && macro->step[0].op == STEP_TEXT && macro->step[1].op == STEP_TAP,
	   "text, then a key");
	is_text(symbol_text(macro->step[0].text), "hi ", "the text");
	macro = keymap_definition(d.map, DEFINITION_MACRO, 2);
	ok(macro->steps == 7 && macro->step[0].op == STEP_DOWN && macro->step[1].op == STEP_TEXT &&
		   macro->step[2].value == 250 && macro->step[3].op == STEP_UP &&
		   macro->step[4].op == STEP_DOWN && macro->step[5].op == STEP_TAP &&
		   macro->step[6].op == STEP_UP,
	   "pressed, a brace, a wait, let go, two together");
	is_text(symbol_text(macro->step[1].text), "{", "the brace");
	document_release(&d);
	read_with("{\"vendorProductId\": 1, \"layers\": [[\"KC_A\"]], \"macros\": [\"a {b {FOO BAR} {KC_A\", "
		  "3]}",
		  NULL, &d);
	ok(told.count == 1 && keymap_definitions(d.map, DEFINITION_MACRO) == 1,
	   "what is no key is text, and told once");
	is_text(told.item[0].text,
		"\"{b {FOO BAR} {KC_A\" is no key, delay or keys with commas between in braces; it is taken "
		"as text",
		"so");
	macro = keymap_definition(d.map, DEFINITION_MACRO, 0);
	is_text(symbol_text(macro->step[0].text), "a {b {FOO BAR} {KC_A", "all of it");
	document_release(&d);
}

static void test_guard(void)
{
	struct keyboard *kb = tiny_keyboard(2, 3, 1);
	struct document d;

	mem_set_text(&kb->name, "Other");
	kb->usb_vid = 0x1234;
	ok(!read_with(file, kb, &d) && err.code == ERR_REFUSED, "a file for another keyboard is refused");
	is_text(err.text,
		"the file was saved from Little (FEED:0A1B), and the keyboard is Other (1234:0000): give the "
		"one it is for",
		"and why");
	kb->usb_vid = 0;
	kb->cols = 4;
	ok(!read_with(file, kb, &d) && err.code == ERR_REFUSED, "another matrix is refused");
	is_text(err.text,
		"the file's layers have 6 keycodes, and the matrix of Other has 2 rows of 4: it is for "
		"another keyboard, or "
		"another version of its firmware",
		"and why");
	keyboard_free(kb);
}

static void test_dialect(void)
{
	static const struct {
		const char *code;
		enum keycode_dialect dialect;
	} rows[] = {
		{ "KC_A", DIALECT_VIA_12 },   { "0x5f12", DIALECT_VIA_10 }, { "H1_INC", DIALECT_VIA_10 },
		{ "0x5f1z", DIALECT_VIA_12 }, { "0x7e01", DIALECT_VIA_12 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct document d;

		str_addf(&text, "{\"vendorProductId\": 1, \"layers\": [[\"KC_A\"], [\"%s\"]]}", rows[i].code);
		ok(read_with(str_text(&text), NULL, &d) && d.source->dialect == rows[i].dialect,
		   "%s tells the protocol", rows[i].code);
		document_release(&d);
		str_release(&text);
	}
}

static void test_edit(void)
{
	struct action action = { .kind = ACTION_LAYER_TOGGLE, .arg = { 1 } };
	struct document d, back;
	struct str out = STR_INIT;
	const struct keymap *map, *moved;

	read_with(file, NULL, &d);
	map = edit_key(d.map, 0, 5, action);
	ok(matrix_keymap_update(d.source, d.used, map, &out, &err) &&
		   strstr(str_text(&out), "\"0x7fff\", \"TG(1)\"]"),
	   "an empty text is filled; what is beside it stays");
	ok(out.len == strlen(file) + 5 && read_with(str_text(&out), NULL, &back) &&
		   keymap_equal(back.map, map),
	   "and nothing else");
	document_release(&back);
	str_release(&out);
	keymap_unref(map);
	map = edit_key(d.map, 0, 1, (struct action){ .kind = ACTION_NONE });
	moved = edit_layer_move(map, 0, 1);
	ok(matrix_keymap_update(d.source, d.used, moved, &out, &err), "layers change places: %s", err.text);
	ok(read_with(str_text(&out), NULL, &back) && keymap_equal(back.map, moved), "and read back so");
	document_release(&back);
	keymap_unref(map);
	keymap_unref(moved);
	str_release(&out);
	document_release(&d);
}

static void test_printing(void)
{
	struct keyboard *kb = tiny_keyboard(2, 3, 1);
	struct diagnostics lost = { 0 };
	struct str out = STR_INIT;
	struct document d, back;
	struct compile_input in = {
		.keyboard = kb, .layout = &kb->layout[0], .keymap_name = "default", .language = ""
	};

	read_with(file, kb, &d);
	in.map = d.map;
	ok(!via_save_print(&in, &out, &lost, &err) && err.code == ERR_REFUSED, "without an id it is refused");
	kb->usb_vid = 0xfeed;
	kb->usb_pid = 0x0a1b;
	ok(via_save_print(&in, &out, &lost, &err) && !lost.count, "with one it is written");
	ok(strstr(str_text(&out),
		  "\"vendorProductId\": 4276947483,\n  \"macros\": [\n    \"hi {KC_ENT}\",") != NULL,
	   "macros in the app's own words");
	ok(read_with(str_text(&out), kb, &back) && keymap_equal(back.map, d.map),
	   "it reads back as the same");
	document_release(&back);
	document_release(&d);
	str_release(&out);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

static void test_lost(void)
{
	struct keyboard *kb = tiny_keyboard(1, 2, 0);
	struct keymap *map = keymap_new(1, 2, 0);
	struct step steps[] = { { .op = STEP_TEXT, .text = symbol("a\\") },
				{ .op = STEP_TAP, .action = tiny_action("KC_A") },
				{ .op = STEP_BEEP } };
	struct definition macro = { .kind = DEFINITION_MACRO, .step = steps, .steps = COUNT(steps) };
	struct definition combo = { .kind = DEFINITION_COMBO };
	struct diagnostics lost = { 0 };
	struct str out = STR_INIT;
	struct compile_input in = { .keyboard = kb, .layout = &kb->layout[0], .map = map, .language = "" };

	kb->usb_vid = 1;
	keymap_put(map, 0, 1, (struct action){ .kind = ACTION_RAW, .arg = { symbol("FOO") } });
	keymap_put_layer_name(map, 0, symbol("base"));
	keymap_add_definition(map, &macro);
	keymap_add_definition(map, &combo);
	keymap_add_setting(
		map, (struct setting){ .name = symbol("tapping.term"), .type = SETTING_NUMBER, .number = 1 });
	ok(via_save_print(&in, &out, &lost, &err) && lost.count == 5,
	   "what has no place in the format is told: %zu", lost.count);
	ok(strstr(str_text(&out), "\"a{KC_BSLS}{KC_A}\"") && strstr(str_text(&out), "\"KC_NO\", \"KC_NO\""),
	   "and something stands in for it");
	keymap_unref(map);
	str_release(&out);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

static void test_refused(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "[1]", "expected \"layers\", a list of lists of keycodes, found none" },
		{ "{\"layers\": 1}", "expected \"layers\", a list of lists of keycodes, found a number" },
		{ "{\"layers\": [1, []]}", "no keycode in \"layers\"" },
	};
	struct str many = STR_INIT;
	struct document d;

	for (size_t i = 0; i < COUNT(rows); i++) {
		ok(!read_with(rows[i].text, NULL, &d), "%s is refused", rows[i].text);
		is_text(err.text, rows[i].error, "and why");
	}
	str_add(&many, "{\"layers\": [[");
	for (int i = 0; i < 5003; i++)
		str_add(&many, "\"\",");
	str_add(&many, "]]}");
	ok(!read_with(str_text(&many), NULL, &d), "so is a matrix that is too large");
	is_text(err.text, "layers of 5003 keycodes; at most 1536 are read", "and why");
	str_release(&many);
}

int main(void)
{
	test_layers();
	test_macros();
	test_guard();
	test_dialect();
	test_edit();
	test_printing();
	test_lost();
	test_refused();
	diagnostics_release(&told);
	return tap_done();
}
