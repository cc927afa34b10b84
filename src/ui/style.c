/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>

#include "base/err.h"
#include "ui/style.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

/* Colours of the 256 that can be read on black and on white alike: middle greys and middle tones of the cube. */
enum {
	GREY = 244,
	SLATE = 67,
	TEAL = 37,
	OCHRE = 172,
	ORCHID = 170,
	LEAF = 71,
	BRICK = 167,
};

static const struct look mono[] = {
	[STYLE_TEXT] = { -1, -1, 0 },
	[STYLE_DIM] = { -1, -1, LOOK_DIM },
	[STYLE_BORDER] = { -1, -1, 0 },
	[STYLE_LEGEND] = { -1, -1, 0 },
	[STYLE_HOLD] = { -1, -1, LOOK_DIM },
	[STYLE_LAYER_KEY] = { -1, -1, LOOK_UNDERLINE },
	[STYLE_READ_ONLY] = { -1, -1, LOOK_DIM | LOOK_UNDERLINE },
	[STYLE_CURSOR] = { -1, -1, LOOK_REVERSE | LOOK_BOLD },
	[STYLE_MARK] = { -1, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_TITLE] = { -1, -1, LOOK_BOLD },
	[STYLE_TAB] = { -1, -1, 0 },
	[STYLE_TAB_ACTIVE] = { -1, -1, LOOK_REVERSE },
	[STYLE_STATUS] = { -1, -1, 0 },
	[STYLE_HINT] = { -1, -1, LOOK_DIM },
	[STYLE_HINT_KEY] = { -1, -1, LOOK_BOLD },
	[STYLE_INPUT] = { -1, -1, LOOK_UNDERLINE },
	[STYLE_MATCH] = { -1, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_OK] = { -1, -1, 0 },
	[STYLE_WARNING] = { -1, -1, LOOK_BOLD },
	[STYLE_ERROR] = { -1, -1, LOOK_REVERSE },
	[STYLE_PROGRESS] = { -1, -1, LOOK_REVERSE },
};

static const struct look few[] = {
	[STYLE_TEXT] = { -1, -1, 0 },
	[STYLE_DIM] = { -1, -1, LOOK_DIM },
	[STYLE_BORDER] = { -1, -1, 0 },
	[STYLE_LEGEND] = { -1, -1, 0 },
	[STYLE_HOLD] = { CYAN, -1, 0 },
	[STYLE_LAYER_KEY] = { MAGENTA, -1, LOOK_UNDERLINE },
	[STYLE_READ_ONLY] = { -1, -1, LOOK_DIM | LOOK_UNDERLINE },
	[STYLE_CURSOR] = { -1, -1, LOOK_REVERSE | LOOK_BOLD },
	[STYLE_MARK] = { YELLOW, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_TITLE] = { -1, -1, LOOK_BOLD },
	[STYLE_TAB] = { -1, -1, 0 },
	[STYLE_TAB_ACTIVE] = { -1, -1, LOOK_REVERSE },
	[STYLE_STATUS] = { -1, -1, 0 },
	[STYLE_HINT] = { -1, -1, LOOK_DIM },
	[STYLE_HINT_KEY] = { -1, -1, LOOK_BOLD },
	[STYLE_INPUT] = { -1, -1, LOOK_UNDERLINE },
	[STYLE_MATCH] = { YELLOW, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_OK] = { GREEN, -1, 0 },
	[STYLE_WARNING] = { YELLOW, -1, LOOK_BOLD },
	[STYLE_ERROR] = { WHITE, RED, LOOK_BOLD },
	[STYLE_PROGRESS] = { BLACK, GREEN, 0 },
};

static const struct look many[] = {
	[STYLE_TEXT] = { -1, -1, 0 },
	[STYLE_DIM] = { GREY, -1, 0 },
	[STYLE_BORDER] = { GREY, -1, 0 },
	[STYLE_LEGEND] = { -1, -1, 0 },
	[STYLE_HOLD] = { TEAL, -1, 0 },
	[STYLE_LAYER_KEY] = { ORCHID, -1, LOOK_UNDERLINE },
	[STYLE_READ_ONLY] = { GREY, -1, LOOK_UNDERLINE },
	[STYLE_CURSOR] = { -1, -1, LOOK_REVERSE | LOOK_BOLD },
	[STYLE_MARK] = { OCHRE, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_TITLE] = { -1, -1, LOOK_BOLD },
	[STYLE_TAB] = { SLATE, -1, 0 },
	[STYLE_TAB_ACTIVE] = { SLATE, -1, LOOK_REVERSE },
	[STYLE_STATUS] = { -1, -1, 0 },
	[STYLE_HINT] = { GREY, -1, 0 },
	[STYLE_HINT_KEY] = { -1, -1, LOOK_BOLD },
	[STYLE_INPUT] = { -1, -1, LOOK_UNDERLINE },
	[STYLE_MATCH] = { OCHRE, -1, LOOK_BOLD | LOOK_UNDERLINE },
	[STYLE_OK] = { LEAF, -1, 0 },
	[STYLE_WARNING] = { OCHRE, -1, LOOK_BOLD },
	[STYLE_ERROR] = { BRICK, -1, LOOK_REVERSE },
	[STYLE_PROGRESS] = { LEAF, -1, LOOK_REVERSE },
};

static_assert(COUNT(mono) == STYLE_COUNT && COUNT(few) == STYLE_COUNT && COUNT(many) == STYLE_COUNT,
	      "every role has its row in every theme");

static const struct look *const themes[] = {
	[COLOURS_NONE] = mono,
	[COLOURS_16] = few,
	[COLOURS_256] = many,
};

enum colours style_colours(int count, const char *no_color)
{
	if (count < 8 || (no_color && no_color[0]))
		return COLOURS_NONE;
	return count < 256 ? COLOURS_16 : COLOURS_256;
}

struct look style_look(enum style style, enum colours colours)
{
	assert(style < STYLE_COUNT);
	return themes[colours][style];
}

bool look_is_plain_blank(struct look look)
{
	return look.bg < 0 && !(look.attributes & (LOOK_REVERSE | LOOK_UNDERLINE));
}

/* Append a parameter of @colour: base 30 for the foreground, 40 for the background. */
static size_t add_colour(char *out, size_t at, int base, int colour)
{
	if (colour < 0)
		return at;
	if (colour < 8)
		return at + (size_t)snprintf(out + at, STYLE_SGR_SIZE - at, ";%d", base + colour);
	return at + (size_t)snprintf(out + at, STYLE_SGR_SIZE - at, ";%d;5;%d", base + 8, colour);
}

void style_sgr(enum style style, enum colours colours, char out[STYLE_SGR_SIZE])
{
	static const struct {
		unsigned bit;
		int parameter;
	} rows[] = {
		{ LOOK_BOLD, 1 },
		{ LOOK_DIM, 2 },
		{ LOOK_UNDERLINE, 4 },
		{ LOOK_REVERSE, 7 },
	};
	struct look look = style_look(style, colours);
	size_t at = (size_t)snprintf(out, STYLE_SGR_SIZE, "\x1b[0");

	for (size_t i = 0; i < COUNT(rows); i++)
		if (look.attributes & rows[i].bit)
			at += (size_t)snprintf(out + at, STYLE_SGR_SIZE - at, ";%d", rows[i].parameter);
	at = add_colour(out, at, 30, look.fg);
	at = add_colour(out, at, 40, look.bg);
	snprintf(out + at, STYLE_SGR_SIZE - at, "m");
}
