/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "diagnostics.h"
#include "project/new.h"
#include "verbs.h"

/* Names of files may hold anything. */
static void print_name(FILE *out, const char *name)
{
	char shown[2048];

	utf8_escape(shown, sizeof(shown), name, strlen(name));
	fputs(shown, out);
}

/* What was made, on standard output. */
static void list(const struct created *created)
{
	for (size_t i = 0; i < created->files.count; i++) {
		print_name(stdout, created->folder);
		putchar('/');
		print_name(stdout, created->files.name[i]);
		putchar('\n');
	}
}

static int make_keyboard(const struct new_keyboard *what)
{
	struct diagnostics found = { 0 };
	struct created created = { 0 };
	struct err err = { 0 };
	bool ok = new_keyboard(what, &created, &found, &err);

	if (ok) {
		list(&created);
		diagnostics_print(stderr, &found, &(struct subject){ .path = "keyboard.json" });
		fputs("keyplane: its pins are NO_PIN until you say which they are:\n  keyplane config ",
		      stderr);
		print_name(stderr, what->dir ? what->dir : what->name);
		fputs(" matrix_pins.rows 'B0, B1, ...'; likewise matrix_pins.cols\n", stderr);
	}
	created_release(&created);
	diagnostics_release(&found);
	return ok ? EXIT_OK : cli_fail(&err);
}

static int new_keyboard_verb(const struct verb *verb, int argc, char **argv)
{
	struct new_keyboard what = { .vid = 0xfeed };
	const struct option_row rows[] = {
		{ "--board", 0, OPTION_TEXT, &what.board, "NAME",
		  "development board: promicro, elite_c, ..." },
		{ "--cols", 0, OPTION_NUMBER, &what.cols, "N", "columns of a grid; otherwise 4" },
		{ "--layout", 'l', OPTION_TEXT, &what.layout, "NAME",
		  "a community layout, such as 60_ansi; otherwise a grid" },
		{ "--maintainer", 0, OPTION_TEXT, &what.maintainer, "NAME", "otherwise who is logged in" },
		{ "--mcu", 0, OPTION_TEXT, &what.processor, "NAME", "processor; otherwise atmega32u4" },
		{ "--output", 'o', OPTION_TEXT, &what.dir, "DIR", "make this folder, in no QMK tree" },
		{ "--pid", 0, OPTION_NUMBER, &what.pid, "N", "USB product id; otherwise 0x0000" },
		{ "--qmk", 0, OPTION_TEXT, &what.qmk_home, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--rows", 0, OPTION_NUMBER, &what.rows, "N", "rows of a grid; otherwise 4" },
		{ "--vid", 0, OPTION_NUMBER, &what.vid, "N", "USB vendor id; otherwise 0xFEED" },
	};
	struct err err = { 0 };
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), &what.name, 1, &status);

	if (n < 0)
		return status;
	if (!n) {
		err_set(&err, ERR_USAGE, "new keyboard wants a name, such as maker/board");
		return cli_fail(&err);
	}
	return make_keyboard(&what);
}

static bool has(const struct created *created, const char *name)
{
	for (size_t i = 0; i < created->files.count; i++)
		if (!strcmp(created->files.name[i], name))
			return true;
	return false;
}

static void tell_next(const struct created *created)
{
	if (created->changed) {
		fputs("keyplane: ", stderr);
		print_name(stderr, created->changed);
		fputs(" has it as a build target\n", stderr);
	}
	if (!has(created, "keymap.json")) {
		fputs("keyplane: a keymap.c is for a text editor; --layout NAME makes a keymap.json, for "
		      "keyplane's\n",
		      stderr);
		return;
	}
	fputs("keyplane: next: keyplane edit ", stderr);
	print_name(stderr, created->folder);
	fputs("/keymap.json\n", stderr);
}

static int make_keymap(const struct new_keymap *what)
{
	struct created created = { 0 };
	struct err err = { 0 };
	bool ok = new_keymap(what, &created, &err);

	if (ok) {
		list(&created);
		tell_next(&created);
	}
	created_release(&created);
	return ok ? EXIT_OK : cli_fail(&err);
}

static int new_keymap_verb(const struct verb *verb, int argc, char **argv)
{
	struct new_keymap what = { 0 };
	const struct option_row rows[] = {
		{ "--from", 0, OPTION_TEXT, &what.from, "NAME", "copy this keymap; otherwise default" },
		{ "--layout", 'l', OPTION_TEXT, &what.layout, "NAME",
		  "make a keymap.json for this layout, and no copy" },
		{ "--output", 'o', OPTION_TEXT, &what.dir, "DIR", "make this folder" },
		{ "--qmk", 0, OPTION_TEXT, &what.qmk_home, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
	};
	struct err err = { 0 };
	const char *name[2];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), name, 2, &status);

	if (n < 0)
		return status;
	if (n < 2) {
		err_set(&err, ERR_USAGE, "new keymap wants a keyboard and a name for the keymap");
		return cli_fail(&err);
	}
	what.keyboard = name[0];
	what.name = name[1];
	return make_keymap(&what);
}

static const struct verb things[] = {
	{ "new keyboard", "NAME", "Begin a keyboard: its keyboard.json, readme.md and default keymap",
	  new_keyboard_verb },
	{ "new keymap", "KEYBOARD NAME", "Begin a keymap: a copy of another, or one of default keys",
	  new_keymap_verb },
};

/* What follows "new " in its name. */
static const char *thing_of(const struct verb *verb)
{
	return strchr(verb->name, ' ') + 1;
}

int cmd_new(const struct verb *verb, int argc, char **argv)
{
	struct err err = { 0 };
	int status;

	for (size_t i = 0; argc > 1 && i < COUNT(things); i++)
		if (!strcmp(argv[1], thing_of(&things[i])))
			return things[i].run(&things[i], argc - 1, argv + 1);
	if (argc > 1 && argv[1][0] == '-' && cli_parse(verb, argc, argv, NULL, 0, NULL, 0, &status) < 0) {
		for (size_t i = 0; status == EXIT_OK && i < COUNT(things); i++)
			printf("\nkeyplane %s %s --help\n  %s.\n", things[i].name, things[i].args,
			       things[i].help);
		return status;
	}
	err_set(&err, ERR_USAGE, "new what? keyboard NAME, or keymap KEYBOARD NAME");
	return cli_fail(&err);
}
