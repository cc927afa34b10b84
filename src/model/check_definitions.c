/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check_private.h"
#include "model/action_walk.h"
#include "model/reference.h"
#include "model/symbol.h"
#include "model/term.h"
#include "reference_index.h"

static const char *name_of(const struct definition *d)
{
	return d->name ? symbol_text(d->name) : term_of_definition(d->kind);
}

/* A combo's keys are by place or by what they do; text is C that we do not know. */
static size_t keys_of_combo(const struct definition *d)
{
	return d->positions ? d->positions : d->steps ? d->steps - 1 : 0;
}

static bool has_key_twice(const struct definition *d)
{
	for (size_t i = 1; i < d->positions; i++)
		for (size_t k = 0; k < i; k++)
			if (d->position[i] == d->position[k])
				return true;
	for (size_t i = 2; !d->positions && i < d->steps; i++)
		for (size_t k = 1; k < i; k++)
			if (action_equal(d->step[i].action, d->step[k].action))
				return true;
	return false;
}

enum { COMBO_KEYS_MAX = 32 }; /* more than any firmware takes */

void check_combo_keys(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out)
{
	for (size_t i = 0; i < keymap_definitions(in->map, DEFINITION_COMBO); i++) {
		const struct definition *d = keymap_definition(in->map, DEFINITION_COMBO, i);
		struct place place = place_of_definition(DEFINITION_COMBO, i);
		size_t keys = keys_of_combo(d);

		if (d->text && !keymap_is_zmk(in->map))
			continue;
		if (definition_option(d, "key-positions"))
			continue;
		if (keys < 2)
			diagnostics_add(out, kind, place, "%s has %zu keys: a combo needs two or more",
					name_of(d), keys);
		else if (keys <= COMBO_KEYS_MAX && has_key_twice(d))
			diagnostics_add(out, kind, place, "%s has a key twice: it can never be pressed",
					name_of(d));
	}
}

static int compare_positions(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* A combo by its keys, in their order. */
struct combo {
	const struct definition *d;
	size_t index;
	uint16_t key[COMBO_KEYS_MAX];
};

static int compare_keys(const void *a, const void *b)
{
	const struct combo *x = a, *y = b;
	size_t keys = x->d->positions;
	int order;

	if (keys != y->d->positions)
		return keys < y->d->positions ? -1 : 1;
	order = memcmp(x->key, y->key, keys * sizeof(*x->key));
	return order ? order : x->index < y->index ? -1 : x->index > y->index;
}

static bool share_layers(const struct definition *a, const struct definition *b)
{
	return !a->layer_mask || !b->layer_mask || a->layer_mask & b->layer_mask;
}

static size_t list_combos(const struct keymap *map, struct combo *combo)
{
	size_t count = 0;

	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_COMBO); i++) {
		const struct definition *d = keymap_definition(map, DEFINITION_COMBO, i);

		if (!d->positions || d->positions > COMBO_KEYS_MAX || definition_option(d, "layers"))
			continue;
		combo[count] = (struct combo){ .d = d, .index = i };
		memcpy(combo[count].key, d->position, d->positions * sizeof(*d->position));
		qsort(combo[count].key, d->positions, sizeof(*d->position), compare_positions);
		count++;
	}
	return count;
}

void check_combo_twice(const struct check_input *in, const struct diagnostic_kind *kind,
		       struct diagnostics *out)
{
	struct combo *combo = mem_new(keymap_definitions(in->map, DEFINITION_COMBO) + 1, sizeof(*combo));
	size_t count = list_combos(in->map, combo);

	qsort(combo, count, sizeof(*combo), compare_keys);
	for (size_t i = 1; i < count; i++) {
		const struct definition *a = combo[i - 1].d, *b = combo[i].d;

		if (a->positions == b->positions && share_layers(a, b) &&
		    !memcmp(combo[i - 1].key, combo[i].key, a->positions * sizeof(*a->position)))
			diagnostics_add(
				out, kind, place_of_definition(DEFINITION_COMBO, combo[i].index),
				"%s has the same keys as %s, on the same layers: one of them never fires",
				name_of(b), name_of(a));
	}
	free(combo);
}

