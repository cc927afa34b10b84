/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "project/project.h"
#include "project/tree.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-test-XXXXXX";

/* What QMK wants to know of a keyboard. */
#define FACTS                                                                                     \
	"\"keyboard_name\": \"Board\", \"manufacturer\": \"x\", \"maintainer\": \"x\", \"url\": " \
	"\"https://example.org\", "                                                               \
	"\"usb\": {\"vid\": \"0x1209\", \"pid\": \"0x0001\", \"device_version\": \"1.0.0\"}, "    \
	"\"bootloader\": \"rp2040\", \"diode_direction\": \"COL2ROW\", "                          \
	"\"matrix_pins\": {\"rows\": [\"GP0\"], \"cols\": [\"GP1\", \"GP2\"]}, "
#define BOARD(keys) \
	"{" FACTS "\"processor\": \"RP2040\", \"layouts\": {\"LAYOUT\": {\"layout\": [" keys "]}}}"
#define KEY_0 "{\"matrix\": [0, 0], \"x\": 0, \"y\": 0}"
#define KEY_1 "{\"matrix\": [0, 1], \"x\": 1, \"y\": 0}"

static const char *at(const char *name)
{
	return temp_path(root, name);
}

static void put(const char *name, const char *text)
{
	const char *path = at(name);
	char *folder = mem_copy_text(path);
	struct err err;

	*strrchr(folder, '/') = '\0';
	if (!file_make_dirs(folder, &err) || !file_write(path, text, strlen(text), FILE_REPLACE, &err))
		abort();
	free(folder);
}

static bool holds(const char *name, const char *text)
{
	struct str s = STR_INIT;
	struct err err;
	bool same = file_read(at(name), 1 << 20, &s, &err) && !strcmp(str_text(&s), text);

	str_release(&s);
	return same;
}

static struct project *open_at(const char *what, const char *home, struct err *err)
{
	return project_open(what, &(struct project_options){ .qmk_home = home }, err);
}

static const char *complaint(const struct project *project)
{
	return project && project->diagnostics.count ? project->diagnostics.item[0].text : "";
}

static void make_tree(void)
{
	put("qmk/data/mappings/keyboard_aliases.hjson",
	    "{ // moved\n \"old\": {\"target\": \"older\"}, \"older\": {target: maker/board/rev1\n},\n"
	    "\"round\": {\"target\": \"round\"}, \"out\": {\"target\": \"../../etc\"} }");
	put("qmk/keyboards/maker/board/info.json",
	    "{" FACTS "\"layouts\": {\"LAYOUT\": {\"layout\": [" KEY_0 ", " KEY_1 "]}}}");
	put("qmk/keyboards/maker/board/rev1/keyboard.json", "{\"processor\": \"RP2040\"}");
	put("qmk/keyboards/maker/board/rev2/keyboard.json", "{\"processor\": \"STM32F072\"}");
	put("qmk/keyboards/maker/board/keymaps/default/keymap.json",
	    "{\"keyboard\": \"maker/board/rev1\", \"keymap\": \"default\", \"layout\": \"LAYOUT\", "
	    "\"layers\": [[\"KC_A\", \"KC_B\"]]}");
	put("qmk/keyboards/plain/keyboard.json", BOARD(KEY_0));
	put("qmk/keyboards/plain/keymaps/default/keymap.c", "...");
	put("qmk/keyboards/huge/keyboard.json", BOARD(KEY_0));
	put("qmk/keyboards/huge/keymaps/default/keymap.json", "{}");
	if (truncate(at("qmk/keyboards/huge/keymaps/default/keymap.json"), JSON_MAX_BYTES + 1))
		abort();
	put("qmk/keyboards/broken/keyboard.json", "{\"layouts\": ");
}

