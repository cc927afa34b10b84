/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_TEXT_H
#define COMPILE_ZMK_TEXT_H

#include <stdbool.h>

#include "base/str.h"

/*
 * What of a text that somebody wrote may go into a devicetree source. Nothing
 * that these let through ends the property it stands in, begins a comment or a
 * directive, or takes in what follows.
 */

/* A label or a node's name: [A-Za-z_][A-Za-z0-9_]*, at most 64 bytes. */
bool zmk_text_is_name(const char *text);

/* A node's name, which may have , . + - as well. */
bool zmk_text_is_node(const char *text);

/* A property's: the same characters, and # and ? . */
bool zmk_text_is_property(const char *text);

/* A property's value: strings, &NAME and <...> with references and cells, parted by commas. */
bool zmk_text_is_value(const char *text);

/* @wanted with one underscore for every run of bytes that a name cannot have, at most 40 bytes, all letters
 * small or capital; nothing when it has no letter or digit. */
void zmk_text_add_name(struct str *out, const char *wanted, bool capitals);

/* @text as a string, quotes included; control bytes are left out. */
void zmk_text_add_string(struct str *out, const char *text);

#endif
