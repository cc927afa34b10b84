/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_private.h"
#include "model/symbol.h"

size_t keymap_slots(const struct keymap *map)
{
	return map->keys + map->encoders * TURN_COUNT;
}

struct layer *layer_new(const struct keymap *map)
{
	struct layer *layer = mem_new(1, sizeof(*layer) + keymap_slots(map) * sizeof(layer->action[0]));

	layer->refs = 1;
	layer->origin = KEYMAP_NO_ORIGIN;
	return layer;
}

struct layer *layer_copy(const struct keymap *map, const struct layer *from)
{
	struct layer *layer = layer_new(map);

	memcpy(layer->action, from->action, keymap_slots(map) * sizeof(layer->action[0]));
	layer->name = from->name;
	layer->origin = from->origin;
	return layer;
}

void layer_unref(struct layer *layer)
{
	if (--layer->refs == 0)
		free(layer);
}

struct table *table_new(void)
{
	struct table *table = mem_new(1, sizeof(*table));

	table->refs = 1;
	return table;
}

void definition_release(struct definition *definition)
{
	free(definition->step);
	free(definition->position);
	free(definition->option);
}

void table_unref(struct table *table)
{
	if (--table->refs)
		return;
	for (size_t i = 0; i < table->definitions; i++)
		definition_release(&table->definition[i]);
	free(table->definition);
	free(table->setting);
	free(table);
}

static void *copy_array(const void *from, size_t count, size_t size)
{
	void *to = count ? mem_new(count, size) : NULL;

	if (count)
		memcpy(to, from, count * size);
	return to;
}

struct definition definition_copy(const struct definition *from)
{
	struct definition to = *from;

	to.step = copy_array(from->step, from->steps, sizeof(*from->step));
	to.position = copy_array(from->position, from->positions, sizeof(*from->position));
	to.option = copy_array(from->option, from->options, sizeof(*from->option));
	return to;
}

struct definition *table_add_definition(struct table *table, const struct definition *from)
{
	struct definition *to;

	assert(table->refs == 1 && from->kind < DEFINITION_KIND_COUNT);
	table->definition =
		mem_grow(table->definition, table->definitions, &table->definition_cap, sizeof(*to));
	to = &table->definition[table->definitions++];
	*to = definition_copy(from);
	return to;
}

void table_add_setting(struct table *table, struct setting setting)
{
	assert(table->refs == 1);
	table->setting = mem_grow(table->setting, table->settings, &table->setting_cap, sizeof(setting));
	table->setting[table->settings++] = setting;
}

void table_add_settings(struct table *table, const struct table *from)
{
	for (size_t i = 0; i < from->settings; i++)
		table_add_setting(table, from->setting[i]);
}

struct keymap *keymap_alloc(size_t layers, size_t keys, size_t encoders)
{
	struct keymap *map = mem_new(1, sizeof(*map) + layers * sizeof(map->layer[0]));

	assert(layers >= 1 && layers <= KEYMAP_MAX_LAYERS);
	assert(keys <= KEYMAP_MAX_KEYS && encoders <= KEYMAP_MAX_ENCODERS);
	map->refs = 1;
	map->layers = layers;
	map->keys = keys;
	map->encoders = encoders;
	return map;
}

struct keymap *keymap_new(size_t layers, size_t keys, size_t encoders)
{
	struct keymap *map = keymap_alloc(layers, keys, encoders);

	for (size_t i = 0; i < layers; i++)
		map->layer[i] = layer_new(map);
	map->table = table_new();
	return map;
}

const struct keymap *keymap_ref(const struct keymap *map)
{
	((struct keymap *)map)->refs++;
	return map;
}

void keymap_unref(const struct keymap *map)
{
	struct keymap *m = (struct keymap *)map;

	if (!m || --m->refs > 0)
		return;
	for (size_t i = 0; i < m->layers; i++)
		layer_unref(m->layer[i]);
	table_unref(m->table);
	free(m);
}

size_t keymap_layers(const struct keymap *map)
{
	return map->layers;
}

size_t keymap_keys(const struct keymap *map)
{
	return map->keys;
}

size_t keymap_encoders(const struct keymap *map)
{
	return map->encoders;
}

