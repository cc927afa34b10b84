/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "definition_summary.h"
#include "model/plain_legend.h"
#include "model/symbol.h"

enum { LEGEND_COLS = 20 };

static const char *arrow(const struct definition_teller *teller)
{
	return teller->ascii ? " -> " : " → ";
}

void action_summary(const struct definition_teller *teller, struct action action, struct str *out)
{
	struct legend legend;

	if (action.kind == ACTION_NONE) {
		str_add(out, "nothing");
		return;
	}
	action_legend(action, LEGEND_COLS, teller->ascii, &legend);
	str_add(out, legend.tap);
	if (legend.hold[0])
		str_addf(out, "%s(%s)", legend.tap[0] ? " " : "", legend.hold);
}

void key_summary(const struct definition_teller *teller, size_t key, struct str *out)
{
	struct action action = keymap_get_slot(teller->map, 0, key);
	const char *label = key < teller->layout->keys ? symbol_text(teller->layout->key[key].label) : "";
	struct legend legend;

	if (action.kind != ACTION_NONE && action.kind != ACTION_TRANSPARENT) {
		action_legend(action, LEGEND_COLS, teller->ascii, &legend);
		str_add(out, legend.tap[0] ? legend.tap : legend.hold);
	} else if (label[0]) {
		str_add(out, label);
	} else {
		str_addf(out, "key %zu", key);
	}
}

void keys_summary(const struct definition_teller *teller, const uint16_t *key, size_t count, struct str *out)
{
	for (size_t i = 0; i < count; i++) {
		str_add(out, i ? " + " : "");
		if (key[i] < keymap_keys(teller->map))
			key_summary(teller, key[i], out);
		else
			str_addf(out, "key %d", key[i]);
	}
}

void layers_summary(const struct definition_teller *teller, uint32_t mask, struct str *out)
{
	const char *between = "";

	for (size_t layer = 0; layer < KEYMAP_MAX_LAYERS; layer++) {
		const char *name = "";

		if (!(mask >> layer & 1))
			continue;
		if (layer < keymap_layers(teller->map))
			name = symbol_text(keymap_layer_name(teller->map, layer));
		str_addf(out, "%s%zu%s%s", between, layer, name[0] ? " " : "", name);
		between = ", ";
	}
}

/* Quoted, so that spaces at its ends are seen. */
static void add_quoted(const char *text, struct str *out)
{
	str_add_char(out, '"');
	str_add_escaped(out, text);
	str_add_char(out, '"');
}

void step_summary(const struct definition_teller *teller, const struct step *step, struct str *out)
{
	switch ((enum step_op)step->op) {
	case STEP_DOWN:
		str_add(out, teller->ascii ? "down " : "↓");
		break;
	case STEP_UP:
		str_add(out, teller->ascii ? "up " : "↑");
		break;
	case STEP_DELAY:
		str_addf(out, "%d ms", step->value);
		return;
	case STEP_TEXT:
		add_quoted(symbol_text(step->text), out);
		return;
	case STEP_BEEP:
		str_add(out, "beep");
		return;
	case STEP_TAP:
	case STEP_RESULT:
		break;
	}
	action_summary(teller, step->action, out);
}

static void add_steps(const struct definition_teller *teller, const struct definition *d, size_t from,
		      const char *between, struct str *out)
{
	for (size_t i = from; i < d->steps; i++) {
		str_add(out, i > from ? between : "");
		step_summary(teller, &d->step[i], out);
	}
}

static void add_text(const struct definition *d, struct str *out)
{
	str_add_escaped(out, symbol_text(d->text));
}

static void add_option(const struct definition *d, const char *name, const char *before, const char *unit,
		       struct str *out)
{
	const struct setting *option = definition_option(d, name);

	if (!option)
		return;
	str_add(out, before);
	if (option->type == SETTING_TEXT)
		str_add_escaped(out, symbol_text(option->text));
	else
		str_addf(out, "%lld", (long long)option->number);
	str_add(out, unit);
}

static void tell_macro(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	add_steps(teller, d, 0, " ", out);
}

static void tell_combo(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	if (d->positions)
		keys_summary(teller, d->position, d->positions, out);
	else
		add_steps(teller, d, 1, " + ", out);
	if (!d->positions && d->steps < 2)
		str_add(out, "no keys");
	str_add(out, arrow(teller));
	if (d->steps)
		step_summary(teller, &d->step[0], out);
	else
		add_text(d, out);
	if (d->layer_mask) {
		str_add(out, "  on ");
		layers_summary(teller, d->layer_mask, out);
	}
}

/* How often it is pressed, and whether it stays down then. */
static void add_taps(int32_t value, struct str *out)
{
	static const char *const taps[] = { "", "tap", "double tap", "triple tap" };
	static const char *const holds[] = { "", "hold", "tap then hold", "double tap then hold" };
	int count = abs(value);

	if (count < (int)COUNT(taps))
		str_add(out, value < 0 ? holds[count] : taps[count]);
	else
		str_addf(out, value < 0 ? "%d taps then hold" : "%d taps", value < 0 ? count - 1 : count);
}

static void tell_dance(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	for (size_t i = 0; i < d->steps; i++) {
		str_add(out, i ? ", " : "");
		add_taps(d->step[i].value, out);
		str_add_char(out, ' ');
		step_summary(teller, &d->step[i], out);
	}
	if (!d->steps)
		add_text(d, out);
}

