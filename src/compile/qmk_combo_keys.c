/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "qmk_combo_keys.h"

enum { MAX_LENGTH = 32 }; /* with EXTRA_EXTRA_LONG_COMBOS */

struct qmk_combo_keys {
	struct qmk *q;
	bool only_from_layer; /* all combos are positions: QMK is told the layer */
	size_t layer;         /* that one */
	bool *doubled
		[KEYMAP_MAX_LAYERS]; /* [layer][key]: another key there does the same; owned, NULL: not yet known */
};

struct place_of_action {
	struct action action;
	size_t key;
};

static int by_action(const void *a, const void *b)
{
	const struct action *x = &((const struct place_of_action *)a)->action;
	const struct action *y = &((const struct place_of_action *)b)->action;
	const uint32_t left[] = { x->kind, x->flags, x->arg[0], x->arg[1], x->arg[2] };
	const uint32_t right[] = { y->kind, y->flags, y->arg[0], y->arg[1], y->arg[2] };

	for (size_t i = 0; i < COUNT(left); i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

static bool is_doubled(struct qmk_combo_keys *keys, size_t layer, size_t key)
{
	size_t count = keymap_keys(keys->q->map);
	struct place_of_action *sorted;

	if (keys->doubled[layer])
		return keys->doubled[layer][key];
	keys->doubled[layer] = mem_new(count, sizeof(**keys->doubled));
	sorted = mem_new(count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct place_of_action){ keymap_get(keys->q->map, layer, i), i };
	qsort(sorted, count, sizeof(*sorted), by_action);
	for (size_t i = 1; i < count; i++)
		if (!by_action(&sorted[i - 1], &sorted[i]))
			keys->doubled[layer][sorted[i - 1].key] = keys->doubled[layer][sorted[i].key] = true;
	free(sorted);
	return keys->doubled[layer][key];
}

static bool is_keycode(struct action action)
{
	return action.kind != ACTION_NONE && action.kind != ACTION_TRANSPARENT;
}

/* How many of the combo's keys do something on @layer. */
static size_t count_there(const struct keymap *map, const struct definition *combo, size_t layer)
{
	size_t count = 0;

	for (size_t i = 0; i < combo->positions; i++)
		count += combo->position[i] < keymap_keys(map) &&
			 is_keycode(keymap_get(map, layer, combo->position[i]));
	return count;
}

/* The layer where the most keys of combos do something. */
static size_t choose_layer(const struct keymap *map)
{
	size_t best = 0, most = 0;

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		size_t there = 0;

		for (size_t i = 0; i < keymap_definitions(map, DEFINITION_COMBO); i++)
			there += count_there(map, keymap_definition(map, DEFINITION_COMBO, i), layer);
		if (there > most) {
			most = there;
			best = layer;
		}
	}
	return best;
}

struct qmk_combo_keys *qmk_combo_keys_new(struct qmk *q)
{
	struct qmk_combo_keys *keys = mem_new(1, sizeof(*keys));
	size_t count = keymap_definitions(q->map, DEFINITION_COMBO), positional = 0;
	char layer[24];

	keys->q = q;
	for (size_t i = 0; i < count; i++)
		positional += keymap_definition(q->map, DEFINITION_COMBO, i)->positions > 0;
	keys->only_from_layer = count && positional == count;
	if (keys->only_from_layer) {
		keys->layer = choose_layer(q->map);
		snprintf(layer, sizeof(layer), "%zu", keys->layer);
		qmk_define(q, "COMBO_ONLY_FROM_LAYER", layer);
	}
	return keys;
}

void qmk_combo_keys_free(struct qmk_combo_keys *keys)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		free(keys->doubled[i]);
	free(keys);
}

static size_t lowest_layer(const struct keymap *map, uint32_t mask)
{
	size_t layer = 0;

	while (mask && !(mask >> layer & 1))
		layer++;
	return layer < keymap_layers(map) ? layer : 0;
}

static void tell_positions(struct qmk_combo_keys *keys, const struct definition *combo, size_t layer,
			   bool doubled, const char *subject)
{
	bool one_layer = combo->layer_mask ? !(combo->layer_mask & (combo->layer_mask - 1))
					   : keymap_layers(keys->q->map) == 1;

	if (doubled)
		qmk_lose(keys->q, LOSS_NEAR, subject, "by keycodes",
			 "%s: another key of layer %zu does the same as one of its keys, and will do for it",
			 subject, layer);
	else if (!keys->only_from_layer && !one_layer)
		qmk_lose(keys->q, LOSS_NEAR, subject, "by keycodes",
			 "%s goes by what its keys do on layer %zu, as QMK's combos do: where they do "
			 "something "
			 "else, it is not there",
			 subject, layer);
}

static size_t add_positions(struct qmk_combo_keys *keys, const struct definition *combo, const char *subject,
			    struct str *out, const char **why)
{
	const struct keymap *map = keys->q->map;
	size_t layer = keys->only_from_layer ? keys->layer : lowest_layer(map, combo->layer_mask);
	bool doubled = false;

	if (count_there(map, combo, layer) < combo->positions) {
		*why = "QMK knows keys by what they do, and one of these does nothing";
		return 0;
	}
	keys->q->quiet = true; /* what is lost of the keys is told of them */
	for (size_t i = 0; i < combo->positions; i++) {
		struct action action = qmk_fit_action(keys->q, keymap_get(map, layer, combo->position[i]));

		doubled |= is_doubled(keys, layer, combo->position[i]);
		if (!is_keycode(action))
			*why = "one of its keys does nothing";
		str_add(out, i ? ", " : "");
		qmk_add_action(keys->q, action, out);
	}
	keys->q->quiet = false;
	tell_positions(keys, combo, layer, doubled, subject);
	return combo->positions;
}

size_t qmk_add_combo_keys(struct qmk_combo_keys *keys, const struct definition *combo, const char *subject,
			  struct str *out, const char **why)
{
	size_t count = combo->positions ? combo->positions : combo->steps ? combo->steps - 1 : 0;

	if (!combo->steps || !count)
		*why = "it needs keys and a result";
	else if (count > MAX_LENGTH)
		*why = "QMK's combos have at most 32 keys";
	if (*why)
		return 0;
	if (combo->positions)
		return add_positions(keys, combo, subject, out, why);
	for (size_t i = 1; i < combo->steps && !*why; i++) {
		struct action action = qmk_fit_action(keys->q, combo->step[i].action);

		if (!is_keycode(action))
			*why = "one of its keys does nothing";
		str_add(out, i > 1 ? ", " : "");
		qmk_add_action(keys->q, action, out);
	}
	return count;
}
