/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_KEYMAP_EDITS_H
#define TESTS_KEYMAP_EDITS_H

#include <stdbool.h>
#include <stddef.h>

#include "compile/update.h"
#include "import/document.h"

/*
 * Edits of keymaps in texts, for any format that has a reader and an updater: each is put into the text, read back and
 * compared with what was meant, and what it left of the text with what was there.
 */
struct edits_format {
	bool (*read)(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		     struct err *err);
	source_update *update;
	const char *const *action; /* what is put on keys, in QMK's spelling; NULL at the end */
};

enum { EDITS_LINES = 8, EDITS_REASONS = 64 };

struct edits_counts {
	size_t files, unread, keys; /* keys: of all layers */
	size_t untouched;           /* files that stay the same, byte for byte, when nothing was edited */
	size_t edits, accepted;     /* of single keys and turns */
	size_t exact;               /* read back as what was meant, with no other byte changed but blanks */
	size_t lines
		[EDITS_LINES]; /* accepted edits by how many lines they changed; the last: as many or more */
	size_t layers, layers_accepted, layers_exact; /* adding, copying, deleting, moving, renaming */
	size_t expanded,
		expanded_same; /* of what was refused: macros written out, with the keymap the same */
	struct edits_reason {
		char *text; /* owned: why an edit was refused, without names and numbers */
		size_t count;
	} reason[EDITS_REASONS];
	size_t reasons;
};

/* @edits of single bindings, the same for the same @seed, then every operation on layers. What is wrong is printed. */
void edits_run(const struct edits_format *format, const struct import_input *in, size_t edits, unsigned seed,
	       struct edits_counts *counts);

/* Print them as comments of TAP, and take their memory back. */
void edits_print(const char *what, const struct edits_counts *counts);
void edits_release(struct edits_counts *counts);

#endif
