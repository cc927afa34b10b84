/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/keycode.h"
#include "qmk_send_string.h"

enum {
	VALUE_FIRST = 0x04,      /* KC_A: below are KC_NO, KC_TRNS and errors */
	VALUE_LAST_NAMED = 0xc0, /* keys up to here and modifiers have an X_ name */
	VALUE_LEFT_CTRL = 0xe0,
	VALUE_RIGHT_GUI = 0xe7,
};

/*
 * send_char() looks a byte up in a table of 128 keys. The others have none
 * there, and two would do harm: 1 introduces a command of SEND_STRING and
 * bytes from 128 up are read past the end of the table.
 */
bool qmk_is_typeable(char c)
{
	return ((unsigned char)c >= ' ' && (unsigned char)c <= 0x7f) || c == '\b' || c == '\t' || c == '\n' ||
	       c == '\r' || c == 0x1b;
}

void qmk_add_string(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '\r') { /* an Enter however the line ends */
			if (c[1] != '\n')
				str_add(out, "\\n");
		} else if (*c == '\n') {
			str_add(out, "\\n");
		} else if (*c == '\t') {
			str_add(out, "\\t");
		} else if (*c == '"' || *c == '\\' || (*c == '?' && c > text && c[-1] == '?')) {
			str_addf(out, "\\%c", *c); /* ?? would start a trigraph */
		} else if (*c < ' ' || *c == 0x7f) {
			/* Octal takes three digits at most; \x would swallow what follows. */
			str_addf(out, "\\%03o", (unsigned)(unsigned char)*c);
		} else {
			str_add_char(out, *c);
		}
	}
	str_add_char(out, '"');
}

bool qmk_is_sendable(struct action action)
{
	uint16_t value;

	if (action.kind != ACTION_KEY)
		return false;
	value = keycode_get(KEY_CODE(action.arg[0]))->value;
	return value >= VALUE_FIRST && value <= 0xff;
}

/* X_A, X_ENT: the short names with X_ for KC_. Keys that have none are given by their number, which works too. */
static void add_key(struct str *out, uint16_t code)
{
	uint16_t value = keycode_get(code)->value;
	const char *name = keycode_short_name(code);

	if ((value <= VALUE_LAST_NAMED || (value >= VALUE_LEFT_CTRL && value <= VALUE_RIGHT_GUI)) &&
	    !strncmp(name, "KC_", 3))
		str_addf(out, "X_%s", name + 3);
	else
		str_addf(out, "%02x", (unsigned)value);
}

static const char *const mod_name[8] = { "LCTL", "LSFT", "LALT", "LGUI", "RCTL", "RSFT", "RALT", "RGUI" };

void qmk_add_ss_tap(struct str *out, uint32_t key)
{
	size_t open = 0;

	for (size_t i = 0; i < COUNT(mod_name); i++) {
		if (!(KEY_MODS(key) >> i & 1))
			continue;
		str_addf(out, "SS_%s(", mod_name[i]);
		open++;
	}
	str_add(out, "SS_TAP(");
	add_key(out, KEY_CODE(key));
	str_pad(out, ')', open + 1);
}

void qmk_add_ss_down(struct str *out, uint32_t key)
{
	for (size_t i = 0; i < COUNT(mod_name); i++)
		if (KEY_MODS(key) >> i & 1)
			str_addf(out, "SS_DOWN(X_%s) ", mod_name[i]);
	str_add(out, "SS_DOWN(");
	add_key(out, KEY_CODE(key));
	str_add_char(out, ')');
}

void qmk_add_ss_up(struct str *out, uint32_t key)
{
	str_add(out, "SS_UP(");
	add_key(out, KEY_CODE(key));
	str_add_char(out, ')');
	for (size_t i = COUNT(mod_name); i-- > 0;)
		if (KEY_MODS(key) >> i & 1)
			str_addf(out, " SS_UP(X_%s)", mod_name[i]);
}
