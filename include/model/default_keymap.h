/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DEFAULT_KEYMAP_H
#define MODEL_DEFAULT_KEYMAP_H

#include "model/keyboard.h"
#include "model/keymap.h"

/*
 * A keymap to begin with, for a layout that has none: where ten keys or more are in a row, US letters, digits
 * and modifiers by their rows from the bottom, and a second layer with what has no key on the first and
 * QK_BOOT; on smaller ones digits and letters from the top left corner on. What is left over is KC_NO. The
 * caller unrefs.
 */
const struct keymap *default_keymap(const struct layout *layout, size_t encoders);

#endif
