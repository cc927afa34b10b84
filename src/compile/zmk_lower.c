/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/zmk_key.h"
#include "zmk_lower.h"

enum {
	VALUE_FIRST_SYSTEM = 0xa5,
	VALUE_LEFT_CTRL = 0xe0
}; /* the keys of the eight modifiers follow each other in their bits' order */

bool zmk_revision_find(const char *name, enum zmk_revision *out)
{
	static const char *const names[] = { [ZMK_V0_3] = "v0.3", [ZMK_MAIN] = "main" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i], name))
			continue;
		*out = (enum zmk_revision)i;
		return true;
	}
	return false;
}

/* What the kinds are that ZMK has no words for, or other ones. Every other kind is itself. */
static const struct {
	enum action_kind kind, as;
	enum zmk_match match;
	const char *note;
} kinds[] = {
	{ ACTION_LAYER_DEFAULT, ACTION_LAYER_TO, ZMK_NEAR,
	  "ZMK's default layer is always the first: other layers go off instead" },
	{ ACTION_LAYER_DEFAULT_SAVED, ACTION_NONE, ZMK_NOTHING, "ZMK keeps no default layer over a restart" },
	{ ACTION_LAYER_TAP_TOGGLE, ACTION_NONE, ZMK_NOTHING, "it takes a hold-tap" },
	{ ACTION_LAYER_MOD, ACTION_NONE, ZMK_NOTHING, "it takes a macro" },
	{ ACTION_TAP_DANCE, ACTION_NONE, ZMK_NOTHING, "the keymap has no such tap dance" },
	{ ACTION_UNICODE, ACTION_NONE, ZMK_NOTHING, "it takes a macro" },
	{ ACTION_UNICODE_MAP, ACTION_NONE, ZMK_NOTHING, "the characters of the map are in C code" },
	{ ACTION_UNICODE_PAIR, ACTION_NONE, ZMK_NOTHING, "the characters of the map are in C code" },
	{ ACTION_RAW_NUMBER, ACTION_NONE, ZMK_NOTHING, "the number is no keycode that has a name" },
};

static const char since_main[] = "ZMK has it from revision main on";

/* The row of a keycode, or of a group of them. */
static const struct zmk_lowering_row *find_row(const char *name, bool is_group)
{
	for (size_t i = 0; i < zmk_lowering_row_count; i++) {
		const char *keycode = zmk_lowering_rows[i].keycode;

		if ((*keycode == '@') == is_group && !strcmp(keycode + is_group, name))
			return &zmk_lowering_rows[i];
	}
	return NULL;
}

static struct action row_action(const struct zmk_lowering_row *row)
{
	struct action action = { .kind = ACTION_NONE };
	struct err err;
	bool ok = zmk_action_parse(row->binding, NULL, &action, &err);

	assert(ok);
	(void)ok;
	return action;
}

static struct zmk_lowered nothing(const char *note)
{
	return (struct zmk_lowered){ { .kind = ACTION_NONE }, ZMK_NOTHING, note };
}

/* Modifiers by themselves: the last one is the key that the others hold. */
static uint32_t key_of_mods(uint8_t mods)
{
	uint16_t code = 0;
	int bit = 7;

	while (!(mods >> bit & 1))
		bit--;
	keycode_find_value((uint16_t)(VALUE_LEFT_CTRL + bit), &code);
	return KEY(code, mods & ~(1u << bit));
}

uint8_t zmk_mods_of_key(uint32_t key)
{
	uint16_t value = keycode_get(KEY_CODE(key))->value;

	if (value < VALUE_LEFT_CTRL || value > VALUE_LEFT_CTRL + 7)
		return 0;
	return (uint8_t)(1u << (value - VALUE_LEFT_CTRL) | KEY_MODS(key));
}

