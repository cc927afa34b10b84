/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "dynamic_private.h"
#include "model/symbol.h"
#include "model/vial_setting.h"

static const struct diagnostic_kind outside = { "keyboard-outside", SEVERITY_WARNING };
static const struct diagnostic_kind unread = { "keyboard-macro", SEVERITY_WARNING };
static const struct diagnostic_kind too_many = { "keyboard-entries", SEVERITY_WARNING };

bool dynamic_is_held(const struct dynamic_keymap *held, enum dynamic_part part)
{
	return held->held >> part & 1;
}

uint16_t *dynamic_find_slot(const struct dynamic_keymap *held, const struct layout *layout, size_t layer,
			    size_t slot)
{
	struct dynamic_place place = { .part = DYNAMIC_KEYS, .a = (uint16_t)layer };
	size_t turn = slot - layout->keys;

	if (slot < layout->keys) {
		place.b = layout->key[slot].row;
		place.c = layout->key[slot].col;
	} else {
		place.part = DYNAMIC_TURNS;
		place.b = (uint16_t)(turn / TURN_COUNT);
		place.c = (int16_t)(turn % TURN_COUNT);
	}
	return dynamic_is_held(held, (enum dynamic_part)place.part) ? dynamic_find_keycode(held, place)
								    : NULL;
}

static struct action action_at(const struct dynamic_keymap *held, const struct layout *layout, size_t layer,
			       size_t slot)
{
	const uint16_t *number = dynamic_find_slot(held, layout, layer, slot);

	return number ? keycode_dialect_action(held->dialect, *number)
		      : (struct action){ .kind = ACTION_NONE };
}

static void tell_outside(const struct dynamic_keymap *held, const struct layout *layout,
			 struct diagnostics *out)
{
	for (size_t i = 0; i < layout->keys; i++)
		if (layout->key[i].row >= held->rows || layout->key[i].col >= held->cols)
			diagnostics_add(
				out, &outside, place_of_key(0, i),
				"key %zu is at row %d and column %d, and the keyboard has %zu rows and "
				"%zu columns: it does nothing",
				i, layout->key[i].row, layout->key[i].col, held->rows, held->cols);
}

static void map_slots(const struct dynamic_keymap *held, const struct layout *layout, struct keymap *map)
{
	for (size_t layer = 0; layer < held->layers; layer++) {
		keymap_put_layer_origin(map, layer, (int)layer);
		for (size_t i = 0; i < layout->keys; i++)
			keymap_put(map, layer, i, action_at(held, layout, layer, i));
		for (size_t i = 0; i < held->encoders * TURN_COUNT; i++)
			keymap_put_turn(map, layer, i / TURN_COUNT, (enum turn)(i % TURN_COUNT),
					action_at(held, layout, layer, layout->keys + i));
	}
}

static size_t at_most(size_t used, const char *what, struct diagnostics *out)
{
	if (used <= VIAL_MOST_ENTRIES)
		return used;
	diagnostics_add(out, &too_many, PLACE_NONE,
			"the keyboard has %zu %s: the first %d are shown, the others stay as they are", used,
			what, VIAL_MOST_ENTRIES);
	return VIAL_MOST_ENTRIES;
}

static void map_macros(const struct dynamic_keymap *held, struct keymap *map, struct diagnostics *out)
{
	struct span span[DYNAMIC_MAX_MACROS];
	size_t count = dynamic_macro_find(held, span), used = 0;

	for (size_t i = 0; i < count; i++)
		used = span[i].len ? i + 1 : used;
	used = at_most(used, dynamic_part_name(DYNAMIC_MACROS), out);
	for (size_t i = 0; i < used; i++) {
		struct definition macro;
		struct err err;

		if (!dynamic_macro_read_bytes(held, span[i], &macro, &err))
			diagnostics_add(
				out, &unread, place_of_definition(DEFINITION_MACRO, i),
				"macro %zu cannot be read to the end: %s; it stays as it is until it is "
				"changed",
				i, err.text);
		keymap_add_definition(map, &macro);
		definition_release(&macro);
	}
}

static void map_entries(const struct dynamic_keymap *held, enum dynamic_part part, struct keymap *map,
			struct diagnostics *out)
{
	struct vial_entry entry[DYNAMIC_MAX_ENTRIES];
	size_t used = 0;

	for (size_t i = 0; i < held->entries[part - DYNAMIC_DANCES].count; i++) {
		const uint8_t *bytes = dynamic_find_entry(held, part, i);

		if (!bytes)
			break;
		entry[i] = dynamic_entry_read(held, part, bytes);
		used = vial_entry_is_used(&entry[i]) ? i + 1 : used;
	}
	used = at_most(used, dynamic_part_name(part), out);
	for (size_t i = 0; i < used; i++) {
		struct definition definition = vial_entry_definition(&entry[i]);

		keymap_add_definition(map, &definition);
		definition_release(&definition);
	}
}

static void map_settings(const struct dynamic_keymap *held, struct keymap *map)
{
	for (size_t i = 0; i < held->settings; i++) {
		const struct vial_setting *known = vial_setting_find(held->setting[i].id);

		if (known)
			keymap_add_setting(map, vial_setting_make(known, held->setting[i].value));
	}
}

struct keymap *dynamic_keymap_map(const struct dynamic_keymap *held, const struct layout *layout,
				  struct diagnostics *diagnostics)
{
	struct keymap *map = keymap_new(held->layers ? held->layers : 1, layout->keys, held->encoders);

	if (dynamic_is_held(held, DYNAMIC_KEYS))
		tell_outside(held, layout, diagnostics);
	map_slots(held, layout, map);
	if (dynamic_is_held(held, DYNAMIC_MACROS))
		map_macros(held, map, diagnostics);
	for (int part = DYNAMIC_DANCES; part <= DYNAMIC_ALT_REPEATS; part++)
		if (dynamic_is_held(held, (enum dynamic_part)part))
			map_entries(held, (enum dynamic_part)part, map, diagnostics);
	if (dynamic_is_held(held, DYNAMIC_SETTINGS))
		map_settings(held, map);
	return map;
}
