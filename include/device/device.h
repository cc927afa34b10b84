/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
	DEVICE_MAX_ALTS = 32,
	DEVICE_MAX_EXTRA_BYTES = 64,
	DEVICE_MAX_STRING_BYTES = 512, /* UTF-8; a USB string is at most 126 UTF-16 units */
};

/* One alternate setting of one interface, as its descriptors say. */
struct device_alt {
	uint8_t interface, alt;
	uint8_t class, subclass, protocol;
	char name[DEVICE_MAX_STRING_BYTES];    /* iInterface; "" when there is none */
	uint8_t extra[DEVICE_MAX_EXTRA_BYTES]; /* class-specific descriptors behind it */
	size_t extra_len;
};

/* What bootloader or keyboard a VID:PID is: a row of data/usb_ids.tsv. */
struct usb_id {
	uint16_t vid, pid;
	const char *kind;       /* "bootloader", or "keyboard" for known runtime ids */
	const char *name;       /* "STM32 ROM DFU" */
	const char *driver;     /* flash driver's name; "" when there is none for it yet */
	const char *bootloader; /* QMK's name: "stm32-dfu" */
};

const struct usb_id *usb_id_find(uint16_t vid, uint16_t pid); /* NULL: unknown */
size_t usb_id_count(void);
const struct usb_id *usb_id_at(size_t index);

/* A device that is attached, whether or not we may open it. A value. Strings are as the device gave them:
 * escape before showing. */
struct device {
	char id[64];            /* stable while plugged: "usb:1-4.2" (bus and port path), "fake:stm32-dfu" */
	uint16_t vid, pid, bcd; /* bcdDevice */
	char manufacturer[DEVICE_MAX_STRING_BYTES], product[DEVICE_MAX_STRING_BYTES],
		serial[DEVICE_MAX_STRING_BYTES];
	const struct usb_id *known; /* NULL: no row */
	bool raw_hid;               /* has a VIA/Vial interface: usage page FF60, usage 61 */
	bool openable;              /* we may read and write its node */
	int open_error;             /* errno that says why not; 0 when it is openable */
	char node[64];              /* "/dev/bus/usb/001/004", or "/dev/hidraw3" with raw_hid; "" for fakes */
	struct device_alt alt[DEVICE_MAX_ALTS];
	size_t alts;
};

#endif
