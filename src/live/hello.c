/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "live_private.h"

enum {
	HELLO_MS = 500,
	HELLO_TRIES = 3,
	QUIET_MS = 50,
	LATE_MS = 1000,
	VIA_OLDEST = 7,
	VIA_NEWEST = 13,
	VIA_OF_VIAL = 9,
	VIAL_NEWEST = 6,
	VALUE_FIRMWARE = 0x04,
	VALUE_KEYCODES = 0x06,
	KEYCHRON_VID = 0x3434,
};

static uint32_t read_be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* VIA's version. 0: none answers, or it is being unlocked and says nothing else. */
static bool ask_via(struct exchange *x, int *via, struct err *err)
{
	struct request request = request_new(COMMAND_VERSION);
	struct reply reply;
	bool certain = false, answered = false;
	int quiet_ms = QUIET_MS;

	*via = 0;
	for (int i = 0; i < HELLO_TRIES && !certain; i++) {
		if (exchange_ask_once(x, &request, HELLO_MS, &reply, &certain, err)) {
			answered = true;
			*via = reply.refused ? 0 : reply.byte[1] << 8 | reply.byte[2];
		} else if (err->code != ERR_TIMEOUT) {
			return false;
		} else {
			quiet_ms = LATE_MS;
		}
	}
	/* Replies that cannot be told apart: let those go by that come late. */
	if (answered && !certain && !exchange_drain(x, quiet_ms, err))
		return false;
	x->tails = certain;
	x->can_sync = *via >= 12;
	return answered || err_set(err, ERR_TIMEOUT, "%s does not answer", x->hid->device.id);
}

static bool ask_vial(struct exchange *x, struct live_identity *identity, struct err *err)
{
	static const uint8_t nothing[HID_REPORT_BYTES];
	struct request request = request_new(COMMAND_VIAL_ID);
	const uint8_t *byte;
	struct reply reply;
	uint32_t version;

	identity->vial = -1;
	if (!exchange_ask_surely(x, &request, &reply, err))
		return false;
	byte = reply.byte;
	/* Vial's answer is all its own: what still has our tail comes from a firmware that does not know the command. */
	if (reply.refused || !memcmp(byte + TAIL_AT, x->magic, sizeof(x->magic)) ||
	    byte[0] == VIA_UNHANDLED || !memcmp(byte, nothing, sizeof(nothing)))
		return true;
	version = read_be32((const uint8_t[]){ byte[3], byte[2], byte[1], byte[0] });
	if (version < 1 || version > VIAL_NEWEST)
		return err_set(
			err, ERR_RANGE,
			"%s speaks Vial protocol %u; 1 to %d are known: update keyplane, or its firmware",
			x->hid->device.id, (unsigned)version, VIAL_NEWEST);
	identity->vial = (int)version;
	identity->vialrgb = byte[12] & 1;
	for (int i = 7; i >= 0; i--)
		identity->uid = identity->uid << 8 | byte[4 + i];
	return true;
}

/* A fork of Vial's with numbers of its own behind another prefix. */
static bool refuse_viable(struct exchange *x, struct err *err)
{
	struct request request = request_new(COMMAND_VIABLE);
	struct reply reply;

	if (!exchange_ask_surely(x, &request, &reply, err))
		return false;
	return reply.refused ||
	       err_set(err, ERR_REFUSED,
		       "%s has Viable's firmware, which keyplane does not speak; use its own app",
		       x->hid->device.id);
}

/* XAP: a number of ours, the length, the route 00 00 ("version"); answered with the number and flags. To VIA's firmware it is a
 * question for the version. */
static bool refuse_xap(struct exchange *x, struct err *err)
{
	static const uint8_t question[HID_REPORT_BYTES] = { 0x01, 0x02, 2, 0, 0 };
	uint8_t report[HID_REPORT_BYTES];
	struct err ignored;

	if (!exchange_drain(x, 0, &ignored) || !hid_write_report(x->hid, question, &ignored))
		return true;
	if (hid_read_report(x->hid, report, HELLO_MS, &ignored) != 1 || memcmp(report, question, 2) != 0 ||
	    !memcmp(report, question, HID_REPORT_BYTES) || !(report[2] & 1))
		return true;
	return err_set(err, ERR_REFUSED, "%s has XAP's firmware, which keyplane does not speak",
		       x->hid->device.id);
}

/* Four bytes of a keyboard value; 0 when there is none. */
static bool ask_value(struct exchange *x, uint8_t value, uint32_t *out, struct err *err)
{
	struct request request = request_new(COMMAND_GET_VALUE);
	struct reply reply;

	request.byte[1] = value;
	if (!exchange_ask_surely(x, &request, &reply, err))
		return false;
	*out = reply.refused ? 0 : read_be32(reply.byte + 2);
	return true;
}

/* Printable text up to the first byte that is none. */
static void copy_text(char *out, size_t size, const uint8_t *from, size_t len)
{
	size_t i = 0;

	for (; i < len && i + 1 < size && from[i] < 0x80 && isprint(from[i]); i++)
		out[i] = (char)from[i];
	out[i] = '\0';
}

