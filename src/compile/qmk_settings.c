/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "qmk_private.h"

static const struct diagnostic_kind setting_unknown = { "qmk-setting-unknown", SEVERITY_WARNING };
static const struct diagnostic_kind setting_value = { "qmk-setting-value", SEVERITY_ERROR };

/* Settings that are variables of rules.mk, from QMK's data/mappings/info_rules.hjson. Sorted. */
static const struct {
	const char *setting, *variable;
	bool is_text;
} rule_rows[] = {
	{ "audio.driver", "AUDIO_DRIVER", true },
	{ "backlight.driver", "BACKLIGHT_DRIVER", true },
	{ "battery.driver", "BATTERY_DRIVER", true },
	{ "bluetooth.driver", "BLUETOOTH_DRIVER", true },
	{ "bootmagic.enabled", "BOOTMAGIC_ENABLE", false },
	{ "build.debounce_type", "DEBOUNCE_TYPE", true },
	{ "build.firmware_format", "FIRMWARE_FORMAT", true },
	{ "build.lto", "LTO_ENABLE", false },
	{ "caps_word.enabled", "CAPS_WORD_ENABLE", false },
	{ "dip_switch.enabled", "DIP_SWITCH_ENABLE", false },
	{ "encoder.driver", "ENCODER_DRIVER", true },
	{ "encoder.enabled", "ENCODER_ENABLE", false },
	{ "haptic.driver", "HAPTIC_DRIVER", true },
	{ "joystick.driver", "JOYSTICK_DRIVER", true },
	{ "joystick.enabled", "JOYSTICK_ENABLE", false },
	{ "led_matrix.driver", "LED_MATRIX_DRIVER", true },
	{ "mouse_key.enabled", "MOUSEKEY_ENABLE", false },
	{ "ps2.driver", "PS2_DRIVER", true },
	{ "ps2.enabled", "PS2_ENABLE", false },
	{ "ps2.mouse_enabled", "PS2_MOUSE_ENABLE", false },
	{ "rgb_matrix.driver", "RGB_MATRIX_DRIVER", true },
	{ "rgblight.driver", "RGBLIGHT_DRIVER", true },
	{ "secure.enabled", "SECURE_ENABLE", false },
	{ "stenography.enabled", "STENO_ENABLE", false },
	{ "stenography.protocol", "STENO_PROTOCOL", true },
	{ "usb.no_startup_check", "NO_USB_STARTUP_CHECK", false },
	{ "usb.shared_endpoint.keyboard", "KEYBOARD_SHARED_EP", false },
	{ "usb.shared_endpoint.mouse", "MOUSE_SHARED_EP", false },
	{ "usb.wait_for_enumeration", "USB_WAIT_FOR_ENUMERATION", false },
	{ "ws2812.driver", "WS2812_DRIVER", true },
};

/* Lighting effects: a switch each, and the one to start with. */
static const struct {
	const char *prefix, *effect, *initial, *mode;
} effect_rows[] = {
	{ "led_matrix.", "ENABLE_LED_MATRIX_", "LED_MATRIX_DEFAULT_MODE", "LED_MATRIX_" },
	{ "rgb_matrix.", "ENABLE_RGB_MATRIX_", "RGB_MATRIX_DEFAULT_MODE", "RGB_MATRIX_" },
	{ "rgblight.", "RGBLIGHT_EFFECT_", "RGBLIGHT_DEFAULT_MODE", "RGBLIGHT_MODE_" },
};

/* Where the settings of one keymap go. */
struct sink {
	struct str *config, *rules;
	struct diagnostics *out;
};

static bool is_word(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.");

	return len && !text[len];
}

