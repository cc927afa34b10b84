/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum {
	MOVE_PER_STEP = 8, /* QMK's MOUSEKEY_MOVE_DELTA, MOUSEKEY_MAX_SPEED and MOUSEKEY_INTERVAL */
	MOUSE_MAX_SPEED = 10,
	MOUSE_INTERVAL_MS = 20,
};

struct setting zmk_number_option(const char *name, int64_t number)
{
	return (struct setting){ symbol(name), SETTING_NUMBER, number, 0 };
}

struct setting zmk_text_option(const char *name, const char *text)
{
	return (struct setting){ symbol(name), SETTING_TEXT, 0, symbol(text) };
}

int64_t zmk_number_setting(const struct zmk_lower *z, const char *name, int64_t otherwise)
{
	const struct setting *setting = keymap_find_setting(z->from, name);

	return setting && setting->type == SETTING_NUMBER ? setting->number : otherwise;
}

static bool has_kind(const struct zmk_lower *z, enum action_kind kind)
{
	struct action_walk walk = action_walk_start(z->to);

	while (action_walk_next(&walk))
		if (walk.action.kind == kind)
			return true;
	return false;
}

static bool has_behavior(const struct zmk_lower *z, const char *ref)
{
	struct action_walk walk = action_walk_start(z->to);
	uint32_t name = symbol(ref);

	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_BEHAVIOR && walk.action.arg[0] == name)
			return true;
	return false;
}

static void change_node(struct zmk_lower *z, const char *ref, struct setting *option, size_t options)
{
	struct definition change = {
		.kind = DEFINITION_BEHAVIOR, .name = symbol(ref), .option = option, .options = options
	};

	if (options)
		zmk_add(z, &change);
}

static void change_hold_tap(struct zmk_lower *z, const char *ref)
{
	struct zmk_tapping usual = zmk_tapping_by_itself(ref);
	struct setting option[ZMK_TAPPING_OPTIONS];

	change_node(z, ref, option, zmk_tapping_options(&z->tapping, &usual, option));
}

/* QMK's one-shot keys wait for ever unless they are told how long. */
static void change_sticky(struct zmk_lower *z)
{
	int64_t timeout = zmk_number_setting(z, "oneshot.timeout", 0);
	struct setting option = zmk_number_option("release-after-ms", timeout > 0 ? timeout : ZMK_NEVER_MS);

	if (has_kind(z, ACTION_MOD_ONE_SHOT))
		change_node(z, "sk", &option, 1);
	if (has_kind(z, ACTION_LAYER_ONE_SHOT))
		change_node(z, "sl", &option, 1);
}

/* QMK counts steps of so many pixels, ZMK pixels a second. */
static void change_mouse(struct zmk_lower *z)
{
	int64_t interval = zmk_number_setting(z, "mousekey.interval", 0);
	int64_t period = interval > 0 ? interval : MOUSE_INTERVAL_MS;
	int64_t speed = zmk_number_setting(z, "mousekey.max_speed", 0);
	int64_t delay = zmk_number_setting(z, "mousekey.delay", 0);
	int64_t wheel = zmk_number_setting(z, "mousekey.wheel_delay", 0);
	int64_t steps = zmk_number_setting(z, "mousekey.time_to_max", 0);
	struct setting option[3];
	size_t options = 0;

	if (delay > 0)
		option[options++] = zmk_number_option("delay-ms", delay);
	if (interval > 0)
		option[options++] = zmk_number_option("trigger-period-ms", interval);
	if (steps > 0)
		option[options++] = zmk_number_option("time-to-max-speed-ms", steps * period);
	if (has_behavior(z, "mmv")) {
		change_node(z, "mmv", option, options);
		if (speed > 0 || interval > 0)
			keymap_add_setting(z->to, zmk_number_option(ZMK_MOVE_VALUE,
								    (speed > 0 ? speed : MOUSE_MAX_SPEED) *
									    MOVE_PER_STEP * 1000 / period));
	}
	if (wheel > 0 && has_behavior(z, "msc")) {
		option[0] = zmk_number_option("delay-ms", wheel);
		change_node(z, "msc", option, 1);
	}
}

static bool has_keycode(const struct keymap *map, const char *name)
{
	struct action_walk walk = action_walk_start(map);
	uint16_t code = 0;

	keycode_find(name, strlen(name), &code);
	while (action_walk_next(&walk))
		if (walk.action.kind == ACTION_KEY && walk.action.arg[0] == KEY(code, 0))
			return true;
	return false;
}

static void add_tri_layer(struct zmk_lower *z)
{
	int64_t lower = zmk_number_setting(z, "tri_layer.lower_layer", ZMK_TRI_LOWER);
	int64_t upper = zmk_number_setting(z, "tri_layer.upper_layer", ZMK_TRI_UPPER);
	int64_t adjust = zmk_number_setting(z, "tri_layer.adjust_layer", ZMK_TRI_ADJUST);
	int64_t layers = (int64_t)keymap_layers(z->from);
	struct step then = { .op = STEP_RESULT,
			     .action = { .kind = ACTION_LAYER_MOMENTARY, .arg = { (uint32_t)adjust } } };
	struct definition tri = { .kind = DEFINITION_CONDITION, .step = &then, .steps = 1 };

	if (lower < 0 || lower >= layers || upper < 0 || upper >= layers || adjust < 0 || adjust >= layers ||
	    (!has_keycode(z->from, "QK_TRI_LAYER_LOWER") && !has_keycode(z->from, "QK_TRI_LAYER_UPPER")))
		return;
	tri.layer_mask = UINT32_C(1) << lower | UINT32_C(1) << upper;
	tri.name = zmk_take_name(z, ZMK_TRI_LAYER, ZMK_TRI_LAYER);
	zmk_add(z, &tri);
}

void zmk_lower_defaults(struct zmk_lower *z)
{
	if (zmk_is_native(z->from))
		return;
	if (has_kind(z, ACTION_MOD_TAP))
		change_hold_tap(z, "mt");
	if (has_kind(z, ACTION_LAYER_TAP))
		change_hold_tap(z, "lt");
	change_sticky(z);
	change_mouse(z);
	add_tri_layer(z);
}
