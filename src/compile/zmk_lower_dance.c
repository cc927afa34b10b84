/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/zmk_key.h"
#include "zmk_lower.h"

enum { DANCE_MAX_TAPS = 32, UNICODE_DIGITS = 4 };

/* An action that is the child of a hold-tap: a behaviour, and the one cell that it is handed. */
struct child {
	uint32_t ref; /* symbol */
	uint32_t value;
	enum arg_type type;
};

static bool find_made(const struct zmk_lower *z, struct action from, struct action with, int term_ms,
		      struct action *to)
{
	for (size_t i = 0; i < z->mades; i++) {
		const struct zmk_made *made = &z->made[i];

		if (!action_equal(made->from, from) || !action_equal(made->with, with) ||
		    made->term_ms != term_ms)
			continue;
		*to = made->to;
		return true;
	}
	return false;
}

static void note_made(struct zmk_lower *z, struct zmk_made made)
{
	z->made = mem_grow(z->made, z->mades, &z->made_cap, sizeof(*z->made));
	z->made[z->mades++] = made;
}

/* "&mo 1" as mo and 1; what takes no cell is handed a 0. False for what takes two, or nobody knows how many.
 * */
static bool child_of(struct action action, struct child *out)
{
	struct str text = STR_INIT;
	size_t len;

	zmk_action_print(action, NULL, NULL, &text);
	len = strcspn(str_text(&text) + 1, " ");
	*out = (struct child){ symbol_of_bytes(str_text(&text) + 1, len), 0, ARG_NUMBER };
	str_release(&text);
	if (action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT)
		return true;
	if (action.kind == ACTION_RAW)
		return false;
	if (action.kind == ACTION_BEHAVIOR) {
		const struct zmk_behavior *behavior = zmk_behavior_find(symbol_text(out->ref), len);

		if (action_arg_type(action, 2) != ARG_NONE || (behavior && behavior->cells == 2))
			return false;
		if (action_arg_type(action, 1) == ARG_NONE)
			return true;
		out->type = action_arg_type(action, 1);
		out->value = action.arg[1];
		return true;
	}
	out->type = action_arg_type(action, 0);
	out->value = action.arg[0];
	return action_arg_type(action, 1) == ARG_NONE;
}

static uint32_t add_hold_tap(struct zmk_lower *z, struct child hold, struct child tap, int term_ms)
{
	struct str text = STR_INIT;
	struct setting option[ZMK_HOLD_TAP_OPTIONS + 1];
	struct definition hold_tap = { .kind = DEFINITION_HOLD_TAP, .option = option };

	str_addf(&text, "hold_%s_tap_%s", symbol_text(hold.ref), symbol_text(tap.ref));
	hold_tap.name = zmk_take_name(z, str_text(&text), "hold_tap");
	str_clear(&text);
	str_addf(&text, "<&%s>, <&%s>", symbol_text(hold.ref), symbol_text(tap.ref));
	hold_tap.options = zmk_hold_tap_options(z, term_ms, option);
	option[hold_tap.options++] = zmk_text_option("bindings", str_text(&text));
	zmk_add(z, &hold_tap);
	str_release(&text);
	return hold_tap.name;
}

/* A macro of these steps, made once for @from. */
static struct action make_macro(struct zmk_lower *z, struct action from, const char *stem,
				struct definition macro)
{
	struct action none = { .kind = ACTION_NONE }, to;

	if (find_made(z, from, none, 0, &to))
		return to;
	macro.kind = DEFINITION_MACRO;
	macro.name = zmk_take_name(z, stem, stem);
	zmk_add(z, &macro);
	to = zmk_behavior_action(macro.name, ARG_NONE, 0, ARG_NONE, 0);
	note_made(z, (struct zmk_made){ from, none, to, 0 });
	return to;
}

static struct step control(const char *ref)
{
	return (struct step){ .op = STEP_RESULT,
			      .action = zmk_behavior_action(symbol(ref), ARG_NONE, 0, ARG_NONE, 0) };
}

/* What takes two cells, or nobody knows how many, as a macro that takes none. */
static struct action make_wrapper(struct zmk_lower *z, struct action action)
{
	struct step step[] = { { .op = STEP_DOWN, .action = action },
			       control("macro_pause_for_release"),
			       { .op = STEP_UP, .action = action } };

	return make_macro(z, action, "wrapped", (struct definition){ .step = step, .steps = COUNT(step) });
}

struct action zmk_make_hold_tap(struct zmk_lower *z, struct action hold, struct action tap, int term_ms)
{
	struct action key[2], to;
	struct child child[2];

	if (!child_of(hold, &child[0]))
		child_of(make_wrapper(z, hold), &child[0]);
	if (!child_of(tap, &child[1]))
		child_of(make_wrapper(z, tap), &child[1]);
	for (int i = 0; i < 2; i++)
		key[i] = zmk_behavior_action(child[i].ref, ARG_NONE, 0, ARG_NONE, 0);
	if (!find_made(z, key[0], key[1], term_ms, &to)) {
		to = zmk_behavior_action(add_hold_tap(z, child[0], child[1], term_ms), ARG_NONE, 0, ARG_NONE,
					 0);
		note_made(z, (struct zmk_made){ key[0], key[1], to, term_ms });
	}
	return zmk_behavior_action(to.arg[0], child[0].type, child[0].value, child[1].type, child[1].value);
}