size_t keymap_turn_slot(const struct keymap *map, size_t encoder, enum turn turn)
{
	assert(encoder < map->encoders && turn < TURN_COUNT);
	return map->keys + encoder * TURN_COUNT + turn;
}

struct action keymap_get(const struct keymap *map, size_t layer, size_t key)
{
	assert(layer < map->layers && key < map->keys);
	return map->layer[layer]->action[key];
}

struct action keymap_get_slot(const struct keymap *map, size_t layer, size_t slot)
{
	assert(layer < map->layers && slot < keymap_slots(map));
	return map->layer[layer]->action[slot];
}

struct action keymap_get_turn(const struct keymap *map, size_t layer, size_t encoder, enum turn turn)
{
	assert(layer < map->layers);
	return map->layer[layer]->action[keymap_turn_slot(map, encoder, turn)];
}

uint32_t keymap_layer_name(const struct keymap *map, size_t layer)
{
	assert(layer < map->layers);
	return map->layer[layer]->name;
}

int keymap_layer_origin(const struct keymap *map, size_t layer)
{
	assert(layer < map->layers);
	return map->layer[layer]->origin;
}

size_t keymap_definitions(const struct keymap *map, enum definition_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < map->table->definitions; i++)
		n += map->table->definition[i].kind == kind;
	return n;
}

const struct definition *keymap_definition(const struct keymap *map, enum definition_kind kind, size_t index)
{
	for (size_t i = 0; i < map->table->definitions; i++)
		if (map->table->definition[i].kind == kind && !index--)
			return &map->table->definition[i];
	assert(!"definition index out of range");
	return NULL;
}

const struct definition **keymap_list_definitions(const struct keymap *map, enum definition_kind kind,
						  size_t *count)
{
	const struct definition **list =
		mem_new(map->table->definitions + 1, sizeof(const struct definition *));

	*count = 0;
	for (size_t i = 0; i < map->table->definitions; i++)
		if (map->table->definition[i].kind == kind)
			list[(*count)++] = &map->table->definition[i];
	return list;
}

size_t keymap_settings(const struct keymap *map)
{
	return map->table->settings;
}

const struct setting *keymap_setting_at(const struct keymap *map, size_t index)
{
	assert(index < map->table->settings);
	return &map->table->setting[index];
}

const struct setting *keymap_find_setting(const struct keymap *map, const char *name)
{
	for (size_t i = 0; i < map->table->settings; i++)
		if (!strcmp(symbol_text(map->table->setting[i].name), name))
			return &map->table->setting[i];
	return NULL;
}

bool keymap_is_zmk(const struct keymap *map)
{
	const struct setting *firmware = keymap_find_setting(map, "firmware");

	return firmware && firmware->text == symbol("zmk");
}

const struct setting *definition_option(const struct definition *definition, const char *name)
{
	for (size_t i = 0; i < definition->options; i++)
		if (!strcmp(symbol_text(definition->option[i].name), name))
			return &definition->option[i];
	return NULL;
}

static bool steps_equal(const struct definition *a, const struct definition *b)
{
	for (size_t i = 0; i < a->steps; i++)
		if (a->step[i].op != b->step[i].op || a->step[i].value != b->step[i].value ||
		    a->step[i].text != b->step[i].text || !action_equal(a->step[i].action, b->step[i].action))
			return false;
	return true;
}

bool setting_equal(const struct setting *a, const struct setting *b)
{
	return a->name == b->name && a->type == b->type && a->number == b->number && a->text == b->text;
}

static bool settings_equal(const struct setting *a, const struct setting *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!setting_equal(&a[i], &b[i]))
			return false;
	return true;
}

/* Properties have no order. */
static bool options_equal(const struct definition *a, const struct definition *b)
{
	if (a->options != b->options)
		return false;
	for (size_t i = 0; i < a->options; i++) {
		const struct setting *other = &b->option[i];

		if (other->name != a->option[i].name)
			other = definition_option(b, symbol_text(a->option[i].name));
		if (!other || !settings_equal(&a->option[i], other, 1))
			return false;
	}
	return true;
}

