/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/fuzzy.h"
#include "tap.h"

static int score(const char *word, const char *text, bool gaps)
{
	const char *slash = strchr(text, '/');

	return fuzzy_score(word, strlen(word), text, slash ? slash + 1 : text, gaps);
}

static void test_found(void)
{
	static const struct {
		const char *word, *text;
		bool gaps, is_found;
	} rows[] = {
		{ "planck", "planck/rev7", true, true },
		{ "PLANCK", "planck/rev7", true, true },
		{ "plrev", "planck/rev7", true, true },
		{ "plrev", "planck/rev7", false, false },
		{ "k/r", "planck/rev7", false, true },
		{ "7ver", "planck/rev7", true, false },
		{ "rev77", "planck/rev7", true, false },

		{ "a", "", true, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok((score(rows[i].word, rows[i].text, rows[i].gaps) != FUZZY_NONE) == rows[i].is_found,
		   "'%s' is %sin '%s'%s", rows[i].word, rows[i].is_found ? "" : "not ", rows[i].text,
		   rows[i].gaps ? "" : " without gaps");
}

static void test_order(void)
{
	static const struct {
		const char *word, *better, *worse, *why;
	} rows[] = {
		{ "dz60", "dz60", "dztech/dz60v2", "all of it" },
		{ "planck", "planck/rev7", "xplanck/rev7", "all of the first part" },
		{ "v2", "maker/v2", "maker/v2x", "all of the rest" },
		{ "pad", "paddle", "xpad", "the beginning" },
		{ "pad", "maker/paddle", "makerpad/x", "the beginning of the rest" },
		{ "pr", "planck_rev", "sprint", "beginnings of words, before a run" },
		{ "rev", "planck/rev7", "planck/r_e_v", "a run" },
		{ "pk", "pack", "planck", "the shorter gap" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(score(rows[i].word, rows[i].better, true) > score(rows[i].word, rows[i].worse, true),
		   "%s: %s is better than %s", rows[i].why, rows[i].better, rows[i].worse);
}

static void test_long(void)
{
	char text[3 * FUZZY_MAX_BYTES], word[2 * FUZZY_MAX_BYTES];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	ok(score("aaa", text, true) > 0, "of a long text the beginning is looked at");
	ok(score(word, text, true) == FUZZY_NONE, "a word that is longer than that is not found");
	text[2 * FUZZY_MAX_BYTES] = 'b';
	ok(score("b", text, true) == FUZZY_NONE, "nor is what comes behind it");
}

static void test_words(void)
{
	const char *query = "  one  two ", *word;
	size_t len;

	word = fuzzy_word(&query, &len);
	ok(word && len == 3 && !strncmp(word, "one", 3), "the first word of a query");
	word = fuzzy_word(&query, &len);
	ok(word && len == 3 && !strncmp(word, "two", 3), "the second");
	ok(!fuzzy_word(&query, &len), "and no more");
}

int main(void)
{
	test_found();
	test_order();
	test_long();
	test_words();
	return tap_done();
}
