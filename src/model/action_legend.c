/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "action_spelling.h"
#include "base/utf8.h"
#include "model/keycode.h"
#include "model/symbol.h"

enum { FIRST_MODIFIER = 0xe0, COLS_MAX = 20 };

/* In front of the first argument. */
static const char *const prefixes[ACTION_KIND_COUNT] = {
	[ACTION_LAYER_MOMENTARY] = "L",
	[ACTION_LAYER_TOGGLE] = "TG",
	[ACTION_LAYER_TO] = "TO",
	[ACTION_LAYER_DEFAULT] = "DF",
	[ACTION_LAYER_ONE_SHOT] = "oL",
	[ACTION_LAYER_TAP_TOGGLE] = "TT",
	[ACTION_LAYER_DEFAULT_SAVED] = "PDF",
	[ACTION_LAYER_MOD] = "L",
	[ACTION_TAP_DANCE] = "TD",
	[ACTION_UNICODE_MAP] = "UM",
	[ACTION_UNICODE_PAIR] = "UP",
};

static const char *keycode_legend(uint16_t code, bool ascii)
{
	const struct keycode *k = keycode_get(code);

	return ascii ? k->legend_ascii : k->legend;
}

/* C S A G, c s a g, or one letter for a set that has a name. */
static void add_letters(uint8_t mods, struct str *out)
{
	if (mods == MODS_MEH || mods == MODS_HYPER) {
		str_add_char(out, mods == MODS_MEH ? 'M' : 'H');
		return;
	}
	for (unsigned i = 0; i < 8; i++)
		if (mods >> i & 1)
			str_add_char(out, "CSAGcsag"[i]);
}

/* One modifier has the legend of its key; more have their letters. */
static void add_mods(uint8_t mods, bool ascii, struct str *out)
{
	uint16_t code;

	if (mods == MODS_MEH || mods == MODS_HYPER) {
		str_add(out, mods == MODS_MEH ? "Meh" : "Hypr");
		return;
	}
	for (unsigned i = 0; i < 8; i++) {
		if (mods != 1u << i || !keycode_find_value((uint16_t)(FIRST_MODIFIER + i), &code))
			continue;
		str_add(out, keycode_legend(code, ascii));
		return;
	}
	add_letters(mods, out);
}

static void add_key(uint32_t key, bool ascii, struct str *out)
{
	uint16_t code = KEY_CODE(key);
	uint8_t mods = KEY_MODS(key);

	if (mods && !code) {
		add_mods(mods, ascii, out);
		return;
	}
	if (key_find_shifted(key, &code))
		mods = 0;
	if (mods) {
		add_letters(mods, out);
		str_add_char(out, '-');
	}
	str_add(out, keycode_legend(code, ascii));
}

static void add_character(uint32_t code, bool ascii, struct str *out)
{
	char glyph[5] = "", shown[16];

	/* ASCII is what plain keys are for: a legend of its own tells this one from them. */
	if (ascii || code < 0x80 || utf8_code_width(code) <= 0) {
		str_addf(out, "U+%X", code);
		return;
	}
	glyph[utf8_encode(code, glyph)] = '\0';
	utf8_escape(shown, sizeof(shown), glyph, strlen(glyph));
	str_add(out, shown);
}

/* A cell of a behaviour of ZMK's; of BT_SEL, what follows the prefix. */
static void add_cell(struct action action, int index, bool ascii, struct str *out)
{
	const char *text, *bar;

	switch (action_arg_type(action, index)) {
	case ARG_KEY:
		add_key(action.arg[index], ascii, out);
		break;
	case ARG_LAYER:
		str_addf(out, "L%u", action.arg[index]);
		break;
	case ARG_SYMBOL:
		text = symbol_text(action.arg[index]);
		bar = strchr(text, '_');
		str_add(out, bar && bar[1] ? bar + 1 : text);
		break;
	case ARG_NONE:
		break;
	default:
		str_addf(out, "%u", action.arg[index]);
		break;
	}
}

/* The cell of a behaviour that is its key when tapped: the last that is a key. 0: none is. */
static int tap_cell(struct action action)
{
	for (int i = 2; i > 0; i--)
		if (action_arg_type(action, i) == ARG_KEY)
			return i;
	return 0;
}

static void add_behavior_tap(struct action action, bool ascii, struct str *out)
{
	if (tap_cell(action))
		add_cell(action, tap_cell(action), ascii, out);
	else
		str_add(out, symbol_text(action.arg[0]));
}

