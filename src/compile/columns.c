/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "compile/columns.h"

enum { NOBODY = -1, GAP_MAX_RUNS = 8 };

/* An item, or the comment or backslash that ends its line. */
struct cell {
	const char *with;
	uint32_t start, end; /* bytes */
	int before;          /* the cell before it on its line; NOBODY: it is the first */
	int tabs, col;       /* how many tabs begin its line; columns from the line's beginning */
	int width, wide;     /* columns that it has and gets */
	int at;              /* the column where it will begin */
	bool tail;           /* ends the line */
	bool loose;          /* stands in no grid */
};

struct columns {
	const char *text;
	size_t len;
	struct cell *cell;
	size_t cells, cap;
	bool by_end; /* of the layer: its items share ends, not starts */
	bool comma;  /* of the layer: blanks go before commas, not behind them */
};

/* A walk over the text that knows the column it is at. */
struct cursor {
	uint32_t at;
	int tabs, col;
	bool lead;   /* nothing but tabs so far on this line */
	bool tabbed; /* a tab behind something else */
	int before;  /* the last cell on this line; NOBODY */
	bool loose;
};

static void start_line(struct cursor *cursor)
{
	cursor->tabs = cursor->col = 0;
	cursor->lead = true;
	cursor->tabbed = cursor->loose = false;
	cursor->before = NOBODY;
}

/* Whether it came to another line. */
static bool advance(const struct columns *c, struct cursor *cursor, uint32_t to)
{
	bool line = false;

	while (cursor->at < to) {
		char byte = c->text[cursor->at];
		size_t used = 1;

		if (byte == '\n') {
			start_line(cursor);
			line = true;
		} else if (byte == '\t' && cursor->lead) {
			cursor->tabs++;
			cursor->col++;
		} else {
			cursor->lead = false;
			cursor->tabbed |= byte == '\t';
			cursor->col +=
				utf8_code_width(utf8_decode(c->text + cursor->at, to - cursor->at, &used));
		}
		cursor->at += (uint32_t)used;
	}
	return line;
}

static struct cell *add_cell(struct columns *c, const struct cursor *cursor)
{
	struct cell *cell;

	c->cell = mem_grow(c->cell, c->cells, &c->cap, sizeof(*c->cell));
	cell = &c->cell[c->cells++];
	*cell = (struct cell){
		.start = cursor->at,
		.end = cursor->at,
		.before = cursor->before,
		.tabs = cursor->tabs,
		.col = cursor->col,
		.at = cursor->col,
		.loose = cursor->loose || cursor->tabbed,
	};
	return cell;
}

/* A text is at least one column wide, so that columns rise along a line. */
static int text_width(const char *text)
{
	int width = utf8_width(text);

	return width > 0 ? width : 1;
}

static void add_item(struct columns *c, struct cursor *cursor, const struct columns_item *item)
{
	struct cell *cell;
	int col;

	assert(item->span.start >= cursor->at && span_end(item->span) <= c->len);
	advance(c, cursor, item->span.start);
	col = cursor->col;
	cell = add_cell(c, cursor);
	cell->with = item->with;
	cell->end = span_end(item->span);
	if (advance(c, cursor, cell->end)) {
		/* What follows an item of several lines has no place to keep when that changes. */
		cursor->loose = item->with != NULL;
		cell->width = cell->wide = 1;
		return;
	}
	if (cursor->col <= col)
		cursor->col = col + 1;
	cell->width = cursor->col - col;
	cell->wide = item->with ? text_width(item->with) : cell->width;
	cursor->before = (int)(c->cells - 1);
}

/* The comment or backslash that ends the line, up to @end; none: @end. */
static uint32_t find_tail(const struct columns *c, uint32_t at, uint32_t end)
{
	for (; at + 1 < end && !strchr("\"'", c->text[at]); at++)
		if (c->text[at] == '\\' || (c->text[at] == '/' && strchr("/*", c->text[at + 1])))
			return at;
	return at + 1 == end && c->text[at] == '\\' ? at : end;
}

/* Between the last item of a line and @end. */
static void add_tail(struct columns *c, struct cursor *cursor, uint32_t end)
{
	const char *newline = memchr(c->text + cursor->at, '\n', end - cursor->at);
	uint32_t tail;
	struct cell *cell;

	if (cursor->before == NOBODY || !newline)
		return;
	tail = find_tail(c, cursor->at, (uint32_t)(newline - c->text));
	if (tail == newline - c->text)
		return;
	advance(c, cursor, tail);
	cell = add_cell(c, cursor);
	cell->tail = true;
	cell->width = cell->wide = 1;
}

