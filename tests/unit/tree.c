/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "project/builtin.h"
#include "project/tree.h"
#include "resolve.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-test-XXXXXX";

static const char *at(const char *name)
{
	return temp_path(root, name);
}

static void make_folder(const char *name)
{
	struct err err;

	if (!file_make_dirs(at(name), &err))
		abort();
}

static void put(const char *name, const char *text)
{
	char *folder = mem_copy_text(name);
	struct err err;

	*strrchr(folder, '/') = '\0';
	make_folder(folder);
	if (!file_write(at(name), text, strlen(text), FILE_REPLACE, &err))
		abort();
	free(folder);
}

static void link_to(const char *target, const char *name)
{
	if (symlink(target, at(name)))
		abort();
}

/* "a b c" */
static const char *joined(const struct names *names)
{
	static char out[4096];
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < names->count && len < sizeof(out); i++)
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%s", i ? " " : "", names->name[i]);
	return out;
}

/* What the tree at @home lists that is not built in. */
static const char *listed(const char *home)
{
	struct names all = { 0 }, ours = { 0 };
	struct err err = { 0 };
	struct tree *tree = tree_open(home, &err);
	const char *text;

	if (!tree)
		return err.text[0] ? "error" : "";
	tree_list(tree, &all);
	for (size_t i = 0; i < all.count; i++)
		if (!builtin_find(all.name[i]))
			names_add(&ours, all.name[i]);
	text = joined(&ours);
	names_release(&all);
	names_release(&ours);
	tree_close(tree);
	return text;
}

static void stand_in(const char *name)
{
	if (chdir(at(name)))
		abort();
}

static bool ends(const char *text, const char *with)
{
	size_t len = text ? strlen(text) : 0, n = strlen(with);

	return len >= n && !strcmp(text + len - n, with);
}

static void forget_environment(void)
{
	static const char *const names[] = { "QMK_HOME", "QMK_USERSPACE", "XDG_CONFIG_HOME" };

	for (size_t i = 0; i < COUNT(names); i++)
		unsetenv(names[i]);
	setenv("HOME", at("home"), 1);
}

static void test_names(void)
{
	static const char *const given[] = { "b", "a/b", "a", "b", "a-b", "b" };
	struct names names = { 0 };

	names_sort(&names);
	ok(names.count == 0, "no names are none when sorted");
	for (size_t i = 0; i < COUNT(given); i++)
		names_add(&names, given[i]);
	names_sort(&names);
	ok(!strcmp(joined(&names), "a a-b a/b b"), "sorted, each once: %s", joined(&names));
	names_release(&names);
	ok(!names.count && !names.name, "and released");
}

