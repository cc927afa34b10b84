/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "hands.h"
#include "model/action_walk.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_raise.h"

bool zmk_raise_child(const struct definition *hold_tap, struct action action, int index, struct action *out)
{
	const struct setting *bindings = definition_option(hold_tap, "bindings");
	const char *at = bindings && bindings->type == SETTING_TEXT ? symbol_text(bindings->text) : "";
	struct str text = STR_INIT, cells = STR_INIT;
	const char *cell;
	struct err err;
	bool ok;

	for (int i = 0; i <= index && at; i++)
		at = strchr(i ? at + 1 : at, '&');
	zmk_action_print(action, NULL, NULL, &cells);
	cell = strchr(str_text(&cells), ' ');
	if (cell && index)
		cell = strchr(cell + 1, ' ');
	if (at)
		str_add_bytes(&text, at, strcspn(at, " ,>"));
	if (cell)
		str_add_bytes(&text, cell, strcspn(cell + 1, " ") + 1);
	ok = at && zmk_action_parse(str_text(&text), NULL, out, &err);
	if (!ok && at) { /* a child that takes no cell is handed one all the same */
		text.len = strcspn(str_text(&text), " ");
		text.data[text.len] = '\0';
		ok = zmk_action_parse(str_text(&text), NULL, out, &err);
	}
	str_release(&text);
	str_release(&cells);
	return ok;
}

/* Of what QMK has no dual-role key for: a tap dance of one tap, made once. */
static struct action make_dance(struct zmk_raise *r, struct action hold, struct action tap, int64_t term_ms)
{
	size_t first = keymap_definitions(r->from, DEFINITION_TAP_DANCE), i = 0;

	while (i < r->dances && (!action_equal(r->dance[i].hold, hold) ||
				 !action_equal(r->dance[i].tap, tap) || r->dance[i].term_ms != term_ms))
		i++;
	if (i == r->dances) {
		r->dance = mem_grow(r->dance, r->dances, &r->dance_cap, sizeof(*r->dance));
		r->dance[r->dances++] = (struct zmk_hold_dance){ hold, tap, term_ms };
	}
	return (struct action){ .kind = ACTION_TAP_DANCE, .arg = { (uint32_t)(first + i) } };
}

/* @action, QMK's, tells taps from holds like this. */
static void note_use(struct zmk_raise *r, struct action action, struct zmk_tapping tapping, uint32_t name)
{
	tapping.hand = 0;
	for (size_t i = 0; i < r->uses; i++) {
		if (!action_equal(r->use[i].action, action))
			continue;
		if (!zmk_tapping_equal(&r->use[i].tapping, &tapping))
			zmk_raise_lose_action(
				r, action,
				(struct zmk_lowered){ action, ZMK_NEAR,
						      "one keycode of QMK's has one set of options: those of "
						      "the first key that has it" });
		return;
	}
	r->use = mem_grow(r->use, r->uses, &r->use_cap, sizeof(*r->use));
	r->use[r->uses++] = (struct zmk_tapping_use){ action, tapping, name };
}

static struct zmk_tapping tapping_of(const struct zmk_raise *r, const char *ref)
{
	const struct definition *change = zmk_raise_change(r, ref);
	struct zmk_tapping tapping = zmk_tapping_by_itself(ref);

	return change ? zmk_tapping_with(tapping, change) : tapping;
}

/* MT() or LT(), unless QMK would not tap or hold that. */
static bool is_dual_role(struct action action)
{
	struct zmk_lowered raised = zmk_raise_action(action);

	return raised.match == ZMK_EXACT && raised.action.kind == action.kind;
}

struct action zmk_raise_dual_role(struct zmk_raise *r, struct action action)
{
	bool layer = action.kind == ACTION_LAYER_TAP;
	struct zmk_tapping tapping = tapping_of(r, layer ? "lt" : "mt");
	struct action tap = { .kind = ACTION_KEY, .arg = { action.arg[1] } };
	struct action hold = { .kind = ACTION_LAYER_MOMENTARY, .arg = { action.arg[0] } };
	struct zmk_lowered made = { .match = ZMK_NEAR,
				    .note = "QMK cannot hold and tap that: it is a tap dance" };

	if (is_dual_role(action)) {
		note_use(r, action, tapping, 0);
		return action;
	}
	if (!layer)
		hold = zmk_lower_action(
			       (struct action){ .kind = ACTION_KEY, .arg = { KEY(0, action.arg[0]) } },
			       ZMK_MAIN)
			       .action;
	made.action = make_dance(r, zmk_raise(r, hold), zmk_raise(r, tap), tapping.term_ms);
	zmk_raise_lose_action(r, action, made);
	return made.action;
}

