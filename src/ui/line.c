/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/utf8.h"
#include "ui/key.h"
#include "ui/line.h"

static size_t next_at(const struct line *line, size_t at)
{
	size_t used;

	do {
		utf8_decode(line->text + at, line->len - at, &used);
		at += used;
	} while (at < line->len && !utf8_code_width(utf8_decode(line->text + at, line->len - at, &used)));
	return at;
}

static size_t prev_at(const struct line *line, size_t at)
{
	size_t from = 0, next;

	while (from < at && (next = next_at(line, from)) < at)
		from = next;
	return from;
}

static void erase(struct line *line, size_t from, size_t to)
{
	memmove(line->text + from, line->text + to, line->len - to + 1);
	line->len -= to - from;
	line->at = from;
}

void line_set(struct line *line, const char *text)
{
	*line = (struct line){ 0 };
	line_insert(line, text, strlen(text));
}

void line_insert(struct line *line, const char *text, size_t len)
{
	while (len) {
		size_t used;
		uint32_t code = utf8_decode(text, len, &used);
		char unit[4];
		size_t n = utf8_encode(code < 0x20 || code == 0x7f ? ' ' : code, unit);

		if (line->len + n > LINE_MAX_BYTES)
			return;
		memmove(line->text + line->at + n, line->text + line->at, line->len - line->at + 1);
		memcpy(line->text + line->at, unit, n);
		line->at += n;
		line->len += n;
		text += used;
		len -= used;
	}
}

static void do_backspace(struct line *line)
{
	erase(line, prev_at(line, line->at), line->at);
}

static void do_delete(struct line *line)
{
	if (line->at < line->len)
		erase(line, line->at, next_at(line, line->at));
}

static void do_left(struct line *line)
{
	line->at = prev_at(line, line->at);
}

static void do_right(struct line *line)
{
	if (line->at < line->len)
		line->at = next_at(line, line->at);
}

static void do_home(struct line *line)
{
	line->at = 0;
}

static void do_end(struct line *line)
{
	line->at = line->len;
}

static void do_erase_word(struct line *line)
{
	size_t from = line->at;

	while (from && line->text[from - 1] == ' ')
		from--;
	while (from && line->text[from - 1] != ' ')
		from--;
	erase(line, from, line->at);
}

static void do_erase_before(struct line *line)
{
	erase(line, 0, line->at);
}

static void do_erase_after(struct line *line)
{
	erase(line, line->at, line->len);
}

bool line_key(struct line *line, const char *key)
{
	static const struct {
		const char *key;
		void (*run)(struct line *line);
	} keys[] = {
		{ "<BS>", do_backspace },     { "<Del>", do_delete },      { "<Left>", do_left },
		{ "<Right>", do_right },      { "<Home>", do_home },       { "<C-a>", do_home },
		{ "<End>", do_end },          { "<C-e>", do_end },         { "<C-w>", do_erase_word },
		{ "<C-u>", do_erase_before }, { "<C-k>", do_erase_after },
	};
	const char *text;

	for (size_t i = 0; i < COUNT(keys); i++) {
		if (!strcmp(keys[i].key, key)) {
			keys[i].run(line);
			return true;
		}
	}
	text = key_text(key);
	if (text)
		line_insert(line, text, strlen(text));
	return text != NULL;
}

bool line_has_words_in(const struct line *line, const char *text)
{
	char words[LINE_MAX_BYTES + 1], *save = NULL;

	snprintf(words, sizeof(words), "%s", line->text);
	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
		if (!strcasestr(text, word))
			return false;
	return true;
}

void line_draw(const struct line *line, const char *prefix, struct grid *grid, struct rect area)
{
	char before[LINE_MAX_BYTES + 1];
	int head = grid_text(grid, area, area.row, area.col, STYLE_INPUT, prefix),
	    room = area.cols - head - 1, col;
	size_t from = 0;

	memcpy(before, line->text, line->at);
	before[line->at] = '\0';
	while (from < line->at && utf8_width(before + from) > room)
		from = next_at(line, from);
	col = area.col + head;
	grid_fill(grid, (struct rect){ area.row, col, 1, area.cols - head }, STYLE_INPUT, " ");
	grid_text(grid, area, area.row, col, STYLE_INPUT, line->text + from);
	grid->cursor_row = area.row;
	grid->cursor_col = col + utf8_width(before + from);
}
