/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "../../src/ui/keyboards.h"
#include "base/fuzzy.h"
#include "tap.h"

static void test_lines(void)
{
	struct keyboards_seen seen = { 0 };
	struct err err = { 0 };

	ok(keyboards_seen_line(&seen,
			       "{\"event\": \"keyboard\", \"keyboard\": \"ansi_60\", \"from\": \"builtin\"}",
			       &err) &&
		   !seen.tree.count && !seen.fetched.count,
	   "what is built in is not taken: the program has it");
	ok(keyboards_seen_line(
		   &seen, "{\"event\": \"keyboard\", \"keyboard\": \"maker/pad\", \"from\": \"fetched\"}",
		   &err) &&
		   seen.fetched.count == 1,
	   "what was fetched");
	ok(keyboards_seen_line(&seen,
			       "{\"event\": \"keyboard\", \"keyboard\": \"planck/rev7\", \"from\": \"tree\"}",
			       &err) &&
		   seen.tree.count == 1 && !strcmp(seen.tree.name[0], "planck/rev7") && !seen.complete,
	   "what the tree has");
	ok(!keyboards_seen_line(&seen, "{\"event\": \"keyboard\"}", &err) && seen.tree.count == 1,
	   "a line without a name is refused: %s", err.text);
	ok(!keyboards_seen_line(&seen, "keyplane: no QMK tree", &err), "so is one that is no JSON: %s",
	   err.text);
	ok(!keyboards_seen_line(&seen, "[1]", &err), "and one that is no object: %s", err.text);
	ok(!keyboards_seen_line(&seen, "{\"event\": \"end\", \"ok\": false, \"text\": \"no such tree\"}",
				&err) &&
		   !strcmp(err.text, "no such tree") && !seen.complete,
	   "a listing that failed says why");
	ok(keyboards_seen_line(&seen, "{\"event\": \"end\", \"ok\": true}", &err) && seen.complete,
	   "one that ended is complete");
	keyboards_seen_release(&seen);
	ok(!seen.complete && !seen.tree.count, "released, it is as new");
}

static void test_scores(void)
{
	static const struct {
		const char *query, *better, *worse;
	} rows[] = {
		{ "planck", "planck/rev7", "maker/plancky" },
		{ "dz60", "kbdfans/dz60", "kbdfans/dz60rgb" },
		{ "rev7 planck", "planck/rev7", "planck/thk" },
		{ "mine", "/home/me/boards/mine.json", "/home/mine/boards/x.json" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(keyboard_score(rows[i].better, rows[i].query) >
			   keyboard_score(rows[i].worse, rows[i].query),
		   "%s: %s, before %s", rows[i].query, rows[i].better, rows[i].worse);
	ok(keyboard_score("planck/rev7", "") == 0, "nothing typed: all are as good");
	ok(keyboard_score("planck/rev7", "planck nosuch") == FUZZY_NONE, "all words must be there");
}

int main(void)
{
	test_lines();
	test_scores();
	return tap_done();
}
