/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/config.h"
#include "project/tree.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-test-XXXXXX";

static const char *at(const char *name)
{
	static char buffer[4][4200];
	static int next;
	char *out = buffer[next++ % 4];

	snprintf(out, sizeof(buffer[0]), "%s/%s", root, name);
	return out;
}

static void put(const char *name, const char *text)
{
	char *folder = mem_copy_text(at(name));
	struct err err;

	*strrchr(folder, '/') = '\0';
	if (!file_make_dirs(folder, &err) ||
	    !file_write(at(name), text, strlen(text), file_kind(at(name)) ? FILE_REPLACE : FILE_CREATE, &err))
		printf("Bail out! %s\n", err.text), exit(1);
	free(folder);
}

static const char above[] = "{\n    \"manufacturer\": \"Above\",\n    \"usb\": {\"vid\": \"0x1111\"},\n"
			    "    \"processor\": \"atmega32u4\",\n    \"bootloader\": \"caterina\"\n}\n";

static const char board[] = "// mine\n"
			    "{\n"
			    "    \"keyboard_name\": \"Two\",\n"
			    "    \"maintainer\": \"me\",\n"
			    "    \"usb\": {\n"
			    "        \"vid\": \"0x2222\",\n"
			    "        \"pid\": \"0x0001\", # first\n"
			    "        \"device_version\": \"0.0.1\"\n"
			    "    },\n"
			    "    \"features\": {\n"
			    "        \"mousekey\": true\n"
			    "    },\n"
			    "    \"diode_direction\": \"COL2ROW\",\n"
			    "    \"matrix_pins\": {\n"
			    "        \"cols\": [\"B1\", \"B2\"],\n"
			    "        \"rows\": [\"D1\"]\n"
			    "    },\n"
			    "    \"encoder\": {\"rotary\": [{\"pin_a\": \"C6\", \"pin_b\": \"C7\"}]},\n"
			    "    \"nonsense\": 1,\n"
			    "    \"layouts\": {\n"
			    "        \"LAYOUT\": {\n"
			    "            \"layout\": [\n"
			    "                {\"matrix\": [0, 0], \"x\": 0, \"y\": 0},\n"
			    "                {\"matrix\": [0, 1], \"x\": 1, \"y\": 0}\n"
			    "            ]\n"
			    "        }\n"
			    "    }\n"
			    "}\n";

static void make_tree(void)
{
	struct err err;

	if (!file_make_dirs(at("tree/quantum"), &err))
		abort();
	put("tree/keyboards/two/info.json", above);
	put("tree/keyboards/two/rev1/keyboard.json", board);
	put("alone/keyboard.json", board);
	put("mine.json", board);
}

static struct config *open_board(const char *what)
{
	struct err err = { 0 };
	struct config *config = config_open(what, at("tree"), &err);

	if (!config)
		printf("Bail out! %s: %s\n", what, err.text), exit(1);
	return config;
}

/* A field's value as people read it; "-" when it has none. */
static const char *value_of(const struct config *config, const char *path)
{
	static char text[200];
	const struct config_field *field = config_find(config, path);
	struct str s = STR_INIT;

	if (!field || !field->value)
		return field ? "-" : "no field";
	config_add_value(&s, field->value);
	snprintf(text, sizeof(text), "%s", str_text(&s));
	str_release(&s);
	return text;
}

