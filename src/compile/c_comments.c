/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "c_comments.h"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

uint32_t c_line_start(const char *text, uint32_t at, uint32_t least)
{
	while (at > least && text[at - 1] != '\n')
		at--;
	return at;
}

bool c_is_blank(const char *text, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (!strchr(" \t\r", text[from]))
			return false;
	return true;
}

/* Comments [first, end) that follow each other on one line: away with them, and with their line when they are
 * all of it. Between others on a line they stay: they keep columns apart. */
static void drop_line(struct rewrite *rewrite, const char *text, size_t len, const struct c_tokens *tokens,
		      size_t first, size_t end)
{
	uint32_t from = tokens->token[first].span.start, to = span_end(tokens->token[end - 1].span);
	uint32_t start, newline = to;

	while (newline < len && strchr(" \t\r", text[newline]))
		newline++;
	if (newline < len && text[newline] != '\n')
		return;
	start = c_line_start(text, from, 0);
	if (c_is_blank(text, start, from) && newline < len) {
		rewrite_replace(rewrite, (struct span){ start, newline + 1 - start }, "");
		return;
	}
	while (from > start && strchr(" \t", text[from - 1]))
		from--;
	rewrite_replace(rewrite, (struct span){ from, to - from }, "");
}

/* Those of one line, from @first on. */
static size_t end_of_line(const char *text, const struct c_tokens *tokens, size_t first, size_t end)
{
	size_t next = first + 1;

	for (; next < end; next++) {
		uint32_t from = tokens->token[next - 1].span.start;

		if (memchr(text + from, '\n', span_end(tokens->token[next].span) - from))
			break;
	}
	return next;
}

static size_t end_of_comments(const struct c_tokens *tokens, size_t first)
{
	while (first < tokens->count && tokens->token[first].type == C_COMMENT)
		first++;
	return first;
}

static bool has_words(const char *text, uint32_t from, uint32_t to)
{
	while (from < to && !is_word(text[from]))
		from++;
	return from < to;
}

void c_drop_comments(struct rewrite *rewrite, const char *text, size_t len, const struct c_tokens *tokens,
		     bool inner)
{
	size_t first = end_of_comments(tokens, 0), end;

	if (first && first < tokens->count) {
		uint32_t from = c_line_start(text, tokens->token[0].span.start, 0);
		uint32_t code = tokens->token[first].span.start;
		uint32_t to = c_line_start(text, code, span_end(tokens->token[first - 1].span));

		rewrite_replace(rewrite, (struct span){ from, to - from }, "");
	}
	for (size_t i = first; inner && i<tokens->count; i = end> i ? end : i + 1) {
		end = end_of_comments(tokens, i);
		if (end == i ||
		    !has_words(text, tokens->token[i].span.start, span_end(tokens->token[end - 1].span)))
			continue;
		for (size_t line = i, next; line < end; line = next) {
			next = end_of_line(text, tokens, line, end);
			drop_line(rewrite, text, len, tokens, line, next);
		}
	}
}
