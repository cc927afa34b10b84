/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include "base/err.h"
#include "model/diagnostic.h"
#include "model/keymap.h"

/*
 * Every change of a keymap as a pure function: takes one, returns a new
 * reference to the changed one; the argument is untouched. Indices must be in
 * range (asserted). Operations that a user can ask for and that may be
 * impossible return NULL with a reason in @err.
 */
const struct keymap *edit_key(const struct keymap *map, size_t layer, size_t key, struct action action);
const struct keymap *edit_turn(const struct keymap *map, size_t layer, size_t encoder, enum turn turn,
			       struct action action);
/* The same for a slot (keymap_get_slot()), and two slots exchanged. */
const struct keymap *edit_slot(const struct keymap *map, size_t layer, size_t slot, struct action action);
const struct keymap *edit_swap(const struct keymap *map, size_t layer, size_t slot_a, size_t slot_b);

/* An empty layer (every key transparent) or a copy of @copy_of (a layer index, or -1) at index @at; layers from
 * @at up move one up and references to them follow. ERR_RANGE at KEYMAP_MAX_LAYERS. */
const struct keymap *edit_layer_add(const struct keymap *map, size_t at, int copy_of, uint32_t name,
				    struct err *err);

/* Layers above move down and references follow. Keys that referred to the deleted one become ACTION_NONE; @cut
 * (may be NULL) gets how many did, with the combos that held on no other layer and the conditions with it, which go
 * too. ERR_RANGE for the last layer left. */
const struct keymap *edit_layer_delete(const struct keymap *map, size_t layer, size_t *cut, struct err *err);

/* @from ends up at index @to; references follow. */
const struct keymap *edit_layer_move(const struct keymap *map, size_t from, size_t to);

const struct keymap *edit_layer_rename(const struct keymap *map, size_t layer, uint32_t name);

/* Nothing but which layers of the text they were: @origin[layer], as keymap_layer_origin() has it. */
const struct keymap *edit_origins(const struct keymap *map, const int *origin);

/* Keys, turns and steps that refer to @layer: where-used. */
size_t edit_layer_uses(const struct keymap *map, size_t layer);

/*
 * Definitions, by kind and index among those of it (keymap_definition()). What refers to one by its number, QK_MACRO_3,
 * TD(2), UM(0), follows when numbers change, and is ACTION_NONE when no keycode says the new one; what refers to it by its
 * name, in an action or in an option as `<&kp>, <&hm>`, follows when it gets another one. @definition is copied. ERR_RANGE
 * when there are too many, ERR_EXISTS when another one has its name: all that keys can name share one space of names,
 * combos and conditions have one each.
 */
const struct keymap *edit_definition_add(const struct keymap *map, enum definition_kind kind, size_t at,
					 const struct definition *definition, struct err *err);
const struct keymap *edit_definition_replace(const struct keymap *map, enum definition_kind kind,
					     size_t index, const struct definition *definition,
					     struct err *err);

/* What referred to it becomes ACTION_NONE, in an option &none; @cut (may be NULL) gets how many did. */
const struct keymap *edit_definition_delete(const struct keymap *map, enum definition_kind kind, size_t index,
					    size_t *cut);
const struct keymap *edit_definition_move(const struct keymap *map, enum definition_kind kind, size_t from,
					  size_t to);

/* Keys, turns and steps that refer to it, in the order of action_walk, then definitions with an option that does; of
 * changes to a behaviour that ZMK has and of options for dual-role keys, the keys that they are for. At most @max of
 * them in @place. How many there are. */
size_t edit_definition_uses(const struct keymap *map, enum definition_kind kind, size_t index,
			    struct place *place, size_t max);

/* The first definition that @action, on a key, refers to. False: none. */
bool edit_definition_of(const struct keymap *map, struct action action, enum definition_kind *kind,
			size_t *index);

/* Put in the place of the one of that name, or behind the others; taken out, if it is there. */
const struct keymap *edit_setting_put(const struct keymap *map, struct setting setting, struct err *err);
const struct keymap *edit_setting_remove(const struct keymap *map, const char *name);

#endif
