/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/action_walk.h"
#include "model/keycode.h"
#include "qmk.h"

static const struct diagnostic_kind feature_off = { "qmk-feature-off", SEVERITY_WARNING };

/* Keycodes that do nothing unless a feature is built in, by value, as QMK's quantum.c hands them out. Features that
 * are on unless somebody turns them off have no row. */
static const struct need {
	uint16_t first, last;
	const char *feature; /* of keyboard.json; in a keymap's settings "features.<it>" */
	const char *other;   /* a feature that does as well; NULL: none */
	const char *setting; /* another setting that turns it on; NULL: none */
} needs[] = {
	{ 0x00a5, 0x00c2, "extrakey", NULL, NULL },
	{ 0x00cd, 0x00df, "mousekey", NULL, "mouse_key.enabled" },
	{ 0x5600, 0x56ff, "swap_hands", NULL, NULL },
	{ 0x5700, 0x57ff, "tap_dance", NULL, NULL },
	{ 0x7100, 0x71ff, "midi", NULL, NULL },
	{ 0x7200, 0x723f, "sequencer", NULL, NULL },
	{ 0x7400, 0x743f, "joystick", NULL, "joystick.enabled" },
	{ 0x7440, 0x747f, "programmable_button", NULL, NULL },
	{ 0x7480, 0x74bf, "audio", NULL, NULL },
	{ 0x74c0, 0x74ff, "steno", NULL, "stenography.enabled" },
	{ 0x7800, 0x7806, "backlight", NULL, NULL },
	{ 0x7810, 0x781a, "led_matrix", NULL, NULL },
	{ 0x7820, 0x7834, "rgblight", "rgb_matrix", NULL },
	{ 0x7840, 0x784e, "rgb_matrix", NULL, NULL },
	{ 0x7c10, 0x7c15, "auto_shift", NULL, NULL },
	{ 0x7c40, 0x7c4d, "haptic", NULL, NULL },
	{ 0x7c50, 0x7c52, "combo", NULL, NULL },
	{ 0x7c53, 0x7c57, "dynamic_macro", NULL, NULL },
	{ 0x7c58, 0x7c58, "leader", NULL, NULL },
	{ 0x7c59, 0x7c59, "key_lock", NULL, NULL },
	{ 0x7c5d, 0x7c5f, "key_override", NULL, NULL },
	{ 0x7c60, 0x7c63, "secure", NULL, "secure.enabled" },
	{ 0x7c70, 0x7c72, "dynamic_tapping_term", NULL, NULL },
	{ 0x7c73, 0x7c73, "caps_word", NULL, "caps_word.enabled" },
	{ 0x7c74, 0x7c76, "autocorrect", NULL, NULL },
	{ 0x7c77, 0x7c78, "tri_layer", NULL, NULL },
	{ 0x7c79, 0x7c7a, "repeat_key", NULL, NULL },
	{ 0x7c7b, 0x7c7b, "layer_lock", NULL, NULL },
};

static bool is_on(const struct compile_input *in, const char *feature)
{
	const struct setting *setting;
	struct str name = STR_INIT;

	str_addf(&name, "features.%s", feature);
	setting = keymap_find_setting(in->map, str_text(&name));
	str_release(&name);
	return setting ? setting->number != 0 : keyboard_has_feature(in->keyboard, feature);
}

static bool is_met(const struct compile_input *in, const struct need *need)
{
	const struct setting *setting = need->setting ? keymap_find_setting(in->map, need->setting) : NULL;

	return is_on(in, need->feature) || (need->other && is_on(in, need->other)) ||
	       (setting && setting->number);
}

/* The number of what @action does when tapped; 0 when that is nothing of the table. */
static uint16_t tapped_value(struct action action)
{
	const struct action_kind_info *info = action_kind_info(action.kind);
	uint16_t value;

	for (int i = 0; i < 2; i++)
		if (info->arg[i] == ARG_KEY && action.kind != ACTION_SWAP_HANDS_TAP)
			return keycode_get(KEY_CODE(action.arg[i]))->value;
	return (action.kind == ACTION_TAP_DANCE || action.kind == ACTION_SWAP_HANDS_TAP) &&
			       action_qmk_value(action, &value)
		       ? value
		       : 0;
}

void qmk_check_features(const struct compile_input *in, struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(in->map);
	bool told[COUNT(needs)] = { false };

	if (!in->keyboard->features) /* it does not say what it has */
		return;
	while (action_walk_next(&walk)) {
		uint16_t value = tapped_value(walk.action);

		for (size_t i = 0; i < COUNT(needs); i++) {
			struct str text = STR_INIT;

			if (value < needs[i].first || value > needs[i].last || told[i] ||
			    is_met(in, &needs[i]))
				continue;
			told[i] = true;
			action_print(walk.action, &text);
			diagnostics_add(out, &feature_off, walk.place,
					"%s does nothing while the feature %s is off: set features.%s",
					str_text(&text), needs[i].feature, needs[i].feature);
			str_release(&text);
		}
	}
}
