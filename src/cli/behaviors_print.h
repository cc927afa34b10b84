/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_BEHAVIORS_PRINT_H
#define CLI_BEHAVIORS_PRINT_H

#include "model/field.h"

/* How the definitions and settings of a keymap are shown. All borrowed. */
struct behaviors_view {
	const struct keymap *map;
	const struct field_spelling *spelling;
	bool json; /* an object a line, instead of text */
	bool all;  /* what is not said as well */
};

/* A line of a list: its kind, number, title and how many use it. */
void behaviors_print_row(const struct behaviors_view *view, enum definition_kind kind, size_t index);

/* The fields of one, or @only, and where it is used. */
void behaviors_print(const struct behaviors_view *view, enum definition_kind kind, size_t index,
		     const struct field *only);

/* A setting, with help when it is shown by itself. */
void behaviors_print_setting(const struct behaviors_view *view, const struct field *field, bool with_help);

#endif
