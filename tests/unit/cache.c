/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/cache.h"
#include "project/locate.h"
#include "resolve.h"
#include "tap.h"
#include "temp.h"

#define LIST "v1/keyboard_list.json"

static char dir[] = "/tmp/keyplane-cache-XXXXXX";

static struct str text_of(const char *text)
{
	struct str s = STR_INIT;

	str_add(&s, text);
	return s;
}

static bool put(const char *base, const char *path, const char *data, const char *etag)
{
	char *folder = cache_folder(base);
	struct str text = text_of(data);
	struct err err = { 0 };
	bool good = cache_write(folder, path, &text, etag, &err);

	if (!good)
		printf("# %s\n", err.text);
	str_release(&text);
	free(folder);
	return good;
}

static bool put_keyboard(const char *base, const char *id, const char *name)
{
	struct str path = STR_INIT, text = STR_INIT;
	bool good;

	str_addf(&path, "v1/keyboards/%s/info.json", id);
	str_addf(
		&text,
		"{\"keyboards\": {\"%s\": {\"keyboard_name\": \"%s\", \"layouts\": {\"LAYOUT\": {\"layout\": "
		"[{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}}}}}",
		id, name);
	good = put(base, str_text(&path), str_text(&text), "");
	str_release(&path);
	str_release(&text);
	return good;
}

/* What the cache has of @path; @etag gets its ETag. */
static bool holds(const char *base, const char *path, const char *data, const char *etag)
{
	char *folder = cache_folder(base), found[CACHE_ETAG_MAX_BYTES];
	struct str text = STR_INIT;
	struct err err = { 0 };
	bool is = cache_read(folder, path, &text, found, &err) && !strcmp(str_text(&text), data) &&
		  !strcmp(found, etag);

	if (!is)
		printf("# '%s' with '%s' %s\n", str_text(&text), found, err.text);
	str_release(&text);
	free(folder);
	return is;
}

