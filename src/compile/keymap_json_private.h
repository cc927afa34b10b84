/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEYMAP_JSON_PRIVATE_H
#define COMPILE_KEYMAP_JSON_PRIVATE_H

#include "base/json.h"
#include "compile/keymap_json.h"

/* How lines are laid out: what ends one, and one level of indent. */
struct json_style {
	const char *newline, *indent;
};

/* A line's end and the indent of the next. */
void json_style_line(const struct json_style *style, int depth, struct str *out);

/* The text that a keymap came from: bindings that are as it has them keep its spelling. */
struct json_old {
	const struct source *source;
	const struct json *layers, *encoders; /* NULL: it has none */
};

/* Child @index of a list; NULL when it has none, or is none. */
const struct json *json_old_item(const struct json *list, size_t index);

/* The values of the members of these names. @old may be NULL. Those of lists start at depth 1. */
void json_print_layers(const struct json_style *style, const struct layout *layout, const struct keymap *map,
		       const struct json_old *old, struct str *out);
void json_print_encoders(const struct json_style *style, const struct keymap *map, const struct json_old *old,
			 struct str *out);
void json_print_names(const struct keymap *map, struct str *out);
void json_print_action(struct action action, struct str *out);

/* For rewrite_layer(). */
void json_replace_action(const struct source *source, struct span old, struct action action, struct str *out);

/* Members for macros, keycodes and config, each with a comma before it; nothing for those that are empty. */
void json_print_tables(const struct json_style *style, const struct keymap *map, struct str *out);

/* One item of "macros" and of "keycodes", and the value of a member of "config". */
void json_print_macro(const struct definition *macro, struct str *out);
void json_print_keycode(const struct definition *keycode, struct str *out);
void json_print_setting(const struct setting *setting, struct str *out);

/* Whether QMK's format has no member for definitions of that kind: they are in "keyplane", "definitions", which we alone
 * read, as the list of keyplane_json_definition(). */
bool json_is_own_kind(enum definition_kind kind);
bool json_has_own(const struct keymap *map);
void json_print_own(const struct keymap *map, struct str *out);

/* @text, that of @old but for its layers, says what @now does. In keymap_json_update_tables.c. */
bool keymap_json_update_tables(const struct keymap *old, const struct keymap *now, struct str *text,
			       struct err *err);

bool keymap_has_turns(const struct keymap *map);
bool keymap_has_names(const struct keymap *map);

#endif
