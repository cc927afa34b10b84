/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_raise.h"

enum { VALUE_MACRO = 0x7700 /* QK_MACRO */, MACRO_MAX = 128, PARAMS = 2 };

static bool is_control(const struct step *step, const char *ref)
{
	return step->action.kind == ACTION_BEHAVIOR && !strcmp(symbol_text(step->action.arg[0]), ref);
}

static bool is_parametric(const struct definition *macro)
{
	return definition_option(macro, "compatible") != NULL;
}

/* What zmk_make_wrapper() made: it is what it does. */
static bool is_wrapper(const struct definition *macro)
{
	return !strncmp(symbol_text(macro->name), ZMK_WRAPPED, strlen(ZMK_WRAPPED)) && macro->steps == 3 &&
	       macro->step[0].op == STEP_DOWN && is_control(&macro->step[1], "macro_pause_for_release") &&
	       macro->step[2].op == STEP_UP && action_equal(macro->step[0].action, macro->step[2].action);
}

void zmk_raise_number_macros(struct zmk_raise *r)
{
	size_t count = keymap_definitions(r->from, DEFINITION_MACRO);

	r->macro = mem_new(count + 1, sizeof(*r->macro));
	for (size_t i = 0; i < count; i++) {
		const struct definition *macro = keymap_definition(r->from, DEFINITION_MACRO, i);

		r->macro[i] = is_parametric(macro) || is_wrapper(macro) ? SIZE_MAX : r->macros++;
	}
}

static struct action macro_action(size_t index)
{
	uint16_t value = (uint16_t)(VALUE_MACRO + index), code;

	if (keycode_find_value(value, &code))
		return action_of_keycode(code);
	return (struct action){ .kind = ACTION_RAW_NUMBER, .arg = { value } };
}

/* The word of a text at @index, "" behind the last. */
static void add_word(const char *text, int index, struct str *out)
{
	for (; index > 0; index--) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	str_add_bytes(out, text, strcspn(text, " "));
}

/* The ref of an action as the macro of LM() has it: "mo". */
static bool has_ref(struct action action, const char *ref)
{
	struct str text = STR_INIT, word = STR_INIT;
	bool has;

	zmk_action_print(action, NULL, NULL, &text);
	add_word(str_text(&text), 0, &word);
	has = word.len && !strcmp(str_text(&word) + 1, ref);
	str_release(&text);
	str_release(&word);
	return has;
}

/* A macro that holds a layer and a key as zmk_make_layer_mod()'s does. */
static bool is_layer_mod(const struct definition *macro)
{
	struct step like[ZMK_LAYER_MOD_STEPS];

	zmk_layer_mod_steps(like);
	if (macro->steps != ZMK_LAYER_MOD_STEPS)
		return false;
	for (size_t i = 0; i < ZMK_LAYER_MOD_STEPS; i++) {
		const struct action *want = &like[i].action;

		if (macro->step[i].op != like[i].op ||
		    !has_ref(macro->step[i].action, symbol_text(want->arg[0])))
			return false;
	}
	return true;
}

/* LM(); false: the key is no modifier, or QMK cannot hold the layer with it. */
static bool raise_layer_mod(struct zmk_raise *r, struct action use, struct action *out)
{
	struct zmk_lowered made;
	uint8_t mods;

	if (action_arg_type(use, 1) != ARG_LAYER || action_arg_type(use, 2) != ARG_KEY)
		return false;
	mods = zmk_mods_of_key(use.arg[2]);
	made = zmk_raise_action((struct action){ .kind = ACTION_LAYER_MOD, .arg = { use.arg[1], mods } });
	*out = made.action;
	if (!mods || made.match == ZMK_NOTHING)
		return false;
	zmk_raise_lose_action(r, use, made);
	return true;
}

static bool find_instance(struct zmk_raise *r, size_t macro, struct action use, struct action *out)
{
	size_t i = 0;

	while (i < r->instances && !action_equal(r->instance[i].use, use))
		i++;
	if (i + r->macros >= MACRO_MAX)
		return false;
	if (i == r->instances) {
		r->instance = mem_grow(r->instance, r->instances, &r->instance_cap, sizeof(*r->instance));
		r->instance[r->instances++] = (struct zmk_instance){ use, macro };
	}
	*out = macro_action(r->macros + i);
	return true;
}

