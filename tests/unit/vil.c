/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "compile/print.h"
#include "compile/update.h"
#include "import/vil.h"
#include "model/edit.h"
#include "model/keycode_dialect.h"
#include "model/symbol.h"
#include "tap.h"
#include "tiny.h"

/* Two layers of two rows, one place without a key, an encoder, one of each table. As Vial's app writes it, on one line. */
static const char file[] =
	"{\"version\": 1, \"uid\": 16882930253541522617, \"layout\": [[[\"KC_A\", \"MO(1)\", -1], "
	"[\"LT1(KC_SPACE)\", "
	"\"0x7FFF\", \"KC_TRNS\"]], [[\"KC_NO\", 22, -1], [\"KC_TRNS\", \"KC_B\", \"TD(0)\"]]], "
	"\"encoder_layout\": "
	"[[[\"KC_VOLD\", \"KC_VOLU\"]], [[\"KC_TRNS\", \"KC_NO\"]]], \"layout_options\": 5, \"macro\": "
	"[[[\"text\", "
	"\"hi {\"], [\"tap\", \"KC_ENTER\", \"KC_A\"], [\"down\", \"KC_LSHIFT\"], [\"delay\", 120], [\"up\", "
	"\"KC_LSHIFT\"]], [], []], \"vial_protocol\": 6, \"via_protocol\": 9, \"tap_dance\": "
	"[[\"KC_ESCAPE\", \"MO(1)\", "
	"\"KC_NO\", \"KC_A\", 250], [\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", 200]], \"combo\": "
	"[[\"KC_J\", \"KC_K\", "
	"\"KC_NO\", \"KC_NO\", \"KC_ESCAPE\"]], \"key_override\": [{\"trigger\": \"KC_BSPACE\", "
	"\"replacement\": "
	"\"KC_DELETE\", \"layers\": 65535, \"trigger_mods\": 2, \"negative_mod_mask\": 0, "
	"\"suppressed_mods\": 2, "
	"\"options\": 135}, {\"trigger\": \"KC_NO\", \"replacement\": \"KC_NO\", \"layers\": 65535, "
	"\"options\": 7}], \"alt_repeat_key\": [{\"keycode\": \"KC_A\", \"alt_keycode\": \"KC_B\", "
	"\"allowed_mods\": 0, "
	"\"options\": 8}], \"settings\": {\"7\": 180, \"22\": 1, \"99\": 4}, \"mine\": [1]}";

static struct diagnostics told;
static struct err err;

static bool read_with(const char *text, const struct keyboard *kb, const char *layout, struct document *out)
{
	struct import_input in = {
		.path = "x.vil", .text = text, .len = strlen(text), .keyboard = kb, .layout = layout
	};

	diagnostics_release(&told);
	err = (struct err){ 0 };
	return vil_read(&in, out, &told, &err);
}

static char *spell(const struct keymap *map, size_t layer)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < keymap_slots(map); i++) {
		str_add(&s, i ? " " : "");
		action_print(keymap_get_slot(map, layer, i), &s);
	}
	return str_take(&s);
}

static void is_layer(const struct keymap *map, size_t layer, const char *want)
{
	char *got = spell(map, layer);

	is_text(got, want, "layer %zu", layer);
	free(got);
}

static void test_layers(void)
{
	struct document d;

	ok(read_with(file, NULL, NULL, &d), "a file is read: %s", err.text);
	ok(d.board && d.board->rows == 2 && d.board->cols == 3 && d.board->encoders == 1 && d.used->keys == 5,
	   "its matrix is a board, without the place that has no key");
	is_layer(d.map, 0, "KC_A MO(1) LT(1, KC_SPC) 0x7FFF KC_TRNS KC_VOLD KC_VOLU");
	is_layer(d.map, 1, "KC_NO KC_S KC_TRNS KC_B TD(0) KC_TRNS KC_NO");
	ok(!told.count, "nothing is told: %s", told.count ? told.item[0].text : "");
	ok(d.source->dialect == DIALECT_VIAL_6, "its dialect");
	document_release(&d);
}

