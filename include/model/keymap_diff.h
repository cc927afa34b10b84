/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYMAP_DIFF_H
#define MODEL_KEYMAP_DIFF_H

#include "model/keyboard.h"
#include "model/keymap.h"

/* What became of one thing between two keymaps. Where there is no old or no new one, its index is -1. */
enum change_kind {
	CHANGE_LAYER_ADDED,
	CHANGE_LAYER_REMOVED,
	CHANGE_LAYER_MOVED, /* between layers that both have */
	CHANGE_LAYER_RENAMED,
	CHANGE_KEY,        /* slot_a, slot_b: of a key or a turn, on layers a and b */
	CHANGE_DEFINITION, /* a and b are indices within `definition` */
	CHANGE_SETTING,    /* a and b are indices of settings */
};

struct keymap_change {
	enum change_kind kind;
	int a, b; /* layers, definitions or settings */
	size_t slot_a, slot_b;
	enum definition_kind definition;
};

struct keymap_diff {
	struct keymap_change *
		change; /* owned: layers, then keys by layer and slot of the new one, definitions, settings */
	size_t changes, cap;
	int layer_a[KEYMAP_MAX_LAYERS]; /* of each new layer the old one that it was; -1: it is new */
	size_t only_a, only_b; /* keys that the other layout has no place for: they are not compared */
};

/* One of the two that are compared. All borrowed. */
struct keymap_side {
	const struct keymap *map;
	const struct layout *layout; /* that its keys follow */
};

/*
 * What is to be told of how @a became @b. Layers are one where they have the same name, else by what is on them, else by
 * their number; references to layers are compared by the layer that they mean. Keys of layouts with another
 * number of keys are one where they have the same place in the matrix. Definitions are one by their kind and
 * name, without one by their order.
 */
void keymap_diff(const struct keymap_side *a, const struct keymap_side *b, struct keymap_diff *out);
void keymap_diff_release(struct keymap_diff *diff);

#endif
