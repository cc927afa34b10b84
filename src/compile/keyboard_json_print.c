/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "keyboard_json_private.h"

/* How much further @object's children are indented than itself; false when they are not on lines of their own. */
static bool find_unit(const struct editing *e, const struct json *object, struct str *unit)
{
	struct span own, child;

	if (!object->first || object->bare || !place_of_index(e, object, 0).own_line)
		return false;
	own = place_indent(e, object->span.start);
	child = place_indent(e, place_of_index(e, object, 0).start);
	if (child.len < own.len)
		return false;
	str_add_bytes(unit, e->text + child.start + own.len, child.len - own.len);
	return true;
}

static void find_indent(struct manner *manner, const struct editing *e)
{
	if (find_unit(e, e->root, &manner->unit))
		return;
	for (const struct json *node = e->root->first; node; node = node->next)
		if (find_unit(e, node, &manner->unit))
			return;
	str_add(&manner->unit, "    ");
}

static bool has_comma(const struct editing *e, const struct json *parent)
{
	struct place first = place_of_index(e, parent, 0);

	return first.after > first.end;
}

static bool is_blank_or_colon(const char *text, size_t len)
{
	return strspn(text, " \t:") >= len;
}

static void find_names(struct manner *manner, const struct editing *e, const struct json *member)
{
	char first = e->text[member->key_span.start];
	size_t end = member->key_span.start + member->key_span.len, gap = member->span.start - end;

	manner->key_quote = first == '"' || first == '\'' ? first : 0;
	str_clear(&manner->colon);
	if (gap < 8 && is_blank_or_colon(e->text + end, gap))
		str_add_bytes(&manner->colon, e->text + end, gap);
	else
		str_add(&manner->colon, ": ");
}

void manner_find(struct manner *manner, const struct editing *e, const struct json *parent)
{
	const char *end = memchr(e->text, '\n', e->len);
	const struct json *named = parent->type == JSON_OBJECT && parent->first ? parent : e->root;

	*manner = (struct manner){ .key_quote = '"', .quote = '"' };
	manner->newline = end && end > e->text && end[-1] == '\r' ? "\r\n" : "\n";
	find_indent(manner, e);
	str_add(&manner->colon, ": ");
	if (named->first && named->first->key)
		find_names(manner, e, named->first);
	manner->commas = parent->count > 1    ? has_comma(e, parent)
			 : e->root->count > 1 ? has_comma(e, e->root)
					      : true;
	for (const struct json *node = parent->first; node; node = node->next) {
		if (node->type == JSON_TEXT && !node->bare && e->text[node->span.start] == '\'' &&
		    e->text[node->span.start + 1] != '\'')
			manner->quote = '\'';
		if ((node->type == JSON_ARRAY || node->type == JSON_OBJECT) && node->count)
			manner->padded = e->text[node->span.start + 1] == ' ';
	}
}

void manner_release(struct manner *manner)
{
	str_release(&manner->indent);
	str_release(&manner->unit);
	str_release(&manner->colon);
}

static void add_quoted(char quote, const char *text, struct str *out)
{
	bool plain = true;

	for (const char *c = text; *c; c++)
		plain = plain && *c != '\'' && *c != '\\' && (unsigned char)*c >= 0x20 && *c != 0x7f;
	if (quote == '\'' && plain)
		str_addf(out, "'%s'", text);
	else
		json_add_text(out, text);
}

static void add_name(const struct manner *manner, const char *key, struct str *out)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	if (!manner->key_quote && *key && !key[strspn(key, safe)])
		str_add(out, key);
	else
		add_quoted(manner->key_quote, key, out);
	str_add(out, str_text(&manner->colon));
}

static bool is_container(const struct json *value)
{
	return value->type == JSON_ARRAY || value->type == JSON_OBJECT;
}

/* On one line where that is asked for, and where QMK's formatter does so: empty, a list of plain values. */
static bool takes_lines(const struct manner *manner, const struct json *value)
{
	if (!manner->lines || !value->first)
		return false;
	if (value->type == JSON_OBJECT)
		return true;
	for (const struct json *node = value->first; node; node = node->next)
		if (is_container(node))
			return true;
	return false;
}

static void add_value(const struct manner *manner, size_t depth, bool lines, const struct json *value,
		      struct str *out);

static void add_line(const struct manner *manner, size_t depth, struct str *out)
{
	str_add(out, manner->newline);
	str_add(out, str_text(&manner->indent));
	while (depth--)
		str_add(out, str_text(&manner->unit));
}

static void add_children(const struct manner *manner, size_t depth, bool lines, const struct json *value,
			 struct str *out)
{
	const char *pad = manner->padded && value->first && !lines ? " " : "";

	str_add(out, pad);
	for (const struct json *node = value->first; node; node = node->next) {
		if (lines)
			add_line(manner, depth + 1, out);
		if (node->key)
			add_name(manner, node->key, out);
		add_value(manner, depth + 1, lines && value->type == JSON_OBJECT, node, out);
		if (node->next && (manner->commas || !lines))
			str_add(out, lines ? "," : ", ");
	}
	str_add(out, pad);
	if (lines)
		add_line(manner, depth, out);
}

/* Members of an object take lines of their own, but no element of a list does. The parser's depth cap bounds the
 * recursion. */
static void add_value(const struct manner *manner, size_t depth, bool lines, const struct json *value,
		      struct str *out)
{
	if (value->type == JSON_TEXT) {
		add_quoted(manner->quote, value->text, out);
	} else if (is_container(value)) {
		str_add_char(out, value->type == JSON_ARRAY ? '[' : '{');
		add_children(manner, depth, lines && takes_lines(manner, value), value, out);
		str_add_char(out, value->type == JSON_ARRAY ? ']' : '}');
	} else {
		json_add_line(out, value);
	}
}

void manner_print(const struct manner *manner, const char *key, const struct json *value, struct str *out)
{
	if (key)
		add_name(manner, key, out);
	add_value(manner, 0, manner->lines, value, out);
}

/* Whether @text without quotes reads as itself. */
static bool reads_bare(const char *text)
{
	struct str list = STR_INIT;
	struct err err;
	struct json_doc *doc;
	bool same;

	str_addf(&list, "[%s\n]", text);
	doc = json_parse(str_text(&list), list.len, &err);
	same = doc && json_root(doc)->count == 1 && json_root(doc)->first->type == JSON_TEXT &&
	       json_root(doc)->first->bare && !strcmp(json_text(json_root(doc)->first), text);
	json_doc_free(doc);
	str_release(&list);
	return same;
}

void manner_print_text(const struct editing *e, const struct json *old, const char *text, struct str *out)
{
	const char *was = e->text + old->span.start;
	bool single = !old->bare && was[0] == '\'' && strncmp(was, "'''", 3);

	if (old->bare && reads_bare(text))
		str_add(out, text);
	else
		add_quoted(single ? '\'' : '"', text, out);
}
