/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYMAP_PRIVATE_H
#define MODEL_KEYMAP_PRIVATE_H

#include "model/keymap.h"

/* How a keymap is held, for keymap.c and edit*.c alone. Layers and the table are counted and shared. */
struct layer {
	int refs, origin;
	uint32_t name;
	struct action action[]; /* the keys, then ccw and cw of each encoder */
};

struct table {
	int refs;
	struct definition *definition;
	size_t definitions, definition_cap;
	struct setting *setting;
	size_t settings, setting_cap;
};

struct keymap {
	int refs;
	size_t layers, keys, encoders;
	struct table *table;
	struct layer *layer[];
};

struct keymap *keymap_alloc(size_t layers, size_t keys, size_t encoders); /* layer[] and table unset */
size_t keymap_turn_slot(const struct keymap *map, size_t encoder, enum turn turn);
struct layer *layer_new(const struct keymap *map);
struct layer *layer_copy(const struct keymap *map, const struct layer *from);
void layer_unref(struct layer *layer);
struct table *table_new(void);
void table_unref(struct table *table);
struct definition *table_add_definition(struct table *table, const struct definition *from); /* a copy */
void table_add_setting(struct table *table, struct setting setting);
void table_add_settings(struct table *table, const struct table *from);

#endif
