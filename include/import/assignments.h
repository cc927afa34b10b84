/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ASSIGNMENTS_H
#define IMPORT_ASSIGNMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/diagnostic.h"

/*
 * Names and their values, as rules.mk and config.h give them, in the order in which they came first. Zero-initialise.
 * The readers understand what QMK's own scripts do, no more (design facts: no conditionals, no includes): their result
 * must be QMK's. They look at no more than ASSIGNMENTS_MAX names and ASSIGNMENTS_MAX_BYTES of text.
 */
enum { ASSIGNMENTS_MAX = 20000, ASSIGNMENTS_MAX_BYTES = 4 << 20 };

struct assignment {
	char *name, *value; /* value NULL: a #define with nothing behind it */
	bool undefined;     /* config.h: a #define with a value, then #undef; QMK takes it for false */
	size_t file;        /* as the caller numbers files */
	int line;           /* from 1 */
};

struct assignments {
	struct assignment *item;
	size_t count, cap;
};

void assignments_release(struct assignments *all);
const struct assignment *assignments_find(const struct assignments *all, const char *name);

/* What @from has too is @from's; the rest of @from goes to the end. @from is empty after. */
void assignments_merge(struct assignments *to, struct assignments *from);

/*
 * NAME = value, +=, ?= of a rules.mk into what is there: += appends with a blank, ?= sets what is absent. ":=" names
 * "NAME :", as in QMK's parser. "#" starts a comment anywhere; other lines are not looked at.
 */
void rules_mk_read(struct assignments *all, const char *text, size_t len, size_t file);

/*
 * #define and #undef of one config.h. Lines that end in \ go on; comments go as QMK's regular expressions take them,
 * also inside quotes. Conditionals are not looked at: the last one wins. @path is for @diagnostics (config-h-define).
 */
void config_h_read(struct assignments *all, const char *text, size_t len, size_t file, const char *path,
		   struct diagnostics *diagnostics);

#endif
