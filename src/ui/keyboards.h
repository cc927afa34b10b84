/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_KEYBOARDS_H
#define UI_KEYBOARDS_H

#include "base/err.h"
#include "project/names.h"

/* Keyboards as `keyplane list --json` tells them, less those that are built in: listing a tree takes longer than a key
 * may. Zero-initialise. */
struct keyboards_seen {
	struct names fetched, tree; /* each sorted, as the child sorts them */
	bool complete;
};

void keyboards_seen_release(struct keyboards_seen *seen);

/* Take a line of the child. False, with @seen as it was, when it is none, or says that listing failed. */
bool keyboards_seen_line(struct keyboards_seen *seen, const char *line, struct err *err);

/* How well the keyboard or path @name fits what was typed, all words of it: see base/fuzzy.h. */
int keyboard_score(const char *name, const char *query);

#endif
