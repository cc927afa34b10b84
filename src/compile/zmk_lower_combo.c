/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum { COMBO_MIN_KEYS = 2, COMBO_MAX_KEYS = 19, DEFAULT_TIMEOUT_MS = 50 };

static void leave_out(struct zmk_lower *z, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void leave_out(struct zmk_lower *z, const char *fmt, ...)
{
	struct str why = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&why, fmt, ap);
	va_end(ap);
	zmk_lose_definition(z, LOSS_ALL, "left out", "it is left out: %s", str_text(&why));
	str_release(&why);
}

/* The layer whose keys a combo by keycodes is about. */
static size_t reference_layer(const struct definition *combo)
{
	size_t layer = 0;

	while (combo->layer_mask && !(combo->layer_mask >> layer & 1))
		layer++;
	return layer;
}

/* The key of @layer that does @action; told when there is none or another one. */
static bool find_key(struct zmk_lower *z, size_t layer, struct action action, uint16_t *position)
{
	struct str text = STR_INIT;
	size_t found = 0;

	for (size_t key = keymap_keys(z->from); layer < keymap_layers(z->from) && key-- > 0;) {
		if (!action_equal(keymap_get(z->from, layer, key), action))
			continue;
		*position = (uint16_t)key;
		found++;
	}
	if (found != 1)
		action_print(action, &text);
	if (!found)
		leave_out(z, "no key of layer %zu is %s", layer, str_text(&text));
	else if (found > 1)
		zmk_lose_definition(z, LOSS_NEAR, "the first of the keys",
				    "%zu keys of layer %zu are %s: the first of them is taken", found, layer,
				    str_text(&text));
	str_release(&text);
	return found > 0;
}

/* The positions that the combo has, or those of the keys that it names. */
static bool find_positions(struct zmk_lower *z, const struct definition *combo, uint16_t *position,
			   size_t *count)
{
	size_t layer = reference_layer(combo);

	*count = 0;
	if (definition_option(combo, "key-positions")) /* in words that a file has which is not there */
		return true;
	if (combo->positions > COMBO_MAX_KEYS || combo->steps > COMBO_MAX_KEYS + 1) {
		leave_out(z, "ZMK's combos have at most %d keys", COMBO_MAX_KEYS);
		return false;
	}
	for (; *count < combo->positions; ++*count) {
		position[*count] = combo->position[*count];
		if (position[*count] < keymap_keys(z->from))
			continue;
		leave_out(z, "the keyboard has no key %u", position[*count]);
		return false;
	}
	for (size_t i = 1; !combo->positions && i < combo->steps; i++)
		if (!find_key(z, layer, combo->step[i].action, &position[(*count)++]))
			return false;
	if (*count < COMBO_MIN_KEYS && !zmk_is_native(z->from))
		leave_out(z, "a combo takes two keys or more");
	return *count >= COMBO_MIN_KEYS || zmk_is_native(z->from);
}

static void add_term(const struct zmk_lower *z, struct definition *to)
{
	const struct setting *term = keymap_find_setting(z->from, "combo.term");

	if (term && term->number != DEFAULT_TIMEOUT_MS && !definition_option(to, "timeout-ms"))
		to->option[to->options++] = zmk_number_option("timeout-ms", term->number);
}

void zmk_lower_combo(struct zmk_lower *z, const struct definition *combo, uint32_t name)
{
	uint16_t position[COMBO_MAX_KEYS];
	struct definition to = *combo;
	struct step result = { .op = STEP_RESULT };

	if (!find_positions(z, combo, position, &to.positions))
		return;
	if (combo->steps)
		result.action = zmk_lower(z, combo->step[0].action);
	to.name = name;
	to.position = position;
	to.step = &result;
	to.steps = 1;
	zmk_copy_options(z, combo, &to);
	add_term(z, &to);
	zmk_add(z, &to);
	free(to.option);
}

/* QMK's key overrides, which have no name: a mod-morph at each key that is the trigger. NULL: it is none of
 * them, or none that ZMK can have. */
static const struct definition *override_at(const struct zmk_lower *z, size_t index)
{
	const struct definition *override = keymap_definition(z->from, DEFINITION_OVERRIDE, index);
	bool sound = override->steps == 2 && override->step[0].action.kind != ACTION_NONE && override->mods;

	return sound && !override->name ? override : NULL;
}

/* The last of the first @count overrides that @action triggers and that holds on the same layers as @like. */
static bool find_override(const struct zmk_lower *z, size_t count, struct action action,
			  const struct definition *like, uint32_t layer_bit, size_t *index)
{
	for (*index = count; (*index)-- > 0;) {
		const struct definition *override = override_at(z, *index);

		if (!override || !action_equal(override->step[0].action, action))
			continue;
		if (like ? override->layer_mask == like->layer_mask
			 : !override->layer_mask || override->layer_mask & layer_bit)
			return true;
	}
	return false;
}

static struct action override_action(const struct zmk_lower *z, size_t index)
{
	return zmk_behavior_action(z->name[DEFINITION_OVERRIDE][index], ARG_NONE, 0, ARG_NONE, 0);
}

struct action zmk_overridden(const struct zmk_lower *z, size_t layer, struct action action)
{
	size_t index, count = keymap_definitions(z->from, DEFINITION_OVERRIDE);

	if (!find_override(z, count, action, NULL, 1u << layer, &index))
		return action;
	return override_action(z, index);
}

/* Which of the trigger's modifiers stay down while the replacement is pressed. */
static int64_t kept_mods(const struct definition *override)
{
	const struct setting *suppressed = definition_option(override, "suppressed-mods");

	return suppressed ? override->mods & ~suppressed->number : 0;
}

static bool forbids_mods(const struct definition *override)
{
	const struct setting *negative = definition_option(override, "negative-mods");

	return negative && negative->number;
}

static void lower_override(struct zmk_lower *z, const struct definition *override, size_t index)
{
	struct step step[2] = { { .op = STEP_RESULT }, { .op = STEP_RESULT } };
	struct setting keep = zmk_number_option("keep-mods", kept_mods(override));
	struct definition to = { .kind = DEFINITION_OVERRIDE,
				 .name = z->name[DEFINITION_OVERRIDE][index],
				 .mods = override->mods,
				 .step = step,
				 .steps = 2 };
	size_t before;

	if (find_override(z, index, override->step[0].action, override, 0, &before))
		step[0].action = override_action(z, before);
	else
		step[0].action = zmk_lower(z, override->step[0].action);
	step[1].action = zmk_lower(z, override->step[1].action);
	if (keep.number) {
		to.option = &keep;
		to.options = 1;
	}
	zmk_add(z, &to);
}

void zmk_lower_overrides(struct zmk_lower *z)
{
	for (size_t i = 0; i < keymap_definitions(z->from, DEFINITION_OVERRIDE); i++) {
		const struct definition *override = override_at(z, i);

		zmk_enter(z, DEFINITION_OVERRIDE, i);
		if (override) {
			zmk_lose_definition(z, LOSS_NEAR, "a mod-morph",
					    "it becomes a mod-morph: any one of its modifiers is enough%s",
					    forbids_mods(override) ? ", and none forbids it" : "");
			lower_override(z, override, i);
		} else if (!keymap_definition(z->from, DEFINITION_OVERRIDE, i)->name) {
			leave_out(z, "ZMK's need a key and modifiers");
		}
	}
	zmk_leave(z);
}
