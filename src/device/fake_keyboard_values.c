/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "fake_keyboard_private.h"

/*
 * Commands 07 to 09: the lights of QMK and the keyboard's own values. Up to VIA 10, and with Vial, ids without a channel; from 11 on
 * a channel comes first (quantum/via.c, via_custom_value_command()). A core channel answers an id that it does not know with the
 * report unchanged, the keyboard's own says FF. What is set is lost at power-off unless it is saved.
 */

enum { OWN_CHANNEL = 0 };

size_t fake_values_bytes(const struct fake_keyboard *k)
{
	size_t bytes = 0;

	for (size_t i = 0; i < k->model->values; i++)
		bytes += k->model->value[i].len;
	return bytes;
}

/* The values of one channel, or all, to the EEPROM. False: there is no such channel. */
static bool save(struct fake_keyboard *k, uint16_t channel)
{
	size_t at = k->eeprom.values;
	bool found = false;

	for (size_t i = 0; i < k->model->values; i++) {
		const struct fake_value *value = &k->model->value[i];

		for (size_t byte = 0; byte < value->len; byte++, at++)
			if (value->channel == channel)
				fake_eeprom_put(k, at, k->value[i][byte]);
		found |= value->channel == channel;
	}
	return found;
}

void fake_values_start(struct fake_keyboard *k)
{
	size_t at = k->eeprom.values;

	assert(k->model->values <= FAKE_MAX_VALUES);
	for (size_t i = 0; i < k->model->values; i++) {
		memcpy(k->value[i], k->eeprom.byte + at, k->model->value[i].len);
		at += k->model->value[i].len;
	}
}

void fake_values_reset(struct fake_keyboard *k)
{
	size_t at = k->eeprom.values;

	for (size_t i = 0; i < k->model->values; i++)
		for (size_t byte = 0; byte < k->model->value[i].len; byte++)
			fake_eeprom_put(k, at++, k->model->value[i].fallback[byte]);
}

static uint32_t get_be(const uint8_t *p, size_t len)
{
	uint32_t value = 0;

	for (size_t i = 0; i < len; i++)
		value = value << 8 | p[i];
	return value;
}

static void keep(struct fake_keyboard *k, size_t index, const uint8_t *data)
{
	const struct fake_value *value = &k->model->value[index];
	uint8_t *to = k->value[index];

	memcpy(to, data, value->len);
	if (value->max && to[0] > value->max)
		to[0] = value->max;
	/* QMK keeps backlight as a level, and tells that as a share of 255. */
	if (value->levels)
		to[0] = (uint8_t)(to[0] * (value->levels + 1) / 256 * 255 / value->levels);
	for (size_t i = 0; i < k->clamps; i++) {
		uint32_t max = k->clamp[i].max;

		if (k->clamp[i].channel != value->channel || k->clamp[i].id != value->id ||
		    get_be(to, value->len) <= max)
			continue;
		for (size_t byte = value->len; byte; byte--, max >>= 8)
			to[byte - 1] = (uint8_t)max;
	}
}

static size_t find(const struct fake_keyboard *k, uint16_t channel, const uint8_t *data)
{
	for (size_t i = 0; i < k->model->values; i++) {
		const struct fake_value *value = &k->model->value[i];

		if (value->channel == channel && value->id == data[0] &&
		    (value->index < 0 || value->index == data[1]))
			return i;
	}
	return SIZE_MAX;
}

void fake_value_receive(struct fake_keyboard *k, uint8_t *msg)
{
	bool has_channels = k->model->via >= 11, known = false;
	uint16_t channel = has_channels ? msg[1] : FAKE_NO_CHANNEL;
	uint8_t *data = msg + 1 + has_channels; /* id, index when there is one, bytes */
	size_t index;

	if (k->model->vialrgb) {
		fake_vialrgb_receive(k, msg);
		return;
	}
	for (size_t i = 0; i < k->model->values; i++)
		known |= k->model->value[i].channel == channel;
	if (!known) {
		msg[0] = VIA_UNHANDLED;
		return;
	}
	if (msg[0] == VIA_SAVE_VALUES) {
		save(k, channel);
		return;
	}
	index = find(k, channel, data);
	if (index == SIZE_MAX) {
		if (channel == OWN_CHANNEL)
			msg[0] = VIA_UNHANDLED;
		return;
	}
	data += 1 + (k->model->value[index].index >= 0);
	if (msg[0] == VIA_SET_VALUE)
		keep(k, index, data);
	else
		memcpy(data, k->value[index], k->model->value[index].len);
}

