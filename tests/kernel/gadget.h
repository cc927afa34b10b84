/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_GADGET_H
#define KERNEL_GADGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"
#include "device/transport.h"

/*
 * A simulated device as a USB host meets it: what its endpoints answer. Answers are bytes, or FAKE_STALL, FAKE_NAK (ask again
 * later), FAKE_SILENT and FAKE_GONE of device/fake.h. A gadget is owned by its maker.
 */
struct gadget;

struct gadget_ops {
	/* Of endpoint 0, but for SET_ADDRESS, SET_CONFIGURATION, and the device and configuration descriptors. IN fills @buf. */
	int (*control)(struct gadget *g, int64_t now_us, const struct usb_setup *setup, uint8_t *buf,
		       size_t len);
	/* Interrupt endpoints, by number. NULL: there are none. */
	int (*in)(struct gadget *g, int64_t now_us, int endpoint, uint8_t *buf, size_t len);
	int (*out)(struct gadget *g, int64_t now_us, int endpoint, const uint8_t *data, size_t len);
	void (*reset)(struct gadget *g, int64_t now_us);
	bool (*is_there)(struct gadget *g, int64_t now_us);
	/* After it left: whether another device appears at its port, and what it is; it is another one then. NULL: never. */
	bool (*turn)(struct gadget *g, int64_t now_us);
	void (*report)(const struct gadget *g,
		       FILE *out); /* one line of "place=... violations=N", then violations */
	void (*free)(struct gadget *g);
};

struct gadget {
	const struct gadget_ops *ops;
	struct str descriptors; /* the device's 18 bytes, then the configuration's */
};

/* By the simulated device's specification: a bootloader (device/fake.h) or a keyboard (device/fake_keyboard.h). */
struct gadget *gadget_new(const char *spec, struct err *err);
struct gadget *gadget_fake_new(const char *spec, struct err *err);
struct gadget *gadget_keyboard_new(const char *spec, struct err *err);
void gadget_free(struct gadget *g); /* NULL is fine */

#endif
