/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keymap_diff.h"

enum { NONE = -1, HALF = 2 };

struct differ {
	const struct keymap_side *a, *b;
	int layer_b[KEYMAP_MAX_LAYERS]; /* of each old layer the new one */
	int *slot_a;                    /* of each new slot the old one */
	int *key_b;                     /* of each old key the new one */
	struct keymap_diff *out;
};

static void add(struct differ *d, struct keymap_change change)
{
	struct keymap_diff *out = d->out;

	out->change = mem_grow(out->change, out->changes, &out->cap, sizeof(*out->change));
	out->change[out->changes++] = change;
}

/* Which keys and turns are one. */
static void match_slots(struct differ *d)
{
	const struct keymap *a = d->a->map, *b = d->b->map;
	size_t keys_a = keymap_keys(a), keys_b = keymap_keys(b), found = 0;

	d->slot_a = mem_new(keymap_slots(b) + 1, sizeof(*d->slot_a));
	for (size_t key = 0; key < keys_b; key++) {
		d->slot_a[key] = keys_a == keys_b ? (int)key
						  : layout_find_key(d->a->layout, d->b->layout->key[key].row,
								    d->b->layout->key[key].col);
		found += d->slot_a[key] != NONE;
	}
	d->key_b = mem_new(keys_a + 1, sizeof(*d->key_b));
	for (size_t key = 0; key < keys_a; key++)
		d->key_b[key] = NONE;
	for (size_t key = 0; key < keys_b; key++)
		if (d->slot_a[key] != NONE)
			d->key_b[d->slot_a[key]] = (int)key;
	for (size_t turn = 0; turn < keymap_encoders(b) * TURN_COUNT; turn++)
		d->slot_a[keys_b + turn] =
			turn < keymap_encoders(a) * TURN_COUNT ? (int)(keys_a + turn) : NONE;
	d->out->only_a = keys_a - found;
	d->out->only_b = keys_b - found;
}

static void match(struct differ *d, size_t layer_a, size_t layer_b)
{
	d->layer_b[layer_a] = (int)layer_b;
	d->out->layer_a[layer_b] = (int)layer_a;
}

static void match_names(struct differ *d)
{
	for (size_t b = 0; b < keymap_layers(d->b->map); b++) {
		uint32_t name = keymap_layer_name(d->b->map, b);

		for (size_t a = 0; name && a < keymap_layers(d->a->map); a++) {
			if (d->layer_b[a] != NONE || keymap_layer_name(d->a->map, a) != name)
				continue;
			match(d, a, b);
			break;
		}
	}
}

/* How many slots do the same, wherever their layers are; transparent and empty ones tell nothing. */
static size_t count_same(const struct differ *d, size_t layer_a, size_t layer_b, size_t *told)
{
	size_t same = 0;

	*told = 0;
	for (size_t slot = 0; slot < keymap_slots(d->b->map); slot++) {
		struct action b = keymap_get_slot(d->b->map, layer_b, slot);

		if (d->slot_a[slot] == NONE || b.kind == ACTION_NONE || b.kind == ACTION_TRANSPARENT)
			continue;
		++*told;
		same += action_equal(
			action_with_layer(b, 0),
			action_with_layer(keymap_get_slot(d->a->map, layer_a, (size_t)d->slot_a[slot]), 0));
	}
	return same;
}

/* Layers without a name in common, where half of what is on one is on the other; the most alike first. */
static void match_contents(struct differ *d)
{
	for (;;) {
		size_t best = 0, best_a = 0, best_b = 0;

		for (size_t b = 0; b < keymap_layers(d->b->map); b++) {
			for (size_t a = 0; d->out->layer_a[b] == NONE && a < keymap_layers(d->a->map); a++) {
				size_t told, same;

				if (d->layer_b[a] != NONE)
					continue;
				same = count_same(d, a, b, &told);
				if (!same || same * HALF < told || same < best || (same == best && a != b))
					continue;
				best = same;
				best_a = a;
				best_b = b;
			}
		}
		if (!best)
			return;
		match(d, best_a, best_b);
	}
}

