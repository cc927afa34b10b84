/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dynamic_private.h"

/* Bytes in front of each setting, and of each value, when a part is written as a whole. */
enum { KEY_BYTES = 2, OPTIONS_BYTES = 4, SETTING_HEAD = 3, VALUE_HEAD = 6 };

static const char *const names[DYNAMIC_PARTS] = {
	[DYNAMIC_KEYS] = "keys",           [DYNAMIC_TURNS] = "turns",
	[DYNAMIC_OPTIONS] = "options",     [DYNAMIC_MACROS] = "macros",
	[DYNAMIC_DANCES] = "dances",       [DYNAMIC_COMBOS] = "combos",
	[DYNAMIC_OVERRIDES] = "overrides", [DYNAMIC_ALT_REPEATS] = "alt-repeats",
	[DYNAMIC_SETTINGS] = "settings",   [DYNAMIC_VALUES] = "values",
};

const char *dynamic_part_name(enum dynamic_part part)
{
	return names[part];
}

bool dynamic_part_find(const char *name, enum dynamic_part *out)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (!strcmp(names[i], name)) {
			*out = (enum dynamic_part)i;
			return true;
		}
	return false;
}

static void put_big(uint8_t *to, uint32_t number, size_t len)
{
	for (size_t i = 0; i < len; i++)
		to[i] = (uint8_t)(number >> 8 * (len - 1 - i));
}

static uint32_t get_big(const uint8_t *from, size_t len)
{
	uint32_t number = 0;

	for (size_t i = 0; i < len; i++)
		number = number << 8 | from[i];
	return number;
}

static void put_little(uint8_t *to, uint32_t number, size_t len)
{
	for (size_t i = 0; i < len; i++)
		to[i] = (uint8_t)(number >> 8 * i);
}

static uint32_t get_little(const uint8_t *from, size_t len)
{
	uint32_t number = 0;

	for (size_t i = 0; i < len; i++)
		number |= (uint32_t)from[i] << 8 * i;
	return number;
}

uint16_t *dynamic_find_keycode(const struct dynamic_keymap *held, struct dynamic_place place)
{
	if (place.part == DYNAMIC_KEYS) {
		if (!held->key || place.a >= held->layers || place.b >= held->rows || place.c < 0 ||
		    (size_t)place.c >= held->cols)
			return NULL;
		return &held->key[(place.a * held->rows + place.b) * held->cols + (size_t)place.c];
	}
	if (!held->turn || place.a >= held->layers || place.b >= held->encoders || place.c < 0 ||
	    place.c >= TURN_COUNT)
		return NULL;
	return &held->turn[(place.a * held->encoders + place.b) * TURN_COUNT + (size_t)place.c];
}

uint8_t *dynamic_find_entry(const struct dynamic_keymap *held, enum dynamic_part part, size_t index)
{
	const struct dynamic_entries *entries = &held->entries[part - DYNAMIC_DANCES];

	return entries->byte && index < entries->count ? &entries->byte[index * entries->width] : NULL;
}

/* What lies as bytes: their number; 0: there is no such place. */
static size_t find_bytes(const struct dynamic_keymap *held, struct dynamic_place place, uint8_t **bytes)
{
	struct dynamic_value *value;

	switch ((enum dynamic_part)place.part) {
	case DYNAMIC_MACROS:
		*bytes = held->macro;
		return held->macro ? held->macro_bytes : 0;
	case DYNAMIC_DANCES:
	case DYNAMIC_COMBOS:
	case DYNAMIC_OVERRIDES:
	case DYNAMIC_ALT_REPEATS:
		*bytes = dynamic_find_entry(held, (enum dynamic_part)place.part, place.a);
		return *bytes ? held->entries[place.part - DYNAMIC_DANCES].width : 0;
	case DYNAMIC_VALUES:
		value = dynamic_find_value(held, place);
		*bytes = value ? value->byte : NULL;
		return value ? value->len : 0;
	default:
		*bytes = NULL;
		return 0;
	}
}

