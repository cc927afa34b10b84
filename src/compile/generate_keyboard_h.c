/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "generate_private.h"

/* A key's name is made of its row's and its column's; that 'k' is missing and 'i' is there twice is QMK's. */
static const char row_letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";
static const char col_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijilmnopqrstuvwxyz";
enum { MOST_NAMED = sizeof(row_letters) - 1 };
_Static_assert(sizeof(row_letters) == sizeof(col_letters), "one name for each row and column");

static const struct diagnostic_kind matrix_kind = { "generate-matrix", SEVERITY_ERROR };
static const struct diagnostic_kind unplaced_kind = { "generate-unplaced", SEVERITY_NOTE };

enum layout_state { LAYOUT_GOOD, LAYOUT_OF_C, LAYOUT_UNPLACED, LAYOUT_OUTSIDE };

static enum layout_state look(const struct json *layout, int rows, int cols)
{
	const struct json *keys = json_member(layout, "layout");
	enum layout_state state = LAYOUT_GOOD;

	if (generation_is_true(json_member(layout, "c_macro")))
		return LAYOUT_OF_C;
	if (!keys || keys->type != JSON_ARRAY)
		return LAYOUT_UNPLACED;
	for (const struct json *key = keys->first; key; key = key->next) {
		int row, col;

		if (!json_member(key, "matrix"))
			return LAYOUT_UNPLACED;
		if (!generation_position(key, rows, cols, &row, &col))
			state = LAYOUT_OUTSIDE;
	}
	return state;
}

static void add_key_name(struct str *out, int row, int col)
{
	str_addf(out, "k%c%c", row_letters[row], col_letters[col]);
}

/* The keys' names in their order, then as rows of the matrix, XXX where there is no key. */
static void add_macro(struct generation *g, const struct json *layout, int rows, int cols)
{
	const struct json *keys = json_member(layout, "layout");
	bool *used = mem_new((size_t)(rows * cols) + 1, sizeof(*used));
	int row, col;

	str_add(g->out, "\n\n#define ");
	generation_add_name(g, g->out, layout->key, "layouts");
	str_add_char(g->out, '(');
	for (const struct json *key = keys->first; key; key = key->next) {
		if (!generation_position(key, rows, cols, &row, &col))
			continue; /* look() found none such */
		add_key_name(g->out, row, col);
		str_add(g->out, key->next ? ", " : "");
		used[row * cols + col] = true;
	}
	str_add(g->out, ") { \\\n");
	for (row = 0; row < rows; row++) {
		str_add(g->out, "    { ");
		for (col = 0; col < cols; col++) {
			str_add(g->out, col ? ", " : "");
			if (used[row * cols + col])
				add_key_name(g->out, row, col);
			else
				str_add(g->out, "XXX");
		}
		str_add(g->out, row + 1 < rows ? " }, \\\n" : " }");
	}
	str_add(g->out, " \\\n}");
	free(used);
}

static void add_aliases(struct generation *g)
{
	static const char member[] = "layout_aliases";
	const struct json *aliases = json_member(g->input->info, member);

	for (const struct json *alias = aliases ? aliases->first : NULL; alias && alias->key;
	     alias = alias->next) {
		str_add(g->out, "\n\n#ifndef ");
		generation_add_name(g, g->out, alias->key, member);
		str_addf(g->out, "\n#   define %s ", alias->key);
		generation_add_name(g, g->out, json_text(alias), member);
		str_add(g->out, "\n#endif");
	}
}

/* Whether macros can be made; one key outside of the matrix, and QMK makes none at all. */
static bool can_have_macros(struct generation *g, const struct json *layouts, int *rows, int *cols)
{
	if (!generation_matrix(g, rows, cols)) {
		if (!g->failed)
			diagnostics_add(g->diagnostics, &matrix_kind, PLACE_NONE,
					"the size of the matrix is not known: no LAYOUT macros are made");
		return false;
	}
	if (*rows > MOST_NAMED || *cols > MOST_NAMED) {
		generation_fail(g, "matrix_size", "keys have names in up to %d rows and columns", MOST_NAMED);
		return false;
	}
	for (const struct json *layout = layouts ? layouts->first : NULL; layout && layout->key;
	     layout = layout->next) {
		enum layout_state state = look(layout, *rows, *cols);

		if (state == LAYOUT_UNPLACED)
			diagnostics_add(g->diagnostics, &unplaced_kind, PLACE_NONE,
					"%s has keys without a place in the matrix: no macro of it is made",
					layout->key);
		if (state == LAYOUT_OUTSIDE) {
			diagnostics_add(g->diagnostics, &matrix_kind, PLACE_NONE,
					"%s has keys outside of the matrix of %d rows and %d columns: no "
					"macros are made",
					layout->key, *rows, *cols);
			return false;
		}
	}
	return true;
}

/* False when there are none: then nothing is added. */
static bool add_layouts(struct generation *g)
{
	const struct json *layouts = json_member(g->input->info, "layouts");
	int rows, cols;

	if (!can_have_macros(g, layouts, &rows, &cols))
		return false;
	str_add(g->out, "\n\n// Layout content\n\n#define XXX KC_NO");
	for (const struct json *layout = layouts ? layouts->first : NULL; layout && layout->key;
	     layout = layout->next)
		if (look(layout, rows, cols) == LAYOUT_GOOD)
			add_macro(g, layout, rows, cols);
	add_aliases(g);
	return true;
}

static void add_keycodes(struct generation *g)
{
	const struct json *keycodes = json_member(g->input->info, "keycodes");

	if (!keycodes)
		return;
	str_add(g->out, "\n\n// Keycode content\n\nenum keyboard_keycodes {");
	for (const struct json *one = keycodes->first; one; one = one->next) {
		str_add(g->out, "\n  ");
		generation_add_name(g, g->out, json_text(json_member(one, "key")), "keycodes");
		str_add(g->out, one == keycodes->first ? " = QK_KB_0," : ",");
	}
	str_add(g->out, "\n};");
	for (const struct json *one = keycodes->first; one; one = one->next) {
		const struct json *aliases = json_member(one, "aliases");

		for (const struct json *alias = aliases ? aliases->first : NULL; alias; alias = alias->next) {
			str_add(g->out, "\n#define ");
			generation_add_name(g, g->out, json_text(alias), "keycodes");
			str_addf(g->out, " %s", json_text(json_member(one, "key")));
		}
	}
}

bool generate_keyboard_h(const struct generate_input *input, struct str *out, struct diagnostics *diagnostics,
			 struct err *err)
{
	struct generation g = { input, out, diagnostics, err, false };
	bool layouts;

	str_add(out, "\n#pragma once\n\n#include \"quantum.h\"");
	layouts = add_layouts(&g);
	if (input->include) {
		const char *name = file_base(input->include);

		if (!*name || strpbrk(name, "\"\\\r\n"))
			generation_fail(&g, "include", "\"%s\" is no name of a header", name);
		str_addf(out, "\n#include \"%s\"", name);
	}
	add_keycodes(&g);
	if (!layouts && !input->include)
		str_add(out, "\n#error(\"<keyboard>.h is required unless your keyboard uses data-driven "
			     "configuration. Please rename your keyboard's header file to <keyboard>.h\")");
	str_add_char(out, '\n');
	return generation_end(&g);
}
