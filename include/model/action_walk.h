/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ACTION_WALK_H
#define MODEL_ACTION_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/diagnostic.h"
#include "model/keymap.h"

/*
 * Every action of a keymap with its place: layer by layer keys, then turns;
 * then the steps of definitions, whose place is the definition's.
 *
 *	struct action_walk walk = action_walk_start(map);
 *
 *	while (action_walk_next(&walk))
 *		... walk.action, walk.place ...
 */
struct action_walk {
	const struct keymap *map;            /* borrowed */
	struct action action;                /* the present one */
	struct place place;                  /* and where it is */
	size_t layer, slot;                  /* private: the next one */
	size_t layers, keys, slots;          /* private: of the map */
	size_t kind, index, step;            /* private: of the definitions */
	const struct definition *definition; /* private: the present one */
};

struct action_walk action_walk_start(const struct keymap *map);
bool action_walk_next(struct action_walk *walk); /* false: there are no more */

#endif
