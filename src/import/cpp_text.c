/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file as the lexer wants it: no spliced lines, and its lines counted. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

static bool is_text(const char *text, size_t len, struct err *err)
{
	const char *nul = memchr(text, 0, len);
	size_t nuls = 0, looked = len < 1000 ? len : 1000;
	size_t line = 1;

	for (size_t i = 0; i < looked; i++)
		nuls += !text[i];
	if ((len >= 2 && (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "\xfe\xff", 2))) ||
	    (nuls > 4 && nuls > looked / 3))
		return err_set(err, ERR_PARSE, "this is UTF-16, not UTF-8: save it as UTF-8");
	if (!nul)
		return true;
	for (const char *p = text; p < nul; p++)
		line += *p == '\n';
	return err_set(err, ERR_PARSE, "line %zu has a NUL byte, so this is no text: remove the byte", line);
}

static size_t newline_len(const char *p)
{
	return *p == '\r' ? 1 + (p[1] == '\n') : *p == '\n';
}

/* Bytes of the backslash at @p, the blanks behind it and the newline; 0: it splices no lines. */
static size_t splice_len(const char *p)
{
	size_t blanks = 1 + strspn(p + 1, " \t\v\f"), newline = newline_len(p + blanks);

	return newline ? blanks + newline : 0;
}

static void find_lines(struct cpp_text *text)
{
	const char *begin = text->file.text, *end = begin + text->file.len;
	size_t cap = 0;

	text->line = mem_grow(NULL, 0, &cap, sizeof(*text->line));
	text->line[text->lines++] = 0;
	for (const char *p = begin; p < end; p++) {
		if (*p != '\n' && (*p != '\r' || p[1] == '\n'))
			continue;
		text->line = mem_grow(text->line, text->lines, &cap, sizeof(*text->line));
		text->line[text->lines++] = (uint32_t)(p + 1 - begin);
	}
}

static void join_lines(struct cpp_text *text)
{
	const char *p = text->file.text, *end = p + text->file.len, *from = p, *backslash;
	uint32_t removed = 0;
	size_t cap = 0, len;
	char *to = NULL;

	for (; (backslash = memchr(p, '\\', (size_t)(end - p))); p = backslash + (len ? len : 1)) {
		len = splice_len(backslash);
		if (!len)
			continue;
		if (!text->spliced)
			to = text->spliced = mem_new(text->file.len + 1, 1);
		memcpy(to, from, (size_t)(backslash - from));
		to += backslash - from;
		from = backslash + len;
		removed += (uint32_t)len;
		text->splice = mem_grow(text->splice, text->splices, &cap, sizeof(*text->splice));
		text->splice[text->splices++] =
			(struct cpp_splice){ (uint32_t)(to - text->spliced), removed };
	}
	if (text->spliced) {
		memcpy(to, from, (size_t)(end - from));
		to += end - from;
		*to = '\0';
		text->spliced_len = (size_t)(to - text->spliced);
	}
}

bool cpp_text_init(struct cpp_text *text, struct err *err)
{
	if (!is_text(text->file.text, text->file.len, err))
		return false;
	find_lines(text);
	join_lines(text);
	return true;
}

void cpp_text_release(struct cpp_text *text)
{
	free(text->owned);
	free(text->spliced);
	free(text->splice);
	free(text->line);
	free(text->copied);
	free(text->directive);
}

uint32_t cpp_text_line(const struct cpp_text *text, uint32_t offset)
{
	size_t low = 0, high = text->lines;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (text->line[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low + 1;
}
