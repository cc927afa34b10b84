/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/*
 * QMK's quantum/via.c and dynamic_keymap.c by their versions: a report is answered by itself, with what was asked for filled in;
 * FF in its first byte says that the command is not known. Version 7: keyboards/zeal60 of 2018, which had neither macros nor
 * buffers; 9: 2020-01 with matrix, options and macros; 10: encoders, without bootloader jump; 11: channels, and the firmware's
 * version; 12: rows of the matrix by offset; 13: the version of the keycodes.
 */

enum { UPTIME = 1, LAYOUT_OPTIONS, SWITCH_MATRIX, FIRMWARE_VERSION, DEVICE_INDICATION, KEYCODES_VERSION };
enum { FIRMWARE = 1, KEYCODES = 0x00000008 };

static uint16_t get_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static void put_be16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static void put_be32(uint8_t *p, uint32_t value)
{
	put_be16(p, (uint16_t)(value >> 16));
	put_be16(p + 2, (uint16_t)value);
}

static size_t row_bytes(const struct fake_keyboard *k)
{
	return (k->cols + 7) / 8;
}

static void put_row(const struct fake_keyboard *k, size_t row, uint8_t *p)
{
	for (size_t i = 0, bytes = row_bytes(k); i < bytes; i++)
		p[i] = k->model->matrix_is_secret && !k->insecure
			       ? 0
			       : (uint8_t)(k->pressed[row] >> 8 * (bytes - 1 - i));
}

static void get_matrix(struct fake_keyboard *k, uint8_t *msg)
{
	size_t bytes = row_bytes(k), first, rows;

	if (k->model->via >= 12) {
		first = msg[2];
		rows = FAKE_BUFFER_BYTES / bytes;
		for (size_t i = 0; i < rows && first + i < k->rows; i++)
			put_row(k, first + i, msg + 3 + i * bytes);
		return;
	}
	/* A matrix that does not fit is not told at all; up to 10 the sum is one too many for 8, 16 and 24 columns. */
	if (fake_is_locked(k) ||
	    (k->model->via >= 11 ? bytes : k->cols / 8 + 1) * k->rows > FAKE_BUFFER_BYTES)
		return;
	for (size_t i = 0; i < k->rows; i++)
		put_row(k, i, msg + 2 + i * bytes);
}

static void get_keyboard_value(struct fake_keyboard *k, uint8_t *msg)
{
	int via = k->model->via;

	if (msg[1] == UPTIME)
		put_be32(msg + 2, (uint32_t)(k->now_us / 1000));
	else if (msg[1] == LAYOUT_OPTIONS && via >= 9)
		put_be32(msg + 2, k->eeprom.byte[k->eeprom.options]);
	else if (msg[1] == SWITCH_MATRIX && via >= 9)
		get_matrix(k, msg);
	else if (msg[1] == FIRMWARE_VERSION && via >= 11)
		put_be32(msg + 2, FIRMWARE);
	else if (msg[1] == KEYCODES_VERSION && via >= 13)
		put_be32(msg + 2, KEYCODES);
	else
		msg[0] = VIA_UNHANDLED;
}

static void set_keyboard_value(struct fake_keyboard *k, uint8_t *msg)
{
	/* Its EEPROM has one byte of options, unless a keyboard says more. */
	if (msg[1] == LAYOUT_OPTIONS && k->model->via >= 9)
		fake_eeprom_put(k, k->eeprom.options, msg[5]);
	else if (msg[1] != DEVICE_INDICATION || k->model->via < 11)
		msg[0] = VIA_UNHANDLED;
}

static void get_keycode(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = fake_key_offset(k, msg[1], msg[2], msg[3]);

	put_be16(msg + 4, at == SIZE_MAX ? 0 : fake_eeprom_get_be16(k, k->eeprom.keys + at));
}

