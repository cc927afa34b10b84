/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_moved.h"

enum { NOWHERE = -1, ROWS = UINT8_MAX + 1, COLS = UINT8_MAX + 1 };

/* The key at each place of the matrix; of several the first. */
struct places {
	int16_t key[ROWS][COLS];
};

static void find_places(const struct layout *layout, struct places *out)
{
	memset(out, 0xff, sizeof(*out));
	for (size_t i = layout->keys; i-- > 0;)
		out->key[layout->key[i].row][layout->key[i].col] = (int16_t)i;
}

static bool is_same(const struct layout *a, const struct layout *b)
{
	for (size_t i = 0; i < a->keys && a->keys == b->keys; i++)
		if (a->key[i].row != b->key[i].row || a->key[i].col != b->key[i].col)
			return false;
	return a->keys == b->keys;
}

static void move_layer(const struct keymap *map, const struct places *at, const struct layout *to,
		       size_t layer, struct keymap *out)
{
	size_t both =
		keymap_encoders(map) < keymap_encoders(out) ? keymap_encoders(map) : keymap_encoders(out);

	keymap_put_layer_name(out, layer, keymap_layer_name(map, layer));
	for (size_t i = 0; i < to->keys; i++) {
		int key = at->key[to->key[i].row][to->key[i].col];

		if (key != NOWHERE)
			keymap_put(out, layer, i, keymap_get(map, layer, (size_t)key));
	}
	for (size_t i = 0; i < both; i++)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			keymap_put_turn(out, layer, i, (enum turn)turn,
					keymap_get_turn(map, layer, i, (enum turn)turn));
}

/* False: a key of it is not there. */
static bool move_positions(struct definition *definition, const struct layout *from, const struct places *to)
{
	for (size_t i = 0; i < definition->positions; i++) {
		const struct key *key = &from->key[definition->position[i]];

		if (definition->position[i] >= from->keys || to->key[key->row][key->col] == NOWHERE)
			return false;
		definition->position[i] = (uint16_t)to->key[key->row][key->col];
	}
	return true;
}

static void move_definitions(const struct keymap *map, enum definition_kind kind, const struct layout *from,
			     const struct places *to, struct keymap *out)
{
	for (size_t i = 0; i < keymap_definitions(map, kind); i++) {
		struct definition definition = definition_copy(keymap_definition(map, kind, i));

		if (move_positions(&definition, from, to))
			keymap_add_definition(out, &definition);
		definition_release(&definition);
	}
}

const struct keymap *keymap_moved(const struct keymap *map, const struct layout *from,
				  const struct layout *to, size_t encoders)
{
	struct keymap *out;
	struct places *places;

	if (is_same(from, to) && keymap_encoders(map) == encoders)
		return keymap_ref(map);
	places = mem_new(2, sizeof(*places));
	find_places(from, &places[0]);
	find_places(to, &places[1]);
	out = keymap_new(keymap_layers(map), to->keys, encoders);
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		move_layer(map, &places[0], to, layer, out);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		move_definitions(map, (enum definition_kind)kind, from, &places[1], out);
	for (size_t i = 0; i < keymap_settings(map); i++)
		keymap_add_setting(out, *keymap_setting_at(map, i));
	free(places);
	return out;
}
