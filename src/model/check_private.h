/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_CHECK_PRIVATE_H
#define MODEL_CHECK_PRIVATE_H

#include "model/action_walk.h"
#include "model/check.h"

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

/* The rules about definitions, whose places they tell. */
void check_alt_repeat_idle(const struct check_input *in, const struct diagnostic_kind *kind,
			   struct diagnostics *out);
void check_combo_keys(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out);
void check_combo_twice(const struct check_input *in, const struct diagnostic_kind *kind,
		       struct diagnostics *out);
void check_condition_layers(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out);
void check_definition_empty(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out);
void check_definition_unused(const struct check_input *in, const struct diagnostic_kind *kind,
			     struct diagnostics *out);
void check_key_missing(const struct check_input *in, const struct diagnostic_kind *kind,
		       struct diagnostics *out);
void check_name_twice(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out);
void check_override_idle(const struct check_input *in, const struct diagnostic_kind *kind,
			 struct diagnostics *out);
void check_recursion(const struct check_input *in, const struct diagnostic_kind *kind,
		     struct diagnostics *out);

#endif
