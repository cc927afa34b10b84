/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_PRINT_H
#define COMPILE_ZMK_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/action_names.h"
#include "model/keyboard.h"
#include "model/keymap.h"

/*
 * Parts of a .keymap, written from a keymap in ZMK's words
 * (zmk_lower_keymap()): nothing in it but what can stand in a devicetree.
 */
struct zmk_print {
	const struct keymap *map;      /* borrowed */
	action_layer_name *layer_name; /* NULL: by number */
	const void *data;
	const char *indent; /* of one level: "    ", "\t" */
};

/* Which container a definition's node goes into. */
enum zmk_container { ZMK_CHANGES, ZMK_BEHAVIORS, ZMK_MACROS, ZMK_COMBOS, ZMK_CONDITIONS, ZMK_CONTAINERS };
enum zmk_container zmk_container_of(const struct definition *definition);

/* All definitions that @takes (NULL: all of them), in their containers; a blank line before each. In `/ { }`
 * but for the changes, which are before it. */
typedef bool zmk_takes(const void *data, const struct definition *definition);
void zmk_print_changes(const struct zmk_print *p, zmk_takes *takes, const void *data, struct str *out);
size_t zmk_print_containers(const struct zmk_print *p, zmk_takes *takes, const void *data, struct str *out);

/* The #include lines that @text needs, sorted. Where @have is not NULL, @text is a part that goes into it:
 * but those that it has, and those that every keymap needs. */
void zmk_print_includes(const char *text, const char *have, struct str *out);

/* All of a .keymap. @layout, which may be NULL, tells where the keys lie. */
void zmk_print_keymap(const struct keymap *map, const struct layout *layout, struct str *out);

void zmk_print_indent(const struct zmk_print *p, int level, struct str *out);

#endif
