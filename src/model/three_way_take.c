/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/edit.h"
#include "model/three_way.h"

/* Some rows as one side has them, put into a keymap that is made anew: by number, so that nothing else follows. */
struct taking {
	const struct three_row *row;
	size_t rows;
	bool whole; /* all rows: what the side has not goes */
	const struct keymap *map, *side;
	const char *side_name;
	size_t layers;
	size_t common;                     /* layers that both file and keyboard have */
	bool from_side[KEYMAP_MAX_LAYERS]; /* with all its keys: @map has it not, or no rows tell of them */
	struct keymap *out;
};

static bool is_layer_row(const struct three_row *row)
{
	return row->layer >= 0 && row->slot < 0;
}

/* Which layers there will be. */
static bool plan_layers(struct taking *t, struct err *err)
{
	size_t has = keymap_layers(t->side), last = 0;
	bool here[KEYMAP_MAX_LAYERS] = { false };

	for (size_t i = 0; i < keymap_layers(t->map); i++)
		here[i] = true;
	for (size_t i = 0; i < t->rows; i++) {
		const struct three_row *row = &t->row[i];

		if (row->layer >= 0 && (size_t)row->layer >= has && !t->whole)
			return err_set(err, ERR_NOT_FOUND, "%s has no layer %d", t->side_name, row->layer);
		if (!is_layer_row(row))
			continue;
		t->from_side[row->layer] = !here[row->layer] || (size_t)row->layer >= t->common;
		here[row->layer] = (size_t)row->layer < has;
	}
	for (size_t i = 0; i < KEYMAP_MAX_LAYERS; i++) {
		t->layers += here[i];
		last = here[i] ? i + 1 : last;
	}
	if (t->layers < last)
		return err_set(err, ERR_RANGE,
			       "layer %zu would come without one below it: take the layers below first",
			       last - 1);
	return true;
}

static bool check_slots(const struct taking *t, struct err *err)
{
	for (size_t i = 0; i < t->rows; i++)
		if (t->row[i].slot >= 0 && (size_t)t->row[i].layer >= t->layers && !t->whole)
			return err_set(err, ERR_NOT_FOUND, "the keymap has no layer %d", t->row[i].layer);
	return true;
}

static void put_slot(struct keymap *map, size_t layer, size_t slot, struct action action)
{
	size_t keys = keymap_keys(map);

	if (slot < keys)
		keymap_put(map, layer, slot, action);
	else
		keymap_put_turn(map, layer, (slot - keys) / TURN_COUNT,
				(enum turn)((slot - keys) % TURN_COUNT), action);
}

/* Where the side has none, that of the keymap stays. */
static void take_name(struct taking *t, size_t layer)
{
	if (layer < keymap_layers(t->side) && keymap_layer_name(t->side, layer))
		keymap_put_layer_name(t->out, layer, keymap_layer_name(t->side, layer));
}

static void put_layer(struct taking *t, size_t layer)
{
	const struct keymap *from = t->from_side[layer] ? t->side : t->map;

	for (size_t slot = 0; slot < keymap_slots(from); slot++)
		put_slot(t->out, layer, slot, keymap_get_slot(from, layer, slot));
	keymap_put_layer_name(t->out, layer, keymap_layer_name(from, layer));
	if (t->whole)
		take_name(t, layer);
	if (!t->from_side[layer])
		keymap_put_layer_origin(t->out, layer, keymap_layer_origin(from, layer));
}

static void put_layers(struct taking *t)
{
	for (size_t layer = 0; layer < t->layers; layer++)
		put_layer(t, layer);
	for (size_t i = 0; i < t->rows; i++) {
		const struct three_row *row = &t->row[i];
		size_t layer = (size_t)row->layer;

		if (row->layer < 0 || layer >= t->layers)
			continue;
		if (row->slot >= 0)
			put_slot(t->out, layer, (size_t)row->slot,
				 keymap_get_slot(t->side, layer, (size_t)row->slot));
		else
			take_name(t, layer);
	}
}

/* @own gets what the side has wherever a row says so; @count is of the longer list. */
static void pick_definitions(const struct taking *t, enum definition_kind kind, const struct definition **own,
			     const struct definition **side, size_t count)
{
	for (size_t i = 0; i < t->rows; i++) {
		const struct three_row *row = &t->row[i];

		if (row->definition >= 0 && row->kind == kind && (size_t)row->definition < count)
			own[row->definition] = side[row->definition];
	}
}

/* @list with NULL behind what it has, for @count in all. */
static const struct definition **lengthen(const struct definition **list, size_t has, size_t count)
{
	list = mem_resize(list, count + 1, sizeof(const struct definition *));
	for (size_t i = has; i < count; i++)
		list[i] = NULL;
	return list;
}

static bool put_definitions(struct taking *t, enum definition_kind kind, size_t *total, struct err *err)
{
	size_t count_own, count_side, count, put = 0, last = 0;
	const struct definition **own = keymap_list_definitions(t->map, kind, &count_own),
				**side = keymap_list_definitions(t->side, kind, &count_side);

	count = count_own > count_side ? count_own : count_side;
	own = lengthen(own, count_own, count);
	side = lengthen(side, count_side, count);
	pick_definitions(t, kind, own, side, count);
	for (size_t i = 0; i < count && *total <= KEYMAP_MAX_DEFINITIONS; i++) {
		if (!own[i])
			continue;
		keymap_add_definition(t->out, own[i]);
		put++;
		last = i + 1;
		++*total;
	}
	free(own);
	free(side);
	if (put < last)
		return err_set(err, ERR_RANGE,
			       "those behind it would get other numbers: take the ones at the end first");
	return *total <= KEYMAP_MAX_DEFINITIONS ||
	       err_set(err, ERR_RANGE, "a keymap has at most %d definitions", KEYMAP_MAX_DEFINITIONS);
}

