/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_USB_BED_PORT_H
#define TESTS_USB_BED_PORT_H

#include <umockdev.h>

#include "bed_keyboard.h"
#include "device/fake.h"

enum { MAX_URBS = 16, TURN_US = 2000 };

struct urb {
	UMockdevIoctlClient *client; /* who submitted it: each opened node has its own */
	UMockdevIoctlData *data;
	bool silent; /* the device will not answer */
	bool done;
	int result; /* bytes or a negative errno; told when it is reaped: a change is written back once */
};

/* One port of the bus and what is plugged into it. */
struct port {
	struct fake *fake; /* NULL: it is a keyboard */
	struct bed_keyboard keyboard;
	unsigned number, address;
	bool present; /* on the emulated bus */
	bool driver;  /* the kernel's driver is bound to the interface */
	struct urb urb[MAX_URBS];
	size_t urbs;
	UMockdevIoctlBase *handler;
	char path[96];
};

extern GMutex bed_lock; /* models and ports: umockdev's thread handles ioctls */

/* Serve the node of a simulated bootloader as usbfs does. Why it failed; NULL: it did not. */
const char *bed_usbfs_attach(struct port *port, UMockdevTestbed *bed);

#endif