/* The keys whose hold is no tap when one of the same hand is pressed, as QMK's chordal hold has it; 0: something else. */
static char find_hand(struct zmk_raise *r, const struct definition *d)
{
	const struct layout *layout = r->in->layout;
	size_t keys = keymap_keys(r->from);

	if (!r->hand && layout && layout->keys == keys)
		r->hand = hands_of_layout(layout);
	for (const char *hand = "LR"; r->hand && *hand; hand++) {
		size_t at = 0;

		for (size_t i = 0; i < keys; i++)
			at += r->hand[i].hand != *hand && at < d->positions && d->position[at] == i;
		for (size_t i = 0; i < keys && at == d->positions; i++)
			at -= r->hand[i].hand != *hand;
		if (!at && d->positions)
			return *hand;
	}
	return 0;
}

/* Once for each hold-tap: what of its properties QMK has no word for. */
static void tell_properties(struct zmk_raise *r, const struct definition *d, size_t index)
{
	struct str subject = STR_INIT;

	if (r->told[index])
		return;
	r->told[index] = true;
	zmk_add_subject(r->from, DEFINITION_HOLD_TAP, index, &subject);
	if (d->positions && find_hand(r, d)) {
		r->chordal = true;
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, str_text(&subject), "CHORDAL_HOLD" },
			       "in QMK it holds for all dual-role keys");
	} else if (d->positions) {
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, str_text(&subject), "all keys" },
			       "QMK does not choose the keys that make it a hold");
	}
	if (!strcmp(symbol_text(zmk_tapping_with(zmk_tapping_by_itself(NULL), d).flavor),
		    "tap-unless-interrupted"))
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, str_text(&subject), "hold-preferred" },
			       "QMK holds what is not tapped in time");
	for (size_t i = 0; i < d->options; i++) {
		const char *name = symbol_text(d->option[i].name);

		if (!zmk_tapping_has(name) && strcmp(name, "hold-trigger-on-release") != 0)
			zmk_raise_lose(
				r, (struct loss_of){ LOSS_NEAR, str_text(&subject), "the same without it" },
				name);
	}
	str_release(&subject);
}

static bool is_auto_shift(const struct definition *d, struct action hold, struct action tap)
{
	return !strcmp(symbol_text(d->name), ZMK_AUTO_SHIFT) && hold.kind == ACTION_KEY &&
	       tap.kind == ACTION_KEY && hold.arg[0] == (tap.arg[0] | KEY(0, MOD_LSFT));
}

/* MT(), LT() or TT() of what is held and what is tapped; false: it is none. */
static bool find_dual_role(struct action hold, struct action tap, struct action *out)
{
	if (hold.kind == ACTION_LAYER_MOMENTARY && tap.kind == ACTION_LAYER_TOGGLE &&
	    hold.arg[0] == tap.arg[0])
		*out = (struct action){ .kind = ACTION_LAYER_TAP_TOGGLE, .arg = { hold.arg[0] } };
	else if (hold.kind == ACTION_LAYER_MOMENTARY && tap.kind == ACTION_KEY)
		*out = (struct action){ .kind = ACTION_LAYER_TAP, .arg = { hold.arg[0], tap.arg[0] } };
	else if (hold.kind == ACTION_KEY && zmk_mods_of_key(hold.arg[0]) && tap.kind == ACTION_KEY)
		*out = (struct action){ .kind = ACTION_MOD_TAP,
					.arg = { zmk_mods_of_key(hold.arg[0]), tap.arg[0] } };
	else
		return false;
	return is_dual_role(*out);
}

struct action zmk_raise_hold_tap(struct zmk_raise *r, size_t index, struct action action)
{
	const struct definition *d = keymap_definition(r->from, DEFINITION_HOLD_TAP, index);
	struct zmk_tapping tapping = zmk_tapping_with(zmk_tapping_by_itself(NULL), d);
	struct zmk_lowered made = { .match = ZMK_NOTHING, .note = "QMK has no such hold-tap" };
	struct action hold, tap;

	if (!zmk_raise_child(d, action, 0, &hold) || !zmk_raise_child(d, action, 1, &tap)) {
		zmk_raise_lose_action(r, action, made);
		return made.action;
	}
	if (is_auto_shift(d, hold, tap)) {
		r->auto_shift_ms = tapping.term_ms;
		return zmk_raise(r, tap);
	}
	tell_properties(r, d, index);
	if (find_dual_role(hold, tap, &made.action)) {
		if (made.action.kind == ACTION_LAYER_TAP_TOGGLE)
			zmk_raise_lose_action(r, action,
					      (struct zmk_lowered){ made.action, ZMK_NEAR,
								    "QMK toggles it at the fifth tap" });
		else
			note_use(r, made.action, tapping, d->name);
		return made.action;
	}
	made.action = make_dance(r, zmk_raise(r, hold), zmk_raise(r, tap), tapping.term_ms);
	made.match = ZMK_NEAR;
	made.note = "QMK cannot hold and tap that: it is a tap dance";
	zmk_raise_lose_action(r, action, made);
	return made.action;
}

