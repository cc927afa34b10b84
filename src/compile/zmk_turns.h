/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_ZMK_TURNS_H
#define COMPILE_ZMK_TURNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/action_names.h"
#include "model/keymap.h"

/* What an encoder does on one layer. ZMK names clockwise first. */
struct zmk_turns {
	struct action ccw, cw;
};

/* How many encoders sensor-bindings of @layer name: those behind are left to the layers below. */
size_t zmk_turns_said(const struct keymap *map, size_t layer);

/*
 * The binding for both turns: `&inc_dec_kp C_VOL_UP C_VOL_DN`, or a behaviour of @map's own that means it.
 * False when there is none. @layer_name may be NULL.
 */
bool zmk_turns_print(const struct keymap *map, struct zmk_turns turns, action_layer_name *layer_name,
		     const void *data, struct str *out);

#endif
