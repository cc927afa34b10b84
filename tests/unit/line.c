/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "tap.h"
#include "ui/line.h"

static void type(struct line *line, const char *const *keys)
{
	for (; *keys; keys++)
		line_key(line, *keys);
}

int main(void)
{
	static const struct {
		const char *keys[12], *text;
		size_t at;
	} rows[] = {
		{ { "a", "b", "c" }, "abc", 3 },
		{ { "ä", "b", "<BS>", "<BS>", "x" }, "x", 1 },
		{ { "a", "<Space>", "b" }, "a b", 3 },
		{ { "a", "b", "<Left>", "x", "<Home>", "y", "<End>", "z" }, "yaxbz", 5 },
		{ { "a", "b", "<C-a>", "<Del>" }, "b", 0 },
		{ { "a", "<Space>", "b", "c", "<C-w>" }, "a ", 2 },
		{ { "a", "b", "<Left>", "<C-u>" }, "b", 0 },
		{ { "a", "b", "<Left>", "<C-k>" }, "a", 1 },
		{ { "<BS>", "<Del>", "<Left>", "<Right>", "<C-w>" }, "", 0 },
		{ { "e", "\xcc\x81", "x", "<Left>", "<Left>", "y" }, "ye\xcc\x81x", 1 },
		{ { "作", "者", "<Left>", "<BS>" }, "者", 0 },
	};
	struct line line = { 0 };
	struct grid grid;
	char long_text[LINE_MAX_BYTES + 100];

	for (size_t i = 0; i < COUNT(rows); i++) {
		line = (struct line){ 0 };
		type(&line, rows[i].keys);
		ok(!strcmp(line.text, rows[i].text) && line.at == rows[i].at && line.len == strlen(line.text),
		   "row %zu gives '%s' with the cursor at %zu", i, line.text, line.at);
	}
	ok(!line_key(&line, "<F5>"), "a key that is no text is not taken");
	line_set(&line, "a\x1b[2J\nb");
	ok(!strchr(line.text, '\x1b') && !strchr(line.text, '\n'), "control bytes do not get in: '%s'",
	   line.text);
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	line_set(&line, long_text);
	ok(line.len == LINE_MAX_BYTES, "a line ends at its cap");
	line_key(&line, "ä");
	ok(line.len == LINE_MAX_BYTES, "and takes no more");

	grid_init(&grid, 1, 12);
	line_draw(&line, ":", &grid, grid_rect(&grid));
	ok(grid.cursor_row == 0 && grid.cursor_col == 11, "a long line scrolls so that the cursor shows (%d)",
	   grid.cursor_col);
	grid_release(&grid);
	return tap_done();
}
