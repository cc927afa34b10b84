/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/action.h"
#include "model/keycode_dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever was taken in can only ever be one element of an initialiser. */
static void check_one_element(const char *text)
{
	int depth = 0;

	assert(*text && !strpbrk(text, ";{}[]#\"'\\") && !strstr(text, "//") && !strstr(text, "/*"));
	for (const char *p = text; *p; p++) {
		assert(*p >= ' ' && *p <= '~');
		depth += (*p == '(') - (*p == ')');
		assert(depth >= 0 && (*p != ',' || depth > 0));
		/* Of the signs with `=`, comparisons alone. */
		assert(*p != '=' || p[1] == '=' || (p > text && strchr("=!<>", p[-1])));
	}
	assert(!depth);
}

static void check_legends(struct action a)
{
	struct legend legend;

	for (int cols = 2; cols <= 20; cols++) {
		action_legend(a, cols, cols & 1, &legend);
		assert(legend.tap[0] && utf8_width(legend.tap) <= cols && utf8_width(legend.hold) <= cols);
	}
}

/* What an app or a version of QMK's writes of an action, it reads as the same number. */
static void check_dialect(enum keycode_dialect dialect, const char *text)
{
	struct str printed = { 0 };
	struct action a, b;
	struct err err;
	uint16_t value, again;

	if (keycode_dialect_parse(dialect, text, &a, &err)) {
		keycode_dialect_print(dialect, a, &printed);
		if (keycode_dialect_value(dialect, a, &value)) {
			assert(keycode_dialect_parse(dialect, str_text(&printed), &b, &err));
			assert(keycode_dialect_value(dialect, b, &again) && again == value);
			assert(action_equal(keycode_dialect_action(dialect, value),
					    keycode_dialect_action(dialect, again)));
		}
	}
	str_release(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str printed = { 0 }, again = { 0 };
	struct action a = { 0 }, b = { 0 };
	struct err err = { 0 };
	char *text = mem_new(size + 1, 1);
	uint16_t value, other;

	memcpy(text, data, size);
	for (enum keycode_dialect d = 0; d < DIALECT_COUNT; d++)
		check_dialect(d, text);
	if (action_parse(text, &a, &err)) {
		action_print(a, &printed);
		if (action_is_qmk(a))
			check_one_element(str_text(&printed));
		assert(action_parse(str_text(&printed), &b, &err) && action_equal(a, b));
		if (action_qmk_value(a, &value))
			assert(action_qmk_value(action_of_qmk_value(value), &other) && other == value);
		action_describe(a, &again);
		assert(again.len);
		check_legends(a);
	} else {
		assert(err.code == ERR_PARSE || err.code == ERR_RANGE);
	}
	str_release(&printed);
	str_release(&again);
	free(text);
	return 0;
}
