/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "check_private.h"

/* How an action brings a layer up, and so what has to happen for it to go away again. */
enum entry {
	ENTRY_HELD = 1,    /* until the key is let go */
	ENTRY_ONCE = 2,    /* until the next key */
	ENTRY_LATCHED = 4, /* until another key says so */
	ENTRY_BASE = 8,    /* as the layer below all others */
	ENTRY_ANY = 15,
};

enum {
	VALUE_TRI_LOWER = 0x7c77, /* layer 1, with the other one 3: QMK's defaults */
	VALUE_TRI_UPPER = 0x7c78, /* layer 2 */
	VALUE_LAYER_LOCK = 0x7c7b,
	VALUE_KB_FIRST = 0x7e00, /* from here on code of the keyboard or of the user decides */
};

/* The layers that @action brings up in one of the ways of @ways, as bits. */
static uint32_t entered(struct action action, unsigned ways)
{
	static const unsigned char way[ACTION_KIND_COUNT] = {
		[ACTION_LAYER_TAP] = ENTRY_HELD,       [ACTION_LAYER_MOMENTARY] = ENTRY_HELD,
		[ACTION_LAYER_TOGGLE] = ENTRY_LATCHED, [ACTION_LAYER_TO] = ENTRY_LATCHED,
		[ACTION_LAYER_DEFAULT] = ENTRY_BASE,   [ACTION_LAYER_DEFAULT_SAVED] = ENTRY_BASE,
		[ACTION_LAYER_ONE_SHOT] = ENTRY_ONCE,  [ACTION_LAYER_TAP_TOGGLE] = ENTRY_HELD | ENTRY_LATCHED,
		[ACTION_LAYER_MOD] = ENTRY_HELD,
	};
	int32_t value = plain_value(action);
	uint32_t layer, to = 0;

	for (int i = 1; action.kind == ACTION_BEHAVIOR && i < 3; i++)
		if (action_arg_type(action, i) == ARG_LAYER && action.arg[i] < KEYMAP_MAX_LAYERS)
			to |= ways & ENTRY_HELD ? 1u << action.arg[i] : 0;
	if (to)
		return to;
	if (ways & ENTRY_HELD && value == VALUE_TRI_LOWER)
		return 1u << 1 | 1u << 3;
	if (ways & ENTRY_HELD && value == VALUE_TRI_UPPER)
		return 1u << 2 | 1u << 3;
	if (!(way[action.kind] & ways) || !action_has_layer(action, &layer) || layer >= KEYMAP_MAX_LAYERS)
		return 0;
	return 1u << layer;
}

/* What code outside the keymap decides: it may well switch layers. */
static bool is_unknown(struct action action)
{
	return action.kind == ACTION_RAW || action.kind == ACTION_RAW_NUMBER ||
	       plain_value(action) >= VALUE_KB_FIRST;
}

static bool has_unknown(const struct keymap *map)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (is_unknown(walk.action))
			return true;
	return false;
}

/* Layers that the actions on the layers of @from lead to, those of definitions always. */
static uint32_t entered_from(const struct keymap *map, uint32_t from)
{
	struct action_walk walk = action_walk_start(map);
	uint32_t to = 0;

	while (action_walk_next(&walk))
		if (walk.place.layer < 0 || from >> walk.place.layer & 1)
			to |= entered(walk.action, ENTRY_ANY);
	return to;
}

void check_layer_unreachable(const struct check_input *in, const struct diagnostic_kind *kind,
			     struct diagnostics *out)
{
	uint32_t seen = 1, before;

	if (has_unknown(in->map))
		return;
	do {
		before = seen;
		seen |= entered_from(in->map, seen);
	} while (seen != before);
	for (size_t layer = 0; layer < keymap_layers(in->map); layer++) {
		struct place place = PLACE_NONE;

		place.layer = (int)layer;
		if (!(seen >> layer & 1))
			diagnostics_add(out, kind, place, "no key leads to layer %zu; put %s%zu%s on one",
					layer, keymap_is_zmk(in->map) ? "&mo " : "MO(", layer,
					keymap_is_zmk(in->map) ? "" : ")");
	}
}

/* What @slot does while layers @a and @b are on over layer 0. */
static struct action stacked_action(const struct keymap *map, size_t a, size_t b, size_t slot)
{
	const size_t stack[] = { a > b ? a : b, a > b ? b : a, 0 };
	struct action action = { .kind = ACTION_TRANSPARENT };