static void test_fields(void)
{
	static const struct {
		const char *path, *value;
		enum config_group group;
		enum config_origin origin;
		int line;
	} rows[] = {
		{ "keyboard_name", "Two", CONFIG_GROUP_IDENTITY, CONFIG_HERE, 3 },
		{ "manufacturer", "Above", CONFIG_GROUP_IDENTITY, CONFIG_ABOVE, 2 },
		{ "url", "-", CONFIG_GROUP_IDENTITY, CONFIG_NOWHERE, 0 },
		{ "usb.vid", "0x1111", CONFIG_GROUP_USB, CONFIG_ABOVE, 3 },
		{ "usb.pid", "0x0001", CONFIG_GROUP_USB, CONFIG_HERE, 7 },
		{ "features.mousekey", "true", CONFIG_GROUP_FEATURES, CONFIG_HERE, 11 },
		{ "features.nkro", "-", CONFIG_GROUP_FEATURES, CONFIG_NOWHERE, 0 },
		{ "matrix_pins.cols", "B1, B2", CONFIG_GROUP_MATRIX, CONFIG_HERE, 15 },
		{ "encoder.rotary.0.pin_b", "C7", CONFIG_GROUP_ENCODERS, CONFIG_HERE, 18 },
		{ "tapping.term", "-", CONFIG_GROUP_TAPPING, CONFIG_NOWHERE, 0 },
		{ "nonsense", "1", CONFIG_GROUP_OTHER, CONFIG_HERE, 19 },
	};
	struct config *config = open_board(at("tree/keyboards/two/rev1/keyboard.json"));

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct config_field *field = config_find(config, rows[i].path);

		ok(field && !strcmp(value_of(config, rows[i].path), rows[i].value) &&
			   field->group == rows[i].group && field->origin == rows[i].origin &&
			   field->line == rows[i].line,
		   "%s is %s", rows[i].path, value_of(config, rows[i].path));
	}
	ok(!strcmp(config_find(config, "manufacturer")->file, "keyboards/two/info.json"),
	   "who says it is named");
	ok(config_find(config, "usb.vid")->own &&
		   strstr(config_find(config, "usb.vid")->problem, "no effect"),
	   "what the file above overrides has no effect: %s", config_find(config, "usb.vid")->problem);
	ok(strstr(config_find(config, "nonsense")->problem, "does not know"),
	   "so has what QMK does not know");
	ok(!strcmp(config_find(config, "features.console")->fallback, "false") &&
		   config_find(config, "features.console")->help[0],
	   "a default and what it is for: %s", config_find(config, "features.console")->help);
	ok(config_find(config, "layouts.LAYOUT.layout") && !config_find(config, "layouts.LAYOUT.c_macro"),
	   "what QMK notes of a layout while it reads is no field");
	ok(config_find(config, "matrix_pins.cols")->element && !config_find(config, "matrix_pins.cols.0") &&
		   !config_find(config, "usb") && config_find(config, "encoder.rotary.0"),
	   "plain elements and objects of QMK's names are no fields of their own");
	for (size_t i = 1; i < config_count(config); i++)
		if (config_at(config, i - 1)->group > config_at(config, i)->group)
			ok(false, "%s is out of its group", config_at(config, i)->path);
	config_free(config);
}

