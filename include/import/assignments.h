/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ASSIGNMENTS_H
#define IMPORT_ASSIGNMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/diagnostic.h"

/*
 * Names and their values, as rules.mk and config.h give them, in the order in which they came first.
 * Zero-initialise. The readers understand what QMK's own scripts do, no more (design facts: no conditionals,
 * no includes): their result must be QMK's. They look at no more than ASSIGNMENTS_MAX names and
 * ASSIGNMENTS_MAX_BYTES of text; `full` says that there was more. A NUL ends a name or a value.
 */
enum { ASSIGNMENTS_MAX = 20000, ASSIGNMENTS_MAX_BYTES = 4 << 20 };

struct assignment {
	char *name, *value; /* value NULL: a #define with nothing behind it, or `undefined` */
	bool undefined;     /* config.h: a #define with a value, then #undef; QMK takes it for false */
	size_t file;        /* as the caller numbers files; what += adds to stays where it was */
	int line;           /* from 1 */
	bool dropped;       /* private: while a file is read */
	size_t len, size;   /* private: of the value */
};

struct assignments {
	struct assignment *item;
	size_t count, cap;
	bool full;
	uint32_t *slot; /* private: a hash table over the names */
	size_t slots;
};

void assignments_release(struct assignments *all);
const struct assignment *assignments_find(const struct assignments *all, const char *name);

/* What @from has too is @from's; the rest of @from goes to the end. @from is empty after. */
void assignments_merge(struct assignments *to, struct assignments *from);

/*
 * NAME = value, +=, ?= of a rules.mk into what is there: += appends with a blank, ?= sets what is absent.
 * ":=" names "NAME :", as in QMK's parser. "#" starts a comment anywhere; other lines are not looked at. For
 * a whole keyboard QMK reads the file of its own folder first, then those of all levels from the top down,
 * its own a second time: a "?=" of it wins over a "?=" above, and what it appends is there twice.
 */
void rules_mk_read(struct assignments *all, const char *text, size_t len, size_t file);

/*
 * #define and #undef of one config.h. Lines that end in \ go on; comments go as QMK's regular expressions
 * take them, also inside quotes. Conditionals are not looked at: the last one wins. For a whole keyboard QMK
 * reads each level's file alone, so that an #undef reaches no other, and merges them from the top down. @path
 * is for @diagnostics (config-h-define).
 */
void config_h_read(struct assignments *all, const char *text, size_t len, size_t file, const char *path,
		   struct diagnostics *diagnostics);

#endif