/* Where the tree is found: each row adds one place, and the one that goes before the others wins. */
static void test_discovery(void)
{
	struct err err = { 0 };
	struct tree *tree;

	make_folder("home/empty");
	stand_in("home/empty");
	tree = tree_open(NULL, &err);
	ok(tree && !tree_home(tree) && !tree_userspace(tree) && !tree_files(tree) && !*tree_found_by(tree),
	   "no tree is no error");
	tree_close(tree);

	put("home/qmk_firmware/keyboards/one/keyboard.json", "{}");
	make_folder("home/qmk_firmware/data/mappings");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "home/qmk_firmware") &&
		   !strcmp(tree_found_by(tree), "~/qmk_firmware"),
	   "~/qmk_firmware");
	tree_close(tree);

	put("configured/keyboards/two/keyboard.json", "{}");
	make_folder("configured/quantum");
	put("home/.config/qmk/qmk.ini", "qmk_home = /none\n[user]\n# qmk_home = /none\n ; x\nqmk_home = "
					"~/../configured\r\n[other]\nqmk_home = /none\n");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "configured") && strstr(tree_found_by(tree), "qmk.ini"),
	   "user.qmk_home of qmk.ini");
	tree_close(tree);
	setenv("XDG_CONFIG_HOME", at("xdg"), 1);
	put("xdg/qmk/qmk.ini", "[user]\nqmk_home: None\n");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "home/qmk_firmware"),
	   "XDG_CONFIG_HOME goes before ~/.config, and None is none");
	tree_close(tree);
	put("xdg/qmk/qmk.ini", "[user]\nqmk_home = /nowhere\n");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "home/qmk_firmware"),
	   "a tree that is gone from qmk.ini is passed by");
	tree_close(tree);
	unsetenv("XDG_CONFIG_HOME");

	put("stand/keyboards/three/keymaps/default/keymap.c", "");
	make_folder("stand/lib/python/qmk");
	stand_in("stand/keyboards/three/keymaps");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "/stand") && strstr(tree_found_by(tree), "stand in"),
	   "the tree that we stand in");
	tree_close(tree);

	make_folder("sparse/keyboards");
	setenv("QMK_HOME", at("sparse"), 1);
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "sparse") && !strcmp(tree_found_by(tree), "QMK_HOME"),
	   "QMK_HOME, which needs keyboards alone");
	tree_close(tree);
	tree = tree_open("", &err);
	ok(tree && ends(tree_home(tree), "sparse"), "an empty name is none");
	tree_close(tree);
	tree = tree_open(at("configured"), &err);
	ok(tree && ends(tree_home(tree), "configured") && !strcmp(tree_found_by(tree), "--qmk"),
	   "what was asked for goes before all");
	tree_close(tree);
	setenv("QMK_HOME", at("home"), 1);
	ok(!tree_open(NULL, &err) && err.code == ERR_NOT_FOUND && strstr(err.text, "no folder keyboards"),
	   "%s", err.text);
	unsetenv("QMK_HOME");
	ok(!tree_open(at("none"), &err) && err.code == ERR_NOT_FOUND &&
		   strstr(err.text, "--qmk: there is no folder"),
	   "%s", err.text);
	put("file/keyboards", "");
	ok(!tree_open(at("file"), &err) && err.code == ERR_NOT_FOUND, "keyboards must be a folder: %s",
	   err.text);
	stand_in("");
	/* What is no tree on the way up is passed by. */
	make_folder("via/keyboards/x");
	stand_in("via/keyboards/x");
	tree = tree_open(NULL, &err);
	ok(tree && ends(tree_home(tree), "configured"), "keyboards alone are no tree to stand in");
	tree_close(tree);
	stand_in("");
}

static const char *userspace(void)
{
	static char out[4200];
	struct err err = { 0 };
	struct tree *tree = tree_open(at("sparse"), &err);

	snprintf(out, sizeof(out), "%s", tree && tree_userspace(tree) ? tree_userspace(tree) : "none");
	tree_close(tree);
	return out;
}

static void test_userspace(void)
{
	static const char *const bad[] = { "", "[]", "{", "{\"userspace_version\": 1}", "\"x\"" };

	put("home/.config/qmk/qmk.ini", "[user]\noverlay_dir=~/mine\n");
	ok(!strcmp(userspace(), "none"), "user.overlay_dir that is not there: %s", userspace());
	put("home/mine/qmk.json",
	    "{\"userspace_version\": \"1.1\", \"build_targets\": [[\"a\", \"b\", {}]]}");
	ok(ends(userspace(), "home/mine"), "user.overlay_dir");
	put("env/qmk.json", "{\"userspace_version\": \"1.0\", \"build_targets\": []}");
	setenv("QMK_USERSPACE", at("env"), 1);
	ok(ends(userspace(), "/env"), "QMK_USERSPACE goes before it");
	put("inside/qmk.json", "{userspace_version: \"1.0\", }");
	make_folder("inside/keyboards/x");
	stand_in("inside/keyboards/x");
	ok(ends(userspace(), "/inside"), "and the one that we stand in before that");
	for (size_t i = 0; i < COUNT(bad); i++) {
		put("inside/qmk.json", bad[i]);
		ok(ends(userspace(), "/env"), "qmk.json with '%s' makes no userspace", bad[i]);
	}
	stand_in("");
	unsetenv("QMK_USERSPACE");
}

static void test_list(void)
{
	put("list/keyboards/maker/board/rev1/keyboard.json", "{}");
	put("list/keyboards/maker/board/rev2/keyboard.json", "{}");
	put("list/keyboards/maker/board/info.json", "{}");
	put("list/keyboards/maker/board/keymaps/x/keyboard.json", "{}");
	put("list/keyboards/maker/other/rules.mk", "");
	put("list/keyboards/.git/keyboard.json", "{}");
	put("list/keyboards/plain/keyboard.json", "{}");
	put("list/keyboards/plain/sub/keyboard.json", "{}");
	put("list/keyboards/plain-2/keyboard.json", "{}");
	put("list/keyboards/a/b/c/d/e/f/keyboard.json", "{}");
	put("list/keyboards/a/b/c/d/e/f/g/h/i/keyboard.json", "{}");
	put("list/keyboards/keyboard.json", "{}");
	put("outside/linked/keyboard.json", "{}");
	link_to("../../outside/linked", "list/keyboards/linked");
	link_to("..", "list/keyboards/plain/up");
	link_to(".", "list/keyboards/plain/same");
	link_to("nowhere", "list/keyboards/dangling");
	ok(!strcmp(listed(at("list")),
		   "a/b/c/d/e/f linked maker/board/rev1 maker/board/rev2 plain plain-2 plain/sub"),
	   "all with a keyboard.json, in order: %s", listed(at("list")));
	if (chmod(at("list/keyboards/maker/board/rev2"), 0))
		abort();
	ok(strstr(listed(at("list")), "maker/board/rev1"), "a folder that cannot be read hides no other");
	if (chmod(at("list/keyboards/maker/board/rev2"), 0755))
		abort();
	ok(!strcmp(listed(at("sparse")), ""), "a tree of none");
}

