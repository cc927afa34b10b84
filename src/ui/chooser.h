/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_CHOOSER_H
#define UI_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/grid.h"
#include "ui/line.h"

/* A list to choose from: a query line when it filters, rows, one selected. Zero-initialise. */
struct chooser {
	struct line query;
	size_t selected;
};

struct chooser_row {
	char left[96], right[160], end[32]; /* `end`: at the right edge, dim; "": nothing */
	enum style style, right_style;
};

/* What is listed: the owner's rows, asked for as they are drawn. */
struct chooser_list {
	const void *data;
	size_t count;
	void (*row)(const void *data, size_t index, struct chooser_row *out);
	int left_cols;     /* width of the left column */
	const char *empty; /* said when there are no rows */
};

/* <Up> <Down> <C-p> <C-n> <PageUp> <PageDown> move; with @filters other keys edit the query, without it j k g G
 * <Home> <End> move too. False when the key means nothing here. *@requery: the query changed. */
bool chooser_key(struct chooser *chooser, const char *key, size_t count, bool filters, bool *requery);

/* Keeps the selected row in view by itself: @chooser is only read. */
void chooser_draw(const struct chooser *chooser, const struct chooser_list *list, const char *prompt,
		  struct grid *grid, struct rect area);

#endif