static struct zmk_lowered lower_key(uint32_t key, enum zmk_revision revision)
{
	const struct keycode *code = keycode_get(KEY_CODE(key));
	/* Keys of the keyboard's page, which most are, have none. */
	const struct zmk_lowering_row *row =
		code->value < VALUE_FIRST_SYSTEM ? NULL : find_row(code->name, false);

	if (!KEY_CODE(key) && KEY_MODS(key))
		key = key_of_mods(KEY_MODS(key));
	if (!row && (zmk_key_of(key) || zmk_key_of(KEY(KEY_CODE(key), 0))))
		return (struct zmk_lowered){ { .kind = ACTION_KEY, .arg = { key } }, ZMK_EXACT, "" };
	if (!row)
		row = find_row(code->group, true);
	if (!row)
		return nothing("ZMK has no such key");
	if (!row->binding)
		return nothing(row->note);
	if (row->from > revision)
		return nothing(since_main);
	if (KEY_MODS(key))
		return nothing("ZMK holds modifiers with keys alone");
	return (struct zmk_lowered){ row_action(row), row->match, row->note };
}

static struct zmk_lowered lower_swap_tap(struct action action, enum zmk_revision revision)
{
	struct zmk_lowered tap = lower_key(action.arg[0], revision);

	if (tap.match == ZMK_NOTHING)
		return tap;
	return (struct zmk_lowered){ tap.action, ZMK_NEAR, "ZMK does not swap hands: the tap is left" };
}

/* MT(), LT() and others: what is tapped must be a key of ZMK's. */
static struct zmk_lowered lower_keys_inside(struct action action, enum zmk_revision revision)
{
	struct zmk_lowered out = { action, ZMK_EXACT, "" };

	for (int i = 0; i < 3; i++) {
		struct zmk_lowered key;

		if (action_arg_type(action, i) != ARG_KEY)
			continue;
		key = lower_key(action.arg[i], revision);
		if (key.match == ZMK_NOTHING)
			return key;
		if (key.action.kind != ACTION_KEY)
			return nothing("what is tapped is no key of ZMK's");
		out.action.arg[i] = key.action.arg[0];
		if (key.match == ZMK_NEAR)
			out = (struct zmk_lowered){ out.action, ZMK_NEAR, key.note };
	}
	return out;
}

/* &out OUT_NONE */
static bool is_of_main(struct action action)
{
	return action.kind == ACTION_BEHAVIOR && !strcmp(symbol_text(action.arg[0]), "out") &&
	       action_arg_type(action, 1) == ARG_SYMBOL && !strcmp(symbol_text(action.arg[1]), "OUT_NONE");
}

/* What of other people's text is in it is taken only when it reads as one binding. */
static struct zmk_lowered check_text(struct action action, enum zmk_revision revision)
{
	struct action again;
	struct str text = STR_INIT;
	struct err err;
	bool ok;

	ok = zmk_action_print(action, NULL, NULL, &text) &&
	     zmk_action_parse(str_text(&text), NULL, &again, &err);
	str_release(&text);
	if (!ok)
		return nothing("it is no binding of ZMK's");
	if (is_of_main(action) && revision < ZMK_MAIN)
		return nothing(since_main);
	return (struct zmk_lowered){ action, ZMK_EXACT, "" };
}

struct zmk_lowered zmk_lower_action(struct action action, enum zmk_revision revision)
{
	if (action.kind == ACTION_RAW || action.kind == ACTION_BEHAVIOR)
		return check_text(action, revision);
	if (action.kind == ACTION_KEY)
		return lower_key(action.arg[0], revision);
	if (action.kind == ACTION_SWAP_HANDS_TAP)
		return lower_swap_tap(action, revision);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct zmk_lowered out = { action, kinds[i].match, kinds[i].note };

		if (kinds[i].kind != action.kind)
			continue;
		if (kinds[i].match == ZMK_NOTHING)
			return nothing(kinds[i].note);
		out.action.kind = (uint16_t)kinds[i].as;
		return out;
	}
	return lower_keys_inside(action, revision);
}
