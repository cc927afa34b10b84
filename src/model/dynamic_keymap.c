/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dynamic_private.h"

static const size_t widths[] = { 10, 10, 10, 6 }; /* of Vial's entries, in its vial_*_entry_t */
_Static_assert(COUNT(widths) == COUNT(((struct dynamic_keymap *)0)->entries), "a width for each kind");

size_t dynamic_keymap_keys(const struct dynamic_keymap *held)
{
	return held->layers * held->rows * held->cols;
}

size_t dynamic_keymap_turns(const struct dynamic_keymap *held)
{
	return held->layers * held->encoders * TURN_COUNT;
}

static void release_sized(struct dynamic_keymap *held)
{
	free(held->key);
	free(held->turn);
	free(held->macro);
	for (size_t i = 0; i < COUNT(held->entries); i++)
		free(held->entries[i].byte);
}

void dynamic_keymap_release(struct dynamic_keymap *held)
{
	release_sized(held);
	free(held->setting);
	free(held->value);
	*held = (struct dynamic_keymap){ 0 };
}

/* Nothing of what is not there: counts may be known before there is room for them. */
static void *copy_array(const void *from, size_t count, size_t size)
{
	void *to = from ? mem_new(count, size) : NULL;

	if (from && count)
		memcpy(to, from, count * size);
	return to;
}

void dynamic_keymap_copy(struct dynamic_keymap *out, const struct dynamic_keymap *from)
{
	struct dynamic_keymap copy = *from;

	copy.key = copy_array(from->key, dynamic_keymap_keys(from), sizeof(*from->key));
	copy.turn = copy_array(from->turn, dynamic_keymap_turns(from), sizeof(*from->turn));
	copy.macro = copy_array(from->macro, from->macro_bytes, 1);
	for (size_t i = 0; i < COUNT(copy.entries); i++)
		copy.entries[i].byte =
			copy_array(from->entries[i].byte, from->entries[i].count * from->entries[i].width, 1);
	copy.setting = copy_array(from->setting, from->settings, sizeof(*from->setting));
	copy.value = copy_array(from->value, from->values, sizeof(*from->value));
	dynamic_keymap_release(out);
	*out = copy;
}

static bool check_count(const char *what, size_t count, size_t most, struct err *err)
{
	return count <= most ||
	       err_set(err, ERR_RANGE, "%zu %s: a keyboard has at most %zu", count, what, most);
}

static bool check_counts(const struct dynamic_keymap *held, struct err *err)
{
	bool ok = check_count("layers", held->layers, DYNAMIC_MAX_LAYERS, err) &&
		  check_count("rows", held->rows, DYNAMIC_MAX_ROWS, err) &&
		  check_count("columns", held->cols, DYNAMIC_MAX_COLS, err) &&
		  check_count("encoders", held->encoders, DYNAMIC_MAX_ENCODERS, err) &&
		  check_count("macros", held->macros, DYNAMIC_MAX_MACROS, err) &&
		  check_count("bytes of macros", held->macro_bytes, DYNAMIC_MAX_MACRO_BYTES, err);

	for (size_t i = 0; ok && i < COUNT(held->entries); i++)
		ok = check_count(dynamic_part_name((enum dynamic_part)(DYNAMIC_DANCES + i)),
				 held->entries[i].count, DYNAMIC_MAX_ENTRIES, err);
	return ok;
}

bool dynamic_keymap_allocate(struct dynamic_keymap *held, struct err *err)
{
	if (!check_counts(held, err))
		return false;
	release_sized(held);
	held->key = mem_new(dynamic_keymap_keys(held), sizeof(*held->key));
	held->turn = mem_new(dynamic_keymap_turns(held), sizeof(*held->turn));
	held->macro = mem_new(held->macro_bytes, 1);
	for (size_t i = 0; i < COUNT(held->entries); i++) {
		held->entries[i].width = widths[i];
		held->entries[i].byte = mem_new(held->entries[i].count, widths[i]);
	}
	held->held &= 1u << DYNAMIC_OPTIONS | 1u << DYNAMIC_SETTINGS | 1u << DYNAMIC_VALUES;
	return true;
}

