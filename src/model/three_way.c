/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "model/three_way.h"

const char *three_state_name(enum three_state state)
{
	static const char *const names[] = {
		[THREE_SAME] = "same",       [THREE_FILE] = "file",         [THREE_KEYBOARD] = "keyboard",
		[THREE_FLASHED] = "flashed", [THREE_CONFLICT] = "conflict",
	};

	return names[state];
}

/* What each side has, or NULL where it has nothing. */
typedef bool same_fn(const void *a, const void *b);

static enum three_state compare(const void *const value[SIDE_COUNT], bool flashed_known, same_fn *same)
{
	const void *file = value[SIDE_FILE], *keyboard = value[SIDE_KEYBOARD], *flashed = value[SIDE_FLASHED];
	bool agree = same(file, keyboard);

	if (!flashed_known)
		return agree ? THREE_SAME : THREE_CONFLICT;
	if (agree)
		return same(file, flashed) && same(keyboard, flashed) ? THREE_SAME : THREE_FLASHED;
	if (same(keyboard, flashed))
		return THREE_FILE;
	return same(file, flashed) ? THREE_KEYBOARD : THREE_CONFLICT;
}

static bool has_layer(const struct three_way *three, enum three_side side, size_t layer)
{
	return three->side[side] && layer < keymap_layers(three->side[side]);
}

/* Keyboards know no names of layers: one without a name has any. */
static bool same_layer(const void *a, const void *b)
{
	const uint32_t *name_a = a, *name_b = b;

	return a && b ? !*name_a || !*name_b || *name_a == *name_b : !a && !b;
}

static enum three_state compare_layer(const struct three_way *three, size_t layer)
{
	uint32_t name[SIDE_COUNT];
	const void *value[SIDE_COUNT] = { 0 };

	for (int side = 0; side < SIDE_COUNT; side++) {
		if (!has_layer(three, (enum three_side)side, layer))
			continue;
		name[side] = keymap_layer_name(three->side[side], layer);
		value[side] = &name[side];
	}
	return compare(value, three->side[SIDE_FLASHED], same_layer);
}

static bool same_action(const void *a, const void *b)
{
	const struct action *action_a = a, *action_b = b;

	return a && b ? action_equal(*action_a, *action_b) : !a && !b;
}

static bool is_common(const struct three_way *three, size_t layer)
{
	return has_layer(three, SIDE_FILE, layer) && has_layer(three, SIDE_KEYBOARD, layer);
}

enum three_state three_way_at(const struct three_way *three, size_t layer, size_t slot)
{
	struct action action[SIDE_COUNT] = { 0 };
	const void *value[SIDE_COUNT];

	if (!is_common(three, layer))
		return compare_layer(three, layer);
	for (int side = 0; side < SIDE_COUNT; side++) {
		if (has_layer(three, (enum three_side)side, layer))
			action[side] = keymap_get_slot(three->side[side], layer, slot);
		value[side] = &action[side];
	}
	return compare(value, has_layer(three, SIDE_FLASHED, layer), same_action);
}

static void add(struct three_way *three, struct three_row row)
{
	if (row.state == THREE_SAME)
		return;
	three->row = mem_grow(three->row, three->rows, &three->cap, sizeof(*three->row));
	three->row[three->rows++] = row;
	three->count[row.state]++;
}

static void add_layers(struct three_way *three)
{
	for (size_t layer = 0; layer < KEYMAP_MAX_LAYERS; layer++) {
		add(three, (struct three_row){ .state = compare_layer(three, layer),
					       .layer = (int)layer,
					       .slot = -1,
					       .definition = -1 });
		for (size_t slot = 0; is_common(three, layer) && slot < keymap_slots(three->side[SIDE_FILE]);
		     slot++)
			add(three, (struct three_row){ .state = three_way_at(three, layer, slot),
						       .layer = (int)layer,
						       .slot = (int)slot,
						       .definition = -1 });
	}
}

static bool same_definition(const void *a, const void *b)
{
	return a && b ? definition_equal(a, b) : !a && !b;
}

static void add_definitions(struct three_way *three, enum definition_kind kind)
{
	const struct definition **list[SIDE_COUNT] = { 0 };
	size_t count[SIDE_COUNT] = { 0 }, most = 0;

	for (int side = 0; side < SIDE_COUNT; side++) {
		if (three->side[side])
			list[side] = keymap_list_definitions(three->side[side], kind, &count[side]);
		most = count[side] > most ? count[side] : most;
	}
	for (size_t i = 0; i < most; i++) {
		const void *value[SIDE_COUNT];

		for (int side = 0; side < SIDE_COUNT; side++)
			value[side] = i < count[side] ? list[side][i] : NULL;
		add(three, (struct three_row){
				   .state = compare(value, three->side[SIDE_FLASHED], same_definition),
				   .layer = -1,
				   .slot = -1,
				   .kind = kind,
				   .definition = (int)i,
			   });
	}
	for (int side = 0; side < SIDE_COUNT; side++)
		free(list[side]);
}

