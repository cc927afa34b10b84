/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_STYLE_H
#define UI_STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/grid.h"

/* How roles look: one theme for each number of colours. No role depends on colour alone: what a user acts on (cursor,
 * marks, matches, active tab, warnings, errors, progress) differs from text in its attributes too. */
enum colours {
	COLOURS_NONE, /* mono terminals, NO_COLOR */
	COLOURS_16,   /* colours 0 to 7 and bold alone, so that terminals of 8 do */
	COLOURS_256,
};

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_UNDERLINE = 4, LOOK_REVERSE = 8 };

struct look {
	int16_t fg, bg; /* index into the terminal's palette; -1: the terminal's own */
	uint8_t attributes;
};

/* The theme for a terminal that has @count colours (terminfo's `colors`, -1: none). @no_color is the variable
 * NO_COLOR or NULL: set to anything but "" it takes colours away, see https://no-color.org. */
enum colours style_colours(int count, const char *no_color);

struct look style_look(enum style style, enum colours colours);

/* True when a blank cell of this look shows nothing: no background, reverse or underline. */
bool look_is_plain_blank(struct look look);

enum { STYLE_SGR_SIZE = 40 };

/* The escape sequence (ECMA-48 SGR) that switches to @style from any other, NUL-ended. */
void style_sgr(enum style style, enum colours colours, char out[STYLE_SGR_SIZE]);

#endif