static void test_names(void)
{
	const char *home = at("qmk");
	struct err err = { 0 };
	struct project *p = open_at("ansi_60", NULL, &err);

	ok(p && !strcmp(p->keyboard->id, "ansi_60") && !p->path && !p->keyboard_path &&
		   keymap_layers(p->map) == 2 && !p->diagnostics.count,
	   "a built-in board with its keymap%s", p ? "" : err.text);
	ok(p && !strcmp(symbol_text(keymap_layer_name(p->map, 1)), "fn"), "and its layers' names");
	project_free(p);
	p = open_at("maker/board/rev1", home, &err);
	ok(p && !strcmp(p->keyboard->processor, "RP2040") && !strcmp(p->keyboard->name, "Board") &&
		   !p->path && keymap_get(p->map, 0, 1).kind == ACTION_KEY,
	   "a board of the tree, with what its parent says and its default keymap%s", p ? "" : err.text);
	project_free(p);
	p = open_at("old", home, &err);
	ok(p && !strcmp(p->keyboard->id, "maker/board/rev1"), "aliases are followed");
	project_free(p);
	p = open_at("plain", home, &err);
	ok(p && keymap_layers(p->map) == 1 && keymap_get(p->map, 0, 0).kind == ACTION_NONE &&
		   strstr(complaint(p), "keymap.c"),
	   "a keymap.c is told: %s", complaint(p));
	project_free(p);
	p = open_at("huge", home, &err);
	ok(p && keymap_layers(p->map) == 1 && keymap_get(p->map, 0, 0).kind == ACTION_NONE &&
		   strstr(complaint(p), "default keymap is not used"),
	   "a default keymap that cannot be read is told: %s", complaint(p));
	project_free(p);
	setenv("QMK_HOME", home, 1);
	p = open_at("plain", NULL, &err);
	ok(p, "$QMK_HOME names the tree");
	project_free(p);
	unsetenv("QMK_HOME");
}

/* Many names, one tree: an open one is not opened anew, and outlives what was opened in it. */
static void test_open_tree(void)
{
	struct err err = { 0 };
	struct tree *tree = tree_open(at("qmk"), &err);
	struct project_options options = { .qmk_home = at("nowhere"), .tree = tree };
	struct project *p = project_open("maker/board/rev1", &options, &err);

	ok(p && !strcmp(p->keyboard->id, "maker/board/rev1"), "in a tree that is open: %s", err.text);
	project_free(p);
	p = project_open("ansi_60", &options, &err);
	ok(p && !p->keyboard_path, "a built-in board, too");
	project_free(p);
	ok(!project_open("maker/bord/rev1", &options, &err) && strstr(err.text, "maker/board/rev1"),
	   "near names are of that tree: %s", err.text);
	p = project_open(at("qmk/keyboards/maker/board/rev2/keyboard.json"), &options, &err);
	ok(p && !strcmp(p->keyboard->id, "maker/board/rev2"), "files are opened as ever: %s", err.text);
	project_free(p);
	p = project_open("old", &options, &err);
	ok(p && tree_home(tree), "and so on: %s", err.text);
	project_free(p);
	tree_close(tree);
}

