/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/text_board.h"
#include "text_grid.h"

enum { UNIT = 100, PER_ROW = 12, LEAST_PER_ROW = 2 };

static bool parts_lines(const char *text, struct span before, struct span span)
{
	uint32_t from = span_end(before);

	return span.start > from && memchr(text + from, '\n', span.start - from);
}

/* Whether each key begins a row, into @begins; how many do. */
static size_t find_rows(const char *text, const struct span *span, size_t keys, bool *begins)
{
	size_t rows = 0;

	for (size_t key = 0; key < keys; key++) {
		begins[key] = !key || parts_lines(text, span[key - 1], span[key]);
		rows += begins[key];
	}
	return rows;
}

static size_t widest_row(const bool *begins, size_t keys)
{
	size_t widest = 0, width = 0;

	for (size_t key = 0; key < keys; key++) {
		width = begins[key] ? 1 : width + 1;
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* @x_cu NULL: one beside the other. */
static void place_keys(struct keyboard *kb, const bool *begins, const int *x_cu)
{
	struct layout *layout = &kb->layout[0];
	int row = -1, col = 0;

	for (size_t key = 0; key < layout->keys; key++) {
		row += begins[key];
		col = begins[key] ? 0 : col + 1;
		layout->key[key] = (struct key){
			.x_cu = (int16_t)(x_cu ? x_cu[key] : col * UNIT),
			.y_cu = (int16_t)(row * UNIT),
			.w_cu = UNIT,
			.h_cu = UNIT,
			.row = (uint8_t)row,
			.col = (uint8_t)col,
			.encoder = -1,
		};
		kb->rows = row + 1;
		kb->cols = col >= kb->cols ? col + 1 : kb->cols;
	}
}

struct keyboard *text_board(const char *name, const char *text, const struct span *span, size_t keys,
			    size_t encoders)
{
	struct keyboard *kb = keyboard_new();
	bool *begins = mem_new(keys + 1, sizeof(*begins));
	size_t rows = find_rows(text, span, keys, begins), widest = widest_row(begins, keys);
	int *x_cu = NULL;

	assert(keys <= KEYBOARD_MAX_KEYS && encoders <= KEYBOARD_MAX_ENCODERS);
	if (rows == 1 || rows * LEAST_PER_ROW > keys || rows > KEYBOARD_MAX_ROWS ||
	    widest > KEYBOARD_MAX_COLS) {
		for (size_t key = 0; key < keys; key++)
			begins[key] = key % PER_ROW == 0;
	} else {
		x_cu = mem_new(keys + 1, sizeof(*x_cu));
		text_grid(text, span, begins, keys, x_cu);
	}
	kb->guessed = true;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	kb->layouts = 1;
	kb->layout[0].name = mem_copy_text(name[0] ? name : "LAYOUT");
	kb->layout[0].key = mem_new(keys + 1, sizeof(struct key));
	kb->layout[0].keys = keys;
	kb->encoders = (int)encoders;
	place_keys(kb, begins, x_cu);
	free(begins);
	free(x_cu);
	return kb;
}
