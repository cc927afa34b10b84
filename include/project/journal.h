/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_JOURNAL_H
#define PROJECT_JOURNAL_H

#include "base/str.h"
#include "project/project.h"

/*
 * Unsaved edits, kept on disk at each of them so that a crash or a lost
 * connection loses none: one file for each document, in
 * $XDG_STATE_HOME/keyplane/journal. It holds the keymap as keymap.json.
 */

/* Keep @map as the unsaved state of @project. Atomic. */
bool journal_write(const struct project *project, const struct keymap *map, struct err *err) NODISCARD;

/* The edits are saved or thrown away. No journal is fine. */
void journal_remove(const struct project *project);

/*
 * What an earlier run left for this document: a keymap that differs from the one that was opened; the caller unrefs.
 * NULL when there is none, or when the run that wrote it is still there. @err is set when there is one that cannot
 * be read; it is kept.
 */
const struct keymap *journal_recover(const struct project *project, struct err *err);

#endif
