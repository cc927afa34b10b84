/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "zmk_raise.h"

enum {
	BASIC_MAX = 0xff,
	COMBO_TIMEOUT_MS = 50, /* of ZMK's and QMK's by themselves */
	CHAIN_MAX = 8,         /* mod-morphs in mod-morphs */
};

/* A tap dance whose results are hold-taps: each has a result for holding. */
static void raise_dance(struct zmk_raise *r, const struct definition *dance, size_t index)
{
	const struct setting *term = definition_option(dance, "tapping-term-ms");
	struct definition to = { .kind = DEFINITION_TAP_DANCE,
				 .name = zmk_raise_name(dance, "dance", index) };
	struct step *step = mem_new(dance->steps * 2 + 1, sizeof(*step));
	struct setting option;

	for (size_t i = 0; i < dance->steps; i++) {
		struct action action = dance->step[i].action, hold;
		const struct definition *hold_tap = NULL;
		int32_t taps = (int32_t)i + 1;
		size_t of;

		if (action.kind == ACTION_BEHAVIOR)
			hold_tap = zmk_raise_find(r, DEFINITION_HOLD_TAP, action.arg[0], &of);
		if (hold_tap && zmk_raise_child(hold_tap, action, 0, &hold) &&
		    zmk_raise_child(hold_tap, action, 1, &action)) {
			step[to.steps].action = zmk_raise(r, hold);
			step[to.steps].value = -taps;
			step[to.steps++].op = STEP_RESULT;
		}
		action = zmk_raise(r, action);
		if (hold_tap && action.kind == ACTION_NONE)
			continue;
		step[to.steps++] = (struct step){ .op = STEP_RESULT, .value = taps, .action = action };
	}
	to.step = step;
	if (term && term->type == SETTING_NUMBER && term->number != r->tapping.term_ms) {
		option = *term;
		to.option = &option;
		to.options = 1;
	}
	keymap_add_definition(r->to, &to);
	free(step);
}

static void raise_hold_dances(struct zmk_raise *r)
{
	for (size_t i = 0; i < r->dances; i++) {
		const struct zmk_hold_dance *dance = &r->dance[i];
		struct step step[] = { { .op = STEP_RESULT, .value = 1, .action = dance->tap },
				       { .op = STEP_RESULT, .value = -1, .action = dance->hold } };
		struct setting option = zmk_number_option("tapping-term-ms", dance->term_ms);

		keymap_add_definition(r->to, &(struct definition){ .kind = DEFINITION_TAP_DANCE,
								   .step = step,
								   .steps = COUNT(step),
								   .option = &option,
								   .options = 1 });
	}
}

/* The timeout that all combos have. */
static int64_t common_timeout(const struct keymap *map)
{
	int64_t common = -1;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_COMBO); i++) {
		const struct setting *option =
			definition_option(keymap_definition(map, DEFINITION_COMBO, i), "timeout-ms");
		int64_t ms = option && option->type == SETTING_NUMBER ? option->number : COMBO_TIMEOUT_MS;

		if (common >= 0 && ms != common)
			return COMBO_TIMEOUT_MS;
		common = ms;
	}
	return common < 0 ? COMBO_TIMEOUT_MS : common;
}

static size_t lowest_layer(uint32_t mask)
{
	size_t layer = 0;

	while (mask && !(mask >> layer & 1))
		layer++;
	return layer;
}

/* The keycodes of the keys, as they are on the first layer that the combo is on. False: one of them has none. */
static bool find_keys(struct zmk_raise *r, const struct definition *combo, struct step *step)
{
	size_t layer = lowest_layer(combo->layer_mask);

	for (size_t i = 0; i < combo->positions; i++) {
		struct action action;

		if (combo->position[i] >= keymap_keys(r->to) || layer >= keymap_layers(r->to))
			return false;
		action = keymap_resolve(r->to, layer, combo->position[i], NULL);
		if (action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT)
			return false;
		step[i] = (struct step){ .op = STEP_RESULT, .action = action };
	}
	return combo->positions > 0;
}

/* Another key that does what one of the combo's does makes the combo, too. */
static bool is_ambiguous(const struct zmk_raise *r, const struct definition *combo, const struct step *step)
{
	size_t layer = lowest_layer(combo->layer_mask);

	for (size_t i = 0; i < combo->positions; i++)
		for (size_t key = 0; key < keymap_keys(r->to); key++)
			if (key != combo->position[i] &&
			    action_equal(keymap_resolve(r->to, layer, key, NULL), step[i].action))
				return true;
	return false;
}