size_t dynamic_keymap_get(const struct dynamic_keymap *held, struct dynamic_place place,
			  uint8_t room[DYNAMIC_PLACE_BYTES], const uint8_t **bytes)
{
	const struct dynamic_setting *setting;
	const uint16_t *keycode;
	uint8_t *found;
	size_t len;

	*bytes = room;
	switch ((enum dynamic_part)place.part) {
	case DYNAMIC_KEYS:
	case DYNAMIC_TURNS:
		keycode = dynamic_find_keycode(held, place);
		if (keycode)
			put_big(room, *keycode, KEY_BYTES);
		return keycode ? KEY_BYTES : 0;
	case DYNAMIC_OPTIONS:
		put_big(room, held->options, OPTIONS_BYTES);
		return OPTIONS_BYTES;
	case DYNAMIC_SETTINGS:
		setting = dynamic_find_setting(held, place.a);
		if (setting)
			put_little(room, setting->value, setting->len);
		return setting ? setting->len : 0;
	default:
		len = find_bytes(held, place, &found);
		*bytes = found;
		return len;
	}
}

bool dynamic_keymap_has(const struct dynamic_keymap *held, struct dynamic_place place, const uint8_t *bytes,
			size_t len)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *has;

	return len && place.part < DYNAMIC_PARTS && held->held >> place.part & 1 &&
	       dynamic_keymap_get(held, place, room, &has) == len && !memcmp(has, bytes, len);
}

static bool fail_place(const struct dynamic_keymap *held, struct dynamic_place place, size_t len,
		       struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t has = dynamic_keymap_get(held, place, room, &bytes);
	struct str name = STR_INIT;

	dynamic_place_print(place, &name);
	if (has)
		err_set(err, ERR_RANGE, "%s has %zu bytes, not %zu", str_text(&name), has, len);
	else
		err_set(err, ERR_RANGE, "the keyboard has no %s", str_text(&name));
	str_release(&name);
	return false;
}

bool dynamic_keymap_put(struct dynamic_keymap *held, struct dynamic_place place, const uint8_t *bytes,
			size_t len, struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES], *to;
	const uint8_t *before;

	if (!len || dynamic_keymap_get(held, place, room, &before) != len)
		return fail_place(held, place, len, err);
	switch ((enum dynamic_part)place.part) {
	case DYNAMIC_KEYS:
	case DYNAMIC_TURNS:
		*dynamic_find_keycode(held, place) = (uint16_t)get_big(bytes, len);
		return true;
	case DYNAMIC_OPTIONS:
		held->options = get_big(bytes, len);
		return true;
	case DYNAMIC_SETTINGS:
		dynamic_find_setting(held, place.a)->value = get_little(bytes, len);
		return true;
	default:
		find_bytes(held, place, &to);
		memmove(to, bytes, len);
		return true;
	}
}

static void add_grid(enum dynamic_part part, size_t a, size_t b, size_t c, struct dynamic_places *out)
{
	for (size_t i = 0; i < a * b * c; i++)
		dynamic_places_add(out, (struct dynamic_place){ (uint16_t)part, (uint16_t)(i / c / b),
								(uint16_t)(i / c % b), (int16_t)(i % c) });
}

void dynamic_keymap_places(const struct dynamic_keymap *held, enum dynamic_part part,
			   struct dynamic_places *out)
{
	switch (part) {
	case DYNAMIC_KEYS:
		add_grid(part, held->layers, held->rows, held->cols, out);
		break;
	case DYNAMIC_TURNS:
		add_grid(part, held->layers, held->encoders, TURN_COUNT, out);
		break;
	case DYNAMIC_SETTINGS:
		for (size_t i = 0; i < held->settings; i++)
			dynamic_places_add(out, (struct dynamic_place){ .part = DYNAMIC_SETTINGS,
									.a = held->setting[i].id });
		break;
	case DYNAMIC_VALUES:
		for (size_t i = 0; i < held->values; i++)
			dynamic_places_add(out,
					   (struct dynamic_place){ DYNAMIC_VALUES, held->value[i].channel,
								   held->value[i].id, held->value[i].index });
		break;
	case DYNAMIC_OPTIONS:
	case DYNAMIC_MACROS:
		dynamic_places_add(out, (struct dynamic_place){ .part = (uint16_t)part });
		break;
	default:
		for (size_t i = 0; i < held->entries[part - DYNAMIC_DANCES].count; i++)
			dynamic_places_add(
				out, (struct dynamic_place){ .part = (uint16_t)part, .a = (uint16_t)i });
	}
}

static void add_head(const struct dynamic_keymap *held, struct dynamic_place place, size_t len,
		     struct str *out)
{
	uint8_t head[VALUE_HEAD];

