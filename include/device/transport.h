/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_TRANSPORT_H
#define DEVICE_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "device/device.h"

struct transport;

struct usb_setup {
	uint8_t type, request; /* bmRequestType: bit 7 set is device to host */
	uint16_t value, index;
};

/*
 * A way to reach one opened device. Calls block, up to their timeout. Failures
 * carry ERR_STALL (the device refused), ERR_TIMEOUT, ERR_GONE (unplugged),
 * ERR_PERMISSION or ERR_IO. Time is part of it, so that a simulated device
 * needs none.
 */
struct transport_ops {
	const char *name;
	/* Control request. Returns bytes moved, or -1. At most TRANSPORT_MAX_BYTES a call; @timeout_ms is
	 * over 0. */
	int (*control)(struct transport *t, const struct usb_setup *setup, void *buf, size_t len,
		       int timeout_ms, struct err *err);
	/* Claim an interface (a kernel driver of that one alone gives way), select an alternate setting. */
	bool (*claim)(struct transport *t, uint8_t interface, uint8_t alt, struct err *err);
	/* USB bus reset. ERR_GONE when the device came back as another one, which may be what was wanted. */
	bool (*reset)(struct transport *t, struct err *err);
	/* Wait until another device appears where this one was, after it left (the application, or a
	 * bootloader that restarted): fills @out. ERR_TIMEOUT when none did. */
	bool (*follow)(struct transport *t, int timeout_ms, struct device *out, struct err *err);
	int64_t (*now_ms)(struct transport *t);
	void (*sleep_ms)(struct transport *t, int ms);
	void (*close)(struct transport *t); /* frees @t */
};

struct transport {
	const struct transport_ops *ops;
	struct device device; /* as it was when opened */
};

enum { TRANSPORT_MAX_BYTES = 4096 }; /* usbfs moves no more in one control request */

/* Open a device by its id, "usb:1-4.2" or "fake:stm32-dfu"; what may follow a fake's name is told in fake.h.
 * NULL on failure: ERR_NOT_FOUND, ERR_PERMISSION (the text says which rule to install), ERR_USAGE for a bad
 * id. */
struct transport *transport_open(const char *id, struct err *err);
void transport_close(struct transport *t); /* NULL is fine */

#endif
