/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_REWRITE_H
#define COMPILE_KEYMAP_REWRITE_H

#include "model/keymap.h"

/* How a copy of a keymap is another. NULL: as it was. */
struct keymap_rewrite {
	/* Of keys, turns and steps. */
	struct action (*action)(const struct keymap *from, struct action action);
	/* @definition is a copy that may be changed; its lists are borrowed, and its steps have been rewritten. False:
	 * it is left out. */
	bool (*definition)(const struct keymap *from, struct definition *definition);
	/* False: it is left out. */
	bool (*setting)(const struct setting *setting);
};

/* Definitions of each kind stay in their order. The caller may add to it. */
struct keymap *keymap_rewrite(const struct keymap *from, const struct keymap_rewrite *how);

#endif
