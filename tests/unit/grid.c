/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "tap.h"
#include "ui/grid.h"

/* What grid_dump() writes; the caller frees. */
static char *dump(const struct grid *grid)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	grid_dump(grid, out);
	fclose(out);
	return text;
}

static bool dumps(const struct grid *grid, const char *want)
{
	char *got = dump(grid);
	bool same = !strcmp(got, want);

	if (!same)
		printf("# got:\n%s# want:\n%s", got, want);
	free(got);
	return same;
}

/* No wide character without its right half, no right half without a wide character, nothing unprintable. */
static bool sound(const struct grid *grid)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++) {
			const char *text = grid_cell(grid, row, col)->text;
			bool half = col + 1 < grid->cols && !grid_cell(grid, row, col + 1)->text[0];
			char escaped[200];

			if (memchr(text, '\0', sizeof(grid->cell->text)) == NULL)
				return false;
			if (utf8_width(text) != (half ? 2 : text[0] ? 1 : 0))
				return false;
			if (!text[0] && (col == 0 || utf8_width(grid_cell(grid, row, col - 1)->text) != 2))
				return false;
			utf8_escape(escaped, sizeof(escaped), text, strlen(text));
			if (strcmp(text, escaped))
				return false;
		}
	}
	return true;
}

/* One text into a grid of 1 row and @cols columns, inside columns 1 to cols - 2. */
struct row {
	const char *name, *text;
	int col, want_cols;
	const char *want;
};

