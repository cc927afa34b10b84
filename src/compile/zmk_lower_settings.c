/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "hands.h"
#include "model/symbol.h"
#include "zmk_lower.h"

/* What becomes of a setting. */
enum fate {
	FATE_USED, /* it is in the keymap, as it was */
	FATE_KEPT, /* it is for another file of the firmware */
	FATE_NEAR,
	FATE_NONE,
};

/* By name; one that ends in a full stop or _ stands for all that begin so. The first that fits; others are lost. */
static const struct {
	const char *name;
	enum fate fate;
	const char *instead, *why;
} rows[] = {
	{ "firmware", FATE_USED, "", "" },
	{ KEYMAP_WAIVE, FATE_KEPT, "", "" },
	{ KEYMAP_KCONFIG, FATE_KEPT, "", "" },
	{ "auto_shift.timeout", FATE_USED, "", "" },
	{ "caps_word.enabled", FATE_USED, "", "" },
	{ "combo.term", FATE_USED, "", "" },
	{ "debounce", FATE_KEPT, "", "" },
	{ "features.auto_shift", FATE_NEAR, "a hold-tap for each key",
	  "other keys pressed meanwhile wait for it" },
	{ "features.caps_word", FATE_USED, "", "" },
	{ "features.combo", FATE_USED, "", "" },
	{ "features.encoder", FATE_USED, "", "" },
	{ "features.encoder_map", FATE_USED, "", "" },
	{ "features.extrakey", FATE_USED, "", "" },
	{ "features.grave_esc", FATE_USED, "", "" },
	{ "features.key_lock", FATE_USED, "", "" },
	{ "features.key_override", FATE_USED, "", "" },
	{ "features.layer_lock", FATE_USED, "", "" },
	{ "features.mousekey", FATE_USED, "", "" },
	{ "features.repeat_key", FATE_USED, "", "" },
	{ "features.send_string", FATE_USED, "", "" },
	{ "features.space_cadet", FATE_USED, "", "" },
	{ "features.tap_dance", FATE_USED, "", "" },
	{ "features.tri_layer", FATE_USED, "", "" },
	{ "features.unicode", FATE_USED, "", "" },
	{ "features.unicodemap", FATE_USED, "", "" },
	{ "host.default.nkro", FATE_KEPT, "", "" },
	{ "magic.autocorrect_enable", FATE_NONE, "left out", "ZMK does not correct what is typed" },
	{ "magic.nkro", FATE_NONE, "left out", "set host.default.nkro" },
	{ "magic.oneshot_enable", FATE_NONE, "left out", "ZMK's one-shot keys are always on" },
	{ "magic.", FATE_NEAR, "the keys swapped", "no key swaps them back" },
	{ "mousekey.delay", FATE_NEAR, "delay-ms", "ZMK's pointer gathers speed in its own way" },
	{ "mousekey.enabled", FATE_USED, "", "" },
	{ "mousekey.interval", FATE_NEAR, "trigger-period-ms", "ZMK's pointer gathers speed in its own way" },
	{ "mousekey.max_speed", FATE_NEAR, "ZMK_POINTING_DEFAULT_MOVE_VAL",
	  "ZMK's pointer gathers speed in its own way" },
	{ "mousekey.time_to_max", FATE_NEAR, "time-to-max-speed-ms",
	  "ZMK's pointer gathers speed in its own way" },
	{ "mousekey.wheel_delay", FATE_NEAR, "delay-ms", "ZMK's wheel gathers speed in its own way" },
	{ "oneshot.tap_toggle", FATE_NONE, "left out", "taps do not lock a one-shot key in ZMK" },
	{ "oneshot.timeout", FATE_USED, "", "" },
	{ "pointing_device.auto_mouse", FATE_NONE, "left out",
	  "put &zip_temp_layer with the layer and its time on the listener of the sensor" },
	{ "pointing_device.", FATE_NONE, "left out",
	  "put &zip_xy_transform or &zip_xy_scaler on the listener of the sensor" },
	{ "tapping.chordal_hold", FATE_NEAR, "hold-trigger-key-positions",
	  "ZMK also waits for the other keys to be released" },
	{ "tapping.flow_tap_term", FATE_NEAR, "require-prior-idle-ms",
	  "it holds behind all keys, not behind letters alone" },
	{ "tapping.force_hold", FATE_NONE, "left out", "set tapping.quick_tap_term to 0" },
	{ "tapping.hold_on_other_key_press", FATE_USED, "", "" },
	{ "tapping.hold_on_other_key_press_per_key", FATE_USED, "", "" },
	{ "tapping.permissive_hold", FATE_USED, "", "" },
	{ "tapping.permissive_hold_per_key", FATE_USED, "", "" },
	{ "tapping.quick_tap_term", FATE_USED, "", "" },
	{ "tapping.retro", FATE_USED, "", "" },
	{ "tapping.retro_per_key", FATE_USED, "", "" },
	{ "tapping.speculative_hold", FATE_NEAR, "hold-while-undecided",
	  "it holds for layers, too, not for modifiers alone" },
	{ "tapping.term", FATE_USED, "", "" },
	{ "tapping.term_per_key", FATE_USED, "", "" },
	{ "tapping.toggle", FATE_NONE, "left out", "one tap of TT() toggles its layer in ZMK" },
	{ "tri_layer.", FATE_USED, "", "" },
	{ "unicode.mode", FATE_USED, "", "" },
};

static bool fits(const char *row, const char *name)
{
	size_t len = strlen(row);

	return row[len - 1] == '.' || row[len - 1] == '_' ? !strncmp(row, name, len) : !strcmp(row, name);
}

static void lower_setting(struct zmk_lower *z, struct setting setting)
{
	const char *name = symbol_text(setting.name);
	bool is_said =
		setting.type != SETTING_BOOL || setting.number || !strcmp(name, "magic.oneshot_enable");
	size_t i = 0;

	while (i < COUNT(rows) && !fits(rows[i].name, name))
		i++;
	if (i == COUNT(rows) && is_said)
		zmk_lose(z, (struct loss_of){ LOSS_ALL, name, "left out" },
			 "%s is left out: ZMK has no such setting", name);
	else if (i < COUNT(rows) && rows[i].fate == FATE_KEPT)
		keymap_add_setting(z->to, setting);
	else if (i < COUNT(rows) && rows[i].fate != FATE_USED && is_said)
		zmk_lose(z,
			 (struct loss_of){ rows[i].fate == FATE_NEAR ? LOSS_NEAR : LOSS_ALL, name,
					   rows[i].instead },
			 "%s %s%s: %s", name, rows[i].fate == FATE_NEAR ? "becomes " : "is ", rows[i].instead,
			 rows[i].why);
}

void zmk_lower_settings(struct zmk_lower *z)
{
	bool native = zmk_is_native(z->from);

	if (!native)
		keymap_add_setting(z->to, zmk_text_option("firmware", "zmk"));
	for (size_t i = 0; i < keymap_settings(z->from); i++) {
		struct setting setting = *keymap_setting_at(z->from, i);

		if (native)
			keymap_add_setting(z->to, setting);
		else
			lower_setting(z, setting);
	}
}

struct hand_key *zmk_hands(const struct zmk_lower *z)
{
	const struct setting *chordal = keymap_find_setting(z->from, "tapping.chordal_hold");
	const struct layout *layout = z->in->layout;

	if (zmk_is_native(z->from) || !chordal || !chordal->number || !layout ||
	    layout->keys != keymap_keys(z->from))
		return NULL;
	return hands_of_layout(layout);
}