static void test_not_found(void)
{
	static const struct {
		const char *what, *error;
		bool no_tree;
	} rows[] = {
		{ "ansi_06", "did you mean ansi_60", true },
		{ "plian", "did you mean plain", false },
		{ "maker/board", "did you mean maker/board/rev1 or maker/board/rev2", false },
		{ "rev1", "did you mean maker/board/rev1", false },
		{ "zzzzzzzzzz", "--qmk DIR or QMK_HOME names a QMK tree", true },
		{ "../plain", "there is no file ../plain", false },
		{ "maker/../plain", "there is no file", false },
		{ "/etc/none", "there is no file /etc/none", false },
		{ "", "the name is empty", false },
		{ "round", "no such keyboard in", false },
		{ "out", "no such keyboard in", false },
		{ "broken", "broken/keyboard.json: line 1, column 13", false },
		{ "maker\n\x1b[31m", "maker\\x0a\\x1b[31m", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		struct project *p = open_at(rows[i].what, rows[i].no_tree ? NULL : at("qmk"), &err);

		ok(!p && strstr(err.text, rows[i].error), "not found: %s", err.text);
		project_free(p);
	}
}

static void test_keymap_files(void)
{
	static const char keymap[] =
		"{\"keyboard\": \"%s\", \"keymap\": \"mine\", \"layers\": [[\"KC_A\", \"KC_B\"]]}";
	static const struct {
		const char *path, *keyboard, *id, *guessed;
		bool tree;
	} rows[] = {
		{ "a/keymap.json", "ansi_60", "ansi_60", NULL, false },
		{ "a/keymap.json", "older", "maker/board/rev1", NULL, true },
		{ "a/keymap.json", "maker/board/rev2", "",
		  "neither built in nor found: name one with its keys", false },
		{ "a/keymap.json", "maker/board/rev3", "", "did you mean maker/board/rev", true },
		{ "a/keymap.json", "", "", "does not say which keyboard", true },
		{ "a/keymap.json", "../../x", "", "neither built in", true },
		/* in a tree: that tree */
		{ "qmk/keyboards/maker/board/keymaps/mine/keymap.json", "maker/board/rev2",
		  "maker/board/rev2", NULL, false },
		{ "qmk/keyboards/plain/keymaps/mine/keymap.json", "", "plain", NULL, false },
		{ "qmk/keyboards/maker/board/keymaps/mine/keymap.json", "", "maker/board/rev1", NULL, false },
		{ "qmk/layouts/community/two/mine/keymap.json", "", "", NULL, true },
		/* in a userspace */
		{ "us/keyboards/maker/board/rev2/keymaps/mine/keymap.json", "", "maker/board/rev2", NULL,
		  true },
		{ "us/keyboards/maker/board/keymaps/mine/keymap.json", "", "maker/board/rev1", NULL, true },
		{ "us/keyboards/none/keymaps/mine/keymap.json", "", "", "does not say which keyboard", true },
		{ "us/layouts/two/mine/keymap.json", "", "", NULL, true },
		{ "us/layouts/three/mine/keymap.json", "", "", "does not say which keyboard", true },
		/* beside its keyboard, and below it */
		{ "own/deep/er/mine.json", "whatever", "", NULL, false },
		{ "own/1/2/3/4/5/mine.json", "whatever", "", NULL, false },
		{ "own/1/2/3/4/5/6/mine.json", "whatever", "", "neither built in", false },
	};

	put("own/keyboard.json", BOARD(KEY_0 "," KEY_1));
	put("qmk/layouts/default/two/info.json",
	    "{\"layouts\": {\"LAYOUT_two\": {\"layout\": [" KEY_0 ", " KEY_1 "]}}}");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct err err = { 0 };
		struct project *p;

		str_addf(&text, keymap, rows[i].keyboard);
		put(rows[i].path, str_text(&text));
		p = open_at(at(rows[i].path), rows[i].tree ? at("qmk") : NULL, &err);
		ok(p && !strcmp(p->keyboard->id, rows[i].id) && !strcmp(p->keymap_name, "mine") &&
			   !strcmp(p->path, at(rows[i].path)) && !strcmp(p->format->name, "keymap.json") &&
			   keymap_get(p->map, 0, 0).kind == ACTION_KEY,
		   "%s for %s opens%s", rows[i].path, rows[i].keyboard, p ? "" : err.text);
		ok(p && p->guessed == !!rows[i].guessed &&
			   (!rows[i].guessed || strstr(complaint(p), rows[i].guessed)),
		   "its keyboard is %s: %s", rows[i].guessed ? "guessed" : "found", complaint(p));
		project_free(p);
		str_release(&text);
	}
}

