/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum {
	QUEUE_SIZE = 64,     /* CONFIG_ZMK_BEHAVIORS_QUEUE_SIZE */
	BINDINGS_MAX = 256,  /* of one property, by what Zephyr's macros count to */
	CHUNK_STEPS = 120,   /* each may need a mode before it */
	STEPS_MAX = 1 << 14, /* of one macro with its texts typed out */
};

static const struct diagnostic_kind macro_queue = { "zmk-macro-queue", SEVERITY_WARNING };

struct steps {
	struct step *step;
	size_t count, cap;
	bool full; /* STEPS_MAX */
};

static void add_step(struct steps *steps, struct step step)
{
	if (steps->count == STEPS_MAX) {
		steps->full = true;
		return;
	}
	steps->step = mem_grow(steps->step, steps->count, &steps->cap, sizeof(*steps->step));
	steps->step[steps->count++] = step;
}

/* The key of the US layout for a character, by its name in the keycode table; NULL: there is none. */
static const char *key_name(uint32_t code, char plain[5])
{
	static const struct {
		char character;
		const char *key;
	} keys[] = {
		{ '\n', "KC_ENT" }, { '\r', "KC_ENT" },  { '\t', "KC_TAB" },  { '\b', "KC_BSPC" },
		{ 0x1b, "KC_ESC" }, { 0x7f, "KC_DEL" },  { ' ', "KC_SPC" },   { '!', "KC_EXLM" },
		{ '"', "KC_DQUO" }, { '#', "KC_HASH" },  { '$', "KC_DLR" },   { '%', "KC_PERC" },
		{ '&', "KC_AMPR" }, { '\'', "KC_QUOT" }, { '(', "KC_LPRN" },  { ')', "KC_RPRN" },
		{ '*', "KC_ASTR" }, { '+', "KC_PLUS" },  { ',', "KC_COMM" },  { '-', "KC_MINS" },
		{ '.', "KC_DOT" },  { '/', "KC_SLSH" },  { ':', "KC_COLN" },  { ';', "KC_SCLN" },
		{ '<', "KC_LABK" }, { '=', "KC_EQL" },   { '>', "KC_RABK" },  { '?', "KC_QUES" },
		{ '@', "KC_AT" },   { '[', "KC_LBRC" },  { '\\', "KC_BSLS" }, { ']', "KC_RBRC" },
		{ '^', "KC_CIRC" }, { '_', "KC_UNDS" },  { '`', "KC_GRV" },   { '{', "KC_LCBR" },
		{ '|', "KC_PIPE" }, { '}', "KC_RCBR" },  { '~', "KC_TILD" },
	};

	if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9')) {
		memcpy(plain, "KC_", 3);
		plain[3] = (char)(code >= 'a' && code <= 'z' ? code - 'a' + 'A' : code);
		plain[4] = '\0';
		return plain;
	}
	for (size_t i = 0; i < COUNT(keys); i++)
		if ((uint32_t)keys[i].character == code)
			return keys[i].key;
	return NULL;
}

static bool character_action(uint32_t code, struct action *out)
{
	char plain[5];
	const char *name = key_name(code, plain);
	uint16_t keycode;

	if (!name || !keycode_find(name, strlen(name), &keycode))
		return false;
	*out = action_of_keycode(keycode);
	if (code >= 'A' && code <= 'Z')
		out->arg[0] |= KEY(0, MOD_LSFT);
	return true;
}

/* An Enter however the line ends. */
static void add_text(struct zmk_lower *z, struct steps *steps, const char *text)
{
	size_t len = strlen(text), used;
	bool told = false;

	if (z->in->language && *z->in->language)
		zmk_lose_definition(z, LOSS_NEAR, "keys of the US layout",
				    "its text is typed as on the US layout, not in %s", z->in->language);
	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_decode(text + at, len - at, &used);
		struct step tap = { .op = STEP_TAP };

		if (code == '\n' && at && text[at - 1] == '\r')
			continue;
		if (character_action(code, &tap.action))
			add_step(steps, tap);
		else if (!told)
			zmk_lose_definition(z, LOSS_NEAR, "the same without it",
					    "'%.*s' is left out: no key of the US layout types it", (int)used,
					    text + at);
		told |= tap.action.kind == ACTION_NONE;
	}
}

static struct step wait_step(int32_t ms)
{
	struct action action =
		zmk_behavior_action(symbol("macro_wait_time"), ARG_NUMBER, (uint32_t)ms, ARG_NONE, 0);

	return (struct step){ .op = STEP_RESULT, .action = action };
}

/* ZMK waits after what follows: so the wait is set before the last thing done, and set back behind it. */
static void add_delay(struct steps *steps, int32_t ms, int32_t usual_ms)
{
	struct step last = { .op = STEP_TAP };

	if (steps->count && steps->step[steps->count - 1].op != STEP_RESULT)
		last = steps->step[--steps->count];
	add_step(steps, wait_step(ms));
	add_step(steps, last);
	add_step(steps, wait_step(usual_ms));
}

