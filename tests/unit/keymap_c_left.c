/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/update.h"
#include "import/keymap_c.h"
#include "model/edit.h"
#include "tap.h"

/* What layers that move leave to a person. */

static const char text[] = "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n" // line 1
			   "    [0] = LAYOUT(KC_A, MO(1)),\n"
			   "    [1] = LAYOUT(KC_C, KC_TRNS),\n"
			   "    [2] = LAYOUT(KC_D, KC_TRNS)\n};\n"
			   "layer_state_t layer_state_set_user(layer_state_t state) {\n" // 6
			   "    switch (get_highest_layer(state)) {\n"
			   "    case 0: light(0); break;\n"
			   "    case 2: light(2); break;\n"
			   "    case 7: light(7); break;\n"
			   "    }\n"
			   "    if (state & (1UL << 1)) light(9);\n"
			   "    return update_tri_layer_state(state, 0, 1, 2);\n}\n"
			   "void other(int x) { if (x == 2) light(1); }\n" // 15
			   "#define IS_NAV(layer) ((layer) == 1)\n";

static const struct keymap *change(const struct keymap *map, char what)
{
	struct err err = { 0 };

	return what == 'm'   ? edit_layer_move(map, 1, 2)
	       : what == 'd' ? edit_layer_delete(map, 2, NULL, &err)
			     : edit_layer_rename(map, 1, 0);
}

/* @lines: of the warnings. */
static void check(char what, const int *line, size_t lines, const char *words, const char *name)
{
	struct import_input in = { .path = "keymap.c", .text = text, .len = strlen(text) };
	struct document document = { 0 };
	struct diagnostics ignored = { 0 }, left = { 0 };
	struct err err = { 0 };
	const struct keymap *map;
	bool same;

	ok(keymap_c_read(&in, &document, &ignored, &err), "three layers %s", err.text);
	map = change(document.map, what);
	keymap_c_left(document.source, map, text, strlen(text), &left);
	same = left.count == lines;
	for (size_t i = 0; i < left.count && same; i++)
		same = left.item[i].place.line == line[i];
	ok(same, "%s: %zu numbers", name, left.count);
	ok(!lines || strstr(left.item[0].text, words), "%s", lines ? left.item[0].text : "nothing to say");
	keymap_unref(map);
	diagnostics_release(&left);
	diagnostics_release(&ignored);
	document_release(&document);
}

int main(void)
{
	check('m', (int[]){ 9, 12 }, 2, "it should be 1 now", "two layers changed their places");
	check('d', (int[]){ 9 }, 1, "the one that was deleted", "one is gone");
	check('r', NULL, 0, "", "none has another number");
	return tap_done();
}
