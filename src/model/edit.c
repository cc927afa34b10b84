/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "base/mem.h"
#include "edit_private.h"
#include "model/edit.h"

/* A keymap of @layers layers whose layer[i] is shared with layer[from[i]] of @map; -1 leaves it NULL. */
static struct keymap *share(const struct keymap *map, const int *from, size_t layers)
{
	struct keymap *next = keymap_alloc(layers, map->keys, map->encoders);

	for (size_t i = 0; i < layers; i++) {
		if (from[i] < 0)
			continue;
		next->layer[i] = map->layer[from[i]];
		next->layer[i]->refs++;
	}
	next->table = map->table;
	next->table->refs++;
	return next;
}

struct keymap *edit_share(const struct keymap *map)
{
	int from[KEYMAP_MAX_LAYERS];

	for (size_t i = 0; i < map->layers; i++)
		from[i] = (int)i;
	return share(map, from, map->layers);
}

/* The layer, no longer shared: what a new snapshot writes to. */
static struct layer *own_layer(struct keymap *map, size_t layer)
{
	struct layer *copy = layer_copy(map, map->layer[layer]);

	layer_unref(map->layer[layer]);
	map->layer[layer] = copy;
	return copy;
}

const struct keymap *edit_slot(const struct keymap *map, size_t layer, size_t slot, struct action action)
{
	struct keymap *next = edit_share(map);

	assert(layer < map->layers && slot < keymap_slots(map));
	own_layer(next, layer)->action[slot] = action;
	return next;
}

const struct keymap *edit_key(const struct keymap *map, size_t layer, size_t key, struct action action)
{
	assert(key < map->keys);
	return edit_slot(map, layer, key, action);
}

const struct keymap *edit_turn(const struct keymap *map, size_t layer, size_t encoder, enum turn turn,
			       struct action action)
{
	return edit_slot(map, layer, keymap_turn_slot(map, encoder, turn), action);
}

const struct keymap *edit_swap(const struct keymap *map, size_t layer, size_t slot_a, size_t slot_b)
{
	struct keymap *next = edit_share(map);
	struct layer *own;

	assert(layer < map->layers && slot_a < keymap_slots(map) && slot_b < keymap_slots(map));
	own = own_layer(next, layer);
	own->action[slot_a] = map->layer[layer]->action[slot_b];
	own->action[slot_b] = map->layer[layer]->action[slot_a];
	return next;
}

static void change_layer(struct keymap *map, size_t layer, edit_action *change, void *data)
{
	struct layer *own = NULL;

	for (size_t i = 0; i < keymap_slots(map); i++) {
		struct action action = map->layer[layer]->action[i];

		if (!change(data, &action))
			continue;
		if (!own)
			own = own_layer(map, layer);
		own->action[i] = action;
	}
}

void edit_each_key(struct keymap *map, edit_action *change, void *data)
{
	for (size_t i = 0; i < map->layers; i++)
		change_layer(map, i, change, data);
}

void edit_each_step(struct definition *definition, edit_action *change, void *data)
{
	for (size_t i = 0; i < definition->steps; i++)
		change(data, &definition->step[i].action);
}

/* @to[old] is the new index of each of @layers old layers, or GONE. */
struct renumbering {
	const int *to;
	size_t layers, cut;
};

static bool renumber_action(void *data, struct action *action)
{
	struct renumbering *r = data;
	struct action next = action_renumbered(*action, r->to, r->layers);

	if (action_equal(next, *action))
		return false;
	r->cut += next.kind == ACTION_NONE;
	*action = next;
	return true;
}

static uint32_t renumber_mask(const struct renumbering *r, uint32_t mask)
{
	uint32_t next = 0;

	for (size_t i = 0; i < r->layers; i++)
		if (mask >> i & 1 && r->to[i] != GONE)
			next |= 1u << r->to[i];
	return next;
}

/* Whether nothing is left of it: a combo of a deleted layer must not come to hold on all, which mask 0 means, nor a
 * condition on fewer layers than it asked for. */
static bool is_cut(const struct renumbering *r, const struct definition *definition)
{
	uint32_t mask = definition->layer_mask, then;

	if (definition->kind != DEFINITION_CONDITION)
		return mask && !renumber_mask(r, mask);
	if (definition->steps && action_has_layer(definition->step[0].action, &then) && then < r->layers &&
	    r->to[then] == GONE)
		return true;
	for (size_t i = 0; i < r->layers; i++)
		if (mask >> i & 1 && r->to[i] == GONE)
			return true;
	return false;
}

static bool table_refers_to_layers(const struct table *table)
{
	for (size_t i = 0; i < table->definitions; i++) {
		const struct definition *definition = &table->definition[i];

		if (definition->layer_mask)
			return true;
		for (size_t s = 0; s < definition->steps; s++)
			if (action_has_layer(definition->step[s].action, NULL))
				return true;
	}
	return false;
}

