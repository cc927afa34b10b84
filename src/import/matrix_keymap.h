/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_MATRIX_KEYMAP_H
#define IMPORT_MATRIX_KEYMAP_H

#include "base/json.h"
#include "import/document.h"
#include "model/keycode_dialect.h"

/*
 * What VIA's and Vial's apps save: a keycode for each place of the matrix on each layer, and two for each encoder.
 * The reader of either finds where each one stands, and the rest is the same.
 */
struct matrix_keymap {
	const struct json_doc *doc;
	const struct import_input *in;
	struct diagnostics *diagnostics;
	enum keycode_dialect dialect;
	size_t layers, encoders;
	int rows, cols;
	const struct json **cell; /* [(layer * rows + row) * cols + col]; NULL: the text has none */
	const struct json **turn; /* [(layer * encoders + encoder) * TURN_COUNT + turn]; likewise */
	/* private */
	const struct layout *layout;
	struct keymap *map;
	struct source_binding *binding;
};

extern const struct diagnostic_kind matrix_bad_binding, matrix_bad_size, matrix_bad_value;

/* Room for @cell and @turn; sizes are within the model's caps. matrix_keymap_finish() frees it. */
void matrix_keymap_init(struct matrix_keymap *matrix);

const struct json **matrix_keymap_cell(struct matrix_keymap *matrix, size_t layer, int row, int col);
const struct json **matrix_keymap_turn(struct matrix_keymap *matrix, size_t layer, size_t encoder, int turn);

/*
 * The map, which its reader may add to, and out->board, out->used. The layout is the one that @in asks for; else the
 * keyboard's largest of which the text has all keys; without a keyboard, a board that looks like the matrix.
 */
struct keymap *matrix_keymap_map(struct matrix_keymap *matrix, struct document *out);

/* out->map and out->source, of the finished map; what matrix_keymap_init() made is freed. @layers: the text's list. */
void matrix_keymap_finish(struct matrix_keymap *matrix, const struct json *layers, struct document *out);

/* What reads a file of either: @read gets its root. */
bool matrix_keymap_read(const struct import_input *in,
			bool (*read)(struct matrix_keymap *matrix, const struct json *root,
				     struct document *out, struct err *err),
			struct document *out, struct diagnostics *diagnostics, struct err *err);

/* The action of a keycode in the text. ACTION_NONE and a complaint when it is none. */
struct action matrix_keymap_action(struct matrix_keymap *matrix, const struct json *node, struct place place);

void matrix_keymap_report(struct matrix_keymap *matrix, const struct diagnostic_kind *kind,
			  const struct json *node, struct place place, const char *fmt, ...)
	PRINTF_LIKE(5, 6);

#endif