/* Each thing that is said of a file that stands alone names that file. */
static void test_alone(void)
{
	struct err err = { 0 };
	struct project *p;
	const struct diagnostics *said;
	size_t elsewhere = 0;

	put("alone/keyboard.json",
	    "{\"matrix_pins\": {\"rows\": [\"A0\"], \"cols\": [\"B0\"]}, \"layouts\": {"
	    "\"LAYOUT\": {\"layout\": [" KEY_0 "]}, \"LAYOUT_far\": {\"layout\": ["
	    "{\"matrix\": [0, 0], \"x\": 1e6, \"y\": 0}]}}}");
	p = open_at(at("alone/keyboard.json"), NULL, &err);
	said = p ? &p->diagnostics : NULL;
	for (size_t i = 0; said && i < said->count; i++)
		elsewhere += strcmp(symbol_text(said->item[i].file), at("alone/keyboard.json")) != 0;
	ok(said && said->count && !elsewhere, "%zu problems, %zu of them of another file%s",
	   said ? said->count : 0, elsewhere, p ? "" : err.text);
	project_free(p);
	put("alone/keyboard.json", "{}");
	p = open_at(at("alone/keyboard.json"), NULL, &err);
	ok(!p && strstr(err.text, at("alone/keyboard.json")), "what has no layout is named: %s", err.text);
}

/* A keymap that knows no names is for the keyboard with its USB ids; one that describes its keyboard is for that. */
static void test_described_keyboard(void)
{
	static const char own[] = "{\"format\": \"keyplane-keymap\", \"version\": 1, \"keyboard\": {\"id\": "
				  "\"maker/board/rev1\", "
				  "\"layouts\": [{\"name\": \"OWN\", \"keys\": [{\"x\": 0, \"y\": 0}]}]}, "
				  "\"layers\": [{\"keys\": [{\"kind\": \"none\"}]}]}";
	struct err err = { 0 };
	struct project *p;

	put("qmk/keyboards/usb/info.json", "{\"usb\": {\"vid\": \"0x1209\", \"pid\": \"0x0A0B\"}}");
	put("qmk/keyboards/usb/rev1/keyboard.json",
	    "{\"matrix_pins\": {\"rows\": [\"A0\"], \"cols\": [\"B0\", \"B1\"]}, \"layouts\": {\"LAYOUT\": "
	    "{\"layout\": [" KEY_0 "," KEY_1 "]}}}");
	put("d/mine.layout.json",
	    "{\"name\": \"x\", \"vendorProductId\": 302582283, \"layers\": [[\"KC_A\", \"KC_B\"]]}");
	p = open_at(at("d/mine.layout.json"), at("qmk"), &err);
	ok(p && !strcmp(p->keyboard->id, "usb/rev1") && !p->guessed, "by USB ids: %s",
	   p ? p->keyboard->id : err.text);
	project_free(p);
	put("qmk/keyboards/maker/board/keymaps/c/keymap.c",
	    "const uint16_t PROGMEM keymaps[][1][2] = { [0] = LAYOUT(KC_A, KC_B) };\n");
	p = open_at(at("qmk/keyboards/maker/board/keymaps/c/keymap.c"), NULL, &err);
	ok(p && !strcmp(p->keyboard->id, "maker/board/rev1") && !p->guessed, "by the place of a keymap.c: %s",
	   p ? p->keyboard->id : err.text);
	project_free(p);
	put("d/own.json", own);
	p = open_at(at("d/own.json"), at("qmk"), &err);
	ok(p && !strcmp(p->keyboard->layout[0].name, "OWN") && p->guessed && !p->diagnostics.count,
	   "by the text itself: %s", p ? complaint(p) : err.text);
	project_free(p);
}

/* The keyboard that is named goes before the one that the keymap tells of. */
static void test_named_keyboard(void)
{
	struct project_options options = { .qmk_home = at("qmk"), .keyboard = "maker/board/rev2" };
	struct err err = { 0 };
	struct project *p;

	put("k/keymap.json", "{\"keyboard\": \"ansi_60\", \"layers\": [[\"KC_A\", \"KC_B\"]]}");
	p = project_open(at("k/keymap.json"), &options, &err);
	ok(p && !strcmp(p->keyboard->id, "maker/board/rev2") && !p->guessed, "by its name in the tree: %s",
	   err.text);
	project_free(p);
	options.keyboard = at("own/keyboard.json");
	p = project_open(at("k/keymap.json"), &options, &err);
	ok(p && !p->keyboard->id[0] && !strcmp(p->keyboard_path, at("own/keyboard.json")), "by its file: %s",
	   err.text);
	project_free(p);
	options.keyboard = "maker/board/rev3";
	ok(!project_open(at("k/keymap.json"), &options, &err) && strstr(err.text, "did you mean"),
	   "one that is not there is no guess: %s", err.text);
}

