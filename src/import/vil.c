/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/vil.h"
#include "vil_private.h"

enum { FIRST_NEW_PROTOCOL = 6 };

static size_t at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

/* The longest of the lists in @list. */
static size_t longest(const struct json *list)
{
	size_t most = 0;

	for (const struct json *node = list ? list->first : NULL; node; node = node->next)
		if (node->type == JSON_ARRAY && node->count > most)
			most = node->count;
	return most;
}

static void measure(struct matrix_keymap *m, const struct json *layers, const struct json *encoders)
{
	size_t rows = longest(layers), cols = 0;

	for (const struct json *layer = layers->first; layer; layer = layer->next)
		cols = longest(layer) > cols ? longest(layer) : cols;
	if (layers->count > KEYMAP_MAX_LAYERS || rows > KEYBOARD_MAX_ROWS || cols > KEYBOARD_MAX_COLS ||
	    longest(encoders) > KEYMAP_MAX_ENCODERS)
		matrix_keymap_report(
			m, &matrix_bad_size, layers, PLACE_NONE,
			"%zu layers of %zu rows and %zu columns with %zu encoders: at most %d, %d, %d and "
			"%d are read",
			layers->count, rows, cols, longest(encoders), KEYMAP_MAX_LAYERS, KEYBOARD_MAX_ROWS,
			KEYBOARD_MAX_COLS, KEYMAP_MAX_ENCODERS);
	m->layers = at_most(layers->count, KEYMAP_MAX_LAYERS);
	m->rows = (int)at_most(rows, KEYBOARD_MAX_ROWS);
	m->cols = (int)at_most(cols, KEYBOARD_MAX_COLS);
	m->encoders = at_most(longest(encoders), KEYMAP_MAX_ENCODERS);
}

static void find_cells(struct matrix_keymap *m, const struct json *layers)
{
	const struct json *layer = layers->first;

	for (size_t l = 0; l < m->layers; l++, layer = layer->next) {
		const struct json *row = layer->first;

		for (int r = 0; row && r < m->rows; r++, row = row->next) {
			const struct json *cell = row->first;

			for (int c = 0; cell && c < m->cols; c++, cell = cell->next)
				*matrix_keymap_cell(m, l, r, c) = cell;
		}
	}
}

/* encoder_layout[layer][encoder]: counter-clockwise, clockwise. */
static void find_turns(struct matrix_keymap *m, const struct json *encoders)
{
	const struct json *layer = encoders ? encoders->first : NULL;

	for (size_t l = 0; layer && l < m->layers; l++, layer = layer->next) {
		const struct json *encoder = layer->first;

		for (size_t e = 0; encoder && e < m->encoders; e++, encoder = encoder->next) {
			const struct json *turn = encoder->first;

			for (int t = 0; turn && t < TURN_COUNT; t++, turn = turn->next)
				*matrix_keymap_turn(m, l, e, t) = turn;
		}
	}
}

static enum keycode_dialect dialect_of(const struct json *root)
{
	int64_t protocol;

	return json_int(json_find(root, "vial_protocol"), INT32_MIN, FIRST_NEW_PROTOCOL - 1, &protocol)
		       ? DIALECT_VIAL_5
		       : DIALECT_VIAL_6;
}

static bool check_layers(const struct matrix_keymap *m, const struct json *layers, struct err *err)
{
	int line = 1, column = 1;

	if (layers)
		json_place(m->doc, layers->span.start, &line, &column);
	if (!layers || layers->type != JSON_ARRAY)
		return err_set(err, ERR_PARSE,
			       "line %d, column %d: expected \"layout\", a list of layers of rows of "
			       "keycodes, found %s",
			       line, column, layers ? json_type_name(layers->type) : "none");
	for (const struct json *layer = layers->first; layer; layer = layer->next)
		if (longest(layer))
			return true;
	return err_set(err, ERR_PARSE, "line %d, column %d: no keycode in \"layout\"", line, column);
}

static bool read_root(struct matrix_keymap *m, const struct json *root, struct document *out, struct err *err)
{
	const struct json *layers = json_find(root, "layout"), *encoders = json_find(root, "encoder_layout");
	struct keymap *map;

	if (!check_layers(m, layers, err))
		return false;
	m->dialect = dialect_of(root);
	measure(m, layers, encoders);
	matrix_keymap_init(m);
	find_cells(m, layers);
	find_turns(m, encoders);
	map = matrix_keymap_map(m, out);
	vil_read_tables(m, root, map);
	matrix_keymap_finish(m, layers, out);
	return true;
}

bool vil_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
	      struct err *err)
{
	return matrix_keymap_read(in, read_root, out, diagnostics, err);
}
