/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "ui/board.h"

const struct pitch board_pitches[BOARD_PITCHES] = {
	{ 9, 4 }, { 8, 3 }, { 7, 3 }, { 6, 3 }, { 5, 3 }, { 4, 3 }, { 5, 2 }, { 4, 2 }, { 3, 2 },
};

enum {
	PITCH_PAN = 7, /* a drawing that does not fit anyway is one whose legends can be read */
	NUDGE_PASSES = 6,
	NUDGE_MAX = 2, /* cells from where a key belongs */
};

static int cells(int cu, int pitch)
{
	return (cu * pitch + 50) / 100;
}

static int bottom(struct rect rect)
{
	return rect.row + rect.rows - 1;
}

static int right(struct rect rect)
{
	return rect.col + rect.cols - 1;
}

/* Borders and at least one cell inside, however small the key is. */
static struct rect rect_of(struct box box, struct pitch pitch)
{
	struct rect rect = { .row = cells(box.y, pitch.rows), .col = cells(box.x, pitch.cols) };

	rect.rows = cells(box.y + box.h, pitch.rows) - rect.row + 1;
	rect.cols = cells(box.x + box.w, pitch.cols) - rect.col + 1;
	if (rect.rows < 3)
		rect.rows = 3;
	if (rect.cols < 3)
		rect.cols = 3;
	return rect;
}

static int overlap(struct rect a, struct rect b)
{
	struct rect both = rect_intersect(a, b);

	return both.rows > 1 && both.cols > 1 ? (both.rows - 1) * (both.cols - 1) : 0;
}

static bool alternates(struct box a, struct box b)
{
	int x = (a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w) - (a.x > b.x ? a.x : b.x);
	int y = (a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h) - (a.y > b.y ? a.y : b.y);
	int least = a.w * a.h < b.w * b.h ? a.w * a.h : b.w * b.h;

	return x > 0 && y > 0 && 2 * x * y > least;
}

/* Cells that @rect in the place of key @key would share with others. Keys that are meant to lie on top of each other
 * do not count. */
static int total_overlap(const struct board *board, const struct geometry *g, size_t key, struct rect rect)
{
	int total = 0;

	for (size_t i = 0; i < board->keys; i++) {
		int cut = i == key ? 0 : overlap(rect, board->slot[i].rect);

		if (cut && !alternates(g->slot[key], g->slot[i]))
			total += cut;
	}
	return total;
}

/* Move a key by one cell to where it shares fewest cells with others. */
static bool nudge(struct board *board, const struct geometry *g, size_t key)
{
	struct rect exact = rect_of(g->slot[key], board_pitches[board->pitch]), old = board->slot[key].rect;
	struct rect best = old;
	int least = total_overlap(board, g, key, old);
	bool moved = false;

	for (int i = 0; least && i < 9; i++) {
		struct rect to = old;
		int shared;

		to.row += i / 3 - 1;
		to.col += i % 3 - 1;
		if (to.row < 0 || to.col < 0 || abs(to.row - exact.row) > NUDGE_MAX ||
		    abs(to.col - exact.col) > NUDGE_MAX)
			continue;
		shared = total_overlap(board, g, key, to);
		if (shared >= least)
			continue;
		least = shared;
		best = to;
		moved = true;
	}
	board->slot[key].rect = best;
	return moved;
}

static void place_keys(struct board *board, const struct geometry *g)
{
	struct pitch pitch = board_pitches[board->pitch];
	bool moved = true;

	for (size_t i = 0; i < board->keys; i++)
		board->slot[i] = (struct board_slot){ .rect = rect_of(g->slot[i], pitch) };
	for (int pass = 0; moved && pass < NUDGE_PASSES; pass++) {
		moved = false;
		for (size_t i = 0; i < board->keys; i++)
			moved |= nudge(board, g, i);
	}
	for (size_t i = 0; i < board->keys; i++) {
		struct rect rect = board->slot[i].rect, *ear = &board->slot[i].ear;

		if (!geometry_is_iso_enter(g, i))
			continue;
		*ear = rect_of((struct box){ g->slot[i].x - 25, g->slot[i].y, 25, 100 }, pitch);
		ear->rows = cells(g->slot[i].y + 100, pitch.rows) - rect.row + 1;
		ear->cols = rect.col - ear->col + 1;
		ear->row = rect.row;
		if (ear->cols < 2)
			*ear = (struct rect){ 0 };
	}
}

