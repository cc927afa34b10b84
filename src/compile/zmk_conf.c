/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/marker.h"
#include "model/symbol.h"
#include "zmk_conf.h"
#include "zmk_text.h"

enum {
	BT_PROFILES = 5,      /* CONFIG_BT_MAX_PAIRED, unless one is named that is not among them */
	QUEUE_SIZE = 64,      /* CONFIG_ZMK_BEHAVIORS_QUEUE_SIZE */
	DEBOUNCE_MS = 5,      /* of ZMK and of QMK */
	DEBOUNCE_MAX = 16383, /* what ZMK's counter holds */
};

/* Lines of a file, each one option. */
struct conf {
	char **line; /* owned */
	size_t lines, cap;
};

static bool is_option(const char *name)
{
	return !strncmp(name, KEYMAP_KCONFIG, strlen(KEYMAP_KCONFIG)) && name[strlen(KEYMAP_KCONFIG)] &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name);
}

bool zmk_conf_is_option(const struct setting *setting)
{
	return is_option(symbol_text(setting->name));
}

/* What the user says himself goes before what follows from the keymap. */
static void put(struct conf *conf, const struct keymap *map, const char *name, const char *value)
{
	struct str line = STR_INIT;

	if (map && keymap_find_setting(map, name))
		return;
	str_addf(&line, "%s=%s\n", name, value);
	conf->line = mem_grow(conf->line, conf->lines, &conf->cap, sizeof(*conf->line));
	conf->line[conf->lines++] = str_take(&line);
}

static void put_number(struct conf *conf, const struct keymap *map, const char *name, long long number)
{
	struct str value = STR_INIT;

	str_addf(&value, "%lld", number);
	put(conf, map, name, str_text(&value));
	str_release(&value);
}

static void put_text(struct conf *conf, const struct keymap *map, const char *name, const char *text)
{
	struct str value = STR_INIT;

	zmk_text_add_string(&value, text);
	put(conf, map, name, str_text(&value));
	str_release(&value);
}

static void put_setting(struct conf *conf, const struct setting *setting)
{
	const char *name = symbol_text(setting->name);

	if (setting->type == SETTING_BOOL)
		put(conf, NULL, name, setting->number ? "y" : "n");
	else if (setting->type == SETTING_NUMBER)
		put_number(conf, NULL, name, setting->number);
	else
		put_text(conf, NULL, name, symbol_text(setting->text));
}

static bool is_on(const struct keymap *map, const char *name)
{
	const struct setting *setting = keymap_find_setting(map, name);

	return setting && setting->type == SETTING_BOOL && setting->number;
}

int zmk_conf_debounce(const struct zmk_shield *s)
{
	const struct setting *setting = keymap_find_setting(s->in->map, "debounce");
	int64_t ms = setting && setting->type == SETTING_NUMBER ? setting->number : s->hardware->debounce_ms;

	return ms < 0 || ms > DEBOUNCE_MAX ? -1 : (int)ms;
}

/* Bytes of @name that ZMK has room for, whole characters. */
static size_t clip(const char *name)
{
	size_t len = strlen(name);

	if (len <= ZMK_NAME_MAX)
		return len;
	for (len = ZMK_NAME_MAX; len && ((unsigned char)name[len] & 0xC0) == 0x80;)
		len--;
	while (len && name[len - 1] == ' ')
		len--;
	return len;
}

const char *zmk_conf_name(const struct zmk_shield *s)
{
	const struct setting *setting = keymap_find_setting(s->in->map, "keyboard_name");

	if (setting && setting->type == SETTING_TEXT && *symbol_text(setting->text))
		return symbol_text(setting->text);
	return zmk_shield_is_in_tree(s->in->keyboard) ? "" : s->in->keyboard->name;
}

static void put_name(struct conf *conf, const struct zmk_shield *s)
{
	struct str name = STR_INIT;

	str_add_bytes(&name, zmk_conf_name(s), clip(zmk_conf_name(s)));
	if (name.len)
		put_text(conf, s->in->map, "CONFIG_ZMK_KEYBOARD_NAME", str_text(&name));
	str_release(&name);
}

