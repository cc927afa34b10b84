/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "zmk_text.h"

enum { NAME_MAX_BYTES = 64, MADE_MAX_BYTES = 40, DEPTH_MAX = 32 };

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
#define DIGITS  "0123456789"

static bool is_made_of(const char *text, const char *first, const char *rest)
{
	size_t len = strlen(text);

	return len && len <= NAME_MAX_BYTES && strchr(first, text[0]) && strspn(text, rest) == len;
}

bool zmk_text_is_name(const char *text)
{
	return is_made_of(text, LETTERS, LETTERS DIGITS);
}

bool zmk_text_is_node(const char *text)
{
	return is_made_of(text, LETTERS, LETTERS DIGITS ",.+-");
}

bool zmk_text_is_property(const char *text)
{
	return is_made_of(text, LETTERS "#", LETTERS DIGITS ",.+-?#");
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* Behind the parentheses that @p begins with; NULL: they are not closed, or what is in them is no arithmetic.
 * */
static const char *skip_parentheses(const char *p)
{
	int depth = 0;

	for (; *p; p++) {
		if (*p == '(' && ++depth > DEPTH_MAX)
			return NULL;
		if (*p == '/' && (p[1] == '/' || p[1] == '*'))
			return NULL;
		if (!strchr(LETTERS DIGITS "() \t,|&^~!+-*/%<>=?:", *p))
			return NULL;
		if (*p == ')' && !--depth)
			return p + 1;
	}
	return NULL;
}

/* Behind one cell; NULL: there is none. */
static const char *skip_cell(const char *p)
{
	const char *end = p + strspn(p, LETTERS DIGITS);
	bool name = end > p && strchr(LETTERS, *p);

	if (*end == '(' && (name || end == p))
		return skip_parentheses(end);
	return end > p ? end : NULL;
}

/* Behind &NAME; NULL: there is none. */
static const char *skip_reference(const char *p)
{
	const char *end;

	if (*p != '&' || !p[1] || !strchr(LETTERS, p[1]))
		return NULL;
	end = p + 1 + strspn(p + 1, LETTERS DIGITS);
	return end - p - 1 > NAME_MAX_BYTES ? NULL : end;
}

static const char *skip_string(const char *p)
{
	for (p++; *p && *p != '"'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return NULL;
		if (*p == '\\' && !*++p)
			return NULL;
	}
	return *p ? p + 1 : NULL;
}

static const char *skip_cells(const char *p)
{
	for (p = skip_blanks(p + 1); *p != '>'; p = skip_blanks(p)) {
		const char *end = *p == '&' ? skip_reference(p) : skip_cell(p);

		if (!end || !strchr(" \t>", *end))
			return NULL;
		p = end;
	}
	return p + 1;
}

static const char *skip_part(const char *p)
{
	switch (*p) {
	case '"':
		return skip_string(p);
	case '<':
		return skip_cells(p);
	default:
		return skip_reference(p);
	}
}

bool zmk_text_is_value(const char *text)
{
	const char *p = skip_blanks(text);

	while ((p = skip_part(p))) {
		p = skip_blanks(p);
		if (!*p)
			return true;
		if (*p != ',')
			return false;
		p = skip_blanks(p + 1);
	}
	return false;
}

void zmk_text_add_name(struct str *out, const char *wanted, bool capitals)
{
	size_t start = out->len;
	bool gap = false;

	for (; *wanted && out->len - start < MADE_MAX_BYTES; wanted++) {
		char c = *wanted;

		if (!strchr(LETTERS DIGITS, c) || c == '_') {
			gap = out->len > start;
			continue;
		}
		if (capitals && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (!capitals && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (gap)
			str_add_char(out, '_');
		gap = false;
		str_add_char(out, c);
	}
}

void zmk_text_add_string(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			continue;
		if (*text == '"' || *text == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}