static void set_keycode(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = fake_key_offset(k, msg[1], msg[2], msg[3]);
	uint16_t keycode = get_be16(msg + 4), kept = fake_firewall(k, keycode);

	if (at == SIZE_MAX) {
		fake_keyboard_violate(k, "key %d:%d:%d is set, which there is not", msg[1], msg[2], msg[3]);
		return;
	}
	/* Up to Vial 5 what is not let through changes nothing. */
	if (kept != keycode && k->model->vial < 6)
		return;
	fake_keymap_put(k, at, (uint8_t)(kept >> 8));
	fake_keymap_put(k, at + 1, (uint8_t)kept);
}

static void reset_keymap(struct fake_keyboard *k, uint8_t *msg)
{
	(void)msg;
	fake_keymap_reset(k);
}

static void reset_eeprom(struct fake_keyboard *k, uint8_t *msg)
{
	if (!k->model->resets) {
		msg[0] = VIA_UNHANDLED;
		return;
	}
	/* Up to 9 it is only marked, and made anew when the keyboard starts next. */
	if (k->model->via < 10) {
		fake_eeprom_invalidate(k);
		return;
	}
	fake_eeprom_reset(k);
	fake_values_start(k);
}

static void jump(struct fake_keyboard *k, uint8_t *msg)
{
	/* Vial builds it only beside the lock. */
	if (!k->model->jumps || k->insecure)
		msg[0] = VIA_UNHANDLED;
	else if (!fake_is_locked(k))
		k->jumped = true;
}

static void get_protocol(struct fake_keyboard *k, uint8_t *msg)
{
	put_be16(msg + 1, (uint16_t)k->model->via);
}

static void get_macro_count(struct fake_keyboard *k, uint8_t *msg)
{
	msg[1] = (uint8_t)k->macros;
}

static void get_macro_bytes(struct fake_keyboard *k, uint8_t *msg)
{
	put_be16(msg + 1, (uint16_t)k->macro_bytes);
}

static void reset_macros(struct fake_keyboard *k, uint8_t *msg)
{
	(void)msg;
	fake_macros_reset(k);
}

static void get_layer_count(struct fake_keyboard *k, uint8_t *msg)
{
	msg[1] = (uint8_t)k->layers;
}

/* A size over 28 has QMK run over its buffer; Vial's part passes over the command. */
static bool check_size(struct fake_keyboard *k, const uint8_t *msg)
{
	if (msg[3] <= FAKE_BUFFER_BYTES)
		return true;
	fake_keyboard_violate(k, "%d bytes in one report, of at most %d", msg[3], FAKE_BUFFER_BYTES);
	return false;
}

static void get_buffer(struct fake_keyboard *k, uint8_t *msg, size_t begin, size_t len)
{
	size_t at = get_be16(msg + 1);

	for (size_t i = 0; check_size(k, msg) && i < msg[3]; i++)
		msg[4 + i] = at + i < len ? k->eeprom.byte[begin + at + i] : 0;
}

/* Whether all of it lies inside; the firmware leaves out the rest, Vial's the whole. */
static bool check_range(struct fake_keyboard *k, const uint8_t *msg, size_t len, const char *what)
{
	size_t at = get_be16(msg + 1);

	if (at + msg[3] <= len)
		return true;
	fake_keyboard_violate(k, "bytes %zu to %zu of %s are written, which has %zu", at, at + msg[3], what,
			      len);
	return false;
}

static void get_macros(struct fake_keyboard *k, uint8_t *msg)
{
	get_buffer(k, msg, k->eeprom.macros, k->macro_bytes);
}

static void set_macros(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = get_be16(msg + 1);

	if (fake_is_locked(k) || !check_size(k, msg))
		return;
	(void)check_range(k, msg, k->macro_bytes, "the macros");
	for (size_t i = 0; i < msg[3] && at + i < k->macro_bytes; i++)
		fake_eeprom_put(k, k->eeprom.macros + at + i, msg[4 + i]);
}

static void get_keymap(struct fake_keyboard *k, uint8_t *msg)
{
	get_buffer(k, msg, k->eeprom.keys, fake_keymap_bytes(k));
}