static void tell_combo(struct zmk_raise *r, const struct definition *combo)
{
	for (size_t i = 0; i < combo->options; i++) {
		const char *name = symbol_text(combo->option[i].name);

		if (strcmp(name, "timeout-ms") != 0 && strcmp(name, "slow-release") != 0 &&
		    strcmp(name, "node") != 0)
			zmk_raise_lose_definition(r, LOSS_NEAR, "the same without it", name);
	}
}

static void raise_combo(struct zmk_raise *r, const struct definition *combo, size_t index)
{
	const struct setting *timeout = definition_option(combo, "timeout-ms");
	struct definition to = { .kind = DEFINITION_COMBO,
				 .name = zmk_raise_name(combo, "combo", index),
				 .layer_mask = combo->layer_mask };
	const struct setting *slow = definition_option(combo, "slow-release");
	struct step *step = mem_new(combo->positions + 1, sizeof(*step));
	struct setting option[2];
	uint32_t same;

	to.step = step;
	to.steps = combo->positions + 1;
	step[0] = (struct step){ .op = STEP_RESULT };
	if (combo->steps)
		step[0].action = zmk_raise(r, combo->step[0].action);
	tell_combo(r, combo);
	to.option = option;
	if (timeout && timeout->type == SETTING_NUMBER && timeout->number != common_timeout(r->from))
		option[to.options++] = *timeout;
	if (!slow || !slow->number) /* QMK's are let go with their last key */
		option[to.options++] = (struct setting){ symbol("slow-release"), SETTING_BOOL, 0, 0 };
	if (find_keys(r, combo, step + 1)) {
		if (is_ambiguous(r, combo, step + 1))
			zmk_raise_lose_definition(r, LOSS_NEAR, "a combo of keycodes",
						  "another key that has one of them makes it, too");
		same = zmk_combo_layers(r->to, combo->position, combo->positions,
					lowest_layer(combo->layer_mask));
		if (same == combo->layer_mask)
			to.layer_mask = 0;
		keymap_add_definition(r->to, &to);
	} else {
		zmk_raise_lose_definition(r, LOSS_ALL, "nothing",
					  "a key of it does nothing on its first layer");
	}
	free(step);
}

/* The key override that a mod-morph is, and those within it, inner ones first; how many. 0: QMK has no such. */
static size_t find_chain(const struct zmk_raise *r, size_t index, size_t chain[CHAIN_MAX], uint32_t *key)
{
	const struct definition *d = keymap_definition(r->from, DEFINITION_OVERRIDE, index);
	struct action with;
	size_t count = 0, inner;

	if (d->steps != 2 || !d->mods)
		return 0;
	with = d->step[1].action;
	if (with.kind != ACTION_NONE &&
	    (with.kind != ACTION_KEY || keycode_get(KEY_CODE(with.arg[0]))->value > BASIC_MAX))
		return 0;
	for (; count < CHAIN_MAX - 1; count++) {
		struct action trigger =
			keymap_definition(r->from, DEFINITION_OVERRIDE, index)->step[0].action;

		chain[count] = index;
		if (trigger.kind == ACTION_KEY && !KEY_MODS(trigger.arg[0])) {
			*key = trigger.arg[0];
			return keycode_get(KEY_CODE(*key))->value <= BASIC_MAX ? count + 1 : 0;
		}
		if (trigger.kind != ACTION_BEHAVIOR ||
		    !zmk_raise_find(r, DEFINITION_OVERRIDE, trigger.arg[0], &inner))
			return 0;
		index = inner;
		d = keymap_definition(r->from, DEFINITION_OVERRIDE, index);
		if (d->steps != 2 || !d->mods)
			return 0;
	}
	return 0;
}

static void note_morphs(struct zmk_raise *r)
{
	struct action_walk walk = action_walk_start(r->from);
	size_t index;

	while (action_walk_next(&walk)) {
		if (walk.action.kind != ACTION_BEHAVIOR ||
		    !zmk_raise_find(r, DEFINITION_OVERRIDE, walk.action.arg[0], &index))
			continue;
		if (walk.place.key >= 0)
			r->morph[index].layers |= UINT32_C(1) << walk.place.layer;
		else if (walk.place.kind != DEFINITION_OVERRIDE)
			r->morph[index].elsewhere = true;
	}
}

