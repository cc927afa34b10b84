/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keyboard_json_private.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool place_is_line_end(const struct editing *e, size_t at)
{
	return at >= e->len || e->text[at] == '\n' ||
	       (e->text[at] == '\r' && at + 1 < e->len && e->text[at + 1] == '\n');
}

static bool starts(const struct editing *e, size_t at, const char *mark)
{
	return at + strlen(mark) <= e->len && !memcmp(e->text + at, mark, strlen(mark));
}

/* Behind the comment at @at; @at when there is none. The text was parsed, so that each block comment has its end. */
static size_t skip_comment(const struct editing *e, size_t at)
{
	if (starts(e, at, "#") || starts(e, at, "//")) {
		while (!place_is_line_end(e, at) && e->text[at] != '\r')
			at++;
	} else if (starts(e, at, "/*")) {
		for (at += 2; !starts(e, at, "*/");)
			at++;
		at += 2;
	}
	return at;
}

size_t place_inside(const struct json *parent)
{
	return parent->span.start + !parent->bare;
}

size_t place_line_rest(const struct editing *e, size_t at)
{
	for (;;) {
		size_t next;

		while (!place_is_line_end(e, at) && is_blank(e->text[at]))
			at++;
		next = skip_comment(e, at);
		if (next == at || memchr(e->text + at, '\n', next - at))
			return at;
		at = next;
	}
}

struct span place_indent(const struct editing *e, size_t at)
{
	size_t start, end;

	for (start = at; start && e->text[start - 1] != '\n';)
		start--;
	if (!start && starts(e, 0, "\xef\xbb\xbf"))
		start = 3;
	for (end = start; end < at && (e->text[end] == ' ' || e->text[end] == '\t');)
		end++;
	return (struct span){ (uint32_t)start, (uint32_t)(end - start) };
}

/* Behind the comma that follows what ends at @end; @end when none does. */
static size_t behind_comma(const struct editing *e, size_t end)
{
	size_t at = end, next;

	for (;; at = next) {
		while (at < e->len && (is_blank(e->text[at]) || e->text[at] == '\n'))
			at++;
		next = skip_comment(e, at);
		if (next == at)
			return at < e->len && e->text[at] == ',' ? at + 1 : end;
	}
}

/* The line that @place starts on, looked for from @at, where what stands in front of it ends. */
static void find_line(const struct editing *e, size_t at, struct place *place)
{
	place->line = at;
	while (at < place->start) {
		size_t next = skip_comment(e, at);

		if (next == at) {
			if (e->text[at++] != '\n')
				continue;
			place->own_line = true;
			place->line = at;
			continue;
		}
		if (memchr(e->text + at, '\n', next - at))
			place->own_line = false;
		at = next;
	}
}

static size_t start_of(const struct json *child)
{
	return child->key ? child->key_span.start : child->span.start;
}

struct place place_of(const struct editing *e, const struct json *parent, const struct json *before,
		      const struct json *child)
{
	struct place place = { .start = start_of(child), .end = child->span.start + child->span.len };

	place.after = behind_comma(e, place.end);
	place.own_line = parent->bare && !before;
	find_line(e, before ? behind_comma(e, before->span.start + before->span.len) : place_inside(parent),
		  &place);
	place.tail = place_line_rest(e, place.after);
	place.ends_line = place_is_line_end(e, place.tail);
	place.ends_text = place.tail >= e->len;
	return place;
}

struct place place_of_index(const struct editing *e, const struct json *parent, size_t index)
{
	const struct json *before = NULL, *child = parent->first;

	for (; index; index--) {
		before = child;
		child = child->next;
	}
	return place_of(e, parent, before, child);
}
