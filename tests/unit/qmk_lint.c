/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/qmk_lint.h"
#include "model/symbol.h"
#include "qmk_tree.h"
#include "tap.h"

/* "code line column; ..." of all of them. */
static void join(const struct diagnostics *all, struct str *out)
{
	for (size_t i = 0; i < all->count; i++)
		str_addf(out, "%s%s %d %d", i ? "; " : "", all->item[i].kind->code, all->item[i].place.line,
			 all->item[i].place.column);
}

static void test_files(void)
{
	static const struct {
		const char *path, *text, *want;
		enum qmk_lint_part part;
	} rows[] = {
		{ "keyboards/a/readme.md", "# A\n", "", QMK_LINT_KEYBOARD },
		{ "keyboards/a/readme.md", "# %KEYBOARD%\n\n* by %REAL_NAME% (%USER_NAME%)\n",
		  "lint-template 1 3; lint-template 3 6; lint-template 3 19", QMK_LINT_KEYBOARD },
		{ "keyboards/a/old_readme.md",
		  "(image replace me!)\r\nLinks to where you can find this hardware",
		  "lint-template 1 2; lint-template 2 1", QMK_LINT_ABOVE },
		{ "keyboards/a/keymaps/b/readme.md", "%KEYBOARD%", "", QMK_LINT_KEYMAP },
		{ "keyboards/a/README.md", "%KEYBOARD%", "", QMK_LINT_KEYBOARD },

		{ "rules.mk", "A = b\n", "", QMK_LINT_KEYBOARD },
		{ "rules.mk", "", "lint-empty -1 -1", QMK_LINT_KEYBOARD },
		{ "rules.mk", "# only\n\n \t\n", "lint-empty -1 -1", QMK_LINT_KEYBOARD },
		{ "rules.mk", " # only\n", "", QMK_LINT_KEYBOARD },
		{ "rules.mk", "A = b\nifeq ($(A),b)\nB = c\nendif # x\n",
		  "lint-rules-code 2 1; lint-rules-code 4 1", QMK_LINT_KEYBOARD },
		{ "rules.mk", "A \\\n b \\\n = c\nSRC \\\n  file.c\n", "lint-rules-code 4 1",
		  QMK_LINT_KEYBOARD },
		{ "rules.mk", "A = b \\\n c \\\n d\n\\\n\n", "", QMK_LINT_KEYBOARD },
		{ "rules.mk", "include x.mk \\", "", QMK_LINT_KEYBOARD },
		{ "post_rules.mk", "include x.mk\n", "", QMK_LINT_KEYBOARD },
		{ "post_rules.mk", "\n", "lint-empty -1 -1", QMK_LINT_ABOVE },
		{ "rules.mk", "include x.mk\n", "", QMK_LINT_KEYMAP },

		{ "a.c", "// Copyright\n", "", QMK_LINT_KEYBOARD },
		{ "a.h", "/* Copyright */\n", "", QMK_LINT_ABOVE },
		{ "a.c", "", "lint-license 1 1", QMK_LINT_KEYMAP },
		{ "a.c", " // Copyright\n", "lint-license 1 1", QMK_LINT_KEYMAP },
		{ "a.c", "\n// Copyright\n", "lint-license 1 1", QMK_LINT_KEYBOARD },
		{ "a.hpp", "int x;\n", "lint-license 1 1", QMK_LINT_KEYBOARD },
		{ "a.cpp", "int x;\n", "", QMK_LINT_ABOVE },
		{ "a.s", "int x;\n", "", QMK_LINT_KEYBOARD },

		{ "config.h", "// Copyright\n#pragma once\n", "lint-empty -1 -1", QMK_LINT_KEYBOARD },
		{ "config.h", "/* a\n * b */\n\n#pragma once // c\n \\\n\n", "lint-empty -1 -1",
		  QMK_LINT_KEYBOARD },
		{ "config.h", "// Copyright\n#define A\n", "", QMK_LINT_KEYBOARD },
		{ "config.h", "// Copyright\n", "", QMK_LINT_KEYMAP },
		{ "other.h", "// Copyright\n", "", QMK_LINT_KEYBOARD },

		{ "chconf.h", "// C\n#include_next <chconf.h>\n", "", QMK_LINT_KEYBOARD },
		{ "mcuconf.h", "// C\n\n #include_next \"mcuconf.h\"\n#include_next \"mcuconf.h\"\n",
		  "lint-include-next 3 2", QMK_LINT_KEYMAP },
		{ "halconf.h", "// C\n#include_next \"chconf.h\"\n", "", QMK_LINT_KEYBOARD },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		struct str got = STR_INIT;

		qmk_lint_file(rows[i].path, rows[i].part, rows[i].text, strlen(rows[i].text), &found);
		join(&found, &got);
		ok(!strcmp(str_text(&got), rows[i].want), "row %zu: %s is \"%s\"", i, rows[i].path,
		   rows[i].want);
		if (strcmp(str_text(&got), rows[i].want) != 0)
			printf("# got \"%s\"\n", str_text(&got));
		ok(!found.count || qmk_lint_reads(rows[i].path, rows[i].part), "such a file is read");
		str_release(&got);
		diagnostics_release(&found);
	}
	ok(!qmk_lint_reads("keyboards/a/keyboard.json", QMK_LINT_KEYBOARD), "a file that is not looked into");
	ok(qmk_lint_is_readme("a/b_readme.md") && !qmk_lint_is_readme("readme.md/x"),
	   "what a readme is called");
}