static void test_folders(void)
{
	static const char keymap[] =
		"{\"keyboard\": \"maker/board/rev2\", \"keymap\": \"foldered\", \"layers\": [[\"KC_Q\"]]}";
	struct err err = { 0 };
	struct project *p = open_at(at("qmk/keyboards/maker/board/rev2/"), NULL, &err);

	ok(p && !strcmp(p->keyboard->id, "maker/board/rev2"), "a keyboard's folder is its keyboard.json%s",
	   p ? "" : err.text);
	project_free(p);
	put("qmk/keyboards/maker/board/rev2/keymaps/foldered/keymap.json", keymap);
	p = open_at(at("qmk/keyboards/maker/board/rev2/keymaps/foldered"), NULL, &err);
	ok(p && !strcmp(p->keymap_name, "foldered") && p->path && strstr(p->path, "foldered/keymap.json"),
	   "a keymap's folder is its keymap.json%s", p ? "" : err.text);
	project_free(p);
}

static void test_files(void)
{
	struct project_options wide = { .layout = "LAYOUT_wide" }, none = { .layout = "LAYOUT_none" };
	struct err err = { 0 };
	struct project *p = open_at(at("own/keyboard.json"), NULL, &err);

	ok(p && !p->keyboard->id[0] && keymap_keys(p->map) == 2 && keymap_layers(p->map) == 1 &&
		   p->keyboard_path && !p->path,
	   "a keyboard's file by itself");
	project_free(p);
	p = open_at(at("qmk/keyboards/maker/board/rev2/keyboard.json"), NULL, &err);
	ok(p && !strcmp(p->keyboard->id, "maker/board/rev2") && !strcmp(p->keyboard->name, "Board") &&
		   keymap_get(p->map, 0, 0).kind == ACTION_KEY,
	   "one in a tree has its parents, its name and its default keymap%s", p ? "" : err.text);
	project_free(p);
	put("named.json", BOARD(KEY_0));
	p = open_at(at("named.json"), NULL, &err);
	ok(p && keymap_keys(p->map) == 1, "a keyboard under another name is known by its layouts");
	project_free(p);
	put("two.json", "{\"layouts\": {\"LAYOUT\": {\"layout\": [" KEY_0
			"]}, \"LAYOUT_wide\": {\"layout\": [" KEY_0 "," KEY_1 "]}}}");
	p = project_open(at("two.json"), &wide, &err);
	ok(p && p->layout == 1 && keymap_keys(p->map) == 2, "the layout that is asked for");
	project_free(p);
	ok(!project_open(at("two.json"), &none, &err) && strstr(err.text, "it has LAYOUT, LAYOUT_wide"), "%s",
	   err.text);
	ok(!project_open("ansi_60", &wide, &err) && strstr(err.text, "no layout LAYOUT_wide"), "%s",
	   err.text);
	ok(!open_at(root, NULL, &err) && strstr(err.text, "is a folder: give"), "a folder is no file: %s",
	   err.text);
	ok(!project_open("", NULL, &err) && err.code == ERR_USAGE && strstr(err.text, "the name is empty"),
	   "nothing is no name: %s", err.text);
	put("bad.json", "{\"layers\": [");
	ok(!open_at(at("bad.json"), NULL, &err) && strstr(err.text, "bad.json: line 1, column 13"), "%s",
	   err.text);
	put("empty.json", "");
	ok(!open_at(at("empty.json"), NULL, &err) && strstr(err.text, "does not say which keyboard"), "%s",
	   err.text);
}

static struct action key_action(const char *text)
{
	struct action action = { 0 };
	struct err err;

	if (!action_parse(text, &action, &err))
		abort();
	return action;
}

