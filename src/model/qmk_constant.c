/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "action_spelling.h"
#include "model/action.h"
#include "model/keycode.h"
#include "model/qmk_constant.h"

enum { CTRL = 0x11, SHIFT = 0x22, ALT = 0x44, GUI = 0x88 };

static const struct {
	const char *name;
	uint16_t value;
} constants[] = {
	{ "SAFE_RANGE", 0x7e40 },
	{ "QK_USER", 0x7e40 },
	{ "QK_USER_MAX", 0x7fff },
	{ "QK_KB", 0x7e00 },
	{ "QK_KB_MAX", 0x7e3f },
	{ "QK_LCTL", 0x0100 },
	{ "QK_LSFT", 0x0200 },
	{ "QK_LALT", 0x0400 },
	{ "QK_LGUI", 0x0800 },
	{ "QK_RMODS_MIN", 0x1000 },
	{ "QK_RCTL", 0x1100 },
	{ "QK_RSFT", 0x1200 },
	{ "QK_RALT", 0x1400 },
	{ "QK_RGUI", 0x1800 },
	{ "QK_BASIC", 0x0000 },
	{ "QK_BASIC_MAX", 0x00ff },
	{ "QK_MODS", 0x0100 },
	{ "QK_MODS_MAX", 0x1fff },
	{ "QK_MOD_TAP", 0x2000 },
	{ "QK_MOD_TAP_MAX", 0x3fff },
	{ "QK_LAYER_TAP", 0x4000 },
	{ "QK_LAYER_TAP_MAX", 0x4fff },
	{ "QK_LAYER_MOD", 0x5000 },
	{ "QK_LAYER_MOD_MAX", 0x51ff },
	{ "QK_TO", 0x5200 },
	{ "QK_TO_MAX", 0x521f },
	{ "QK_MOMENTARY", 0x5220 },
	{ "QK_MOMENTARY_MAX", 0x523f },
	{ "QK_DEF_LAYER", 0x5240 },
	{ "QK_DEF_LAYER_MAX", 0x525f },
	{ "QK_TOGGLE_LAYER", 0x5260 },
	{ "QK_TOGGLE_LAYER_MAX", 0x527f },
	{ "QK_ONE_SHOT_LAYER", 0x5280 },
	{ "QK_ONE_SHOT_LAYER_MAX", 0x529f },
	{ "QK_ONE_SHOT_MOD", 0x52a0 },
	{ "QK_ONE_SHOT_MOD_MAX", 0x52bf },
	{ "QK_LAYER_TAP_TOGGLE", 0x52c0 },
	{ "QK_LAYER_TAP_TOGGLE_MAX", 0x52df },
	{ "QK_PERSISTENT_DEF_LAYER", 0x52e0 },
	{ "QK_PERSISTENT_DEF_LAYER_MAX", 0x52ff },
	{ "QK_SWAP_HANDS", 0x5600 },
	{ "QK_SWAP_HANDS_MAX", 0x56ff },
	{ "QK_TAP_DANCE", 0x5700 },
	{ "QK_TAP_DANCE_MAX", 0x57ff },
	{ "QK_MAGIC", 0x7000 },
	{ "QK_MAGIC_MAX", 0x70ff },
	{ "QK_MIDI", 0x7100 },
	{ "QK_MIDI_MAX", 0x71ff },
	{ "QK_SEQUENCER", 0x7200 },
	{ "QK_SEQUENCER_MAX", 0x73ff },
	{ "QK_JOYSTICK", 0x7400 },
	{ "QK_JOYSTICK_MAX", 0x743f },
	{ "QK_PROGRAMMABLE_BUTTON", 0x7440 },
	{ "QK_PROGRAMMABLE_BUTTON_MAX", 0x747f },
	{ "QK_AUDIO", 0x7480 },
	{ "QK_AUDIO_MAX", 0x74bf },
	{ "QK_STENO", 0x74c0 },
	{ "QK_STENO_MAX", 0x74ff },
	{ "QK_MACRO", 0x7700 },
	{ "QK_MACRO_MAX", 0x777f },
	{ "QK_CONNECTION", 0x7780 },
	{ "QK_CONNECTION_MAX", 0x77bf },
	{ "QK_COMMUNITY_MODULE", 0x77c0 },
	{ "QK_COMMUNITY_MODULE_MAX", 0x77ff },
	{ "QK_LIGHTING", 0x7800 },
	{ "QK_LIGHTING_MAX", 0x78ff },
	{ "QK_QUANTUM", 0x7c00 },
	{ "QK_QUANTUM_MAX", 0x7dff },
	{ "QK_UNICODEMAP", 0x8000 },
	{ "QK_UNICODEMAP_MAX", 0xbfff },
	{ "QK_UNICODE", 0x8000 },
	{ "QK_UNICODE_MAX", 0xffff },
	{ "QK_UNICODEMAP_PAIR", 0xc000 },
	{ "QK_UNICODEMAP_PAIR_MAX", 0xffff },
	{ "MOD_BIT_LCTRL", 0x01 },
	{ "MOD_BIT_LSHIFT", 0x02 },
	{ "MOD_BIT_LALT", 0x04 },
	{ "MOD_BIT_LGUI", 0x08 },
	{ "MOD_BIT_RCTRL", 0x10 },
	{ "MOD_BIT_RSHIFT", 0x20 },
	{ "MOD_BIT_RALT", 0x40 },
	{ "MOD_BIT_RGUI", 0x80 },
	{ "MOD_MASK_CTRL", CTRL },
	{ "MOD_MASK_SHIFT", SHIFT },
	{ "MOD_MASK_ALT", ALT },
	{ "MOD_MASK_GUI", GUI },
	{ "MOD_MASK_CS", CTRL | SHIFT },
	{ "MOD_MASK_CA", CTRL | ALT },
	{ "MOD_MASK_CG", CTRL | GUI },
	{ "MOD_MASK_SA", SHIFT | ALT },
	{ "MOD_MASK_SG", SHIFT | GUI },
	{ "MOD_MASK_AG", ALT | GUI },
	{ "MOD_MASK_CSA", CTRL | SHIFT | ALT },
	{ "MOD_MASK_CSG", CTRL | SHIFT | GUI },
	{ "MOD_MASK_CAG", CTRL | ALT | GUI },
	{ "MOD_MASK_SAG", SHIFT | ALT | GUI },
	{ "MOD_MASK_CSAG", CTRL | SHIFT | ALT | GUI },
};

bool qmk_constant_find(const char *name, size_t len, uint32_t *value)
{
	uint16_t code, number;
	uint8_t mods;

	if (keycode_find(name, len, &code)) {
		*value = keycode_get(code)->value;
		return true;
	}
	if (mods_find(MOD_FORM_MASK, name, len, &mods)) {
		*value = mods_to_qmk(mods);
		return true;
	}
	if (mods_find(MOD_FORM_KEY, name, len, &mods)) {
		*value = (uint32_t)mods_to_qmk(mods) << 8;
		return true;
	}
	if (mods_find(MOD_FORM_ONE_SHOT, name, len, &mods) &&
	    action_qmk_value((struct action){ .kind = ACTION_MOD_ONE_SHOT, .arg = { mods } }, &number)) {
		*value = number;
		return true;
	}
	for (size_t i = 0; i < COUNT(constants); i++)
		if (strlen(constants[i].name) == len && !memcmp(constants[i].name, name, len)) {
			*value = constants[i].value;
			return true;
		}
	return false;
}