	put_little(head, place.a, 2);
	if (place.part == DYNAMIC_SETTINGS) {
		head[2] = (uint8_t)len;
		str_add_bytes(out, head, SETTING_HEAD);
	} else if (place.part == DYNAMIC_VALUES) {
		head[2] = (uint8_t)place.b;
		put_little(&head[3], (uint16_t)place.c, 2);
		head[5] = dynamic_find_value(held, place)->len;
		str_add_bytes(out, head, VALUE_HEAD);
	}
}

void dynamic_keymap_get_part(const struct dynamic_keymap *held, enum dynamic_part part, struct str *out)
{
	struct dynamic_places all = { 0 };

	dynamic_keymap_places(held, part, &all);
	for (size_t i = 0; i < all.count; i++) {
		uint8_t room[DYNAMIC_PLACE_BYTES];
		const uint8_t *bytes;
		size_t len = dynamic_keymap_get(held, all.item[i], room, &bytes);

		add_head(held, all.item[i], len, out);
		str_add_bytes(out, bytes, len);
	}
	dynamic_places_release(&all);
}

/* @len is checked: what it holds must be the whole of it. */
static bool put_list(struct dynamic_keymap *held, enum dynamic_part part, const uint8_t *bytes, size_t len,
		     struct err *err)
{
	size_t head = part == DYNAMIC_SETTINGS ? SETTING_HEAD : VALUE_HEAD;

	for (size_t at = 0, own; at < len; at += head + own) {
		const uint8_t *p = bytes + at;
		bool ok;

		own = len - at >= head ? p[head - 1] : len;
		if (len - at < head || len - at - head < own)
			return err_set(err, ERR_PARSE, "%s: byte %zu: the bytes end within an item",
				       names[part], at);
		if (part == DYNAMIC_SETTINGS) {
			ok = dynamic_keymap_put_setting(
				held,
				(struct dynamic_setting){ .id = (uint16_t)get_little(p, 2),
							  .len = (uint8_t)own,
							  .value = own <= 4 ? get_little(p + head, own) : 0 },
				err);
		} else {
			struct dynamic_value value = { .channel = (uint16_t)get_little(p, 2),
						       .id = p[2],
						       .index = (int16_t)(uint16_t)get_little(&p[3], 2),
						       .len = (uint8_t)own };

			memcpy(value.byte, p + head, own <= sizeof(value.byte) ? own : sizeof(value.byte));
			ok = dynamic_keymap_put_value(held, &value, err);
		}
		if (!ok)
			return err_wrap(err, "%s: byte %zu", names[part], at);
	}
	return true;
}

/* All of them anew; as it was when one is wrong. */
static bool put_lists(struct dynamic_keymap *held, enum dynamic_part part, const uint8_t *bytes, size_t len,
		      struct err *err)
{
	struct dynamic_keymap fresh = { 0 };

	if (!put_list(&fresh, part, bytes, len, err)) {
		dynamic_keymap_release(&fresh);
		return false;
	}
	if (part == DYNAMIC_SETTINGS) {
		free(held->setting);
		held->setting = fresh.setting;
		held->settings = fresh.settings;
	} else {
		free(held->value);
		held->value = fresh.value;
		held->values = fresh.values;
	}
	held->held |= 1u << part;
	return true;
}

bool dynamic_keymap_put_part(struct dynamic_keymap *held, enum dynamic_part part, const uint8_t *bytes,
			     size_t len, struct err *err)
{
	struct dynamic_places all = { 0 };
	size_t each = 0;
	bool ok = true;

	if (part == DYNAMIC_SETTINGS || part == DYNAMIC_VALUES)
		return put_lists(held, part, bytes, len, err);
	dynamic_keymap_places(held, part, &all);
	if (all.count) {
		uint8_t room[DYNAMIC_PLACE_BYTES];
		const uint8_t *now;

		each = dynamic_keymap_get(held, all.item[0], room, &now); /* all are of one length */
	}
	if (len != each * all.count)
		ok = err_set(err, ERR_RANGE, "%s: %zu bytes, expected %zu", names[part], len,
			     each * all.count);
	for (size_t i = 0; ok && each && i < all.count; i++)
		ok = dynamic_keymap_put(held, all.item[i], bytes + i * each, each, err);
	dynamic_places_release(&all);
	if (ok)
		held->held |= 1u << part;
	return ok;
}
