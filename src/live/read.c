/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_private.h"
#include "model/vial_setting.h"

enum { LAST_SETTING = 0xffff };

/* One part as it is read, beside what is held until all of it is sure. */
struct reading {
	struct live *live;
	struct watch watch;
	uint8_t *bytes; /* owned: places one after the other */
	size_t len;
	struct dynamic_keymap found; /* SETTINGS, VALUES */
	bool missing;                /* the firmware has no such part */
};

static bool refused(const struct reading *r, struct err *err)
{
	return err_set(err, ERR_REFUSED, "%s does not tell its %s: is it being unlocked?",
		       r->live->identity.device.id, dynamic_part_name(r->watch.part));
}

/* Places of equal size, one by one. When there is no answer to the first there is none to any. */
static bool read_places(struct reading *r, size_t width, struct err *err)
{
	struct dynamic_places places = { 0 };
	bool ok = true;

	dynamic_keymap_places(&r->live->held, r->watch.part, &places);
	r->watch.total = places.count;
	for (size_t i = 0; ok && i < places.count && !r->missing; i++) {
		size_t len;

		ok = place_get(r->live, places.item[i], r->bytes + i * width, &len, err);
		if (ok && !len && i)
			ok = refused(r, err);
		r->missing = ok && !len;
		ok = ok && watch_step(&r->watch, 1, err);
	}
	dynamic_places_release(&places);
	return ok;
}

static bool read_keys(struct reading *r, struct err *err)
{
	size_t len = r->len;

	if (r->live->identity.via >= VIA_WITH_BUFFERS) {
		r->watch.total = r->len;
		if (!region_read(r->live, &region_keys, 0, VIA_MAX_DATA, r->bytes, &len, &r->watch, err))
			return false;
		return len == r->len || refused(r, err);
	}
	if (!read_places(r, 2, err))
		return false;
	return !r->missing || refused(r, err);
}

/* Vial tells both turns in one reply, VIA one. */
static bool read_turns(struct reading *r, struct err *err)
{
	const struct dynamic_keymap *held = &r->live->held;
	struct request request = request_new(COMMAND_VIAL_GET_TURNS);

	if (!live_is_vial(r->live))
		return read_places(r, 2, err);
	r->watch.total = held->layers * held->encoders;
	for (size_t i = 0; i < r->watch.total; i++) {
		struct reply reply;

		request.byte[2] = (uint8_t)(i / held->encoders);
		request.byte[3] = (uint8_t)(i % held->encoders);
		if (!exchange_ask(&r->live->x, &request, &reply, err))
			return false;
		if (reply.refused) {
			r->missing = i == 0;
			return r->missing || refused(r, err);
		}
		memcpy(r->bytes + 4 * i, reply.byte, 4);
		if (!watch_step(&r->watch, 1, err))
			return false;
	}
	return true;
}

static bool read_options(struct reading *r, struct err *err)
{
	return read_places(r, 4, err);
}

static bool read_macros(struct reading *r, struct err *err)
{
	size_t len = r->len;

	r->watch.total = r->len;
	if (!region_read(r->live, &region_macros, 0, VIA_MAX_DATA, r->bytes, &len, &r->watch, err))
		return false;
	r->missing = len == 0;
	return len == r->len || r->missing || refused(r, err);
}

static bool read_entries(struct reading *r, struct err *err)
{
	return read_places(r, r->live->held.entries[r->watch.part - DYNAMIC_DANCES].width, err);
}

/* Ids greater than the last one that was told, in pages; FFFF ends them. */
static bool list_settings(struct reading *r, struct err *err)
{
	uint16_t after = 0;
	bool more = r->live->identity.vial >= VIAL_WITH_SETTINGS;

	while (more) {
		struct request request = request_new(COMMAND_VIAL_LIST_SETTINGS);
		struct reply reply;

		request.byte[2] = (uint8_t)after;
		request.byte[3] = (uint8_t)(after >> 8);
		if (!exchange_ask(&r->live->x, &request, &reply, err))
			return false;
		if (reply.refused)
			return true;
		for (size_t i = 0; more && i < HID_REPORT_BYTES; i += 2) {
			uint16_t id = (uint16_t)(reply.byte[i] | reply.byte[i + 1] << 8);
			struct dynamic_setting setting = { id, (uint8_t)vial_setting_bytes(id), 0 };

			/* Not in order is nonsense, and would never end. */
			more = id != LAST_SETTING && id > after;
			/* Of what is newer than our table nobody knows how wide it is. */
			if (more && setting.len && !dynamic_keymap_put_setting(&r->found, setting, err))
				return false;
			after = more ? id : after;
		}
	}
	return true;
}

static bool read_settings(struct reading *r, struct err *err)
{
	if (!list_settings(r, err))
		return false;
	r->watch.total = r->found.settings;
	for (size_t i = 0; i < r->found.settings; i++) {
		struct dynamic_setting *setting = &r->found.setting[i];
		struct dynamic_place place = { .part = DYNAMIC_SETTINGS, .a = setting->id };
		uint8_t bytes[DYNAMIC_PLACE_BYTES];
		size_t len;

		if (!place_get(r->live, place, bytes, &len, err))
			return false;
		if (!len)
			return refused(r, err);
		setting->value = 0;
		while (len--)
			setting->value = setting->value << 8 | bytes[len];
		if (!watch_step(&r->watch, 1, err))
			return false;
	}
	return true;
}

