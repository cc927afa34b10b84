/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_THREE_WAY_H
#define MODEL_THREE_WAY_H

#include "model/keymap.h"

/*
 * Which one wins: what the file says, what the keyboard holds, and what was flashed last, compared. All three are of the same
 * keys and encoders; the last may be NULL: not known.
 */
enum three_side { SIDE_FILE, SIDE_KEYBOARD, SIDE_FLASHED, SIDE_COUNT };

enum three_state {
	THREE_SAME,
	THREE_FILE,     /* the file was edited: keyboard and flashed agree */
	THREE_KEYBOARD, /* the keyboard was edited: file and flashed agree */
	THREE_FLASHED,  /* file and keyboard agree, and differ from what was flashed */
	THREE_CONFLICT, /* all differ; or file and keyboard do, and what was flashed is not known */
};

struct three_row {
	enum three_state state;
	int layer, slot; /* as keymap_get_slot() has it; slot -1: the layer as such, which only some have */
	enum definition_kind kind; /* with definition >= 0 */
	int definition;            /* index among its kind; -1: it is none */
	uint32_t setting;          /* symbol of its name; 0: it is none */
};

struct three_way {
	const struct keymap *side[SIDE_COUNT]; /* references */
	struct three_row
		*row; /* owned: what is not THREE_SAME; by layer and slot, then definitions, then settings */
	size_t rows;
	size_t count[THREE_CONFLICT + 1]; /* rows of each state */
};

bool three_way_init(struct three_way *three, const struct keymap *file, const struct keymap *keyboard,
		    const struct keymap *flashed,
		    struct err *err); /* ERR_RANGE: they are not of the same keys */
void three_way_release(struct three_way *three);

/* How the three stand at a slot. */
enum three_state three_way_at(const struct three_way *three, size_t layer, size_t slot);

/* @map with what @row is about as @side has it; a reference. NULL with the reason: that side has no such layer. */
const struct keymap *three_way_take(const struct three_way *three, const struct three_row *row,
				    enum three_side side, const struct keymap *map, struct err *err);

/* All rows of @layer; -1: all rows. */
const struct keymap *three_way_take_layer(const struct three_way *three, int layer, enum three_side side,
					  const struct keymap *map, struct err *err);

const char *three_state_name(enum three_state state); /* "file", "conflict" */

#endif
