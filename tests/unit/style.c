/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "tap.h"
#include "ui/style.h"

static void test_colours(void)
{
	ok(style_colours(-1, NULL) == COLOURS_NONE && style_colours(2, NULL) == COLOURS_NONE,
	   "a terminal without colours is mono");
	ok(style_colours(8, NULL) == COLOURS_16 && style_colours(88, NULL) == COLOURS_16,
	   "8 and 88 use the small palette");
	ok(style_colours(256, NULL) == COLOURS_256 && style_colours(1 << 24, NULL) == COLOURS_256,
	   "256 and more the large one");
	ok(style_colours(256, "1") == COLOURS_NONE && style_colours(256, "") == COLOURS_256,
	   "NO_COLOR counts when it is not empty");
}

/* Roles that must be told from plain text by someone who sees no colours. */
static const enum style loud[] = {
	STYLE_CURSOR, STYLE_MARK, STYLE_TAB_ACTIVE, STYLE_MATCH, STYLE_ERROR, STYLE_WARNING, STYLE_PROGRESS,
};

static void test_themes(void)
{
	static const int palette[] = { [COLOURS_NONE] = 0, [COLOURS_16] = 8, [COLOURS_256] = 256 };

	for (enum colours c = COLOURS_NONE; c <= COLOURS_256; c++) {
		bool in_palette = true, readable = true, told = true, one_cursor = true;

		for (int s = 0; s < STYLE_COUNT; s++) {
			struct look look = style_look((enum style)s, c), cursor = style_look(STYLE_CURSOR, c);

			in_palette &= look.fg < palette[c] && look.bg < palette[c] && look.fg >= -1 &&
				      look.bg >= -1;
			/* A background of ours under the terminal's own foreground, or the like, may clash. */
			readable &= look.bg == -1 || (look.fg != -1 && look.fg != look.bg);
			one_cursor &= s == STYLE_CURSOR || look.attributes != cursor.attributes;
		}
		for (size_t i = 0; i < COUNT(loud); i++) {
			struct look look = style_look(loud[i], c);

			told &= look.attributes != 0 || look.bg >= 0;
		}
		ok(in_palette, "theme %d keeps to its palette", c);
		ok(readable, "theme %d sets no background without a foreground", c);
		ok(told, "theme %d does not tell by colour of letters alone", c);
		ok(one_cursor, "nothing but the cursor looks like it in theme %d", c);
	}
}

static void test_sgr(void)
{
	char sgr[STYLE_SGR_SIZE];
	size_t longest = 0;

	style_sgr(STYLE_TEXT, COLOURS_256, sgr);
	ok(!strcmp(sgr, "\x1b[0m"), "text is no attributes");
	style_sgr(STYLE_CURSOR, COLOURS_NONE, sgr);
	ok(!strcmp(sgr, "\x1b[0;1;7m"), "the cursor in mono is bold and reverse");
	style_sgr(STYLE_ERROR, COLOURS_16, sgr);
	ok(!strcmp(sgr, "\x1b[0;1;37;41m"), "small colours");
	style_sgr(STYLE_DIM, COLOURS_256, sgr);
	ok(!strcmp(sgr, "\x1b[0;38;5;244m"), "large colours");
	for (int s = 0; s < STYLE_COUNT; s++) {
		for (enum colours c = COLOURS_NONE; c <= COLOURS_256; c++) {
			style_sgr((enum style)s, c, sgr);
			longest = strlen(sgr) > longest ? strlen(sgr) : longest;
			if (sgr[strlen(sgr) - 1] != 'm')
				longest = STYLE_SGR_SIZE;
		}
	}
	ok(longest < STYLE_SGR_SIZE - 1, "none is cut");
}

static void test_blank(void)
{
	ok(look_is_plain_blank(style_look(STYLE_DIM, COLOURS_256)), "a blank in grey shows nothing");
	ok(!look_is_plain_blank(style_look(STYLE_CURSOR, COLOURS_NONE)) &&
		   !look_is_plain_blank(style_look(STYLE_INPUT, COLOURS_256)) &&
		   !look_is_plain_blank(style_look(STYLE_ERROR, COLOURS_16)),
	   "reversed, underlined and coloured ones do");
}

int main(void)
{
	test_colours();
	test_themes();
	test_sgr();
	test_blank();
	return tap_done();
}
