/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/term.h"

struct headless {
	struct terminal base;
	int rows, cols;
	struct event *queue; /* event.text owned */
	size_t first, count, size;
	char *text; /* of the event that was taken last */
};

static void headless_size(struct terminal *term, int *rows, int *cols)
{
	const struct headless *h = (const struct headless *)term;

	*rows = h->rows;
	*cols = h->cols;
}

static bool headless_next(struct terminal *term, struct event *event)
{
	struct headless *h = (struct headless *)term;

	if (h->first == h->count) {
		h->first = h->count = 0;
		return false;
	}
	*event = h->queue[h->first++];
	free(h->text);
	h->text = (char *)event->text;
	return true;
}

static void headless_present(struct terminal *term, const struct grid *grid)
{
	(void)term;
	(void)grid;
}

static void headless_nothing(struct terminal *term)
{
	(void)term;
}

static void headless_close(struct terminal *term)
{
	struct headless *h = (struct headless *)term;
	struct event event;

	while (headless_next(term, &event))
		;
	free(h->text);
	free(h->queue);
	free(h);
}

static const struct terminal_ops headless_ops = {
	.name = "headless",
	.size = headless_size,
	.present = headless_present,
	.repaint = headless_nothing,
	.next = headless_next,
	.suspend = headless_nothing,
	.resume = headless_nothing,
	.close = headless_close,
};

struct terminal *terminal_headless_new(int rows, int cols)
{
	struct headless *h = mem_new(1, sizeof(*h));

	*h = (struct headless){ .base = { .ops = &headless_ops, .fd = -1 }, .rows = rows, .cols = cols };
	return &h->base;
}

void terminal_headless_resize(struct terminal *term, int rows, int cols)
{
	struct headless *h = (struct headless *)term;

	h->rows = rows;
	h->cols = cols;
}

void terminal_headless_push(struct terminal *term, const struct event *event)
{
	struct headless *h = (struct headless *)term;

	h->queue = mem_grow(h->queue, h->count, &h->size, sizeof(*h->queue));
	h->queue[h->count] = *event;
	h->queue[h->count++].text = mem_copy_text(event->text);
}