static void grow(struct board *board, struct rect rect)
{
	board->rows = bottom(rect) >= board->rows ? bottom(rect) + 1 : board->rows;
	board->cols = right(rect) >= board->cols ? right(rect) + 1 : board->cols;
}

static size_t at(const struct board *board, int row, int col)
{
	return (size_t)row * (size_t)board->cols + (size_t)col;
}

/* Draw a box over whatever is there: no line of another is left inside it. */
static void paint(struct board *board, struct rect rect, int16_t slot)
{
	for (int row = rect.row; row <= bottom(rect); row++) {
		bool edge_row = row == rect.row || row == bottom(rect);

		for (int col = rect.col; col <= right(rect); col++) {
			bool edge_col = col == rect.col || col == right(rect);
			uint8_t *line = &board->line[at(board, row, col)];

			if (col < right(rect))
				*line = (uint8_t)(edge_row ? *line | BOARD_LINE_RIGHT
							   : *line & ~BOARD_LINE_RIGHT);
			if (row < bottom(rect))
				*line = (uint8_t)(edge_col ? *line | BOARD_LINE_DOWN
							   : *line & ~BOARD_LINE_DOWN);
			board->owner[at(board, row, col)] = edge_row || edge_col ? -1 : slot;
		}
	}
}

/* Paint the ear of an L-shaped key and take the wall between the two away. */
static void paint_ear(struct board *board, const struct board_slot *slot, int16_t index)
{
	struct rect ear = slot->ear;

	if (ear.rows)
		paint(board, ear, index);
	for (int row = ear.row; row < bottom(ear); row++) {
		size_t cell = at(board, row, right(ear));

		board->line[cell] &= (uint8_t)~BOARD_LINE_DOWN;
		if (row > ear.row)
			board->owner[cell] = index;
	}
}

static int area_of(const struct board *board, size_t slot)
{
	return board->slot[slot].rect.rows * board->slot[slot].rect.cols;
}

/* Large keys first, so that the small ones on top of them stay in sight. */
static void paint_keys(struct board *board)
{
	uint16_t *order = mem_new(board->keys, sizeof(*order));

	for (size_t i = 0; i < board->keys; i++) {
		size_t to = i;

		for (; to > 0 && area_of(board, order[to - 1]) < area_of(board, i); to--)
			order[to] = order[to - 1];
		order[to] = (uint16_t)i;
	}
	for (size_t i = 0; i < board->keys; i++) {
		paint(board, board->slot[order[i]].rect, (int16_t)order[i]);
		paint_ear(board, &board->slot[order[i]], (int16_t)order[i]);
	}
	free(order);
}

static void paint_all(struct board *board)
{
	size_t count = (size_t)board->rows * (size_t)board->cols;

	free(board->owner);
	free(board->line);
	board->owner = mem_new(count, sizeof(*board->owner));
	board->line = mem_new(count, sizeof(*board->line));
	for (size_t i = 0; i < count; i++)
		board->owner[i] = -1;
	paint_keys(board);
	for (size_t i = board->keys; i < board->slots; i++)
		for (int col = board->slot[i].rect.col; col <= right(board->slot[i].rect); col++)
			board->owner[at(board, board->slot[i].rect.row, col)] = (int16_t)i;
}

