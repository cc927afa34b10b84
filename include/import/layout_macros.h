/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_LAYOUT_MACROS_H
#define IMPORT_LAYOUT_MACROS_H

#include <stddef.h>

#include "model/diagnostic.h"

/*
 * LAYOUT macros of a legacy <keyboard>.h, which QMK 2026 refuses and trees of 2024 still have: arguments in keymap
 * order, and where each stands in the matrix.
 */
struct layout_macro_key {
	char *label;  /* the argument; NULL: empty */
	int row, col; /* -1: in no matrix position, or in several */
};

struct layout_macro {
	char *name;
	struct layout_macro_key *key;
	size_t keys;
};

/* Zero-initialise. `alias` has all #defines of two words, of which the caller keeps those that name a layout. */
struct layout_macros {
	struct layout_macro *macro;
	size_t macros, macro_cap;
	struct layout_alias_text {
		char *name, *text;
	} * alias;
	size_t aliases, alias_cap;
};

enum { LAYOUT_MACROS_MAX = 256, LAYOUT_MACRO_MAX_KEYS = 1024, LAYOUT_MACROS_MAX_BYTES = 4 << 20 };

void layout_macros_release(struct layout_macros *all);

/* Finds what QMK's find_layouts() finds. @path is for @diagnostics (layout-macro). A macro or alias of the same name
 * as an earlier one takes its place. */
void layout_macros_read(struct layout_macros *all, const char *text, size_t len, const char *path,
			struct diagnostics *diagnostics);

#endif