static void test_save(void)
{
	static const char before[] =
		"// mine\n{\"keyboard\": \"maker/board/rev1\", \"layers\": [[\"KC_A\", \"foo(\"]],}\n";
	static const char after[] =
		"// mine\n{\"keyboard\": \"maker/board/rev1\", \"layers\": [[\"KC_C\", \"foo(\"]],}\n";
	struct err err = { 0 };
	const struct keymap *map;
	struct project *p;
	struct stat st;

	put("s/keymap.json", before);
	p = open_at(at("s/keymap.json"), at("qmk"), &err);
	ok(p && p->diagnostics.count == 1, "it opens with one complaint: %s", complaint(p));
	if (!p)
		return;
	ok(project_save(p, p->map, NULL, 0, &err) && holds("s/keymap.json", before),
	   "saved unchanged it is the same byte for byte");
	map = edit_key(p->map, 0, 0, key_action("KC_C"));
	ok(project_save(p, map, NULL, 0, &err) && holds("s/keymap.json", after),
	   "an edit changes its own bytes%s", err.text);
	ok(project_save(p, p->map, NULL, 0, &err) && holds("s/keymap.json", before),
	   "and undone and saved again it is as it was");
	put("s/keymap.json", "changed");
	ok(!project_save(p, map, NULL, 0, &err) && err.code == ERR_EXISTS &&
		   holds("s/keymap.json", "changed"),
	   "a file that changed meanwhile is not overwritten: %s", err.text);
	ok(project_save(p, map, NULL, PROJECT_OVERWRITE, &err) && holds("s/keymap.json", after),
	   "unless forced");
	unlink(at("s/keymap.json"));
	ok(project_save(p, map, NULL, 0, &err) && holds("s/keymap.json", after),
	   "one that is gone is written");
	put("s/other.json", "foreign");
	ok(!project_save(p, map, at("s/other.json"), 0, &err) && err.code == ERR_EXISTS &&
		   holds("s/other.json", "foreign"),
	   "a file of somebody else's neither: %s", err.text);
	ok(!strcmp(p->path, at("s/keymap.json")), "a refused save leaves the path");
	ok(project_save(p, map, at("s/other.json"), PROJECT_OVERWRITE, &err) &&
		   !strcmp(p->path, at("s/other.json")),
	   "forced it is, and is the project's from then on");
	ok(project_save(p, p->map, NULL, 0, &err) && holds("s/other.json", before) &&
		   holds("s/keymap.json", after),
	   "as the next save shows");
	ok(!project_save(p, map, at("s/none/x.json"), 0, &err) && stat(at("s/none"), &st),
	   "no folder is made up: %s", err.text);
	keymap_unref(map);
	project_free(p);
}

static void test_save_builtin(void)
{
	struct err err = { 0 };
	struct project *p = open_at("split_3x6_3", NULL, &err), *again;
	const struct keymap *added = edit_layer_add(p->map, 1, -1, symbol("new"), &err);
	const struct keymap *moved = edit_layer_move(added, 0, 2);

	ok(!project_save(p, p->map, NULL, 0, &err) && err.code == ERR_USAGE,
	   "a built-in board has no file: %s", err.text);
	ok(project_save(p, moved, at("split.json"), 0, &err), "it is written to a new one%s", err.text);
	again = open_at(at("split.json"), NULL, &err);
	ok(again && keymap_equal(again->map, moved) && !again->diagnostics.count, "and opens as it was%s",
	   again ? "" : err.text);
	project_free(again);
	ok(project_save(p, p->map, NULL, 0, &err), "undone, it is saved over that");
	again = open_at(at("split.json"), NULL, &err);
	ok(again && keymap_equal(again->map, p->map), "and is as it was first");
	project_free(again);
	keymap_unref(added);
	keymap_unref(moved);
	project_free(p);
	p = open_at(at("own/keyboard.json"), NULL, &err);
	ok(project_save(p, p->map, at("own/new.json"), 0, &err), "a blank keymap is printed%s", err.text);
	again = open_at(at("own/new.json"), NULL, &err);
	ok(again && keymap_equal(again->map, p->map), "and opens beside its keyboard%s",
	   again ? "" : err.text);
	project_free(again);
	project_free(p);
}

