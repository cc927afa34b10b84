/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/import/arithmetic.h"
#include "base/str.h"
#include "tap.h"

/* What Python's ast gives for these. */
static void test_values(void)
{
	static const struct {
		const char *text;
		double value;
		bool whole;
	} rows[] = {
		{ "4", 4, true },
		{ "(2*2)", 4, true },
		{ "1 + 2", 3, true },
		{ "\t1\f+ 2 ", 3, true },
		{ "2^6", 4, true },
		{ "2**6", 64, true },
		{ "1 + 2*3**(4^5) / (6 + -7)", -5, false },
		{ "7-2-1", 4, true },
		{ "8/4", 2, false },
		{ "8/4/2", 1, false },
		{ "1/3", 1.0 / 3, false },
		{ "2*3+4*5", 26, true },
		{ "2+3^1", 4, true },
		{ "1^2^4", 7, true },
		{ "-1^0", -1, true },
		{ "-2**2", -4, true },
		{ "2**-1", 0.5, false },
		{ "2**3**2", 512, true },
		{ "(-2)**3", -8, true },
		{ "---2", -2, true },
		{ "0-0", 0, true },
		{ "-0", 0, true },
		{ "0*-5", 0, true },
		{ "0x1F", 31, true },
		{ "0X1f+0b101-0o17", 21, true },
		{ "0x_1e5", 485, true },
		{ "1_000", 1000, true },
		{ "00", 0, true },
		{ "1.5*2", 3, false },
		{ ".5", 0.5, false },
		{ "1.", 1, false },
		{ "1_0.2_5", 10.25, false },
		{ "1e3", 1000, false },
		{ "1.E-2", 0.01, false },
		{ "0.1+0.2", 0.1 + 0.2, false },
		{ "2.0**0.5", 1.4142135623730951, false },
		{ "1**9007199254740991", 1, true },
		{ "(-1)**9007199254740991", -1, true },
		{ "0**0", 1, true },
		{ "2**52*2-1+2**52", 13510798882111487, true },
		{ "9007199254740991", 9007199254740991, true },
		{ "4 # rows", 4, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arithmetic_number n = { 0 };
		struct err err = { 0 };
		bool fine = arithmetic_compute(rows[i].text, &n, &err);

		if (fabs(rows[i].value) > 9007199254740991)
			ok(!fine && err.code == ERR_RANGE, "%s is too large", rows[i].text);
		else
			ok(fine && n.value == rows[i].value && n.whole == rows[i].whole &&
				   (!n.whole || !signbit(n.value) || n.value),
			   "%s", rows[i].text);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		int column;
		enum err_code code;
	} rows[] = {
		{ "", 1, ERR_PARSE },
		{ "   ", 4, ERR_PARSE },
		{ "N", 1, ERR_PARSE },
		{ "2 * ROWS", 5, ERR_PARSE },
		{ "2U", 1, ERR_PARSE },
		{ "0x1G", 1, ERR_PARSE },
		{ "0x", 1, ERR_PARSE },
		{ "012", 1, ERR_PARSE },
		{ "1__0", 1, ERR_PARSE },
		{ "1_", 1, ERR_PARSE },
		{ "1.2.3", 1, ERR_PARSE },
		{ ".", 1, ERR_PARSE },
		{ "1e", 1, ERR_PARSE },
		{ "2j", 1, ERR_PARSE },
		{ "+2", 1, ERR_PARSE },
		{ "~2", 1, ERR_PARSE },
		{ "7 // 2", 3, ERR_PARSE },
		{ "7 % 2", 3, ERR_PARSE },
		{ "1 << 2", 3, ERR_PARSE },
		{ "1 | 2", 3, ERR_PARSE },
		{ "2 *", 4, ERR_PARSE },
		{ "(1", 3, ERR_PARSE },
		{ "1)", 2, ERR_PARSE },
		{ "()", 2, ERR_PARSE },
		{ "(1, 2)", 3, ERR_PARSE },
		{ "1 2", 3, ERR_PARSE },
		{ "{ 1 }", 1, ERR_PARSE },
		{ "\"4\"", 1, ERR_PARSE },
		{ "1.0 ^ 2", 8, ERR_PARSE },
		{ "1/0", 4, ERR_RANGE },
		{ "0**-1", 6, ERR_RANGE },
		{ "(-8)**0.5", 10, ERR_RANGE },
		{ "9007199254740992", 17, ERR_RANGE },
		{ "0xFFFFFFFFFFFFFFFFFF", 21, ERR_RANGE },
		{ "3**99999999", 12, ERR_RANGE },
		{ "2**2**2**2**2", 14, ERR_RANGE },
		{ "1e308*10", 9, ERR_RANGE },
		{ "1e999", 6, ERR_RANGE },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arithmetic_number n;
		struct err err = { 0 };
		bool fine = arithmetic_compute(rows[i].text, &n, &err);
		int column = 0;

		ok(!fine && err.code == rows[i].code && sscanf(err.text, "column %d:", &column) == 1 &&
			   column == rows[i].column,
		   "refused: %s", rows[i].text);
		if (column != rows[i].column)
			printf("# %s\n", err.text);
	}
}

static char *repeat(const char *part, size_t count, const char *end)
{
	struct str s = STR_INIT;

	while (count--)
		str_add(&s, part);
	str_add(&s, end);
	return str_take(&s);
}

static void test_bounds(void)
{
	static const struct {
		const char *part;
		size_t count;
		const char *end, *what;
		bool fine;
	} rows[] = {
		{ "-", ARITHMETIC_MAX_BYTES - 1, "1", "signs", true },
		{ "1+", ARITHMETIC_MAX_BYTES / 2 - 1, "1", "a long sum", true },
		{ "1**", ARITHMETIC_MAX_DEPTH, "1", "powers in powers", true },
		{ "1**", ARITHMETIC_MAX_DEPTH + 1, "1", "too many of them", false },
		{ "(", ARITHMETIC_MAX_DEPTH + 1, "1", "too many parentheses", false },
		{ "9", ARITHMETIC_MAX_BYTES, "", "a long number", false },
		{ "1 ", ARITHMETIC_MAX_BYTES, "", "a text that is too long", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = repeat(rows[i].part, rows[i].count, rows[i].end);
		struct arithmetic_number n;
		struct err err = { 0 };
		bool fine = arithmetic_compute(text, &n, &err);

		ok(fine == rows[i].fine && (fine || err.code == ERR_RANGE), "%s", rows[i].what);
		free(text);
	}
}

int main(void)
{
	test_values();
	test_refused();
	test_bounds();
	return tap_done();
}
