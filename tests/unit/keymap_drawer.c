/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/keymap_drawer.h"
#include "compile/print.h"
#include "import/keymap_drawer.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "random_keymap.h"
#include "tap.h"
#include "tiny.h"

static bool read_text(const char *text, size_t len, const struct keyboard *kb, struct document *out,
		      struct diagnostics *found, struct err *err)
{
	const struct import_input in = { .path = "x.yaml", .text = text, .len = len, .keyboard = kb };

	return keymap_drawer_read(&in, out, found, err);
}

static void print_layers(const struct keymap *map, struct str *out)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_addf(out, "%s%s:", layer ? " | " : "", symbol_text(keymap_layer_name(map, layer)));
		for (size_t key = 0; key < keymap_keys(map); key++) {
			str_add_char(out, ' ');
			action_print(keymap_get(map, layer, key), out);
		}
	}
}

static void test_read(void)
{
	static const char text[] =
		"layout: {qmk_keyboard: a/b, layout_name: LAYOUT_x}\n"
		"layers:\n"
		"  base: # mine\n"
		"    - [A, \"!\", {t: Tab, h: Ctrl}, nav]\n"
		"    - [{tap: Esc, hold: nav}, {t: LSFT, h: sticky}, {t: nav, h: toggle}, Win Close]\n"
		"  nav:\n"
		"    - [~, \"\", {type: held}, {t: \xe2\x96\xbd, type: trans}]\n"
		"    - - {t: Vol Up, s: x}\n"
		"      - Ctl+C\n"
		"      - 7\n"
		"      - TD(3)\n"
		"combos:\n"
		"  - {p: [0, 1], k: Esc, l: [base]}\n"
		"  - {tk: [A, Win Close], key: {t: nav}}\n"
		"  - {p: [0, 99], k: B}\n"
		"draw_config: {key_h: 60}\n";
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str layers = STR_INIT;
	struct err err = { 0 };
	const struct definition *combo;

	if (!read_text(text, strlen(text), NULL, &document, &found, &err)) {
		ok(false, "it is read: %s", err.text);
		return;
	}
	print_layers(document.map, &layers);
	is_text(str_text(&layers),
		"base: KC_A KC_EXLM LCTL_T(KC_TAB) MO(1) LT(1, KC_ESC) OSM(MOD_LSFT) TG(1) Win Close | "
		"nav: KC_NO KC_NO KC_TRNS KC_TRNS KC_VOLU LCTL(KC_C) KC_7 TD(3)",
		"legends are keys");
	ok(!strcmp(document.keyboard, "a/b") && !strcmp(document.layout, "LAYOUT_x"), "the keyboard's name");
	ok(document.board && document.board->guessed && document.board->rows == 2 && document.used->keys == 8,
	   "a row for each line");
	ok(keymap_definitions(document.map, DEFINITION_COMBO) == 2, "combos");
	combo = keymap_definition(document.map, DEFINITION_COMBO, 0);
	ok(combo->positions == 2 && combo->position[1] == 1 && combo->layer_mask == 1 &&
		   combo->step[0].action.kind == ACTION_KEY,
	   "by places, on some layers");
	combo = keymap_definition(document.map, DEFINITION_COMBO, 1);
	ok(combo->positions == 2 && combo->position[1] == 7 && !combo->layer_mask &&
		   combo->step[0].action.kind == ACTION_LAYER_MOMENTARY,
	   "by legends, on all");
	ok(found.count == 2 && strstr(found.item[0].text, "\"Win Close\"") && found.item[0].place.line == 5 &&
		   found.item[0].place.column == 74 && found.item[1].place.line == 15,
	   "what is no key is told at its place: %zu, %d:%d", found.count,
	   found.count ? found.item[0].place.line : 0, found.count ? found.item[0].place.column : 0);
	document_release(&document);
	diagnostics_release(&found);
	str_release(&layers);
}

