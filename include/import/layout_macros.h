/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_LAYOUT_MACROS_H
#define IMPORT_LAYOUT_MACROS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/diagnostic.h"

/*
 * LAYOUT macros of a legacy <keyboard>.h, which QMK 2026 refuses and trees of 2024 still have: arguments in
 * keymap order, and where each stands in the matrix.
 */
struct layout_macro_key {
	char *label;  /* the argument; NULL: empty */
	int row, col; /* -1: in no matrix position, or in several */
};

struct layout_macro {
	char *name, *path; /* path: the file that it is in */
	int line;
	struct layout_macro_key *key;
	size_t keys;
};

/* Zero-initialise. */
struct layout_macros {
	struct layout_macro *macro;
	size_t macros, macro_cap;
	struct layout_alias_text {
		char *name, *text; /* @text names a macro of the same file or of one that was read before */
	} * alias;
	size_t aliases, alias_cap;
	bool failed; /* there was a text on which QMK's own scripts give up */
};

enum {
	LAYOUT_MACROS_MAX = 256, /* aliases too */
	LAYOUT_MACRO_MAX_KEYS = 1024,
	LAYOUT_MACRO_MAX_CELLS = 65536, /* positions of the matrix */
	LAYOUT_MACROS_MAX_BYTES = 4 << 20,
};

void layout_macros_release(struct layout_macros *all);

/*
 * Finds what QMK's find_layouts() finds in one header, and keeps of the other #defines those that name a
 * layout, as QMK does for each header of a keyboard, from the top folder down. A macro or alias of the same
 * name as an earlier one takes its place. @path is for @diagnostics (layout-macro), in which is all that QMK
 * complains of.
 */
void layout_macros_read(struct layout_macros *all, const char *text, size_t len, const char *path,
			struct diagnostics *diagnostics);

#endif
