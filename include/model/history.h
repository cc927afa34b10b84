/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include <stdbool.h>

#include "model/keymap.h"

/* Where the cursor was: undo puts it back where the change was made. */
struct cursor {
	int layer, key;
};

/* Undo without inverse functions: an array of snapshots. Unlimited; they share what they do not differ in. */
struct history;

struct history *history_new(const struct keymap *first); /* takes a reference of its own */
void history_free(struct history *history);

/* Borrowed, valid until the next call that changes @history. */
const struct keymap *history_current(const struct history *history);

/* Make @map (reference taken over) the present; what was undone is forgotten. @label: "set KC_A on L0 key 12". */
void history_push(struct history *history, const struct keymap *map, struct cursor before, const char *label);

/*
 * Which text the present goes into, as its owner numbers them; 0 at first, and what is pushed keeps that of the present.
 * The same keymap for another text is a present of its own, to be undone and redone like every other.
 */
int history_stage(const struct history *history);
void history_push_stage(struct history *history, int stage, struct cursor before, const char *label);

/* False when there is nothing to undo or redo. @label (borrowed) and @cursor say what was (un)done and where. */
bool history_undo(struct history *history, struct cursor *cursor, const char **label);
bool history_redo(struct history *history, struct cursor *cursor, const char **label);

/* Make every keymap another, as when what all of them are edits of has changed: @change gives a reference for each. What was marked as
 * saved stays marked. */
typedef const struct keymap *history_change(void *data, const struct keymap *map);
void history_rewrite(struct history *history, history_change *change, void *data);

/* The present is what is on disk. Modified: the present is not what was marked. */
void history_mark_saved(struct history *history);
const struct keymap *history_saved(const struct history *history); /* what was marked; borrowed likewise */
bool history_is_modified(const struct history *history);

#endif
