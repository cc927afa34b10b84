/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_RANDOM_KEYMAP_H
#define TESTS_RANDOM_KEYMAP_H

#include "model/keymap.h"

/* The same numbers in every run: give the state 1 to begin with. Below @limit. */
uint32_t random_below(uint32_t *state, uint32_t limit);

/* Any action that a reader can make for a keymap of @layers layers, ZMK's among them. */
struct action random_action(uint32_t *state, size_t layers);

/* Layers of any of these with names, encoders, definitions of every kind and settings of every type. */
const struct keymap *random_keymap(uint32_t *state, size_t layers, size_t keys, size_t encoders);

#endif
