/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keyboard_json_private.h"

/* Each asks for what stands in the text now: all offsets are of the text before the change. */

static void replace(struct editing *e, size_t start, size_t end, const char *with)
{
	rewrite_replace(&e->rewrite, (struct span){ (uint32_t)start, (uint32_t)(end - start) }, with);
}

static void insert_text(struct editing *e, size_t at, const struct str *text)
{
	replace(e, at, at, str_text(text));
}

static void set_indent(struct manner *manner, const struct editing *e, size_t at)
{
	struct span indent = place_indent(e, at);

	str_clear(&manner->indent);
	str_add_bytes(&manner->indent, e->text + indent.start, indent.len);
}

static const struct json *child_at(const struct json *parent, size_t index)
{
	const struct json *child = parent->first;

	while (child && index--)
		child = child->next;
	return child;
}

static bool is_bare_text(const struct json *node)
{
	return node->type == JSON_TEXT && node->bare;
}

/* The blanks that part two children on one line: " " where the text shows none. */
static void add_gap(const struct editing *e, const struct json *parent, struct str *out)
{
	if (parent->count > 1) {
		size_t at = place_of_index(e, parent, 0).after, end = place_of_index(e, parent, 1).start;

		if (end - at < 8 && strspn(e->text + at, " \t") >= end - at &&
		    (end > at || e->text[at - 1] == ',')) {
			str_add_bytes(out, e->text + at, end - at);
			return;
		}
	}
	str_add_char(out, ' ');
}

/* A root without members and without braces gets both. */
static void fill_root(struct editing *e, struct manner *manner, const char *key, const struct json *value)
{
	struct str text = STR_INIT;

	if (e->len && e->text[e->len - 1] != '\n')
		str_add(&text, manner->newline);
	str_addf(&text, "{%s%s", manner->newline, str_text(&manner->unit));
	str_add(&manner->indent, str_text(&manner->unit));
	manner_print(manner, key, value, &text);
	str_addf(&text, "%s}%s", manner->newline, manner->newline);
	insert_text(e, e->len, &text);
	str_release(&text);
}

/* The first child of an empty list or object: on a line of its own when its brackets are on two already, or when it is
 * a member and @lines. */
static void fill(struct editing *e, struct manner *manner, const struct json *parent, const char *key,
		 const struct json *value)
{
	size_t inside = place_inside(parent), close = parent->span.start + parent->span.len - 1, end = close;
	bool own = manner->lines && parent->type == JSON_OBJECT;
	struct str text = STR_INIT, line = STR_INIT;

	while (end > inside && strchr(" \t\r\n", e->text[end - 1]))
		end--;
	set_indent(manner, e, parent->span.start);
	str_addf(&line, "%s%s", manner->newline, str_text(&manner->indent));
	if (memchr(e->text + end, '\n', close - end) || own) {
		str_addf(&text, "%s%s", str_text(&line), str_text(&manner->unit));
		str_add(&manner->indent, str_text(&manner->unit));
		manner->lines = parent->type == JSON_OBJECT;
	} else {
		str_add(&text, end > inside ? " " : "");
		manner->lines = false;
	}
	manner_print(manner, key, value, &text);
	if (!memchr(e->text + end, '\n', close - end)) {
		str_add(&text, own ? str_text(&line) : "");
		replace(e, end, close, str_text(&text));
	} else {
		insert_text(e, end, &text);
	}
	str_release(&line);
	str_release(&text);
}

static void insert_first(struct editing *e, struct manner *manner, const struct json *parent, const char *key,
			 const struct json *value)
{
	struct place first = place_of_index(e, parent, 0);
	size_t rest = place_line_rest(e, place_inside(parent));
	bool comma = manner->commas || !first.own_line;
	struct str text = STR_INIT;

	set_indent(manner, e, first.start);
	manner->lines = first.own_line && parent->type == JSON_OBJECT;
	if (first.own_line && !parent->bare && place_is_line_end(e, rest)) {
		str_addf(&text, "%s%s", manner->newline, str_text(&manner->indent));
		manner_print(manner, key, value, &text);
		str_add(&text, comma ? "," : "");
		insert_text(e, rest, &text);
	} else {
		manner_print(manner, key, value, &text);
		str_add(&text, comma ? "," : "");
		if (first.own_line)
			str_addf(&text, "%s%s", manner->newline, str_text(&manner->indent));
		else
			add_gap(e, parent, &text);
		insert_text(e, first.start, &text);
	}
	str_release(&text);
}

