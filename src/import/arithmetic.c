/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arithmetic.h"

struct reader {
	const char *text, *at;
	struct err *err;
	int depth;
};

/* Ints below this are exact as a double. */
static const double whole_limit = 9007199254740992.0;

static int column(const struct reader *r)
{
	return (int)(r->at - r->text) + 1;
}

static bool expected(struct reader *r, const char *what)
{
	return err_set(r->err, ERR_PARSE, "column %d: expected %s", column(r), what);
}

static bool check(struct reader *r, struct arithmetic_number *n)
{
	if (n->whole)
		n->value += 0.0; /* there is no -0 among ints */
	if (isfinite(n->value) && (!n->whole || fabs(n->value) < whole_limit))
		return true;
	return err_set(r->err, ERR_RANGE, "column %d: the number is too large", column(r));
}

static void skip_spaces(struct reader *r)
{
	r->at += strspn(r->at, " \t\f");
}

/* @op, when it stands here and is not the beginning of a longer one. */
static bool take(struct reader *r, const char *op)
{
	size_t len = strlen(op);

	skip_spaces(r);
	if (strncmp(r->at, op, len) != 0 || (len == 1 && strchr("*/", *op) && r->at[1] == *op))
		return false;
	r->at += len;
	return true;
}

static int digit_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return found ? (int)(found - digits) : 16;
}

/* Digits of @base with single "_" between; @at is behind them. False when there is none, or "_" stands
 * wrongly. */
static bool read_digits(const char **at, int base, double *value)
{
	bool any = false;

	for (*value = 0; digit_value(**at) < base; (*at)++) {
		*value = *value * base + digit_value(**at);
		any = true;
		if ((*at)[1] == '_' && digit_value((*at)[2]) < base)
			(*at)++;
	}
	return any;
}

/* 1.5, .5, 1e3: strtod() knows more than that, so that what it gets is looked at first. */
static bool read_float(const char *from, const char **end, double *value)
{
	char plain[ARITHMETIC_MAX_BYTES + 1];
	const char *at = from;
	double ignored;
	bool any = read_digits(&at, 10, &ignored), point = *at == '.';
	size_t len = 0;

	if (point)
		at++;
	any = read_digits(&at, 10, &ignored) || any;
	if (any && (*at == 'e' || *at == 'E')) {
		const char *exponent = at + 1 + (at[1] == '+' || at[1] == '-');

		if (read_digits(&exponent, 10, &ignored)) {
			at = exponent;
			point = true;
		}
	}
	if (!any || !point)
		return false;
	for (const char *c = from; c < at; c++)
		if (*c != '_')
			plain[len++] = *c;
	plain[len] = '\0';
	*value = strtod(plain, NULL);
	*end = at;
	return true;
}

static bool read_int(struct reader *r, double *value)
{
	static const struct {
		const char *prefix;
		int base;
	} bases[] = { { "0x", 16 }, { "0X", 16 }, { "0o", 8 }, { "0O", 8 }, { "0b", 2 }, { "0B", 2 } };
	const char *start = r->at;

	for (size_t i = 0; i < COUNT(bases); i++) {
		if (strncmp(r->at, bases[i].prefix, 2) != 0)
			continue;
		r->at += 2 + (r->at[2] == '_');
		return read_digits(&r->at, bases[i].base, value);
	}
	return read_digits(&r->at, 10, value) && (*start != '0' || *value == 0);
}