static void test_changes(void)
{
	static const struct {
		const char *path, *typed, *diff;
	} rows[] = {
		{ "usb.pid", "0xABCD",
		  "@@ -7 +7 @@\n-        \"pid\": \"0x0001\", # first\n+        \"pid\": \"0xABCD\", # "
		  "first\n" },
		{ "usb.pid", "\"0xABCD\"",
		  "@@ -7 +7 @@\n-        \"pid\": \"0x0001\", # first\n+        \"pid\": \"0xABCD\", # "
		  "first\n" },
		{ "features.mousekey", "no",
		  "@@ -11 +11 @@\n-        \"mousekey\": true\n+        \"mousekey\": false\n" },
		{ "features.nkro", "yes",
		  "@@ -11 +11,2 @@\n-        \"mousekey\": true\n+        \"mousekey\": true,\n+        "
		  "\"nkro\": true\n" },
		{ "matrix_pins.cols", "B1 F5",
		  "@@ -15 +15 @@\n-        \"cols\": [\"B1\", \"B2\"],\n+        \"cols\": [\"B1\", "
		  "\"F5\"],\n" },
		{ "matrix_pins.cols.1", "F5",
		  "@@ -15 +15 @@\n-        \"cols\": [\"B1\", \"B2\"],\n+        \"cols\": [\"B1\", "
		  "\"F5\"],\n" },
		{ "matrix_pins.cols", "[\"GP4\", null]",
		  "@@ -15 +15 @@\n-        \"cols\": [\"B1\", \"B2\"],\n+        \"cols\": [\"GP4\", "
		  "null],\n" },
		{ "tapping.term", "180",
		  "@@ -19,0 +20,3 @@\n+    \"tapping\": {\n+        \"term\": 180\n+    },\n" },
		{ "layouts.LAYOUT.layout.1.w", "1.5",
		  "@@ -24 +24 @@\n-                {\"matrix\": [0, 1], \"x\": 1, \"y\": 0}\n+               "
		  " "
		  "{\"matrix\": [0, 1], \"x\": 1, \"y\": 0, \"w\": 1.5}\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct config *config = open_board(at("tree/keyboards/two/rev1/keyboard.json"));
		struct str diff = STR_INIT;
		struct err err = { 0 };
		bool done = config_set(config, rows[i].path, rows[i].typed, &err);

		config_diff(config, &diff);
		ok(done && !strcmp(str_text(&diff), rows[i].diff) && config_is_modified(config), "%s = %s",
		   rows[i].path, rows[i].typed);
		if (!done || strcmp(str_text(&diff), rows[i].diff))
			printf("# %s\n# got >%s<\n", err.text, str_text(&diff));
		ok(config_undo(config) && !config_is_modified(config), "and undone");
		str_release(&diff);
		config_free(config);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *path, *typed;
		enum err_code code;
		const char *why;
	} rows[] = {
		{ "usb.pid", "0xabcd", ERR_RANGE, "four upper-case hexadecimal digits" },
		{ "usb.vid", "0x3333", ERR_REFUSED, "keyboards/two/info.json, line 3, which wins" },
		{ "manufacturer", "Me", ERR_REFUSED, "keyboards/two/info.json, line 2" },
		{ "features.mousekey", "maybe", ERR_PARSE, "yes or no" },
		{ "tapping.term", "soon", ERR_PARSE, "a whole number" },
		{ "tapping.term", "1.5", ERR_RANGE, "a whole number" },
		{ "tapping.term", "-1", ERR_RANGE, "a whole number of at least 0" },
		{ "diode_direction", "UP", ERR_RANGE, "one of COL2ROW, ROW2COL" },
		{ "matrix_pins.cols", "B1, Q7", ERR_RANGE, "Q7" },
		{ "matrix_pins.rows.0", "Q7", ERR_RANGE, "a pin, as B5" },
		{ "matrix_pins.cols.7", "B1", ERR_RANGE, "2 elements" },
		{ "usb.colour", "red", ERR_NOT_FOUND, "knows no member usb.colour" },
		{ "keyboard_name", "", ERR_RANGE, "a length from 1" },
	};
	struct config *config = open_board("two/rev1");

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };

		ok(!config_set(config, rows[i].path, rows[i].typed, &err) && err.code == rows[i].code &&
			   strstr(err.text, rows[i].why) && !config_is_modified(config),
		   "%s = %s: %s", rows[i].path, rows[i].typed, err.text);
	}
	config_free(config);
}

static void test_lists(void)
{
	struct config *config = open_board("two/rev1");
	struct err err = { 0 };

	ok(config_insert(config, "matrix_pins.cols.1", "B7", &err) &&
		   !strcmp(value_of(config, "matrix_pins.cols"), "B1, B7, B2"),
	   "an element is inserted");
	ok(config_move(config, "matrix_pins.cols.1", 2, &err) &&
		   !strcmp(value_of(config, "matrix_pins.cols"), "B1, B2, B7"),
	   "moved");
	ok(config_unset(config, "matrix_pins.cols.2", &err) && !config_is_modified(config),
	   "and taken out again");
	ok(config_insert(config, "encoder.rotary.1", "{\"pin_a\": \"B3\", \"pin_b\": \"B4\"}", &err) &&
		   !strcmp(value_of(config, "encoder.rotary.1.pin_a"), "B3"),
	   "an element that is an object has fields: %s", err.text);
	ok(!config_insert(config, "encoder.rotary.0", "{\"pin_c\": \"B3\"}", &err) && err.code == ERR_RANGE,
	   "but only such as QMK takes: %s", err.text);
	ok(config_unset(config, "encoder.rotary.1", &err) && !config_is_modified(config), "it goes whole");
	config_free(config);
}

static void test_history(void)
{
	struct config *config = open_board("two/rev1");
	struct err err = { 0 };
	char text[20];
	int undone = 0;

	ok(!config_undo(config) && !config_redo(config), "there is nothing to undo or redo");
	for (int i = 1; i <= 300; i++) {
		snprintf(text, sizeof(text), "%d", i);
		if (!config_set(config, "tapping.term", text, &err))
			printf("# %s\n", err.text);
	}
	while (config_undo(config))
		undone++;
	ok(undone == 199 && !strcmp(value_of(config, "tapping.term"), "101"),
	   "the oldest of very many changes are forgotten: %d undone", undone);
	ok(config_redo(config) && !strcmp(value_of(config, "tapping.term"), "102"), "one is done again");
	ok(config_set(config, "tapping.term", "7", &err) && !config_redo(config),
	   "a change forgets what was undone");
	ok(config_set(config, "tapping.term", "7", &err) && config_undo(config) &&
		   !strcmp(value_of(config, "tapping.term"), "102"),
	   "what changes nothing is no change");
	config_free(config);
}

