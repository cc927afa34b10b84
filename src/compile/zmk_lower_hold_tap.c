/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "hands.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_lower.h"

enum {
	AUTO_SHIFT_MS = 175, /* QMK's AUTO_SHIFT_TIMEOUT */
	VALUE_A = 0x04,
	VALUE_0 = 0x27, /* KC_A to KC_Z, KC_1 to KC_0 */
	VALUE_MINUS = 0x2d,
	VALUE_SLASH = 0x38,
	VALUE_TAB = 0x2b,
};

/* An action that is the child of a hold-tap: a behaviour, and the one cell that it is handed. */
struct child {
	uint32_t ref; /* symbol */
	uint32_t value;
	enum arg_type type;
};

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

/* The keys whose press makes it a hold: those of the other hand, and of both. The caller frees. */
static uint16_t *trigger_positions(const struct zmk_lower *z, char hand, size_t *count)
{
	size_t keys = keymap_keys(z->from);
	uint16_t *position = mem_new(keys + 1, sizeof(*position));

	*count = 0;
	for (size_t i = 0; hand && i < keys; i++)
		if (z->hand[i].hand != hand)
			position[(*count)++] = (uint16_t)i;
	return position;
}

/* A hold-tap whose children are these behaviours. @wanted: its name; NULL: by its children. */
static uint32_t add_hold_tap(struct zmk_lower *z, uint32_t hold, uint32_t tap,
			     const struct zmk_tapping *tapping, const char *wanted)
{
	struct str text = STR_INIT;
	struct setting option[ZMK_TAPPING_OPTIONS + 2];
	struct definition hold_tap = { .kind = DEFINITION_HOLD_TAP, .option = option };

	str_addf(&text, "hold_%s_tap_%s", symbol_text(hold), symbol_text(tap));
	hold_tap.name = zmk_take_name(z, wanted && *wanted ? wanted : str_text(&text), "hold_tap");
	str_clear(&text);
	str_addf(&text, "<&%s>, <&%s>", symbol_text(hold), symbol_text(tap));
	hold_tap.options = zmk_tapping_options(tapping, NULL, option);
	hold_tap.position = trigger_positions(z, tapping->hand, &hold_tap.positions);
	if (hold_tap.positions)
		option[hold_tap.options++] =
			(struct setting){ symbol("hold-trigger-on-release"), SETTING_BOOL, 1, 0 };
	option[hold_tap.options++] = zmk_text_option("bindings", str_text(&text));
	zmk_add(z, &hold_tap);
	free(hold_tap.position);
	str_release(&text);
	return hold_tap.name;
}

struct action zmk_make_hold_tap(struct zmk_lower *z, struct action hold, struct action tap,
				const struct zmk_tapping *tapping, const char *wanted)
{
	struct zmk_made made = { .tapping = *tapping };
	struct child child[2];

	if (!child_of(hold, &child[0]))
		child_of(zmk_make_wrapper(z, hold), &child[0]);
	if (!child_of(tap, &child[1]))
		child_of(zmk_make_wrapper(z, tap), &child[1]);
	made.from = zmk_behavior_action(child[0].ref, ARG_NONE, 0, ARG_NONE, 0);
	made.with = zmk_behavior_action(child[1].ref, ARG_NONE, 0, ARG_NONE, 0);
	if (!zmk_find_made(z, &made)) {
		uint32_t name = add_hold_tap(z, child[0].ref, child[1].ref, tapping, wanted);

		made.to = zmk_behavior_action(name, ARG_NONE, 0, ARG_NONE, 0);
		zmk_note_made(z, &made);
	}
	return zmk_behavior_action(made.to.arg[0], child[0].type, child[0].value, child[1].type,
				   child[1].value);
}

struct action zmk_make_tap_toggle(struct zmk_lower *z, struct action action)
{
	struct action hold = { .kind = ACTION_LAYER_MOMENTARY, .arg = { action.arg[0] } };
	struct action tap = { .kind = ACTION_LAYER_TOGGLE, .arg = { action.arg[0] } };