/* Put keys of which nothing is seen into rows below the others. False when there are none. */
static bool lay_out_hidden(struct board *board)
{
	struct pitch pitch = board_pitches[board->pitch];
	bool *seen = mem_new(board->keys, sizeof(*seen));
	int top = board->rows, in_row = (board->cols - 1) / pitch.cols, n = 0;

	for (size_t i = 0; i < (size_t)board->rows * (size_t)board->cols; i++)
		if (board->owner[i] >= 0)
			seen[board->owner[i]] = true;
	if (in_row < 1)
		in_row = 1;
	for (size_t i = 0; i < board->keys; i++) {
		if (seen[i])
			continue;
		board->slot[i] =
			(struct board_slot){ .rect = { top + n / in_row * pitch.rows, n % in_row * pitch.cols,
						       pitch.rows + 1, pitch.cols + 1 } };
		grow(board, board->slot[i].rect);
		n++;
	}
	free(seen);
	return n > 0;
}

/* Encoders lie below the keys, each row of them in one row of cells, the two turns of one close together. */
static void place_encoders(struct board *board, const struct geometry *g)
{
	enum { TURN_MAX_COLS = 11 };
	int cols = board_pitches[board->pitch].cols, top = board->rows - 1, y = -1;

	for (size_t i = board->keys; i < board->slots; i++) {
		const struct box *box = &g->slot[i], *first = box - (i - board->keys) % TURN_COUNT;
		int width = cells(first->x + first->w, cols) - cells(first->x, cols);

		top += box->y != y;
		y = box->y;
		width = width > TURN_MAX_COLS ? TURN_MAX_COLS : width;
		board->slot[i].rect =
			(struct rect){ top, cells(first->x, cols) + (int)(box - first) * width, 1, width };
		grow(board, board->slot[i].rect);
	}
}

static void plan(struct board *board, const struct geometry *g, int pitch)
{
	*board = (struct board){ .pitch = pitch, .keys = g->keys, .slots = g->keys };
	board->slot = mem_new(g->slots, sizeof(*board->slot));
	place_keys(board, g);
	for (size_t i = 0; i < board->keys; i++)
		grow(board, board->slot[i].rect);
	paint_all(board);
	if (!lay_out_hidden(board) && g->slots == g->keys)
		return;
	board->slots = g->slots;
	place_encoders(board, g);
	paint_all(board);
}

void board_init(struct board *board, const struct geometry *g, int rows, int cols, int pitch)
{
	if (pitch != BOARD_PITCH_AUTO) {
		plan(board, g, pitch < 0 ? 0 : pitch >= BOARD_PITCHES ? BOARD_PITCHES - 1 : pitch);
		return;
	}
	for (int i = 0; i < BOARD_PITCHES; i++) {
		/* Most are ruled out before the work is done. */
		if (cells(g->w, board_pitches[i].cols) > cols ||
		    cells(g->keys_h, board_pitches[i].rows) >= rows)
			continue;
		plan(board, g, i);
		if (board->rows <= rows && board->cols <= cols)
			return;
		board_release(board);
	}
	plan(board, g, PITCH_PAN);
}

void board_release(struct board *board)
{
	free(board->slot);
	free(board->owner);
	free(board->line);
	*board = (struct board){ 0 };
}

/* The first cell shown, of a drawing of @size seen through @seen cells, so that from..to is among them. */
static int follow(int first, int size, int seen, int from, int to)
{
	if (to >= first + seen)
		first = to - seen + 1;
	if (from < first)
		first = from;
	if (first > size - seen)
		first = size - seen;
	return first < 0 ? 0 : first;
}

void board_follow(const struct board *board, int rows, int cols, int slot, struct pan *pan)
{
	struct rect rect = { pan->row, pan->col, 1, 1 };

	if (slot >= 0 && (size_t)slot < board->slots)
		rect = board->slot[slot].rect;
	pan->row = follow(pan->row, board->rows, rows, rect.row, bottom(rect));
	pan->col = follow(pan->col, board->cols, cols, rect.col, right(rect));
}

int board_slot_at(const struct board *board, int row, int col)
{
	if (!rect_has((struct rect){ 0, 0, board->rows, board->cols }, row, col))
		return -1;
	return board->owner[at(board, row, col)];
}
