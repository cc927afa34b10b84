/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "tap.h"

static const struct verb verb = { "test", "FILE...", "Test", NULL };

struct values {
	bool flag;
	const char *text;
	long number;
};

/* Parse @args, a blank between each, and give what became of the options. */
static int parse(const char *args, struct values *out, const char **operand, int *status)
{
	static char copy[200];
	char *argv[20] = { (char *)"test" }, *at = NULL;
	const struct option_row rows[] = {
		{ "--flag", 'f', OPTION_FLAG, &out->flag, NULL, "a flag" },
		{ "--text", 't', OPTION_TEXT, &out->text, "TEXT", "a text" },
		{ "--number", 0, OPTION_NUMBER, &out->number, "N", "a number" },
	};
	int argc = 1;

	*out = (struct values){ 0 };
	*status = -1;
	snprintf(copy, sizeof(copy), "%s", args);
	for (char *word = strtok_r(copy, " ", &at); word; word = strtok_r(NULL, " ", &at))
		argv[argc++] = word;
	return cli_parse(&verb, argc, argv, rows, COUNT(rows), operand, 2, status);
}

static void test_good(void)
{
	static const struct {
		const char *args, *text, *first;
		int operands;
		long number;
		bool flag;
	} rows[] = {
		{ "a b", NULL, "a", 2, 0, false },           { "-f --text x a", "x", "a", 1, 0, true },
		{ "--text=x=y a", "x=y", "a", 1, 0, false }, { "-tx -- --flag", "x", "--flag", 1, 0, false },
		{ "--number 12", NULL, NULL, 0, 12, false }, { "--number=0x10 -", NULL, "-", 1, 16, false },
		{ "a --flag", NULL, "a", 1, 0, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *operand[2] = { NULL, NULL };
		struct values got;
		int status, n = parse(rows[i].args, &got, operand, &status);

		ok(n == rows[i].operands && got.flag == rows[i].flag && got.number == rows[i].number &&
			   !strcmp(got.text ? got.text : "", rows[i].text ? rows[i].text : "") &&
			   !strcmp(operand[0] ? operand[0] : "", rows[i].first ? rows[i].first : ""),
		   "%s", rows[i].args);
	}
}

static void test_bad(void)
{
	static const char *const rows[] = { "--nothing",   "-x",       "--text", "--number",  "--number x",
					    "--number 1x", "--flag=1", "a b c",  "--flagged", "--number=" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *operand[2];
		struct values got;
		int status;

		ok(parse(rows[i], &got, operand, &status) == -1 && status == EXIT_USAGE, "%s is refused",
		   rows[i]);
	}
}

static void test_verbs(void)
{
	char *list = NULL, *line, *at = NULL, last[64] = "";
	bool sorted = true;
	size_t len, count = 0;
	FILE *out = open_memstream(&list, &len);

	verb_list(out);
	fclose(out);
	for (line = strtok_r(list, "\n", &at); line; line = strtok_r(NULL, "\n", &at), count++) {
		char name[64];

		if (sscanf(line, "%63s", name) != 1 || strcmp(last, name) >= 0 || !verb_find(name))
			sorted = false;
		memcpy(last, name, sizeof(last));
	}
	ok(sorted && count >= 8, "%zu verbs, in order", count);
	ok(!verb_find("nothing") && !verb_find("") && !verb_find("buil"), "and no others");
	free(list);
}

int main(void)
{
	test_good();
	test_bad();
	test_verbs();
	return tap_done();
}