void check_condition_layers(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out)
{
	for (size_t i = 0; i < keymap_definitions(in->map, DEFINITION_CONDITION); i++) {
		const struct definition *d = keymap_definition(in->map, DEFINITION_CONDITION, i);
		struct place place = place_of_definition(DEFINITION_CONDITION, i);
		uint32_t then;

		if (definition_option(d, "if-layers") || definition_option(d, "then-layer"))
			continue;
		if (!d->layer_mask || !d->steps || !action_has_layer(d->step[0].action, &then))
			diagnostics_add(out, kind, place, "%s lacks the layers that it asks for, or its own",
					name_of(d));
		else if (then < KEYMAP_MAX_LAYERS && d->layer_mask >> then & 1)
			diagnostics_add(out, kind, place,
					"%s asks for layer %u, which it is to turn on: it never does",
					name_of(d), then);
	}
}

/* What has nothing to do; C that we do not know is in the text, and what a missing file has is an option. */
static bool is_empty(const struct keymap *map, const struct definition *d)
{
	switch (d->kind) {
	case DEFINITION_MACRO:
		return !d->steps && !definition_option(d, "bindings");
	case DEFINITION_TAP_DANCE:
		return !d->steps && (!d->text || keymap_is_zmk(map)) && d->name &&
		       !definition_option(d, "bindings");
	case DEFINITION_LEADER:
		return !d->steps || !d->text;
	default:
		return false;
	}
}

void check_definition_empty(const struct check_input *in, const struct diagnostic_kind *kind,
			    struct diagnostics *out)
{
	for (int k = 0; k < DEFINITION_KIND_COUNT; k++)
		for (size_t i = 0; i < keymap_definitions(in->map, k); i++) {
			const struct definition *d = keymap_definition(in->map, k, i);

			if (is_empty(in->map, d))
				diagnostics_add(out, kind, place_of_definition(k, i), "%s does nothing",
						name_of(d));
		}
}

static void mark(void *data, size_t number)
{
	((bool *)data)[number] = true;
}

/* QMK's options of keys that it names itself. */
static bool is_for_keys(const struct definition *definition)
{
	return definition->kind == DEFINITION_HOLD_TAP && definition->steps;
}

void check_definition_unused(const struct check_input *in, const struct diagnostic_kind *kind,
			     struct diagnostics *out)
{
	struct reference_index index = reference_index_new(in->map);
	size_t count = index.first[DEFINITION_KIND_COUNT], at;
	bool *used = mem_new(count + 1, sizeof(*used));

	for (size_t l = 0; count && l < keymap_layers(in->map); l++)
		for (size_t i = 0; i < keymap_slots(in->map); i++)
			reference_each(&index, keymap_get_slot(in->map, l, i), mark, used);
	for (size_t i = 0; i < count; i++)
		reference_each_of(&index, i, mark, used);
	for (size_t i = 0; i < count; i++) {
		const struct definition *d = reference_definition(&index, i, &at);

		if (used[i] || !reference_is_named(d) || is_for_keys(d))
			continue;
		diagnostics_add(out, kind, place_of_definition(d->kind, at), "nothing uses %s%s", name_of(d),
				d->kind == DEFINITION_OVERRIDE
					? ": with a name it is for the keys that say it, without one for all"
					: "");
	}
	free(used);
	reference_index_release(&index);
}

void check_key_missing(const struct check_input *in, const struct diagnostic_kind *kind,
		       struct diagnostics *out)
{
	static const enum definition_kind kinds[] = { DEFINITION_COMBO, DEFINITION_HOLD_TAP };
	size_t keys = keymap_keys(in->map);

