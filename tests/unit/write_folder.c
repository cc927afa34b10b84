/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "project/write_folder.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-test-XXXXXX";

static char *in_root(const char *name)
{
	return file_join(root, name);
}

static void add(struct fileset *set, const char *path, const char *text)
{
	str_add(fileset_add(set, path), text);
}

static bool write_to(const char *name, const struct fileset *set, struct err *err)
{
	char *path = in_root(name);
	bool fine = write_folder(path, set, err);

	free(path);
	return fine;
}

static bool holds(const char *name, const char *want)
{
	struct str text = STR_INIT;
	char *path = in_root(name);
	struct err err;
	bool same = file_read(path, 1000, &text, &err) && !strcmp(str_text(&text), want);

	str_release(&text);
	free(path);
	return same;
}

static size_t count(const char *name)
{
	char *path = in_root(name);
	DIR *dir = opendir(path);
	size_t entries = 0;

	while (dir && readdir(dir))
		entries++;
	if (dir)
		closedir(dir);
	free(path);
	return entries ? entries - 2 : 0; /* without "." and ".." */
}

static void test_written(const struct fileset *set)
{
	mode_t mask = umask(027);
	char *path = in_root("a/b/new");
	struct err err;
	struct stat st;

	ok(write_to("a/b/new", set, &err), "a folder, and those above it");
	umask(mask);
	ok(holds("a/b/new/keyboard.json", "{}") && holds("a/b/new/keymaps/default/keymap.json", "[]"),
	   "with its files");
	ok(count("a/b") == 1, "and nothing beside it");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0750, "with the rights that the umask leaves");
	ok(!write_to("a/b/new", set, &err) && err.code == ERR_EXISTS && strstr(err.text, "a/b/new"),
	   "not a second time");
	free(path);
}

static void test_in_the_way(const struct fileset *set)
{
	char *empty = in_root("empty"), *file = in_root("file"), *link = in_root("link");
	struct err err;

	mkdir(empty, 0777);
	ok(write_to("empty/", set, &err) && holds("empty/keyboard.json", "{}"), "an empty folder is filled");
	ok(file_write(file, "x", 1, FILE_CREATE, &err) && !write_to("file", set, &err) &&
		   err.code == ERR_EXISTS && holds("file", "x"),
	   "a file stays");
	ok(!write_to("file/new", set, &err) && holds("file", "x"), "nothing goes below a file");
	ok(!symlink("nowhere", link) && !write_to("link", set, &err) && err.code == ERR_EXISTS &&
		   count("nowhere") == 0,
	   "a link to nothing is something");
	free(empty);
	free(file);
	free(link);
}

/* The second file cannot be written: its folder is a file, the first one. */
static void test_failure(void)
{
	struct fileset set = { 0 };
	size_t before = count("");
	struct err err;

	add(&set, "a", "1");
	add(&set, "a/b", "2");
	ok(!write_to("half", &set, &err) && err.text[0], "a file that cannot be written");
	ok(count("half") == 0 && count("") == before, "leaves nothing");
	fileset_release(&set);
	add(&set, "sub/a", "1");
	add(&set, "sub/more/b", "2");
	add(&set, "sub/more/b/c", "3");
	ok(!write_to("half", &set, &err) && count("") == before, "in folders neither");
	fileset_release(&set);
}

int main(void)
{
	struct fileset set = { 0 };

	if (!mkdtemp(root)) {
		printf("Bail out! cannot make %s\n", root);
		return 1;
	}
	add(&set, "keyboard.json", "{}");
	add(&set, "keymaps/default/keymap.json", "[]");
	test_written(&set);
	test_in_the_way(&set);
	test_failure();
	fileset_release(&set);
	temp_remove(root);
	return tap_done();
}
