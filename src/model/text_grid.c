/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "text_grid.h"

enum {
	UNIT = 100,
	STEP = 25, /* keys stand on quarters */
	TAB = 8,
	WIDE = 4, /* how much wider than usual a gap is that parts two halves: in characters */
	UNKNOWN = -1,
	LONGEST = 400, /* a line is measured as far as this many bytes between two keys */
};

struct key {
	int start, end;    /* columns of the text */
	size_t row, index; /* in its row */
	size_t column;
	int x;
};

/* Keys that begin in one column of the text. */
struct column {
	int start;
	size_t keys;
	int gap; /* the smallest before any of them; UNKNOWN: none has a key before it */
	int x;
};

struct grid {
	struct key *key;
	size_t keys;
	struct column *column; /* sorted by start */
	size_t columns;
	int usual_gap, widest_gap;
};

/* The column that @to is in when @from is in @column. Far away it does not matter where exactly. */
static int advance(const char *text, uint32_t from, uint32_t to, int column)
{
	if (to > from + LONGEST)
		return column + (int)(to - from < UINT16_MAX ? to - from : UINT16_MAX);
	while (from < to) {
		size_t used;
		uint32_t code = utf8_decode(text + from, to - from, &used);

		column = code == '\t' ? (column / TAB + 1) * TAB : column + utf8_code_width(code);
		from += (uint32_t)used;
	}
	return column;
}

static uint32_t line_of(const char *text, uint32_t at)
{
	uint32_t start = at;

	while (start && text[start - 1] != '\n' && at - start < LONGEST)
		start--;
	return start;
}

static void measure(struct grid *grid, const char *text, const struct span *span, const bool *begins)
{
	size_t row = 0, index = 0;

	for (size_t i = 0; i < grid->keys; i++) {
		struct key *key = &grid->key[i], *before = i ? key - 1 : NULL;
		bool follows = before && !begins[i] && span[i].start >= span_end(span[i - 1]);

		row += i && begins[i];
		index = begins[i] ? 0 : index + 1;
		key->row = row;
		key->index = index;
		if (follows)
			key->start = advance(text, span_end(span[i - 1]), span[i].start, before->end);
		else
			key->start = before && !begins[i]
					     ? before->end + 1 /* it is spelled elsewhere */
					     : advance(text, line_of(text, span[i].start), span[i].start, 0);
		key->end = advance(text, span[i].start, span_end(span[i]), key->start);
	}
}

static int by_start(const void *a, const void *b)
{
	const struct column *column_a = a, *column_b = b;

	return (column_a->start > column_b->start) - (column_a->start < column_b->start);
}

