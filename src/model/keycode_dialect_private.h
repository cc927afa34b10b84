/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYCODE_DIALECT_PRIVATE_H
#define MODEL_KEYCODE_DIALECT_PRIVATE_H

#include "keycode_dialect_table.h"
#include "model/action_names.h"

static inline bool dialect_is_qmk(enum keycode_dialect dialect)
{
	return dialect <= DIALECT_NEWEST;
}

static inline bool dialect_is_via(enum keycode_dialect dialect)
{
	return dialect >= DIALECT_VIA_9 && dialect <= DIALECT_VIA_12;
}

static inline bool dialect_is_vial(enum keycode_dialect dialect)
{
	return dialect == DIALECT_VIAL_5 || dialect == DIALECT_VIAL_6;
}

/* The row for @value; NULL: the dialect has none. */
const struct dialect_number *dialect_find_number(enum keycode_dialect dialect, uint16_t value);

/* The name that the dialect prints for @value by itself; NULL: it has none. */
const char *dialect_name_of_value(enum keycode_dialect dialect, uint16_t value);

/* What the dialect calls a keycode, or else QMK's newest table. */
const char *dialect_name_of_code(enum keycode_dialect dialect, uint16_t code);

/* What a name means that is of this dialect alone: BR_INC, USER40, M3. */
bool dialect_find_name(enum keycode_dialect dialect, const char *name, size_t len, struct action *out);

/* CUSTOM(3), MACRO(3). */
bool dialect_find_call(enum keycode_dialect dialect, const char *name, size_t len, uint32_t number,
		       struct action *out);

#endif