/* What a name means; id NULL: no keyboard. */
struct resolved {
	const char *name, *id;
};

static void check_resolved(const char *home, const struct resolved *rows, size_t count)
{
	struct err err = { 0 };
	struct tree *tree = tree_open(at(home), &err);

	for (size_t i = 0; i < count; i++) {
		char *id = resolve(tree, rows[i].name, &err);

		ok(rows[i].id ? id && !strcmp(id, rows[i].id) : !id, "%s is %s", rows[i].name,
		   id ? id : err.text);
		free(id);
	}
	tree_close(tree);
}

static void test_old(void)
{
	static const struct resolved rows[] = {
		{ "old/rev1", "old/rev1" }, { "old", "old/rev2" }, { "chain", "old/rev2" },
		{ "round", NULL },          { "lost", NULL },      { "moved", "old/rev2" },
		{ "slash", "old/rev2" },    { "out", NULL },       { "old/none", NULL },
		{ "only_json", NULL },
	};

	put("old/keyboards/old/rules.mk", "# x\nDEFAULT_FOLDER = old/rev2\n");
	put("old/keyboards/old/rev1/rules.mk", "MCU = atmega32u4");
	put("old/keyboards/old/rev2/rules.mk", "DEFAULT_FOLDER = old/rev2");
	put("old/keyboards/chain/rules.mk", "DEFAULT_FOLDER=old # on");
	put("old/keyboards/round/rules.mk", "DEFAULT_FOLDER = round/b");
	put("old/keyboards/round/b/rules.mk", "DEFAULT_FOLDER = round");
	put("old/keyboards/lost/rules.mk", "DEFAULT_FOLDER = gone");
	put("old/keyboards/out/rules.mk", "DEFAULT_FOLDER = ../../outside");
	put("old/keyboards/only_json/info.json", "{}");
	put("old/data/mappings/keyboard_aliases.hjson",
	    "{moved: {target: old\n}, slash: {target: \"old/rev2/\"}}");
	ok(!strcmp(listed(at("old")), "old/rev1 old/rev2"),
	   "an old tree's rules.mk and what they send to: %s", listed(at("old")));
	check_resolved("old", rows, COUNT(rows));
}

/* Trees of 2024 and early 2025 have keyboards of both sorts, which their scripts tell. */
static void test_mixed(void)
{
	static const struct resolved rows[] = {
		{ "fresh", "fresh" },      { "old", "old" }, { "both", "both/rev1" },
		{ "parts", "parts/rev1" }, { "lost", NULL },
	};

	put("mixed/lib/python/qmk/keyboard.py", "while 'DEFAULT_FOLDER' in rules:\n");
	put("mixed/keyboards/fresh/keyboard.json", "{}");
	put("mixed/keyboards/old/rules.mk", "");
	put("mixed/keyboards/both/rules.mk", "DEFAULT_FOLDER = both/rev1");
	put("mixed/keyboards/both/rev1/keyboard.json", "{}");
	put("mixed/keyboards/parts/keyboard.json", "{}");
	put("mixed/keyboards/parts/rules.mk", "DEFAULT_FOLDER = parts/rev1");
	put("mixed/keyboards/parts/rev1/rules.mk", "");
	put("mixed/keyboards/lost/rules.mk", "DEFAULT_FOLDER = lost/rev1");
	ok(!strcmp(listed(at("mixed")), "both/rev1 fresh old parts/rev1"), "keyboards of both sorts: %s",
	   listed(at("mixed")));
	check_resolved("mixed", rows, COUNT(rows));
}

