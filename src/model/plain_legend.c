/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "model/action.h"
#include "model/keycode.h"
#include "model/plain_legend.h"

enum { WORD_MAX = 60 };

/* How modifiers stand before a key, and by themselves; others that are read. */
static const struct {
	const char *before, *alone, *others[4];
} mods[] = {
	{ "Ctl", "LCTL", { "Ctrl", "Control", "LCtrl" } },
	{ "Sft", "LSFT", { "Shift", "LShift" } },
	{ "Alt", "LALT", { "Opt", "Option" } },
	{ "Gui", "LGUI", { "Win", "Cmd", "Super" } },
	{ "RCtl", "RCTL", { "RCtrl" } },
	{ "RSft", "RSFT", { "RShift" } },
	{ "AltGr", "RALT", { "RAlt" } },
	{ "RGui", "RGUI", { "RWin", "RCmd" } },
};

/* Words that no keycode has for a name or an alias. */
static const struct {
	const char *word, *keycode;
} words[] = {
	{ "Backspace", "KC_BSPC" },
	{ "BSpace", "KC_BSPC" },
	{ "Boot", "QK_BOOT" },
	{ "Bootloader", "QK_BOOT" },
	{ "Brightness Down", "KC_BRID" },
	{ "Brightness Up", "KC_BRIU" },
	{ "Caps", "KC_CAPS" },
	{ "Down Arrow", "KC_DOWN" },
	{ "Insert", "KC_INS" },
	{ "Left Arrow", "KC_LEFT" },
	{ "Mute", "KC_MUTE" },
	{ "Next", "KC_MNXT" },
	{ "Num Lock", "KC_NUM" },
	{ "Pg Dn", "KC_PGDN" },
	{ "Pg Up", "KC_PGUP" },
	{ "PgDn", "KC_PGDN" },
	{ "PgUp", "KC_PGUP" },
	{ "Play", "KC_MPLY" },
	{ "Play Pause", "KC_MPLY" },
	{ "Prev", "KC_MPRV" },
	{ "Print", "KC_PSCR" },
	{ "Print Scrn", "KC_PSCR" },
	{ "PrtSc", "KC_PSCR" },
	{ "Return", "KC_ENT" },
	{ "Right Arrow", "KC_RIGHT" },
	{ "Spc", "KC_SPC" },
	{ "Up Arrow", "KC_UP" },
	{ "Vol Down", "KC_VOLD" },
	{ "Vol Up", "KC_VOLU" },
	{ "Vol-", "KC_VOLD" },
	{ "Vol+", "KC_VOLU" },
};

/* What a US keyboard types with Shift and without: the legends of keys that have one character. */
static bool find_character(const char *text, uint32_t *key)
{
	for (uint16_t code = 0; !text[1] && code < keycode_count(); code++) {
		const struct keycode *row = keycode_get(code);
		struct action action = action_of_keycode(code);

		if (row->legend_ascii[1] || action.kind != ACTION_KEY ||
		    toupper((unsigned char)row->legend_ascii[0]) != toupper((unsigned char)text[0]) ||
		    (strcmp(row->group, "basic") != 0 && strcmp(row->group, "shifted") != 0))
			continue;
		*key = action.arg[0];
		return true;
	}
	return false;
}

static bool find_name(const char *name, uint32_t *key)
{
	struct action action;
	uint16_t code;

	if (!keycode_find(name, strlen(name), &code))
		return false;
	action = action_of_keycode(code);
	*key = action.arg[0];
	return action.kind == ACTION_KEY;
}

/* "Page Up" as KC_PAGE_UP, or without the prefix; as it is written before capitals, since some names have small letters. */
static bool find_spelled(const char *text, uint32_t *key)
{
	char name[WORD_MAX + 4] = "KC_";
	size_t len = strlen(text);

	if (len >= WORD_MAX)
		return false;
	for (size_t i = 0; i <= len; i++)
		name[3 + i] = text[i] == ' ' ? '_' : text[i];
	if (find_name(name, key) || find_name(name + 3, key))
		return true;
	for (size_t i = 0; i < len; i++)
		name[3 + i] = (char)toupper((unsigned char)name[3 + i]);
	return find_name(name, key) || find_name(name + 3, key);
}