static size_t find_column(const struct grid *grid, int start)
{
	size_t low = 0, high = grid->columns;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (grid->column[middle].start <= start)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void find_columns(struct grid *grid)
{
	size_t count = 0;

	for (size_t i = 0; i < grid->keys; i++)
		grid->column[i] = (struct column){ grid->key[i].start, 0, UNKNOWN, UNKNOWN };
	qsort(grid->column, grid->keys, sizeof(*grid->column), by_start);
	for (size_t i = 0; i < grid->keys; i++)
		if (!count || grid->column[count - 1].start != grid->column[i].start)
			grid->column[count++] = grid->column[i];
	grid->columns = count;
	for (size_t i = 0; i < grid->keys; i++) {
		struct key *key = &grid->key[i];
		struct column *column;
		int gap;

		key->column = find_column(grid, key->start);
		column = &grid->column[key->column];
		column->keys++;
		if (!key->index)
			continue;
		gap = key->start - key[-1].end;
		if (column->gap == UNKNOWN || gap < column->gap)
			column->gap = gap;
	}
}

static int by_value(const void *a, const void *b)
{
	const int *value_a = a, *value_b = b;

	return (*value_a > *value_b) - (*value_a < *value_b);
}

static bool is_shared(const struct grid *grid, const struct key *key)
{
	return grid->column[key->column].keys > 1;
}

static void find_gaps(struct grid *grid)
{
	int *gap = mem_new(grid->keys + 1, sizeof(*gap));
	size_t gaps = 0;

	for (size_t i = 0; i < grid->keys; i++)
		if (grid->key[i].index && is_shared(grid, &grid->key[i]))
			gap[gaps++] = grid->column[grid->key[i].column].gap;
	qsort(gap, gaps, sizeof(*gap), by_value);
	grid->usual_gap = gaps ? gap[gaps / 2] : 1;
	grid->widest_gap = gaps ? gap[gaps - 1] : 1;
	free(gap);
}

/* Whether most keys are in columns, which is what aligned text looks like. */
static bool is_aligned(const struct grid *grid)
{
	size_t shared = 0;

	for (size_t i = 0; i < grid->keys; i++)
		shared += is_shared(grid, &grid->key[i]);
	return shared * 3 >= grid->keys * 2;
}

/* How far a key is from the one before it in its row. Halves are parted by something like the widest gap there is. */
static int step_to(const struct grid *grid, const struct key *key)
{
	int gap = grid->column[key->column].gap;

	return gap >= grid->usual_gap + WIDE && gap * 4 >= grid->widest_gap * 3 ? 2 * UNIT : UNIT;
}

/* A shared column is right of all those that stand before it in a row. Columns go from left to right, so that those
 * are known; keys of a row between two shared ones take their room. */
static void place_columns(struct grid *grid)
{
	size_t *order = mem_new(grid->columns + 1, sizeof(*order)),
	       *next = mem_new(grid->keys + 1, sizeof(*next));

	/* The keys of each column, one after the other. */
	for (size_t i = 0; i < grid->keys; i++)
		order[grid->key[i].column + 1]++;
	for (size_t i = 0; i < grid->columns; i++)
		order[i + 1] += order[i];
	for (size_t i = grid->keys; i-- > 0;)
		next[--order[grid->key[i].column + 1]] = i;
	for (size_t i = 0; i < grid->columns; i++) {
		struct column *column = &grid->column[i];

		if (column->keys < 2)
			continue;
		column->x = 0;
		for (size_t k = order[i + 1]; k < order[i + 1] + column->keys; k++) {
			const struct key *key = &grid->key[next[k]], *before = key;
			int x = 0;

			while (before->index && (before == key || !is_shared(grid, before))) {
				x += step_to(grid, before);
				before--;
			}
			if (before != key && is_shared(grid, before))
				x += grid->column[before->column].x;
			column->x = x > column->x ? x : column->x;
		}
	}
	free(order);
	free(next);
}

/* Between the shared columns on both sides, as the text has it. */
static int between(const struct grid *grid, const struct key *key)
{
	const struct column *left = NULL, *right = NULL;
	int x;

	for (size_t i = key->column; i-- > 0 && !left;)
		if (grid->column[i].keys > 1)
			left = &grid->column[i];
	for (size_t i = key->column + 1; i < grid->columns && !right; i++)
		if (grid->column[i].keys > 1)
			right = &grid->column[i];
	if (!left && !right)
		return (int)key->index * UNIT;
	if (!left)
		return right->x;
	if (!right)
		return left->x + UNIT;
	x = left->x +
	    (int)((long)(key->start - left->start) * (right->x - left->x) / (right->start - left->start));
	return x / STEP * STEP;
}

/* As far right as leaves room for what stands before the next shared column of its row. */
static int limit(const struct grid *grid, size_t index)
{
	const struct key *key = &grid->key[index];
	int room = 0;

	for (size_t i = index; i < grid->keys && grid->key[i].row == key->row; i++, room += UNIT)
		if (is_shared(grid, &grid->key[i]))
			return grid->column[grid->key[i].column].x - room;
	return INT32_MAX;
}

static void place_aligned(struct grid *grid)
{
	place_columns(grid);
	for (size_t i = 0; i < grid->keys; i++) {
		struct key *key = &grid->key[i];
		int most = limit(grid, i);

		key->x = is_shared(grid, key) ? grid->column[key->column].x : between(grid, key);
		key->x = key->x > most ? most : key->x;
		if (key->index && key->x < key[-1].x + UNIT)
			key->x = key[-1].x + UNIT;
	}
}

/* Rows of a text that is not aligned: those with fewer keys go to the middle, where thumbs are. */
static void place_ragged(struct grid *grid)
{
	size_t widest = 0;

	for (size_t i = 0; i < grid->keys; i++)
		if (grid->key[i].index + 1 > widest)
			widest = grid->key[i].index + 1;
	for (size_t i = 0; i < grid->keys;) {
		size_t width = 1;

		while (i + width < grid->keys && grid->key[i + width].row == grid->key[i].row)
			width++;
		for (size_t k = 0; k < width; k++)
			grid->key[i + k].x = (int)((widest - width) * UNIT / 2 + k * UNIT);
		i += width;
	}
}

void text_grid(const char *text, const struct span *span, const bool *begins, size_t keys, int *x_cu)
{
	struct grid grid = { .key = mem_new(keys + 1, sizeof(*grid.key)),
			     .keys = keys,
			     .column = mem_new(keys + 1, sizeof(*grid.column)) };
	int least = INT32_MAX;

	measure(&grid, text, span, begins);
	find_columns(&grid);
	find_gaps(&grid);
	if (is_aligned(&grid))
		place_aligned(&grid);
	else
		place_ragged(&grid);
	for (size_t i = 0; i < keys; i++)
		least = grid.key[i].x < least ? grid.key[i].x : least;
	for (size_t i = 0; i < keys; i++)
		x_cu[i] = grid.key[i].x - least;
	free(grid.key);
	free(grid.column);
}
