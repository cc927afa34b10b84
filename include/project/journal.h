/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_JOURNAL_H
#define PROJECT_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "project/project.h"

/*
 * Unsaved edits, kept on disk at each of them so that a crash or a lost
 * connection loses none: a file for each document and process, in
 * $XDG_STATE_HOME/keyplane/journal, for its owner's eyes only. Three lines say
 * what it is ("keyplane-journal 2"), of which document, and two hashes (FNV-1a,
 * 16 hexadecimal digits): of the document's bytes that the edits were made on,
 * and of the rest of the file, which is a line with the layers that each layer was in the document, and the keymap in our
 * own format, whatever the document's is. Its writer holds a lock on it while it lives: files
 * without one were left by a run that ended without saving.
 */
struct journal;

/* A file that an earlier run left. */
struct journal_found {
	char *path;
	const struct keymap *map; /* as many keys and encoders as the project's, and not equal to it */
	bool changed_base;        /* the document is not the one that the edits were made on */
	uint64_t base;            /* private: of the document it was made on */
	long pid;                 /* private: of its writer */
};

/* Keep @map as the unsaved state of @project. Atomic. */
bool journal_write(struct project *project, const struct keymap *map, struct err *err) NODISCARD;

/* There are no unsaved edits any more: our own file goes. None is fine. */
void journal_remove_own(struct project *project);

/* The edits are saved or thrown away: our own file goes, and those that were recovered into it. */
void journal_remove(struct project *project);

/*
 * The newest of what earlier runs left of this document that was not given before: to be asked about, and answered
 * with journal_recover() or journal_discard(); without an answer it stays for the next opening. Borrowed until then
 * or the next call. NULL when there is none; after the last one, @err (else ERR_NONE) tells of one that cannot be
 * read, which is kept. A file that holds nothing but what was opened is removed.
 */
const struct journal_found *journal_next(struct project *project, struct err *err);

/* Take what was found; the caller unrefs. The file stays until journal_remove(): nothing is saved yet. */
const struct keymap *journal_recover(struct project *project);

/* Remove what was found. ERR_REFUSED when its writer turns out to live. */
bool journal_discard(struct project *project, struct err *err) NODISCARD;

/* A living process with unsaved edits of the same document; 0: none. */
long journal_other_process(const struct project *project);

void journal_free(struct journal *journal); /* leaves the files */

#endif