/* Where the setting is, or would be. */
static size_t setting_at(const struct dynamic_keymap *held, uint16_t id)
{
	size_t low = 0, high = held->settings;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (held->setting[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct dynamic_setting *dynamic_find_setting(const struct dynamic_keymap *held, uint16_t id)
{
	size_t at = setting_at(held, id);

	return at < held->settings && held->setting[at].id == id ? &held->setting[at] : NULL;
}

bool dynamic_keymap_put_setting(struct dynamic_keymap *held, struct dynamic_setting setting, struct err *err)
{
	size_t at = setting_at(held, setting.id);

	if (setting.len != 1 && setting.len != 2 && setting.len != 4)
		return err_set(err, ERR_RANGE, "setting %u has %u bytes: expected 1, 2 or 4", setting.id,
			       setting.len);
	if (at < held->settings && held->setting[at].id == setting.id) {
		held->setting[at] = setting;
		return true;
	}
	if (held->settings == DYNAMIC_MAX_SETTINGS)
		return err_set(err, ERR_RANGE, "over %d settings: setting %u has no room",
			       DYNAMIC_MAX_SETTINGS, setting.id);
	held->setting = mem_resize(held->setting, held->settings + 1, sizeof(setting));
	memmove(&held->setting[at + 1], &held->setting[at], (held->settings - at) * sizeof(setting));
	held->setting[at] = setting;
	held->settings++;
	return true;
}

static int compare_values(const struct dynamic_value *a, const struct dynamic_value *b)
{
	if (a->channel != b->channel)
		return a->channel < b->channel ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

static size_t value_at(const struct dynamic_keymap *held, const struct dynamic_value *value)
{
	size_t low = 0, high = held->values;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_values(&held->value[middle], value) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct dynamic_value *dynamic_find_value(const struct dynamic_keymap *held, struct dynamic_place place)
{
	const struct dynamic_value wanted = { .channel = place.a, .id = (uint8_t)place.b, .index = place.c };
	size_t at = place.b <= UINT8_MAX ? value_at(held, &wanted) : held->values;

	return at < held->values && !compare_values(&held->value[at], &wanted) ? &held->value[at] : NULL;
}

bool dynamic_keymap_put_value(struct dynamic_keymap *held, const struct dynamic_value *value, struct err *err)
{
	const struct dynamic_value added = *value; /* it may lie in what is moved */
	size_t at = value_at(held, &added);

	if (added.len > DYNAMIC_PLACE_BYTES || added.channel > DYNAMIC_NO_CHANNEL || added.index < -1 ||
	    (added.index > UINT8_MAX && added.index < DYNAMIC_INDEX_PAIR))
		return err_set(err, ERR_RANGE,
			       "value %u of channel %u, index %d, has %u bytes: expected a channel and an "
			       "index of one byte or two and at most %d bytes",
			       added.id, added.channel, added.index, added.len, DYNAMIC_PLACE_BYTES);
	if (at < held->values && !compare_values(&held->value[at], &added)) {
		held->value[at] = added;
		return true;
	}
	if (held->values == DYNAMIC_MAX_VALUES)
		return err_set(err, ERR_RANGE, "over %d values: value %u of channel %u has no room",
			       DYNAMIC_MAX_VALUES, added.id, added.channel);
	held->value = mem_resize(held->value, held->values + 1, sizeof(added));
	memmove(&held->value[at + 1], &held->value[at], (held->values - at) * sizeof(added));
	held->value[at] = added;
	held->values++;
	return true;
}

static void add_if_changed(const struct dynamic_keymap *a, const struct dynamic_keymap *b,
			   struct dynamic_place place, struct dynamic_places *out)
{
	uint8_t room[2][DYNAMIC_PLACE_BYTES];
	const uint8_t *before, *after;
	size_t len = dynamic_keymap_get(a, place, room[0], &before);

	if (!len || !dynamic_keymap_get(b, place, room[1], &after))
		return;
	if (len != dynamic_keymap_get(b, place, room[1], &after) || memcmp(before, after, len) != 0)
		dynamic_places_add(out, place);
}

void dynamic_keymap_diff(const struct dynamic_keymap *a, const struct dynamic_keymap *b,
			 struct dynamic_places *out)
{
	struct dynamic_places all = { 0 };

	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		if (!(a->held & b->held & 1u << part))
			continue;
		all.count = 0;
		dynamic_keymap_places(b, (enum dynamic_part)part, &all);
		for (size_t i = 0; i < all.count; i++)
			add_if_changed(a, b, all.item[i], out);
	}
	dynamic_places_release(&all);
}
