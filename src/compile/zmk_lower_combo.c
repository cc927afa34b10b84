/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_lower.h"

enum {
	COMBO_MIN_KEYS = 2,
	COMBO_MAX_KEYS = 19,
	DEFAULT_TIMEOUT_MS = 50,
	COMBO_OPTIONS = 3,
};

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

/* QMK's are let go with their last key; of its other options ZMK has none. */
static void lower_options(struct zmk_lower *z, const struct definition *combo, struct definition *to)
{
	const struct setting *own = definition_option(combo, "timeout-ms");
	const struct setting *slow = definition_option(combo, "slow-release");
	int64_t term = own && own->type == SETTING_NUMBER
			       ? own->number
			       : zmk_number_setting(z, "combo.term", DEFAULT_TIMEOUT_MS);

	to->option = mem_new(COMBO_OPTIONS, sizeof(*to->option));
	to->options = 0;
	if (!slow || slow->number)
		to->option[to->options++] = (struct setting){ symbol("slow-release"), SETTING_BOOL, 1, 0 };
	if (term != DEFAULT_TIMEOUT_MS)
		to->option[to->options++] = zmk_number_option("timeout-ms", term);
	for (size_t i = 0; i < combo->options; i++) {
		const struct setting *option = &combo->option[i];
		const char *name = symbol_text(option->name);

		if (!strcmp(name, "require-prior-idle-ms") && to->options < COMBO_OPTIONS)
			to->option[to->options++] = *option;
		else if (option != own && option != slow && (option->type != SETTING_BOOL || option->number))
			zmk_lose_definition(z, LOSS_NEAR, "the same without it",
					    "%s is left out: ZMK's combos have no such property", name);
	}
}

uint32_t zmk_combo_layers(const struct keymap *map, const uint16_t *position, size_t positions,
			  size_t reference)
{
	size_t layers = keymap_layers(map), same_layers = 0;
	uint32_t mask = 0;

	for (size_t layer = 0; layer < layers; layer++) {
		bool same = true;

		for (size_t i = 0; i < positions && same; i++)
			same = action_equal(keymap_resolve(map, layer, position[i], NULL),
					    keymap_resolve(map, reference, position[i], NULL));
		mask |= (uint32_t)same << layer;
		same_layers += same;
	}
	return same_layers == layers ? 0 : mask;
}

/* A combo by keycodes holds where the keys have them. */
static void restrict_layers(const struct zmk_lower *z, const struct definition *combo, struct definition *to)
{
	uint32_t same;

	if (combo->positions || zmk_is_native(z->from))
		return;
	same = zmk_combo_layers(z->from, to->position, to->positions, reference_layer(combo));
	if (same)
		to->layer_mask = combo->layer_mask ? combo->layer_mask & same : same;
}

void zmk_lower_combo(struct zmk_lower *z, const struct definition *combo, uint32_t name)
{
	uint16_t position[COMBO_MAX_KEYS];
	struct definition to = *combo;
	struct step result = { .op = STEP_RESULT };

	if (!zmk_is_native(z->from) && !combo->steps) {
		leave_out(z, "what it does is C code");
		return;
	}
	if (!find_positions(z, combo, position, &to.positions))
		return;
	if (combo->steps)
		result.action = zmk_lower(z, combo->step[0].action);
	to.name = name;
	to.position = position;
	to.step = &result;
	to.steps = 1;
	restrict_layers(z, combo, &to);
	if (zmk_is_native(z->from)) {
		zmk_copy_options(z, combo, &to);
	} else {
		to.text = 0; /* C's */
		lower_options(z, combo, &to);
	}
	zmk_add(z, &to);
	free(to.option);
}
