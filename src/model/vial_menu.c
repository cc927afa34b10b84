/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/via_menu.h"
#include "model/vial_setting.h"

enum { WHOLE = -1 };

/* A row without a number begins a section. Most values: what Vial's app takes. */
static const struct vial_row {
	uint8_t number;
	int8_t bit; /* which switch of several; WHOLE: all of it */
	uint16_t max;
	const char *unit, *id, *title;
} rows[] = {
	{ .title = "Magic" },
	{ 21, 0, 1, NULL, "id_vial_magic_swap_control_capslock", "Swap Caps Lock, left Control" },
	{ 21, 1, 1, NULL, "id_vial_magic_capslock_to_control", "Caps Lock is a Control" },
	{ 21, 2, 1, NULL, "id_vial_magic_swap_lalt_lgui", "Swap left Alt and left GUI" },
	{ 21, 3, 1, NULL, "id_vial_magic_swap_ralt_rgui", "Swap right Alt and right GUI" },
	{ 21, 4, 1, NULL, "id_vial_magic_no_gui", "GUI keys do nothing" },
	{ 21, 5, 1, NULL, "id_vial_magic_swap_grave_esc", "Swap ` and Escape" },
	{ 21, 6, 1, NULL, "id_vial_magic_swap_backslash_backspace", "Swap \\ and Backspace" },
	{ 21, 7, 1, NULL, "id_vial_magic_nkro", "N-key rollover" },
	{ 21, 8, 1, NULL, "id_vial_magic_swap_lctl_lgui", "Swap left Control and GUI" },
	{ 21, 9, 1, NULL, "id_vial_magic_swap_rctl_rgui", "Swap right Control and GUI" },

	{ .title = "Grave Escape" },
	{ 1, 0, 1, NULL, "id_vial_grave_esc_alt", "Escape with Alt" },
	{ 1, 1, 1, NULL, "id_vial_grave_esc_control", "Escape with Control" },
	{ 1, 2, 1, NULL, "id_vial_grave_esc_gui", "Escape with GUI" },
	{ 1, 3, 1, NULL, "id_vial_grave_esc_shift", "Escape with Shift" },

	{ .title = "Tap-Hold" },
	{ 7, WHOLE, 10000, "ms", "id_vial_tapping_term", "Tapping term" },
	{ 8, 0, 1, NULL, "id_vial_tapping_permissive_hold", "Permissive hold (flag)" },
	{ 8, 1, 1, NULL, "id_vial_tapping_ignore_mod_tap_interrupt", "Ignore mod-tap interrupt" },
	{ 8, 2, 1, NULL, "id_vial_tapping_force_hold", "Tapping force hold" },
	{ 8, 3, 1, NULL, "id_vial_tapping_retro", "Retro tapping (flag)" },
	{ 22, WHOLE, 1, NULL, "id_vial_permissive_hold", "Permissive hold" },
	{ 23, WHOLE, 1, NULL, "id_vial_hold_on_other_key_press", "Hold on other key press" },
	{ 24, WHOLE, 1, NULL, "id_vial_retro_tapping", "Retro tapping" },
	{ 25, WHOLE, 10000, "ms", "id_vial_quick_tap_term", "Quick tap term" },
	{ 18, WHOLE, 1000, "ms", "id_vial_tap_code_delay", "Tap code delay" },
	{ 19, WHOLE, 1000, "ms", "id_vial_tap_hold_caps_delay", "Tap delay of Caps Lock" },
	{ 20, WHOLE, 99, "taps", "id_vial_tapping_toggle", "Tapping toggle" },
	{ 26, WHOLE, 1, NULL, "id_vial_chordal_hold", "Chordal hold" },
	{ 27, WHOLE, 10000, "ms", "id_vial_flow_tap_term", "Flow tap term" },

	{ .title = "Auto Shift" },
	{ 3, 0, 1, NULL, "id_vial_auto_shift", "Auto Shift" },
	{ 3, 1, 1, NULL, "id_vial_auto_shift_modifiers", "With modifiers, too" },
	{ 4, WHOLE, 1000, "ms", "id_vial_auto_shift_timeout", "Timeout" },
	{ 3, 2, 1, NULL, "id_vial_auto_shift_no_special", "Not for special keys" },
	{ 3, 3, 1, NULL, "id_vial_auto_shift_no_numeric", "Not for digits" },
	{ 3, 4, 1, NULL, "id_vial_auto_shift_no_alpha", "Not for letters" },
	{ 3, 5, 1, NULL, "id_vial_auto_shift_repeat", "Repeat after a tap" },
	{ 3, 6, 1, NULL, "id_vial_auto_shift_no_auto_repeat", "No repeat after the timeout" },

	{ .title = "Combo" },
	{ 2, WHOLE, 10000, "ms", "id_vial_combo_term", "Combo term" },

	{ .title = "One Shot Keys" },
	{ 5, WHOLE, 50, "taps", "id_vial_oneshot_tap_toggle", "Taps that hold it" },
	{ 6, WHOLE, 60000, "ms", "id_vial_oneshot_timeout", "Released after" },

	{ .title = "Mouse keys" },
	{ 9, WHOLE, 10000, "ms", "id_vial_mouse_delay", "Cursor delay" },
	{ 10, WHOLE, 10000, "ms", "id_vial_mouse_interval", "Cursor interval" },
	{ 11, WHOLE, 1000, NULL, "id_vial_mouse_move_delta", "Cursor step" },
	{ 12, WHOLE, 1000, NULL, "id_vial_mouse_max_speed", "Cursor speed at most" },
	{ 13, WHOLE, 1000, "steps", "id_vial_mouse_time_to_max", "Cursor at that speed after" },
	{ 14, WHOLE, 10000, "ms", "id_vial_mouse_wheel_delay", "Wheel delay" },
	{ 15, WHOLE, 10000, "ms", "id_vial_mouse_wheel_interval", "Wheel interval" },
	{ 16, WHOLE, 1000, NULL, "id_vial_mouse_wheel_max_speed", "Wheel speed at most" },
	{ 17, WHOLE, 1000, "steps", "id_vial_mouse_wheel_time_to_max", "Wheel at that speed after" },
};

static void add_label(struct via_menus *out, const char *title, int depth)
{
	struct via_control label = { .type = VIA_CONTROL_LABEL,
				     .label = mem_copy_text(title),
				     .place = { .part = DYNAMIC_PARTS },
				     .depth = depth };

	via_menus_add(out, &label);
	free(label.label);
}

static void add_row(struct via_menus *out, const struct vial_row *row)
{
	struct via_control control = { .type = row->max == 1 ? VIA_CONTROL_TOGGLE : VIA_CONTROL_RANGE,
				       .label = mem_copy_text(row->title),
				       .id = mem_copy_text(row->id),
				       .place = { .part = DYNAMIC_SETTINGS, .a = row->number },
				       .len = (uint8_t)vial_setting_bytes(row->number),
				       .little_endian = true,
				       .mask = row->bit == WHOLE ? 0 : 1u << row->bit,
				       .max = row->max,
				       .unit = row->unit,
				       .depth = 2 };

	via_menus_add(out, &control);
	free(control.label);
	free(control.id);
}

void via_menus_add_settings(struct via_menus *out)
{
	add_label(out, "QMK settings", 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].number)
			add_row(out, &rows[i]);
		else
			add_label(out, rows[i].title, 1);
	}
}