/* What most are: &mt's, or &lt's where there is none, or QMK's own. */
void zmk_raise_find_tapping(struct zmk_raise *r)
{
	struct action_walk walk = action_walk_start(r->from);
	bool mt = false, lt = false;

	while (action_walk_next(&walk)) {
		mt |= walk.action.kind == ACTION_MOD_TAP;
		lt |= walk.action.kind == ACTION_LAYER_TAP;
	}
	r->told = mem_new(keymap_definitions(r->from, DEFINITION_HOLD_TAP) + 1, sizeof(*r->told));
	r->tapping = mt || lt ? tapping_of(r, mt ? "mt" : "lt") : zmk_tapping_of_settings(r->from);
}

static bool is_new_set(const struct zmk_raise *r, size_t index)
{
	if (zmk_tapping_equal(&r->use[index].tapping, &r->tapping))
		return false;
	for (size_t i = 0; i < index; i++)
		if (zmk_tapping_equal(&r->use[i].tapping, &r->use[index].tapping))
			return false;
	return true;
}

/* Options for the dual-role keys that are not as the others: a definition for each set. */
static void put_options(struct zmk_raise *r)
{
	struct step *step = mem_new(r->uses + 1, sizeof(*step));

	for (size_t i = 0; i < r->uses; i++) {
		struct setting option[ZMK_TAPPING_OPTIONS];
		struct definition set = {
			.kind = DEFINITION_HOLD_TAP, .name = r->use[i].name, .step = step, .option = option
		};

		if (!is_new_set(r, i))
			continue;
		for (size_t k = i; k < r->uses && set.steps < KEYMAP_MAX_STEPS; k++)
			if (zmk_tapping_equal(&r->use[k].tapping, &r->use[i].tapping))
				step[set.steps++] =
					(struct step){ .op = STEP_RESULT, .action = r->use[k].action };
		set.options = zmk_tapping_options(&r->use[i].tapping, &r->tapping, option);
		keymap_add_definition(r->to, &set);
	}
	free(step);
}

/* QMK's are not quite these. */
static void tell_near_terms(struct zmk_raise *r)
{
	bool idle = r->tapping.idle_ms > 0, undecided = r->tapping.undecided;

	for (size_t i = 0; i < r->uses; i++) {
		idle |= r->use[i].tapping.idle_ms > 0;
		undecided |= r->use[i].tapping.undecided;
	}
	if (idle)
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, "require-prior-idle-ms", "FLOW_TAP_TERM" },
			       "in QMK it is behind letters and a few more alone");
	if (undecided)
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, "hold-while-undecided", "SPECULATIVE_HOLD" },
			       "in QMK it is of modifiers alone");
}

void zmk_raise_put_tapping(struct zmk_raise *r)
{
	const struct zmk_tapping usual = zmk_tapping_of_settings(r->to), *t = &r->tapping;
	const char *flavor = symbol_text(t->flavor);

	put_options(r);
	if (!strcmp(flavor, "balanced"))
		zmk_raise_put(r, "tapping.permissive_hold", SETTING_BOOL, 1);
	else if (strcmp(flavor, "tap-preferred") != 0)
		zmk_raise_put(r, "tapping.hold_on_other_key_press", SETTING_BOOL, 1);
	if (t->term_ms != usual.term_ms)
		zmk_raise_put(r, "tapping.term", SETTING_NUMBER, t->term_ms);
	if (t->quick_tap_ms != t->term_ms)
		zmk_raise_put(r, "tapping.quick_tap_term", SETTING_NUMBER,
			      t->quick_tap_ms > 0 ? t->quick_tap_ms : 0);
	if (t->retro)
		zmk_raise_put(r, "tapping.retro", SETTING_BOOL, 1);
	if (t->idle_ms > 0)
		zmk_raise_put(r, "tapping.flow_tap_term", SETTING_NUMBER, t->idle_ms);
	if (t->undecided)
		zmk_raise_put(r, "tapping.speculative_hold", SETTING_BOOL, 1);
	tell_near_terms(r);
	if (r->chordal)
		zmk_raise_put(r, "tapping.chordal_hold", SETTING_BOOL, 1);
	if (r->auto_shift_ms > 0) {
		zmk_raise_put(r, "features.auto_shift", SETTING_BOOL, 1);
		zmk_raise_put(r, "auto_shift.timeout", SETTING_NUMBER, r->auto_shift_ms);
		zmk_raise_lose(r, (struct loss_of){ LOSS_NEAR, "hold-tap " ZMK_AUTO_SHIFT, "Auto Shift" },
			       "in QMK all letters, digits and signs are so");
	}
}
