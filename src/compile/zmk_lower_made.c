/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum { UNICODE_DIGITS = 4 };

bool zmk_find_made(const struct zmk_lower *z, struct zmk_made *like)
{
	for (size_t i = 0; i < z->mades; i++) {
		const struct zmk_made *made = &z->made[i];

		if (!action_equal(made->from, like->from) || !action_equal(made->with, like->with) ||
		    !zmk_tapping_equal(&made->tapping, &like->tapping))
			continue;
		like->to = made->to;
		return true;
	}
	return false;
}

void zmk_note_made(struct zmk_lower *z, const struct zmk_made *made)
{
	z->made = mem_grow(z->made, z->mades, &z->made_cap, sizeof(*z->made));
	z->made[z->mades++] = *made;
}

/* A macro of these steps, made once for @from. */
static struct action make_macro(struct zmk_lower *z, struct action from, const char *stem,
				struct definition macro)
{
	struct zmk_made made = { .from = from };

	if (zmk_find_made(z, &made))
		return made.to;
	macro.kind = DEFINITION_MACRO;
	macro.name = zmk_take_name(z, stem, stem);
	zmk_add(z, &macro);
	made.to = zmk_behavior_action(macro.name, ARG_NONE, 0, ARG_NONE, 0);
	zmk_note_made(z, &made);
	return made.to;
}

static struct step control(const char *ref)
{
	return (struct step){ .op = STEP_RESULT,
			      .action = zmk_behavior_action(symbol(ref), ARG_NONE, 0, ARG_NONE, 0) };
}

struct action zmk_make_wrapper(struct zmk_lower *z, struct action action)
{
	struct step step[] = { { .op = STEP_DOWN, .action = action },
			       control("macro_pause_for_release"),
			       { .op = STEP_UP, .action = action } };

	return make_macro(z, action, ZMK_WRAPPED, (struct definition){ .step = step, .steps = COUNT(step) });
}

void zmk_layer_mod_steps(struct step step[ZMK_LAYER_MOD_STEPS])
{
	uint32_t placeholder = symbol("MACRO_PLACEHOLDER");
	struct action layer = zmk_behavior_action(symbol("mo"), ARG_SYMBOL, placeholder, ARG_NONE, 0);
	struct action mods = zmk_behavior_action(symbol("kp"), ARG_SYMBOL, placeholder, ARG_NONE, 0);
	const struct step all[] = {
		control("macro_param_1to1"),        { .op = STEP_DOWN, .action = layer },
		control("macro_param_2to1"),        { .op = STEP_DOWN, .action = mods },
		control("macro_pause_for_release"), control("macro_param_2to1"),
		{ .op = STEP_UP, .action = mods },  control("macro_param_1to1"),
		{ .op = STEP_UP, .action = layer },
	};

	static_assert(COUNT(all) == ZMK_LAYER_MOD_STEPS, "as many as are declared");
	memcpy(step, all, sizeof(all));
}

struct action zmk_make_layer_mod(struct zmk_lower *z, struct action action)
{
	struct step step[ZMK_LAYER_MOD_STEPS];
	struct setting option[] = { zmk_text_option("compatible", "zmk,behavior-macro-two-param"),
				    zmk_number_option("wait-ms", 0) };
	struct action any = { .kind = ACTION_LAYER_MOD }, macro;
	struct zmk_lowered key = zmk_lower_action(
		(struct action){ .kind = ACTION_KEY, .arg = { KEY(0, action.arg[1]) } }, z->revision);

	zmk_layer_mod_steps(step);
	macro = make_macro(z, any, "layer_mod",
			   (struct definition){ .step = step,
						.steps = ZMK_LAYER_MOD_STEPS,
						.option = option,
						.options = COUNT(option) });
	return zmk_behavior_action(macro.arg[0], ARG_LAYER, action.arg[0], ARG_KEY, key.action.arg[0]);
}

static struct step key_step(enum step_op op, const char *keycode, uint8_t mods)
{
	uint16_t code = 0;

	keycode_find(keycode, strlen(keycode), &code);
	return (struct step){ .op = (uint16_t)op,
			      .action = { .kind = ACTION_KEY, .arg = { KEY(code, mods) } } };
}

