/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_KEYMAP_WORDS_H
#define CLI_KEYMAP_WORDS_H

#include "base/str.h"
#include "model/keyboard.h"
#include "model/keymap.h"

/* How verbs that compare keymaps name what is in them. All append to @out. */

/* "layer 1 (nav)" */
void keymap_words_layer(const struct keymap *map, int layer, struct str *out);

/* "key 12 (row 1, column 0, Caps)", "encoder 0 clockwise"; @keys: of the layout's keymaps. */
void keymap_words_slot(const struct layout *layout, size_t keys, size_t slot, struct str *out);

/* "combo esc"; its number where it has no name. */
void keymap_words_definition(enum definition_kind kind, const struct definition *definition, int index,
			     struct str *out);

/* The value of a setting. */
void keymap_words_setting(const struct setting *setting, struct str *out);

#endif