static void test_tables(void)
{
	const struct definition *x;
	struct document d;

	read_with(file, NULL, NULL, &d);
	x = keymap_definition(d.map, DEFINITION_MACRO, 0);
	ok(keymap_definitions(d.map, DEFINITION_MACRO) == 1 && x->steps == 6 && x->step[0].op == STEP_TEXT &&
		   x->step[2].op == STEP_TAP && x->step[3].op == STEP_DOWN && x->step[4].value == 120,
	   "a macro; those that are not used are none");
	is_text(symbol_text(x->step[0].text), "hi {", "its text");
	x = keymap_definition(d.map, DEFINITION_TAP_DANCE, 0);
	ok(keymap_definitions(d.map, DEFINITION_TAP_DANCE) == 1 && x->steps == 3 && x->step[0].value == 1 &&
		   x->step[1].value == -1 && x->step[2].value == -2 &&
		   definition_option(x, "tapping-term-ms")->number == 250,
	   "a tap dance");
	x = keymap_definition(d.map, DEFINITION_COMBO, 0);
	ok(keymap_definitions(d.map, DEFINITION_COMBO) == 1 && x->steps == 3 && !x->positions,
	   "a combo of keycodes");
	x = keymap_definition(d.map, DEFINITION_OVERRIDE, 0);
	ok(keymap_definitions(d.map, DEFINITION_OVERRIDE) == 1 && x->mods == MOD_LSFT && x->layer_mask == 0 &&
		   definition_option(x, "options")->number == 7,
	   "a key override on all layers");
	x = keymap_definition(d.map, DEFINITION_ALT_REPEAT, 0);
	ok(keymap_definitions(d.map, DEFINITION_ALT_REPEAT) == 1 && x->steps == 2 && !x->mods && !x->options,
	   "an alternate repeat key");
	ok(keymap_find_setting(d.map, "tapping.term")->number == 180 &&
		   keymap_find_setting(d.map, "tapping.permissive_hold")->type == SETTING_BOOL &&
		   keymap_settings(d.map) == 2,
	   "settings that QMK has a name for");
	document_release(&d);
}

/* A board of the same matrix in another order, with a larger layout that the file has no keys for. */
static struct keyboard *small_board(void)
{
	static const struct {
		const char *name;
		int keys;
		uint8_t place[6][2];
	} layouts[] = {
		{ "LAYOUT_wide", 6, { { 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 }, { 1, 1 }, { 1, 2 } } },
		{ "LAYOUT_few", 2, { { 1, 0 }, { 0, 0 } } },
		{ "LAYOUT_most", 4, { { 1, 2 }, { 0, 0 }, { 0, 1 }, { 1, 0 } } },
	};
	struct keyboard *kb = keyboard_new();

	mem_set_text(&kb->name, "Small");
	kb->rows = 2;
	kb->cols = 3;
	kb->encoders = 1;
	kb->usb_vid = 0x1234;
	kb->usb_pid = 0xabcd;
	kb->layouts = COUNT(layouts);
	kb->layout = mem_new(kb->layouts, sizeof(*kb->layout));
	for (size_t i = 0; i < kb->layouts; i++) {
		kb->layout[i].name = mem_copy_text(layouts[i].name);
		kb->layout[i].keys = (size_t)layouts[i].keys;
		kb->layout[i].key = mem_new(kb->layout[i].keys, sizeof(struct key));
		for (size_t k = 0; k < kb->layout[i].keys; k++)
			kb->layout[i].key[k] = (struct key){ .x_cu = (int16_t)(k * 100),
							     .w_cu = 100,
							     .h_cu = 100,
							     .encoder = -1,
							     .row = layouts[i].place[k][0],
							     .col = layouts[i].place[k][1] };
	}
	return kb;
}

