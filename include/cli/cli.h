/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

/* Exit status of every verb. */
enum {
	EXIT_OK = 0,
	EXIT_FAILED = 1,      /* it was tried and did not work */
	EXIT_USAGE = 2,       /* the command line is wrong */
	EXIT_LOST = 3,        /* it was converted, and something was lost */
	EXIT_CANCELLED = 130, /* SIGINT or SIGTERM, left sane */
};

enum option_type {
	OPTION_FLAG,   /* bool *dest = true */
	OPTION_TEXT,   /* const char **dest */
	OPTION_NUMBER, /* long *dest; decimal, or hex after 0x */
	OPTION_LIST,   /* struct option_list *dest: each time that it is given */
};

enum { OPTION_LIST_MAX = 256 };
struct option_list {
	const char *item[OPTION_LIST_MAX]; /* borrowed from argv */
	size_t count;
};

/* One option. Parsing and --help go by this. */
struct option_row {
	const char *name; /* "--dry-run" */
	char letter;      /* 'o' for -o; 0: none */
	enum option_type type;
	void *dest;
	const char *value; /* "DIR": what help calls its value; NULL for a flag */
	const char *help;
};

/* One verb of the command line. */
struct verb {
	const char *name;                                           /* "draw" */
	const char *args;                                           /* "FILE" */
	const char *help;                                           /* one line */
	int (*run)(const struct verb *verb, int argc, char **argv); /* argv[0] is the verb's name */
};

const struct verb *verb_find(const char *name); /* NULL: none */
void verb_list(FILE *out);                      /* for help */

/*
 * Parse argv[1..] by @rows. Operands go to @operand (at most @max), in order; `--` ends the options; --opt=VALUE
 * and -oVALUE work. --help prints usage and gives *exit_status EXIT_OK. Returns the number of operands, or -1 when
 * the verb is to return *exit_status now (the message has been printed).
 */
int cli_parse(const struct verb *verb, int argc, char **argv, const struct option_row *rows, size_t count,
	      const char **operand, int max, int *exit_status);

/* "keyplane: ..." on standard error. Returns EXIT_USAGE for ERR_USAGE, EXIT_CANCELLED for ERR_CANCELLED, else
 * EXIT_FAILED. */
int cli_fail(const struct err *err);

#endif
