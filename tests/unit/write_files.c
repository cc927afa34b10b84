/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "compile/marker.h"
#include "project/write_files.h"
#include "tap.h"

#define OURS "// " MARKER "\n"

static char top[] = "/tmp/keyplane-write-files-XXXXXX", *dir;

static void put(const char *name, const char *text)
{
	char *path = file_join(dir, name);
	struct err err;

	if (!file_write(path, text, strlen(text), FILE_REPLACE, &err))
		printf("Bail out! %s\n", err.text);
	free(path);
}

/* Whether the file @name of the folder holds @text; NULL: is not there. */
static bool holds(const char *name, const char *text)
{
	char *path = file_join(dir, name);
	struct str data = STR_INIT;
	struct err err;
	struct stat st;
	bool good;

	if (text)
		good = file_read(path, 1000, &data, &err) && !strcmp(str_text(&data), text);
	else
		good = lstat(path, &st) != 0;
	str_release(&data);
	free(path);
	return good;
}

static void remove_file(const char *name)
{
	char *path = file_join(dir, name);

	unlink(path);
	free(path);
}

static bool put_files(const struct fileset *files, bool force, struct err *err)
{
	return write_files(dir, target_find("qmk"), files, force, err);
}

static void test_own_files(void)
{
	struct fileset one = { 0 }, two = { 0 };
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	char *path = file_join(dir, "keymap.c");
	struct err err = { 0 };
	struct stat st;

	str_add(fileset_add(&one, "keymap.c"), OURS "1\n");
	str_add(fileset_add(&one, "rules.mk"), "# " MARKER "\nX = 1\n");
	str_add(fileset_add(&two, "keymap.c"), OURS "2\n");
	ok(put_files(&one, false, &err) && holds("keymap.c", OURS "1\n"), "a new folder: %s", err.text);
	utimensat(AT_FDCWD, path, old, 0);
	ok(put_files(&one, false, &err) && !stat(path, &st) && st.st_mtime == 1000,
	   "what is the same keeps its time");
	put("notes.txt", "mine");
	ok(put_files(&two, false, &err) && holds("keymap.c", OURS "2\n"), "our own file is replaced");
	ok(holds("rules.mk", NULL), "and what is not made any more is removed");
	ok(holds("notes.txt", "mine"), "but not what somebody put there");
	fileset_release(&one);
	fileset_release(&two);
	free(path);
}

static void test_foreign_files(void)
{
	struct fileset files = { 0 };
	char *path = file_join(dir, "keymap.c");
	struct err err = { 0 };

	str_add(fileset_add(&files, "config.h"), OURS "#pragma once\n");
	str_add(fileset_add(&files, "keymap.c"), OURS "new\n");
	remove_file("config.h");
	put("keymap.c", "theirs\n");
	ok(!put_files(&files, false, &err) && err.code == ERR_EXISTS && holds("keymap.c", "theirs\n"),
	   "another's keymap.c stays: %s", err.text);
	ok(holds("config.h", NULL), "and then nothing at all is written");
	put("keymap.c", "\n" OURS);
	ok(!put_files(&files, false, &err) && err.code == ERR_EXISTS,
	   "the mark counts in the first line only");
	remove_file("keymap.c");
	put("keymap.json", "{}");
	ok(!put_files(&files, false, &err) && err.code == ERR_EXISTS,
	   "a keymap.json that QMK would build instead: %s", err.text);
	ok(put_files(&files, true, &err) && holds("keymap.json", "{}"), "is for --force to decide");
	remove_file("keymap.json");
	remove_file("keymap.c");
	ok(!mkdir(path, 0777) && !put_files(&files, false, &err) && err.code == ERR_IO,
	   "a folder is not replaced");
	rmdir(path);
	ok(put_files(&files, false, &err) && holds("keymap.c", OURS "new\n"),
	   "once all is gone it is written");
	fileset_release(&files);
	free(path);
}

/* Where names depend on the keyboard: what an earlier compile for this one left, and for no other. */
static void test_patterns(void)
{
	static const char ours[] = "# " MARKER "\n";
	const struct target *zmk = target_find("zmk");
	struct fileset files = { 0 };
	struct err err = { 0 };

	put("wren.conf", ours);
	put("wren_left.overlay", "/* mine */\n");
	put("wren_left.conf", ours);
	put("wren.overlay", "// " MARKER "\n");
	put("lark.conf", ours);
	put("lark.keymap", "/* " MARKER " */\n");
	str_add(fileset_add(&files, "wren.keymap"), "/* " MARKER " */\n");
	str_add(fileset_add(&files, "wren_left.conf"), "# " MARKER "\nCONFIG_A=y\n");
	ok(write_files(dir, zmk, &files, false, &err) && holds("wren.conf", NULL) &&
		   holds("wren.overlay", NULL),
	   "what an earlier compile left of this keyboard is removed: %s", err.text);
	ok(holds("wren_left.overlay", "/* mine */\n"), "but not what somebody wrote");
	ok(holds("wren_left.conf", "# " MARKER "\nCONFIG_A=y\n"), "nor what is made now");
	ok(holds("lark.conf", ours) && holds("lark.keymap", "/* " MARKER " */\n"), "nor another keyboard's");
	fileset_release(&files);
	files = (struct fileset){ 0 };
	str_add(fileset_add(&files, "other.txt"), "x");
	ok(write_files(dir, zmk, &files, false, &err) && holds("wren.keymap", "/* " MARKER " */\n"),
	   "without a file that tells the name nothing is removed");
	fileset_release(&files);
}

int main(void)
{
	struct str s = STR_INIT;
	int failed;

	if (!mkdtemp(top))
		return 99;
	dir = file_join(top, "kb/keymaps/mine");
	test_own_files();
	test_foreign_files();
	test_patterns();
	str_addf(&s, "rm -rf %s", top);
	failed = system(str_text(&s));
	str_release(&s);
	free(dir);
	return tap_done() || failed;
}
