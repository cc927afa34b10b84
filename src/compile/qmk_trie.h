/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_QMK_TRIE_H
#define COMPILE_QMK_TRIE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * What QMK's process_autocorrect.c searches: typos backwards, as a tree in bytes. A row of characters that go on in one
 * way is so many bytes and a 0. A fork is, for each way, its character (the first with bit 6) and where it goes on in two
 * bytes, low one first, and a 0. The end of a typo is the number of backspaces with bit 7, what is typed, and a 0.
 */
struct qmk_typo {
	char *typo;             /* [a-z':]+; owned by the caller */
	const char *correction; /* ASCII */
	size_t index;           /* the caller's */
};

enum { QMK_TYPO_MAX_BACKSPACES = 63 };

/* How many characters go before the rest of the correction is typed: the last of a typo is not yet there. */
int qmk_typo_backspaces(const struct qmk_typo *typo);

/* None of the typos is part of another one; in any order. False: it is over 64 KB. */
bool qmk_add_trie(const struct qmk_typo *typo, size_t count, struct str *out);

#endif
