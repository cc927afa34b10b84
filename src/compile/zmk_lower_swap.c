/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "zmk_lower.h"

/*
 * QMK can keep keys swapped (keymap_config_t); ZMK has the keys alone, so those that a keymap switches on
 * are swapped in it. Settings have the names of that struct's members, below "magic".
 */
static const struct {
	const char *setting, *key, *becomes; /* "": nothing */
	bool both;                           /* and the other way round */
} swaps[] = {
	{ "magic.swap_control_capslock", "KC_CAPS", "KC_LCTL", true },
	{ "magic.capslock_to_control", "KC_CAPS", "KC_LCTL", false },
	{ "magic.swap_escape_capslock", "KC_ESC", "KC_CAPS", true },
	{ "magic.swap_lalt_lgui", "KC_LALT", "KC_LGUI", true },
	{ "magic.swap_ralt_rgui", "KC_RALT", "KC_RGUI", true },
	{ "magic.swap_lctl_lgui", "KC_LCTL", "KC_LGUI", true },
	{ "magic.swap_rctl_rgui", "KC_RCTL", "KC_RGUI", true },
	{ "magic.swap_grave_esc", "KC_GRV", "KC_ESC", true },
	{ "magic.swap_backslash_backspace", "KC_BSLS", "KC_BSPC", true },
	{ "magic.no_gui", "KC_LGUI", "", false },
	{ "magic.no_gui", "KC_RGUI", "", false },
};

enum { VALUE_LEFT_CTRL = 0xe0, VALUE_RIGHT_GUI = 0xe7 };

static uint16_t code_of(const char *name)
{
	uint16_t code = 0;

	if (*name)
		keycode_find(name, strlen(name), &code);
	return code;
}

/* What the key is when all that is switched on was swapped: each key once, as QMK does. */
static uint16_t swapped(const struct zmk_lower *z, uint16_t code)
{
	for (size_t i = 0; i < COUNT(swaps); i++) {
		const struct setting *on = keymap_find_setting(z->from, swaps[i].setting);
		uint16_t key = code_of(swaps[i].key), other = code_of(swaps[i].becomes);

		if (!on || !on->number)
			continue;
		if (code == key)
			return other;
		if (swaps[i].both && code == other)
			return key;
	}
	return code;
}

static uint8_t swapped_mods(const struct zmk_lower *z, uint8_t mods)
{
	uint8_t out = 0;

	for (int bit = 0; bit < 8; bit++) {
		uint16_t code = 0, value;

		if (!(mods >> bit & 1))
			continue;
		keycode_find_value((uint16_t)(VALUE_LEFT_CTRL + bit), &code);
		value = keycode_get(swapped(z, code))->value;
		if (value >= VALUE_LEFT_CTRL && value <= VALUE_RIGHT_GUI)
			out |= (uint8_t)(1u << (value - VALUE_LEFT_CTRL));
	}
	return out;
}

bool zmk_has_swaps(const struct keymap *map)
{
	for (size_t i = 0; i < COUNT(swaps); i++) {
		const struct setting *on = keymap_find_setting(map, swaps[i].setting);

		if (on && on->number)
			return true;
	}
	return false;
}

struct action zmk_swap(const struct zmk_lower *z, struct action action)
{
	bool had = false;

	for (int i = 0; i < 3; i++) {
		enum arg_type type = action_arg_type(action, i);
		uint32_t arg = action.arg[i];

		had |= type == ARG_KEY && arg;
		if (type == ARG_KEY)
			action.arg[i] = KEY(swapped(z, KEY_CODE(arg)), swapped_mods(z, KEY_MODS(arg)));
		else if (type == ARG_MODS)
			action.arg[i] = swapped_mods(z, (uint8_t)arg);
	}
	if (action.kind == ACTION_KEY && had && !action.arg[0])
		action = (struct action){ .kind = ACTION_NONE };
	return action;
}