/* Every built-in keymap is made of bindings that we know. */
static void test_builtins(void)
{
	for (size_t i = 0; i < project_builtin_count(); i++) {
		struct err err = { 0 };
		struct project *p = open_at(project_builtin_name(i), NULL, &err);
		size_t raw = 0;

		for (size_t layer = 0; p && layer < keymap_layers(p->map); layer++)
			for (size_t key = 0; key < keymap_keys(p->map); key++)
				raw += keymap_get(p->map, layer, key).kind == ACTION_RAW;
		ok(p && !raw && !p->diagnostics.count &&
			   keymap_encoders(p->map) == (size_t)p->keyboard->encoders,
		   "%s: %s, %s", project_builtin_name(i), project_builtin_help(i),
		   p ? complaint(p) : err.text);
		project_free(p);
	}
}

static int keymaps, keymaps_wrong;

/* Without the keyboards' rules.mk and config.h, which the corpus leaves out, there is something to say of them. */
static const char *complaint_of_keymap(const struct project *project)
{
	for (size_t i = 0; i < project->diagnostics.count; i++)
		if (!project->diagnostics.item[i].file &&
		    project->diagnostics.item[i].kind->severity == SEVERITY_ERROR)
			return project->diagnostics.item[i].text;
	return NULL;
}

/* QMK's own keymaps find their keyboard by where they are, and fit it. */
static int open_keymap(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	const char *wrong;
	struct err err = { 0 };
	struct project *p;

	(void)st;
	if (type != FTW_F || strcmp(path + walk->base, "keymap.json"))
		return 0;
	p = open_at(path, NULL, &err);
	keymaps++;
	wrong = p ? complaint_of_keymap(p) : err.text;
	if (wrong)
		printf("# %s: %s\n", path, wrong);
	keymaps_wrong += wrong != NULL;
	project_free(p);
	return 0;
}

static bool is_told_of(const struct project *p, const char *text, const char *file)
{
	for (size_t i = 0; i < p->diagnostics.count; i++)
		if (strstr(p->diagnostics.item[i].text, text) &&
		    !strcmp(symbol_text(p->diagnostics.item[i].file), file))
			return true;
	return false;
}

/* How a keyboard is wired is known where QMK's data tell it, and by nothing else. */
static void test_hardware(void)
{
	struct err err = { 0 };
	struct project *p = open_at("split_3x6_3", NULL, &err);

	ok(p && hardware_has_matrix(p->hardware) && !strcmp(p->hardware->split.serial_driver, "vendor"),
	   "that of a built-in board: %s", err.text);
	project_free(p);
	p = open_at("maker/board/rev1", at("qmk"), &err);
	ok(p && hardware_has_matrix(p->hardware), "that of one in a tree: %s", err.text);
	project_free(p);
	put("drawn.json", "[[\"0,0\", \"0,1\"]]");
	p = open_at(at("drawn.json"), NULL, &err);
	ok(p && !p->hardware, "a drawing tells nothing of it: %s", err.text);
	project_free(p);
}

