/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYPLANE_JSON_PRIVATE_H
#define COMPILE_KEYPLANE_JSON_PRIVATE_H

#include "keymap_json_private.h"
#include "model/keyboard.h"

/* On one line. */
void keyplane_print_action(struct action action, struct str *out);

/* Their lines begin at @depth + 1, the closing bracket stands at @depth. */
void keyplane_print_layer(const struct json_style *style, const struct keymap *map, size_t layer, int depth,
			  struct str *out);
void keyplane_print_encoders(const struct json_style *style, const struct keymap *map, size_t layer,
			     int depth, struct str *out);
void keyplane_print_settings(const struct json_style *style, const struct keymap *map, int depth,
			     struct str *out);
void keyplane_print_keyboard(const struct json_style *style, const struct keyboard *kb, int depth,
			     struct str *out);

/* Every definition of a keymap, of one kind after the other. NULL behind the last. */
const struct definition *keyplane_definition(const struct keymap *map, size_t index);

#endif