static void put_hid(struct conf *conf, const struct zmk_shield *s)
{
	const struct keymap *map = s->in->map;
	bool nkro = is_on(map, "host.default.nkro");

	if (nkro)
		put(conf, map, "CONFIG_ZMK_HID_REPORT_TYPE_NKRO", "y");
	if ((nkro || is_on(map, "CONFIG_ZMK_HID_REPORT_TYPE_NKRO")) && s->uses.high_keys)
		put(conf, map, "CONFIG_ZMK_HID_KEYBOARD_NKRO_EXTENDED_REPORT", "y");
	if (s->uses.high_consumers)
		put(conf, map, "CONFIG_ZMK_HID_CONSUMER_REPORT_USAGES_FULL", "y");
}

static void put_used(struct conf *conf, const struct zmk_shield *s)
{
	const struct keymap *map = s->in->map;
	const struct {
		bool used;
		const char *name;
	} row[] = {
		{ s->uses.backlight, "CONFIG_ZMK_BACKLIGHT" },
		{ s->uses.pointing, "CONFIG_ZMK_POINTING" },
		{ s->uses.sensors, "CONFIG_EC11" },
		{ s->uses.sensors, "CONFIG_EC11_TRIGGER_GLOBAL_THREAD" },
		{ s->uses.soft_off, "CONFIG_ZMK_PM_SOFT_OFF" },
		{ s->uses.underglow, "CONFIG_WS2812_STRIP" },
		{ s->uses.underglow, "CONFIG_ZMK_RGB_UNDERGLOW" },
		{ is_on(map, "features.oled"), "CONFIG_ZMK_DISPLAY" },
	};

	for (size_t i = 0; i < COUNT(row); i++)
		if (row[i].used)
			put(conf, map, row[i].name, "y");
	if (s->uses.queue > QUEUE_SIZE)
		put_number(conf, map, "CONFIG_ZMK_BEHAVIORS_QUEUE_SIZE", (long long)s->uses.queue);
}

/* What the half that speaks to the host has, and the other must not be given. */
static void put_central(struct conf *conf, const struct zmk_shield *s)
{
	const struct keymap *map = s->in->map;

	if (s->uses.profiles > BT_PROFILES) {
		int count = s->uses.profiles + (s->split ? 1 : 0);

		put_number(conf, map, "CONFIG_BT_MAX_CONN", count);
		put_number(conf, map, "CONFIG_BT_MAX_PAIRED", count);
	}
	if (s->uses.studio)
		put(conf, map, "CONFIG_ZMK_STUDIO", "y");
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void finish(struct conf *conf, struct str *out)
{
	if (conf->lines) {
		str_add(out, "# " MARKER "\n");
		qsort(conf->line, conf->lines, sizeof(*conf->line), by_text);
	}
	for (size_t i = 0; i < conf->lines; i++) {
		str_add(out, conf->line[i]);
		free(conf->line[i]);
	}
	free(conf->line);
}

void zmk_conf_emit(const struct zmk_shield *s, struct str *out)
{
	const struct keymap *map = s->in->map;
	int debounce = zmk_conf_debounce(s);
	struct conf conf = { 0 };

	put_name(&conf, s);
	put_hid(&conf, s);
	put_used(&conf, s);
	if (debounce >= 0 && debounce != DEBOUNCE_MS) {
		put_number(&conf, map, "CONFIG_ZMK_KSCAN_DEBOUNCE_PRESS_MS", debounce);
		put_number(&conf, map, "CONFIG_ZMK_KSCAN_DEBOUNCE_RELEASE_MS", debounce);
	}
	if (!s->split)
		put_central(&conf, s);
	for (size_t i = 0; i < keymap_settings(map); i++)
		if (zmk_conf_is_option(keymap_setting_at(map, i)))
			put_setting(&conf, keymap_setting_at(map, i));
	finish(&conf, out);
}

void zmk_conf_central_emit(const struct zmk_shield *s, struct str *out)
{
	struct conf conf = { 0 };

	if (s->split)
		put_central(&conf, s);
	finish(&conf, out);
}
