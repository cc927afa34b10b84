/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "wrap.h"

enum { LINE_BYTES = 1024 };

/* Bytes of the first line of @text; *@next is where the second begins. */
static size_t first_line(const char *text, int cols, const char **next)
{
	size_t fits = utf8_clip(text, cols), cut = fits;

	if (text[fits])
		while (cut && text[cut] != ' ')
			cut--;
	if (!cut)
		cut = fits ? fits : strlen(text);
	*next = text + cut;
	while (**next == ' ')
		++*next;
	return cut < LINE_BYTES ? cut : LINE_BYTES - 1;
}

int wrap_rows(const char *text, int cols)
{
	int rows = 0;

	for (; *text; rows++)
		first_line(text, cols, &text);
	return rows;
}

int wrap_draw(struct grid *grid, struct rect area, enum style style, const char *text)
{
	int row = 0;

	while (*text && row < area.rows) {
		char line[LINE_BYTES];
		const char *next;
		size_t len = first_line(text, area.cols, &next);

		memcpy(line, text, len);
		line[len] = '\0';
		if (row == area.rows - 1)
			grid_text_cut(grid, area, area.row + row, area.col, area.cols, style, text);
		else
			grid_text(grid, area, area.row + row, area.col, style, line);
		text = next;
		row++;
	}
	return row;
}
