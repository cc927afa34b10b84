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

/* One or two steps and as many back. */
static bool comes_home(struct geometry *g, size_t from, enum direction there)
{
	enum direction back = (enum direction)(DIRECTION_COUNT - 1 - (int)there);
	struct trail trail = { 0 };
	size_t one = geometry_step(g, from, there, &trail), two = geometry_step(g, one, there, &trail),
	       home = two;

	home = two != one ? geometry_step(g, home, back, &trail) : home;
	home = one != from ? geometry_step(g, home, back, &trail) : home;
	return home == from;
}

const char *geometry_fault(struct geometry *g)
{
	bool *to = mem_new(g->slots, 1), *from = mem_new(g->slots, 1), more = g->slots > 0;
	size_t(*next)[DIRECTION_COUNT] = mem_new(g->slots, sizeof(*next));
	const char *fault = NULL;

	for (size_t i = 0; i < g->slots; i++) {
		for (int d = 0; d < DIRECTION_COUNT; d++) {
			next[i][d] = geometry_step(g, i, (enum direction)d, &(struct trail){ 0 });
			if (!comes_home(g, i, (enum direction)d))
				fault = "the way back is not the way there";
		}
	}
	to[0] = from[0] = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < g->slots * DIRECTION_COUNT; i++) {
			size_t a = i / DIRECTION_COUNT, b = next[a][i % DIRECTION_COUNT];

			more |= (to[a] && !to[b]) || (from[b] && !from[a]);
			to[b] |= to[a];
			from[a] |= from[b];
		}
	}
	for (size_t i = 0; i < g->slots; i++)
		if (!to[i] || !from[i])
			fault = "a slot that steps do not reach or leave";
	free(to);
	free(from);
	free(next);
	return fault;
}