static void test_resolve(void)
{
	static const struct {
		const char *name, *id, *error;
	} rows[] = {
		{ "plain", "plain", NULL },
		{ "first", "maker/board/rev1", NULL },
		{ "third", "maker/board/rev1", NULL },
		{ "ansi_60", "ansi_60", NULL },
		{ "self", NULL, "no such keyboard" },
		{ "ping", NULL, "no such keyboard" },
		{ "out", NULL, "no such keyboard" },
		{ "gone", NULL, "no such keyboard" },
		{ "", NULL, "the name is empty" },
		{ "/etc", NULL, "/etc is a folder" },
		{ "plain/../plain", NULL, "there is no file plain/../plain" },
		{ "maker/other", NULL, "no such keyboard" },
		{ "rev2", NULL, "did you mean maker/board/rev2" },
		{ "board/rev1", NULL, "did you mean maker/board/rev1" },
		{ "wrong/maker/board/rev1", NULL, "did you mean maker/board/rev1" },
		{ "maker", NULL, "did you mean maker/board/rev1 or maker/board/rev2" },
		{ "mak", NULL, "did you mean maker/board/rev1" },
		{ "boar", NULL, "did you mean maker/board/rev1" },
		{ "plian", NULL, "did you mean plain" },
		{ "maker/baord/rev1", NULL, "did you mean maker/board/rev1" },
		{ "baord/rev1", NULL, "did you mean maker/board/rev1" },
		{ "zzzzzzzzzz", NULL, "no such keyboard" },
	};
	struct err err = { 0 };
	struct tree *tree;
	char *id;

	put("list/data/mappings/keyboard_aliases.hjson",
	    "{ first: {target: \"second\"}, \"second\": {\"target\": \"maker/board/rev1\"}, third: {target: "
	    "first\n},"
	    "self: {target: \"self\"}, ping: {target: \"pong\"}, pong: {target: \"ping\"},"
	    "out: {target: \"../../etc\"}, gone: {target: \"is/gone\"}, bad: 3, worse: {target: 3} }");
	tree = tree_open(at("list"), &err);
	for (size_t i = 0; i < COUNT(rows); i++) {
		err = (struct err){ 0 };
		id = resolve(tree, rows[i].name, &err);
		ok(rows[i].id ? id && !strcmp(id, rows[i].id)
			      : !id && err.code && strstr(err.text, rows[i].error),
		   "'%s': %s", rows[i].name, id ? id : err.text);
		free(id);
	}
	ok(!strstr(err.text, "did you mean"), "nothing is near to nonsense");
	tree_close(tree);

	put("list/data/mappings/keyboard_aliases.hjson", "{ first: ");
	tree = tree_open(at("list"), &err);
	id = resolve(tree, "plain", &err);
	ok(id && !strcmp(id, "plain"), "aliases that cannot be read are not in the way");
	free(id);
	ok(!resolve(tree, "first", &err) && strstr(err.text, "keyboard_aliases.hjson: line 1"),
	   "but told: %s", err.text);
	tree_close(tree);
}

static void test_no_tree(void)
{
	struct err err = { 0 };
	struct tree *tree;
	struct names names = { 0 };
	char *id;

	put("home/.config/qmk/qmk.ini", "");
	temp_remove(at("home/qmk_firmware"));
	stand_in("home/empty");
	tree = tree_open(NULL, &err);
	ok(tree && !tree_home(tree), "no tree");
	tree_list(tree, &names);
	ok(names.count == builtins_count, "the built-in boards are listed");
	names_release(&names);
	ok(!resolve(tree, "ansi_06", &err) && strstr(err.text, "did you mean ansi_60") &&
		   strstr(err.text, "QMK_HOME"),
	   "%s", err.text);
	id = resolve(tree, "ansi_60", &err);
	ok(id && !strcmp(id, "ansi_60"), "a built-in board needs none");
	free(id);
	tree_close(tree);
	stand_in("");
}

static enum qmk_file_result read_one(const struct qmk_files *files, const char *path, const char **text,
				     size_t *len, struct err *err)
{
	*err = (struct err){ 0 };
	return files->read(files->data, path, text, len, err);
}

