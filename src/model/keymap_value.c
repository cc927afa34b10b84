/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "keymap_private.h"

enum { QK_TAP_DANCE = 0x5700, DANCES = 256 };

static bool value_of_keycode(const struct keymap *map, uint32_t name, uint16_t *value)
{
	for (size_t i = 0; i < map->table->definitions; i++) {
		const struct definition *d = &map->table->definition[i];
		const struct setting *number;

		if (d->kind != DEFINITION_KEYCODE || d->name != name)
			continue;
		number = definition_option(d, "value");
		if (!number || number->type != SETTING_NUMBER || number->number < 0 ||
		    number->number > UINT16_MAX)
			return false;
		*value = (uint16_t)number->number;
		return true;
	}
	return false;
}

static bool value_of_dance(const struct keymap *map, uint32_t name, uint16_t *value)
{
	uint16_t index = 0;

	for (size_t i = 0; i < map->table->definitions && index < DANCES; i++) {
		const struct definition *d = &map->table->definition[i];

		if (d->kind != DEFINITION_TAP_DANCE)
			continue;
		if (d->name == name) {
			*value = QK_TAP_DANCE | index;
			return true;
		}
		index++;
	}
	return false;
}

bool keymap_value(const struct keymap *map, struct action action, uint16_t *value)
{
	if (action.kind == ACTION_RAW)
		return value_of_keycode(map, action.arg[0], value);
	if (action.kind == ACTION_TAP_DANCE && (action.flags & ACTION_BY_NAME))
		return value_of_dance(map, action.arg[0], value);
	return action_qmk_value(action, value);
}

struct action keymap_numbered(const struct keymap *map, struct action action)
{
	bool named = action.kind == ACTION_RAW || (action.flags & ACTION_BY_NAME);
	uint16_t value;

	return named && keymap_value(map, action, &value) ? action_of_qmk_value(value) : action;
}

bool keymap_dialect_value(const struct keymap *map, enum keycode_dialect dialect, struct action action,
			  uint16_t *value)
{
	action = keymap_numbered(map, action);
	return keycode_dialect_value(dialect, action, value) &&
	       action_equal(keycode_dialect_action(dialect, *value), action);
}
