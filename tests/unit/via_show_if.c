/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/via_menu.h"
#include "tap.h"

/* {n7} is 7, its byte 1 is 8; what begins otherwise is not known. */
static bool number_of(const void *data, const char *id, unsigned byte, uint32_t *out)
{
	(void)data;
	if (id[0] != 'n')
		return false;
	*out = (uint32_t)strtoul(id + 1, NULL, 10) + byte;
	return true;
}

static void test_values(void)
{
	static const struct {
		const char *text;
		bool shown;
	} tries[] = {
		{ "1", true },
		{ " 0 ", false },
		{ "{n3}", true },
		{ "{n0}", false },
		{ "{what}", false },
		{ "{n3.2} == 5", true },
		{ "{n[0]} == 0", true },
		{ "{n3} != 3", false },
		{ "{n3}==3&&{n4}==4", true },
		{ "{n3} == 2 || {n4} == 4", true },
		{ "1 || 0 && 0", true },
		{ "(1 || 0) && 0", false },
		{ "0 && 0 || 1", true },
		{ "{n5} > 4 && {n5} < 6", true },
		{ "{n5} >= 5 && {n5} <= 5", true },
		{ "{n5} < 5 || {n5} > 5", false },
		{ "!{n0}", true },
		{ "!!{n7} == 1", true },
		{ "! ( {n1} == 1 )", false },
		{ "3 || 0 == 3", true },
		/* > and < bind tighter than == and !=, which take what is on their right together */
		{ "1 == 2 > 1", true },
		{ "2 == 2 == 1", false },
		{ "1 == 2 == 2", true },
		{ "1 != 1 == 0", true },
		{ "3 > 2 > 1", true },
		{ "3 > 2 > 0", true },
		{ "0 > 2 > 3", false },
		{ "4294967295 == {n4294967295}", true },
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct err err = { 0 };
		bool shown = !tries[i].shown;

		ok(via_show_if(tries[i].text, number_of, NULL, &shown, &err) && shown == tries[i].shown,
		   "%s is %s%s", tries[i].text, tries[i].shown ? "true" : "false", err.text);
	}
}

static void test_errors(void)
{
	static const struct {
		const char *text;
		int column;
	} tries[] = {
		{ "", 1 },      { "  ", 3 },         { "{", 2 },
		{ "{}", 2 },    { "{a", 3 },         { "{a b}", 3 },
		{ "{a.}", 4 },  { "{a.x}", 4 },      { "{a.4294967296}", 4 },
		{ "1 2", 3 },   { "1 &", 3 },        { "1 &&", 5 },
		{ "1 = 1", 3 }, { "(1", 3 },         { "1)", 2 },
		{ "()", 2 },    { "!", 2 },          { "1 + 1", 3 },
		{ "-1", 1 },    { "4294967296", 1 }, { "{a} == 'b'", 8 },
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct err err = { 0 };
		char column[32];
		bool shown;

		snprintf(column, sizeof(column), "column %d: ", tries[i].column);
		ok(!via_show_if(tries[i].text, number_of, NULL, &shown, &err) && err.code == ERR_PARSE &&
			   !strncmp(err.text, column, strlen(column)),
		   "\"%s\": %s", tries[i].text, err.text);
	}
}

static void test_caps(void)
{
	struct str text = STR_INIT;
	struct err err;
	bool shown = false;

	str_pad(&text, '!', VIA_SHOW_IF_MAX_BYTES - 1);
	str_add(&text, "0");
	ok(via_show_if(str_text(&text), number_of, NULL, &shown, &err) && shown, "as long as it may be");
	str_add(&text, " ");
	ok(!via_show_if(str_text(&text), number_of, NULL, &shown, &err), "no longer");
	str_clear(&text);
	str_pad(&text, '(', VIA_SHOW_IF_MAX_DEPTH - 1);
	str_add(&text, "1");
	str_pad(&text, ')', VIA_SHOW_IF_MAX_DEPTH - 1);
	ok(via_show_if(str_text(&text), number_of, NULL, &shown, &err) && shown, "as deep as it may be");
	str_clear(&text);
	str_pad(&text, '(', VIA_SHOW_IF_MAX_BYTES);
	ok(!via_show_if(str_text(&text), number_of, NULL, &shown, &err) && strstr(err.text, "less deep"),
	   "no deeper");
	str_clear(&text);
	for (int i = 0; i < 1000; i++)
		str_add(&text, "1==");
	ok(!via_show_if(str_text(&text), number_of, NULL, &shown, &err),
	   "comparisons of comparisons neither");
	str_clear(&text);
	for (int i = 0; i < 1000; i++)
		str_add(&text, "0||");
	str_add(&text, "1");
	ok(via_show_if(str_text(&text), number_of, NULL, &shown, &err) && shown, "a list may be long");
	str_release(&text);
}

/* Any text is taken or refused, and the same each time. */
static void test_any(void)
{
	static const char *const part[] = { "{n1}", "{n0}", "1", "0", "&&", "||", "==", "!=", "<",
					    ">=",   "(",    ")", "!", " ",  "{",  "}",  "." };
	uint32_t seed = 1;
	int taken = 0, odd = 0;

	for (int i = 0; i < 20000; i++) {
		struct str text = STR_INIT;
		struct err err = { 0 };
		bool shown = false, again = false;

		for (int k = 0; k < 1 + i % 7; k++) {
			seed = seed * 1103515245 + 12345;
			str_add(&text, part[(seed >> 16) % COUNT(part)]);
		}
		if (via_show_if(str_text(&text), number_of, NULL, &shown, &err)) {
			taken++;
			odd += !via_show_if(str_text(&text), number_of, NULL, &again, &err) || shown != again;
		} else {
			odd += err.code != ERR_PARSE || !err.text[0];
		}
		str_release(&text);
	}
	ok(taken > 500 && !odd, "%d of 20000 texts are expressions", taken);
}

int main(void)
{
	test_values();
	test_errors();
	test_caps();
	test_any();
	return tap_done();
}
