/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_THREE_WAY_H
#define MODEL_THREE_WAY_H

#include "model/keymap.h"

/*
 * Which one wins: what the file says, what the keyboard holds, and what was flashed last, compared. All three are of the same
 * keys and encoders; the last may be NULL: not known. Unlike model/keymap_diff.h, which follows what people moved, this compares
 * by number, as a keyboard counts: layer 2 with layer 2, dance 3 with dance 3, and settings by their names.
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
	int layer,
		slot; /* as keymap_get_slot() has it; slot -1: the layer as such, which only some have or which has
			  * other names, where it has any. Both -1 with a definition or a setting */
	enum definition_kind kind; /* with definition >= 0 */
	int definition;            /* index among its kind; -1: it is none */
	uint32_t setting;          /* symbol of its name; 0: it is none */
};

struct three_way {
	const struct keymap *side[SIDE_COUNT]; /* references */
	struct three_row *row; /* owned: what is not THREE_SAME; by layer and slot, then definitions
						* by kind, then settings by name. Keys of a layer that file or keyboard
						* have not are no rows: it is one as such */
	size_t rows, cap;
	size_t count[THREE_CONFLICT + 1]; /* rows of each state */
};

/* ERR_RANGE: they are not of the same keys. */
bool three_way_init(struct three_way *three, const struct keymap *file, const struct keymap *keyboard,
		    const struct keymap *flashed, struct err *err) NODISCARD;
void three_way_release(struct three_way *three);

/* How the three stand at a slot; of a layer that file or keyboard have not: at that layer. */
enum three_state three_way_at(const struct three_way *three, size_t layer, size_t slot);

/* Whether two keymaps of these keys are the same at what @row is about. */
bool three_way_same(const struct three_row *row, const struct keymap *a, const struct keymap *b);

/* @map with what @row is about as @side has it, and nothing else touched; a reference. NULL with the reason: that side is not known or has no
 * such layer, or numbers of what lies behind would become others. */
const struct keymap *three_way_take(const struct three_way *three, const struct three_row *row,
				    enum three_side side, const struct keymap *map, struct err *err);

/* All rows of @layer; -1: all rows, definitions and settings too, and layers that @side has not go. */
const struct keymap *three_way_take_layer(const struct three_way *three, int layer, enum three_side side,
					  const struct keymap *map, struct err *err);

const char *three_state_name(enum three_state state); /* "file", "conflict" */

#endif