/* A setting by its name: what the keymap and the side have, NULL for nothing. */
struct two_settings {
	uint32_t name;
	const struct setting *own, *side;
	bool picked, done;
};

struct setting_index {
	struct two_settings *item; /* by the symbols of their names */
	size_t count;
};

static int by_symbol(const void *a, const void *b)
{
	const struct two_settings *x = a, *y = b;

	return (x->name > y->name) - (x->name < y->name);
}

static struct two_settings *find_setting(const struct setting_index *index, uint32_t name)
{
	struct two_settings key = { .name = name };

	return index->count ? bsearch(&key, index->item, index->count, sizeof(key), by_symbol) : NULL;
}

static void index_settings(const struct taking *t, struct setting_index *index)
{
	size_t own = keymap_settings(t->map), side = keymap_settings(t->side), kept = 0;

	index->item = mem_new(own + side + 1, sizeof(*index->item));
	for (size_t i = 0; i < own + side; i++) {
		const struct setting *setting =
			i < own ? keymap_setting_at(t->map, i) : keymap_setting_at(t->side, i - own);

		index->item[i] = (struct two_settings){ .name = setting->name,
							.own = i < own ? setting : NULL,
							.side = i < own ? NULL : setting };
	}
	qsort(index->item, own + side, sizeof(*index->item), by_symbol);
	for (size_t i = 0; i < own + side; i++) {
		struct two_settings *item = &index->item[i], *before = kept ? &index->item[kept - 1] : NULL;

		if (!before || before->name != item->name) {
			index->item[kept++] = *item;
			continue;
		}
		before->own = before->own ? before->own : item->own;
		before->side = before->side ? before->side : item->side;
	}
	index->count = kept;
	for (size_t i = 0; i < t->rows; i++) {
		struct two_settings *item = t->row[i].setting ? find_setting(index, t->row[i].setting) : NULL;

		if (item)
			item->picked = true;
	}
}

/* Those that @in_order names and that were not put yet. */
static bool put_settings_of(struct taking *t, struct setting_index *index, const struct keymap *in_order,
			    struct err *err)
{
	for (size_t i = 0; i < keymap_settings(in_order); i++) {
		struct two_settings *item = find_setting(index, keymap_setting_at(in_order, i)->name);
		const struct setting *setting = item->picked ? item->side : item->own;

		if (item->done || !setting)
			continue;
		if (keymap_settings(t->out) >= KEYMAP_MAX_SETTINGS)
			return err_set(err, ERR_RANGE, "a keymap has at most %d settings",
				       KEYMAP_MAX_SETTINGS);
		keymap_add_setting(t->out, *setting);
		item->done = true;
	}
	return true;
}

/* In the order of the keymap; of the side, when all of it is taken. */
static bool put_settings(struct taking *t, struct err *err)
{
	struct setting_index index = { 0 };
	bool done;

	index_settings(t, &index);
	done = put_settings_of(t, &index, t->whole ? t->side : t->map, err) &&
	       put_settings_of(t, &index, t->whole ? t->map : t->side, err);
	free(index.item);
	return done;
}

static bool put_tables(struct taking *t, struct err *err)
{
	size_t total = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (!put_definitions(t, (enum definition_kind)kind, &total, err))
			return false;
	return put_settings(t, err);
}

static const struct keymap *take(const struct three_way *three, struct taking *t, enum three_side side,
				 struct err *err)
{
	static const char *const names[] = { "the file", "the keyboard", "what was flashed" };

	size_t in_file = keymap_layers(three->side[SIDE_FILE]),
	       in_keyboard = keymap_layers(three->side[SIDE_KEYBOARD]);

	t->common = in_file < in_keyboard ? in_file : in_keyboard;
	t->side = three->side[side];
	t->side_name = names[side];
	if (!t->side) {
		err_set(err, ERR_NOT_FOUND, "it is not known what was flashed last");
		return NULL;
	}
	if (keymap_keys(t->map) != keymap_keys(t->side) ||
	    keymap_encoders(t->map) != keymap_encoders(t->side)) {
		err_set(err, ERR_RANGE, "the keymap has %zu keys, %s has %zu", keymap_keys(t->map),
			t->side_name, keymap_keys(t->side));
		return NULL;
	}
	if (!plan_layers(t, err) || !check_slots(t, err))
		return NULL;
	t->out = keymap_new(t->layers, keymap_keys(t->map), keymap_encoders(t->map));
	put_layers(t);
	if (put_tables(t, err))
		return t->out;
	keymap_unref(t->out);
	return NULL;
}

const struct keymap *three_way_take(const struct three_way *three, const struct three_row *row,
				    enum three_side side, const struct keymap *map, struct err *err)
{
	struct taking t = { .row = row, .rows = 1, .map = map };

	return take(three, &t, side, err);
}

const struct keymap *three_way_take_layer(const struct three_way *three, int layer, enum three_side side,
					  const struct keymap *map, struct err *err)
{
	struct taking t = { .row = three->row, .rows = three->rows, .whole = layer < 0, .map = map };

	if (layer < 0)
		return take(three, &t, side, err);
	t.rows = 0;
	for (size_t i = 0; i < three->rows; i++) {
		if (three->row[i].layer != layer)
			continue;
		t.row = t.rows ? t.row : &three->row[i];
		t.rows++;
	}
	return take(three, &t, side, err);
}
