/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_ZMK_DEFINED_H
#define MODEL_ZMK_DEFINED_H

#include "model/action_names.h"
#include "model/keymap.h"
#include "model/zmk_action.h"

/*
 * What a keymap's definitions mean in its bindings: `&nav 1 A` when nav is a hold-tap of &mo and &kp. Lives as long as the
 * names that zmk_defined_names() gives; private.
 */
struct zmk_defined {
	const struct keymap *map;
	const struct action_names *names;
	struct zmk_behavior found;
};

/* For zmk_action_parse(): the behaviours that @map defines, and the constants of @names. All borrowed. */
struct zmk_names zmk_defined_names(struct zmk_defined *defined, const struct keymap *map,
				   const struct action_names *names);

#endif
