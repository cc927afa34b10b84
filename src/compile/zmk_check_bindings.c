/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "model/zmk_defined.h"
#include "zmk_check.h"

enum { PAGE_SYSTEM = 1 };

static const struct diagnostic_kind behavior_unknown = { "zmk-behavior-unknown", SEVERITY_WARNING };
static const struct diagnostic_kind bindings = { "zmk-bindings", SEVERITY_ERROR };
static const struct diagnostic_kind condition_layer = { "zmk-condition-layer", SEVERITY_WARNING };
static const struct diagnostic_kind hold_tap_child = { "zmk-hold-tap-child", SEVERITY_WARNING };
static const struct diagnostic_kind key_pin = { "zmk-key-pin", SEVERITY_WARNING };
static const struct diagnostic_kind position = { "zmk-position", SEVERITY_ERROR };
static const struct diagnostic_kind trigger_position = { "zmk-trigger-position", SEVERITY_WARNING };
static const struct diagnostic_kind system_key = { "zmk-system-key", SEVERITY_WARNING };
static const struct diagnostic_kind word_revision = { "zmk-word-revision", SEVERITY_ERROR };

/* How many bindings nodes of each kind have, each with its cells. */
static const struct {
	enum definition_kind kind;
	const char *compatible; /* NULL: all of the kind */
	size_t least, most;
} counts[] = {
	{ DEFINITION_COMBO, NULL, 1, 1 },
	{ DEFINITION_OVERRIDE, NULL, 2, 2 },
	{ DEFINITION_TAP_DANCE, NULL, 1, KEYMAP_MAX_STEPS },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-sensor-rotate", 2, 2 },
};

static void check_count(const struct definition *d, struct place place, struct diagnostics *out)
{
	const char *compatible = zmk_option_text(d, "compatible");

	for (size_t i = 0; i < COUNT(counts); i++) {
		if (d->kind != counts[i].kind ||
		    (counts[i].compatible && strcmp(compatible, counts[i].compatible) != 0) ||
		    definition_option(d, "bindings"))
			continue;
		if (d->steps < counts[i].least || d->steps > counts[i].most)
			diagnostics_add(out, &bindings, place, "%s has %zu bindings; ZMK expects %s%zu",
					symbol_text(d->name), d->steps,
					counts[i].least == counts[i].most ? "" : "at least ",
					counts[i].least);
	}
}

/* What is held and what is tapped get one cell each. */
static void check_children(const struct zmk_names *names, const struct definition *d, struct place place,
			   struct diagnostics *out)
{
	const char *text = zmk_option_text(d, "bindings"), *ref;
	size_t len, children = 0;

	if (d->kind != DEFINITION_HOLD_TAP || !definition_option(d, "bindings"))
		return;
	for (; zmk_next_ref(&text, &ref, &len); children++) {
		const struct zmk_behavior *child = names->behavior(names->data, ref, len);

		if (!child)
			child = zmk_behavior_find(ref, len);
		if (child && child->cells > 1)
			diagnostics_add(
				out, &hold_tap_child, place,
				"%s hands &%.*s its first cell alone, and 0 as the second: put it in a "
				"macro",
				symbol_text(d->name), (int)len, ref);
	}
	if (children != 2)
		diagnostics_add(out, &bindings, place,
				"%s has %zu bindings; a hold-tap has two: what is held, what is tapped",
				symbol_text(d->name), children);
}

/* ZMK writes to the place of a key without asking whether there is one. */
static void check_positions(const struct zmk_shield *s, const struct definition *d, struct place place,
			    struct diagnostics *out)
{
	size_t keys = keymap_keys(s->in->map);

	if (d->kind == DEFINITION_COMBO && !d->positions && !definition_option(d, "key-positions"))
		diagnostics_add(out, &position, place, "the combo %s has no keys", symbol_text(d->name));
	for (size_t i = 0; i < d->positions; i++)
		if (d->position[i] >= keys)
			diagnostics_add(out, d->kind == DEFINITION_COMBO ? &position : &trigger_position,
					place, "%s is about key %u; the keymap has %zu, from 0 on",
					symbol_text(d->name), d->position[i], keys);
}

