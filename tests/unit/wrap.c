/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/wrap.h"
#include "base/err.h"
#include "tap.h"

int main(void)
{
	static const struct {
		const char *text;
		int cols, rows;
	} rows[] = {
		{ "", 10, 0 },
		{ "short", 10, 1 },
		{ "ten wide a", 10, 1 },
		{ "ten wide ab", 10, 2 },
		{ "nowhereToBreakIt", 5, 4 },
		{ "作者作者", 4, 2 },
		{ "a  b", 2, 2 },
		{ "x", 0, 1 },
	};
	struct grid grid;

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(wrap_rows(rows[i].text, rows[i].cols) == rows[i].rows, "'%s' in %d columns takes %d rows",
		   rows[i].text, rows[i].cols, wrap_rows(rows[i].text, rows[i].cols));
	grid_init(&grid, 3, 10);
	ok(wrap_draw(&grid, (struct rect){ 0, 0, 2, 10 }, STYLE_TEXT, "one two three four five six") == 2,
	   "what is too long fills its area");
	ok(!strcmp(grid.cell[19].text, "…"), "and ends in a sign that there was more");
	ok(!strcmp(grid.cell[20].text, " "), "and stays in it");
	grid_release(&grid);
	return tap_done();
}
