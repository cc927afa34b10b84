/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/json_python.h"
#include "tap.h"

static void check(const char *in, const char *want)
{
	struct err err;
	struct str got = STR_INIT;
	struct json_doc *doc = json_parse(in, strlen(in), &err);

	if (!doc)
		printf("Bail out! %s\n", err.text), exit(1);
	json_add_python(&got, json_root(doc));
	ok(!strcmp(str_text(&got), want), "%s", want);
	if (strcmp(str_text(&got), want) != 0)
		printf("# got %s\n", str_text(&got));
	str_release(&got);
	json_doc_free(doc);
}

static void test_values(void)
{
	check("[null, true, false, [], {}, \"\"]", "[None, True, False, [], {}, '']");
	check("{\"matrix\": [1, 2], \"x\": 4, \"y\": 0.25}", "{'matrix': [1, 2], 'x': 4, 'y': 0.25}");
}

static void test_numbers(void)
{
	/* A fraction of nothing is an integer to QMK's reader, below 1e10. */
	check("[1, -1, 1.0, 1e3, -0, 0.1, 1.15, 19.775, 0.30000000000000004]",
	      "[1, -1, 1, 1000, 0, 0.1, 1.15, 19.775, 0.30000000000000004]");
	check("[9999999999.0, 1e10, 1e15, 1e16, 0.0001, 0.00001, 1234567890123456.5]",
	      "[9999999999, 10000000000.0, 1000000000000000.0, 1e+16, 0.0001, 1e-05, 1234567890123456.5]");
	check("[12345678901234567, -9223372036854775799]", "[12345678901234567, -9223372036854775799]");
}

static void test_texts(void)
{
	check("[\"it's\", 'say \"a\"', \"'\\\"\", \"a\\\\b\"]", "[\"it's\", 'say \"a\"', '\\'\"', 'a\\\\b']");
	check("[\"\\t\\n\\r\\u0001\\u007f\\u0085\"]", "['\\t\\n\\r\\x01\\x7f\\x85']");
	check("[\"\xc3\xa9\xe2\x8c\xa8\xf0\x9f\x98\x80\"]", "['\xc3\xa9\xe2\x8c\xa8\xf0\x9f\x98\x80']");
	check("[\"\\u00a0\\u200b\\ufeff\\ue000\\udb40\\udc01\"]",
	      "['\\xa0\\u200b\\ufeff\\ue000\\U000e0001']");
	check("{\"a'b\": 1, \"\\u2028\": 2}", "{\"a'b\": 1, '\\u2028': 2}");
}

int main(void)
{
	test_values();
	test_numbers();
	test_texts();
	return tap_done();
}
