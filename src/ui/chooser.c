/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "chooser.h"

enum { PAGE_ROWS = 10 };

static void move(struct chooser *chooser, size_t count, long by)
{
	long to = (long)chooser->selected + by;

	if (to >= (long)count)
		to = (long)count - 1;
	chooser->selected = to < 0 ? 0 : (size_t)to;
}

bool chooser_key(struct chooser *chooser, const char *key, size_t count, bool filters, bool *requery)
{
	static const struct {
		const char *key;
		long by;
		bool when_filtering;
	} moves[] = {
		{ "<Up>", -1, true },
		{ "<Down>", 1, true },
		{ "<C-p>", -1, true },
		{ "<C-n>", 1, true },
		{ "<PageUp>", -PAGE_ROWS, true },
		{ "<PageDown>", PAGE_ROWS, true },
		{ "k", -1, false },
		{ "j", 1, false },
		{ "g", -1000000, false },
		{ "G", 1000000, false },
		{ "<Home>", -1000000, false },
		{ "<End>", 1000000, false },
	};

	*requery = false;
	for (size_t i = 0; i < COUNT(moves); i++) {
		if (strcmp(moves[i].key, key) || (filters && !moves[i].when_filtering))
			continue;
		move(chooser, count, moves[i].by);
		return true;
	}
	if (!filters || !line_key(&chooser->query, key))
		return false;
	chooser->selected = 0;
	*requery = true;
	return true;
}

static void draw_row(const struct chooser_list *list, size_t index, bool selected, struct grid *grid,
		     struct rect line)
{
	struct chooser_row row = { .style = STYLE_TEXT, .right_style = STYLE_DIM };
	int left = list->left_cols < line.cols - 4 ? list->left_cols : line.cols - 4, end;

	list->row(list->data, index, &row);
	end = row.end[0] ? grid_text_width(row.end) + 2 : 0;
	grid_fill(grid, line, selected ? STYLE_CURSOR : STYLE_TEXT, " ");
	grid_text(grid, line, line.row, line.col, selected ? STYLE_CURSOR : STYLE_TEXT,
		  selected ? "> " : "  ");
	grid_text_cut(grid, line, line.row, line.col + 2, left, selected ? STYLE_CURSOR : row.style,
		      row.left);
	grid_text_cut(grid, line, line.row, line.col + 3 + left, line.cols - left - 3 - end,
		      selected ? STYLE_CURSOR : row.right_style, row.right);
	grid_text(grid, line, line.row, line.col + line.cols - end + 1, selected ? STYLE_CURSOR : STYLE_DIM,
		  row.end);
}

void chooser_draw(const struct chooser *chooser, const struct chooser_list *list, const char *prompt,
		  struct grid *grid, struct rect area)
{
	struct rect body = area;
	size_t top = 0;

	if (prompt && area.rows > 0) {
		char count[32];
		struct rect line = { area.row, area.col, 1, area.cols - 10 };

		grid_fill(grid, (struct rect){ area.row, area.col, 1, area.cols }, STYLE_INPUT, " ");
		line_draw(&chooser->query, prompt, grid, line);
		snprintf(count, sizeof(count), "%zu", list->count);
		grid_text(grid, area, area.row, area.col + area.cols - 1 - (int)strlen(count), STYLE_DIM,
			  count);
		body.row++;
		body.rows--;
	}
	if (body.rows < 1)
		return;
	if (!list->count && list->empty)
		grid_text_cut(grid, body, body.row, body.col + 2, body.cols - 2, STYLE_DIM, list->empty);
	/* A page holds still while the selection moves inside it: few cells change. */
	top = chooser->selected / (size_t)body.rows * (size_t)body.rows;
	for (int i = 0; i < body.rows && top + (size_t)i < list->count; i++)
		draw_row(list, top + (size_t)i, top + (size_t)i == chooser->selected, grid,
			 (struct rect){ body.row + i, body.col, 1, body.cols });
}