static void test_files(void)
{
	static const char *const absent[] = {
		"none",
		"keyboards/none/x",
		"keyboards/plain/keyboard.json/x",
		"../sparse/keyboards",
		"/etc/passwd",
		"keyboards/../../outside/linked/keyboard.json",
		"",
		"keyboards//plain/keyboard.json",
		"./keyboards",
		"keyboards/plain/keyboard.json/",
		"keyboards/dangling",
	};
	static const char *const failing[] = { "keyboards/plain", "keyboards/fifo", "keyboards/huge.json",
					       "keyboards/loop" };
	const struct qmk_files *files;
	const char *text, *other;
	struct err err = { 0 };
	struct tree *tree;
	size_t len;

	put("list/keyboards/plain/keyboard.json", "{\"x\": 1}");
	put("list/keyboards/empty.json", "");
	put("list/keyboards/huge.json", "");
	put("list/keyboards/full.json", "");
	link_to("loop", "list/keyboards/loop");
	if (truncate(at("list/keyboards/huge.json"), JSON_MAX_BYTES + 1) ||
	    truncate(at("list/keyboards/full.json"), JSON_MAX_BYTES) ||
	    mkfifo(at("list/keyboards/fifo"), 0600))
		abort();
	setenv("QMK_USERSPACE", at("env"), 1);
	put("env/keyboards/plain/keymaps/mine/keymap.json", "mine");
	tree = tree_open(at("list"), &err);
	files = tree_files(tree);
	ok(read_one(files, "keyboards/plain/keyboard.json", &text, &len, &err) == QMK_FILE_READ && len == 8 &&
		   !memcmp(text, "{\"x\": 1}", 8),
	   "a file");
	ok(read_one(files, "keyboards/linked/keyboard.json", &other, &len, &err) == QMK_FILE_READ &&
		   len == 2 && !memcmp(text, "{\"x\": 1}", 8),
	   "another, by a link that leads out; the first stays");
	ok(read_one(files, "keyboards/empty.json", &other, &len, &err) == QMK_FILE_READ && len == 0,
	   "an empty file");
	ok(read_one(files, "keyboards/full.json", &other, &len, &err) == QMK_FILE_READ &&
		   len == JSON_MAX_BYTES,
	   "one as large as may be");
	files->release(files->data);
	for (size_t i = 0; i < COUNT(absent); i++)
		ok(read_one(files, absent[i], &text, &len, &err) == QMK_FILE_ABSENT && !err.text[0] &&
			   !files->exists(files->data, absent[i]),
		   "absent: '%s'", absent[i]);
	for (size_t i = 0; i < COUNT(failing); i++)
		ok(read_one(files, failing[i], &text, &len, &err) == QMK_FILE_FAILED &&
			   strstr(err.text, failing[i]),
		   "failed: %s", err.text);
	ok(files->exists(files->data, "keyboards/plain") &&
		   files->exists(files->data, "keyboards/plain/keyboard.json"),
	   "folders and files exist");
	ok(read_one(files, at("env/keyboards/plain/keymaps/mine/keymap.json"), &text, &len, &err) ==
			   QMK_FILE_READ &&
		   len == 4,
	   "what is in the userspace has an absolute path");
	ok(read_one(files, at("env/../list/keyboards/empty.json"), &text, &len, &err) == QMK_FILE_ABSENT &&
		   read_one(files, at("env"), &text, &len, &err) == QMK_FILE_ABSENT &&
		   read_one(files, at("environment"), &text, &len, &err) == QMK_FILE_ABSENT,
	   "which leads nowhere else");
	files->release(files->data);
	tree_close(tree);
	unsetenv("QMK_USERSPACE");
}

static bool is_folder(struct tree *tree, const char *id, const char *keymap, const char *folder)
{
	char *found = tree_find_keymap_folder(tree, id, keymap);
	bool same =
		folder ? found && (folder[0] == '/' ? ends(found, folder) : !strcmp(found, folder)) : !found;

	if (!same)
		printf("# %s of %s is %s\n", keymap, id, found ? found : "nowhere");
	free(found);
	return same;
}

