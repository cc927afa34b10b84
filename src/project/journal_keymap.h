/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_JOURNAL_KEYMAP_H
#define PROJECT_JOURNAL_KEYMAP_H

#include "project/journal.h"

/* What a journal holds behind its head: a line with the layers of the document that each layer was, since no keymap's
 * text can say that, and the keymap in our own format. */
bool journal_print_keymap(const struct project *project, const struct keymap *map, struct str *out,
			  struct err *err);

/* The way back. NULL with the reason. The caller unrefs. */
const struct keymap *journal_parse_keymap(const struct project *project, const char *text, size_t len,
					  struct err *err);

#endif