static void test_text(void)
{
	static const struct row rows[] = {
		{ "plain", "abc", 2, 3, "  abc   |\n" },
		{ "clipped right", "abcdefgh", 4, 8, "    abc |\n" },
		{ "clipped left", "abcdefgh", -2, 8, " defgh  |\n" },
		{ "wide", "日本", 1, 4, " 日本   |\n" },
		{ "wide at the right edge is not halved", "a日本語", 2, 7, "  a日本 |\n" },
		{ "wide cut by the right edge leaves a blank", "日本語", 2, 6, "  日本  |\n" },
		{ "wide cut by the left edge leaves a blank", "日本", 0, 4, "  本    |\n" },
		{ "a mark joins", "e\xcc\x81x", 1, 2, " e\xcc\x81x     |\n" },
		{ "a mark alone stands on a blank", "\xcc\x81x", 1, 2, "  \xcc\x81x     |\n" },
		{ "a mark on a clipped letter goes with it", "e\xcc\x81x", 0, 2, " x      |\n" },
		{ "escape", "\x1b[m", 1, 6, " \\x1b[m |\n" },
		{ "tab and newline", "\t\n", 0, 8, " x09\\x0 |\n" },
		{ "ill-formed", "a\xff", 1, 5, " a\\xff  |\n" },
		{ "overlong", "\xc0\x80", 0, 8, " xc0\\x8 |\n" },
		{ "right-to-left override", "\xe2\x80\xae", 0, 8, " u{202e |\n" },
		{ "byte order mark", "\xef\xbb\xbf", 0, 8, " u{feff |\n" },
		{ "line separator", "\xe2\x80\xa8", 0, 8, " u{2028 |\n" },
		{ "language tag", "\xf3\xa0\x81\x81", -2, 9, " e0041} |\n" },
		{ "empty", "", 1, 0, "        |\n" },
		{ "far off", "abc", -2000000, 3, "        |\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct grid grid;
		char want[200];
		int cols;

		grid_init(&grid, 1, 8);
		cols = grid_text(&grid, (struct rect){ 0, 1, 1, 6 }, 0, rows[i].col, STYLE_TEXT,
				 rows[i].text);
		snprintf(want, sizeof(want), "%s........|\n", rows[i].want);
		ok(cols == rows[i].want_cols && dumps(&grid, want) && sound(&grid) &&
			   grid_text_width(rows[i].text) == cols,
		   "text: %s (%d columns)", rows[i].name, cols);
		grid_release(&grid);
	}
}

static void test_cut(void)
{
	static const struct {
		const char *text;
		int cols, want_cols;
		const char *want;
	} rows[] = {
		{ "abcdef", 6, 6, "abcdef  |\n" },   { "abcdefg", 6, 6, "abcde…  |\n" },
		{ "日本語", 5, 5, "日本…   |\n" },   { "日本語", 4, 3, "日…     |\n" },
		{ "日", 1, 1, "…       |\n" },       { "abc", 0, 0, "        |\n" },
		{ "ab\x1bxy", 5, 3, "ab…     |\n" }, { "abc", -3, 0, "        |\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct grid grid;
		char want[200];
		int cols;

		grid_init(&grid, 1, 8);
		cols = grid_text_cut(&grid, grid_rect(&grid), 0, 0, rows[i].cols, STYLE_TEXT, rows[i].text);
		snprintf(want, sizeof(want), "%s........|\n", rows[i].want);
		ok(cols == rows[i].want_cols && dumps(&grid, want) && sound(&grid), "cut to %d: %d columns",
		   rows[i].cols, cols);
		grid_release(&grid);
	}
}

static void test_overwrite(void)
{
	struct grid grid;

	grid_init(&grid, 1, 6);
	grid_text(&grid, grid_rect(&grid), 0, 0, STYLE_TEXT, "日本語");
	grid_text(&grid, grid_rect(&grid), 0, 1, STYLE_CURSOR, "x");
	ok(dumps(&grid, " x本語|\n.C....|\n"), "writing over a right half blanks the left one");
	grid_text(&grid, grid_rect(&grid), 0, 2, STYLE_CURSOR, "y");
	ok(dumps(&grid, " xy 語|\n.CC...|\n"), "writing over a left half blanks the right one");
	grid_text(&grid, grid_rect(&grid), 0, 3, STYLE_TEXT, "本");
	ok(dumps(&grid, " xy本 |\n.CC...|\n"), "a wide one over a wide one, shifted");
	grid_text(&grid, grid_rect(&grid), 0, 3, STYLE_TEXT, "語");
	ok(dumps(&grid, " xy語 |\n.CC...|\n") && sound(&grid), "and in place");
	grid_put(&grid, (struct rect){ 0, 0, 1, 99 }, 0, 4, STYLE_MARK, "─");
	grid_put(&grid, (struct rect){ 0, 0, 1, 99 }, 0, 6, STYLE_MARK, "─");
	grid_put(&grid, (struct rect){ 0, 0, 1, 2 }, 0, 2, STYLE_MARK, "─");
	ok(dumps(&grid, " xy ─ |\n.CC.M.|\n") && sound(&grid), "a single cell over a half, and outside");
	grid_release(&grid);
}

static void test_marks_are_capped(void)
{
	struct grid grid;
	char text[400] = "a";

	grid_init(&grid, 1, 3);
	for (int i = 0; i < 100; i++)
		strcat(text, "\xcc\x81");
	strcat(text, "b");
	ok(grid_text(&grid, grid_rect(&grid), 0, 0, STYLE_TEXT, text) == 2 && sound(&grid),
	   "a hundred marks take no column");
	ok(!strcmp(grid_cell(&grid, 0, 1)->text, "b"), "and the letter after them is not lost");
	grid_release(&grid);
}

static void test_areas(void)
{
	struct grid grid;

	grid_init(&grid, 3, 6);
	grid_box(&grid, (struct rect){ 0, 1, 3, 4 }, STYLE_BORDER);
	ok(dumps(&grid, " ┌──┐ |\n │  │ |\n └──┘ |\n"
			".bbbb.|\n.b..b.|\n.bbbb.|\n"),
	   "a box");
	grid_fill(&grid, (struct rect){ -3, -3, 100, 100 }, STYLE_DIM, "·");
	grid.cursor_row = 1;
	ok(dumps(&grid, "······|\n······|\n······|\n"
			"dddddd|\ndddddd|\ndddddd|\ncursor 1,0\n"),
	   "filled, clipped to the grid; the cursor is told");
	grid.cursor_row = -1;
	grid_fill(&grid, (struct rect){ 0, 0, 1, 5 }, STYLE_TEXT, "日");
	ok(sound(&grid), "filled with a wide glyph over an odd width");
	grid_box(&grid, (struct rect){ 0, 0, 1, 5 }, STYLE_BORDER);
	ok(sound(&grid), "a box too small for a frame is none");
	grid_release(&grid);
}

static void test_ascii(void)
{
	struct grid grid;
	bool good = true;
	char code[5];

	grid_init(&grid, 1, 10);
	grid.ascii = true;
	grid_text(&grid, grid_rect(&grid), 0, 0, STYLE_TEXT, "┌─│┏━e\xcc\x81▽…日");
	ok(dumps(&grid, "+-|##ev~? |\n..........|\n"), "ASCII for lines, heavy lines, symbols and others");
	for (uint32_t c = 0x20; c < 0x30000; c++) {
		struct cell cell = { .text = "" };
		const char *text;

		code[utf8_encode(c, code)] = '\0';
		memcpy(cell.text, code, strlen(code) + 1);
		text = grid_cell_text(&grid, &cell);
		if (c >= 0x7f && c < 0xa0)
			continue;
		good &= strlen(text) == 1 && text[0] >= 0x20 && text[0] <= 0x7e &&
			(c >= 0x7f || text[0] == (char)c);
	}
	ok(good, "every code point becomes one printable ASCII character, ASCII itself");
	grid_release(&grid);
}

/* Arbitrary bytes at arbitrary places leave a grid that a terminal can be sent. */
static void test_hostile(void)
{
	unsigned seed = 5;
	bool good = true;
	struct grid grid;

	grid_init(&grid, 5, 17);
	for (int round = 0; round < 20000 && good; round++) {
		char text[24];
		size_t len;

		for (len = 0; len < sizeof(text) - 1; len++) {
			static const char *const seeds[] = { "日",       "\xcc\x81", "\x1b",    "a",
							     "\xe2\x80", "─",        "\xf0\x9f" };
			const char *piece;

			seed = seed * 1103515245u + 12345u;
			piece = seeds[(seed >> 16) % COUNT(seeds)];
			text[len] =
				(seed >> 28) < 4 ? (char)(1 + (seed >> 8) % 255) : piece[len % strlen(piece)];
		}
		text[len] = '\0';
		seed = seed * 1103515245u + 12345u;
		grid_text_cut(&grid, (struct rect){ 1, 2, 3, (int)(seed >> 20) % 16 },
			      (int)(seed >> 8) % 7 - 1, (int)(seed >> 12) % 24 - 4, (int)(seed >> 16) % 20,
			      STYLE_TEXT, text);
		good = sound(&grid);
	}
	ok(good, "20,000 hostile texts: no half character, no control byte, marks within the cell");
	for (int i = 0; i < 17; i++)
		good &= !strcmp(grid_cell(&grid, 0, i)->text, " ") &&
			!strcmp(grid_cell(&grid, 4, i)->text, " ");
	ok(good, "and nothing outside the clip");
	grid_release(&grid);
}

static void test_sizes(void)
{
	struct grid grid;

	grid_init(&grid, 0, -7);
	grid_text(&grid, grid_rect(&grid), 0, 0, STYLE_TEXT, "abc");
	ok(grid.rows == 0 && grid.cols == 0 && dumps(&grid, ""),
	   "an empty grid takes everything and shows nothing");
	grid_release(&grid);
	grid_init(&grid, 99999, 99999);
	ok(grid.rows == GRID_MAX_ROWS && grid.cols == GRID_MAX_COLS, "sizes are capped");
	grid_release(&grid);
}

static void test_parse_size(void)
{
	static const char *const wrong[] = { "",        "x",       "80",           "80x",    "x24",
					     "0x24",    "80x0",    "-1x24",        "+8x24",  " 80x24",
					     "80x24 ",  "80X24",   "80 x24",       "80x24x", "0x50x2",
					     "2001x24", "80x1001", "4294967376x24" };
	int rows = 0, cols = 0;

	ok(grid_parse_size("80x24", &rows, &cols) && rows == 24 && cols == 80, "columns, then rows");
	ok(grid_parse_size("1x1", &rows, &cols) && grid_parse_size("2000x1000", &rows, &cols) &&
		   cols == GRID_MAX_COLS && rows == GRID_MAX_ROWS,
	   "the smallest and the largest");
	for (size_t i = 0; i < COUNT(wrong); i++)
		ok(!grid_parse_size(wrong[i], &rows, &cols), "'%s' is no size", wrong[i]);
}

int main(void)
{
	test_text();
	test_cut();
	test_overwrite();
	test_marks_are_capped();
	test_areas();
	test_ascii();
	test_hostile();
	test_sizes();
	test_parse_size();
	return tap_done();
}
