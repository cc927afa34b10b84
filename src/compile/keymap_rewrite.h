/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_REWRITE_H
#define COMPILE_KEYMAP_REWRITE_H

#include "model/keymap.h"

/* How a copy of a keymap is another. Functions that are NULL leave things as they are. */
struct keymap_rewrite {
	const struct keymap *from; /* borrowed */
	const void *data;          /* of the functions */
	/* Of keys, turns and steps. */
	struct action (*action)(const struct keymap_rewrite *how, struct action action);
	/* @definition is a copy of the one of that index; its lists are borrowed, and its steps have been rewritten.
	 * False: it is left out. */
	bool (*definition)(const struct keymap_rewrite *how, struct definition *definition, size_t index);
	/* False: it is left out. */
	bool (*setting)(const struct keymap_rewrite *how, const struct setting *setting);
};

/* Definitions of each kind stay in their order. The caller may add to it. */
struct keymap *keymap_rewrite(const struct keymap_rewrite *how);

#endif