/* Type 1: the processor's name. */
static void take_dfu_info(struct live_identity *identity, const uint8_t *at, size_t len)
{
	while (len >= 2 && at[1] <= len - 2) {
		if (at[0] == 1)
			copy_text(identity->keychron_mcu, sizeof(identity->keychron_mcu), at + 2, at[1]);
		len -= 2u + at[1];
		at += 2 + at[1];
		if (!identity->keychron_mcu[0])
			continue;
		return;
	}
}

static bool ask_keychron(struct exchange *x, struct live_identity *identity, struct err *err)
{
	struct request version = request_new(COMMAND_KEYCHRON_VERSION),
		       firmware = request_new(COMMAND_KEYCHRON_FIRMWARE),
		       features = request_new(COMMAND_KEYCHRON_FEATURES),
		       layer = request_new(COMMAND_KEYCHRON_DEFAULT_LAYER),
		       info = request_new(COMMAND_KEYCHRON_DFU_INFO);
	struct reply reply;

	if (x->hid->device.vid != KEYCHRON_VID)
		return true;
	if (!exchange_ask_surely(x, &version, &reply, err))
		return false;
	identity->keychron = !reply.refused;
	if (!identity->keychron)
		return true;
	if (!exchange_ask_surely(x, &firmware, &reply, err))
		return false;
	if (!reply.refused)
		copy_text(identity->keychron_firmware, sizeof(identity->keychron_firmware), reply.byte + 1,
			  HID_REPORT_BYTES - 1);
	if (!exchange_ask_surely(x, &features, &reply, err))
		return false;
	for (int i = 3; !reply.refused && i >= 0; i--)
		identity->keychron_features = identity->keychron_features << 8 | reply.byte[1 + i];
	if (!exchange_ask_surely(x, &layer, &reply, err))
		return false;
	identity->default_layer = reply.refused ? -1 : reply.byte[1];
	if (!exchange_ask_surely(x, &info, &reply, err))
		return false;
	if (!reply.refused && reply.byte[2] == 0)
		take_dfu_info(identity, reply.byte + 3, HID_REPORT_BYTES - 3);
	return true;
}

/* Of VIA 13, which says it; a table newer than ours is read with our newest, whose numbers mostly stay. */
static enum keycode_dialect told_dialect(uint32_t version)
{
	char name[32];
	enum keycode_dialect dialect;

	snprintf(name, sizeof(name), "%x.%x.%x", version >> 16 & 0xffff, version >> 8 & 0xff, version & 0xff);
	return keycode_dialect_find(name, &dialect) ? dialect : DIALECT_NEWEST;
}

static enum keycode_dialect find_dialect(const struct live_identity *identity)
{
	static const enum keycode_dialect dialects[] = {
		[10] = DIALECT_VIA_10, [11] = DIALECT_VIA_11, [12] = DIALECT_VIA_12, [13] = DIALECT_VIA_12
	};

	if (identity->vial >= 0)
		return identity->vial < VIAL_NEWEST ? DIALECT_VIAL_5 : DIALECT_VIAL_6;
	if (identity->keycodes > 0)
		return told_dialect((uint32_t)identity->keycodes);
	return identity->via < 10 ? DIALECT_VIA_9 : dialects[identity->via];
}

static bool ask_versions(struct exchange *x, struct live_identity *identity, struct err *err)
{
	uint32_t keycodes = 0;

	if (identity->vial >= 0)
		return true;
	if (identity->via >= 12 && !ask_value(x, VALUE_FIRMWARE, &identity->firmware, err))
		return false;
	if (identity->via >= 13 && !ask_value(x, VALUE_KEYCODES, &keycodes, err))
		return false;
	if (keycodes && keycodes <= INT32_MAX)
		identity->keycodes = (int)keycodes;
	return true;
}

static bool is_via(int version)
{
	return version >= VIA_OLDEST && version <= VIA_NEWEST;
}

bool hello(struct exchange *x, struct live_identity *identity, struct err *err)
{
	struct err silent = { 0 };

	*identity = (struct live_identity){ .device = x->hid->device, .default_layer = -1, .keycodes = -1 };
	if (!ask_via(x, &identity->via, &silent)) {
		if (silent.code == ERR_TIMEOUT && !refuse_xap(x, err))
			return false;
		if (silent.code == ERR_TIMEOUT)
			return err_set(err, ERR_DEVICE,
				       "%s answers neither as VIA's nor as Vial's firmware does",
				       x->hid->device.id);
		*err = silent;
		return false;
	}
	if (!is_via(identity->via) && !refuse_xap(x, err))
		return false;
	if (!ask_vial(x, identity, err))
		return false;
	/* It says nothing else while it is being unlocked; all of Vial's say the same. */
	if (identity->vial >= 0 && !is_via(identity->via))
		identity->via = VIA_OF_VIAL;
	x->can_sync = identity->via >= 12 && identity->vial < 0;
	if (identity->vial < 0 && !refuse_viable(x, err))
		return false;
	if (!is_via(identity->via))
		return err_set(
			err, ERR_RANGE,
			"%s speaks VIA protocol %d; %d to %d are known: update keyplane, or its firmware",
			x->hid->device.id, identity->via, VIA_OLDEST, VIA_NEWEST);
	if (!ask_versions(x, identity, err) || !ask_keychron(x, identity, err))
		return false;
	identity->dialect = find_dialect(identity);
	return true;
}