static void test_keymaps(void)
{
	static const struct {
		const char *keymap, *folder;
	} rows[] = {
		{ "own", "keyboards/m/b/rev1/keymaps/own" },
		{ "shared", "keyboards/m/b/keymaps/shared" },
		{ "top", "keyboards/m/keymaps/top" },
		{ "both", "keyboards/m/b/rev1/keymaps/both" },
		{ "mine", "/keyboards/m/b/keymaps/mine" },
		{ "overlaid", "/keyboards/m/b/rev1/keymaps/overlaid" },
		{ "renamed", "/keyboards/former/keymaps/renamed" },
		{ "ours", "layouts/default/ortho_1x1/ours" },
		{ "tenkey", "layouts/more/ortho_1x1/tenkey" },
		{ "community", "/layouts/ortho_1x1/community" },
		{ "no_keymap", NULL },
		{ "elsewhere", NULL },
		{ "none", NULL },
		{ "", NULL },
		{ "..", NULL },
		{ "../keymaps/own", NULL },
		{ "a/own", NULL },
		{ "/own", NULL },
	};
	static const char *const files[] = {
		"maps/keyboards/m/b/rev1/keymaps/own/keymap.c",
		"maps/keyboards/m/b/rev1/keymaps/both/keymap.c",
		"maps/keyboards/m/b/rev1/keymaps/overlaid/keymap.c",
		"maps/keyboards/m/b/rev1/keymaps/no_keymap/readme.md",
		"maps/keyboards/m/b/rev1/keymaps/.hidden/keymap.c",
		"maps/keyboards/m/b/keymaps/both/keymap.json",
		"maps/keyboards/m/b/keymaps/shared/keymap.json",
		"maps/keyboards/m/b/rev2/keymaps/elsewhere/keymap.c",
		"maps/keyboards/m/keymaps/top/keymap.c",
		"maps/layouts/default/ortho_1x1/ours/keymap.json",
		"maps/layouts/default/ortho_9x9/elsewhere/keymap.json",
		"maps/layouts/more/ortho_1x1/tenkey/keymap.c",
		"over/keyboards/m/b/keymaps/mine/keymap.json",
		"over/keyboards/m/b/rev1/keymaps/overlaid/keymap.c",
		"over/keyboards/former/keymaps/renamed/keymap.c",
		"over/layouts/ortho_1x1/community/keymap.json",
	};
	struct names names = { 0 };
	struct err err = { 0 };
	struct tree *tree;

	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i], "");
	put("over/qmk.json", "{\"userspace_version\": \"1.0\", \"build_targets\": []}");
	put("maps/keyboards/m/b/rev1/keyboard.json",
	    "{\"community_layouts\": [\"ortho_1x1\"], \"layouts\": "
	    "{\"LAYOUT_ortho_1x1\": "
	    "{\"layout\": [{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}]}}}");
	put("maps/data/mappings/keyboard_aliases.hjson", "{former: {target: \"m/b/rev1\"}}");
	setenv("QMK_USERSPACE", at("over"), 1);
	tree = tree_open(at("maps"), &err);
	for (size_t i = 0; i < COUNT(rows); i++)
		ok(is_folder(tree, "m/b/rev1", rows[i].keymap, rows[i].folder), "keymap '%s': %s",
		   rows[i].keymap, rows[i].folder ? rows[i].folder : "none");
	tree_keymaps(tree, "m/b/rev1", &names);
	ok(!strcmp(joined(&names), "both community mine ours overlaid own renamed shared tenkey top"),
	   "all: %s", joined(&names));
	names_release(&names);
	tree_keymaps(tree, "ansi_60", &names);
	ok(!strcmp(joined(&names), "default"), "a built-in board has its own");
	names_release(&names);
	tree_keymaps(tree, "none", &names);
	ok(!names.count, "what is no keyboard has none");
	names_release(&names);
	tree_close(tree);
	unsetenv("QMK_USERSPACE");
}

static void test_corpus(const char *corpus)
{
	struct names names = { 0 };
	struct err err = { 0 };
	struct tree *tree = tree_open(corpus, &err);
	char *id;

	if (!tree) {
		ok(false, "%s", err.text);
		return;
	}
	tree_list(tree, &names);
	ok(names.count == 3752 + builtins_count, "QMK's tree has 3,752 keyboards, and we %zu",
	   builtins_count);
	names_release(&names);
	id = resolve(tree, "_test_a", &err);
	ok(id && !strcmp(id, "planck/rev6"), "a chain of aliases");
	free(id);
	ok(!resolve(tree, "rev7", &err) && strstr(err.text, "planck/rev7"), "%s", err.text);
	ok(!resolve(tree, "keebio/irsi/rev8", &err) && strstr(err.text, "keebio/iris/rev8"), "%s", err.text);
	tree_close(tree);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	if (!mkdtemp(root))
		return 99;
	make_folder("home");
	forget_environment();
	test_names();
	test_discovery();
	test_userspace();
	test_list();
	test_old();
	test_mixed();
	test_resolve();
	test_no_tree();
	test_files();
	test_keymaps();
	if (corpus)
		test_corpus(corpus);
	else
		ok(true, "QMK's tree # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
	if (chdir("/"))
		return 99;
	temp_remove(root);
	return tap_done();
}
