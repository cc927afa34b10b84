/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "action_spelling.h"
#include "model/action.h"
#include "model/keycode.h"
#include "model/keycode_dialect.h"

enum { BASIC_MAX = 0xff, MODIFIED_MAX = 0x1fff };

struct action action_of_keycode(uint16_t code)
{
	const struct keycode *k = keycode_get(code);
	uint16_t base = code;
	uint8_t mods = 0;

	if (k->value == 0)
		return (struct action){ .kind = ACTION_NONE };
	if (k->value == 1)
		return (struct action){ .kind = ACTION_TRANSPARENT };
	if (k->value > BASIC_MAX && k->value <= MODIFIED_MAX) {
		bool found = keycode_find_value(k->value & BASIC_MAX, &base) &&
			     mods_from_qmk(k->value >> 8, &mods);

		assert(found); /* the table has the key of each shifted row */
	}
	return (struct action){ .kind = ACTION_KEY, .arg = { KEY(base, mods) } };
}

bool action_qmk_value(struct action action, uint16_t *value)
{
	return keycode_dialect_value(DIALECT_NEWEST, action, value);
}

struct action action_of_qmk_value(uint16_t value)
{
	return keycode_dialect_action(DIALECT_NEWEST, value);
}