static bool read_number(struct reader *r, struct arithmetic_number *out)
{
	const char *start = r->at;

	out->whole = !read_float(r->at, &r->at, &out->value);
	/* What follows may not be read as a part of it: 2U, 1_, 0x1G, 1.2.3. */
	if ((out->whole && !read_int(r, &out->value)) ||
	    strspn(r->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789")) {
		r->at = start;
		return expected(r, "a number without a suffix");
	}
	return check(r, out);
}

static bool read_sum(struct reader *r, struct arithmetic_number *out);
static bool read_signed(struct reader *r, struct arithmetic_number *out);

static bool read_group(struct reader *r, struct arithmetic_number *out,
		       bool (*read)(struct reader *, struct arithmetic_number *))
{
	bool fine;

	if (++r->depth > ARITHMETIC_MAX_DEPTH)
		return err_set(r->err, ERR_RANGE, "column %d: more than %d levels", column(r),
			       ARITHMETIC_MAX_DEPTH);
	fine = read(r, out);
	r->depth--;
	return fine;
}

static double int_power(double base, double exponent)
{
	uint64_t left = (uint64_t)exponent;
	double power = 1;

	while (left) {
		if (left & 1)
			power *= base;
		left >>= 1;
		/* Beyond that it is too large anyway, or a factor of 0, 1 or -1. */
		if (left && fabs(base) < whole_limit)
			base *= base;
	}
	return power;
}

static bool raise_to(struct reader *r, struct arithmetic_number base, struct arithmetic_number exponent,
		     struct arithmetic_number *out)
{
	out->whole = base.whole && exponent.whole && exponent.value >= 0;
	if (base.value == 0 && exponent.value < 0)
		return err_set(r->err, ERR_RANGE, "column %d: 0 has no power below 0", column(r));
	if (base.value < 0 && exponent.value != floor(exponent.value))
		return err_set(r->err, ERR_RANGE, "column %d: no real number has that power", column(r));
	out->value = out->whole ? int_power(base.value, exponent.value) : pow(base.value, exponent.value);
	return check(r, out);
}

/* A number or a group, and its power: "**" binds more than the sign before it, less than the one behind. */
static bool read_power(struct reader *r, struct arithmetic_number *out)
{
	struct arithmetic_number exponent;

	skip_spaces(r);
	if (*r->at == '(') {
		r->at++;
		if (!read_group(r, out, read_sum))
			return false;
		if (!take(r, ")"))
			return expected(r, "`)`, or one of + - * / ** ^");
	} else if (!*r->at || !strchr("0123456789.", *r->at)) {
		return expected(r, "a number or `(`");
	} else if (!read_number(r, out)) {
		return false;
	}
	if (!take(r, "**"))
		return true;
	return read_group(r, &exponent, read_signed) && raise_to(r, *out, exponent, out);
}

static bool read_signed(struct reader *r, struct arithmetic_number *out)
{
	bool negative = false;

	while (take(r, "-"))
		negative = !negative;
	if (!read_power(r, out))
		return false;
	if (negative)
		out->value = -out->value;
	return check(r, out);
}

static bool read_product(struct reader *r, struct arithmetic_number *out)
{
	struct arithmetic_number right;

	if (!read_signed(r, out))
		return false;
	for (;;) {
		bool divide = !take(r, "*");

		if (divide && !take(r, "/"))
			return true;
		if (!read_signed(r, &right))
			return false;
		if (divide && right.value == 0)
			return err_set(r->err, ERR_RANGE, "column %d: division by 0", column(r));
		out->whole = out->whole && right.whole && !divide;
		out->value = divide ? out->value / right.value : out->value * right.value;
		if (!check(r, out))
			return false;
	}
}

static bool read_terms(struct reader *r, struct arithmetic_number *out)
{
	struct arithmetic_number right;

	if (!read_product(r, out))
		return false;
	for (;;) {
		bool minus = !take(r, "+");

		if (minus && !take(r, "-"))
			return true;
		if (!read_product(r, &right))
			return false;
		out->whole = out->whole && right.whole;
		out->value = minus ? out->value - right.value : out->value + right.value;
		if (!check(r, out))
			return false;
	}
}

/* Terms with "^", which binds least. */
static bool read_sum(struct reader *r, struct arithmetic_number *out)
{
	struct arithmetic_number right;

	if (!read_terms(r, out))
		return false;
	while (take(r, "^")) {
		if (!read_terms(r, &right))
			return false;
		if (!out->whole || !right.whole)
			return err_set(r->err, ERR_PARSE, "column %d: `^` is for whole numbers", column(r));
		out->value = (double)((int64_t)out->value ^ (int64_t)right.value);
	}
	return true;
}

bool arithmetic_compute(const char *text, struct arithmetic_number *out, struct err *err)
{
	struct reader r = { .text = text, .at = text, .err = err };

	if (strlen(text) > ARITHMETIC_MAX_BYTES)
		return err_set(err, ERR_RANGE, "an expression is longer than %d bytes", ARITHMETIC_MAX_BYTES);
	if (!read_sum(&r, out))
		return false;
	skip_spaces(&r);
	return !*r.at || *r.at == '#' || expected(&r, "one of + - * / ** ^, or the end");
}