/* How the hosts take a character by its number, by what QMK calls the ways; the first is the usual one. */
static const struct input_method {
	const char *mode, *hold; /* hold: a key held meanwhile, "": none */
	const char *first[2];    /* keys tapped before the digits */
	uint8_t first_mods;
	bool enter, utf16; /* behind the digits; two numbers for what is beyond 16 bits */
	const char *why;
} methods[] = {
	{ "linux", "", { "KC_U" }, MOD_LCTL | MOD_LSFT, true, false, "it types it on Linux alone" },
	{ "macos", "KC_RALT", { NULL }, 0, false, true, "it types it where Unicode Hex Input is on" },
	{ "wincompose", "", { "KC_RALT", "KC_U" }, 0, true, false, "it types it where WinCompose runs" },
	{ "windows", "KC_LALT", { "KC_PPLS" }, 0, false, false, "it types it where EnableHexNumpad is set" },
};

static const struct input_method *find_method(const struct zmk_lower *z)
{
	const struct setting *mode = keymap_find_setting(z->from, "unicode.mode");

	for (size_t i = 0; mode && i < COUNT(methods); i++)
		if (!strcmp(symbol_text(mode->text), methods[i].mode))
			return &methods[i];
	return &methods[0];
}

/* The hexadecimal digits of a number. How many. */
static size_t add_digits(struct step *step, uint32_t number)
{
	char digits[12], name[] = "KC_0";
	size_t count = (size_t)snprintf(digits, sizeof(digits), "%0*X", UNICODE_DIGITS, (unsigned)number);

	for (size_t i = 0; i < count; i++) {
		name[3] = digits[i];
		step[i] = key_step(STEP_TAP, name, 0);
	}
	return count;
}

static size_t add_character(struct step *step, const struct input_method *method, uint32_t code)
{
	uint32_t above = code - 0x10000;
	size_t steps;

	if (!method->utf16 || code < 0x10000)
		return add_digits(step, code);
	steps = add_digits(step, 0xd800 + (above >> 10));
	return steps + add_digits(step + steps, 0xdc00 + (above & 0x3ff));
}

struct action zmk_make_unicode(struct zmk_lower *z, struct action action)
{
	const struct input_method *method = find_method(z);
	struct step step[16];
	struct str stem = STR_INIT;
	struct action macro;
	size_t steps = 0;

	if (*method->hold)
		step[steps++] = key_step(STEP_DOWN, method->hold, 0);
	for (size_t i = 0; i < COUNT(method->first) && method->first[i]; i++)
		step[steps++] = key_step(STEP_TAP, method->first[i], method->first_mods);
	steps += add_character(step + steps, method, action.arg[0]);
	if (method->enter)
		step[steps++] = key_step(STEP_TAP, "KC_ENTER", 0);
	if (*method->hold)
		step[steps++] = key_step(STEP_UP, method->hold, 0);
	str_addf(&stem, "unicode_%04x", (unsigned)action.arg[0]);
	macro = make_macro(z, action, str_text(&stem), (struct definition){ .step = step, .steps = steps });
	zmk_lose_action(z, action, (struct zmk_lowered){ macro, ZMK_NEAR, method->why });
	str_release(&stem);
	return macro;
}

struct action zmk_make_unicode_pair(struct zmk_lower *z, struct action action, struct action plain,
				    struct action shifted)
{
	struct zmk_made made = { .from = action };
	struct step step[2] = { { .op = STEP_RESULT, .action = zmk_make_unicode(z, plain) },
				{ .op = STEP_RESULT, .action = zmk_make_unicode(z, shifted) } };
	struct definition pair = {
		.kind = DEFINITION_OVERRIDE, .mods = MOD_LSFT | MOD_RSFT, .step = step, .steps = 2
	};

	if (zmk_find_made(z, &made))
		return made.to;
	pair.name = zmk_take_name(z, "unicode_pair", "unicode_pair");
	zmk_add(z, &pair);
	made.to = zmk_behavior_action(pair.name, ARG_NONE, 0, ARG_NONE, 0);
	zmk_note_made(z, &made);
	return made.to;
}