	for (size_t i = 0; i < 3 && action.kind == ACTION_TRANSPARENT; i++)
		action = keymap_get_slot(map, stack[i], slot);
	return action;
}

static bool leaves(struct action action, size_t layer, enum entry way)
{
	uint32_t bit = 1u << layer;

	if (is_unknown(action) || action.kind == ACTION_BEHAVIOR || plain_value(action) == VALUE_LAYER_LOCK)
		return true;
	if (way == ENTRY_BASE)
		return entered(action, ENTRY_BASE) & ~bit;
	if (action.kind == ACTION_LAYER_TO)
		return entered(action, ENTRY_LATCHED) & ~bit;
	return entered(action, ENTRY_LATCHED) & bit;
}

/* Whether a person on @layer, which was entered by @way, finds a key back: on it or on a layer that it leads to. */
static bool has_way_back(const struct keymap *map, size_t layer, enum entry way)
{
	size_t slots = keymap_slots(map);
	uint32_t seen = 1u << layer, todo = seen;
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		if (walk.place.layer < 0 && leaves(walk.action, layer, way))
			return true;
	while (todo) {
		uint32_t next = 0;

		for (size_t over = 0; over < keymap_layers(map); over++) {
			for (size_t slot = 0; todo >> over & 1 && slot < slots; slot++) {
				struct action action = stacked_action(map, layer, over, slot);

				if (leaves(action, layer, way))
					return true;
				next |= entered(action, ENTRY_ANY);
			}
		}
		todo = next & ~seen;
		seen |= next;
	}
	return false;
}

void check_layer_trap(const struct check_input *in, const struct diagnostic_kind *kind,
		      struct diagnostics *out)
{
	static const enum entry ways[] = { ENTRY_LATCHED, ENTRY_BASE };

	for (size_t i = 0; i < COUNT(ways); i++) {
		struct action_walk walk = action_walk_start(in->map);
		uint32_t told = 1; /* layer 0 is where one comes back to */

		while (action_walk_next(&walk)) {
			uint32_t to = entered(walk.action, ways[i]) & ~told, layer;

			if (!to || !action_has_layer(walk.action, &layer) || layer >= keymap_layers(in->map))
				continue;
			told |= to;
			if (has_way_back(in->map, layer, ways[i]))
				continue;
			diagnostics_add(out, kind, walk.place, "%s(%u) has no way back: put %s on layer %u",
					action_kind_info(walk.action.kind)->qmk, layer,
					ways[i] == ENTRY_BASE ? "DF(0)" : "TO(0)", layer);
		}
	}
}

enum { NOBODY = -1, SEVERAL = -2 };

/* The one key that holds each layer; SEVERAL when there is another one, or another way to it. */
static void find_holders(const struct keymap *map, int holder[KEYMAP_MAX_LAYERS])
{
	struct action_walk walk = action_walk_start(map);

	for (size_t layer = 0; layer < KEYMAP_MAX_LAYERS; layer++)
		holder[layer] = NOBODY;
	while (action_walk_next(&walk)) {
		uint32_t to = entered(walk.action, ENTRY_ANY);
		uint32_t other = to ? entered(walk.action, ENTRY_ANY & ~ENTRY_HELD) : 0;

		for (size_t layer = 0; to && layer < KEYMAP_MAX_LAYERS; layer++) {
			if (!(to >> layer & 1))
				continue;
			if (walk.place.key < 0 || other >> layer & 1 ||
			    (holder[layer] != NOBODY && holder[layer] != walk.place.key))
				holder[layer] = SEVERAL;
			else
				holder[layer] = walk.place.key;
		}
	}
}

void check_hold_covered(const struct check_input *in, const struct diagnostic_kind *kind,
			struct diagnostics *out)
{
	int holder[KEYMAP_MAX_LAYERS];

	if (has_unknown(in->map))
		return;
	find_holders(in->map, holder);
	for (size_t layer = 1; layer < keymap_layers(in->map); layer++) {
		int key = holder[layer];
		struct place place = PLACE_NONE;
		struct action action;

		if (key < 0)
			continue;
		action = keymap_get(in->map, layer, (size_t)key);
		if (action.kind == ACTION_NONE || action.kind == ACTION_TRANSPARENT)
			continue;
		place.layer = (int)layer;
		place.key = key;
		diagnostics_add(
			out, kind, place,
			"this key holds layer %zu, so what it is bound to there can never be pressed: "
			"make it KC_TRNS",
			layer);
	}
}