/* As if the brightness was changed by a key of the keyboard. */
void fake_values_sync(struct fake_keyboard *k, uint8_t *msg)
{
	const struct fake_value *value = &k->model->value[0];

	k->value[0][0] = (uint8_t)(k->value[0][0] - 8);
	msg[0] = VIA_UI_SYNC;
	msg[1] = 1; /* version */
	msg[2] = 1; /* pairs of channel and id */
	msg[3] = 1;
	msg[4] = (uint8_t)value->channel;
	msg[5] = value->id;
}

/* quantum/vialrgb.c. */
enum {
	VIALRGB_INFO = 0x40,
	VIALRGB_MODE = 0x41,
	VIALRGB_SUPPORTED = 0x42, /* of get; of set it is FASTSET */
	VIALRGB_LEDS = 0x43,
	VIALRGB_LED = 0x44,
	VIALRGB_VERSION = 1,
	VIALRGB_MAX_BRIGHTNESS = 200,
	VIALRGB_FALLBACK_MODE = 2, /* what rgb_matrix takes for a mode that it has not */
	LED_FLAG_KEY = 4,
};

/* More than fit into one report. */
static const uint16_t modes[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 17, 19, 24, 29, 32, 39, 41 };

static void get_modes(uint8_t *args)
{
	unsigned above = args[0] | args[1] << 8;
	size_t at = 0;

	memset(args, 0xff, HID_REPORT_BYTES - 2);
	for (size_t i = 0; i < COUNT(modes) && at < HID_REPORT_BYTES - 2; i++) {
		if (modes[i] <= above)
			continue;
		args[at++] = (uint8_t)modes[i];
		args[at++] = (uint8_t)(modes[i] >> 8);
	}
}

static void get_led(const struct fake_keyboard *k, uint8_t *args)
{
	size_t led = args[0], row, col;

	if (led >= k->rows * k->cols)
		return;
	row = led / k->cols;
	col = led % k->cols;
	args[0] = (uint8_t)(k->cols > 1 ? col * 224 / (k->cols - 1) : 0);
	args[1] = (uint8_t)(k->rows > 1 ? row * 64 / (k->rows - 1) : 0);
	args[2] = LED_FLAG_KEY;
	args[3] = (uint8_t)row;
	args[4] = (uint8_t)col;
}

static void set_mode(struct fake_keyboard *k, const uint8_t *args)
{
	unsigned mode = args[0] | args[1] << 8;
	bool known = false;

	for (size_t i = 0; i < COUNT(modes); i++)
		known |= modes[i] == mode;
	keep(k, 0, args);
	if (!known) {
		k->value[0][0] = VIALRGB_FALLBACK_MODE;
		k->value[0][1] = 0;
	}
	if (k->value[0][5] > VIALRGB_MAX_BRIGHTNESS)
		k->value[0][5] = VIALRGB_MAX_BRIGHTNESS;
}

static void get_vialrgb(struct fake_keyboard *k, uint8_t id, uint8_t *args)
{
	size_t leds = k->rows * k->cols;

	if (id == VIALRGB_INFO) {
		args[0] = VIALRGB_VERSION;
		args[1] = 0;
		args[2] = VIALRGB_MAX_BRIGHTNESS;
	} else if (id == VIALRGB_MODE) {
		memcpy(args, k->value[0], k->model->value[0].len);
	} else if (id == VIALRGB_SUPPORTED) {
		get_modes(args);
	} else if (id == VIALRGB_LEDS) {
		args[0] = (uint8_t)leds;
		args[1] = (uint8_t)(leds >> 8);
	} else if (id == VIALRGB_LED) {
		get_led(k, args);
	}
}

void fake_vialrgb_receive(struct fake_keyboard *k, uint8_t *msg)
{
	if (msg[0] == VIA_GET_VALUE)
		get_vialrgb(k, msg[1], msg + 2);
	else if (msg[0] == VIA_SAVE_VALUES)
		save(k, FAKE_NO_CHANNEL);
	else if (msg[1] == VIALRGB_MODE)
		set_mode(k, msg + 2);
}
