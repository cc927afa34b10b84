/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "ui/key.h"

/* Keys that are not their own name, on a US layout: that is what QMK's keycodes mean. */
static const struct {
	const char *key, *keycode;
} typed[] = {
	{ "<Space>", "KC_SPC" },   { "<CR>", "KC_ENT" },
	{ "<Tab>", "KC_TAB" },     { "<BS>", "KC_BSPC" },
	{ "<Del>", "KC_DEL" },     { "<Ins>", "KC_INS" },
	{ "<Home>", "KC_HOME" },   { "<End>", "KC_END" },
	{ "<PageUp>", "KC_PGUP" }, { "<PageDown>", "KC_PGDN" },
	{ "<Up>", "KC_UP" },       { "<Down>", "KC_DOWN" },
	{ "<Left>", "KC_LEFT" },   { "<Right>", "KC_RGHT" },
	{ "<F2>", "KC_F2" },       { "<F3>", "KC_F3" },
	{ "<F4>", "KC_F4" },       { "<F5>", "KC_F5" },
	{ "<F6>", "KC_F6" },       { "<F7>", "KC_F7" },
	{ "<F8>", "KC_F8" },       { "<F9>", "KC_F9" },
	{ "<F10>", "KC_F10" },     { "<F11>", "KC_F11" },
	{ "<F12>", "KC_F12" },     { "-", "KC_MINS" },
	{ "=", "KC_EQL" },         { "[", "KC_LBRC" },
	{ "]", "KC_RBRC" },        { "\\", "KC_BSLS" },
	{ ";", "KC_SCLN" },        { "'", "KC_QUOT" },
	{ "`", "KC_GRV" },         { ",", "KC_COMM" },
	{ ".", "KC_DOT" },         { "/", "KC_SLSH" },
	{ "~", "KC_TILD" },        { "!", "KC_EXLM" },
	{ "@", "KC_AT" },          { "#", "KC_HASH" },
	{ "$", "KC_DLR" },         { "%", "KC_PERC" },
	{ "^", "KC_CIRC" },        { "&", "KC_AMPR" },
	{ "*", "KC_ASTR" },        { "(", "KC_LPRN" },
	{ ")", "KC_RPRN" },        { "_", "KC_UNDS" },
	{ "+", "KC_PLUS" },        { "{", "KC_LCBR" },
	{ "}", "KC_RCBR" },        { "|", "KC_PIPE" },
	{ ":", "KC_COLN" },        { "\"", "KC_DQUO" },
	{ "<", "KC_LT" },          { ">", "KC_GT" },
	{ "?", "KC_QUES" },
};

bool app_typed_expression(const char *key, char *out, size_t size)
{
	if (!key[1] && isalnum((unsigned char)key[0])) {
		snprintf(out, size, isupper((unsigned char)key[0]) ? "S(KC_%c)" : "KC_%c",
			 toupper((unsigned char)key[0]));
		return true;
	}
	if (!strncmp(key, "<C-", 3) && isalpha((unsigned char)key[3]) && !strcmp(key + 4, ">")) {
		snprintf(out, size, "LCTL(KC_%c)", toupper((unsigned char)key[3]));
		return true;
	}
	for (size_t i = 0; i < COUNT(typed); i++) {
		if (strcmp(typed[i].key, key))
			continue;
		snprintf(out, size, "%s", typed[i].keycode);
		return true;
	}
	return false;
}

bool view_type_key(struct app *app, const char *key, struct effects *effects)
{
	char expression[32];
	struct err err = { 0 };

	if (!app_typed_expression(key, expression, sizeof(expression))) {
		app_say(app, STYLE_WARNING,
			"%s is no key of a US keyboard: press <Esc>, then <CR> to choose any keycode", key);
		return true;
	}
	if (!app_assign_text(app, expression, effects, &err)) {
		app_say(app, STYLE_ERROR, "%s", err.text);
		return true;
	}
	if (app->cursor.key + 1 < (int)keymap_slots(app_map(app)))
		app_go(app, app->cursor.layer, app->cursor.key + 1);
	else
		app_pop(app);
	return true;
}

COMMAND(type)
{
	app_push(app, VIEW_TYPE);
	app_say(app, STYLE_TEXT, "type: each key pressed is assigned, and the next one selected");
	return true;
}
