/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/json_python.h"
#include "generate_private.h"

enum { DEEPEST_BRACKETS = 16, LARGEST_MATRIX = 255 };

static const struct diagnostic_kind value_kind = { "generate-value", SEVERITY_WARNING };

void generation_fail(struct generation *g, const char *member, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	if (!g->failed)
		err_set(g->err, ERR_PARSE, "%s: %s", member, str_text(&text));
	g->failed = true;
	str_release(&text);
}

bool generation_end(struct generation *g)
{
	if (!g->failed && g->out->full)
		return err_set(g->err, ERR_RANGE, "what is generated is larger than any keyboard needs");
	return !g->failed;
}

bool generation_once(const struct generation *g, enum qmk_once what)
{
	return g->input->once && g->input->once[what];
}

bool generation_is_true(const struct json *value)
{
	if (!value)
		return false;
	switch (value->type) {
	case JSON_NULL:
		return false;
	case JSON_BOOL:
		return value->yes;
	case JSON_NUMBER:
		return value->number != 0;
	case JSON_TEXT:
		return value->text[0];
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return value->count;
}

/* What follows the literal that starts at @p; NULL: it does not end on its line. */
static const char *skip_literal(const char *p)
{
	char quote = *p++;

	for (; *p && *p != quote; p++) {
		p += *p == '\\';
		if (iscntrl((unsigned char)*p)) /* the end is one, too */
			return NULL;
	}
	return *p ? p + 1 : NULL;
}

/* What follows the literal or the character at @p; NULL: such cannot stand in a value. */
static const char *skip_token(const char *p)
{
	if (*p == '"' || *p == '\'')
		return skip_literal(p);
	if (iscntrl((unsigned char)*p) || (unsigned char)*p >= 0x80 || strchr("\\;#@`$", *p))
		return NULL;
	if (!strncmp(p, "//", 2) || !strncmp(p, "/*", 2) || !strncmp(p, "*/", 2))
		return NULL;
	return p + 1;
}

static bool is_c_value(const char *text)
{
	static const char opening[] = "([{", closing[] = ")]}";
	char open[DEEPEST_BRACKETS];
	size_t depth = 0;

	for (const char *p = text; *p;) {
		const char *bracket = strchr(opening, *p);

		if (bracket && depth == COUNT(open))
			return false;
		if (bracket)
			open[depth++] = closing[bracket - opening];
		else if (strchr(closing, *p) && (!depth || open[--depth] != *p))
			return false;
		else if (*p == ',' && !depth)
			return false;
		p = skip_token(p);
		if (!p)
			return false;
	}
	return text[0] && !depth;
}

/* What make and the shell that it runs leave as it is. */
static bool is_make_value(const char *text)
{
	return !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,:=/ ")];
}

/* @out stays as it is when @value is no scalar. */
static bool add_scalar(struct generation *g, struct str *out, const struct json *value, const char *member)
{
	switch (value->type) {
	case JSON_TEXT:
		str_add(out, value->text);
		return true;
	case JSON_NULL:
	case JSON_BOOL:
		json_add_python(out, value);
		diagnostics_add(g->diagnostics, &value_kind, PLACE_NONE,
				"%s is %s where a number or a word is expected", member,
				value->type == JSON_NULL ? "null"
				: value->yes             ? "true"
							 : "false");
		return true;
	case JSON_NUMBER:
		json_add_number(out, value);
		return true;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	generation_fail(g, member, "expected a number or a word, not %s", json_type_name(value->type));
	return false;
}

static void add_value(struct generation *g, struct str *out, const struct json *value, const char *member,
		      bool (*is_valid)(const char *text), const char *language)
{
	struct str text = STR_INIT;

	if (!add_scalar(g, &text, value, member))
		return;
	if (is_valid(str_text(&text)))
		str_add(out, str_text(&text));
	else
		generation_fail(g, member, "\"%s\" is not one value of %s", str_text(&text), language);
	str_release(&text);
}

void generation_add_c(struct generation *g, struct str *out, const struct json *value, const char *member)
{
	add_value(g, out, value, member, is_c_value, "C");
}

void generation_add_make(struct generation *g, struct str *out, const struct json *value, const char *member)
{
	add_value(g, out, value, member, is_make_value, "a makefile");
}

static bool is_list(struct generation *g, const struct json *value, const char *member)
{
	if (value->type == JSON_ARRAY)
		return true;
	generation_fail(g, member, "expected a list, not %s", json_type_name(value->type));
	return false;
}

void generation_add_c_items(struct generation *g, struct str *out, const struct json *list,
			    const char *between, const char *member)
{
	if (!is_list(g, list, member))
		return;
	for (const struct json *item = list->first; item; item = item->next) {
		generation_add_c(g, out, item, member);
		if (item->next)
			str_add(out, between);
	}
}

void generation_add_make_items(struct generation *g, struct str *out, const struct json *list,
			       const char *member)
{
	if (!is_list(g, list, member))
		return;
	for (const struct json *item = list->first; item; item = item->next) {
		if (item->type != JSON_TEXT || strchr(item->text, ' '))
			generation_fail(g, member, "expected a list of words");
		generation_add_make(g, out, item, member);
		if (item->next)
			str_add_char(out, ' ');
	}
}

static void add_name(struct generation *g, struct str *out, const char *name, const char *member, bool upper)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	if (!*name || name[strspn(name, letters)])
		generation_fail(g, member, "\"%s\" is no name: letters, digits and _", name);
	for (; *name; name++)
		str_add_char(out, upper ? (char)toupper((unsigned char)*name) : *name);
}

void generation_add_name(struct generation *g, struct str *out, const char *name, const char *member)
{
	if (isdigit((unsigned char)*name))
		generation_fail(g, member, "\"%s\" is no name: it starts with a digit", name);
	add_name(g, out, name, member, false);
}

void generation_add_upper(struct generation *g, struct str *out, const char *name, const char *member)
{
	add_name(g, out, name, member, true);
}

bool generation_matrix(struct generation *g, int *rows, int *cols)
{
	const struct json *size = json_member(g->input->info, "matrix_size");
	int64_t r, c;

	if (!size)
		return false;
	if (!json_int(json_member(size, "rows"), 0, LARGEST_MATRIX, &r) ||
	    !json_int(json_member(size, "cols"), 0, LARGEST_MATRIX, &c)) {
		generation_fail(g, "matrix_size", "expected rows and cols from 0 to %d", LARGEST_MATRIX);
		return false;
	}
	*rows = (int)r;
	*cols = (int)c;
	return true;
}

bool generation_position(const struct json *item, int rows, int cols, int *row, int *col)
{
	const struct json *matrix = json_member(item, "matrix");
	int64_t r, c;

	if (!matrix || matrix->type != JSON_ARRAY || matrix->count != 2 ||
	    !json_int(matrix->first, 0, rows - 1, &r) || !json_int(matrix->last, 0, cols - 1, &c))
		return false;
	*row = (int)r;
	*col = (int)c;
	return true;
}