static void measure(struct columns *c, const struct columns_item *item, size_t count)
{
	struct cursor cursor = { .at = item[0].span.start };

	while (cursor.at && c->text[cursor.at - 1] != '\n')
		cursor.at--;
	start_line(&cursor);
	for (size_t i = 0; i < count; i++) {
		add_item(c, &cursor, &item[i]);
		add_tail(c, &cursor, i + 1 < count ? item[i + 1].span.start : (uint32_t)c->len);
	}
}

/* Blanks between two cells, outside of comments. */
struct run {
	uint32_t start, len;
	uint32_t least; /* how many must stay */
};

/* Where the blanks right before a cell begin. */
static uint32_t blanks_start(const struct columns *c, const struct cell *cell)
{
	uint32_t at = cell->start;

	while (at && c->text[at - 1] == ' ')
		at--;
	return at;
}

static uint32_t skip_comment(const struct columns *c, uint32_t at, uint32_t end)
{
	for (at += 2; at + 1 < end; at++)
		if (c->text[at] == '*' && c->text[at + 1] == '/')
			return at + 2;
	return end;
}

/* Those of the gap before @cell, at most GAP_MAX_RUNS, in their order; none when there is quoted text in it. */
static size_t find_runs(const struct columns *c, const struct cell *cell, struct run run[GAP_MAX_RUNS])
{
	uint32_t from = cell->before == NOBODY ? blanks_start(c, cell) : c->cell[cell->before].end;
	size_t runs = 0;

	for (uint32_t at = from; at < cell->start && runs < GAP_MAX_RUNS;) {
		uint32_t start = at;

		while (at < cell->start && c->text[at] == ' ')
			at++;
		if (at > start)
			run[runs++] = (struct run){ start, at - start, start > from || c->text[at] != ',' };
		else if (c->text[at] == '/' && c->text[at + 1] == '*')
			at = skip_comment(c, at, cell->start);
		else if (strchr("\"'", c->text[at++]))
			return 0;
	}
	return runs;
}

/* Nothing but blanks behind the tabs of its line. */
static bool is_indented(const struct columns *c, const struct cell *cell)
{
	return cell->start - blanks_start(c, cell) == (uint32_t)(cell->col - cell->tabs);
}

/* How many blanks before @cell may go. */
static int slack(const struct columns *c, const struct cell *cell)
{
	struct run run[GAP_MAX_RUNS];
	size_t runs = find_runs(c, cell, run);
	int sum = 0;

	for (size_t i = 0; i < runs; i++)
		if (run[i].len > run[i].least)
			sum += (int)(run[i].len - run[i].least);
	return sum;
}

/* Columns between what is before @cell and it, as they are. */
static int gap_width(const struct columns *c, const struct cell *cell)
{
	const struct cell *before = &c->cell[cell->before];

	return cell->col - before->col - before->width;
}

/* Where it would be if nothing but the text before it changed. */
static int pushed(const struct columns *c, const struct cell *cell)
{
	const struct cell *before = &c->cell[cell->before];

	return before->at + before->wide + gap_width(c, cell);
}

static int least_start(const struct columns *c, const struct cell *cell)
{
	if (cell->before == NOBODY)
		return c->by_end && !cell->tail && is_indented(c, cell) ? cell->tabs : cell->col;
	return pushed(c, cell) - slack(c, cell);
}

/* Where cells of one column line up. */
static int edge(const struct columns *c, const struct cell *cell)
{
	return c->by_end && !cell->tail ? cell->col + cell->width : cell->col;
}

/* How far its start lies before its edge. */
static int reach(const struct columns *c, const struct cell *cell)
{
	return c->by_end && !cell->tail ? cell->wide : 0;
}

/* A key by which cells of one column come together, and those before others on their line before them. */
struct place {
	int tail, tabs, edge, index;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->tail != y->tail)
		return x->tail - y->tail;
	if (x->tabs != y->tabs)
		return x->tabs < y->tabs ? -1 : 1;
	if (x->edge != y->edge)
		return x->edge < y->edge ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

static struct place *sort_places(const struct columns *c, size_t *count)
{
	struct place *place = mem_new(c->cells + 1, sizeof(*place));

	*count = 0;
	for (size_t i = 0; i < c->cells; i++) {
		const struct cell *cell = &c->cell[i];

		if (!cell->loose)
			place[(*count)++] = (struct place){ cell->tail, cell->tabs, edge(c, cell), (int)i };
	}
	qsort(place, *count, sizeof(*place), compare_places);
	return place;
}

/* How many places from the first on are of one column. */
static size_t same_places(const struct place *place, size_t count)
{
	size_t n = 1;

	while (n < count && place[n].tail == place->tail && place[n].tabs == place->tabs &&
	       place[n].edge == place->edge)
		n++;
	return n;
}

