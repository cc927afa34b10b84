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
	{ "STN_FN", 0x74c0 },
	{ "STN_NUM", 0x74c1 },
	{ "STN_N1", 0x74c1 },
	{ "STN_N2", 0x74c2 },
	{ "STN_N3", 0x74c3 },
	{ "STN_N4", 0x74c4 },
	{ "STN_N5", 0x74c5 },
	{ "STN_N6", 0x74c6 },
	{ "STN_SL", 0x74c7 },
	{ "STN_S1", 0x74c7 },
	{ "STN_S2", 0x74c8 },
	{ "STN_TL", 0x74c9 },
	{ "STN_KL", 0x74ca },
	{ "STN_PL", 0x74cb },
	{ "STN_WL", 0x74cc },
	{ "STN_HL", 0x74cd },
	{ "STN_RL", 0x74ce },
	{ "STN_A", 0x74cf },
	{ "STN_O", 0x74d0 },
	{ "STN_STR", 0x74d1 },
	{ "STN_ST1", 0x74d1 },
	{ "STN_ST2", 0x74d2 },
	{ "STN_RES1", 0x74d3 },
	{ "STN_RE1", 0x74d3 },
	{ "STN_RES2", 0x74d4 },
	{ "STN_RE2", 0x74d4 },
	{ "STN_PWR", 0x74d5 },
	{ "STN_ST3", 0x74d6 },
	{ "STN_ST4", 0x74d7 },
	{ "STN_E", 0x74d8 },
	{ "STN_U", 0x74d9 },
	{ "STN_FR", 0x74da },
	{ "STN_RR", 0x74db },
	{ "STN_PR", 0x74dc },
	{ "STN_BR", 0x74dd },
	{ "STN_LR", 0x74de },
	{ "STN_GR", 0x74df },
	{ "STN_TR", 0x74e0 },
	{ "STN_SR", 0x74e1 },
	{ "STN_DR", 0x74e2 },
	{ "STN_N7", 0x74e3 },
	{ "STN_N8", 0x74e4 },
	{ "STN_N9", 0x74e5 },
	{ "STN_NA", 0x74e6 },
	{ "STN_NB", 0x74e7 },
	{ "STN_NC", 0x74e8 },
	{ "STN_ZR", 0x74e9 },
	{ "STN_S3", 0x74f2 },
	{ "STN_TKL", 0x74f3 },
	{ "STN_PWL", 0x74f4 },
	{ "STN_HRL", 0x74f5 },
	{ "STN_FRR", 0x74f6 },
	{ "STN_PBR", 0x74f7 },
	{ "STN_LGR", 0x74f8 },
	{ "STN_TSR", 0x74f9 },
	{ "STN_DZR", 0x74fa },
	{ "STN_AO", 0x74fb },
	{ "STN_EU", 0x74fc },
};

/* The macros that take numbers: @base with each argument's lower bits where it has them. */
static const struct {
	const char *name;
	uint16_t base;
	struct {
		uint16_t mask;
		uint8_t shift;
	} arg[2];
} macros[] = {
	{ "DF", 0x5240, { { 0x1f, 0 } } },
	{ "LM", 0x5000, { { 0x0f, 5 }, { 0x1f, 0 } } },
	{ "LT", 0x4000, { { 0x0f, 8 }, { 0xff, 0 } } },
	{ "MO", 0x5220, { { 0x1f, 0 } } },
	{ "MT", 0x2000, { { 0x1f, 8 }, { 0xff, 0 } } },
	{ "OSL", 0x5280, { { 0x1f, 0 } } },
	{ "OSM", 0x52a0, { { 0x1f, 0 } } },
	{ "PDF", 0x52e0, { { 0x1f, 0 } } },
	{ "SH_T", 0x5600, { { 0xff, 0 } } },
	{ "TD", 0x5700, { { 0xff, 0 } } },
	{ "TG", 0x5260, { { 0x1f, 0 } } },
	{ "TO", 0x5200, { { 0x1f, 0 } } },
	{ "TT", 0x52c0, { { 0x1f, 0 } } },
	{ "UC", 0x8000, { { 0xffff, 0 } } },
	{ "UM", 0x8000, { { 0x3fff, 0 } } },
	{ "UP", 0xc000, { { 0x7f, 0 }, { 0x7f, 7 } } },
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

bool qmk_macro_value(const char *name, size_t len, const int64_t *arg, size_t args, uint32_t *value)
{
	uint8_t mods;

	if (args == 1 && mods_find(MOD_FORM_WRAP, name, len, &mods)) {
		*value = ((uint32_t)mods_to_qmk(mods) << 8) | (uint16_t)arg[0];
		return true;
	}
	if (args == 1 && mods_find(MOD_FORM_TAP, name, len, &mods)) {
		*value = 0x2000 | ((uint32_t)mods_to_qmk(mods) << 8) | (uint8_t)arg[0];
		return true;
	}
	if (args == 1 && len == strlen("MOD_BIT") && !memcmp(name, "MOD_BIT", len)) {
		*value = 1u << (arg[0] & 7);
		return true;
	}
	for (size_t i = 0; i < COUNT(macros); i++) {
		if (strlen(macros[i].name) != len || memcmp(macros[i].name, name, len) != 0 ||
		    args != 1u + (macros[i].arg[1].mask != 0))
			continue;
		*value = macros[i].base;
		for (size_t a = 0; a < args; a++)
			*value |= (uint32_t)((uint16_t)arg[a] & macros[i].arg[a].mask)
				  << macros[i].arg[a].shift;
		return true;
	}
	return false;
}
