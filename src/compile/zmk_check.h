/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_CHECK_H
#define COMPILE_ZMK_CHECK_H

#include "zmk_shield.h"

/*
 * What ZMK's own build does not look at, and what it refuses in words that tell nothing: told of the keymap's place.
 * zmk_check_nodes.c: the names and properties of nodes; zmk_check_bindings.c: what keys and definitions are bound to.
 */
void zmk_check_nodes(const struct zmk_shield *s, struct diagnostics *out);
void zmk_check_bindings(const struct zmk_shield *s, struct diagnostics *out);

#endif
