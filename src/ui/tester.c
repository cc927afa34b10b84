/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tester.h"

enum { MOST_PRESSES = 999, MOST_CHATTER = 99 };

static void add_count(char *out, size_t size, const char *before, unsigned count, unsigned most)
{
	snprintf(out, size, "%s%u%s", before, count > most ? most : count, count > most ? "+" : "");
}

static struct board_note note_of(const struct live_press *press)
{
	struct board_note note = { .style = STYLE_OK };
	char count[8], chatter[8] = "";

	if (!press->ever && !press->down)
		return note;
	add_count(count, sizeof(count), press->down ? "*" : "", press->count, MOST_PRESSES);
	if (press->chatter)
		add_count(chatter, sizeof(chatter), "!", press->chatter, MOST_CHATTER);
	snprintf(note.text, sizeof(note.text), "%.6s%.5s", count, chatter);
	if (press->chatter)
		note.style = STYLE_ERROR;
	return note;
}

static void add_place(struct str *out, size_t row, size_t col)
{
	str_addf(out, "%srow %zu col %zu", out->len ? ", " : "", row, col);
}

/* What is down, and what no key of the layout is at. */
static void list_places(struct tester *tester, const struct live_press *press, size_t rows, size_t cols,
			const bool *drawn)
{
	for (size_t i = 0; i < rows * cols; i++) {
		if (press[i].down)
			add_place(&tester->now, i / cols, i % cols);
		if (drawn[i] || !press[i].ever)
			continue;
		add_place(&tester->off, i / cols, i % cols);
		str_addf(&tester->off, ": %u", press[i].count);
	}
}

void tester_init(struct tester *tester, const struct live_press *press, size_t rows, size_t cols,
		 const struct layout *layout, size_t slots)
{
	bool *drawn = mem_new(rows * cols + 1, sizeof(*drawn));

	*tester = (struct tester){ .note = mem_new(slots + 1, sizeof(*tester->note)),
				   .down = mem_new(slots + 1, sizeof(*tester->down)) };
	for (size_t i = 0; i < layout->keys && i < slots; i++) {
		size_t row = layout->key[i].row, col = layout->key[i].col, at = row * cols + col;

		if (row >= rows || col >= cols)
			continue;
		tester->note[i] = note_of(&press[at]);
		tester->down[i] = press[at].down;
		tester->keys += !drawn[at];
		tester->pressed += !drawn[at] && press[at].ever;
		tester->chattering += !drawn[at] && press[at].chatter;
		drawn[at] = true;
	}
	list_places(tester, press, rows, cols, drawn);
	free(drawn);
}

void tester_release(struct tester *tester)
{
	free(tester->note);
	free(tester->down);
	str_release(&tester->now);
	str_release(&tester->off);
	*tester = (struct tester){ 0 };
}

void tester_clear(struct live_press *press, size_t count)
{
	for (size_t i = 0; i < count; i++)
		press[i] = (struct live_press){ .down = press[i].down };
}