	struct action made = zmk_make_hold_tap(z, hold, tap, &z->tapping, NULL);

	zmk_lose_action(z, action, (struct zmk_lowered){ made, ZMK_NEAR, "one tap toggles the layer" });
	return made;
}

/* The options that QMK has for this dual-role key alone; NULL: there are none. */
static const struct definition *find_own(const struct zmk_lower *z, struct action action)
{
	for (size_t i = 0; i < keymap_definitions(z->from, DEFINITION_HOLD_TAP); i++) {
		const struct definition *d = keymap_definition(z->from, DEFINITION_HOLD_TAP, i);

		for (size_t s = 0; zmk_is_options(d) && s < d->steps; s++)
			if (action_equal(d->step[s].action, action))
				return d;
	}
	return NULL;
}

/* What is different about this one; false: it is as all others are. */
static bool own_tapping(const struct zmk_lower *z, struct action action, struct zmk_tapping *tapping,
			const char **wanted)
{
	const struct definition *own = find_own(z, action);

	*tapping = z->tapping;
	*wanted = own ? symbol_text(own->name) : NULL;
	if (own)
		*tapping = zmk_tapping_with(*tapping, own);
	if (z->hand && z->place.key >= 0 && z->hand[z->place.key].hand != '*')
		tapping->hand = z->hand[z->place.key].hand;
	return !zmk_tapping_equal(tapping, &z->tapping);
}

bool zmk_lower_dual_role(struct zmk_lower *z, struct action action, struct action *out)
{
	struct zmk_tapping tapping;
	struct zmk_lowered hold, tap;
	const char *wanted;

	if (action.kind == ACTION_LAYER_TAP)
		hold.action = (struct action){ .kind = ACTION_LAYER_MOMENTARY, .arg = { action.arg[0] } };
	else if (action.kind == ACTION_MOD_TAP && action.arg[0])
		hold.action = (struct action){ .kind = ACTION_KEY, .arg = { KEY(0, action.arg[0]) } };
	else
		return false;
	hold = zmk_lower_action(hold.action, z->revision);
	tap = zmk_lower_action((struct action){ .kind = ACTION_KEY, .arg = { action.arg[1] } }, z->revision);
	if (tap.match == ZMK_NOTHING || zmk_is_native(z->from) ||
	    (!own_tapping(z, action, &tapping, &wanted) && tap.action.kind == ACTION_KEY))
		return false;
	*out = zmk_make_hold_tap(z, hold.action, tap.action, &tapping, wanted);
	zmk_lose_action(z, action, (struct zmk_lowered){ *out, tap.match, tap.note });
	return true;
}

/* The keys that QMK's Auto Shift is about: letters, digits and signs. */
static bool shifts_by_itself(struct action action)
{
	uint16_t value = action.kind == ACTION_KEY ? keycode_get(KEY_CODE(action.arg[0]))->value : 0;

	return value && !KEY_MODS(action.arg[0]) &&
	       ((value >= VALUE_A && value <= VALUE_0) || (value >= VALUE_MINUS && value <= VALUE_SLASH) ||
		value == VALUE_TAB);
}

bool zmk_lower_auto_shift(struct zmk_lower *z, struct action action, struct action *out)
{
	const struct setting *on = keymap_find_setting(z->from, "features.auto_shift");
	struct zmk_tapping tapping = zmk_tapping_by_itself("lt");
	struct action shifted = action;

	if (zmk_is_native(z->from) || !on || !on->number || z->place.key < 0 || !shifts_by_itself(action))
		return false;
	shifted.arg[0] |= KEY(0, MOD_LSFT);
	tapping.term_ms = zmk_number_setting(z, "auto_shift.timeout", AUTO_SHIFT_MS);
	*out = zmk_make_hold_tap(z, shifted, action, &tapping, ZMK_AUTO_SHIFT);
	return true;
}
