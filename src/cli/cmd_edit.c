/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "project/project.h"
#include "ui/app.h"
#include "ui/grid.h"
#include "ui/run.h"
#include "verbs.h"

static void print_next(const char *verb, const char *what, const char *options, const char *help)
{
	char command[200];

	snprintf(command, sizeof(command), "%s%.120s%s", verb, what, options);
	printf("  keyplane %-36s %s\n", command, help);
}

/* Nobody to press keys: show what there is, compile it, and say how to go on. */
static int run_without_terminal(const char *what, const char *keyboard)
{
	const struct verb *draw = verb_find("draw"), *compile = verb_find("compile");
	char *draw_argv[] = { (char *)"draw", (char *)what, (char *)"--keyboard", (char *)keyboard, NULL };
	char *check_argv[] = { (char *)"compile",    (char *)what,     (char *)"--check",
			       (char *)"--keyboard", (char *)keyboard, NULL };
	int unnamed = keyboard ? 0 : 2, status = draw->run(draw, 4 - unnamed, draw_argv);

	if (status == EXIT_OK)
		status = compile->run(compile, 5 - unnamed, check_argv);
	if (status != EXIT_OK)
		return status;
	printf("It compiles to QMK.\n\nNo terminal here, so no editor. What next:\n");
	print_next("", what, "", "edit it, in a terminal");
	print_next("compile ", what, " -o FOLDER", "write its keymap.c");
	print_next("build ", what, " --qmk FOLDER", "build its firmware in a QMK tree");
	print_next("help", "", "", "list every verb");
	return EXIT_OK;
}

int cmd_edit(const struct verb *verb, int argc, char **argv)
{
	struct app_options options = { .home = getenv("HOME") };
	struct run_options run = { 0 };
	const char *what[1] = { NULL }, *keyboard = NULL, *size = NULL;
	const struct option_row rows[] = {
		{ "--ascii", 0, OPTION_FLAG, &run.ascii, NULL, "with --script: draw with ASCII alone" },
		{ "--definition", 0, OPTION_TEXT, &options.definition, "FILE",
		  "with --live: the keyboard's definition, VIA's or a vial.json" },
		{ "--definitions", 0, OPTION_TEXT, &options.definitions, "DIR",
		  "where definitions of running keyboards are looked for" },
		{ "--device", 0, OPTION_TEXT, &options.device, "ID",
		  "flash this device; see keyplane devices" },
		{ "--dump", 0, OPTION_TEXT, &run.dump, "FILE",
		  "with --script: write the last screen and its styles" },
		{ "--keyboard", 'k', OPTION_TEXT, &keyboard, "KB",
		  "the keyboard that a keymap is for, or that --live opens" },
		{ "--layout", 0, OPTION_TEXT, &options.layout, "NAME", "the layout to open a keyboard with" },
		{ "--live", 0, OPTION_TEXT, &options.live, "ID",
		  "open this running keyboard; see keyplane devices" },
		{ "--qmk", 0, OPTION_TEXT, &options.qmk_home, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--script", 0, OPTION_TEXT, &run.script, "FILE",
		  "take keys from a file, without a terminal" },
		{ "--size", 0, OPTION_TEXT, &size, "CxR",
		  "with --script: size of the screen, 80x24 otherwise" },
	};
	struct err err = { 0 };
	struct app *app;
	struct program program;
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (size && !grid_parse_size(size, &run.rows, &run.cols)) {
		err_set(&err, ERR_USAGE, "--size wants columns and rows, as in 80x24, up to %dx%d, not '%s'",
			GRID_MAX_COLS, GRID_MAX_ROWS, size);
		return cli_fail(&err);
	}
	if (!run.script && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
		if (n == 1)
			return run_without_terminal(what[0], keyboard);
		err_set(&err, ERR_USAGE, "no terminal here, so no start screen; see keyplane help");
		return cli_fail(&err);
	}
	if (n == 1) {
		struct project_options open = { .qmk_home = options.qmk_home,
						.layout = options.layout,
						.keyboard = keyboard };

		/* Before the screen is taken: a wrong name is told where it was typed. */
		options.project = project_open(what[0], &open, &err);
		if (!options.project)
			return cli_fail(&err);
		options.opened = what[0];
	}
	options.live_keyboard = keyboard;
	options.hotplug = !run.script;
	app = app_new(&options);
	program = app_program(app);
	status = ui_run(&program, &run);
	if (run.script && status == EXIT_OK)
		app_end(app);
	app_free(app);
	return status;
}
