/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/action_walk.h"
#include "model/symbol.h"
#include "zmk_raise.h"

enum { STICKY_MS = 1000, MOVE_PER_STEP = 8, MOUSE_INTERVAL_MS = 20 };

void zmk_raise_put(struct zmk_raise *r, const char *name, enum setting_type type, int64_t number)
{
	if (!keymap_find_setting(r->to, name))
		keymap_add_setting(r->to, (struct setting){ symbol(name), (uint16_t)type, number, 0 });
}

static bool has_kind(const struct keymap *map, enum action_kind kind)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (walk.action.kind == kind)
			return true;
	return false;
}

static int64_t changed(const struct zmk_raise *r, const char *ref, const char *property, int64_t otherwise)
{
	const struct definition *change = zmk_raise_change(r, ref);
	const struct setting *option = change ? definition_option(change, property) : NULL;

	return option && option->type == SETTING_NUMBER ? option->number : otherwise;
}

/* One time for all of QMK's one-shot keys: modifiers' where there are some. */
static void raise_sticky(struct zmk_raise *r)
{
	bool sk = has_kind(r->from, ACTION_MOD_ONE_SHOT), sl = has_kind(r->from, ACTION_LAYER_ONE_SHOT);
	int64_t mods = changed(r, "sk", "release-after-ms", STICKY_MS);
	int64_t layers = changed(r, "sl", "release-after-ms", STICKY_MS), timeout = sk ? mods : layers;

	if ((sk || sl) && timeout < ZMK_NEVER_MS)
		zmk_raise_put(r, "oneshot.timeout", SETTING_NUMBER, timeout);
	if (sk && sl && mods != layers)
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, "&sl release-after-ms", "ONESHOT_TIMEOUT" },
			       "QMK has one time for layers and modifiers");
}

static void raise_mouse(struct zmk_raise *r)
{
	const struct setting *move = keymap_find_setting(r->from, ZMK_MOVE_VALUE);
	int64_t delay = changed(r, "mmv", "delay-ms", 0), wheel = changed(r, "msc", "delay-ms", 0);
	int64_t period = changed(r, "mmv", "trigger-period-ms", 0);
	int64_t time = changed(r, "mmv", "time-to-max-speed-ms", 0);
	int64_t interval = period > 0 ? period : MOUSE_INTERVAL_MS, speed;

	if (delay > 0)
		zmk_raise_put(r, "mousekey.delay", SETTING_NUMBER, delay);
	if (period > 0)
		zmk_raise_put(r, "mousekey.interval", SETTING_NUMBER, period);
	if (time > 0)
		zmk_raise_put(r, "mousekey.time_to_max", SETTING_NUMBER, time / interval);
	if (wheel > 0)
		zmk_raise_put(r, "mousekey.wheel_delay", SETTING_NUMBER, wheel);
	if (!move || move->type != SETTING_NUMBER || move->number <= 0 || move->number > INT32_MAX)
		return;
	speed = (move->number * interval + MOVE_PER_STEP * 500) / (MOVE_PER_STEP * 1000);
	zmk_raise_put(r, "mousekey.max_speed", SETTING_NUMBER, speed > 0 ? speed : 1);
}

/* What is changed of ZMK's own behaviours that QMK has a word for. */
static bool is_raised(const char *ref, const char *property)
{
	static const struct {
		const char *ref, *property;
	} rows[] = {
		{ "mmv", "delay-ms" }, { "mmv", "time-to-max-speed-ms" }, { "mmv", "trigger-period-ms" },
		{ "msc", "delay-ms" }, { "sk", "release-after-ms" },      { "sl", "release-after-ms" },
	};

	if (!strcmp(ref, "mt") || !strcmp(ref, "lt"))
		return zmk_tapping_has(property);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].ref, ref) && !strcmp(rows[i].property, property))
			return true;
	return false;
}

static void tell_changes(struct zmk_raise *r)
{
	struct str subject = STR_INIT;

	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_BEHAVIOR); i++) {
		const struct definition *change = keymap_definition(r->from, DEFINITION_BEHAVIOR, i);
		const char *ref = symbol_text(change->name);

		r->place = place_of_definition(DEFINITION_BEHAVIOR, i);
		for (size_t k = 0; !definition_option(change, "compatible") && k < change->options; k++) {
			const char *property = symbol_text(change->option[k].name);

			if (is_raised(ref, property))
				continue;
			str_clear(&subject);
			str_addf(&subject, "&%s %s", ref, property);
			zmk_raise_lose(r, (struct loss_of){ LOSS_ALL, str_text(&subject), "nothing" },
				       "QMK has no such setting");
		}
	}
	r->place = PLACE_NONE;
	str_release(&subject);
}

void zmk_raise_settings(struct zmk_raise *r)
{
	raise_sticky(r);
	raise_mouse(r);
	tell_changes(r);
	for (size_t i = 0; i < keymap_settings(r->from); i++) {
		struct setting setting = *keymap_setting_at(r->from, i);
		const char *name = symbol_text(setting.name);

		if (!strcmp(name, ZMK_SCROLL_VALUE))
			zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, name, "QMK's own" },
				       "QMK counts the wheel's steps otherwise");
		else if (strcmp(name, "firmware") != 0 && strcmp(name, ZMK_MOVE_VALUE) != 0 &&
			 !keymap_find_setting(r->to, name))
			keymap_add_setting(r->to, setting);
	}
}
