/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_APP_H
#define UI_APP_H

#include <stdio.h>

#include "base/err.h"
#include "project/project.h"
#include "ui/program.h"

/* The editor: a struct program (ui/program.h) over one open project or none. */
struct app;

struct app_options {
	struct project *project;   /* what to show first, taken; NULL: the start screen */
	const char *opened;        /* what was asked for when it was opened, for the list of recent ones */
	const char *qmk_home;      /* a QMK tree; NULL: as tree_open() finds one */
	const char *layout;        /* layout to open it with; NULL: its own */
	const char *home;          /* what "~/" stands for in a typed path; NULL: nothing */
	const char *device;        /* flash this one; NULL: the one that is there */
	const char *live;          /* open this running keyboard first; NULL: none */
	const char *definition;    /* its definition; NULL: it is looked for */
	const char *live_keyboard; /* of QMK's, whose definition is its; NULL: as above */
	const char
		*definitions; /* where definitions are looked for; NULL: as live_definition_find() has it */
	bool hotplug;         /* offer keyboards that are plugged in, as `:set hotplug` */
};

struct app *app_new(const struct app_options *options);
/* The run ended as it was meant to, with nobody there to ask: what is unsaved is not kept for the next one. */
void app_end(struct app *app);
void app_free(struct app *app);
struct program app_program(struct app *app);

/* The tables, as documentation: one row a line, tab separated. Golden files hold them. */
void app_list_commands(FILE *out);
void app_list_bindings(FILE *out);
void app_list_options(FILE *out);

/* Every binding names a command that its view allows, none binds <C-c> <C-z> <C-s> <C-q>, no sequence hides another;
 * rows are in order. */
bool app_check_tables(struct err *err);

#endif
