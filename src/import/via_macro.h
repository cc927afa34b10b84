/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_VIA_MACRO_H
#define IMPORT_VIA_MACRO_H

#include "matrix_keymap.h"

/*
 * A macro as VIA's app writes it: text, and in braces what is no text: {KC_A} tapped, {+KC_LSFT} pressed, {-KC_LSFT}
 * let go, {250} waits so many milliseconds, {KC_LCTL,KC_C} pressed together. \{ is a brace. It is added to @map; what
 * cannot be read is text.
 */
void via_macro_read(struct matrix_keymap *matrix, const struct json *node, struct keymap *map);

#endif
