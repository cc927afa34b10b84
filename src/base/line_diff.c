/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/line_diff.h"
#include "base/mem.h"

enum { MAX_CELLS = 1 << 22 };

struct lines {
	const char **start; /* count + 1 of them: the last is where the text ends */
	size_t count, cap;
};

static void split(const struct str *text, struct lines *lines)
{
	const char *at = str_text(text), *end = at + text->len;

	for (;;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		lines->start = mem_grow(lines->start, lines->count, &lines->cap, sizeof(*lines->start));
		lines->start[lines->count] = at;
		if (at == end)
			return;
		lines->count++;
		at = newline ? newline + 1 : end;
	}
}

static bool same(const struct lines *a, size_t i, const struct lines *b, size_t j)
{
	size_t len = (size_t)(a->start[i + 1] - a->start[i]);

	return len == (size_t)(b->start[j + 1] - b->start[j]) && !memcmp(a->start[i], b->start[j], len);
}

static void add_lines(char mark, const struct lines *lines, size_t from, size_t to, struct str *out)
{
	for (; from < to; from++) {
		size_t len = (size_t)(lines->start[from + 1] - lines->start[from]);

		str_add_char(out, mark);
		str_add_bytes(out, lines->start[from], len);
		if (lines->start[from][len - 1] != '\n')
			str_add(out, "\n\\ No newline at end of file\n");
	}
}

/* Lines count from 1; a stretch without any is named by the line before it. */
static void add_range(char mark, size_t from, size_t to, struct str *out)
{
	str_addf(out, " %c%zu", mark, from + (to > from));
	if (to - from != 1)
		str_addf(out, ",%zu", to - from);
}

static void add_stretch(const struct lines *a, size_t i, size_t i_end, const struct lines *b, size_t j,
			size_t j_end, struct str *out)
{
	if (i == i_end && j == j_end)
		return;
	str_add(out, "@@");
	add_range('-', i, i_end, out);
	add_range('+', j, j_end, out);
	str_add(out, " @@\n");
	add_lines('-', a, i, i_end, out);
	add_lines('+', b, j, j_end, out);
}

/* How many lines the rests of both have in common, at most: the table of the longest common subsequence. */
struct table {
	uint32_t *cell;
	size_t rows, cols; /* one more than there are lines: nothing is left behind the last */
};

static uint32_t *cell(const struct table *table, size_t row, size_t col)
{
	return &table->cell[row * table->cols + col];
}

static void fill(struct table *table, const struct lines *a, size_t i, const struct lines *b, size_t j)
{
	for (size_t row = table->rows - 1; row-- > 0;)
		for (size_t col = table->cols - 1; col-- > 0;) {
			uint32_t without_a = *cell(table, row + 1, col),
				 without_b = *cell(table, row, col + 1);

			*cell(table, row, col) = same(a, i + row, b, j + col)
							 ? *cell(table, row + 1, col + 1) + 1
						 : without_a > without_b ? without_a
									 : without_b;
		}
}

/* Lines [i, i_end) and [j, j_end). */
static void compare(const struct lines *a, size_t i, size_t i_end, const struct lines *b, size_t j,
		    size_t j_end, struct str *out)
{
	struct table table = { NULL, i_end - i + 1, j_end - j + 1 };
	size_t from_i = i, from_j = j;

	table.cell = mem_new(table.rows * table.cols, sizeof(*table.cell));
	fill(&table, a, i, b, j);
	for (size_t row = 0, col = 0; i + row < i_end && j + col < j_end;) {
		if (same(a, i + row, b, j + col)) {
			add_stretch(a, from_i, i + row, b, from_j, j + col, out);
			from_i = i + ++row;
			from_j = j + ++col;
		} else if (*cell(&table, row + 1, col) >= *cell(&table, row, col + 1)) {
			row++;
		} else {
			col++;
		}
	}
	add_stretch(a, from_i, i_end, b, from_j, j_end, out);
	free(table.cell);
}

void line_diff(const struct str *before, const struct str *after, struct str *out)
{
	struct lines a = { 0 }, b = { 0 };
	size_t start = 0, end = 0;

	split(before, &a);
	split(after, &b);
	while (start < a.count && start < b.count && same(&a, start, &b, start))
		start++;
	while (end < a.count - start && end < b.count - start &&
	       same(&a, a.count - end - 1, &b, b.count - end - 1))
		end++;
	if ((a.count - start - end + 1) * (b.count - start - end + 1) > MAX_CELLS)
		add_stretch(&a, start, a.count - end, &b, start, b.count - end, out);
	else
		compare(&a, start, a.count - end, &b, start, b.count - end, out);
	free(a.start);
	free(b.start);
}