static void test_unset(void)
{
	struct config *config = open_board("two/rev1");
	struct err err = { 0 };

	ok(config_unset(config, "usb.pid", &err) && !strcmp(value_of(config, "usb.pid"), "-"),
	   "a member goes");
	ok(!config_unset(config, "usb.pid", &err) && err.code == ERR_NOT_FOUND, "once: %s", err.text);
	ok(config_unset(config, "usb.vid", &err) && !strcmp(value_of(config, "usb.vid"), "0x1111"),
	   "what has no effect may go");
	ok(!config_unset(config, "usb.vid", &err) && err.code == ERR_REFUSED, "another file's may not: %s",
	   err.text);
	ok(config_unset(config, "nonsense", &err) && !config_find(config, "nonsense"),
	   "nor need stay what QMK does not know");
	config_free(config);
}

static bool file_is(const char *name, const char *text)
{
	struct str now = STR_INIT;
	struct err err;
	bool same = file_read(at(name), 1 << 20, &now, &err) && !strcmp(str_text(&now), text);

	str_release(&now);
	return same;
}

static void test_save(void)
{
	static const char file[] = "tree/keyboards/two/rev1/keyboard.json";
	struct config *config = open_board("two/rev1");
	struct err err = { 0 };

	ok(config_set(config, "usb.pid", "0x0002", &err) && config_save(config, false, &err) &&
		   !config_is_modified(config) && !file_is(file, board),
	   "what was changed is on disk");
	ok(config_undo(config) && config_is_modified(config), "undo goes back beyond saving");
	put(file, "{}");
	ok(!config_save(config, false, &err) && err.code == ERR_EXISTS && file_is(file, "{}"),
	   "a file that changed is not overwritten: %s", err.text);
	ok(config_save(config, true, &err) && file_is(file, board), "unless that is asked for");
	unlink(at(file));
	ok(!config_save(config, false, &err) && err.code == ERR_NOT_FOUND, "one that is gone: %s", err.text);
	config_free(config);
	put(file, board);
	if (geteuid()) {
		config = open_board("two/rev1");
		chmod(at("tree/keyboards/two/rev1"), 0500);
		ok(config_set(config, "usb.pid", "0x0002", &err) && !config_save(config, false, &err) &&
			   config_is_modified(config),
		   "a folder that cannot be written: %s", err.text);
		chmod(at("tree/keyboards/two/rev1"), 0700);
		config_free(config);
	}
}

/* Outside of any tree, under any name, and built in. */
static void test_places(void)
{
	struct config *config = open_board(at("alone/keyboard.json"));
	struct err err = { 0 };

	ok(!strcmp(value_of(config, "usb.vid"), "0x2222") && config_set(config, "usb.vid", "0x3333", &err) &&
		   config_save(config, false, &err) && !file_is("alone/keyboard.json", board),
	   "a file that stands alone");
	ok(!strcmp(config_find(config, "usb.vid")->file, at("alone/keyboard.json")),
	   "is named as it was given: %s", config_find(config, "usb.vid")->file);
	config_free(config);
	config = open_board(at("mine.json"));
	ok(config_set(config, "usb.vid", "0x3333", &err) && config_save(config, false, &err) &&
		   !file_is("mine.json", board),
	   "one of another name");
	config_free(config);
	config = open_board("ansi_60");
	ok(config_count(config) && !config_set(config, "usb.vid", "0x3333", &err) && err.code == ERR_REFUSED,
	   "a built-in one is only to be looked at: %s", err.text);
	config_free(config);
	config = config_open("no/such", at("tree"), &err);
	ok(!config && err.code == ERR_NOT_FOUND, "none: %s", err.text);
}

