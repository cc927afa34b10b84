/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "dynamic_private.h"

static struct place place_of(const struct dynamic_taker *t, size_t layer, size_t slot)
{
	return slot < t->layout->keys ? place_of_key(layer, slot)
				      : place_of_encoder(layer, (slot - t->layout->keys) / TURN_COUNT);
}

static bool is_changed(const struct dynamic_taker *t, size_t layer, size_t slot)
{
	return !action_equal(keymap_get_slot(t->map, layer, slot), keymap_get_slot(t->base, layer, slot));
}

static void take_slot(struct dynamic_taker *t, size_t layer, size_t slot)
{
	struct action action = keymap_get_slot(t->map, layer, slot);
	uint16_t *number = dynamic_find_slot(t->held, t->layout, layer, slot), value;
	struct str name = STR_INIT;

	action_print(action, &name);
	if (!number)
		diagnostics_add(t->lost, &dynamic_lost, place_of(t, layer, slot),
				"the keyboard has no place for %.200s here, or it was not read yet",
				str_text(&name));
	else if (!keymap_dialect_value(t->map, t->held->dialect, action, &value))
		diagnostics_add(
			t->lost, &dynamic_lost, place_of(t, layer, slot),
			"%.200s is no keycode of the keyboard's firmware (%s): the key stays as it was",
			str_text(&name), keycode_dialect_info(t->held->dialect)->name);
	else
		*number = value;
	str_release(&name);
}

/* Keys that are one switch hold the same; the one that was changed last in their order says what. */
static void tell_shared(struct dynamic_taker *t, size_t layer)
{
	for (size_t i = 0; i < t->layout->keys; i++) {
		const uint16_t *number = dynamic_find_slot(t->held, t->layout, layer, i);
		uint16_t wanted;

		if (number && is_changed(t, layer, i) &&
		    keymap_dialect_value(t->map, t->held->dialect, keymap_get(t->map, layer, i), &wanted) &&
		    wanted != *number)
			diagnostics_add(t->lost, &dynamic_lost, place_of_key(layer, i),
					"another key is the same switch, and was given something else: it is "
					"that");
	}
}

static void tell_layers(struct dynamic_taker *t)
{
	size_t layers = keymap_layers(t->map), has = keymap_layers(t->base);
	bool named = false;

	if (layers > has)
		diagnostics_add(t->lost, &dynamic_lost, place_of_key(has, 0),
				"the keyboard has %zu layers, and no place for %zu more", has, layers - has);
	if (layers < has)
		diagnostics_add(
			t->lost, &dynamic_lost, PLACE_NONE,
			"the keyboard has %zu layers, none of which can be removed: those from %zu on "
			"stay as they were",
			has, layers);
	for (size_t layer = 0; layer < layers; layer++)
		named |= keymap_layer_name(t->map, layer) != 0;
	if (named)
		diagnostics_add(t->lost, &dynamic_near, PLACE_NONE, "the keyboard keeps no names of layers");
}

void dynamic_take_slots(struct dynamic_taker *t)
{
	size_t layers = keymap_layers(t->map), has = keymap_layers(t->base);

	tell_layers(t);
	for (size_t layer = 0; layer < layers && layer < has; layer++) {
		for (size_t slot = 0; slot < keymap_slots(t->base); slot++)
			if (is_changed(t, layer, slot))
				take_slot(t, layer, slot);
		tell_shared(t, layer);
	}
}