static void tell_override(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	if (d->mods) {
		plain_legend_mods(d->mods, out);
		str_add(out, " + ");
	}
	if (d->steps > 0)
		step_summary(teller, &d->step[0], out);
	str_add(out, arrow(teller));
	if (d->steps > 1)
		step_summary(teller, &d->step[1], out);
}

static void tell_hold_tap(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	if (d->steps) {
		add_steps(teller, d, 0, ", ", out);
		str_add(out, arrow(teller));
	}
	add_option(d, "tapping-term-ms", "", " ms ", out);
	add_option(d, "flavor", "", "", out);
	if (d->positions) {
		str_add(out, "  held with ");
		keys_summary(teller, d->position, d->positions, out);
	}
}

static void tell_text(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	(void)teller;
	add_text(d, out);
}

static void tell_behavior(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	add_option(d, "compatible", "", "  ", out);
	for (size_t i = 0; i < d->options; i++) {
		const char *name = symbol_text(d->option[i].name);

		if (strcmp(name, "compatible") && strcmp(name, "node") && name[0] != '#')
			add_option(d, name, "", "  ", out);
	}
	add_steps(teller, d, 0, ", ", out);
}

static void tell_condition(const struct definition_teller *teller, const struct definition *d,
			   struct str *out)
{
	str_add(out, "layers ");
	layers_summary(teller, d->layer_mask, out);
	str_add(out, arrow(teller));
	for (size_t i = 0; i < d->steps; i++)
		if (d->step[i].action.kind == ACTION_LAYER_MOMENTARY && d->step[i].action.arg[0] < 32)
			layers_summary(teller, UINT32_C(1) << d->step[i].action.arg[0], out);
}

static void tell_leader(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	add_steps(teller, d, 0, " ", out);
	str_add(out, arrow(teller));
	add_text(d, out);
}

static void tell_unicode(const struct definition_teller *teller, const struct definition *d, struct str *out)
{
	const char *text = symbol_text(d->text);
	size_t used;

	(void)teller;
	if (!text[0])
		return;
	add_text(d, out);
	str_addf(out, "  U+%04X", utf8_decode(text, strlen(text), &used));
}

static void tell_correction(const struct definition_teller *teller, const struct definition *d,
			    struct str *out)
{
	str_add(out, teller->ascii ? "-> " : "→ ");
	add_text(d, out);
}

static void tell_alt_repeat(const struct definition_teller *teller, const struct definition *d,
			    struct str *out)
{
	const struct setting *both = definition_option(d, "bidirectional");

	if (d->steps > 0)
		step_summary(teller, &d->step[0], out);
	if (both && both->number)
		str_add(out, teller->ascii ? " <-> " : " ↔ ");
	else
		str_add(out, arrow(teller));
	if (d->steps > 1)
		step_summary(teller, &d->step[1], out);
}

void definition_summary(const struct definition_teller *teller, const struct definition *definition,
			struct str *out)
{
	static void (*const tell[])(const struct definition_teller *teller, const struct definition *d,
				    struct str *out) = {
		[DEFINITION_MACRO] = tell_macro,           [DEFINITION_COMBO] = tell_combo,
		[DEFINITION_TAP_DANCE] = tell_dance,       [DEFINITION_OVERRIDE] = tell_override,
		[DEFINITION_HOLD_TAP] = tell_hold_tap,     [DEFINITION_KEYCODE] = tell_text,
		[DEFINITION_BEHAVIOR] = tell_behavior,     [DEFINITION_CONDITION] = tell_condition,
		[DEFINITION_LEADER] = tell_leader,         [DEFINITION_UNICODE] = tell_unicode,
		[DEFINITION_CORRECTION] = tell_correction, [DEFINITION_ALT_REPEAT] = tell_alt_repeat,
	};
	_Static_assert(COUNT(tell) == DEFINITION_KIND_COUNT, "one for each kind");

	tell[definition->kind](teller, definition, out);
}

void encoder_summary(const struct definition_teller *teller, size_t encoder, struct str *out)
{
	const char *between = "";

	for (size_t layer = 0; layer < keymap_layers(teller->map); layer++) {
		struct action ccw = keymap_get_turn(teller->map, layer, encoder, TURN_CCW);
		struct action cw = keymap_get_turn(teller->map, layer, encoder, TURN_CW);

		if (layer && ccw.kind <= ACTION_TRANSPARENT && cw.kind <= ACTION_TRANSPARENT)
			continue;
		str_addf(out, "%s%zu: ", between, layer);
		action_summary(teller, ccw, out);
		str_add(out, " / ");
		action_summary(teller, cw, out);
		between = ",  ";
	}
}

bool definition_is_about_key(const struct keymap *map, const struct definition *definition, size_t layer,
			     size_t key)
{
	struct action action = keymap_resolve(map, layer, key, NULL);
	bool combo = definition->kind == DEFINITION_COMBO;

	if (definition->layer_mask && !(definition->layer_mask >> layer & 1))
		return false;
	for (size_t i = 0; combo && i < definition->positions; i++)
		if (definition->position[i] == key)
			return true;
	/* A combo of QMK's goes by what keys do; so does an override, ZMK's by its name, and an alternate repeat key. */
	if (action.kind <= ACTION_TRANSPARENT ||
	    (!combo && definition->kind != DEFINITION_OVERRIDE && definition->kind != DEFINITION_ALT_REPEAT))
		return false;
	for (size_t i = combo; i < (combo ? definition->steps : definition->steps > 0 && !definition->name);
	     i++)
		if (action_equal(definition->step[i].action, action))
			return true;
	return false;
}