static void test_keyboard(void)
{
	struct keyboard *kb = small_board();
	struct document d;

	ok(read_with(file, kb, NULL, &d) && !d.board, "with a keyboard there is no board to guess");
	is_text(d.used->name, "LAYOUT_most", "the largest layout of which the file has all keys");
	is_layer(d.map, 0, "KC_TRNS KC_A MO(1) LT(1, KC_SPC) KC_VOLD KC_VOLU");
	document_release(&d);
	ok(read_with(file, kb, "LAYOUT_few", &d), "the layout that was asked for");
	is_layer(d.map, 1, "KC_TRNS KC_NO KC_TRNS KC_NO");
	document_release(&d);
	kb->rows = 5;
	ok(read_with(file, kb, NULL, &d) && told.count == 1, "another matrix is told");
	is_text(told.item[0].text,
		"the file is for a matrix of 2 rows and 3 columns, and Small has 5 and 3: keys are taken by "
		"their row "
		"and column",
		"so");
	document_release(&d);
	keyboard_free(kb);
}

/* The text after @map went into it; NULL with err. */
static char *updated(const struct document *d, const struct keymap *map)
{
	struct str out = STR_INIT;

	if (matrix_keymap_update(d->source, d->used, map, &out, &err))
		return str_take(&out);
	str_release(&out);
	return NULL;
}

static void test_edit(void)
{
	struct document d, back;
	const struct keymap *map;
	char *text;
	size_t same = 0, len = strlen(file);

	read_with(file, NULL, NULL, &d);
	text = updated(&d, d.map);
	is_text(text, "", "nothing changed, nothing is written");
	free(text);
	map = edit_key(d.map, 0, 1, (struct action){ .kind = ACTION_LAYER_TOGGLE, .arg = { 1 } });
	text = updated(&d, map);
	while (text[same] == file[same])
		same++;
	ok(!strncmp(text + same, "TG", 2) && !strcmp(text + same + 2, file + same + 2),
	   "one key is one string: %.30s", text + same - 10);
	ok(strlen(text) == len && read_with(text, NULL, NULL, &back) && keymap_equal(back.map, map),
	   "which reads back");
	document_release(&back);
	free(text);
	keymap_unref(map);
	map = edit_key(d.map, 1, 1, (struct action){ .kind = ACTION_NONE });
	text = updated(&d, map);
	ok(strstr(text, "[\"KC_NO\", \"KC_NO\", -1]") != NULL, "a number becomes a text");
	free(text);
	keymap_unref(map);
	map = edit_turn(d.map, 1, 0, TURN_CW, (struct action){ .kind = ACTION_TRANSPARENT });
	text = updated(&d, map);
	ok(strstr(text, "[[\"KC_TRNS\", \"KC_TRNS\"]]], \"layout_options\"") != NULL, "a turn");
	free(text);
	keymap_unref(map);
	document_release(&d);
}

/* @map, which is taken, goes into the text with @part for @was, and reads back. */
static void goes_in(const struct document *d, const struct keymap *map, const char *was, const char *part)
{
	char *text = updated(d, map);
	const char *at = strstr(file, was);
	struct str want = STR_INIT;
	struct document back = { 0 };

	str_add_bytes(&want, file, (size_t)(at - file));
	str_add(&want, part);
	str_add(&want, at + strlen(was));
	is_text(text ? text : err.text, str_text(&want), "%s", part);
	ok(text && read_with(text, NULL, NULL, &back) && keymap_equal(back.map, map), "and reads back");
	document_release(&back);
	str_release(&want);
	free(text);
	keymap_unref(map);
}

static const struct keymap *with_steps(const struct keymap *map, enum definition_kind kind,
				       const char *const *key, size_t keys)
{
	struct definition to = *keymap_definition(map, kind, 0);
	struct step step[5];

	for (to.steps = 0; to.steps < keys; to.steps++)
		step[to.steps] = (struct step){ .op = STEP_RESULT, .action = tiny_action(key[to.steps]) };
	to.step = step;
	return edit_definition_replace(map, kind, 0, &to, &err);
}

