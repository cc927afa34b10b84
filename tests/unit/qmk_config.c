/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "import/qmk_config.h"
#include "qmk_texts.h"
#include "tap.h"

static struct diagnostics found;
static struct err err;

static struct qmk_config *read_rows(const char *id, const struct qmk_text_row *rows)
{
	struct qmk_files files = qmk_texts(rows);

	diagnostics_release(&found);
	return qmk_config_read(id, &files, qmk_facts_builtin(), &found, &err);
}

static bool is_line(const struct qmk_config *config, const char *path, const char *want)
{
	const struct json *node = config ? json_find(config->info, path) : NULL;
	struct str got = STR_INIT;
	bool same;

	if (node)
		json_add_line(&got, node);
	same = !strcmp(str_text(&got), want);
	if (!same)
		printf("# %s: got %s\n", path, str_text(&got));
	str_release(&got);
	return same;
}

static const struct diagnostic *find_code(const char *code)
{
	for (size_t i = 0; i < found.count; i++)
		if (!strcmp(found.item[i].kind->code, code))
			return &found.item[i];
	return NULL;
}

static void test_parent_wins(void)
{
	static const struct qmk_text_row rows[] = {
		{ "keyboards/a/info.json",
		  "{\n \"manufacturer\": \"above\",\n \"usb\": {\"pid\": \"0x0002\"}}", 0 },
		{ "keyboards/a/b/keyboard.json",
		  "{\"usb\": {\"vid\": \"0xFEED\",\n\"pid\": \"0x0001\"}, \"manufacturer\": \"below\"}", 0 },
		{ 0 },
	};
	struct qmk_config *config = read_rows("a/b", rows);
	const struct diagnostic *note = find_code("config-parent-wins");
	const char *path;
	int line, column;

	ok(config && !config->refused, "two files are merged");
	ok(is_line(config, "usb", "{\"vid\": \"0xFEED\", \"pid\": \"0x0002\"}"),
	   "the folder above wins, and the order is the first file's");
	ok(is_line(config, "manufacturer", "\"above\""), "at the top too");
	ok(is_line(config, "maintainer", "\"qmk\"") && is_line(config, "keyboard_folder", "\"a/b\""),
	   "what nobody says is QMK's");
	ok(note && note->place.line == 2 && strstr(note->text, "keyboards/a/info.json, line 2"),
	   "that is told, with both places");
	ok(qmk_config_place(config, json_find(config->info, "usb.pid"), &path, &line, &column) &&
		   !strcmp(path, "keyboards/a/info.json") && line == 3 && column == 17,
	   "a member's place is the file that said it");
	ok(!qmk_config_place(config, json_find(config->info, "maintainer"), &path, &line, &column),
	   "what was derived has none");
	qmk_config_free(config);
}

static void test_nothing(void)
{
	static const struct qmk_text_row none[] = { { 0 } }, broken[] = {
		{ "keyboards/a/keyboard.json", "{\"a\": 1\n\"a\": 2}", 0 }, { 0 }
	};

	ok(!read_rows("a", none) && err.code == ERR_NOT_FOUND && strstr(err.text, "keyboards/a"),
	   "no file: %s", err.text);
	ok(!read_rows("a", broken) && err.code == ERR_PARSE && strstr(err.text, "keyboards/a/keyboard.json"),
	   "no JSON: %s", err.text);
	ok(find_code("config-syntax") && find_code("config-syntax")->place.line == 2, "with its line");
}

int main(void)
{
	test_parent_wins();
	test_nothing();
	diagnostics_release(&found);
	return tap_done();
}
