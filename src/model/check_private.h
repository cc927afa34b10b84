/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_CHECK_PRIVATE_H
#define MODEL_CHECK_PRIVATE_H

#include "model/action_walk.h"
#include "model/check.h"

/* Whether it was read from one of ZMK's: then advice is in its words. */
bool is_zmk(const struct keymap *map);

/* QMK's 16-bit number when @action is a plain key of the table without modifiers; -1 otherwise. */
int32_t plain_value(struct action action);

/* The rules about layers as a graph. */
void check_hold_covered(const struct check_input *in, const struct diagnostic_kind *kind,
			struct diagnostics *out);
void check_layer_trap(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out);
void check_layer_unreachable(const struct check_input *in, const struct diagnostic_kind *kind,
			     struct diagnostics *out);

/* The rules about names that we do not know. */
void check_keycode_misspelt(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out);
void check_keycode_unknown(const struct check_input *in, const struct diagnostic_kind *kind,
			   struct diagnostics *out);

#endif