static void test_tables_edited(void)
{
	struct step step[] = { { .op = STEP_TEXT, .text = symbol("ho\"") },
			       { .op = STEP_DELAY, .value = 9 } };
	const struct definition macro = { .kind = DEFINITION_MACRO, .step = step, .steps = 2 };
	struct document d;

	read_with(file, NULL, NULL, &d);
	goes_in(&d,
		with_steps(d.map, DEFINITION_COMBO, (const char *const[]){ "KC_TAB", "KC_J", "KC_K", "KC_L" },
			   4),
		"[\"KC_J\", \"KC_K\", \"KC_NO\", \"KC_NO\", \"KC_ESCAPE\"]",
		"[\"KC_J\", \"KC_K\", \"KC_L\", \"KC_NO\", \"KC_TAB\"]");
	goes_in(&d, edit_definition_add(d.map, DEFINITION_MACRO, 1, &macro, &err), "], [], []]",
		"], [[\"text\", \"ho\\\"\"], [\"delay\", 9]], []]");
	goes_in(&d, edit_definition_delete(d.map, DEFINITION_COMBO, 0, NULL),
		"[\"KC_J\", \"KC_K\", \"KC_NO\", \"KC_NO\", \"KC_ESCAPE\"]",
		"[\"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\", \"KC_NO\"]");
	goes_in(&d,
		with_steps(d.map, DEFINITION_ALT_REPEAT, (const char *const[]){ "KC_TAB", "S(KC_TAB)" }, 2),
		"{\"keycode\": \"KC_A\", \"alt_keycode\": \"KC_B\", \"allowed_mods\": 0, \"options\": 8}",
		"{\"keycode\": \"KC_TAB\", \"alt_keycode\": \"LSFT(KC_TAB)\", \"allowed_mods\": 0, "
		"\"options\": 8}");
	goes_in(&d,
		edit_setting_put(d.map, (struct setting){ symbol("tapping.term"), SETTING_NUMBER, 222, 0 },
				 &err),
		"\"7\": 180", "\"7\": 222");
	document_release(&d);
}

static void refuses(const struct document *d, const struct keymap *map, const char *why)
{
	char *text = updated(d, map);

	ok(!text && err.code == ERR_REFUSED, "it is refused");
	is_text(err.text, why, "and why");
	free(text);
	keymap_unref(map);
}

static void test_refused_edits(void)
{
	struct keyboard *kb = small_board();
	struct document d;
	struct action key = tiny_action("KC_Q"), raw = { .kind = ACTION_RAW, .arg = { symbol("FOO") } };

	read_with(file, kb, NULL, &d);
	refuses(&d, edit_layer_add(d.map, 2, -1, 0, &err),
		"the firmware has 2 layers, and the file one list for each: none can be added");
	refuses(&d, edit_layer_rename(d.map, 0, symbol("base")), "the file has no place for names of layers");
	refuses(&d, edit_key(d.map, 0, 0, raw), "layer 0, key 0: FOO is no keycode that the file could hold");
	refuses(&d,
		edit_setting_put(d.map, (struct setting){ symbol("debounce"), SETTING_NUMBER, 5, 0 }, &err),
		"the file has no place for the setting debounce");
	refuses(&d,
		edit_definition_add(d.map, DEFINITION_UNICODE, 0,
				    &(struct definition){ .kind = DEFINITION_UNICODE,
							  .name = symbol("A"),
							  .text = symbol("a") },
				    &err),
		"the file has no place for definitions of kind unicode: save it in another format");
	document_release(&d);
	read_with(file, kb, "LAYOUT_wide", &d);
	refuses(&d, edit_key(d.map, 0, 2, key),
		"layer 0, key 2: the file says that there is no key, with -1");
	document_release(&d);
	kb->layout[0].key[5].row = 7;
	read_with(file, kb, "LAYOUT_wide", &d);
	refuses(&d, edit_key(d.map, 1, 5, key), "layer 1, key 5: the file has no place for it");
	document_release(&d);
	kb->layout[0].key[5] = kb->layout[0].key[0];
	read_with(file, kb, "LAYOUT_wide", &d);
	refuses(&d, edit_key(d.map, 1, 5, key),
		"layer 1: keys 0 and 5 are one switch, and the file has one keycode for both: give them the "
		"same");
	document_release(&d);
	keyboard_free(kb);
}

