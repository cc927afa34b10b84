/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "action_spelling.h"
#include "keycode_dialect_private.h"
#include "model/keycode.h"

_Static_assert(DIALECT_QMK_0_0_1 == 0 && (int)DIALECT_VIA_9 == 8 && (int)DIALECT_VIAL_5 == 12 &&
		       (int)DIALECT_COUNT == 14,
	       "the dialects are numbered as in tools/dialects.awk");

static const struct keycode_dialect_info infos[] = {
	[DIALECT_QMK_0_0_1] = { "0.0.1", "QMK's first numbered table, of firmware that speaks VIA 11" },
	[DIALECT_QMK_0_0_2] = { "0.0.2", "QMK with magic and MIDI renamed, and MIDI renumbered" },
	[DIALECT_QMK_0_0_3] = { "0.0.3", "QMK with repeat keys" },
	[DIALECT_QMK_0_0_4] = { "0.0.4", "QMK with LM_, UG_ and RM_ for lights" },
	[DIALECT_QMK_0_0_5] = { "0.0.5", "QMK with MS_ for the mouse" },
	[DIALECT_QMK_0_0_6] = { "0.0.6", "QMK with saved default layers and connections" },
	[DIALECT_QMK_0_0_7] = { "0.0.7", "QMK with community modules" },
	[DIALECT_QMK_0_0_8] = { "0.0.8", "QMK of today" },
	[DIALECT_VIA_9] = { "via-9", "VIA, protocols up to 9: before QMK numbered its tables" },
	[DIALECT_VIA_10] = { "via-10", "VIA, protocol 10" },
	[DIALECT_VIA_11] = { "via-11", "VIA, protocol 11" },
	[DIALECT_VIA_12] = { "via-12", "VIA, protocols 12 and 13" },
	[DIALECT_VIAL_5] = { "vial-5", "Vial, protocols up to 5: before QMK numbered its tables" },
	[DIALECT_VIAL_6] = { "vial-6", "Vial, protocol 6" },
};
_Static_assert(COUNT(infos) == DIALECT_COUNT, "a row for each dialect");

enum { BASIC_MAX = 0xff, MODIFIED_MAX = 0x1fff, FIRST_UNICODE = 0x8000 };

/* base | (argument & mask) << shift, for each argument. No mask: not of this form. */
struct encoding {
	uint16_t base;
	struct {
		uint16_t mask;
		uint8_t shift;
	} field[2];
};