/* The keyboard's file changes while its keymap is open. */
static void test_reload(void)
{
	static const struct {
		const char *text;
		enum err_code code;
		const char *why;
	} rows[] = {
		{ BOARD(KEY_0), ERR_RANGE, "LAYOUT has 1 keys now, and the keymap 2" },
		{ "{" FACTS "\"processor\": \"RP2040\", \"layouts\": {\"LAYOUT_x\": {\"layout\": [" KEY_0
		  "]}}}",
		  ERR_NOT_FOUND, "no layout LAYOUT any more" },
		{ "{" FACTS
		  "\"processor\": \"RP2040\", \"encoder\": {\"rotary\": [{\"pin_a\": \"GP8\", \"pin_b\": "
		  "\"GP9\"}]}, \"features\": {\"encoder\": true}, \"layouts\": {\"LAYOUT\": {\"layout\": "
		  "[" KEY_0 ", " KEY_1 "]}}}",
		  ERR_RANGE, "1 encoders now, and the keymap 0" },
		{ "{", ERR_PARSE, "line 1" },
	};
	struct err err = { 0 };
	struct project *p;

	put("reload/keyboard.json", BOARD(KEY_0 ", " KEY_1));
	p = open_at(at("reload/keyboard.json"), NULL, &err);
	if (!p) {
		ok(false, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct keyboard *before = p->keyboard;

		put("reload/keyboard.json", rows[i].text);
		ok(!project_reload_keyboard(p, p->map, &err) && err.code == rows[i].code &&
			   strstr(err.text, rows[i].why) && p->keyboard == before,
		   "it stays as it was: %s", err.text);
	}
	put("reload/keyboard.json", BOARD(KEY_0 ", {\"matrix\": [0, 0], \"x\": 2.5, \"y\": 0}"));
	ok(project_reload_keyboard(p, p->map, &err) && p->keyboard->layout[p->layout].key[1].x_cu == 250 &&
		   diagnostics_count(&p->diagnostics, SEVERITY_ERROR),
	   "it is another, with what is wrong with it");
	put("reload/keyboard.json", BOARD(KEY_0 ", " KEY_1));
	ok(project_reload_keyboard(p, p->map, &err) && !diagnostics_count(&p->diagnostics, SEVERITY_ERROR),
	   "and that goes when it is mended");
	ok(!strcmp(p->hardware->matrix.col[1], "GP2"), "how it is wired is read");
	put("reload/keyboard.json",
	    "{\"matrix_pins\": {\"rows\": [\"GP0\"], \"cols\": [\"GP1\", \"GP9\"]}, "
	    "\"debounce\": \"x\", \"layouts\": {\"LAYOUT\": {\"layout\": [" KEY_0 ", " KEY_1 "]}}}");
	ok(project_reload_keyboard(p, p->map, &err) && !strcmp(p->hardware->matrix.col[1], "GP9"),
	   "and read again");
	ok(is_told_of(p, "\"debounce\" must be", at("reload/keyboard.json")),
	   "what is wrong with it is told of its file");
	project_free(p);
	p = open_at("ansi_60", NULL, &err);
	ok(p && !project_reload_keyboard(p, p->map, &err) && err.code == ERR_USAGE, "a built-in one: %s",
	   err.text);
	project_free(p);
}

static void test_corpus(const char *corpus)
{
	char *keyboards = file_join(corpus, "keyboards");
	struct err err = { 0 };
	struct project *p = open_at("keebio/iris/rev8", corpus, &err);

	ok(p && p->keyboard->layouts && keymap_get(p->map, 0, 0).kind != ACTION_NONE,
	   "keebio/iris/rev8 opens%s", p ? "" : err.text);
	project_free(p);
	p = open_at("_test_a", corpus, &err);
	ok(p && !strcmp(p->keyboard->id, "planck/rev6"), "a chain of aliases%s", p ? "" : err.text);
	project_free(p);
	p = open_at("crkdb/rev1", corpus, &err);
	ok(!p && strstr(err.text, "crkbd/rev1"), "%s", err.text);
	project_free(p);
	nftw(keyboards, open_keymap, 16, FTW_PHYS);
	ok(keymaps > 140 && !keymaps_wrong, "%d of %d keymaps of QMK's do not open as they should",
	   keymaps_wrong, keymaps);
	free(keyboards);
}

int main(void)
{
	const char *corpus = getenv("KEYPLANE_CORPUS");

	unsetenv("QMK_HOME");
	if (!mkdtemp(root))
		return 99;
	make_tree();
	test_names();
	test_open_tree();
	test_not_found();
	test_keymap_files();
	test_files();
	test_named_keyboard();
	test_described_keyboard();
	test_folders();
	test_alone();
	test_save();
	test_save_builtin();
	test_builtins();
	test_hardware();
	test_reload();
	if (corpus)
		test_corpus(corpus);
	else
		ok(true, "QMK's tree # SKIP set KEYPLANE_CORPUS to the unpacked corpus");
	temp_remove(root);
	return tap_done();
}
