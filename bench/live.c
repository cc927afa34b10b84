/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What reading a running keyboard costs, on a simulated Vial 6 of 12 rows and 7 columns with 10 layers whose replies take 2 ms, beside
 * the least that its protocol allows: a report for every 28 bytes of keys and macros, for every 32 of the definition, for every
 * encoder of a layer, entry, setting and value, and five to open it.
 */
#include "config.h"

#include <stdio.h>

#include "device/fake_keyboard.h"
#include "live/live.h"

enum {
	ROWS = 12,
	COLS = 7,
	LAYERS = 10,
	ENCODERS = 2,
	RTT_MS = 2,
	OPENING = 5,
	CACHED = 3,
	IDS_IN_REPORT = 16
};

static uint64_t pieces(size_t bytes, size_t size)
{
	return (bytes + size - 1) / size;
}

static void print(const char *what, const struct live_traffic *from, const struct live_traffic *to,
		  uint64_t least)
{
	uint64_t trips = to->round_trips - from->round_trips;
	double ms = (double)(to->us - from->us) / 1e3, least_ms = (double)least * RTT_MS;

	printf("live %-28s %4d round trips, %5d bytes, %6.1f ms; at least %4d, %6.1f ms: %.2f\n", what,
	       (int)trips, (int)(to->bytes - from->bytes), ms, (int)least, least_ms, ms / least_ms);
}

/* One key is written and read back. */
static bool write_key(struct live *live, struct err *err)
{
	struct dynamic_place place = { .part = DYNAMIC_KEYS };
	struct dynamic_places places = { &place, 1, 1 };
	struct dynamic_keymap wanted = { 0 };
	enum live_outcome outcome;
	bool ok;

	dynamic_keymap_copy(&wanted, live_held(live));
	wanted.key[0] ^= 1;
	ok = live_write(live, &wanted, &places, &outcome, NULL, NULL, err);
	dynamic_keymap_release(&wanted);
	return ok;
}

static uint64_t least_rest(const struct dynamic_keymap *held)
{
	uint64_t least = pieces(held->macro_bytes, 28) + held->layers * held->encoders + held->settings +
			 pieces(held->settings + 1, IDS_IN_REPORT) + held->values;

	for (size_t i = 0; i < COUNT(held->entries); i++)
		least += held->entries[i].count;
	return least;
}

/* Open it with a definition that is known by its size and end, then all parts; then a key. */
static bool measure(struct fake_keyboard *keyboard, struct err *err)
{
	struct live_traffic none = { 0 }, opened, painted, read, written;
	struct live *live = live_open(hid_fake_new(keyboard), err);
	struct str end = STR_INIT;
	uint64_t keys = pieces(ROWS * COLS * LAYERS * 2, 28);
	size_t size;
	bool ok = live && live_definition_size(live, &size, err) &&
		  live_read_definition_end(live, size, &end, err) &&
		  live_set_size(live, ROWS, COLS, ENCODERS, err);

	if (ok) {
		opened = live_traffic(live);
		ok = live_read(live, DYNAMIC_KEYS, NULL, NULL, err);
		painted = live_traffic(live);
	}
	for (int part = DYNAMIC_TURNS; ok && part < DYNAMIC_PARTS; part++)
		ok = live_read(live, (enum dynamic_part)part, NULL, NULL, err);
	if (ok) {
		read = live_traffic(live);
		ok = write_key(live, err);
		written = live_traffic(live);
		print("keys", &opened, &painted, keys);
		print("to first paint", &none, &painted, OPENING + CACHED + keys);
		print("to all", &none, &read, OPENING + CACHED + keys + least_rest(live_held(live)));
		print("one key, read back", &read, &written, 2);
	}
	str_release(&end);
	live_close(live);
	return ok;
}

int main(void)
{
	struct err err = { 0 };
	struct fake_keyboard *keyboard;
	char spec[128];
	bool ok;

	snprintf(spec, sizeof(spec), "vial-6?rows=%d&cols=%d&layers=%d&encoders=%d&rtt_us=%d", ROWS, COLS,
		 LAYERS, ENCODERS, RTT_MS * 1000);
	keyboard = fake_keyboard_new(spec, &err);
	ok = keyboard && measure(keyboard, &err);
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	fake_keyboard_free(keyboard);
	return !ok;
}
