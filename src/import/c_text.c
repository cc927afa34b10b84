/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_text.h"
#include "python_text.h"

static void add_line(struct c_text *c, int line)
{
	c->line = mem_grow(c->line, c->lines, &c->cap, sizeof(*c->line));
	c->line[c->lines++] = line;
}

void c_text_read(struct c_text *c, const char *text, size_t len)
{
	struct slice rest = { text, text + len }, line;

	*c = (struct c_text){ 0 };
	add_line(c, 1);
	while (python_line(&rest, &line)) {
		str_add_bytes(&c->text, line.at, slice_len(line));
		if (rest.at == line.end)
			break;
		str_add_char(&c->text, '\n');
		add_line(c, (int)c->lines + 1);
	}
}

void c_text_release(struct c_text *c)
{
	str_release(&c->text);
	free(c->line);
	*c = (struct c_text){ 0 };
}

/* A pass over the text that never makes it longer, so that it is done in place. */
struct pass {
	struct c_text *c;
	size_t from, to;         /* bytes read and written */
	size_t from_line, lines; /* lines read and written */
};

static void put(struct pass *p, char byte)
{
	assert(p->to < p->from);
	p->c->text.data[p->to++] = byte;
}

static void skip(struct pass *p, size_t len)
{
	for (; len; len--)
		p->from_line += p->c->text.data[p->from++] == '\n';
}

static void copy(struct pass *p, size_t len)
{
	char *at = p->c->text.data + p->to, *end = at + len;

	memmove(at, p->c->text.data + p->from, len);
	p->from += len;
	p->to += len;
	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		p->c->line[++p->lines] = p->c->line[++p->from_line];
		at++;
	}
}

/* Copy up to the next of @bytes, or to a NUL. */
static void copy_plain(struct pass *p, const char *bytes)
{
	copy(p, strcspn(p->c->text.data + p->from, bytes));
}

static void finish(struct pass *p)
{
	if (!p->c->text.data)
		return;
	p->c->text.data[p->to] = '\0';
	p->c->text.len = p->to;
	p->c->lines = p->lines + 1;
}

static struct slice rest_of(const struct pass *p)
{
	const char *text = str_text(&p->c->text);

	return (struct slice){ text + p->from, text + p->c->text.len };
}

void c_text_join(struct c_text *c)
{
	struct pass p = { .c = c };

	while (p.from < c->text.len) {
		if (slice_starts(rest_of(&p), "\\\n"))
			skip(&p, 2);
		else
			copy(&p, 1);
		copy_plain(&p, "\\");
	}
	finish(&p);
}

/* Bytes of the block comment at the start of @s; 0: it is not closed. */
static size_t block_len(struct slice s)
{
	const char *end = slice_find((struct slice){ s.at + 2, s.end }, "*/");

	return end ? (size_t)(end + 2 - s.at) : 0;
}

void c_text_cut_blocks(struct c_text *c)
{
	struct pass p = { .c = c };
	bool closed = true;

	while (p.from < c->text.len) {
		struct slice rest = rest_of(&p);
		size_t len = closed && slice_starts(rest, "/*") ? block_len(rest) : 0;

		/* When one is not closed no later one is. */
		closed = closed && (len || !slice_starts(rest, "/*"));
		if (len)
			skip(&p, len);
		else
			copy(&p, 1);
		copy_plain(&p, "/");
	}
	finish(&p);
}

/* Bytes of the quoted text at the start of @s; 0: it is not closed. */
static size_t quoted_len(struct slice s)
{
	char quote = *s.at;

	for (const char *at = s.at + 1; at < s.end; at++) {
		if (*at == quote)
			return (size_t)(at + 1 - s.at);
		if (*at == '\\')
			at++;
	}
	return 0;
}

enum part { PART_CODE, PART_LINE, PART_BLOCK, PART_DOUBLE_QUOTED, PART_SINGLE_QUOTED, PARTS };

static enum part part_at(struct slice s)
{
	static const char *const start[PARTS] = { "", "//", "/*", "\"", "'" };
	enum part part = PARTS;

	while (!slice_starts(s, start[--part]))
		;
	return part;
}

static size_t part_len(struct slice s, enum part part)
{
	const char *end;

	if (part == PART_BLOCK)
		return block_len(s);
	if (part != PART_LINE)
		return quoted_len(s);
	end = memchr(s.at, '\n', slice_len(s));
	return (size_t)((end ? end : s.end) - s.at);
}

void c_text_blank_comments(struct c_text *c)
{
	struct pass p = { .c = c };
	bool open[PARTS] = { [PART_CODE] = true }; /* when one is not closed no later one of its sort is */

	while (p.from < c->text.len) {
		struct slice rest = rest_of(&p);
		enum part part = part_at(rest);
		size_t len = open[part] ? 0 : part_len(rest, part);

		open[part] = !len;
		if (!len) {
			copy(&p, 1);
		} else if (part == PART_LINE || part == PART_BLOCK) {
			skip(&p, len);
			put(&p, ' ');
		} else {
			copy(&p, len);
		}
		copy_plain(&p, "/\"'");
	}
	finish(&p);
}