static void match_numbers(struct differ *d)
{
	for (size_t i = 0; i < keymap_layers(d->a->map) && i < keymap_layers(d->b->map); i++)
		if (d->layer_b[i] == NONE && d->out->layer_a[i] == NONE)
			match(d, i, i);
}

static void match_layers(struct differ *d)
{
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++)
		d->layer_b[i] = d->out->layer_a[i] = NONE;
	match_names(d);
	match_contents(d);
	match_numbers(d);
}

/* Which layers of the new one stand otherwise among those that both have than they did: as few as can be, all but the
 * longest row of them that is still in order. */
static void find_moved(const struct differ *d, bool *moved)
{
	int length[KEYMAP_MAX_LAYERS], before[KEYMAP_MAX_LAYERS], end = NONE;
	const int *old = d->out->layer_a;

	for (int b = 0; b < (int)keymap_layers(d->b->map); b++) {
		moved[b] = old[b] != NONE;
		length[b] = 1;
		before[b] = NONE;
		for (int i = 0; i < b; i++) {
			if (old[i] == NONE || old[i] > old[b] || length[i] < length[b])
				continue;
			length[b] = length[i] + 1;
			before[b] = i;
		}
		if (old[b] != NONE && (end == NONE || length[b] > length[end]))
			end = b;
	}
	for (; end != NONE; end = before[end])
		moved[end] = false;
}

static void tell_layers(struct differ *d)
{
	bool moved[KEYMAP_MAX_LAYERS];

	find_moved(d, moved);
	for (size_t a = 0; a < keymap_layers(d->a->map); a++)
		if (d->layer_b[a] == NONE)
			add(d,
			    (struct keymap_change){ .kind = CHANGE_LAYER_REMOVED, .a = (int)a, .b = NONE });
	for (size_t b = 0; b < keymap_layers(d->b->map); b++) {
		int a = d->out->layer_a[b];

		if (a == NONE) {
			add(d, (struct keymap_change){ .kind = CHANGE_LAYER_ADDED, .a = NONE, .b = (int)b });
			continue;
		}
		if (moved[b])
			add(d, (struct keymap_change){ .kind = CHANGE_LAYER_MOVED, .a = a, .b = (int)b });
		if (keymap_layer_name(d->a->map, (size_t)a) != keymap_layer_name(d->b->map, b))
			add(d, (struct keymap_change){ .kind = CHANGE_LAYER_RENAMED, .a = a, .b = (int)b });
	}
}

/* @action of the old keymap with the numbers that its layers have in the new one; those that are gone keep theirs. */
static struct action in_new_numbers(const struct differ *d, struct action action)
{
	int to[KEYMAP_MAX_LAYERS];
	size_t layers = keymap_layers(d->a->map);

	for (size_t i = 0; i < layers; i++)
		to[i] = d->layer_b[i] == NONE ? (int)i : d->layer_b[i];
	return action_renumbered(action, to, layers);
}

static void tell_keys(struct differ *d)
{
	for (size_t b = 0; b < keymap_layers(d->b->map); b++) {
		int a = d->out->layer_a[b];

		for (size_t slot = 0; a != NONE && slot < keymap_slots(d->b->map); slot++) {
			int old = d->slot_a[slot];

			if (old == NONE ||
			    action_equal(
				    in_new_numbers(d, keymap_get_slot(d->a->map, (size_t)a, (size_t)old)),
				    keymap_get_slot(d->b->map, b, slot)))
				continue;
			add(d, (struct keymap_change){ CHANGE_KEY, a, (int)b, (size_t)old, slot, 0 });
		}
	}
}

/* @definition of the old keymap as it would be in the new one. Its steps and positions are the caller's to free. */
static struct definition renumbered(const struct differ *d, const struct definition *definition)
{
	struct definition copy = *definition;

