/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "dynamic_private.h"

/* Entries on the wire are vial_*_entry_t of vial-qmk's vial.h: numbers of 16 bits, least significant byte first, then bytes. */

static const enum definition_kind kinds[] = { DEFINITION_TAP_DANCE, DEFINITION_COMBO, DEFINITION_OVERRIDE,
					      DEFINITION_ALT_REPEAT };

enum definition_kind dynamic_part_kind(enum dynamic_part part)
{
	return kinds[part - DYNAMIC_DANCES];
}

static uint16_t take_number(const uint8_t **bytes)
{
	uint16_t number = (uint16_t)((*bytes)[0] | (*bytes)[1] << 8);

	*bytes += 2;
	return number;
}

static void put_number(uint8_t **bytes, uint16_t number)
{
	*(*bytes)++ = (uint8_t)number;
	*(*bytes)++ = (uint8_t)(number >> 8);
}

struct vial_entry dynamic_entry_read(const struct dynamic_keymap *held, enum dynamic_part part,
				     const uint8_t *bytes)
{
	struct vial_entry entry = { .kind = dynamic_part_kind(part), .term_ms = -1 };
	size_t count = vial_entry_actions(entry.kind);

	for (size_t i = 0; i < count; i++)
		entry.action[i] = keycode_dialect_action(held->dialect, take_number(&bytes));
	if (part == DYNAMIC_DANCES) {
		entry.term_ms = take_number(&bytes);
	} else if (part == DYNAMIC_OVERRIDES) {
		entry.layers = take_number(&bytes);
		entry.mods = bytes[0];
		entry.negative_mods = bytes[1];
		entry.suppressed_mods = bytes[2];
		entry.options = bytes[3];
	} else if (part == DYNAMIC_ALT_REPEATS) {
		entry.mods = bytes[0];
		entry.options = bytes[1];
	}
	return entry;
}

/* What has no number is nothing: the caller has looked. */
static uint16_t number_of(const struct dynamic_keymap *held, struct action action)
{
	uint16_t value;

	return keycode_dialect_value(held->dialect, action, &value) ? value : 0;
}

void dynamic_entry_write(const struct dynamic_keymap *held, const struct vial_entry *entry, uint8_t *bytes)
{
	size_t count = vial_entry_actions(entry->kind);

	for (size_t i = 0; i < count; i++)
		put_number(&bytes, number_of(held, entry->action[i]));
	if (entry->kind == DEFINITION_TAP_DANCE) {
		put_number(&bytes, (uint16_t)entry->term_ms);
	} else if (entry->kind == DEFINITION_OVERRIDE) {
		put_number(&bytes, entry->layers);
		bytes[0] = entry->mods;
		bytes[1] = entry->negative_mods;
		bytes[2] = entry->suppressed_mods;
		bytes[3] = entry->options;
	} else if (entry->kind == DEFINITION_ALT_REPEAT) {
		bytes[0] = entry->mods;
		bytes[1] = entry->options;
	}
}