bool definition_equal(const struct definition *a, const struct definition *b)
{
	return a->kind == b->kind && a->mods == b->mods && a->name == b->name && a->text == b->text &&
	       a->layer_mask == b->layer_mask && a->steps == b->steps && a->positions == b->positions &&
	       steps_equal(a, b) &&
	       (!a->positions || !memcmp(a->position, b->position, a->positions * sizeof(*a->position))) &&
	       options_equal(a, b);
}

static size_t next_of_kind(const struct table *table, size_t from, int kind)
{
	while (from < table->definitions && table->definition[from].kind != kind)
		from++;
	return from;
}

/* There is an order within a kind, none between kinds. */
static bool kinds_equal(const struct table *a, const struct table *b, int kind)
{
	size_t i = next_of_kind(a, 0, kind), k = next_of_kind(b, 0, kind);

	while (i < a->definitions && k < b->definitions) {
		if (!definition_equal(&a->definition[i], &b->definition[k]))
			return false;
		i = next_of_kind(a, i + 1, kind);
		k = next_of_kind(b, k + 1, kind);
	}
	return i == a->definitions && k == b->definitions;
}

static bool tables_equal(const struct table *a, const struct table *b)
{
	if (a == b)
		return true;
	if (a->definitions != b->definitions || a->settings != b->settings)
		return false;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (!kinds_equal(a, b, kind))
			return false;
	return settings_equal(a->setting, b->setting, a->settings);
}

bool keymap_same_tables(const struct keymap *a, const struct keymap *b)
{
	return tables_equal(a->table, b->table);
}

bool keymap_equal(const struct keymap *a, const struct keymap *b)
{
	if (a->layers != b->layers || a->keys != b->keys || a->encoders != b->encoders)
		return false;
	for (size_t l = 0; l < a->layers; l++) {
		if (a->layer[l] == b->layer[l])
			continue;
		if (a->layer[l]->name != b->layer[l]->name)
			return false;
		for (size_t i = 0; i < keymap_slots(a); i++)
			if (!action_equal(a->layer[l]->action[i], b->layer[l]->action[i]))
				return false;
	}
	return tables_equal(a->table, b->table);
}

struct action keymap_resolve(const struct keymap *map, size_t layer, size_t key, size_t *from)
{
	struct action action = keymap_get(map, layer, key);

	while (action.kind == ACTION_TRANSPARENT && layer > 0)
		action = keymap_get(map, --layer, key);
	if (from)
		*from = layer;
	return action;
}

size_t keymap_unshared_bytes(const struct keymap *map, const struct keymap *base)
{
	size_t bytes = sizeof(*map) + map->layers * sizeof(map->layer[0]);

	for (size_t i = 0; i < map->layers; i++)
		if (i >= base->layers || map->layer[i] != base->layer[i])
			bytes += sizeof(struct layer) + keymap_slots(map) * sizeof(struct action);
	if (map->table != base->table)
		bytes += sizeof(*map->table) + map->table->definitions * sizeof(struct definition) +
			 map->table->settings * sizeof(struct setting);
	return bytes;
}

static struct layer *fresh_layer(struct keymap *map, size_t layer)
{
	assert(map->refs == 1 && layer < map->layers && map->layer[layer]->refs == 1);
	return map->layer[layer];
}

void keymap_put(struct keymap *map, size_t layer, size_t key, struct action action)
{
	assert(key < map->keys);
	fresh_layer(map, layer)->action[key] = action;
}

void keymap_put_turn(struct keymap *map, size_t layer, size_t encoder, enum turn turn, struct action action)
{
	fresh_layer(map, layer)->action[keymap_turn_slot(map, encoder, turn)] = action;
}

void keymap_put_layer_name(struct keymap *map, size_t layer, uint32_t name)
{
	fresh_layer(map, layer)->name = name;
}

void keymap_put_layer_origin(struct keymap *map, size_t layer, int origin)
{
	fresh_layer(map, layer)->origin = origin;
}

void keymap_add_definition(struct keymap *map, const struct definition *definition)
{
	assert(map->refs == 1);
	table_add_definition(map->table, definition);
}

void keymap_add_setting(struct keymap *map, struct setting setting)
{
	assert(map->refs == 1);
	table_add_setting(map->table, setting);
}
