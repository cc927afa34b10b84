/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_USB_BED_KEYBOARD_H
#define TESTS_USB_BED_KEYBOARD_H

#include <stdbool.h>
#include <stdint.h>

#include <umockdev.h>

#include "base/str.h"
#include "device/fake_keyboard.h"

/*
 * A simulated keyboard on the test bed: a boot keyboard and, as QMK has it, an interface for raw HID behind it, each with its
 * node of hidraw. umockdev's nodes are terminals, whose other end is served here, from one thread.
 */
struct bed_keyboard {
	struct fake_keyboard *model; /* NULL: this is none */
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler[2];
	unsigned plugs;                     /* how often it was plugged in */
	char node[2][32];                   /* "/dev/hidraw0" of the boot keyboard, "/dev/hidraw1" */
	int fd;                             /* the other end of the second; -1: it is not plugged in */
	uint8_t part[1 + HID_REPORT_BYTES]; /* of a report that has not come whole */
	size_t part_len;
};

void bed_keyboard_descriptors(const struct bed_keyboard *k, struct str *out);

/* Below the USB device at @path ("/sys/devices/..."), whose port is @number. Why it failed; NULL: it did not. */
const char *bed_keyboard_plug(struct bed_keyboard *k, const char *path, unsigned number);
void bed_keyboard_unplug(struct bed_keyboard *k, const char *path);

/* Take what was written, and give the replies that are due. */
void bed_keyboard_serve(struct bed_keyboard *k);

/* Nobody may open the nodes, or they are not there. */
const char *bed_keyboard_deny(const struct bed_keyboard *k, bool remove_nodes);

bool bed_keyboard_is_gone(const struct bed_keyboard *k);
/* True when it was gone and is back. */
bool bed_keyboard_comes_back(struct bed_keyboard *k);

#endif