	for (size_t k = 0; k < COUNT(kinds); k++)
		for (size_t i = 0; i < keymap_definitions(in->map, kinds[k]); i++) {
			const struct definition *d = keymap_definition(in->map, kinds[k], i);

			for (size_t p = 0; p < d->positions; p++) {
				if (d->position[p] < keys)
					continue;
				diagnostics_add(out, kind, place_of_definition(kinds[k], i),
						"%s has key %d, but the last one is %d", name_of(d),
						d->position[p], (int)keys - 1);
				break;
			}
		}
}

/* Names by their space, then by name, then in the order of the text. */
struct named {
	uint32_t name;
	int space;
	struct place place;
	size_t number;
};

static int compare_names(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->space != y->space)
		return x->space < y->space ? -1 : 1;
	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int compare_numbers(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static size_t list_names(const struct keymap *map, struct named *named)
{
	size_t count = 0;

	for (int k = 0; k < DEFINITION_KIND_COUNT; k++)
		for (size_t i = 0; i < keymap_definitions(map, k); i++) {
			const struct definition *d = keymap_definition(map, k, i);

			/* Of QMK's combos a name may be their list of keys, which several can have. */
			if (!d->name || definition_option(d, "parent") ||
			    (k == DEFINITION_COMBO && !keymap_is_zmk(map)))
				continue;
			named[count] = (struct named){ d->name, reference_is_named(d) ? 0 : k + 1,
						       place_of_definition(k, i), count };
			count++;
		}
	return count;
}

void check_name_twice(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out)
{
	size_t all = 0, count, twice = 0;
	struct named *named;

	for (int k = 0; k < DEFINITION_KIND_COUNT; k++)
		all += keymap_definitions(in->map, k);
	named = mem_new(all + 1, sizeof(*named));
	count = list_names(in->map, named);
	qsort(named, count, sizeof(*named), compare_names);
	for (size_t i = count; i-- > 1;)
		if (named[i].name == named[i - 1].name && named[i].space == named[i - 1].space)
			named[count - ++twice] = named[i];
	qsort(named + count - twice, twice, sizeof(*named), compare_numbers);
	for (size_t i = count - twice; i < count; i++)
		diagnostics_add(out, kind, named[i].place,
				"there is another %s: which of them is meant depends on the firmware",
				symbol_text(named[i].name));
	free(named);
}

void check_override_idle(const struct check_input *in, const struct diagnostic_kind *kind,
			 struct diagnostics *out)
{
	for (size_t i = 0; i < keymap_definitions(in->map, DEFINITION_OVERRIDE); i++) {
		const struct definition *d = keymap_definition(in->map, DEFINITION_OVERRIDE, i);
		struct place place = place_of_definition(DEFINITION_OVERRIDE, i);

		if (d->steps < 2)
			continue;
		if (action_equal(d->step[0].action, d->step[1].action) &&
		    d->step[0].action.kind != ACTION_NONE)
			diagnostics_add(out, kind, place, "%s becomes what it is already", name_of(d));
		else if (keymap_is_zmk(in->map) && !d->mods && !definition_option(d, "mods"))
			diagnostics_add(out, kind, place, "%s has no modifiers: it is never the second one",
					name_of(d));
	}
}

static bool has_key(const struct keymap *map, struct action wanted)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (action_equal(walk.action, wanted))
			return true;
	return false;
}

void check_alt_repeat_idle(const struct check_input *in, const struct diagnostic_kind *kind,
			   struct diagnostics *out)
{
	enum { QK_ALT_REPEAT_KEY = 0x7c7a };

	if (keymap_definitions(in->map, DEFINITION_ALT_REPEAT) &&
	    !has_key(in->map, action_of_qmk_value(QK_ALT_REPEAT_KEY)))
		diagnostics_add(out, kind, place_of_definition(DEFINITION_ALT_REPEAT, 0),
				"no key is QK_ALT_REPEAT_KEY, which does what is said here");
}
