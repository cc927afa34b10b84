/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/* vial-qmk's quantum/qmk_settings.c: commands FE 09 to FE 0C; numbers are little-endian. */

enum { QUERY = 0x09, GET = 0x0a, RESET = 0x0c, STATUS_GOOD = 0, STATUS_BAD = 0xff };

size_t fake_settings_bytes(const struct fake_keyboard *k)
{
	size_t bytes = 0;

	for (size_t i = 0; i < k->model->settings; i++)
		bytes += k->model->setting[i].len;
	return bytes;
}

void fake_settings_reset(struct fake_keyboard *k)
{
	size_t at = k->eeprom.settings;

	for (size_t i = 0; i < k->model->settings; i++)
		for (size_t byte = 0; byte < k->model->setting[i].len; byte++)
			fake_eeprom_put(k, at++, (uint8_t)(k->model->setting[i].fallback >> 8 * byte));
}

/* Those with an id over the one that is told, as many as fit; FFFF behind them. */
static void query(const struct fake_keyboard *k, uint8_t *msg)
{
	unsigned above = msg[2] | msg[3] << 8;
	size_t at = 0;

	memset(msg, 0xff, HID_REPORT_BYTES);
	for (size_t i = 0; i < k->model->settings && at + 2 <= HID_REPORT_BYTES; i++) {
		if (k->model->setting[i].id <= above)
			continue;
		msg[at++] = k->model->setting[i].id;
		msg[at++] = 0;
	}
}

static const struct fake_setting *find(const struct fake_keyboard *k, unsigned id, size_t *at)
{
	*at = k->eeprom.settings;
	for (size_t i = 0; i < k->model->settings; i++) {
		if (k->model->setting[i].id == id)
			return &k->model->setting[i];
		*at += k->model->setting[i].len;
	}
	return NULL;
}

void fake_settings_receive(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at;
	const struct fake_setting *setting = find(k, msg[2] | (unsigned)msg[3] << 8, &at);

	if (msg[1] == QUERY) {
		query(k, msg);
	} else if (msg[1] == RESET) {
		fake_settings_reset(k);
	} else if (!setting) {
		msg[0] = STATUS_BAD;
	} else if (msg[1] == GET) {
		memcpy(msg + 1, k->eeprom.byte + at, setting->len);
		msg[0] = STATUS_GOOD;
	} else {
		for (size_t i = 0; i < setting->len; i++)
			fake_eeprom_put(k, at + i, (uint8_t)(msg[4 + i] & setting->mask >> 8 * i));
		msg[0] = STATUS_GOOD;
	}
}
