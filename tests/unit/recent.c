/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/recent.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-recent-XXXXXX";

static void put(const char *name, const char *data, size_t len)
{
	char *path = file_join(root, name);
	struct err err;

	if (!file_write(path, data, len, FILE_REPLACE, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(99);
	}
	free(path);
}

/* Whether the list is @want, its items joined with spaces; $ stands for the test's folder. */
static bool list_is(const char *want)
{
	struct str got = STR_INIT;
	size_t count;
	char **list = recent_read(&count);
	bool same;

	for (size_t i = 0; i < count; i++) {
		const char *item = list[i];

		str_add(&got, i ? " " : "");
		if (!strncmp(item, root, strlen(root))) {
			str_add_char(&got, '$');
			item += strlen(root);
		}
		str_add(&got, item);
		free(list[i]);
	}
	free(list);
	same = !strcmp(str_text(&got), want);
	if (!same)
		printf("# the list is '%s', not '%s'\n", str_text(&got), want);
	str_release(&got);
	return same;
}

static void test_order(void)
{
	char name[16];

	ok(list_is(""), "nothing was opened yet");
	recent_add("ansi_60");
	put("a.json", "{}", 2);
	recent_add("a.json");
	ok(list_is("$/a.json ansi_60"), "the newest is first, a file by its whole path");
	recent_add("ansi_60");
	ok(list_is("ansi_60 $/a.json"), "what is opened again is not there twice");
	unlink("a.json");
	ok(list_is("ansi_60"), "a file that is gone is left out");
	for (int i = 1; i <= RECENT_MAX + 2; i++) {
		snprintf(name, sizeof(name), "b%d", i);
		recent_add(name);
	}
	ok(list_is("b11 b10 b9 b8 b7 b6 b5 b4 b3"), "the oldest are forgotten");
	recent_add("two\nlines");
	ok(list_is("b11 b10 b9 b8 b7 b6 b5 b4 b3"), "a name that is no line is not kept, and costs no other");
}

/* Names of keyboards have slashes, and QMK's folders of keyboards have their names. */
static void test_names(void)
{
	struct err err;

	ok(file_make_dirs("maker/board", &err), "a folder with a keyboard's name");
	recent_add("maker/board");
	ok(list_is("maker/board b11 b10 b9 b8 b7 b6 b5 b4"), "leaves it a name");
}

static void test_bad_files(void)
{
	char *huge = mem_new(1 << 20, 1);

	memset(huge, 'x', 1 << 20);
	put("keyplane/recent", huge, 1 << 20);
	ok(list_is(""), "a huge file is no list");
	recent_add("b1");
	ok(list_is("b1"), "the next opening makes a new one");
	put("keyplane/recent", "b1\n\n\nb2\0b3\n", 12);
	ok(list_is("b1 b2"), "blank lines and a NUL");
	put("keyplane/recent", "", 0);
	ok(list_is(""), "an empty file");
	put("keyplane/recent", "b1", 2);
	ok(list_is("b1"), "a last line without its end");
	unlink("keyplane/recent");
	ok(!mkdir("keyplane/recent", 0700), "a folder where the file goes");
	recent_add("b1");
	ok(list_is(""), "is no failure");
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	recent_add("b1");
	ok(list_is(""), "nor is no home");
	free(huge);
}

int main(void)
{
	if (!mkdtemp(root) || chdir(root))
		return 99;
	setenv("XDG_STATE_HOME", root, 1);
	test_order();
	test_names();
	test_bad_files();
	temp_remove(root);
	return tap_done();
}