struct action zmk_raise_macro_use(struct zmk_raise *r, size_t index, struct action action)
{
	const struct definition *macro = keymap_definition(r->from, DEFINITION_MACRO, index);
	struct zmk_lowered none = { { .kind = ACTION_NONE }, ZMK_NOTHING, "QMK numbers 128 macros" };
	struct action out;

	if (is_wrapper(macro))
		return zmk_raise(r, macro->step[0].action);
	if (r->macro[index] < MACRO_MAX)
		return macro_action(r->macro[index]);
	if (is_parametric(macro) && ((is_layer_mod(macro) && raise_layer_mod(r, action, &out)) ||
				     find_instance(r, index, action, &out)))
		return out;
	zmk_raise_lose_action(r, action, none);
	return none.action;
}

struct steps {
	struct step *step;
	size_t count, cap;
	bool full;
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == KEYMAP_MAX_STEPS) {
		steps->full = true;
		return;
	}
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(*steps->step));
	steps->step[steps->count++] = step;
}

/* How a macro is played from here on. */
struct play {
	struct action use; /* with the parameters; of a macro without, ACTION_NONE */
	int param[PARAMS]; /* which parameter each cell of what follows gets, counted from 1; 0: none */
	int64_t tap_ms, wait_ms;
	bool wait_said; /* by a control, not by a property of all */
};

static int64_t number_option(const struct definition *macro, const char *name, int64_t otherwise)
{
	const struct setting *option = definition_option(macro, name);

	return option && option->type == SETTING_NUMBER && option->number >= 0 ? option->number : otherwise;
}

/* A binding with its placeholders filled in. */
static struct action fill_in(const struct play *play, struct action action)
{
	struct str text = STR_INIT, use = STR_INIT, out = STR_INIT;
	struct action filled;
	struct err err;

	zmk_action_print(action, NULL, NULL, &text);
	zmk_action_print(play->use, NULL, NULL, &use);
	add_word(str_text(&text), 0, &out);
	for (int cell = 0; cell < PARAMS; cell++) {
		str_add_char(&out, ' ');
		if (play->param[cell])
			add_word(str_text(&use), play->param[cell], &out);
		else
			add_word(str_text(&text), cell + 1, &out);
	}
	if (zmk_action_parse(str_text(&out), NULL, &filled, &err))
		action = filled;
	str_release(&text);
	str_release(&use);
	str_release(&out);
	return action;
}

/* Whether it was a control that needs no step of its own. */
static bool take_control(struct play *play, const struct step *step)
{
	const char *ref = step->action.kind == ACTION_BEHAVIOR ? symbol_text(step->action.arg[0]) : "";
	int param, cell;

	if (step->op != STEP_RESULT || is_control(step, "macro_pause_for_release"))
		return false;
	if (sscanf(ref, "macro_param_%1dto%1d", &param, &cell) == 2 && cell >= 1 && cell <= PARAMS) {
		play->param[cell - 1] = param;
	} else if (is_control(step, "macro_wait_time") && action_arg_type(step->action, 1) == ARG_NUMBER) {
		play->wait_ms = step->action.arg[1];
		play->wait_said = true;
	} else if (is_control(step, "macro_tap_time") && action_arg_type(step->action, 1) == ARG_NUMBER) {
		play->tap_ms = step->action.arg[1];
	} else {
		return false;
	}
	return true;
}

static void add_delay(struct steps *steps, int64_t ms)
{
	add_step(steps,
		 (struct step){ .op = STEP_DELAY, .value = (int32_t)(ms < INT32_MAX ? ms : INT32_MAX) });
}

/* ZMK waits behind each thing done, and holds what it taps; QMK does so where it is said. What is ZMK's usual time is QMK's. */
static void play_step(struct zmk_raise *r, struct play *play, struct step step, bool last,
		      struct steps *steps)
{
	bool timed = step.op == STEP_TAP && play->tap_ms != ZMK_TAP_MS && play->tap_ms > 0;

