/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/* vial-qmk's entries: command FE 0D, then what to do, then the index; numbers are little-endian. */

enum { GET_COUNTS = 0, STATUS_GOOD = 0, STATUS_BAD = 0xff, MAX_BYTES = 10, TAPPING_TERM = 200 };
enum { CAPS_WORD = 1, LAYER_LOCK = 2 };

static const struct {
	uint8_t len;
	uint8_t keycodes[4]; /* offsets of those that the firewall looks at */
	uint8_t guarded;
	int since; /* Vial's protocol */
	uint8_t fallback[MAX_BYTES];
} kinds[FAKE_ENTRY_KINDS] = {
	[FAKE_DANCES] = { 10, { 0, 2, 4, 6 }, 4, 4, { [8] = TAPPING_TERM } },
	[FAKE_COMBOS] = { 10, { 8 }, 1, 4, { 0 } },
	/* On all layers; when the key, or a modifier that is needed, goes down, or one that is not wanted goes up. */
	[FAKE_OVERRIDES] = { 10, { 2 }, 1, 5, { [4] = 0xff, [5] = 0xff, [9] = 0x07 } },
	[FAKE_ALT_REPEATS] = { 6, { 0, 2 }, 2, 6, { 0 } },
};

size_t fake_entry_bytes(enum fake_entries kind)
{
	return kinds[kind].len;
}

void fake_entries_reset(struct fake_keyboard *k)
{
	for (size_t kind = 0; kind < FAKE_ENTRY_KINDS; kind++)
		for (size_t i = 0; i < k->entries[kind] * kinds[kind].len; i++)
			fake_eeprom_put(k, k->eeprom.entries[kind] + i,
					kinds[kind].fallback[i % kinds[kind].len]);
}

static void get_counts(const struct fake_keyboard *k, uint8_t *msg)
{
	memset(msg, 0, HID_REPORT_BYTES);
	for (size_t i = 0; i < FAKE_ENTRY_KINDS; i++)
		msg[i] = (uint8_t)k->entries[i];
	if (k->model->vial >= 6)
		msg[31] = CAPS_WORD | LAYER_LOCK;
}

static void get(const struct fake_keyboard *k, size_t kind, uint8_t *msg)
{
	size_t index = msg[3], len = kinds[kind].len;

	msg[0] = index < k->entries[kind] ? STATUS_GOOD : STATUS_BAD;
	if (msg[0] == STATUS_GOOD)
		memcpy(msg + 1, k->eeprom.byte + k->eeprom.entries[kind] + index * len, len);
	else
		memset(msg + 1, 0, len);
}

static void set(struct fake_keyboard *k, size_t kind, uint8_t *msg)
{
	size_t index = msg[3], len = kinds[kind].len;
	uint8_t entry[MAX_BYTES];

	msg[0] = index < k->entries[kind] ? STATUS_GOOD : STATUS_BAD;
	if (msg[0] == STATUS_BAD)
		return;
	memcpy(entry, msg + 4, len);
	for (size_t i = 0; k->model->vial >= 5 && i < kinds[kind].guarded; i++) {
		uint8_t *p = entry + kinds[kind].keycodes[i];
		uint16_t kept = fake_firewall(k, (uint16_t)(p[0] | p[1] << 8));

		p[0] = (uint8_t)kept;
		p[1] = (uint8_t)(kept >> 8);
	}
	for (size_t i = 0; i < len; i++)
		fake_eeprom_put(k, k->eeprom.entries[kind] + index * len + i, entry[i]);
}

void fake_entries_receive(struct fake_keyboard *k, uint8_t *msg)
{
	size_t what = msg[2], kind = (what - 1) / 2;

	if (what == GET_COUNTS)
		get_counts(k, msg);
	else if (kind >= FAKE_ENTRY_KINDS || k->model->vial < kinds[kind].since)
		return;
	else if (what % 2)
		get(k, kind, msg);
	else
		set(k, kind, msg);
}
