/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_LINE_H
#define UI_LINE_H

#include <stdbool.h>

#include "ui/grid.h"

/* One line of text being edited, in UTF-8; the cursor stands between whole code points. Zero-initialise. */
enum { LINE_MAX_BYTES = 1024 };
struct line {
	char text[LINE_MAX_BYTES + 1];
	size_t len, at; /* bytes */
};

void line_set(struct line *line, const char *text); /* cursor at the end; what is over the cap is left off */
void line_insert(struct line *line, const char *text, size_t len); /* control bytes become spaces */

/*
 * Take one key: printable ones are inserted; <BS> <Del> <Left> <Right> <Home> <End> <C-a> <C-e> <C-w> <C-u> <C-k>
 * edit. False when the key means nothing to a line.
 */
bool line_key(struct line *line, const char *key);

/* Whether @text has every word of the line in it, in any case. */
bool line_has_words_in(const struct line *line, const char *text);

/* Draw @prefix and the text at the start of @area, scrolled so that the cursor shows; the grid's cursor goes
 * there. */
void line_draw(const struct line *line, const char *prefix, struct grid *grid, struct rect area);

#endif
