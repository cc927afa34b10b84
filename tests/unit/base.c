/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
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
	str_clear(&s);
	str_add_escaped(&s, "\x1b\xff");
	ok(!strcmp(str_text(&s), "\\x1b\\xff") && !s.full, "what is escaped takes four bytes for one");
	str_release(&s);
	ok(!strcmp(str_text(&s), ""), "an empty str has a text");
}

static void test_text(void)
{
	char *text = NULL;

	mem_set_text(&text, "keymap");
	ok(text && !strcmp(text, "keymap"), "a text is set");
	mem_set_text(&text, text + 3);
	ok(text && !strcmp(text, "map"), "to a part of itself");
	mem_set_text(&text, NULL);
	ok(!text, "to nothing");
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

/* Nothing but a file is ever replaced. @what is at @path in @dir, and stays. */
static void refuses(const char *path, const char *what)
{
	static const enum file_mode modes[] = { FILE_CREATE, FILE_REPLACE };
	struct stat before, after;
	struct err err = { 0 };
	bool good = !lstat(path, &before);

	for (size_t i = 0; i < COUNT(modes); i++)
		good = good && !file_write(path, "x", 1, modes[i], &err) && err.code == ERR_IO &&
		       strstr(err.text, what) && strstr(err.text, "nothing was written");
	good = good && !lstat(path, &after) && before.st_ino == after.st_ino &&
	       before.st_mode == after.st_mode;
	ok(good, "a %s is not replaced by a file: %s", what, err.text);
}

static void test_special_files(const char *dir)
{
	char *fifo = file_join(dir, "fifo"), *node = file_join(dir, "node"), *link_path = file_join(dir, "l");
	char *folder = file_join(dir, "folder");

	ok(!mkfifo(fifo, 0600), "a pipe is made");
	refuses(fifo, "pipe");
	ok(!symlink("fifo", link_path), "a link to it is made");
	refuses(link_path, "pipe");
	ok(!mkdir(folder, 0700), "a folder is made");
	refuses(folder, "folder");
	/* The numbers of the null device on Linux; only root may make a node, and not everywhere. */
	if (mknod(node, S_IFCHR | 0600, (dev_t)0x103))
		ok(1, "a device is not replaced by a file # SKIP no permission to make a device node");
	else
		refuses(node, "device");
	unlink(node);
	unlink(link_path);
	unlink(fifo);
	rmdir(folder);
	free(folder);
	free(node);
	free(link_path);
	free(fifo);
}

static void test_links(const char *dir)
{
	char *a = file_join(dir, "a"), *one = file_join(dir, "one"), *two = file_join(dir, "sub/two");
	char *round = file_join(dir, "round"), *sub = file_join(dir, "sub");
	struct err err = { 0 };
	struct str s = STR_INIT;
	struct stat st;

	ok(!mkdir(sub, 0700) && !symlink("sub/two", one) && !symlink("../a", two) &&
		   file_write(one, "new", 3, FILE_REPLACE, &err) && file_read(a, 100, &s, &err) &&
		   !strcmp(str_text(&s), "new"),
	   "links to nothing are followed to where the file is made: %s", err.text);
	ok(!lstat(one, &st) && S_ISLNK(st.st_mode) && !lstat(two, &st) && S_ISLNK(st.st_mode),
	   "and stay links");
	unlink(a);
	ok(!file_write(one, "new", 3, FILE_CREATE, &err) && err.code == ERR_EXISTS && lstat(a, &st),
	   "create refuses a link to nothing: %s", err.text);
	ok(!symlink("round", round) && !file_write(round, "x", 1, FILE_REPLACE, &err) && !lstat(round, &st) &&
		   S_ISLNK(st.st_mode),
	   "a link to itself is refused: %s", err.text);
	ok(file_write(a, "old", 3, FILE_CREATE, &err) && !chmod(a, 0444) &&
		   !file_write(one, "new", 3, FILE_REPLACE, &err) && err.code == ERR_PERMISSION &&
		   strstr(err.text, "is read-only: ") && file_read(a, 100, &s, &err) &&
		   !strcmp(str_text(&s), "old"),
	   "a read-only file stays as it is, for root too");
	unlink(round);
	unlink(one);
	unlink(two);
	unlink(a);
	rmdir(sub);
	str_release(&s);
	free(sub);
	free(round);
	free(two);
	free(one);
	free(a);
}

/* Known values of FNV-1a. */
static void test_hash(void)
{
	ok(hash_bytes(HASH_NONE, "", 0) == UINT64_C(0xcbf29ce484222325), "the hash of nothing");
	ok(hash_bytes(HASH_NONE, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c), "of one byte");
	ok(hash_bytes(HASH_NONE, "foobar", 6) == UINT64_C(0x85944171f73967e8), "of some");
	ok(hash_bytes(hash_bytes(HASH_NONE, "foo", 3), "bar", 3) == UINT64_C(0x85944171f73967e8),
	   "and of some in pieces");
}

int main(void)
{
	char dir[] = "/tmp/keyplane-test-XXXXXX", *command;

	test_str();
	test_text();
	test_utf8();
	test_err();
	test_hash();
	if (!mkdtemp(dir))
		return 99;
	test_file(dir);
	test_special_files(dir);
	test_links(dir);
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