static void add_capitals(struct str *out, const char *text)
{
	for (; *text; text++)
		str_add_char(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

static void refuse(const struct sink *to, const char *name, const char *expected)
{
	diagnostics_add(to->out, &setting_value, PLACE_NONE, "setting %s must be %s", name, expected);
}

static void define(struct str *config, const char *prefix, const char *name)
{
	str_add(config, "\n#undef ");
	str_add(config, prefix);
	add_capitals(config, name);
	str_add(config, "\n#define ");
	str_add(config, prefix);
	add_capitals(config, name);
}

static void undefine(struct str *config, const char *prefix, const char *name)
{
	str_add(config, "\n#undef ");
	str_add(config, prefix);
	add_capitals(config, name);
	str_add_char(config, '\n');
}

static void add_rule(const struct sink *to, const char *name, const char *suffix, const char *value)
{
	add_capitals(to->rules, name);
	str_addf(to->rules, "%s = %s\n", suffix, value);
}

static void put_macro(const struct sink *to, const struct setting *s, const struct qmk_macro_row *row)
{
	char range[60];

	if (row->type == QMK_NUMBER) {
		snprintf(range, sizeof(range), "a number from %d to %d", row->min, row->max);
		if (s->type != SETTING_NUMBER || s->number < row->min || s->number > row->max) {
			refuse(to, row->setting, range);
			return;
		}
		define(to->config, "", row->macro);
		str_addf(to->config, " %lld\n", (long long)s->number);
	} else if (s->type != SETTING_BOOL) {
		refuse(to, row->setting, "true or false");
	} else if (row->type == QMK_BOOL) {
		define(to->config, "", row->macro);
		str_addf(to->config, " %s\n", s->number ? "true" : "false");
	} else if (s->number) {
		define(to->config, "", row->macro);
		str_add_char(to->config, '\n');
	} else {
		undefine(to->config, "", row->macro);
	}
}

static bool put_as_macro(const struct sink *to, const struct setting *s)
{
	for (size_t i = 0; i < qmk_macro_row_count; i++) {
		if (strcmp(qmk_macro_rows[i].setting, symbol_text(s->name)))
			continue;
		put_macro(to, s, &qmk_macro_rows[i]);
		return true;
	}
	return false;
}

static bool put_as_rule(const struct sink *to, const struct setting *s)
{
	const char *name = symbol_text(s->name);

	for (size_t i = 0; i < COUNT(rule_rows); i++) {
		if (strcmp(rule_rows[i].setting, name))
			continue;
		if (rule_rows[i].is_text && (s->type != SETTING_TEXT || !is_word(symbol_text(s->text))))
			refuse(to, name, "one word of letters, digits, '_' and '-'");
		else if (!rule_rows[i].is_text && s->type != SETTING_BOOL)
			refuse(to, name, "true or false");
		else
			add_rule(to, rule_rows[i].variable, "",
				 rule_rows[i].is_text ? symbol_text(s->text)
				 : s->number          ? "yes"
						      : "no");
		return true;
	}
	return false;
}

static bool put_as_feature(const struct sink *to, const struct setting *s)
{
	static const char prefix[] = "features.";
	const char *name = symbol_text(s->name);

	if (strncmp(name, prefix, strlen(prefix)) || !qmk_is_identifier(name + strlen(prefix)))
		return false;
	if (s->type != SETTING_BOOL)
		refuse(to, name, "true or false");
	else
		add_rule(to, name + strlen(prefix), "_ENABLE", s->number ? "yes" : "no");
	return true;
}

static bool put_as_effect(const struct sink *to, const struct setting *s)
{
	static const char animations[] = "animations.";
	const char *name = symbol_text(s->name);

	for (size_t i = 0; i < COUNT(effect_rows); i++) {
		const char *rest = name + strlen(effect_rows[i].prefix);

		if (strncmp(name, effect_rows[i].prefix, strlen(effect_rows[i].prefix)))
			continue;
		if (!strcmp(rest, "default.animation")) {
			if (s->type != SETTING_TEXT || !qmk_is_identifier(symbol_text(s->text))) {
				refuse(to, name, "the name of an effect");
				return true;
			}
			define(to->config, "", effect_rows[i].initial);
			str_addf(to->config, " %s", effect_rows[i].mode);
			add_capitals(to->config, symbol_text(s->text));
			str_add_char(to->config, '\n');
			return true;
		}
		if (strncmp(rest, animations, strlen(animations)) ||
		    !qmk_is_identifier(rest + strlen(animations)))
			return false;
		if (s->type != SETTING_BOOL) {
			refuse(to, name, "true or false");
		} else if (s->number) {
			define(to->config, effect_rows[i].effect, rest + strlen(animations));
			str_add_char(to->config, '\n');
		} else {
			undefine(to->config, effect_rows[i].effect, rest + strlen(animations));
		}
		return true;
	}
	return false;
}

/* What tells of the keymap itself (model/keymap.h), and what becomes code. */
static bool is_no_macro(const struct setting *setting)
{
	const char *name = symbol_text(setting->name);

	return !strncmp(name, KEYMAP_WAIVE, strlen(KEYMAP_WAIVE)) || !strcmp(name, "firmware") ||
	       !strcmp(name, "unicode.mode") || qmk_is_magic(name);
}

static int by_name(const void *a, const void *b)
{
	const struct setting *const *x = a, *const *y = b;

	return strcmp(symbol_text((*x)->name), symbol_text((*y)->name));
}

/* Sorted, so that the files do not depend on the order in which settings were made. */
static void put_all(const struct sink *to, const struct keymap *map)
{
	size_t count = keymap_settings(map);
	const struct setting **sorted = mem_new(count + 1, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = keymap_setting_at(map, i);
	qsort(sorted, count, sizeof(*sorted), by_name);
	for (size_t i = 0; i < count; i++) {
		if (is_no_macro(sorted[i]) || put_as_macro(to, sorted[i]) || put_as_rule(to, sorted[i]) ||
		    put_as_feature(to, sorted[i]) || put_as_effect(to, sorted[i]))
			continue;
		diagnostics_add_loss(to->out, &setting_unknown, PLACE_NONE,
				     (struct loss_of){ LOSS_ALL, symbol_text(sorted[i]->name), "left out" },
				     "setting %s has no macro in QMK that a keymap may set: it is left out",
				     symbol_text(sorted[i]->name));
	}
	free(sorted);
}

void qmk_define(struct qmk *q, const char *macro, const char *value)
{
	struct str line = STR_INIT;
	const char *found;

	str_addf(&line, "#define %s", macro);
	found = strstr(str_text(&q->config), str_text(&line));
	if (!found || (found[line.len] != ' ' && found[line.len] != '\n')) {
		define(&q->config, "", macro);
		str_addf(&q->config, "%s%s\n", value ? " " : "", value ? value : "");
	}
	str_release(&line);
}

void qmk_write_settings(struct qmk *q)
{
	put_all(&(struct sink){ &q->config, &q->rules, q->out }, q->map);
	if (qmk_has_turns(q->map) && !keymap_find_setting(q->map, "features.encoder_map"))
		str_add(&q->rules, "ENCODER_MAP_ENABLE = yes\n");
}
