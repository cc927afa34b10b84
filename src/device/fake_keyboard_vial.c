/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/*
 * vial-qmk's quantum/vial.c: replies overwrite the request from its first byte on and say nothing of what was asked; a
 * command that is not known comes back as it went out. 4: tap dances, combos and settings; 5: key overrides, macros with
 * numbers of two bytes, a firewall in the entries; 6: QMK's keycodes of today, alternate repeat keys.
 */

enum {
	GET_ID = 0x00,
	GET_SIZE = 0x01,
	GET_DEFINITION = 0x02,
	GET_ENCODER = 0x03,
	SET_ENCODER = 0x04,
	GET_LOCK = 0x05,
	UNLOCK_START = 0x06,
	UNLOCK_POLL = 0x07,
	LOCK = 0x08,
	SETTINGS_QUERY = 0x09,
	SETTINGS_RESET = 0x0c,
	ENTRIES = 0x0d,
	UNLOCK_POLLS = 50,
	UNLOCK_POLL_MS = 100,
};

bool fake_is_locked(const struct fake_keyboard *k)
{
	return k->model->vial >= 0 && !k->lock.unlocked;
}

uint16_t fake_firewall(const struct fake_keyboard *k, uint16_t keycode)
{
	return keycode == k->model->qk_boot && fake_is_locked(k) ? 0 : keycode;
}

static void put_le(uint8_t *p, uint64_t value, size_t len)
{
	for (size_t i = 0; i < len; i++, value >>= 8)
		p[i] = (uint8_t)value;
}

static void get_id(struct fake_keyboard *k, uint8_t *msg)
{
	memset(msg, 0, HID_REPORT_BYTES);
	put_le(msg, (uint64_t)k->model->vial, 4);
	put_le(msg + 4, k->uid, 8);
	msg[12] = k->model->vialrgb;
}

static void get_size(struct fake_keyboard *k, uint8_t *msg)
{
	put_le(msg, k->packed_len, 4);
}

/* The last page leaves the rest of the report as it was. */
static void get_definition(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = (size_t)(msg[2] | msg[3] << 8) * HID_REPORT_BYTES, len;

	if (at >= k->packed_len)
		return;
	len = k->packed_len - at;
	memcpy(msg, k->packed + at, len < HID_REPORT_BYTES ? len : HID_REPORT_BYTES);
}

static void get_encoder(struct fake_keyboard *k, uint8_t *msg)
{
	size_t layer = msg[2], encoder = msg[3];

	for (int way = 0; way < 2; way++) {
		size_t at = fake_turn_offset(k, layer, encoder, way);
		uint16_t keycode = at == SIZE_MAX ? 0 : fake_eeprom_get_be16(k, k->eeprom.turns + at);

		msg[2 * way] = (uint8_t)(keycode >> 8);
		msg[2 * way + 1] = (uint8_t)keycode;
	}
}

static void set_encoder(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = fake_turn_offset(k, msg[2], msg[3], msg[4]);
	uint16_t keycode = (uint16_t)(msg[5] << 8 | msg[6]), kept = fake_firewall(k, keycode);

	if (at == SIZE_MAX)
		fake_keyboard_violate(k, "encoder %d of layer %d is set, which there is not", msg[3], msg[2]);
	else if (kept == keycode || k->model->vial >= 5)
		fake_eeprom_put_be16(k, k->eeprom.turns + at, kept);
}

static void get_lock(struct fake_keyboard *k, uint8_t *msg)
{
	memset(msg, 0xff, HID_REPORT_BYTES);
	msg[0] = k->lock.unlocked;
	msg[1] = k->lock.in_progress;
	for (size_t i = 0; !k->insecure && i < FAKE_UNLOCK_KEYS; i++) {
		msg[2 + 2 * i] = k->unlock_key[i].row;
		msg[3 + 2 * i] = k->unlock_key[i].col;
	}
}

static void unlock_start(struct fake_keyboard *k, uint8_t *msg)
{
	(void)msg;
	k->lock.in_progress = true;
	k->lock.counter = UNLOCK_POLLS;
	k->lock.since_us = k->now_us;
}

static bool is_holding(const struct fake_keyboard *k)
{
	bool holding = true;

	for (size_t i = 0; i < FAKE_UNLOCK_KEYS; i++)
		holding &= k->pressed[k->unlock_key[i].row] >> k->unlock_key[i].col & 1;
	return holding;
}

static void unlock_poll(struct fake_keyboard *k, uint8_t *msg)
{
	struct fake_lock *lock = &k->lock;

	if (lock->in_progress && !k->insecure) {
		/* Its timer counts whole milliseconds. */
		int64_t passed_ms = k->now_us / 1000 - lock->since_us / 1000;

		if (passed_ms > UNLOCK_POLL_MS && is_holding(k)) {
			lock->since_us = k->now_us;
			lock->counter--;
			if (!lock->counter) {
				lock->in_progress = false;
				lock->unlocked = true;
			}
		} else {
			lock->counter = UNLOCK_POLLS;
		}
	}
	msg[0] = lock->unlocked;
	msg[1] = lock->in_progress;
	msg[2] = lock->counter;
}

static void lock(struct fake_keyboard *k, uint8_t *msg)
{
	(void)msg;
	k->lock.unlocked = k->insecure;
}

static void receive_vial(struct fake_keyboard *k, uint8_t *msg)
{
	static void (*const command[])(struct fake_keyboard * k, uint8_t * msg) = {
		[GET_ID] = get_id,
		[GET_SIZE] = get_size,
		[GET_DEFINITION] = get_definition,
		[GET_ENCODER] = get_encoder,
		[SET_ENCODER] = set_encoder,
		[GET_LOCK] = get_lock,
		[UNLOCK_START] = unlock_start,
		[UNLOCK_POLL] = unlock_poll,
		[LOCK] = lock,
		[SETTINGS_QUERY] = fake_settings_receive,
		[SETTINGS_QUERY + 1] = fake_settings_receive,
		[SETTINGS_QUERY + 2] = fake_settings_receive,
		[SETTINGS_RESET] = fake_settings_receive,
		[ENTRIES] = fake_entries_receive,
	};
	uint8_t id = msg[1];

	if (id >= COUNT(command) || ((id == GET_ENCODER || id == SET_ENCODER) && !k->encoders))
		return;
	command[id](k, msg);
}

/* While it is being unlocked, what could read or change anything comes back unchanged. */
static bool is_let_through(const struct fake_keyboard *k, const uint8_t *msg)
{
	static const uint8_t allowed[] = { GET_ID,   GET_SIZE,     GET_DEFINITION,
					   GET_LOCK, UNLOCK_START, UNLOCK_POLL };

	return !k->lock.in_progress ||
	       (msg[0] == VIAL_PREFIX && memchr(allowed, msg[1], sizeof(allowed)) != NULL);
}

bool fake_vial_receive(struct fake_keyboard *k, uint8_t *msg)
{
	if (!is_let_through(k, msg))
		return true;
	if (msg[0] != VIAL_PREFIX)
		return fake_via_receive(k, msg);
	receive_vial(k, msg);
	return true;
}
