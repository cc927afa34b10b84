/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_LAYER_PLAN_H
#define COMPILE_LAYER_PLAN_H

#include <stdbool.h>

#include "model/keymap.h"

enum { LAYER_GONE = -1 };

/* What became of the layers of a text. */
struct layer_plan {
	bool moved;                  /* layers came, went or have another order */
	bool renamed;                /* one has another name */
	int from[KEYMAP_MAX_LAYERS]; /* [layer after]: before; LAYER_GONE: it is new */
	int copy[KEYMAP_MAX_LAYERS]; /* [layer after]: what a new one is a copy of, before; LAYER_GONE */
	int to[KEYMAP_MAX_LAYERS];   /* [layer before]: after; LAYER_GONE: it is deleted */
};

void layer_plan_make(struct layer_plan *plan, const struct keymap *before, const struct keymap *after);

/* What refers to a layer, as it is after: a deleted layer gives ACTION_NONE. */
struct action layer_plan_action(const struct layer_plan *plan, struct action action);
uint32_t layer_plan_mask(const struct layer_plan *plan, uint32_t mask);

#endif
