/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_DRAWER_PRIVATE_H
#define COMPILE_KEYMAP_DRAWER_PRIVATE_H

#include "base/str.h"
#include "model/keymap.h"

/* A key in the flow style: A, "!", {t: A, h: LSFT}. False when keymap-drawer's words cannot tell what it does: then its
 * text is a legend alone. */
bool drawer_print_key(const struct keymap *map, struct action action, struct str *out);

/* A scalar that YAML reads as this text. */
void drawer_print_text(const char *text, struct str *out);

/* The layer's name, "L1" where it has none. */
void drawer_layer_name(const struct keymap *map, size_t layer, struct str *out);

#endif
