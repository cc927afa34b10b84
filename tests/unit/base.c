/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

static void test_str(void)
{
	struct str s = { .max = 10 };

	str_addf(&s, "%d-%s", 12, "abc");
	ok(!strcmp(str_text(&s), "12-abc"), "str formats");
	str_add(&s, "12345");
	ok(s.full && s.len == 6, "what does not fit under the cap is dropped whole and told");
	str_add(&s, "x");
	ok(s.len == 6, "and nothing comes after it");
	str_clear(&s);
	str_add_bytes(&s, "a\0b", 3);
	ok(s.len == 3 && !s.full, "bytes may hold NUL");
	str_release(&s);
	ok(!strcmp(str_text(&s), ""), "an empty str has a text");
}

static void test_utf8(void)
{
	static const struct {
		const char *text;
		int width, cols;
		size_t clip;
	} rows[] = {
		{ "", 0, 5, 0 },
		{ "abc", 3, 2, 2 },
		{ "作者", 4, 3, 3 },
		{ "e\xcc\x81x", 2, 1, 3 }, /* e, combining acute */
		{ "\xff", 1, 1, 1 },       /* ill-formed: one replacement */
		{ "\xf0\x9f\x98\x80", 2, 1, 0 },
		{ "▽⏎", 2, 1, 3 },
	};
	static const struct {
		const char *text, *escaped;
	} escapes[] = {
		{ "plain ä", "plain ä" },
		{ "\x1b[2J", "\\x1b[2J" },
		{ "a\nb\tc", "a\\x0a"
			     "b\\x09"
			     "c" },
		{ "\xc2\x9b"
		  "0m",
		  "\\u{9b}0m" }, /* C1 CSI */
		{ "\xe2\x80\xae"
		  "abc",
		  "\\u{202e}abc" },                    /* right-to-left override */
		{ "\xc0\xaf", "\\xc0\\xaf" },          /* overlong '/' */
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" }, /* surrogate */
	};
	char out[64], small[6];

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(utf8_width(rows[i].text) == rows[i].width &&
			   utf8_clip(rows[i].text, rows[i].cols) == rows[i].clip,
		   "width and clip of row %zu", i);
	for (size_t i = 0; i < COUNT(escapes); i++) {
		utf8_escape(out, sizeof(out), escapes[i].text, strlen(escapes[i].text));
		ok(!strcmp(out, escapes[i].escaped), "escape %zu gives %s", i, out);
	}
	utf8_escape(small, sizeof(small), "ab\x1b", 3);
	ok(!strcmp(small, "ab"), "an escape is not halved");
}

static void test_err(void)
{
	struct err err = { 0 };

	err_set(&err, ERR_PARSE, "line %d: \x1b[31mred", 3);
	err_wrap(&err, "reading %s", "a.json");
	ok(!strcmp(err.text, "reading a.json: line 3: \\x1b[31mred"), "errors are wrapped and escaped: %s",
	   err.text);
	err_errno(&err, EACCES, "opening x");
	ok(err.code == ERR_PERMISSION && strstr(err.text, "opening x: "), "errno has its code: %s", err.text);
}

static void test_file(const char *dir)
{
	struct err err = { 0 };
	struct str s = STR_INIT;
	struct stat st;
	char *a = file_join(dir, "a"), *link_path = file_join(dir, "l"), *deep = file_join(dir, "x/y/z");
	char *fifo = file_join(dir, "fifo");

	ok(file_write(a, "one", 3, FILE_CREATE, &err), "a new file is written");
	ok(!file_write(a, "two", 3, FILE_CREATE, &err) && err.code == ERR_EXISTS,
	   "create refuses what is there: %s", err.text);
	chmod(a, 0600);
	ok(!symlink("a", link_path) && file_write(link_path, "three", 5, FILE_REPLACE, &err),
	   "replace through a symlink");
	ok(file_read(a, 100, &s, &err) && !strcmp(str_text(&s), "three"), "reaches its target");
	ok(!lstat(link_path, &st) && S_ISLNK(st.st_mode), "and leaves the link a link");
	ok(!stat(a, &st) && (st.st_mode & 0777) == 0600, "and keeps the permissions");
	ok(!file_read(a, 4, &s, &err) && err.code == ERR_RANGE, "a file over the cap is refused: %s",
	   err.text);
	ok(!file_read(dir, 4, &s, &err), "a folder is refused: %s", err.text);
	ok(!mkfifo(fifo, 0600) && !file_read(fifo, 4, &s, &err),
	   "a FIFO is refused, without waiting for a writer: %s", err.text);
	ok(file_make_dirs(deep, &err) && file_is_dir(deep) && file_make_dirs(deep, &err),
	   "folders are made, twice is fine");
	ok(!file_make_dirs(a, &err), "not over a file: %s", err.text);
	ok(!file_write("/nonexistent/x", "", 0, FILE_REPLACE, &err) && err.code == ERR_NOT_FOUND,
	   "no folder: %s", err.text);
	unlink(fifo);
	unlink(link_path);
	unlink(a);
	str_release(&s);
	free(a);
	free(link_path);
	free(deep);
	free(fifo);
}

int main(void)
{
	char dir[] = "/tmp/keyplane-test-XXXXXX", *command;

	test_str();
	test_utf8();
	test_err();
	if (!mkdtemp(dir))
		return 99;
	test_file(dir);
	command = file_join(dir, "x/y/z");
	rmdir(command);
	free(command);
	command = file_join(dir, "x/y");
	rmdir(command);
	free(command);
	command = file_join(dir, "x");
	rmdir(command);
	free(command);
	ok(!rmdir(dir), "no temporary file is left behind");
	return tap_done();
}