static void renumber_table(struct keymap *map, struct renumbering *r)
{
	struct table *next;

	if (!table_refers_to_layers(map->table))
		return;
	next = table_new();
	table_add_settings(next, map->table);
	for (size_t i = 0; i < map->table->definitions; i++) {
		const struct definition *from = &map->table->definition[i];
		struct definition *own;

		if (is_cut(r, from)) {
			r->cut++;
			continue;
		}
		own = table_add_definition(next, from);
		own->layer_mask = renumber_mask(r, from->layer_mask);
		edit_each_step(own, renumber_action, r);
	}
	table_unref(map->table);
	map->table = next;
}

static size_t renumber(struct keymap *map, const int *to, size_t old_layers)
{
	struct renumbering r = { .to = to, .layers = old_layers };

	edit_each_key(map, renumber_action, &r);
	renumber_table(map, &r);
	return r.cut;
}

const struct keymap *edit_layer_add(const struct keymap *map, size_t at, int copy_of, uint32_t name,
				    struct err *err)
{
	int from[KEYMAP_MAX_LAYERS], to[KEYMAP_MAX_LAYERS];
	struct keymap *next;

	assert(at <= map->layers && copy_of < (int)map->layers);
	if (map->layers >= KEYMAP_MAX_LAYERS) {
		err_set(err, ERR_RANGE, "a keymap has at most %d layers", KEYMAP_MAX_LAYERS);
		return NULL;
	}
	for (size_t i = 0; i < map->layers; i++)
		to[i] = (int)(i < at ? i : i + 1);
	for (size_t i = 0; i <= map->layers; i++)
		from[i] = i == at ? GONE : (int)(i < at ? i : i - 1);
	next = share(map, from, map->layers + 1);
	if (copy_of >= 0) {
		next->layer[at] = layer_copy(map, map->layer[copy_of]);
	} else {
		next->layer[at] = layer_new(map);
		for (size_t i = 0; i < keymap_slots(map); i++)
			next->layer[at]->action[i].kind = ACTION_TRANSPARENT;
	}
	next->layer[at]->name = name;
	renumber(next, to, map->layers);
	return next;
}

const struct keymap *edit_layer_delete(const struct keymap *map, size_t layer, size_t *cut, struct err *err)
{
	int from[KEYMAP_MAX_LAYERS], to[KEYMAP_MAX_LAYERS];
	struct keymap *next;
	size_t n;

	assert(layer < map->layers);
	if (map->layers == 1) {
		err_set(err, ERR_RANGE, "a keymap needs at least one layer");
		return NULL;
	}
	for (size_t i = 0; i < map->layers; i++)
		to[i] = i == layer ? GONE : (int)(i < layer ? i : i - 1);
	for (size_t i = 0; i + 1 < map->layers; i++)
		from[i] = (int)(i < layer ? i : i + 1);
	next = share(map, from, map->layers - 1);
	n = renumber(next, to, map->layers);
	if (cut)
		*cut = n;
	return next;
}

const struct keymap *edit_layer_move(const struct keymap *map, size_t from_layer, size_t to_layer)
{
	int from[KEYMAP_MAX_LAYERS], to[KEYMAP_MAX_LAYERS];
	struct keymap *next;

	assert(from_layer < map->layers && to_layer < map->layers);
	for (size_t i = 0, old = 0; i < map->layers; i++) {
		if (i == to_layer) {
			from[i] = (int)from_layer;
			continue;
		}
		if (old == from_layer)
			old++;
		from[i] = (int)old++;
	}
	for (size_t i = 0; i < map->layers; i++)
		to[from[i]] = (int)i;
	next = share(map, from, map->layers);
	renumber(next, to, map->layers);
	return next;
}

const struct keymap *edit_origins(const struct keymap *map, const int *origin)
{
	struct keymap *next = edit_share(map);

	for (size_t layer = 0; layer < map->layers; layer++)
		own_layer(next, layer)->origin = origin[layer];
	return next;
}

const struct keymap *edit_layer_rename(const struct keymap *map, size_t layer, uint32_t name)
{
	struct keymap *next = edit_share(map);

	assert(layer < map->layers);
	own_layer(next, layer)->name = name;
	return next;
}

static bool refers_to(struct action action, size_t layer)
{
	for (int i = 0; i < 3; i++)
		if (action_arg_type(action, i) == ARG_LAYER && action.arg[i] == layer)
			return true;
	return false;
}

size_t edit_layer_uses(const struct keymap *map, size_t layer)
{
	size_t uses = 0;

	for (size_t l = 0; l < map->layers; l++)
		for (size_t i = 0; i < keymap_slots(map); i++)
			uses += refers_to(map->layer[l]->action[i], layer);
	for (size_t i = 0; i < map->table->definitions; i++)
		for (size_t s = 0; s < map->table->definition[i].steps; s++)
			uses += refers_to(map->table->definition[i].step[s].action, layer);
	return uses;
}