static bool read_values(struct reading *r, struct err *err)
{
	const struct dynamic_keymap *asked = &r->live->asked;

	r->watch.total = asked->values;
	for (size_t i = 0; i < asked->values; i++) {
		struct dynamic_value value = asked->value[i];
		struct dynamic_place place = {
			.part = DYNAMIC_VALUES, .a = value.channel, .b = value.id, .c = value.index
		};
		size_t len;

		if (!place_get(r->live, place, value.byte, &len, err))
			return false;
		if (len && !dynamic_keymap_put_value(&r->found, &value, err))
			return false;
		if (!watch_step(&r->watch, 1, err))
			return false;
	}
	return true;
}

static bool (*const readers[DYNAMIC_PARTS])(struct reading *r, struct err *err) = {
	[DYNAMIC_KEYS] = read_keys,         [DYNAMIC_TURNS] = read_turns,
	[DYNAMIC_OPTIONS] = read_options,   [DYNAMIC_MACROS] = read_macros,
	[DYNAMIC_DANCES] = read_entries,    [DYNAMIC_COMBOS] = read_entries,
	[DYNAMIC_OVERRIDES] = read_entries, [DYNAMIC_ALT_REPEATS] = read_entries,
	[DYNAMIC_SETTINGS] = read_settings, [DYNAMIC_VALUES] = read_values,
};

static bool read_part(void *data, struct err *err)
{
	struct reading *r = data;

	dynamic_keymap_release(&r->found);
	r->watch.done = 0;
	r->missing = false;
	return readers[r->watch.part](r, err);
}

static size_t part_bytes(const struct dynamic_keymap *held, enum dynamic_part part)
{
	switch (part) {
	case DYNAMIC_KEYS:
		return held->layers * held->rows * held->cols * 2;
	case DYNAMIC_TURNS:
		return held->layers * held->encoders * TURN_COUNT * 2;
	case DYNAMIC_OPTIONS:
		return 4;
	case DYNAMIC_MACROS:
		return held->macro_bytes;
	case DYNAMIC_DANCES:
	case DYNAMIC_COMBOS:
	case DYNAMIC_OVERRIDES:
	case DYNAMIC_ALT_REPEATS:
		return held->entries[part - DYNAMIC_DANCES].count *
		       held->entries[part - DYNAMIC_DANCES].width;
	default:
		return 0;
	}
}

/* The part's counts become 0. */
static void hold_nothing(struct dynamic_keymap *held, enum dynamic_part part)
{
	if (part == DYNAMIC_TURNS)
		held->encoders = 0;
	if (part == DYNAMIC_MACROS)
		held->macros = held->macro_bytes = 0;
	if (part >= DYNAMIC_DANCES && part <= DYNAMIC_ALT_REPEATS)
		held->entries[part - DYNAMIC_DANCES].count = 0;
}

static bool hold_part(struct reading *r, struct err *err)
{
	struct dynamic_keymap *held = &r->live->held;
	enum dynamic_part part = r->watch.part;

	if (part == DYNAMIC_SETTINGS) {
		free(held->setting);
		held->setting = r->found.setting;
		held->settings = r->found.settings;
		r->found.setting = NULL;
	} else if (part == DYNAMIC_VALUES) {
		free(held->value);
		held->value = r->found.value;
		held->values = r->found.values;
		r->found.value = NULL;
	} else if (r->missing) {
		hold_nothing(held, part);
		held->options = part == DYNAMIC_OPTIONS ? 0 : held->options;
	} else if (!dynamic_keymap_put_part(held, part, r->bytes, r->len, err)) {
		return false;
	}
	held->held |= 1u << part;
	return true;
}

bool live_read(struct live *live, enum dynamic_part part, live_progress *progress, void *data,
	       struct err *err)
{
	struct reading r = { .live = live,
			     .watch = { .progress = progress, .data = data, .part = part },
			     .len = part_bytes(&live->held, part) };
	bool ok;

	if (!live->held.rows)
		return err_set(err, ERR_USAGE, "the size of the matrix is not known yet");
	r.bytes = mem_new(r.len + DYNAMIC_PLACE_BYTES, 1);
	ok = exchange_surely(&live->x, read_part, &r, err) && hold_part(&r, err);
	free(r.bytes);
	dynamic_keymap_release(&r.found);
	return ok || err_wrap(err, "reading %s", dynamic_part_name(part));
}

struct place_reading {
	struct live *live;
	struct dynamic_place place;
	uint8_t bytes[HID_REPORT_BYTES];
	size_t len;
};

static bool read_place(void *data, struct err *err)
{
	struct place_reading *r = data;

	return place_get(r->live, r->place, r->bytes, &r->len, err);
}

bool live_read_place(struct live *live, struct dynamic_place place, struct err *err)
{
	struct place_reading r = { .live = live, .place = place };
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;

	if (place.part == DYNAMIC_MACROS)
		return live_read(live, DYNAMIC_MACROS, NULL, NULL, err);
	if (place.part >= DYNAMIC_PARTS || !dynamic_keymap_get(&live->held, place, room, &bytes))
		return err_set(err, ERR_RANGE, "the keyboard has no such place");
	if (!exchange_surely(&live->x, read_place, &r, err))
		return false;
	if (!r.len)
		return err_set(err, ERR_REFUSED, "the keyboard does not tell this place");
	return dynamic_keymap_put(&live->held, place, r.bytes, r.len, err);
}