/* Which layers a condition switches on: it switches them off, too. */
static uint32_t conditional_layers(const struct keymap *map)
{
	uint32_t mask = 0;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_CONDITION); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_CONDITION, i);
		uint32_t layer;

		if (d->steps && action_has_layer(d->step[0].action, &layer) && layer < KEYMAP_MAX_LAYERS)
			mask |= UINT32_C(1) << layer;
	}
	return mask;
}

static void check_key(struct action action, struct place place, struct diagnostics *out)
{
	for (int i = 0; i < 3; i++) {
		const struct keycode *code;

		if (action_arg_type(action, i) != ARG_KEY)
			continue;
		code = keycode_get(KEY_CODE(action.arg[i]));
		if (code->page == PAGE_SYSTEM)
			diagnostics_add(out, &system_key, place,
					"ZMK never sends %s; C_POWER, C_SLEEP and their like work",
					code->name);
	}
}

static void check_behavior(const struct zmk_shield *s, const struct zmk_names *names, struct action action,
			   struct place place, struct diagnostics *out)
{
	const char *ref = symbol_text(action.arg[0]);
	size_t len = strlen(ref);

	if (!names->behavior(names->data, ref, len) && !zmk_behavior_find(ref, len))
		diagnostics_add(out, &behavior_unknown, place,
				"&%s is none of ZMK's, and is not defined here: a module has to bring it",
				ref);
	if (s->revision == ZMK_V0_3 && action_arg_type(action, 1) == ARG_SYMBOL &&
	    !strcmp(symbol_text(action.arg[1]), "OUT_NONE"))
		diagnostics_add(
			out, &word_revision, place,
			"ZMK v0.3 does not know OUT_NONE: choose something else, or compile for main");
}

static void check_action(const struct zmk_shield *s, const struct zmk_names *names, struct action action,
			 struct place place, struct diagnostics *out)
{
	check_key(action, place, out);
	if (action.kind == ACTION_BEHAVIOR)
		check_behavior(s, names, action, place, out);
	else if (action.kind == ACTION_RAW)
		diagnostics_add(out, &behavior_unknown, place,
				"'%s' is not understood: it is kept as it stands",
				symbol_text(action.arg[0]));
}

static void check_pins(const struct zmk_shield *s, struct diagnostics *out)
{
	for (size_t i = 0; s->in->layout && s->scan == ZMK_SCAN_DIRECT && i < s->in->layout->keys; i++)
		if (zmk_shield_place(s, &s->in->layout->key[i]).row)
			diagnostics_add(out, &key_pin, place_of_key(0, i),
					"no pin is known of this key: it does nothing");
}

void zmk_check_bindings(const struct zmk_shield *s, struct diagnostics *out)
{
	const struct keymap *map = s->in->map;
	uint32_t conditional = conditional_layers(map), layer;
	struct action_walk walk = action_walk_start(map);
	struct zmk_defined defined;
	struct zmk_names names = zmk_defined_names(&defined, map, NULL);

	check_pins(s, out);
	while (action_walk_next(&walk)) {
		check_action(s, &names, walk.action, walk.place, out);
		if (walk.place.kind != DEFINITION_CONDITION && action_has_layer(walk.action, &layer) &&
		    layer < KEYMAP_MAX_LAYERS && conditional >> layer & 1)
			diagnostics_add(out, &condition_layer, walk.place,
					"layer %u is switched on and off by the layers it depends on: this "
					"key has no "
					"lasting effect on it",
					layer);
	}
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(map, (enum definition_kind)kind, i);
			struct place place = place_of_definition(kind, i);

			check_count(d, place, out);
			check_children(&names, d, place, out);
			check_positions(s, d, place, out);
		}
}