/* What is not said above: the other cell, or the name of a behaviour of one key. */
static void add_behavior_hold(struct action action, bool ascii, struct str *out)
{
	int tap = tap_cell(action), other = tap == 1 ? 2 : 1;
	bool two = action_arg_type(action, 2) != ARG_NONE;

	if (tap && !two) {
		str_add(out, symbol_text(action.arg[0]));
		return;
	}
	add_cell(action, other, ascii, out);
	if (!tap && two) {
		/* SEL0 to SEL4 are told apart on the smallest cap. */
		if (action_arg_type(action, 2) != ARG_NUMBER || action_arg_type(action, 1) != ARG_SYMBOL)
			str_add_char(out, ' ');
		add_cell(action, 2, ascii, out);
	}
}

static void add_tap(struct action action, bool ascii, struct str *out)
{
	const struct action_kind_info *info = action_kind_info(action.kind);
	uint16_t code = 0;

	switch (action.kind) {
	case ACTION_TRANSPARENT:
		keycode_find_value(1, &code);
		str_add(out, keycode_legend(code, ascii));
		return;
	case ACTION_NONE:
		str_add(out, keycode_legend(code, ascii));
		return;
	case ACTION_MOD_ONE_SHOT:
		str_add_char(out, 'o');
		add_mods((uint8_t)action.arg[0], ascii, out);
		return;
	case ACTION_KEY_ONE_SHOT:
	case ACTION_KEY_TOGGLE:
		str_add_char(out, action.kind == ACTION_KEY_TOGGLE ? 't' : 'o');
		add_key(action.arg[0], ascii, out);
		return;
	case ACTION_BEHAVIOR:
		add_behavior_tap(action, ascii, out);
		return;
	case ACTION_UNICODE:
		add_character(action.arg[0], ascii, out);
		return;
	case ACTION_RAW_NUMBER:
		str_addf(out, "%04X", action.arg[0]);
		return;
	default:
		break;
	}
	for (int i = 0; i < 2; i++)
		if (info->arg[i] == ARG_KEY) {
			add_key(action.arg[i], ascii, out);
			return;
		}
	if (info->arg[0] == ARG_SYMBOL || (action.flags & ACTION_BY_NAME)) {
		str_add(out, action.flags & ACTION_BY_NAME ? "*" : "");
		str_add(out, symbol_text(action.arg[0]));
		return;
	}
	str_addf(out, "%s%u", prefixes[action.kind], action.arg[0]);
	if (info->arg[1] == ARG_MODS)
		add_letters((uint8_t)action.arg[1], out);
	else if (info->arg[1] == ARG_NUMBER)
		str_addf(out, "/%u", action.arg[1]);
}

static void add_hold(struct action action, bool ascii, struct str *out)
{
	switch (action.kind) {
	case ACTION_MOD_TAP:
		add_mods((uint8_t)action.arg[0], ascii, out);
		break;
	case ACTION_LAYER_TAP:
	case ACTION_LAYER_TAP_TOGGLE:
		str_addf(out, "L%u", action.arg[0]);
		break;
	case ACTION_SWAP_HANDS_TAP:
		str_add(out, "SH");
		break;
	case ACTION_BEHAVIOR:
		add_behavior_hold(action, ascii, out);
		break;
	default:
		break;
	}
}

/* Escape, and in ASCII leave nothing else; cut to the columns and to the room that @out has. */
static void fit(char *out, size_t size, const char *text, int cols, bool ascii)
{
	const char *mark = ascii ? "~" : "…";
	char shown[160];
	size_t n;

	utf8_escape(shown, sizeof(shown), text, strlen(text));
	for (char *p = shown; ascii && *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	if (utf8_width(shown) <= cols && strlen(shown) < size) {
		memcpy(out, shown, strlen(shown) + 1);
		return;
	}
	do {
		n = utf8_clip(shown, --cols);
	} while (n + strlen(mark) >= size);
	memcpy(out, shown, n);
	memcpy(out + n, mark, strlen(mark) + 1);
}

void action_legend(struct action action, int cols, bool ascii, struct legend *out)
{
	struct str tap = { 0 }, hold = { 0 };

	assert(cols >= 2 && cols <= COLS_MAX);
	add_tap(action, ascii, &tap);
	add_hold(action, ascii, &hold);
	fit(out->tap, sizeof(out->tap), str_text(&tap), cols, ascii);
	fit(out->hold, sizeof(out->hold), str_text(&hold), cols, ascii);
	str_release(&tap);
	str_release(&hold);
}
