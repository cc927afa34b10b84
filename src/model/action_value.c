/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "action_spelling.h"
#include "model/action.h"
#include "model/keycode.h"

enum { BASIC_MAX = 0xff, MODIFIED_MAX = 0x1fff, FIRST_UNICODE = 0x8000 };

/* QMK 0.0.8, quantum_keycodes.h: base | (argument & mask) << shift, for each argument. No mask: not of this form. */
static const struct encoding {
	uint16_t base;
	struct {
		uint16_t mask;
		uint8_t shift;
	} field[2];
} encodings[ACTION_KIND_COUNT] = {
	[ACTION_MOD_TAP] = { 0x2000, { { 0x1f, 8 }, { 0xff, 0 } } },
	[ACTION_LAYER_TAP] = { 0x4000, { { 0xf, 8 }, { 0xff, 0 } } },
	[ACTION_LAYER_MOMENTARY] = { 0x5220, { { 0x1f, 0 } } },
	[ACTION_LAYER_TOGGLE] = { 0x5260, { { 0x1f, 0 } } },
	[ACTION_LAYER_TO] = { 0x5200, { { 0x1f, 0 } } },
	[ACTION_LAYER_DEFAULT] = { 0x5240, { { 0x1f, 0 } } },
	[ACTION_LAYER_DEFAULT_SAVED] = { 0x52e0, { { 0x1f, 0 } } },
	[ACTION_LAYER_ONE_SHOT] = { 0x5280, { { 0x1f, 0 } } },
	[ACTION_LAYER_TAP_TOGGLE] = { 0x52c0, { { 0x1f, 0 } } },
	[ACTION_LAYER_MOD] = { 0x5000, { { 0xf, 5 }, { 0x1f, 0 } } },
	[ACTION_MOD_ONE_SHOT] = { 0x52a0, { { 0x1f, 0 } } },
	[ACTION_SWAP_HANDS_TAP] = { 0x5600, { { 0xff, 0 } } },
	[ACTION_TAP_DANCE] = { 0x5700, { { 0xff, 0 } } },
	[ACTION_UNICODE] = { 0x8000, { { 0x7fff, 0 } } },
	[ACTION_UNICODE_MAP] = { 0x8000, { { 0x3fff, 0 } } },
	[ACTION_UNICODE_PAIR] = { 0xc000, { { 0x7f, 0 }, { 0x7f, 7 } } },
};

static bool key_value(uint32_t key, uint16_t *value)
{
	*value = keycode_get(KEY_CODE(key))->value;
	if (*value == KEYCODE_NO_VALUE)
		return false;
	*value |= (uint16_t)(mods_to_qmk(KEY_MODS(key)) << 8);
	return true;
}

bool action_qmk_value(struct action action, uint16_t *value)
{
	const struct action_kind_info *info = action_kind_info(action.kind);
	const struct encoding *e = &encodings[action.kind];
	uint16_t key;

	switch (action.kind) {
	case ACTION_NONE:
		*value = 0;
		return true;
	case ACTION_TRANSPARENT:
		*value = 1;
		return true;
	case ACTION_KEY:
		return key_value(action.arg[0], value);
	case ACTION_RAW_NUMBER:
		*value = (uint16_t)action.arg[0];
		return true;
	default:
		break;
	}
	if (!e->field[0].mask || (action.flags & ACTION_BY_NAME))
		return false;
	*value = e->base;
	for (int i = 0; i < 2; i++) {
		uint32_t arg = action.arg[i];

		if (info->arg[i] == ARG_KEY) {
			if (!key_value(arg, &key))
				return false;
			arg = key;
		} else if (info->arg[i] == ARG_MODS) {
			arg = mods_to_qmk((uint8_t)arg);
		}
		*value |= (uint16_t)((arg & e->field[i].mask) << e->field[i].shift);
	}
	return true;
}

static bool decode_argument(enum arg_type type, uint32_t bits, uint32_t *arg)
{
	uint16_t code;
	uint8_t mods;

	switch (type) {
	case ARG_KEY:
		if (!keycode_find_value((uint16_t)bits, &code))
			return false;
		*arg = KEY(code, 0);
		return true;
	case ARG_MODS:
		if (!mods_from_qmk(bits, &mods))
			return false;
		*arg = mods;
		return true;
	default:
		*arg = bits;
		return true;
	}
}

static bool decode(uint16_t value, enum action_kind kind, struct action *out)
{
	const struct action_kind_info *info = action_kind_info(kind);
	const struct encoding *e = &encodings[kind];
	uint32_t span = (uint32_t)e->field[0].mask << e->field[0].shift | (uint32_t)e->field[1].mask
										  << e->field[1].shift;

	if (!span || (value & ~span) != e->base)
		return false;
	*out = (struct action){ .kind = (uint16_t)kind };
	for (int i = 0; i < 2; i++)
		if (info->arg[i] != ARG_NONE &&
		    !decode_argument(info->arg[i], (uint32_t)value >> e->field[i].shift & e->field[i].mask,
				     &out->arg[i]))
			return false;
	return true;
}

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

struct action action_of_qmk_value(uint16_t value)
{
	struct action out;
	uint16_t code;
	uint8_t mods;

	if (keycode_find_value(value, &code))
		return action_of_keycode(code);
	if (value <= MODIFIED_MAX && mods_from_qmk(value >> 8, &mods) &&
	    keycode_find_value(value & BASIC_MAX, &code))
		return (struct action){ .kind = ACTION_KEY, .arg = { KEY(code, mods) } };
	/* From here on plain, mapped and paired Unicode share their numbers. */
	if (value < FIRST_UNICODE)
		for (enum action_kind kind = 0; kind < ACTION_KIND_COUNT; kind++)
			if (decode(value, kind, &out))
				return out;
	return (struct action){ .kind = ACTION_RAW_NUMBER, .arg = { value } };
}
