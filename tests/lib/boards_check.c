/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "boards_check.h"

static bool has_line(const struct board *board, int row, int col, enum board_line line)
{
	return row >= 0 && col >= 0 && (board->line[row * board->cols + col] & line);
}

static int arms(const struct board *board, int row, int col)
{
	return has_line(board, row, col, BOARD_LINE_RIGHT) + has_line(board, row, col, BOARD_LINE_DOWN) +
	       has_line(board, row, col - 1, BOARD_LINE_RIGHT) +
	       has_line(board, row - 1, col, BOARD_LINE_DOWN);
}

static const char *cell_fault(const struct board *board, int row, int col)
{
	static const int beside[][2] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };
	int slot = board_slot_at(board, row, col), count = arms(board, row, col);

	if (count == 1)
		return "a line ends in nothing";
	if (col == board->cols - 1 && has_line(board, row, col, BOARD_LINE_RIGHT))
		return "a line leaves the drawing on the right";
	if (row == board->rows - 1 && has_line(board, row, col, BOARD_LINE_DOWN))
		return "a line leaves the drawing at the bottom";
	if (slot < 0)
		return NULL;
	if (count)
		return "a line in a key";
	if (!rect_has(board->slot[slot].rect, row, col) && !rect_has(board->slot[slot].ear, row, col))
		return "a cell outside the key that it belongs to";
	for (int i = 0; i < 4 && (size_t)slot < board->keys; i++) {
		int r = row + beside[i][0], c = col + beside[i][1], other = board_slot_at(board, r, c);

		if (!rect_has((struct rect){ 0, 0, board->rows, board->cols }, r, c))
			return "a key is open at the edge";
		if (other != slot && (other >= 0 || arms(board, r, c) < 2))
			return "a hole in a border";
	}
	return NULL;
}

const char *board_fault(const struct board *board)
{
	bool *seen = mem_new(board->slots, sizeof(*seen));
	const char *fault = NULL;

	for (int row = 0; row < board->rows && !fault; row++) {
		for (int col = 0; col < board->cols && !fault; col++) {
			int slot = board_slot_at(board, row, col);

			fault = cell_fault(board, row, col);
			if (slot >= 0)
				seen[slot] = true;
		}
	}
	for (size_t i = 0; i < board->slots && !fault; i++)
		fault = seen[i] ? NULL : "a slot without a cell";
	free(seen);
	return fault;
}