struct action zmk_make_layer_mod(struct zmk_lower *z, struct action action)
{
	uint32_t placeholder = symbol("MACRO_PLACEHOLDER");
	struct action layer = zmk_behavior_action(symbol("mo"), ARG_SYMBOL, placeholder, ARG_NONE, 0);
	struct action mods = zmk_behavior_action(symbol("kp"), ARG_SYMBOL, placeholder, ARG_NONE, 0);
	struct step step[] = {
		control("macro_param_1to1"),        { .op = STEP_DOWN, .action = layer },
		control("macro_param_2to1"),        { .op = STEP_DOWN, .action = mods },
		control("macro_pause_for_release"), control("macro_param_2to1"),
		{ .op = STEP_UP, .action = mods },  control("macro_param_1to1"),
		{ .op = STEP_UP, .action = layer },
	};
	struct setting option[] = { zmk_text_option("compatible", "zmk,behavior-macro-two-param"),
				    zmk_number_option("wait-ms", 0) };
	struct action any = { .kind = ACTION_LAYER_MOD }, macro;
	struct zmk_lowered key = zmk_lower_action(
		(struct action){ .kind = ACTION_KEY, .arg = { KEY(0, action.arg[1]) } }, z->revision);

	macro = make_macro(
		z, any, "layer_mod",
		(struct definition){
			.step = step, .steps = COUNT(step), .option = option, .options = COUNT(option) });
	return zmk_behavior_action(macro.arg[0], ARG_LAYER, action.arg[0], ARG_KEY, key.action.arg[0]);
}

struct action zmk_make_tap_toggle(struct zmk_lower *z, struct action action)
{
	struct action hold = { .kind = ACTION_LAYER_MOMENTARY, .arg = { action.arg[0] } };
	struct action tap = { .kind = ACTION_LAYER_TOGGLE, .arg = { action.arg[0] } };

	struct action made = zmk_make_hold_tap(z, hold, tap, 0);

	zmk_lose_action(z, action, (struct zmk_lowered){ made, ZMK_NEAR, "one tap toggles the layer" });
	return made;
}

static struct step tap_step(const char *keycode, uint8_t mods)
{
	uint16_t code = 0;

	keycode_find(keycode, strlen(keycode), &code);
	return (struct step){ .op = STEP_TAP, .action = { .kind = ACTION_KEY, .arg = { KEY(code, mods) } } };
}

/* The hexadecimal digits of a character, as input methods of Linux take them. */
static size_t add_digits(struct step *step, uint32_t code)
{
	char digits[12], name[] = "KC_0";
	size_t count = (size_t)snprintf(digits, sizeof(digits), "%0*X", UNICODE_DIGITS, code);

	for (size_t i = 0; i < count; i++) {
		name[3] = digits[i];
		step[i] = tap_step(name, 0);
	}
	return count;
}

struct action zmk_make_unicode(struct zmk_lower *z, struct action action)
{
	struct step step[12];
	struct str stem = STR_INIT;
	struct action macro;
	size_t steps = 0;

	step[steps++] = tap_step("KC_U", MOD_LCTL | MOD_LSFT);
	steps += add_digits(step + steps, action.arg[0]);
	step[steps++] = tap_step("KC_ENTER", 0);
	str_addf(&stem, "unicode_%04x", action.arg[0]);
	macro = make_macro(z, action, str_text(&stem), (struct definition){ .step = step, .steps = steps });
	zmk_lose_action(z, action, (struct zmk_lowered){ macro, ZMK_NEAR, "it types it on Linux alone" });
	str_release(&stem);
	return macro;
}

/* What is done after @taps taps; @held: with the last one held. */
static const struct step *dance_step(const struct definition *dance, int32_t taps, bool held)
{
	for (size_t i = 0; i < dance->steps; i++)
		if (dance->step[i].value == (held ? -taps : taps))
			return &dance->step[i];
	return NULL;
}

static struct action dance_action(struct zmk_lower *z, const struct step *step)
{
	return step ? zmk_lower(z, step->action) : (struct action){ .kind = ACTION_NONE };
}

void zmk_lower_dance(struct zmk_lower *z, const struct definition *dance, uint32_t name)
{
	struct definition to = *dance;
	struct step step[DANCE_MAX_TAPS];
	const struct setting *term = definition_option(dance, "tapping-term-ms");
	int32_t taps = 0;

	for (int32_t n = 1; n <= DANCE_MAX_TAPS; n++)
		if (dance_step(dance, n, false) || dance_step(dance, n, true))
			taps = n;
	for (int32_t n = 1; n <= taps; n++) {
		const struct step *held = dance_step(dance, n, true);
		struct action tap = dance_action(z, dance_step(dance, n, false));

		if (held)
			tap = zmk_make_hold_tap(z, zmk_lower(z, held->action), tap,
						term ? (int)term->number : 0);
		step[n - 1] = (struct step){ .op = STEP_RESULT, .value = n, .action = tap };
	}
	if (!taps) {
		zmk_lose_definition(z, LOSS_ALL, "&none", "it does nothing");
		step[taps++] = (struct step){ .op = STEP_RESULT, .value = 1 };
	}
	to.name = name;
	to.step = step;
	to.steps = (size_t)taps;
	zmk_copy_options(z, dance, &to);
	zmk_add(z, &to);
	free(to.option);
}
