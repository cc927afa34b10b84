/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/line_diff.h"
#include "tap.h"

static void test_rows(void)
{
	static const struct {
		const char *before, *after, *diff;
	} rows[] = {
		{ "", "", "" },
		{ "a\nb\n", "a\nb\n", "" },
		{ "a\nb\nc\n", "a\nx\nc\n", "@@ -2 +2 @@\n-b\n+x\n" },
		{ "a\nc\n", "a\nb\nc\n", "@@ -1,0 +2 @@\n+b\n" },
		{ "a\nb\nc\n", "a\nc\n", "@@ -2 +1,0 @@\n-b\n" },
		{ "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n" },
		{ "a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n" },
		{ "a\nb\nc\nd\ne\n", "a\nB\nc\nd\ne\nf\n", "@@ -2 +2 @@\n-b\n+B\n@@ -5,0 +6 @@\n+f\n" },
		{ "a\na\na\n", "a\na\n", "@@ -3 +2,0 @@\n-a\n" },
		{ "a\nb", "a\nc",
		  "@@ -2 +2 @@\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n" },
		{ "a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n" },
		{ "a\r\nb\r\n", "a\r\nc\r\n", "@@ -2 +2 @@\n-b\r\n+c\r\n" },
		{ "1\n2\n3\n4\n", "3\n4\n1\n2\n", "@@ -1,2 +0,0 @@\n-1\n-2\n@@ -4,0 +3,2 @@\n+1\n+2\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str before = STR_INIT, after = STR_INIT, out = STR_INIT;

		str_add(&before, rows[i].before);
		str_add(&after, rows[i].after);
		line_diff(&before, &after, &out);
		ok(!strcmp(str_text(&out), rows[i].diff), "row %zu", i);
		if (strcmp(str_text(&out), rows[i].diff))
			printf("# got >%s<\n", str_text(&out));
		str_release(&before);
		str_release(&after);
		str_release(&out);
	}
}

static void test_large(void)
{
	static const char start[] = "@@ -1,3000 +1,3000 @@\n-a0\n-a1\n";
	struct str before = STR_INIT, after = STR_INIT, out = STR_INIT;

	for (int i = 0; i < 3000; i++) {
		str_addf(&before, "a%d\n", i);
		str_addf(&after, "b%d\n", i);
	}
	line_diff(&before, &after, &out);
	ok(!strncmp(str_text(&out), start, strlen(start)), "thousands of lines are not compared further");
	str_release(&before);
	str_release(&after);
	str_release(&out);
}

int main(void)
{
	test_rows();
	test_large();
	return tap_done();
}