static void test_broken(void)
{
	struct err err = { 0 };
	struct config *config;

	put("bad/keyboard.json", "{\"usb\": {\"vid\": 1, \"what\": 2},\n \"layouts\": {}}");
	config = open_board(at("bad/keyboard.json"));
	ok(config_problems(config)->count, "one that QMK refuses opens, with problems");
	ok(config_find(config, "usb.vid")->problem, "at the member: %s",
	   config_find(config, "usb.vid")->problem);
	ok(config_set(config, "usb.vid", "0x0001", &err) && !strcmp(value_of(config, "usb.vid"), "0x0001"),
	   "it can be mended");
	config_free(config);
	put("bad/keyboard.json", "{\"usb\": ");
	config = config_open(at("bad/keyboard.json"), at("tree"), &err);
	ok(!config && err.code == ERR_PARSE && strstr(err.text, "line 1"), "what is no JSON does not: %s",
	   err.text);
	put("bad/keyboard.json", "[]");
	config = config_open(at("bad/keyboard.json"), at("tree"), &err);
	ok(!config && err.code == ERR_PARSE, "nor a list: %s", err.text);
}

static void test_new_error(void)
{
	struct config *config = open_board("two/rev1");
	struct err err = { 0 };

	ok(!config_new_error(config), "nothing is worse at first");
	ok(config_set(config, "layouts.LAYOUT.layout.1.matrix.1", "7", &err) && config_new_error(config),
	   "a key outside the matrix is told: %s",
	   config_new_error(config) ? config_new_error(config)->text : "not");
	ok(config_find(config, "layouts.LAYOUT.layout")->problem, "where it stands");
	ok(config_undo(config) && !config_new_error(config), "until it is undone");
	config_free(config);
}

static struct {
	size_t keyboards, fields, wrong;
} seen;

static void wrong(const char *id, const char *path, const char *what)
{
	seen.wrong++;
	printf("# %s: %s: %s\n", id, path, what);
}

/* What a file says, typed again, is taken and changes no byte of it. */
static void check_typed_again(struct config *config, const char *id)
{
	for (size_t i = 0; i < config_count(config); i++) {
		const struct config_field *field = config_at(config, i);
		struct str typed = STR_INIT;
		struct err err = { 0 };

		if (field->origin != CONFIG_HERE || !field->facts || field->facts->type == SCHEMA_OBJECT)
			continue;
		seen.fields++;
		config_add_value(&typed, field->value);
		if (!config_set(config, field->path, str_text(&typed), &err))
			wrong(id, field->path, err.text);
		else if (config_is_modified(config))
			wrong(id, "", "typed again, the text is another");
		str_release(&typed);
	}
}

static void check_keyboard(const char *id, const char *home)
{
	struct err err = { 0 };
	struct config *config = config_open(id, home, &err);

	seen.keyboards++;
	if (!config) {
		wrong(id, "", err.text);
		return;
	}
	if (diagnostics_count(config_problems(config), SEVERITY_ERROR))
		wrong(id, "", config_problems(config)->item[0].text);
	check_typed_again(config, id);
	if (config_set(config, "url", "https://example.org/", &err)) {
		if (strcmp(value_of(config, "url"), "https://example.org/") != 0 || !config_undo(config) ||
		    config_is_modified(config))
			wrong(id, "url", "set and undone");
	} else if (err.code != ERR_REFUSED) {
		wrong(id, "url", err.text);
	}
	config_free(config);
}

static void test_tree(void)
{
	const char *home = getenv("QMK_TEST_TREE");
	struct names names = { 0 };
	struct tree *tree;
	struct err err;

	if (!home) {
		ok(true, "QMK's keyboards # SKIP set QMK_TEST_TREE to a tree of QMK");
		return;
	}
	tree = tree_open(home, &err);
	if (tree)
		tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i += 64)
		check_keyboard(names.name[i], home);
	tree_close(tree);
	names_release(&names);
	ok(seen.keyboards > 50 && seen.fields > 1000 && !seen.wrong,
	   "%zu members of %zu keyboards, typed again", seen.fields, seen.keyboards);
}

int main(void)
{
	if (!mkdtemp(root))
		return 1;
	unsetenv("QMK_HOME");
	make_tree();
	test_fields();
	test_changes();
	test_refused();
	test_lists();
	test_history();
	test_unset();
	test_save();
	test_places();
	test_broken();
	test_new_error();
	test_tree();
	temp_remove(root);
	return tap_done();
}