/* QMK's quantum_keycodes.h from 0.0.1 on. */
static const struct encoding numbered[ACTION_KIND_COUNT] = {
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

/* The same of QMK before that; where its numbers moved from one release to the next, they are left out. */
static const struct encoding early[ACTION_KIND_COUNT] = {
	[ACTION_MOD_TAP] = { 0x6000, { { 0x1f, 8 }, { 0xff, 0 } } },
	[ACTION_LAYER_TAP] = { 0x4000, { { 0xf, 8 }, { 0xff, 0 } } },
	[ACTION_LAYER_MOMENTARY] = { 0x5100, { { 0x1f, 0 } } },
	[ACTION_LAYER_TOGGLE] = { 0x5300, { { 0x1f, 0 } } },
	[ACTION_LAYER_TO] = { 0x5000, { { 0x1f, 0 } } },
	[ACTION_LAYER_DEFAULT] = { 0x5200, { { 0x1f, 0 } } },
	[ACTION_LAYER_ONE_SHOT] = { 0x5400, { { 0x1f, 0 } } },
	[ACTION_LAYER_TAP_TOGGLE] = { 0x5800, { { 0x1f, 0 } } },
	[ACTION_LAYER_MOD] = { 0x5900, { { 0xf, 4 }, { 0xf, 0 } } },
	[ACTION_MOD_ONE_SHOT] = { 0x5500, { { 0x1f, 0 } } },
	[ACTION_TAP_DANCE] = { 0x5700, { { 0xff, 0 } } },
	[ACTION_UNICODE] = { 0x8000, { { 0x7fff, 0 } } },
	[ACTION_UNICODE_MAP] = { 0x8000, { { 0x3fff, 0 } } },
	[ACTION_UNICODE_PAIR] = { 0xc000, { { 0x7f, 0 }, { 0x7f, 7 } } },
};

/* When TO() still said that it acts on the press. */
static const struct encoding to_on_press = { 0x5010, { { 0xf, 0 } } };
static const struct encoding none = { 0 };

static const struct encoding *encoding_of(enum keycode_dialect dialect, enum action_kind kind)
{
	bool is_early = dialect == DIALECT_VIA_9 || dialect == DIALECT_VIA_10 || dialect == DIALECT_VIAL_5;
	bool saves_default = dialect >= DIALECT_QMK_0_0_6 && dialect != DIALECT_VIA_11;

	if (kind == ACTION_LAYER_TO && (dialect == DIALECT_VIA_9 || dialect == DIALECT_VIAL_5))
		return &to_on_press;
	if (kind == ACTION_LAYER_DEFAULT_SAVED && !saves_default)
		return &none;
	return is_early ? &early[kind] : &numbered[kind];
}

const struct keycode_dialect_info *keycode_dialect_info(enum keycode_dialect dialect)
{
	assert((unsigned)dialect < DIALECT_COUNT);
	return &infos[dialect];
}

bool keycode_dialect_find(const char *name, enum keycode_dialect *out)
{
	for (size_t i = 0; i < COUNT(infos); i++)
		if (!strcmp(infos[i].name, name)) {
			*out = (enum keycode_dialect)i;
			return true;
		}
	return false;
}

const struct dialect_number *dialect_find_number(enum keycode_dialect dialect, uint16_t value)
{
	const struct dialect_number *rows = &dialect_table_number[dialect_table_numbers[dialect].first];
	size_t low = 0, high = dialect_table_numbers[dialect].count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rows[middle].value == value)
			return &rows[middle];
		if (value < rows[middle].value)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool key_value(enum keycode_dialect dialect, uint32_t key, uint16_t *value)
{
	uint16_t code = KEY_CODE(key);

	*value = code < DIALECT_TABLE_CODES ? dialect_table_value[dialect][code] : DIALECT_TABLE_NONE;
	if (*value == DIALECT_TABLE_NONE)
		return false;
	*value |= (uint16_t)(mods_to_qmk(KEY_MODS(key)) << 8);
	return true;
}

static bool encode(enum keycode_dialect dialect, struct action action, uint16_t *value)
{
	const struct action_kind_info *info = action_kind_info(action.kind);
	const struct encoding *e = encoding_of(dialect, action.kind);
	uint16_t key;

	if (!e->field[0].mask || (action.flags & ACTION_BY_NAME))
		return false;
	*value = e->base;
	for (int i = 0; i < 2; i++) {
		uint32_t arg = action.arg[i];

		if (info->arg[i] == ARG_KEY) {
			if (!key_value(dialect, arg, &key))
				return false;
			arg = key;
		} else if (info->arg[i] == ARG_MODS) {
			arg = mods_to_qmk((uint8_t)arg);
		}
		*value |= (uint16_t)((arg & e->field[i].mask) << e->field[i].shift);
	}
	return true;
}

bool keycode_dialect_value(enum keycode_dialect dialect, struct action action, uint16_t *value)
{
	switch (action.kind) {
	case ACTION_NONE:
		*value = 0;
		return true;
	case ACTION_TRANSPARENT:
		*value = 1;
		return true;
	case ACTION_KEY:
		return key_value(dialect, action.arg[0], value);
	case ACTION_RAW_NUMBER:
		*value = (uint16_t)action.arg[0];
		return true;
	default:
		return encode(dialect, action, value);
	}
}

static bool find_code(enum keycode_dialect dialect, uint16_t value, uint16_t *code)
{
	const struct dialect_number *row = dialect_find_number(dialect, value);

	if (!row || row->code == DIALECT_TABLE_NONE)
		return false;
	*code = row->code;
	return true;
}

static bool decode_argument(enum keycode_dialect dialect, enum arg_type type, uint32_t bits, uint32_t *arg)
{
	uint16_t code;
	uint8_t mods;

	switch (type) {
	case ARG_KEY:
		if (!find_code(dialect, (uint16_t)bits, &code))
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

static bool decode(enum keycode_dialect dialect, uint16_t value, enum action_kind kind, struct action *out)
{
	const struct action_kind_info *info = action_kind_info(kind);
	const struct encoding *e = encoding_of(dialect, kind);
	uint32_t span = (uint32_t)e->field[0].mask << e->field[0].shift | (uint32_t)e->field[1].mask
										  << e->field[1].shift;

	if (!span || (value & ~span) != e->base)
		return false;
	*out = (struct action){ .kind = (uint16_t)kind };
	for (int i = 0; i < 2; i++)
		if (info->arg[i] != ARG_NONE &&
		    !decode_argument(dialect, info->arg[i],
				     (uint32_t)value >> e->field[i].shift & e->field[i].mask, &out->arg[i]))
			return false;
	return true;
}

struct action keycode_dialect_action(enum keycode_dialect dialect, uint16_t value)
{
	struct action out;
	uint16_t code;
	uint8_t mods;

	if (find_code(dialect, value, &code))
		return action_of_keycode(code);
	if (value <= MODIFIED_MAX && mods_from_qmk(value >> 8, &mods) &&
	    find_code(dialect, value & BASIC_MAX, &code))
		return (struct action){ .kind = ACTION_KEY, .arg = { KEY(code, mods) } };
	/* From here on plain, mapped and paired Unicode share their numbers. */
	if (value < FIRST_UNICODE)
		for (enum action_kind kind = 0; kind < ACTION_KIND_COUNT; kind++)
			if (decode(dialect, value, kind, &out))
				return out;
	return (struct action){ .kind = ACTION_RAW_NUMBER, .arg = { value } };
}
