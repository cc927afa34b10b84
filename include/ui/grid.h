/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_GRID_H
#define UI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What a cell means, never how it looks: a theme (ui/style.h) maps a role to attributes. */
enum style {
	STYLE_TEXT,
	STYLE_DIM,       /* secondary text, transparent keys */
	STYLE_BORDER,    /* key and box edges */
	STYLE_LEGEND,    /* what a key does when tapped */
	STYLE_HOLD,      /* what it does when held */
	STYLE_LAYER_KEY, /* legend of a key that switches layers */
	STYLE_READ_ONLY, /* legend of a key that cannot be changed where it stands in its file */
	STYLE_CURSOR,    /* the selected key or row */
	STYLE_MARK,      /* search hits, marked keys */
	STYLE_TITLE,
	STYLE_TAB, /* a layer's tab */
	STYLE_TAB_ACTIVE,
	STYLE_STATUS,
	STYLE_HINT, /* key hints */
	STYLE_HINT_KEY,
	STYLE_INPUT, /* a line that the user types into */
	STYLE_MATCH, /* letters that matched a query */
	STYLE_OK,
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_PROGRESS, /* the done part of a bar */
	STYLE_COUNT
};

struct cell {
	char text[24]; /* one grapheme in UTF-8, NUL-ended; "" right of a wide one */
	uint8_t style; /* enum style */
};

struct rect {
	int row, col, rows, cols;
};

/* A screenful of cells: what views draw on, and what tests compare. */
struct grid {
	int rows, cols;
	struct cell *cell;          /* rows * cols, owned */
	int cursor_row, cursor_col; /* where the terminal's cursor is shown; row -1: hidden */
	bool ascii; /* the terminal has no UTF-8: glyphs are mapped when presented and dumped */
};

enum { GRID_MAX_ROWS = 1000, GRID_MAX_COLS = 2000 }; /* larger terminals are drawn on up to this */

/* "80x24": columns, then rows, as terminals name them; each from 1 to the maximum. */
bool grid_parse_size(const char *text, int *rows, int *cols);

void grid_init(struct grid *grid, int rows, int cols); /* blank, STYLE_TEXT, cursor hidden */
void grid_release(struct grid *grid);
struct rect grid_rect(const struct grid *grid);

struct rect rect_intersect(struct rect a, struct rect b); /* rows or cols 0 when they do not meet */
bool rect_has(struct rect rect, int row, int col);

struct cell *grid_cell(const struct grid *grid, int row, int col); /* inside, asserted; borrowed */

/* Write @utf8 from (row, col), clipped to @clip; wide characters are never halved, combining marks join the
 * cell before them, control bytes show escaped. Returns the columns it wanted, clipped or not. */
int grid_text(struct grid *grid, struct rect clip, int row, int col, enum style style, const char *utf8);

/* Write one cell, cheaply: @glyph is well-formed, of one column, and fits a cell. Nothing outside @clip. */
void grid_put(struct grid *grid, struct rect clip, int row, int col, enum style style, const char *glyph);

/* grid_text(), cut to @cols with `…` when it is longer. Returns the columns used. */
int grid_text_cut(struct grid *grid, struct rect clip, int row, int col, int cols, enum style style,
		  const char *utf8);

/* The columns that grid_text() would take: utf8_width() of what it shows, escapes included. */
int grid_text_width(const char *utf8);

void grid_fill(struct grid *grid, struct rect area, enum style style, const char *glyph);

/* A bar as wide as @line, of which @done cells are done. */
void grid_bar(struct grid *grid, struct rect line, int done);

/* A single-line frame just inside @area, its inside blanked. */
void grid_box(struct grid *grid, struct rect area, enum style style);

/*
 * What a terminal is to be sent for @cell: its text, or one ASCII character when grid->ascii: + - | for lines,
 * # for heavy ones, ? for what has no likeness. Without ascii "" right of a wide character: nothing to send.
 * Borrowed from @cell, or static.
 */
const char *grid_cell_text(const struct grid *grid, const struct cell *cell);

/*
 * Write the text of the grid, then a map of its styles, one letter a cell; each line ends in `|`. A visible cursor
 * is told in a last line, `cursor ROW,COL`. The letters, in the order of enum style: . d b l h y C M T t A s i k I m
 * o w E p.
 */
void grid_dump(const struct grid *grid, FILE *out);

#endif