static void test_folders(void)
{
	static const struct {
		const char *base, *folder;
	} rows[] = {
		{ "https://keyboards.qmk.fm", "keyboards.qmk.fm" },
		{ "keyboards.qmk.fm", "keyboards.qmk.fm" },
		{ "http://keyboards.qmk.fm", "http%3a%2f%2fkeyboards.qmk.fm" },
		{ "https://host:8443/mirror", "host%3a8443%2fmirror" },
		{ "/srv/api", "%2fsrv%2fapi" },
		{ "..", "%2e." },
		{ "../api", "%2e.%2fapi" },
		{ "https://../x", "%2e.%2fx" },
		{ "a%2f", "a%252f" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *folder = cache_folder(rows[i].base);

		ok(folder && !strncmp(folder, dir, strlen(dir)) &&
			   !strncmp(folder + strlen(dir), "/keyplane/api/", 14) &&
			   !strcmp(folder + strlen(dir) + 14, rows[i].folder),
		   "%s is kept in %s", rows[i].base, folder);
		free(folder);
	}
}

static void test_home(void)
{
	char *folder;

	setenv("HOME", "/home/me", 1);
	setenv("XDG_CACHE_HOME", "relative", 1);
	folder = cache_folder("host");
	ok(!strcmp(folder, "/home/me/.cache/keyplane/api/host"),
	   "without XDG_CACHE_HOME, or a relative one: ~/.cache");
	free(folder);
	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
	ok(!cache_folder("host"), "without HOME too: nowhere");
	setenv("XDG_CACHE_HOME", dir, 1);
	setenv("HOME", dir, 1);
}

static void test_base(void)
{
	unsetenv("KEYPLANE_API");
	ok(!strcmp(cache_base(NULL), "https://keyboards.qmk.fm"), "QMK's own");
	setenv("KEYPLANE_API", "", 1);
	ok(!strcmp(cache_base(NULL), "https://keyboards.qmk.fm"), "an empty variable is none");
	setenv("KEYPLANE_API", "https://mirror", 1);
	ok(!strcmp(cache_base(NULL), "https://mirror") && !strcmp(cache_base("/folder"), "/folder"),
	   "the variable, and what was asked for before it");
	unsetenv("KEYPLANE_API");
}

static void test_etags(void)
{
	char *folder = cache_folder("host"), *etag = file_join(folder, LIST ".etag");
	char longest[CACHE_ETAG_MAX_BYTES];
	struct str text = text_of("two");
	struct err err = { 0 };

	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	ok(put("host", LIST, "one", "\"1\"") && holds("host", LIST, "one", "\"1\""), "a text and its ETag");
	ok(put("host", LIST, "two", "\"2\"") && holds("host", LIST, "two", "\"2\""), "both replaced");
	ok(put("host", LIST, "two", "") && holds("host", LIST, "two", "") && !file_kind(etag),
	   "an ETag that is gone");
	ok(put("host", LIST, "one", "\"1\"") && file_write(etag, "\"1\"", 3, FILE_REPLACE, &err) &&
		   holds("host", LIST, "one", ""),
	   "an ETag that does not name its text is none");
	put("host", LIST, "one", "\"1\"");
	unlink(etag);
	ok(!mkdir(etag, 0777) && holds("host", LIST, "one", "") && put("host", LIST, "three", "\"3\"") &&
		   holds("host", LIST, "three", ""),
	   "one that cannot be written is no failure");
	rmdir(etag);
	ok(put("host", LIST, "one", longest) && holds("host", LIST, "one", longest), "the longest ETag");
	ok(put("host", LIST, "", "\"0\"") && holds("host", LIST, "", "\"0\""), "an empty text");
	str_release(&text);
	free(etag);
	free(folder);
}

/* The name of the keyboard that is found, in new memory; NULL with the reason in @err. */
static char *find(const char *name, struct err *err)
{
	struct cached_keyboard found;
	char *text;

	*err = (struct err){ 0 };
	if (!cache_find(name, &found, err))
		return NULL;
	text = mem_copy_text(json_text(json_find(found.info, "keyboard_name")));
	cached_keyboard_release(&found);
	return text;
}

static bool finds(const char *name, const char *want)
{
	struct err err;
	char *is = find(name, &err);
	bool same = is && !strcmp(is, want);

	if (!same)
		printf("# %s: %s\n", is ? is : "nothing", err.text);
	free(is);
	return same;
}

static void test_find(void)
{
	struct err err;

	put_keyboard("m.example", "maker/one", "of m");
	put_keyboard("z.example", "maker/one", "of z");
	put_keyboard("z.example", "maker/two", "two of z");
	put("z.example", "v1/keyboard_aliases.json",
	    "{\"keyboard_aliases\": {\"old\": {\"target\": \"maker/two\"}, \"maker/one\": {\"target\": "
	    "\"maker/two\"}}}",
	    "");
	ok(finds("maker/one", "of m"), "of several places the first by name");
	setenv("KEYPLANE_API", "z.example", 1);
	ok(finds("maker/one", "of z"),
	   "but that of the API in use before it, and a keyboard before an alias");
	unsetenv("KEYPLANE_API");
	ok(finds("maker/two", "two of z") && finds("old", "two of z"), "by name and by alias");
	ok(!find("maker/three", &err) && err.code == ERR_NOT_FOUND, "none: %s", err.text);
	ok(!find("maker", &err) && err.code == ERR_NOT_FOUND, "a maker is no keyboard");
	ok(!find("../m.example", &err) && err.code == ERR_NOT_FOUND, "nor is a way out");
	put("m.example", "v1/keyboards/maker/one/info.json", "{\"keyboards\": {\"maker/o", "");
	ok(finds("maker/one", "of z"), "a damaged file is passed over");
	put("z.example", "v1/keyboards/maker/one/info.json", "", "");
	put("z.example", "v1/keyboard_aliases.json", "[", "");
	ok(!find("maker/one", &err) && err.code == ERR_PARSE &&
		   strstr(err.text, "keyplane fetch maker/one gets it anew"),
	   "unless there is no other: %s", err.text);
}

static void test_list(void)
{
	struct names names = { 0 };

	put("z.example", "v1/keyboards/maker/two/keymaps/default/keymap.json", "{}", "");
	put("z.example", LIST, "{\"keyboards\": [\"maker/two\", \"other/board\", \"../evil\", 7]}", "");
	cache_list(&names);
	names_sort(&names);
	ok(names.count == 2 && !strcmp(names.name[0], "maker/one") && !strcmp(names.name[1], "maker/two"),
	   "what was fetched, each once, and not what could be");
	names_release(&names);
}

static void test_suggest(void)
{
	static const struct {
		const char *base, *name, *near;
	} rows[] = {
		{ "z.example", "maker/tow", ", did you mean maker/two" },
		{ "z.example", "bord", ", did you mean other/board" },
		{ "z.example", "zzzzzzzz", "" },
		{ "none.example", "maker/tow", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *folder = cache_folder(rows[i].base);
		struct str out = STR_INIT;

		cache_suggest(folder, rows[i].name, &out);
		ok(!strcmp(str_text(&out), rows[i].near), "near %s at %s%s", rows[i].name, rows[i].base,
		   str_text(&out));
		str_release(&out);
		free(folder);
	}
}

/* As the verbs see it: an id that resolves, and data that nothing is derived from again. */
static void test_config(void)
{
	struct err err = { 0 };
	struct diagnostics diagnostics = { 0 };
	struct tree *tree = tree_open(NULL, &err);
	char *id = tree ? resolve(tree, "maker/two", &err) : NULL;
	struct qmk_config *config = id ? tree_config(tree, id, &diagnostics, &err) : NULL;
	struct located located = { 0 };

	ok(config && config->info->count == 2 &&
		   !strcmp(json_text(json_find(config->info, "keyboard_name")), "two of z") &&
		   !diagnostics.count,
	   "its data is what was fetched: %s", err.text);
	ok(tree && !strcmp(tree_source(tree, "maker/two"), "fetched"), "and that is where it comes from");
	qmk_config_free(config);
	ok(locate("maker/two", NULL, &located, &err) && located.fetched && !strcmp(located.id, "maker/two") &&
		   file_is_regular(located.path),
	   "it is located");
	config = located_config(&located, &diagnostics, &err);
	ok(config && config->info->count == 2, "with the same data: %s", err.text);
	qmk_config_free(config);
	ok(!tree_config(tree, "maker/never", &diagnostics, &err) && err.code == ERR_NOT_FOUND, "no other: %s",
	   err.text);
	located_release(&located);
	diagnostics_release(&diagnostics);
	free(id);
	tree_close(tree);
}

static void test_may_fetch(void)
{
	ok(cache_may_fetch("maker/one") && cache_may_fetch("sixty"), "a name may be fetched");
	ok(!cache_may_fetch("my.json") && !cache_may_fetch(dir) && !cache_may_fetch("a b") &&
		   !cache_may_fetch(""),
	   "what is called like a file, is one or can be no keyboard may not");
}

int main(void)
{
	if (!mkdtemp(dir))
		return 99;
	unsetenv("QMK_HOME");
	unsetenv("QMK_USERSPACE");
	unsetenv("KEYPLANE_API");
	setenv("XDG_CACHE_HOME", dir, 1);
	test_folders();
	test_home();
	test_base();
	test_etags();
	test_find();
	test_list();
	test_suggest();
	test_config();
	test_may_fetch();
	temp_remove(dir);
	return tap_done();
}
