/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_BINDING_H
#define MODEL_ZMK_BINDING_H

#include <stddef.h>

#include "model/keymap.h"

/*
 * Bindings that are whole without a key or a layer of somebody's choice, to be offered in a list:
 * `&bootloader`, one for each word of `&bt`, and what @map defines, `&td_esc`. Fills @out with at most @max
 * and returns how many there are.
 */
size_t zmk_bindings(const struct keymap *map, struct action *out, size_t max);

#endif
