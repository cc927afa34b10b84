/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_keyboard_private.h"

/*
 * Keyboards that speak another protocol, as far as a host that says VIA's hello to them gets to see.
 *
 * XAP (QMK's branches, specification 0.3.0): a request is a token of two bytes, the length of what follows, and a route; the reply
 * the token, flags, length and data, all little-endian. VIA's hello is to it a request with token 1 and no route: it fails,
 * which reads as version 0.
 */
enum {
	XAP_NO_REPLY = 0xfffe,
	XAP_BROADCAST = 0xffff,
	XAP_SUCCESS = 1,
	XAP_VERSION_ROUTE_BYTES = 2, /* 00 00 */
};

bool fake_xap_receive(struct fake_keyboard *k, uint8_t *msg)
{
	static const uint8_t version[] = { 0x00, 0x00, 0x03, 0x00 }; /* 0.3.0 */
	unsigned token = msg[0] | (unsigned)msg[1] << 8;
	bool is_version = msg[2] == XAP_VERSION_ROUTE_BYTES && !msg[3] && !msg[4];

	(void)k;
	memset(msg + 2, 0, HID_REPORT_BYTES - 2);
	if (is_version) {
		msg[2] = XAP_SUCCESS;
		msg[3] = sizeof(version);
		memcpy(msg + 4, version, sizeof(version));
	}
	return token != XAP_NO_REPLY && token != XAP_BROADCAST;
}

/* Viable (a fork of Vial): VIA 12 with commands of its own behind DF; those of Vial it does not know. */
enum { VIABLE_PREFIX = 0xdf, VIABLE_HELLO = 0x00, VIABLE_PROTOCOL = 1 };

bool fake_viable_receive(struct fake_keyboard *k, uint8_t *msg)
{
	if (msg[0] != VIABLE_PREFIX)
		return fake_via_receive(k, msg);
	if (msg[1] != VIABLE_HELLO) {
		msg[0] = VIA_UNHANDLED;
		return true;
	}
	memset(msg + 2, 0, HID_REPORT_BYTES - 2);
	msg[2] = VIABLE_PROTOCOL;
	return true;
}