static void test_config(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "{\"debounce\": 6}", "" },
		{ "{\"debounce\": 5}", "lint-default 1 14" },
		{ "{\"backlight\": {\"default\": {\"on\": true}, \"levels\": 3,\n \"on_state\": 0}}",
		  "lint-default 1 34; lint-default 1 51" },
		{ "{\"bootmagic\": {\"matrix\": [0, 0]}}", "lint-default 1 26" },
		{ "{\"bootmagic\": {\"matrix\": [0, 1]}}", "" },
		{ "{\"features\": {\"combo\": false, \"nkro\": true,\n  \"via\": true}}",
		  "lint-feature 1 24; lint-feature 2 10" },
		{ "{\"features\": {\"nkor\": true, \"mousekey\": true}}", "lint-feature-unknown 1 23" },
		{ "{\"rgb_matrix\": {\"animmations\": {\"splash\": true}, \"animations\": {\"mine\": true}}}",
		  "lint-member-unknown 1 32" },
		{ "{\"Debounce\": 6,\n\"mousekey\": {\"delay\": 1}}", "lint-member-unknown 1 14" },
		{ "{\"layouts\": {\"LAYOUT\": {\"layout\": [{\"x\": 0, \"y\": 0, \"matrix\": [0, 0]}]}}}",
		  "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree_file file = { "keyboards/a/keyboard.json", rows[i].text };
		struct test_tree tree = { .file = &file, .files = 1 };
		struct qmk_files files = test_tree_files(&tree);
		struct diagnostics ignored = { 0 }, found = { 0 };
		struct err err = { 0 };
		struct qmk_config *config = qmk_config_read("a", &files, qmk_facts_builtin(), &ignored, &err);
		struct str got = STR_INIT;

		ok(config, "text %zu is read %s", i, err.text);
		if (config)
			qmk_lint_config(config, qmk_facts_builtin(), &found);
		join(&found, &got);
		ok(!strcmp(str_text(&got), rows[i].want), "and is \"%s\"", rows[i].want);
		if (strcmp(str_text(&got), rows[i].want) != 0)
			printf("# got \"%s\"\n", str_text(&got));
		ok(!found.count || !strcmp(symbol_text(found.item[0].file), file.path), "in that file");
		str_release(&got);
		qmk_config_free(config);
		diagnostics_release(&found);
		diagnostics_release(&ignored);
		test_tree_release(&tree);
	}
}

static void test_keymap_names(void)
{
	static const struct {
		const char *name;
		bool good, goes_on;
	} rows[] = {
		{ "default", true, true }, { "a_1", true, true },  { "0a", true, true },
		{ "a", false, true },      { "_a", false, true },  { "A_b", false, true },
		{ "a-b", false, true },    { "", false, true },    { "via", false, false },
		{ "vial", false, false },  { "via2", true, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct diagnostics found = { 0 };
		bool goes_on = qmk_lint_keymap_name("kb", rows[i].name, &found);

		ok(goes_on == rows[i].goes_on && !found.count == rows[i].good, "\"%s\" is %s", rows[i].name,
		   found.count ? found.item[0].text : "a good name");
		diagnostics_release(&found);
	}
}

int main(void)
{
	test_files();
	test_config();
	test_keymap_names();
	return tap_done();
}