/* Vial's firewall of the buffer: a QK_BOOT becomes FFFF in the report itself, a half that completes one FF. */
static void firewall_keymap(const struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = get_be16(msg + 1), size = msg[3];
	const uint8_t *held = k->eeprom.byte + k->eeprom.keys;

	for (size_t i = 0; i < size; i++) {
		size_t even = (at + i) & ~(size_t)1;
		uint8_t high = even >= at ? msg[4 + even - at] : held[even];
		uint8_t low = even + 1 < at + size ? msg[4 + even + 1 - at] : held[even + 1];

		if ((high << 8 | low) != k->model->qk_boot)
			continue;
		msg[4 + i] = 0xff;
		if (even == at + i && i + 1 < size)
			msg[4 + ++i] = 0xff;
	}
}

static void set_keymap(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = get_be16(msg + 1), len = fake_keymap_bytes(k);

	if (!check_size(k, msg) || (!check_range(k, msg, len, "the keymap") && k->model->vial >= 0))
		return;
	/* None at all, from the middle of a key: a locked Vial's check runs through all of its memory. */
	if (!msg[3] && at % 2 && fake_is_locked(k))
		fake_keyboard_violate(k, "no byte is written at the odd offset %zu", at);
	else if (fake_is_locked(k))
		firewall_keymap(k, msg);
	for (size_t i = 0; i < msg[3] && at + i < len; i++)
		fake_keymap_put(k, at + i, msg[4 + i]);
}

static void get_encoder(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = fake_turn_offset(k, msg[1], msg[2], msg[3]);

	put_be16(msg + 4, at == SIZE_MAX ? 0 : fake_eeprom_get_be16(k, k->eeprom.turns + at));
}

static void set_encoder(struct fake_keyboard *k, uint8_t *msg)
{
	size_t at = fake_turn_offset(k, msg[1], msg[2], msg[3]);

	if (at == SIZE_MAX)
		fake_keyboard_violate(k, "encoder %d of layer %d is set, which there is not", msg[2], msg[1]);
	else
		fake_eeprom_put_be16(k, k->eeprom.turns + at, get_be16(msg + 4));
}

bool fake_via_receive(struct fake_keyboard *k, uint8_t *msg)
{
	static const struct {
		void (*receive)(struct fake_keyboard *k, uint8_t *msg);
		int since; /* VIA's protocol */
	} command[] = {
		[VIA_GET_PROTOCOL] = { get_protocol, 7 },
		[VIA_GET_KEYBOARD_VALUE] = { get_keyboard_value, 7 },
		[VIA_SET_KEYBOARD_VALUE] = { set_keyboard_value, 9 },
		[VIA_GET_KEYCODE] = { get_keycode, 7 },
		[VIA_SET_KEYCODE] = { set_keycode, 7 },
		[VIA_RESET_KEYMAP] = { reset_keymap, 7 },
		[VIA_SET_VALUE] = { fake_value_receive, 7 },
		[VIA_GET_VALUE] = { fake_value_receive, 7 },
		[VIA_SAVE_VALUES] = { fake_value_receive, 7 },
		[VIA_RESET_EEPROM] = { reset_eeprom, 7 },
		[VIA_BOOTLOADER] = { jump, 7 },
		[VIA_MACRO_COUNT] = { get_macro_count, 8 },
		[VIA_MACRO_BYTES] = { get_macro_bytes, 8 },
		[VIA_MACRO_GET] = { get_macros, 8 },
		[VIA_MACRO_SET] = { set_macros, 8 },
		[VIA_MACRO_RESET] = { reset_macros, 8 },
		[VIA_LAYER_COUNT] = { get_layer_count, 8 },
		[VIA_KEYMAP_GET] = { get_keymap, 8 },
		[VIA_KEYMAP_SET] = { set_keymap, 8 },
		[VIA_ENCODER_GET] = { get_encoder, 10 },
		[VIA_ENCODER_SET] = { set_encoder, 10 },
	};
	uint8_t id = msg[0];

	/* ENCODER_MAP_ENABLE is there for those that have any. */
	if (id >= COUNT(command) || !command[id].receive || k->model->via < command[id].since ||
	    (id >= VIA_ENCODER_GET && !k->encoders))
		msg[0] = VIA_UNHANDLED;
	else
		command[id].receive(k, msg);
	return true;
}