/* Of delays in a row. */
static int32_t sum_delays(const struct definition *macro, const struct step *step)
{
	int64_t ms = 0;

	for (; step < macro->step + macro->steps && step->op == STEP_DELAY; step++)
		ms += step->value > 0 ? step->value : 0;
	return ms < INT32_MAX ? (int32_t)ms : INT32_MAX;
}

static void lower_step(struct zmk_lower *z, struct steps *steps, const struct definition *macro,
		       const struct step *step)
{
	switch ((enum step_op)step->op) {
	case STEP_TAP:
	case STEP_DOWN:
	case STEP_UP:
	case STEP_RESULT:
		add_step(steps, (struct step){ .op = step->op, .action = zmk_lower(z, step->action) });
		break;
	case STEP_DELAY:
		add_delay(steps, sum_delays(macro, step), ZMK_WAIT_MS);
		break;
	case STEP_TEXT:
		add_text(z, steps, symbol_text(step->text));
		break;
	case STEP_BEEP:
		zmk_lose_definition(z, LOSS_NEAR, "the same without it",
				    "the beep is left out: ZMK makes no sound");
		break;
	}
}

static bool is_control(const struct step *step)
{
	return step->op == STEP_RESULT;
}

/* What it puts into ZMK's queue at once, and how many bindings its property has. */
static void measure(const struct steps *steps, size_t *queued, size_t *bindings)
{
	enum step_op mode = STEP_TAP;

	*queued = *bindings = 0;
	for (size_t i = 0; i < steps->count; i++) {
		enum step_op op = (enum step_op)steps->step[i].op;

		++*bindings;
		if (op == STEP_RESULT)
			continue;
		*bindings += op != mode;
		*queued += op == STEP_TAP ? 2 : 1;
		mode = op;
	}
}

/* Where the next part of a macro that is too long begins: not within a wait and what it is for. */
static size_t find_cut(const struct steps *steps, size_t from)
{
	size_t to = from + CHUNK_STEPS;

	if (to >= steps->count)
		return steps->count;
	while (to > from + 1 && (is_control(&steps->step[to - 1]) || is_control(&steps->step[to])))
		to--;
	return to;
}

/* In parts, each of which ends by playing the next. */
static void add_chain(struct zmk_lower *z, struct definition *macro, const struct steps *steps)
{
	const char *stem = symbol_text(macro->name);

	for (size_t from = 0, to; from < steps->count; from = to) {
		uint32_t next = 0;
		struct definition part = *macro;

		to = find_cut(steps, from);
		part.steps = to - from;
		part.step = mem_new(part.steps + 1, sizeof(*part.step));
		memcpy(part.step, steps->step + from, part.steps * sizeof(*part.step));
		if (to < steps->count) {
			next = zmk_take_name(z, stem, stem);
			part.step[part.steps++] = (struct step){
				.op = STEP_TAP, .action = zmk_behavior_action(next, ARG_NONE, 0, ARG_NONE, 0)
			};
		}
		zmk_add(z, &part);
		free(part.step);
		macro->name = next;
		macro->text = 0;
	}
}

static void lower_steps(struct zmk_lower *z, const struct definition *macro, struct steps *steps)
{
	for (size_t i = 0; i < macro->steps; i++)
		if (!i || macro->step[i].op != STEP_DELAY || macro->step[i - 1].op != STEP_DELAY)
			lower_step(z, steps, macro, &macro->step[i]);
	if (steps->full)
		zmk_lose_definition(z, LOSS_NEAR, "its beginning",
				    "what is behind its first %d keys is left out", STEPS_MAX);
}

static void tell_size(struct zmk_lower *z, const struct steps *steps, size_t *bindings)
{
	size_t queued;

	measure(steps, &queued, bindings);
	if (queued > QUEUE_SIZE && !zmk_is_native(z->from))
		zmk_tell(z, &macro_queue,
			 "it queues %zu events: set CONFIG_ZMK_BEHAVIORS_QUEUE_SIZE to that in the "
			 "keyboard's .conf",
			 queued);
}

static void add_pace(struct definition *to, struct zmk_pace pace)
{
	if (pace.wait_ms != ZMK_WAIT_MS)
		to->option[to->options++] = zmk_number_option("wait-ms", pace.wait_ms);
	if (pace.tap_ms != ZMK_TAP_MS)
		to->option[to->options++] = zmk_number_option("tap-ms", pace.tap_ms);
}

void zmk_lower_macro(struct zmk_lower *z, const struct definition *macro, uint32_t name)
{
	struct steps steps = { 0 };
	struct definition to = *macro, paced = *macro;
	struct zmk_pace pace = { ZMK_TAP_MS, ZMK_WAIT_MS };
	size_t bindings;

	to.name = name;
	if (zmk_is_native(z->from))
		paced.step = NULL;
	else
		pace = zmk_take_pace(macro, &paced.step, &paced.steps);
	lower_steps(z, paced.step ? &paced : macro, &steps);
	tell_size(z, &steps, &bindings);
	zmk_copy_options(z, macro, &to);
	add_pace(&to, pace);
	if (bindings > BINDINGS_MAX) {
		add_chain(z, &to, &steps);
	} else {
		to.step = steps.step;
		to.steps = steps.count;
		zmk_add(z, &to);
	}
	free(to.option);
	free(steps.step);
	free(paced.step);
}