static void test_update(void)
{
	static const char before[] =
		"# caf\xc3\xa9\nlayers:\n  \"\xc3\xa9\": [A, {t: B, h: Shift}  , # b\n    c]\n  L1:\n"
		"    - t: X\n      h: Alt\n    - Y\n    - Z\ndraw_config: {}\n";
	static const char after[] =
		"# caf\xc3\xa9\nlayers:\n  \"\xc3\xa9\": [A, {t: B, h: LCTL}  , # b\n    c]\n  L1:\n"
		"    - \"1\"\n    - Y\n    - Z\ndraw_config: {}\n";
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	const struct keymap *one, *map;

	if (!read_text(before, strlen(before), NULL, &document, &found, &err)) {
		ok(false, "it is read: %s", err.text);
		return;
	}
	one = edit_key(document.map, 0, 1, tiny_action("LCTL_T(KC_B)"));
	map = edit_key(one, 1, 0, tiny_action("KC_1"));
	ok(keymap_drawer_update(document.source, document.used, map, &text, &err), "keys change: %s",
	   err.text);
	is_text(str_text(&text), after, "where they stand, in flow and in block style");
	keymap_unref(one);
	keymap_unref(map);
	str_clear(&text);
	map = edit_layer_move(document.map, 0, 1);
	ok(!keymap_drawer_update(document.source, document.used, map, &text, &err) && err.code == ERR_REFUSED,
	   "layers do not: %s", err.text);
	keymap_unref(map);
	document_release(&document);
	diagnostics_release(&found);
	str_release(&text);
}

static void test_faults(void)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "expected a mapping" },   { "layers: [1]", "expected a mapping" },
		{ "layers: {}", "no layer" },   { "layers: {a: [A, ]\n", "line 2, column 1" },
		{ "a: [", "line 2, column 1" }, { "\xff\xfel\0", "UTF-16" },
	};
	struct str bomb = STR_INIT;
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = i + 1 == COUNT(rows) ? 4 : strlen(rows[i].text);

		ok(!read_text(rows[i].text, len, NULL, &document, &found, &err) &&
			   strstr(err.text, rows[i].says),
		   "row %zu: %s", i, err.text);
		document_release(&document);
	}
	/* Aliases of aliases: 10^7 keys. */
	str_add(&bomb, "a0: &a0 [A, A, A, A, A, A, A, A, A, A]\n");
	for (int i = 1; i < 7; i++) {
		str_addf(&bomb, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			str_addf(&bomb, "%s*a%d", k ? ", " : "", i - 1);
		str_add(&bomb, "]\n");
	}
	str_add(&bomb, "layers: {x: *a6, y: *a6, z: [*a6, A]}\n");
	ok(read_text(str_text(&bomb), bomb.len, NULL, &document, &found, &err) &&
		   keymap_keys(document.map) == KEYMAP_MAX_KEYS,
	   "aliases of aliases end: %s", err.text);
	document_release(&document);
	diagnostics_release(&found);
	str_release(&bomb);
}

/* What a drawing can say of any keymap is read back from it. */
static void test_round_trip(void)
{
	uint32_t state = 1;
	int wrong = 0;

	for (int i = 0; i < 200; i++) {
		size_t layers = 1 + random_below(&state, 4);
		struct keyboard *kb = tiny_keyboard(2, 4, 0);
		struct keymap *map = keymap_new(layers, 8, 0);
		const struct compile_input in = { .keyboard = kb,
						.layout = &kb->layout[0],
						.map = map,
						.keymap_name = "mine",
						.language = "" };
		struct diagnostics lost = { 0 }, found = { 0 };
		struct document document = { 0 };
		struct str text = STR_INIT;
		struct err err = { 0 };

		for (size_t layer = 0; layer < layers; layer++) {
			char name[40];

			snprintf(name, sizeof(name), "layer %zu", layer);
			keymap_put_layer_name(map, layer, symbol(name));
			for (size_t key = 0; key < 8; key++)
				keymap_put(map, layer, key, random_action(&state, layers));
		}
		if (!keymap_drawer_print(&in, &text, &lost, &err) ||
		    !read_text(str_text(&text), text.len, kb, &document, &found, &err)) {
			wrong++;
			printf("# %s\n%s", err.text, str_text(&text));
		} else {
			size_t other = 0;

			for (size_t k = 0; k < layers * 8; k++)
				other += !action_equal(keymap_get(map, k / 8, k % 8),
						       keymap_get(document.map, k / 8, k % 8));
			wrong += other != lost.count;
			if (other != lost.count)
				printf("# %zu differ, %zu are told\n%s", other, lost.count, str_text(&text));
		}
		keymap_unref(map);
		keyboard_free(kb);
		document_release(&document);
		diagnostics_release(&lost);
		diagnostics_release(&found);
		str_release(&text);
	}
	ok(!wrong, "what is not told to be lost is read back: %d of 200 are not", wrong);
}

int main(void)
{
	test_read();
	test_update();
	test_faults();
	test_round_trip();
	return tap_done();
}
