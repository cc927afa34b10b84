/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_RUN_H
#define UI_RUN_H

#include <stdbool.h>
#include <stdio.h>

#include "ui/program.h"

struct run_options {
	const char *script; /* NULL: on the terminal; else headless, by the commands of this file */
	int rows, cols;     /* headless: size of the screen; 0: 24x80 */
	bool ascii;         /* headless: a screen without UTF-8 */
	const char *
		dump; /* headless: the screen at the end goes to this file; "-": standard output; NULL: nowhere */
};

/*
 * Run @program until it quits; returns the exit status of the process: the
 * number of EFFECT_QUIT, 128 + signal after a SIGHUP or SIGTERM (and, headless,
 * SIGINT), 1 when the terminal, the script or a line of it failed, which is
 * told on standard error. Jobs that run then are cancelled and waited for.
 *
 * A script has one command a line; blank lines and lines that begin with `#` are skipped. Between its lines children
 * stand still for the program: their output is taken by the waiting commands alone, so that a script sees the same
 * every time. The first line that fails ends the run, and says what the screen showed.
 */
int ui_run(const struct program *program, const struct run_options *options);

/* The commands of scripts, one a line with its arguments and a sentence. */
void script_help(FILE *out);

#endif