/* Behind the child before @index. */
static void insert_behind(struct editing *e, struct manner *manner, const struct json *parent, size_t index,
			  const char *key, const struct json *value)
{
	const struct json *anchor = child_at(parent, index - 1), *next = anchor->next;
	struct place place = place_of_index(e, parent, index - 1);
	bool bare = is_bare_text(anchor), comma = place.after > place.end;
	bool own = bare || (place.own_line && (!next || place_of_index(e, parent, index).own_line));
	struct str text = STR_INIT;

	set_indent(manner, e, place.start);
	manner->lines = own && parent->type == JSON_OBJECT;
	if (!next && !comma && !bare && (manner->commas || !own))
		replace(e, place.end, place.end, ",");
	if (own)
		str_addf(&text, "%s%s", manner->newline, str_text(&manner->indent));
	else
		add_gap(e, parent, &text);
	manner_print(manner, key, value, &text);
	str_add(&text, comma || (next && (manner->commas || !own)) ? "," : "");
	insert_text(e, own && place.ends_line ? place.tail : place.after, &text);
	str_release(&text);
}

void keyboard_json_insert(struct editing *e, const struct json *parent, bool lines, size_t index,
			  const char *key, const struct json *value)
{
	struct manner manner;

	manner_find(&manner, e, parent);
	manner.lines = lines;
	if (!parent->first && parent->bare)
		fill_root(e, &manner, key, value);
	else if (!parent->first)
		fill(e, &manner, parent, key, value);
	else if (!index)
		insert_first(e, &manner, parent, key, value);
	else
		insert_behind(e, &manner, parent, index, key, value);
	manner_release(&manner);
}

void keyboard_json_replace(struct editing *e, const struct json *parent, size_t index,
			   const struct json *value)
{
	const struct json *old = child_at(parent, index);
	size_t start = old->span.start, end = start + old->span.len;
	struct str text = STR_INIT;

	if (old->type == JSON_TEXT && value->type == JSON_TEXT) {
		manner_print_text(e, old, value->text, &text);
	} else {
		struct manner manner;

		manner_find(&manner, e, parent);
		set_indent(&manner, e, start);
		manner.lines =
			old->first ? memchr(e->text + start, '\n', end - start) != NULL
				   : parent->type == JSON_OBJECT && place_of_index(e, parent, index).own_line;
		manner_print(&manner, NULL, value, &text);
		manner_release(&manner);
	}
	replace(e, start, end, str_text(&text));
	str_release(&text);
}

/* A whole line with its end; of the last line, which has none, the end of the one before. */
static void remove_line(struct editing *e, struct place place)
{
	size_t start = place.line, end = place.tail;

	if (place.ends_text) {
		start -= start && e->text[start - 1] == '\n';
		start -= start && start < place.line && e->text[start - 1] == '\r';
	} else {
		end += e->text[end] == '\r';
		end++;
	}
	replace(e, start, end, "");
}

/* With the blanks on one side: those behind it where nothing stands in front of it on its line. */
static void remove_inline(struct editing *e, const struct json *parent, size_t index, struct place place)
{
	size_t start = place.start, end = place.after;
	bool first = !index || place.own_line;

	while (first && end < e->len && (e->text[end] == ' ' || e->text[end] == '\t'))
		end++;
	while (!first && (e->text[start - 1] == ' ' || e->text[start - 1] == '\t'))
		start--;
	if (first && parent->count == 1)
		while (start > place_inside(parent) && e->text[start - 1] == ' ')
			start--;
	replace(e, start, end, "");
}

void keyboard_json_remove(struct editing *e, const struct json *parent, size_t index)
{
	struct place place = place_of_index(e, parent, index);

	/* The last one leaves no comma behind where it had none itself. */
	if (index && index + 1 == parent->count && place.after == place.end) {
		struct place before = place_of_index(e, parent, index - 1);

		if (before.after > before.end)
			replace(e, before.after - 1, before.after, "");
	}
	if (place.own_line && place.ends_line)
		remove_line(e, place);
	else
		remove_inline(e, parent, index, place);
}

/* Each place of the stretch keeps its commas and gets another's text, and the comment behind that where all stand on
 * lines of their own. */
void keyboard_json_move(struct editing *e, const struct json *list, size_t from, size_t to)
{
	size_t low = from < to ? from : to, high = from < to ? to : from;
	bool lines = true;

	for (size_t i = low; i <= high; i++) {
		struct place place = place_of_index(e, list, i);

		lines = lines && place.own_line && place.ends_line;
	}
	for (size_t i = low; i <= high; i++) {
		size_t source = i == to ? from : from < to ? i + 1 : i - 1;
		struct place here = place_of_index(e, list, i), other = place_of_index(e, list, source);
		struct str text = STR_INIT;

		str_add_bytes(&text, e->text + other.start, other.end - other.start);
		replace(e, here.start, here.end, str_text(&text));
		str_clear(&text);
		str_add_bytes(&text, e->text + other.after, other.tail - other.after);
		if (lines)
			replace(e, here.after, here.tail, str_text(&text));
		str_release(&text);
	}
}
