/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "picture.h"

enum { DEFAULT_COLS = 80, DEFAULT_ROWS = 24 };

void picture_paper(struct paper *paper)
{
	struct winsize window;

	*paper = (struct paper){ .rows = DEFAULT_ROWS, .cols = DEFAULT_COLS, .plain = true };
	paper->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) && window.ws_col && window.ws_row) {
		paper->cols = window.ws_col;
		paper->rows = window.ws_row;
	}
}

bool picture_place(const struct layout *layout, size_t encoders, const struct paper *paper,
		   struct board *board, struct err *err)
{
	struct geometry geometry;

	geometry_init(&geometry, layout, encoders);
	board_init(board, &geometry, paper->rows - 1, paper->cols, BOARD_PITCH_AUTO);
	if (paper->must_fit && (board->rows >= paper->rows || board->cols > paper->cols)) {
		board_release(board);
		board_init(board, &geometry, 0, 0, BOARD_PITCHES);
		err_set(err, ERR_RANGE, "the board needs at least %dx%d, %dx%d is too small", board->cols,
			board->rows + 1, paper->cols, paper->rows);
		board_release(board);
	}
	geometry_release(&geometry);
	return board->slot != NULL;
}

/* A row as it is shown, without the blanks at its end. */
static void print_row(const struct grid *grid, int row, const struct paper *paper)
{
	char plain[STYLE_SGR_SIZE], last[STYLE_SGR_SIZE], sgr[STYLE_SGR_SIZE];
	int cols = grid->cols;

	while (cols > 0 && !strcmp(grid_cell(grid, row, cols - 1)->text, " "))
		cols--;
	style_sgr(STYLE_TEXT, paper->colours, plain);
	strcpy(last, plain);
	for (int col = 0; col < cols; col++) {
		const struct cell *cell = grid_cell(grid, row, col);

		style_sgr((enum style)cell->style, paper->colours, sgr);
		if (!paper->plain && strcmp(sgr, last) != 0)
			fputs(strcpy(last, sgr), stdout);
		fputs(grid_cell_text(grid, cell), stdout);
	}
	puts(strcmp(last, plain) ? plain : "");
}

void picture_print(const struct board *board, const struct board_view *view, const char *title,
		   const struct paper *paper)
{
	struct grid grid;
	int cols = grid_text_width(title);

	if (cols < board->cols)
		cols = board->cols;
	if (cols < BOARD_MIN_COLS)
		cols = BOARD_MIN_COLS;
	grid_init(&grid, board->rows < BOARD_MIN_ROWS ? BOARD_MIN_ROWS + 1 : board->rows + 1, cols);
	grid.ascii = paper->ascii;
	grid_text(&grid, grid_rect(&grid), 0, 0, STYLE_TITLE, title);
	board_draw(board, view, &grid, (struct rect){ 1, 0, grid.rows - 1, grid.cols });
	for (int row = 0; row <= board->rows; row++)
		print_row(&grid, row, paper);
	grid_release(&grid);
}
