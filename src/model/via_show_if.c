/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/via_menu.h"

enum operator{ OR, AND, NOT_EQUAL, EQUAL, AT_LEAST, MORE, AT_MOST, LESS };

struct reader {
	const char *text;
	size_t at;
	int depth;
	via_value_lookup *value;
	const void *data;
	struct err *err;
};

/* The longer ones first. */
static const struct operator_text {
	const char *text;
	enum operator op;
} operators[] = {
	{ "||", OR },       { "&&", AND },     { "!=", NOT_EQUAL }, { "==", EQUAL },
	{ ">=", AT_LEAST }, { "<=", AT_MOST }, { ">", MORE },       { "<", LESS },
};

static const char digits[] = "0123456789";
static const char name_bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-[]";

static bool fail(const struct reader *r, const char *expected)
{
	return err_set(r->err, ERR_PARSE, "column %zu: expected %s", r->at + 1, expected);
}

static void skip_spaces(struct reader *r)
{
	r->at += strspn(r->text + r->at, " \t\r\n");
}

static bool take(struct reader *r, char c)
{
	if (r->text[r->at] != c)
		return false;
	r->at++;
	return true;
}

static bool read_digits(struct reader *r, uint32_t *out)
{
	uint64_t number = 0;
	size_t len = strspn(r->text + r->at, digits);

	if (!len)
		return fail(r, "a number");
	for (size_t i = 0; i < len; i++) {
		number = number * 10 + (uint64_t)(r->text[r->at + i] - '0');
		if (number > UINT32_MAX)
			return fail(r, "a number of 32 bits at most");
	}
	r->at += len;
	*out = (uint32_t)number;
	return true;
}

/* What follows a "{". */
static bool read_name(struct reader *r, uint32_t *out)
{
	size_t len = strspn(r->text + r->at, name_bytes);
	char id[VIA_MAX_MENU_TEXT + 1];
	uint32_t byte = 0;

	if (!len || len >= sizeof(id))
		return fail(r, "the id of a control");
	memcpy(id, r->text + r->at, len);
	id[len] = '\0';
	r->at += len;
	if (take(r, '.') && !read_digits(r, &byte))
		return false;
	if (!take(r, '}'))
		return fail(r, "\"}\"");
	if (!r->value(r->data, id, byte, out))
		*out = 0;
	return true;
}

static bool read_binary(struct reader *r, enum operator loosest, uint32_t *out);

static bool read_value(struct reader *r, uint32_t *out)
{
	bool ok;

	if (take(r, '{'))
		return read_name(r, out);
	if (!take(r, '(')) {
		ok = strchr(digits, r->text[r->at]) && r->text[r->at];
		return ok ? read_digits(r, out) : fail(r, "an id in braces, a number, \"!\" or \"(\"");
	}
	if (!read_binary(r, OR, out))
		return false;
	return take(r, ')') || fail(r, "\")\"");
}

static bool read_unary(struct reader *r, uint32_t *out)
{
	unsigned nots = 0;

	for (skip_spaces(r); take(r, '!'); skip_spaces(r))
		nots++;
	if (!read_value(r, out))
		return false;
	if (nots)
		*out = (*out != 0) == (nots % 2 == 0);
	skip_spaces(r);
	return true;
}

static const struct operator_text *find_operator(const struct reader *r)
{
	for (size_t i = 0; i < COUNT(operators); i++)
		if (!strncmp(r->text + r->at, operators[i].text, strlen(operators[i].text)))
			return &operators[i];
	return NULL;
}

static uint32_t apply(enum operator op, uint32_t a, uint32_t b)
{
	const uint32_t result[] = {
		[OR] = a ? a : b,    [AND] = a ? b : 0, [NOT_EQUAL] = a != b, [EQUAL] = a == b,
		[AT_LEAST] = a >= b, [MORE] = a > b,    [AT_MOST] = a <= b,   [LESS] = a < b,
	};

	return result[op];
}

/* Operators from @loosest on. VIA's comparisons group from the right; || and && may group as they like. */
static bool read_binary(struct reader *r, enum operator loosest, uint32_t *out)
{
	const struct operator_text *found;
	uint32_t right;
	bool ok = true;

	if (++r->depth > VIA_SHOW_IF_MAX_DEPTH)
		return fail(r, "an expression that is less deep");
	ok = read_unary(r, out);
	while (ok && (found = find_operator(r)) != NULL && found->op >= loosest) {
		r->at += strlen(found->text);
		ok = read_binary(r, found->op <= AND ? found->op + 1 : found->op, &right);
		if (ok)
			*out = apply(found->op, *out, right);
	}
	r->depth--;
	return ok;
}

bool via_show_if(const char *expression, via_value_lookup *value, const void *data, bool *shown,
		 struct err *err)
{
	struct reader r = { .text = expression, .value = value, .data = data, .err = err };
	uint32_t result;

	if (strlen(expression) > VIA_SHOW_IF_MAX_BYTES)
		return err_set(err, ERR_PARSE, "expected an expression of up to %d bytes",
			       VIA_SHOW_IF_MAX_BYTES);
	if (!read_binary(&r, OR, &result))
		return false;
	if (r.text[r.at])
		return fail(&r, "an operator or the end");
	*shown = result != 0;
	return true;
}