static void test_printing(void)
{
	struct keyboard *kb = small_board();
	struct document d, back;
	struct str out = STR_INIT;
	struct diagnostics lost = { 0 };
	struct compile_input in = { .keyboard = kb, .keymap_name = "default", .language = "" };

	read_with(file, kb, "LAYOUT_most", &d);
	in.layout = d.used;
	in.map = d.map;
	ok(vil_print(&in, &out, &lost, &err) && !lost.count, "a whole file is written, and nothing lost");
	ok(read_with(str_text(&out), kb, "LAYOUT_most", &back) && keymap_equal(back.map, d.map),
	   "it reads back as the same keymap, with all its tables");
	ok(strstr(str_text(&out), "      [\"KC_A\", \"MO(1)\", \"KC_NO\"],\n      [\"LT") != NULL,
	   "a place that another layout has is KC_NO");
	document_release(&back);
	str_release(&out);
	kb->layouts = 2;
	in.layout = &kb->layout[1];
	in.map = keymap_new(1, 2, 0);
	kb->layouts = 1;
	kb->layout[0].keys = 2;
	ok(vil_print(&in, &out, &lost, &err) && strstr(str_text(&out), "[\"KC_NO\", \"KC_NO\", -1]") != NULL,
	   "one that none has is -1");
	keymap_unref(in.map);
	kb->layout[0].keys = 6;
	kb->layouts = 3;
	document_release(&d);
	str_release(&out);
	diagnostics_release(&lost);
	keyboard_free(kb);
}

static void test_bad(void)
{
	static const struct {
		const char *text, *error;
	} refused[] = {
		{ "[", "line 1, column 2: expected a value or ']', found the end of the text" },
		{ "{}",
		  "line 1, column 1: expected \"layout\", a list of layers of rows of keycodes, found none" },
		{ "{\"layout\": 3}", "line 1, column 12: expected \"layout\", a list of layers of rows of "
				     "keycodes, found a number" },
		{ "{\"layout\": [[], 3]}", "line 1, column 12: no keycode in \"layout\"" },
	};
	static const struct {
		const char *text, *told;
	} rows[] = {
		{ "{\"layout\": [[[\"KC_A\", [1]]]]}",
		  "expected a keycode such as \"KC_A\", or -1 where there is no key, found a list" },
		{ "{\"layout\": [[[70000]]]}",
		  "expected a keycode such as \"KC_A\", or -1 where there is no key, found a number" },
		{ "{\"layout\": [[[\"KC_A\"]]], \"macro\": [[[\"tap\"], [\"jump\", 1]]]}",
		  "expected a step such as [\"tap\", \"KC_A\"], [\"text\", \"hello\"] or [\"delay\", 100], "
		  "found a list; it is "
		  "not used, and stays in the file" },
		{ "{\"layout\": [[[\"KC_A\"]]], \"combo\": {}}",
		  "expected a list, found an object; it is not used, and stays in the file" },
		{ "{\"layout\": [[[\"KC_A\"]]], \"settings\": {\"7\": \"x\", \"a\": 1, \"07\": 2}}",
		  "expected a number, found a text; it is not used, and stays in the file" },
	};
	struct document d;

	for (size_t i = 0; i < COUNT(refused); i++) {
		ok(!read_with(refused[i].text, NULL, NULL, &d), "%s is refused", refused[i].text);
		is_text(err.text, refused[i].error, "and why");
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		ok(read_with(rows[i].text, NULL, NULL, &d) && told.count == 1, "%s is read", rows[i].text);
		is_text(told.count ? told.item[0].text : "", rows[i].told, "and what is told");
		document_release(&d);
	}
	ok(read_with("{\"layout\": [[[\"LT(1\", \"KC_A\"]]]}", NULL, NULL, &d) && told.count == 1 &&
		   told.item[0].place.line == 1 && told.item[0].place.column == 15,
	   "a keycode that cannot be read is told where it is");
	document_release(&d);
}

int main(void)
{
	test_layers();
	test_tables();
	test_keyboard();
	test_edit();
	test_tables_edited();
	test_refused_edits();
	test_printing();
	test_bad();
	diagnostics_release(&told);
	return tap_done();
}