/* Whether a key on these layers does @key that is not to be overridden, or is by another mod-morph. */
static bool has_other(const struct zmk_raise *r, size_t index)
{
	const struct zmk_morph *morph = &r->morph[index];

	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_OVERRIDE); i++)
		if (i != index && r->morph[i].is_plain && r->morph[i].key == morph->key &&
		    r->morph[i].layers & morph->layers)
			return true;
	for (size_t layer = 0; layer < keymap_layers(r->from); layer++)
		for (size_t slot = 0; morph->layers >> layer & 1 && slot < keymap_slots(r->from); slot++) {
			struct action action = keymap_get_slot(r->from, layer, slot);

			if (action.kind == ACTION_KEY && action.arg[0] == morph->key)
				return true;
		}
	return false;
}

/* The mod-morphs that @from has in it and that are not marked yet. */
static void mark_inner(const struct zmk_raise *r, size_t from, bool *marked, size_t *stack, size_t *count)
{
	const struct definition *d = keymap_definition(r->from, DEFINITION_OVERRIDE, from);
	size_t inner;

	for (size_t s = 0; s < d->steps; s++) {
		if (d->step[s].action.kind != ACTION_BEHAVIOR ||
		    !zmk_raise_find(r, DEFINITION_OVERRIDE, d->step[s].action.arg[0], &inner) ||
		    marked[inner])
			continue;
		marked[inner] = true;
		stack[(*count)++] = inner;
	}
}

/* Whether a mod-morph has itself in it: nothing would ever come of it. */
static bool is_circular(const struct zmk_raise *r, size_t index)
{
	size_t all = keymap_definitions(r->from, DEFINITION_OVERRIDE), count = 0;
	bool *marked = mem_new(all + 1, sizeof(*marked)), circular;
	size_t *stack = mem_new(all + 1, sizeof(*stack));

	mark_inner(r, index, marked, stack, &count);
	while (count && !marked[index])
		mark_inner(r, stack[--count], marked, stack, &count);
	circular = marked[index];
	free(marked);
	free(stack);
	return circular;
}

void zmk_raise_find_three(struct zmk_raise *r)
{
	struct action_walk walk = action_walk_start(r->from);
	size_t index;
	const struct definition *d = zmk_raise_find(r, DEFINITION_CONDITION, symbol(ZMK_TRI_LAYER), &index);
	uint32_t layer;

	r->has_three = d && d->layer_mask == (1u << ZMK_TRI_LOWER | 1u << ZMK_TRI_UPPER) && d->steps == 1 &&
		       action_has_layer(d->step[0].action, &layer) && layer == ZMK_TRI_ADJUST;
	while (r->has_three && action_walk_next(&walk))
		if (action_has_layer(walk.action, &layer) &&
		    (layer == ZMK_TRI_LOWER || layer == ZMK_TRI_UPPER) &&
		    walk.action.kind != ACTION_LAYER_MOMENTARY)
			r->has_three = false;
}

void zmk_raise_find_morphs(struct zmk_raise *r)
{
	size_t count = keymap_definitions(r->from, DEFINITION_OVERRIDE), chain[CHAIN_MAX];

	r->morph = mem_new(count + 1, sizeof(*r->morph));
	note_morphs(r);
	for (size_t i = 0; i < count; i++) {
		struct zmk_morph *morph = &r->morph[i];

		morph->is_circular = is_circular(r, i);
		morph->is_plain = morph->layers && !morph->elsewhere && find_chain(r, i, chain, &morph->key);
	}
	for (size_t i = 0; i < count; i++)
		if (r->morph[i].is_plain && has_other(r, i))
			r->morph[i].is_plain = false;
}

struct action zmk_raise_morph_use(struct zmk_raise *r, size_t index, struct action action)
{
	struct zmk_lowered none = { { .kind = ACTION_NONE }, ZMK_NOTHING, "it has itself in it" };

	if (r->morph[index].is_plain)
		return (struct action){ .kind = ACTION_KEY, .arg = { r->morph[index].key } };
	if (r->morph[index].is_circular) {
		zmk_raise_lose_action(r, action, none);
		return none.action;
	}
	return (struct action){ .kind = ACTION_BEHAVIOR, .arg = { action.arg[0] } };
}

static int64_t kept_mods(const struct definition *morph)
{
	const struct setting *keep = definition_option(morph, "keep-mods");

	return keep && keep->type == SETTING_NUMBER ? keep->number & morph->mods : 0;
}

