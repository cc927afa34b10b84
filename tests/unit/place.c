/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "build/place.h"
#include "compile/target.h"
#include "model/symbol.h"
#include "tap.h"

enum { KEYS = 6, LAYERS = 3, ENCODERS = 2 };

/* The keymap.c of the real emitter: each binding is a number of its own, so that it can be found in the text. */
static char *emit(void)
{
	struct key key[KEYS] = { { 0 } };
	struct layout layout = { (char *)"LAYOUT", key, KEYS };
	struct keyboard *kb = keyboard_new();
	struct keymap *map = keymap_new(LAYERS, KEYS, ENCODERS);
	struct compile_input in = { .keyboard = kb, .layout = &layout, .map = map, .keymap_name = "mine" };
	struct fileset files = { 0 };
	struct diagnostics said = { 0 };
	struct err err = { 0 };
	char *text = NULL;

	for (size_t i = 0; i < KEYS; i++)
		key[i] = (struct key){ .x_cu = (int16_t)(i % 3 * 100),
				       .y_cu = (int16_t)(i / 3 * 100),
				       .w_cu = 100,
				       .h_cu = 100,
				       .encoder = -1 };
	for (size_t layer = 0; layer < LAYERS; layer++) {
		for (size_t i = 0; i < KEYS; i++) {
			char raw[40];

			snprintf(raw, sizeof(raw), "F(A, (B), K%zu_%zu)", layer, i);
			keymap_put(map, layer, i,
				   (struct action){ .kind = ACTION_RAW, .arg = { symbol(raw) } });
		}
		for (size_t i = 0; i < ENCODERS; i++) {
			char raw[40];

			snprintf(raw, sizeof(raw), "T%zu_%zu", layer, i);
			keymap_put_turn(map, layer, i, TURN_CW,
					(struct action){ .kind = ACTION_RAW, .arg = { symbol(raw) } });
		}
	}
	kb->encoders = ENCODERS;
	if (target_compile(target_find("qmk"), &in, &files, &said, &err))
		text = mem_copy_text(str_text(fileset_find(&files, "keymap.c")));
	else
		printf("Bail out! %s\n", err.text);
	fileset_release(&files);
	diagnostics_release(&said);
	keymap_unref(map);
	keyboard_free(kb);
	return text;
}

static void line_and_column(const char *text, const char *at, int *line, int *column)
{
	*line = *column = 1;
	for (; text < at; text++) {
		*column = *text == '\n' ? 1 : *column + 1;
		*line += *text == '\n';
	}
}

static void test_bindings(const char *text)
{
	bool keys = true, turns = true;

	for (int layer = 0; layer < LAYERS; layer++)
		for (int i = 0; i < KEYS + ENCODERS; i++) {
			bool is_key = i < KEYS;
			struct place place = PLACE_NONE;
			char name[32];
			const char *at;
			int line, column;

			snprintf(name, sizeof(name), "%c%d_%d", is_key ? 'K' : 'T', layer,
				 is_key ? i : i - KEYS);
			at = strstr(text, name);
			if (!at) {
				ok(false, "%s is in the text", name);
				continue;
			}
			line_and_column(text, at, &line, &column);
			if (is_key)
				keys = keys && build_place_in_keymap(text, line, column, &place) &&
				       place.layer == layer && place.key == i && place.encoder == -1;
			else
				turns = turns && build_place_in_keymap(text, line, column, &place) &&
					place.layer == layer && place.encoder == i - KEYS && place.key == -1;
		}
	ok(keys, "every key is found where the emitter put it");
	ok(turns, "every encoder too");
}

static void test_elsewhere(const char *text)
{
	static const int rows[][2] = { { 1, 1 },      { 2, 3 },      { 0, 0 }, { -1, -1 },
				       { 1, 100000 }, { 100000, 1 }, { 3, 1 } };
	struct place place = PLACE_NONE;
	int line, column;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(!build_place_in_keymap(text, rows[i][0], rows[i][1], &place) && place.layer == -1,
		   "%d:%d is no binding", rows[i][0], rows[i][1]);
	line_and_column(text, strstr(text, "LAYOUT"), &line, &column);
	ok(!build_place_in_keymap(text, line, column, &place), "nor is the layout's name");
	ok(!build_place_in_keymap("", 1, 1, &place), "nor anything in an empty text");
	ok(!build_place_in_keymap("keymaps[][MATRIX_ROWS][MATRIX_COLS] = {", 1, 39, &place) &&
		   !build_place_in_keymap("keymaps[][MATRIX_ROWS][MATRIX_COLS] = {)))))\nx", 2, 1, &place),
	   "nor in a broken one");
}

int main(void)
{
	char *text = emit();

	if (!text)
		return 99;
	test_bindings(text);
	test_elsewhere(text);
	free(text);
	return tap_done();
}