	if (play->param[0] || play->param[1])
		step.action = fill_in(play, step.action);
	play->param[0] = play->param[1] = 0;
	step.action = zmk_raise(r, step.action);
	if (step.action.kind != ACTION_NONE && timed) {
		step.op = STEP_DOWN;
		add_step(steps, step);
		add_delay(steps, play->tap_ms);
		step.op = STEP_UP;
	}
	if (step.action.kind != ACTION_NONE)
		add_step(steps, step);
	if (play->wait_ms > 0 && play->wait_ms != ZMK_WAIT_MS && (play->wait_said || !last))
		add_delay(steps, play->wait_ms);
}

static void play_macro(struct zmk_raise *r, const struct definition *macro, struct action use,
		       struct steps *steps)
{
	struct play play = { .use = use,
			     .tap_ms = number_option(macro, "tap-ms", ZMK_TAP_MS),
			     .wait_ms = number_option(macro, "wait-ms", ZMK_WAIT_MS) };

	for (size_t i = 0; i < macro->steps; i++) {
		struct step step = macro->step[i];

		if (take_control(&play, &step))
			continue;
		if (is_control(&step, "macro_pause_for_release"))
			add_step(steps, step);
		else if (step.op == STEP_RESULT)
			zmk_raise_lose_action(r, step.action,
					      (struct zmk_lowered){ { .kind = ACTION_NONE },
								    ZMK_NOTHING,
								    "QMK's macros have no such word" });
		else
			play_step(r, &play, step, i + 1 == macro->steps, steps);
	}
	if (steps->full)
		zmk_raise_lose_definition(r, LOSS_NEAR, "its beginning", "it is too long");
}

static void tell_options(struct zmk_raise *r, const struct definition *macro)
{
	static const char *const known[] = { "compatible", "node", "tap-ms", "wait-ms" };

	for (size_t i = 0; i < macro->options; i++) {
		bool is_known = false;

		for (size_t k = 0; k < COUNT(known); k++)
			is_known |= !strcmp(symbol_text(macro->option[i].name), known[k]);
		if (!is_known)
			zmk_raise_lose_definition(r, LOSS_NEAR, "the same without it",
						  symbol_text(macro->option[i].name));
	}
}

static void put_macro(struct zmk_raise *r, const struct definition *macro, struct action use, uint32_t name)
{
	struct definition to = { .kind = DEFINITION_MACRO, .name = name, .text = macro->text };
	struct steps steps = { 0 };

	play_macro(r, macro, use, &steps);
	to.step = steps.step;
	to.steps = steps.count;
	keymap_add_definition(r->to, &to);
	free(steps.step);
}

void zmk_raise_macro(struct zmk_raise *r, size_t index)
{
	const struct definition *macro = keymap_definition(r->from, DEFINITION_MACRO, index);

	if (r->macro[index] == SIZE_MAX)
		return;
	tell_options(r, macro);
	put_macro(r, macro, (struct action){ .kind = ACTION_NONE }, zmk_raise_name(macro, "macro", index));
}

/* Each may have uses of others in it. */
void zmk_raise_instances(struct zmk_raise *r)
{
	for (size_t i = 0; i < r->instances; i++) {
		struct zmk_instance instance = r->instance[i];
		struct str name = STR_INIT;

		zmk_action_print(instance.use, NULL, NULL, &name);
		for (size_t k = 0; k < name.len; k++)
			if (!((name.data[k] >= 'a' && name.data[k] <= 'z') ||
			      (name.data[k] >= 'A' && name.data[k] <= 'Z') ||
			      (name.data[k] >= '0' && name.data[k] <= '9')))
				name.data[k] = '_';
		r->place = place_of_definition(DEFINITION_MACRO, instance.macro);
		put_macro(r, keymap_definition(r->from, DEFINITION_MACRO, instance.macro), instance.use,
			  symbol(str_text(&name) + 1));
		str_release(&name);
	}
}