static void put_override(struct zmk_raise *r, const struct definition *morph, const struct zmk_morph *as)
{
	struct step step[2] = { { .op = STEP_RESULT, .action = { .kind = ACTION_KEY, .arg = { as->key } } },
				{ .op = STEP_RESULT, .action = zmk_raise(r, morph->step[1].action) } };
	struct setting option[2];
	struct definition to = {
		.kind = DEFINITION_OVERRIDE, .mods = morph->mods, .step = step, .steps = 2, .option = option
	};
	uint8_t kinds = (uint8_t)((morph->mods | morph->mods >> 4) & 0x0f);

	if (as->layers != (UINT32_C(1) << (keymap_layers(r->from) - 1) << 1) - 1)
		to.layer_mask = as->layers;
	if (kept_mods(morph))
		option[to.options++] = zmk_number_option("suppressed-mods", morph->mods & ~kept_mods(morph));
	if (kinds & (kinds - 1))
		option[to.options++] =
			zmk_number_option("options", ZMK_OVERRIDE_USUAL | ZMK_OVERRIDE_ONE_MOD);
	keymap_add_definition(r->to, &to);
}

/* One that key overrides cannot say stays what it is, with what it does in QMK's words. */
static void keep_morph(struct zmk_raise *r, const struct definition *morph)
{
	struct step *step = mem_new(morph->steps + 1, sizeof(*step));
	struct definition to = *morph;

	for (size_t i = 0; i < morph->steps; i++)
		step[i] = (struct step){ .op = STEP_RESULT, .action = zmk_raise(r, morph->step[i].action) };
	to.step = step;
	keymap_add_definition(r->to, &to);
	free(step);
}

static bool is_wanted(const struct zmk_raise *r, size_t index)
{
	const struct definition *morph = keymap_definition(r->from, DEFINITION_OVERRIDE, index);

	if (r->morph[index].layers || r->morph[index].elsewhere)
		return true;
	/* Within another one that stays. */
	for (size_t i = 0; i < keymap_definitions(r->from, DEFINITION_OVERRIDE); i++) {
		const struct definition *outer = keymap_definition(r->from, DEFINITION_OVERRIDE, i);

		for (size_t s = 0; s < outer->steps && !r->morph[i].is_plain; s++)
			if (outer->step[s].action.kind == ACTION_BEHAVIOR &&
			    outer->step[s].action.arg[0] == morph->name)
				return true;
	}
	return false;
}

static void raise_morph(struct zmk_raise *r, size_t index)
{
	size_t chain[CHAIN_MAX], count;
	uint32_t key;

	if (!is_wanted(r, index) || r->morph[index].is_circular)
		return;
	if (!r->morph[index].is_plain) {
		keep_morph(r, keymap_definition(r->from, DEFINITION_OVERRIDE, index));
		return;
	}
	for (count = find_chain(r, index, chain, &key); count-- > 0;)
		put_override(r, keymap_definition(r->from, DEFINITION_OVERRIDE, chain[count]),
			     &r->morph[index]);
}

/* QMK's keys for three layers do it by themselves. */
static void raise_condition(struct zmk_raise *r, const struct definition *condition)
{
	if (!r->has_three || strcmp(symbol_text(condition->name), ZMK_TRI_LAYER) != 0)
		keymap_add_definition(r->to, condition);
}

static void raise_definition(struct zmk_raise *r, const struct definition *d, size_t index)
{
	switch ((enum definition_kind)d->kind) {
	case DEFINITION_MACRO:
		zmk_raise_macro(r, index);
		break;
	case DEFINITION_TAP_DANCE:
		raise_dance(r, d, index);
		break;
	case DEFINITION_COMBO:
		raise_combo(r, d, index);
		break;
	case DEFINITION_OVERRIDE:
		raise_morph(r, index);
		break;
	case DEFINITION_CONDITION:
		raise_condition(r, d);
		break;
	case DEFINITION_HOLD_TAP: /* the keys that have them are told */
	case DEFINITION_BEHAVIOR:
	case DEFINITION_KEYCODE:
	case DEFINITION_LEADER:
	case DEFINITION_UNICODE:
	case DEFINITION_CORRECTION:
	case DEFINITION_ALT_REPEAT:
	case DEFINITION_KIND_COUNT:
		break;
	}
}

void zmk_raise_definitions(struct zmk_raise *r)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(r->from, (enum definition_kind)kind); i++) {
			str_clear(&r->subject);
			zmk_add_subject(r->from, (enum definition_kind)kind, i, &r->subject);
			r->place = place_of_definition(kind, i);
			raise_definition(r, keymap_definition(r->from, (enum definition_kind)kind, i), i);
		}
	str_clear(&r->subject);
	zmk_raise_instances(r);
	r->place = PLACE_NONE;
	raise_hold_dances(r);
	if (common_timeout(r->from) != COMBO_TIMEOUT_MS)
		zmk_raise_put(r, "combo.term", SETTING_NUMBER, common_timeout(r->from));
}
