/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "model/vial_setting.h"

static const struct vial_setting settings[] = {
	{ 2, "combo.term", false },
	{ 4, "auto_shift.timeout", false },
	{ 5, "oneshot.tap_toggle", false },
	{ 6, "oneshot.timeout", false },
	{ 7, "tapping.term", false },
	{ 9, "mousekey.delay", false },
	{ 10, "mousekey.interval", false },
	{ 12, "mousekey.max_speed", false },
	{ 13, "mousekey.time_to_max", false },
	{ 14, "mousekey.wheel_delay", false },
	{ 18, "qmk.tap_keycode_delay", false },
	{ 19, "qmk.tap_capslock_delay", false },
	{ 20, "tapping.toggle", false },
	{ 22, "tapping.permissive_hold", true },
	{ 23, "tapping.hold_on_other_key_press", true },
	{ 24, "tapping.retro", true },
	{ 25, "tapping.quick_tap_term", false },
	{ 26, "tapping.chordal_hold", true },
	{ 27, "tapping.flow_tap_term", false },
};

static const uint8_t widths[] = {
	[1] = 1,  [2] = 2,  [3] = 1,  [4] = 2,  [5] = 1,  [6] = 2,  [7] = 2,  [8] = 1,  [9] = 2,
	[10] = 2, [11] = 2, [12] = 2, [13] = 2, [14] = 2, [15] = 2, [16] = 2, [17] = 2, [18] = 2,
	[19] = 2, [20] = 1, [21] = 4, [22] = 1, [23] = 1, [24] = 1, [25] = 2, [26] = 1, [27] = 2,
};

size_t vial_setting_count(void)
{
	return COUNT(settings);
}

const struct vial_setting *vial_setting_at(size_t index)
{
	return &settings[index];
}

const struct vial_setting *vial_setting_find(int number)
{
	for (size_t i = 0; i < COUNT(settings); i++)
		if (settings[i].number == number)
			return &settings[i];
	return NULL;
}

const struct vial_setting *vial_setting_find_name(const char *name)
{
	for (size_t i = 0; i < COUNT(settings); i++)
		if (!strcmp(settings[i].name, name))
			return &settings[i];
	return NULL;
}

size_t vial_setting_bytes(int number)
{
	return number > 0 && (size_t)number < COUNT(widths) ? widths[number] : 0;
}

struct setting vial_setting_make(const struct vial_setting *known, uint32_t number)
{
	return (struct setting){ .name = symbol(known->name),
				 .type = known->is_switch ? SETTING_BOOL : SETTING_NUMBER,
				 .number = known->is_switch ? number != 0 : number };
}
