/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "action_spelling.h"
#include "base/utf8.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"

/* %0 and %1 stand for the arguments. */
static const char *const sentences[] = {
	[ACTION_NONE] = "does nothing",
	[ACTION_TRANSPARENT] = "what the layer below does",
	[ACTION_KEY] = "%0",
	[ACTION_MOD_TAP] = "%0 while held, %1 when tapped",
	[ACTION_LAYER_TAP] = "layer %0 while held, %1 when tapped",
	[ACTION_LAYER_MOMENTARY] = "layer %0 while held",
	[ACTION_LAYER_TOGGLE] = "layer %0 on, and off again",
	[ACTION_LAYER_TO] = "layer %0 on, all others off",
	[ACTION_LAYER_DEFAULT] = "layer %0 as the base until the next restart",
	[ACTION_LAYER_DEFAULT_SAVED] = "layer %0 as the base, kept over restarts",
	[ACTION_LAYER_ONE_SHOT] = "layer %0 for the next key",
	[ACTION_LAYER_TAP_TOGGLE] = "layer %0 while held, toggled by taps",
	[ACTION_LAYER_MOD] = "layer %0 with %1 while held",
	[ACTION_MOD_ONE_SHOT] = "%0 for the next key",
	[ACTION_KEY_ONE_SHOT] = "%0 for the next key",
	[ACTION_KEY_TOGGLE] = "%0 held until it is pressed again",
	[ACTION_SWAP_HANDS_TAP] = "swapped hands while held, %0 when tapped",
	[ACTION_TAP_DANCE] = "tap dance %0",
	[ACTION_UNICODE] = "the character %0",
	[ACTION_UNICODE_MAP] = "character %0 of the Unicode map",
	[ACTION_UNICODE_PAIR] = "character %0 of the Unicode map, %1 with Shift",
	[ACTION_BEHAVIOR] = "", /* add_behavior() */
	[ACTION_RAW_NUMBER] = "keycode %0, which has no name",
	[ACTION_RAW] = "as the firmware's source says: %0",
};
_Static_assert(COUNT(sentences) == ACTION_KIND_COUNT, "a sentence for each kind of action");

static void add_mods(uint8_t mods, struct str *out)
{
	static const char *const words[] = {
		"Control", "Shift", "Alt", "GUI", "right Control", "right Shift", "right Alt", "right GUI",
	};
	const char *plus = "";

	if (mods == MODS_MEH || mods == MODS_HYPER) {
		str_add(out, mods == MODS_MEH ? "Meh" : "Hyper");
		return;
	}
	if (!mods)
		str_add(out, "no modifier");
	for (unsigned i = 0; i < COUNT(words); i++) {
		if (!(mods >> i & 1))
			continue;
		str_addf(out, "%s%s", plus, words[i]);
		plus = " + ";
	}
}

/* The synonyms of a help text, after its comma, would break a longer sentence. */
static void add_key(uint32_t key, bool alone, struct str *out)
{
	const char *help;
	uint16_t code;

	if (key_find_shifted(key, &code))
		key = KEY(code, 0);
	if (KEY_MODS(key)) {
		add_mods(KEY_MODS(key), out);
		if (!KEY_CODE(key))
			return;
		str_add(out, " + ");
		alone = false;
	}
	help = keycode_get(KEY_CODE(key))->help;
	str_add_bytes(out, help, alone ? strlen(help) : strcspn(help, ","));
}

static void add_escaped(const char *text, struct str *out)
{
	char escaped[400];

	utf8_escape(escaped, sizeof(escaped), text, strlen(text));
	str_add(out, escaped);
}

static void add_character(uint32_t code, struct str *out)
{
	char glyph[5] = "";

	str_addf(out, "U+%04X", code);
	if (utf8_code_width(code) <= 0)
		return;
	glyph[utf8_encode(code, glyph)] = '\0';
	str_add(out, " ");
	add_escaped(glyph, out);
}

static void add_argument(struct action action, int index, struct str *out)
{
	uint32_t arg = action.arg[index];

	switch (action_arg_type(action, index)) {
	case ARG_NONE:
		break;
	case ARG_KEY:
		add_key(arg, action.kind == ACTION_KEY, out);
		break;
	case ARG_MODS:
		add_mods((uint8_t)arg, out);
		break;
	case ARG_SYMBOL:
		add_escaped(symbol_text(arg), out);
		break;
	case ARG_DEFINITION:
		if (action.flags & ACTION_BY_NAME)
			add_escaped(symbol_text(arg), out);
		else
			str_addf(out, "%u", arg);
		break;
	case ARG_LAYER:
	case ARG_NUMBER:
		if (action.kind == ACTION_UNICODE)
			add_character(arg, out);
		else if (action.kind == ACTION_RAW_NUMBER)
			str_addf(out, "0x%04X", arg);
		else
			str_addf(out, "%u", arg);
		break;
	}
}

/* What ZMK's own do, and the cells as they are; of others the name. */
static void add_behavior(struct action action, struct str *out)
{
	const char *ref = symbol_text(action.arg[0]), *before = " (";
	const struct zmk_behavior *behavior = zmk_behavior_find(ref, strlen(ref));

	str_add(out, behavior ? behavior->help : "the behavior ");
	if (!behavior)
		add_escaped(ref, out);
	for (int i = 1; i < 3; i++) {
		if (action_arg_type(action, i) == ARG_NONE)
			continue;
		str_addf(out, "%s%s", before, action_arg_type(action, i) == ARG_LAYER ? "layer " : "");
		add_argument(action, i, out);
		before = ", ";
	}
	str_add(out, *before == ',' ? ")" : "");
}

void action_describe(struct action action, struct str *out)
{
	if (action.kind == ACTION_BEHAVIOR) {
		add_behavior(action, out);
		return;
	}
	for (const char *p = sentences[action.kind]; *p; p++) {
		if (*p == '%')
			add_argument(action, *++p - '0', out);
		else
			str_add_char(out, *p);
	}
}
