/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_EDIT_PRIVATE_H
#define MODEL_EDIT_PRIVATE_H

#include "keymap_private.h"

/* Where a layer or a definition is, in a list of new indices by old ones, that is no more. */
enum { GONE = -1 };

/* A new one that shares all layers and the table. */
struct keymap *edit_share(const struct keymap *map);

/* Called with every action of a keymap; true: it was changed. */
typedef bool edit_action(void *data, struct action *action);

/* Of keys and turns; layers in which nothing changes stay shared. */
void edit_each_key(struct keymap *map, edit_action *change, void *data);

/* Of a definition that is not shared. */
void edit_each_step(struct definition *definition, edit_action *change, void *data);

#endif
