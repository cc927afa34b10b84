/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "keymap_c_private.h"

static const struct diagnostic_kind missing = { "keymap-c-include", SEVERITY_NOTE };

/*
 * Headers of the firmware (its quantum, tmk_core, platforms, drivers, and what its build makes) and of C's library, as
 * keymaps include them. What they define is known here, or no part of a keymap. Sorted.
 */
static const char *const firmware[] = {
	"action.h",
	"action_code.h",
	"action_layer.h",
	"action_tapping.h",
	"action_util.h",
	"analog.h",
	"apa102.h",
	"audio.h",
	"backlight.h",
	"bluetooth.h",
	"board.h",
	"bootloader.h",
	"bootmagic.h",
	"caps_word.h",
	"color.h",
	"command.h",
	"debounce.h",
	"debug.h",
	"default_keyboard.h",
	"deferred_exec.h",
	"drv2605l.h",
	"dynamic_keymap.h",
	"dynamic_macro.h",
	"eeconfig.h",
	"eeprom.h",
	"encoder.h",
	"gpio.h",
	"haptic.h",
	"hardware_id.h",
	"host.h",
	"i2c_master.h",
	"is31fl3733.h",
	"joystick.h",
	"keycode.h",
	"keycode_config.h",
	"keycodes.h",
	"keymap.h",
	"layer_lock.h",
	"leader.h",
	"led.h",
	"led_matrix.h",
	"led_tables.h",
	"lib8tion.h",
	"lufa.h",
	"math.h",
	"matrix.h",
	"midi.h",
	"mousekey.h",
	"muse.h",
	"musical_notes.h",
	"oled_driver.h",
	"os_detection.h",
	"outputselect.h",
	"pimoroni_trackball.h",
	"pointing_device.h",
	"print.h",
	"process_auto_shift.h",
	"process_combo.h",
	"process_key_override.h",
	"process_leader.h",
	"process_tap_dance.h",
	"process_unicode.h",
	"progmem.h",
	"ps2.h",
	"ps2_mouse.h",
	"qmk_midi.h",
	"qp.h",
	"quantum.h",
	"quantum_keycodes.h",
	"raw_hid.h",
	"repeat_key.h",
	"report.h",
	"rgb_matrix.h",
	"rgblight.h",
	"send_string.h",
	"send_string_keycodes.h",
	"song_list.h",
	"split_common.h",
	"split_util.h",
	"stdbool.h",
	"stdint.h",
	"stdio.h",
	"stdlib.h",
	"string.h",
	"suspend.h",
	"swap_hands.h",
	"tap_dance.h",
	"timer.h",
	"transactions.h",
	"tri_layer.h",
	"uart.h",
	"unicode.h",
	"usb_device_state.h",
	"util.h",
	"version.h",
	"via.h",
	"virtser.h",
	"wait.h",
	"wear_leveling.h",
	"wpm.h",
	"ws2812.h",
};

static int compare(const void *name, const void *row)
{
	return strcmp(name, *(const char *const *)row);
}

static bool is_firmware(const char *name)
{
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;

	return !strcmp(base, "QMK_KEYBOARD_H") || !strncmp(base, "sendstring_", strlen("sendstring_")) ||
	       host_language_of_header(base) ||
	       bsearch(base, firmware, COUNT(firmware), sizeof(firmware[0]), compare);
}

void c_tell_missing(struct keymap_c *r)
{
	for (size_t i = 0; i < cpp_missing_count(r->cpp); i++) {
		const struct cpp_missing *at = cpp_missing(r->cpp, i);
		struct place place = PLACE_NONE;

		if (at->angled || is_firmware(at->name) || at->at.file)
			continue;
		cpp_line(r->cpp, at->at, &place.line, &place.column);
		diagnostics_add(r->diagnostics, &missing, place,
				"%s is not here; what it defines is not known", at->name);
	}
}
