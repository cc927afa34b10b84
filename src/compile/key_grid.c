/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "key_grid.h"

enum {
	ROW_STEP_CU = 100, /* neighbours that far apart are on different rows, whatever the stagger */
	WIDEST_CELL = 42,  /* a longer text, with what parts it from the next, pushes its own row only */
	EMPTY_COLUMN = 2,  /* blanks for a column that no key is in: the gap of a split keyboard */
	CELLS_PER_ROW = 12,
};

/* Keys must stay in the order of the file. So a line ends where the next key lies to the left or a row away. */
static bool starts_line(const struct layout *layout, size_t key)
{
	const struct key *at = &layout->key[key], *before = at - 1;

	return !key || at->x_cu <= before->x_cu || abs(at->y_cu - before->y_cu) >= ROW_STEP_CU;
}

/* Columns are a key wide; the keys of a line are in different ones. */
static void find_columns(const struct layout *layout, size_t *column)
{
	for (size_t i = 0; i < layout->keys; i++) {
		int x_cu = layout->key[i].x_cu;
		size_t at = x_cu > 0 ? ((size_t)x_cu + 50) / 100 : 0;

		if (!starts_line(layout, i) && at <= column[i - 1])
			at = column[i - 1] + 1;
		column[i] = at;
	}
}

static bool is_empty(const struct layout *layout, size_t column)
{
	int left_cu = (int)column * 100;

	for (size_t i = 0; i < layout->keys; i++)
		if (layout->key[i].x_cu < left_cu + 100 &&
		    layout->key[i].x_cu + layout->key[i].w_cu > left_cu)
			return false;
	return true;
}

/* Where each column starts, counted from the indent. @start has one entry more than there are columns. */
static void find_starts(const struct layout *layout, const size_t *width, const size_t *column, size_t *start,
			size_t columns)
{
	size_t at = 0;

	for (size_t c = 0; c <= columns; c++)
		start[c] = 0;
	for (size_t i = 0; i < layout->keys; i++) {
		size_t cell = width[i] < WIDEST_CELL ? width[i] : WIDEST_CELL;

		if (start[column[i]] < cell)
			start[column[i]] = cell;
	}
	for (size_t c = 0; c <= columns; c++) {
		size_t cell = start[c];

		if (!cell && at && c < columns && is_empty(layout, c))
			cell = EMPTY_COLUMN;
		start[c] = at;
		at += cell;
	}
}

void key_grid_find(const struct layout *layout, const size_t *width, struct key_place *place)
{
	size_t *column = mem_new(layout->keys + 1, sizeof(*column)), *start, columns = 0;

	find_columns(layout, column);
	for (size_t i = 0; i < layout->keys; i++)
		if (column[i] >= columns)
			columns = column[i] + 1;
	start = mem_new(columns + 1, sizeof(*start));
	find_starts(layout, width, column, start, columns);
	for (size_t i = 0; i < layout->keys; i++)
		place[i] = (struct key_place){ starts_line(layout, i), start[column[i]] };
	free(column);
	free(start);
}

void key_grid_print(const struct key_grid *grid, const struct layout *layout, const struct str *cell,
		    struct str *out)
{
	struct key_place *place = mem_new(layout->keys + 1, sizeof(*place));
	size_t *width = mem_new(layout->keys + 1, sizeof(*width)), line = 0;

	for (size_t i = 0; i < layout->keys; i++)
		width[i] = cell[i].len + strlen(grid->separator) + 1;
	key_grid_find(layout, width, place);
	for (size_t i = 0; i < layout->keys; i++) {
		if (place[i].line) {
			if (i)
				str_add_char(out, '\n');
			str_pad(out, ' ', grid->indent);
			line = out->len;
		} else {
			str_add_char(out, ' ');
		}
		if (out->len - line < place[i].start)
			str_pad(out, ' ', place[i].start - (out->len - line));
		str_add_bytes(out, str_text(&cell[i]), cell[i].len);
		if (i + 1 < layout->keys)
			str_add(out, grid->separator);
	}
	str_add_char(out, '\n');
	free(place);
	free(width);
}

void key_grid_print_rows(const struct key_grid *grid, const struct str *cell, size_t cells, struct str *out)
{
	for (size_t i = 0; i < cells; i++) {
		if (i % CELLS_PER_ROW == 0) {
			str_add(out, i ? "\n" : "");
			str_pad(out, ' ', grid->indent);
		} else {
			str_add_char(out, ' ');
		}
		str_add_bytes(out, str_text(&cell[i]), cell[i].len);
		str_add(out, i + 1 < cells ? grid->separator : "");
	}
	str_add_char(out, '\n');
}