	copy.layer_mask = 0;
	for (size_t layer = 0; layer < KEYMAP_MAX_LAYERS; layer++)
		if (definition->layer_mask >> layer & 1)
			copy.layer_mask |= (uint32_t)1
					   << (d->layer_b[layer] == NONE ? (int)layer : d->layer_b[layer]);
	copy.step = mem_new(copy.steps + 1, sizeof(*copy.step));
	for (size_t i = 0; i < copy.steps; i++) {
		copy.step[i] = definition->step[i];
		copy.step[i].action = in_new_numbers(d, copy.step[i].action);
	}
	copy.position = mem_new(copy.positions + 1, sizeof(*copy.position));
	for (size_t i = 0; i < copy.positions; i++) {
		uint16_t old = definition->position[i];
		int key = old < keymap_keys(d->a->map) ? d->key_b[old] : NONE;

		copy.position[i] = key == NONE ? old : (uint16_t)key;
	}
	return copy;
}

static bool same_definition(const struct differ *d, const struct definition *a, const struct definition *b)
{
	struct definition copy = renumbered(d, a);
	bool same = definition_equal(&copy, b);

	free(copy.step);
	free(copy.position);
	return same;
}

/* Which of @a the definition @b, @index of its kind, was; those that are taken are NULL. */
static int find_old(const struct definition **a, size_t count, const struct definition *b, size_t index)
{
	if (!b->name)
		return index < count && a[index] && !a[index]->name ? (int)index : NONE;
	for (size_t i = 0; i < count; i++)
		if (a[i] && a[i]->name == b->name)
			return (int)i;
	return NONE;
}

static void tell_definitions(struct differ *d, enum definition_kind kind)
{
	size_t count_a, count_b;
	const struct definition **a = keymap_list_definitions(d->a->map, kind, &count_a),
				**b = keymap_list_definitions(d->b->map, kind, &count_b);

	for (size_t i = 0; i < count_b; i++) {
		int old = find_old(a, count_a, b[i], i);

		if (old == NONE || !same_definition(d, a[old], b[i]))
			add(d, (struct keymap_change){ CHANGE_DEFINITION, old, (int)i, 0, 0, kind });
		if (old != NONE)
			a[old] = NULL;
	}
	for (size_t i = 0; i < count_a; i++)
		if (a[i])
			add(d, (struct keymap_change){ CHANGE_DEFINITION, (int)i, NONE, 0, 0, kind });
	free(a);
	free(b);
}

static int find_setting(const struct keymap *map, uint32_t name)
{
	for (size_t i = 0; i < keymap_settings(map); i++)
		if (keymap_setting_at(map, i)->name == name)
			return (int)i;
	return NONE;
}

static void tell_settings(struct differ *d)
{
	const struct keymap *a = d->a->map, *b = d->b->map;

	for (size_t i = 0; i < keymap_settings(b); i++) {
		const struct setting *setting = keymap_setting_at(b, i);
		int old = find_setting(a, setting->name);

		if (old == NONE || !setting_equal(keymap_setting_at(a, (size_t)old), setting))
			add(d, (struct keymap_change){ .kind = CHANGE_SETTING, .a = old, .b = (int)i });
	}
	for (size_t i = 0; i < keymap_settings(a); i++)
		if (find_setting(b, keymap_setting_at(a, i)->name) == NONE)
			add(d, (struct keymap_change){ .kind = CHANGE_SETTING, .a = (int)i, .b = NONE });
}

void keymap_diff(const struct keymap_side *a, const struct keymap_side *b, struct keymap_diff *out)
{
	struct differ d = { .a = a, .b = b, .out = out };

	*out = (struct keymap_diff){ 0 };
	match_slots(&d);
	match_layers(&d);
	tell_layers(&d);
	tell_keys(&d);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		tell_definitions(&d, (enum definition_kind)kind);
	tell_settings(&d);
	free(d.slot_a);
	free(d.key_b);
}

void keymap_diff_release(struct keymap_diff *diff)
{
	free(diff->change);
	*diff = (struct keymap_diff){ 0 };
}
