/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DYNAMIC_PRIVATE_H
#define MODEL_DYNAMIC_PRIVATE_H

#include "model/dynamic_keymap.h"

/* How many of each the counts make. */
size_t dynamic_keymap_keys(const struct dynamic_keymap *held);
size_t dynamic_keymap_turns(const struct dynamic_keymap *held);

/* NULL when there is none. Borrowed until one is put. */
struct dynamic_setting *dynamic_find_setting(const struct dynamic_keymap *held, uint16_t id);
struct dynamic_value *dynamic_find_value(const struct dynamic_keymap *held, struct dynamic_place place);

/* NULL when there is none: of KEYS and TURNS, and of an entry. */
uint16_t *dynamic_find_keycode(const struct dynamic_keymap *held, struct dynamic_place place);
uint8_t *dynamic_find_entry(const struct dynamic_keymap *held, enum dynamic_part part, size_t index);

#endif
