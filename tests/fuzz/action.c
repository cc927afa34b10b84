/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/action.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str printed = { 0 }, again = { 0 };
	struct action a = { 0 }, b = { 0 };
	struct err err = { 0 };
	char *text = mem_new(size + 1, 1);
	uint16_t value, other;

	memcpy(text, data, size);
	if (action_parse(text, &a, &err)) {
		action_print(a, &printed);
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