struct sided_setting {
	const struct setting *setting;
	int side;
};

static int by_name(const void *a, const void *b)
{
	const struct sided_setting *x = a, *y = b;
	int order = strcmp(symbol_text(x->setting->name), symbol_text(y->setting->name));

	return order ? order : x->side - y->side;
}

static bool same_setting(const void *a, const void *b)
{
	return a && b ? setting_equal(a, b) : !a && !b;
}

static void add_settings(struct three_way *three)
{
	struct sided_setting *all;
	size_t count = 0, total = 0;

	for (int side = 0; side < SIDE_COUNT; side++)
		total += three->side[side] ? keymap_settings(three->side[side]) : 0;
	all = mem_new(total + 1, sizeof(*all));
	for (int side = 0; side < SIDE_COUNT; side++)
		for (size_t i = 0; three->side[side] && i < keymap_settings(three->side[side]); i++)
			all[count++] =
				(struct sided_setting){ keymap_setting_at(three->side[side], i), side };
	qsort(all, count, sizeof(*all), by_name);
	for (size_t i = 0; i < count;) {
		uint32_t name = all[i].setting->name;
		const void *value[SIDE_COUNT] = { 0 };

		for (; i < count && all[i].setting->name == name; i++)
			value[all[i].side] = all[i].setting;
		add(three, (struct three_row){
				   .state = compare(value, three->side[SIDE_FLASHED], same_setting),
				   .layer = -1,
				   .slot = -1,
				   .definition = -1,
				   .setting = name,
			   });
	}
	free(all);
}

/* What @map has at @row; *@room is for what it does not hold as such. NULL: nothing. */
union room {
	uint32_t name;
	struct action action;
};

static const void *value_at(const struct three_row *row, const struct keymap *map, union room *room)
{
	if (row->definition >= 0)
		return (size_t)row->definition < keymap_definitions(map, row->kind)
			       ? keymap_definition(map, row->kind, (size_t)row->definition)
			       : NULL;
	if (row->setting)
		return keymap_find_setting(map, symbol_text(row->setting));
	if ((size_t)row->layer >= keymap_layers(map))
		return NULL;
	if (row->slot < 0)
		room->name = keymap_layer_name(map, (size_t)row->layer);
	else
		room->action = keymap_get_slot(map, (size_t)row->layer, (size_t)row->slot);
	return room;
}

bool three_way_same(const struct three_row *row, const struct keymap *a, const struct keymap *b)
{
	union room room_a, room_b;
	const void *value_a = value_at(row, a, &room_a), *value_b = value_at(row, b, &room_b);

	if (row->definition >= 0)
		return same_definition(value_a, value_b);
	if (row->setting)
		return same_setting(value_a, value_b);
	return row->slot < 0 ? same_layer(value_a, value_b) : same_action(value_a, value_b);
}

static bool check_shape(const struct keymap *file, const struct keymap *other, const char *what,
			struct err *err)
{
	if (keymap_keys(file) == keymap_keys(other) && keymap_encoders(file) == keymap_encoders(other))
		return true;
	return err_set(err, ERR_RANGE, "the file has %zu keys and %zu encoders, %s has %zu and %zu",
		       keymap_keys(file), keymap_encoders(file), what, keymap_keys(other),
		       keymap_encoders(other));
}

bool three_way_init(struct three_way *three, const struct keymap *file, const struct keymap *keyboard,
		    const struct keymap *flashed, struct err *err)
{
	*three = (struct three_way){ 0 };
	if (!check_shape(file, keyboard, "the keyboard", err) ||
	    (flashed && !check_shape(file, flashed, "what was flashed", err)))
		return false;
	three->side[SIDE_FILE] = keymap_ref(file);
	three->side[SIDE_KEYBOARD] = keymap_ref(keyboard);
	three->side[SIDE_FLASHED] = flashed ? keymap_ref(flashed) : NULL;
	add_layers(three);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		add_definitions(three, (enum definition_kind)kind);
	add_settings(three);
	return true;
}

void three_way_release(struct three_way *three)
{
	for (int side = 0; side < SIDE_COUNT; side++)
		keymap_unref(three->side[side]);
	free(three->row);
	*three = (struct three_way){ 0 };
}