/* How many items behind others share their edge with one of another line. */
static size_t count_shared(const struct columns *c)
{
	size_t count, sum = 0, n;
	struct place *place = sort_places(c, &count);

	for (size_t i = 0; i < count; i += n) {
		n = same_places(place + i, count - i);
		for (size_t k = i; n > 1 && k < i + n; k++)
			sum += !place[k].tail && c->cell[place[k].index].before != NOBODY;
	}
	free(place);
	return sum;
}

/* What manner the layer is aligned in. */
static void find_manner(struct columns *c)
{
	size_t starts = count_shared(c), ends, before = 0, behind = 0, items = 0;

	for (size_t i = 0; i < c->cells; i++) {
		const struct cell *cell = &c->cell[i];
		struct run run[GAP_MAX_RUNS];
		size_t runs;

		if (cell->tail || cell->loose || cell->before == NOBODY)
			continue;
		items++;
		runs = find_runs(c, cell, run);
		if (runs && !run[0].least)
			before++;
		else if (runs && run[0].len > 1)
			behind++;
	}
	c->comma = before > behind;
	c->by_end = true;
	ends = count_shared(c);
	c->by_end = ends > starts && 2 * ends > items;
}

/* Cells of one column. */
static void solve_group(struct columns *c, const struct place *place, size_t count)
{
	int edge = place->edge;

	for (size_t i = 0; i < count; i++) {
		struct cell *cell = &c->cell[place[i].index];
		int least = least_start(c, cell) + reach(c, cell);

		if (count > 1 && !cell->tail) {
			edge = least > edge ? least : edge;
			continue;
		}
		if (count == 1 && cell->before != NOBODY && !slack(c, cell))
			cell->at = pushed(c, cell);
		else
			cell->at = (least > edge ? least : edge) - reach(c, cell);
	}
	for (size_t i = 0; count > 1 && !place->tail && i < count; i++)
		c->cell[place[i].index].at = edge - reach(c, &c->cell[place[i].index]);
}

static void solve(struct columns *c)
{
	size_t count, n;
	struct place *place;

	find_manner(c);
	place = sort_places(c, &count);
	for (size_t i = 0; i < count; i += n) {
		n = same_places(place + i, count - i);
		solve_group(c, place + i, n);
	}
	free(place);
}

static void add_blanks(struct rewrite *rewrite, const struct columns *c, const struct cell *cell, int count)
{
	struct run run[GAP_MAX_RUNS];
	size_t runs = find_runs(c, cell, run);
	struct str blanks = STR_INIT;
	uint32_t at = cell->start;

	if (cell->before != NOBODY && !c->by_end) {
		uint32_t end = c->cell[cell->before].end;

		if (c->comma && c->text[end] == ',')
			at = end;
		else if (runs)
			at = run[0].start;
	}
	str_pad(&blanks, ' ', (size_t)count);
	rewrite_replace(rewrite, (struct span){ at, 0 }, str_text(&blanks));
	str_release(&blanks);
}

static void cut_blanks(struct rewrite *rewrite, const struct columns *c, const struct cell *cell, int count)
{
	struct run run[GAP_MAX_RUNS];
	size_t runs = find_runs(c, cell, run);

	for (size_t i = 0; i < runs && count; i++) {
		const struct run *from = &run[c->by_end ? runs - 1 - i : i];
		uint32_t least = cell->before == NOBODY ? 0 : from->least;
		uint32_t cut = from->len > least ? from->len - least : 0;

		if (cut > (uint32_t)count)
			cut = (uint32_t)count;
		if (cut)
			rewrite_replace(rewrite, (struct span){ from->start, cut }, "");
		count -= (int)cut;
	}
	assert(!count);
}

void columns_replace(struct rewrite *rewrite, const char *text, size_t len, const struct columns_item *item,
		     size_t count)
{
	struct columns c = { .text = text, .len = len };

	if (!count)
		return;
	measure(&c, item, count);
	solve(&c);
	for (size_t i = 0; i < c.cells; i++) {
		const struct cell *cell = &c.cell[i];
		int have = cell->before == NOBODY || cell->loose ? cell->col : pushed(&c, cell);

		if (!cell->loose && cell->at > have)
			add_blanks(rewrite, &c, cell, cell->at - have);
		else if (!cell->loose && cell->at < have)
			cut_blanks(rewrite, &c, cell, have - cell->at);
		if (cell->with)
			rewrite_replace(rewrite, (struct span){ cell->start, cell->end - cell->start },
					cell->with);
	}
	free(c.cell);
}
