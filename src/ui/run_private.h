/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_RUN_PRIVATE_H
#define UI_RUN_PRIVATE_H

#include "ui/job.h"
#include "ui/loop.h"
#include "ui/run.h"
#include "ui/signals.h"
#include "ui/term.h"

/* A program on a screen, while it runs. */
struct run {
	const struct program *program;
	struct loop *loop;
	struct signals *signals;
	struct jobs *jobs;
	struct terminal *term;
	struct grid shown; /* what the screen shows */
	bool stale;        /* the program's state may not be on the screen */
	bool timer_set;
	bool headless;
	bool quit;
	int status;          /* once quit */
	struct event *queue; /* for the program, from effects that are carried out; text owned */
	size_t queue_count, queue_size;
};

/* Take what the terminal has, and show what came of it. */
void run_input(struct run *run);

/* The size of the screen may have changed. */
void run_resized(struct run *run);

/* Show the program's state, unless it is shown. */
void run_show(struct run *run);

/* Print the screen that is shown; @roles: with the map of styles, as grid_dump() does. */
void run_print_screen(const struct run *run, bool roles, FILE *out);

/* The same to the file @path; "-": standard output. */
bool run_write_screen(const struct run *run, const char *path, bool roles, struct err *err) NODISCARD;

/* Carry out the commands of the text @script, called @name in messages. */
bool script_run(struct run *run, const char *name, const char *script, struct err *err) NODISCARD;

#endif