static bool find_word(const char *text, uint32_t *key)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (!strcasecmp(words[i].word, text))
			return find_name(words[i].keycode, key);
	return false;
}

static bool is_mod(size_t bit, const char *text, size_t len)
{
	const char *const names[] = { mods[bit].before,    mods[bit].alone,     mods[bit].others[0],
				      mods[bit].others[1], mods[bit].others[2], mods[bit].others[3] };

	for (size_t i = 0; i < COUNT(names); i++)
		if (names[i] && strlen(names[i]) == len && !strncasecmp(names[i], text, len))
			return true;
	return false;
}

static bool find_mods(const char *text, size_t len, uint8_t *out)
{
	if (len == 5 && !strncasecmp(text, "Hyper", len)) {
		*out = MOD_LCTL | MOD_LSFT | MOD_LALT | MOD_LGUI;
		return true;
	}
	if (len == 3 && !strncasecmp(text, "Meh", len)) {
		*out = MOD_LCTL | MOD_LSFT | MOD_LALT;
		return true;
	}
	for (size_t bit = 0; bit < COUNT(mods); bit++) {
		if (!is_mod(bit, text, len))
			continue;
		*out = (uint8_t)(1 << bit);
		return true;
	}
	return false;
}

bool plain_legend_find_mods(const char *text, uint8_t *out)
{
	*out = 0;
	for (;;) {
		size_t len = strcspn(text, "+");
		uint8_t one;

		if (!find_mods(text, len, &one))
			return false;
		*out |= one;
		if (!text[len])
			return true;
		text += len + 1;
	}
}

/* One that is itself a modifier, where the word alone stands for the key. */
static bool find_mod_key(const char *text, uint32_t *key)
{
	static const char *const names[] = { "KC_LCTL", "KC_LSFT", "KC_LALT", "KC_LGUI",
					     "KC_RCTL", "KC_RSFT", "KC_RALT", "KC_RGUI" };

	for (size_t bit = 0; bit < COUNT(mods); bit++)
		if (is_mod(bit, text, strlen(text)))
			return find_name(names[bit], key);
	return false;
}

bool plain_legend_find_key(const char *text, uint32_t *key)
{
	uint8_t held = 0, one;
	size_t len;

	for (len = strcspn(text, "+"); len && text[len] && text[len + 1] && find_mods(text, len, &one);
	     len = strcspn(text, "+")) {
		held |= one;
		text += len + 1;
	}
	if (!text[0] || (!find_character(text, key) && !find_mod_key(text, key) && !find_word(text, key) &&
			 !find_spelled(text, key)))
		return false;
	*key |= KEY(0, held);
	return true;
}

static void print_mods(uint8_t held, bool alone, struct str *out)
{
	const char *plus = "";

	for (size_t bit = 0; bit < COUNT(mods); bit++) {
		if (!(held >> bit & 1))
			continue;
		str_addf(out, "%s%s", plus, alone ? mods[bit].alone : mods[bit].before);
		plus = "+";
	}
}

void plain_legend_mods(uint8_t held, struct str *out)
{
	print_mods(held, true, out);
}

static void print_code(uint16_t code, struct str *out)
{
	const struct keycode *row = keycode_get(code);
	const char *name = keycode_short_name(code);
	uint32_t key;

	if (row->legend_ascii[0] && !row->legend_ascii[1] && find_character(row->legend_ascii, &key) &&
	    key == KEY(code, 0)) {
		str_add(out, row->legend_ascii);
		return;
	}
	if (!strncmp(name, "KC_", 3))
		name += 3;
	for (; *name; name++)
		str_add_char(out, *name == '_' ? ' ' : *name);
}

void plain_legend_key(uint32_t key, struct str *out)
{
	uint8_t held = KEY_MODS(key);

	for (uint16_t code = 0; held == MOD_LSFT && code < keycode_count(); code++) {
		const struct keycode *row = keycode_get(code);
		struct action action = action_of_keycode(code);
		uint32_t found;

		if (action.kind != ACTION_KEY || action.arg[0] != key || row->legend_ascii[1] ||
		    !find_character(row->legend_ascii, &found) || found != key)
			continue;
		str_add(out, row->legend_ascii);
		return;
	}
	if (held) {
		print_mods(held, false, out);
		str_add_char(out, '+');
	}
	print_code(KEY_CODE(key), out);
}
