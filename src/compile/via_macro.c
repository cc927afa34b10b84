/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/via_macro.h"
#include "matrix_keymap.h"
#include "model/keycode.h"
#include "model/symbol.h"

enum {
	FIRST_KEY = 4, /* KC_A: below are no keys */
	KC_LEFT_CTRL = 0xe0,
	MODS = 8,
};

/* What is in braces is no text, so a brace in a text has a backslash; a backslash at the end, which would make text of
 * the braces behind it, is the key. */
static void add_escaped(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '{')
			str_add_char(out, '\\');
		if (*text == '\\' && !text[1])
			str_add(out, "{KC_BSLS}");
		else
			str_add_char(out, *text);
	}
}

bool via_macro_has_key(struct action action)
{
	uint16_t value = action.kind == ACTION_KEY ? keycode_get(KEY_CODE(action.arg[0]))->value : 0;

	return value >= FIRST_KEY && value <= UINT8_MAX;
}

static void add_key(enum keycode_dialect dialect, const char *sign, uint16_t code, struct str *out)
{
	str_addf(out, "{%s", sign);
	keycode_dialect_print(dialect, (struct action){ .kind = ACTION_KEY, .arg = { code } }, out);
	str_add_char(out, '}');
}

static void add_mods(enum keycode_dialect dialect, const char *sign, uint8_t mods, struct str *out)
{
	uint16_t code;

	for (int i = 0; i < MODS; i++)
		if (mods >> i & 1 && keycode_find_value((uint16_t)(KC_LEFT_CTRL + i), &code))
			add_key(dialect, sign, code, out);
}

/* The firmware keeps eight bits of a key: its modifiers are keys of their own. */
static void add_key_step(enum keycode_dialect dialect, const struct step *step, struct str *out)
{
	static const char *const sign[] = { [STEP_TAP] = "", [STEP_DOWN] = "+", [STEP_UP] = "-" };
	uint32_t key = step->action.arg[0];

	if (step->op != STEP_UP)
		add_mods(dialect, "+", KEY_MODS(key), out);
	add_key(dialect, sign[step->op], KEY_CODE(key), out);
	if (step->op != STEP_DOWN)
		add_mods(dialect, "-", KEY_MODS(key), out);
}

static bool add_step(enum keycode_dialect dialect, const struct step *step, struct str *out)
{
	if (step->op == STEP_TEXT) {
		add_escaped(out, symbol_text(step->text));
	} else if (step->op == STEP_DELAY) {
		str_addf(out, "{%d}", (int)step->value);
	} else if (step->op <= STEP_UP && via_macro_has_key(step->action)) {
		add_key_step(dialect, step, out);
	} else {
		return false;
	}
	return true;
}

bool via_macro_print(const struct definition *macro, enum keycode_dialect dialect, struct str *out)
{
	bool all = true;

	for (size_t i = 0; i < macro->steps; i++)
		all = add_step(dialect, &macro->step[i], out) && all;
	return all;
}
