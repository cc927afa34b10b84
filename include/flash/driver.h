/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_DRIVER_H
#define FLASH_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "device/device.h"
#include "device/transport.h"

enum flash_access { FLASH_READABLE = 1, FLASH_ERASABLE = 2, FLASH_WRITABLE = 4 };

/* Memory of one kind: @size is a multiple of @page, neither is 0, and it ends at or below FFFFFFFF. */
struct flash_region {
	uint32_t addr, size;
	uint32_t page; /* the least that is erased at once */
	uint8_t access;
};

/* How a bootloader wants its image. */
enum flash_order {
	FLASH_PAGES,  /* pages are erased and then written, in any order */
	FLASH_STREAM, /* whole blocks from `app_addr` on without a gap; each write erases its page */
	FLASH_BLOCKS, /* whole blocks, upwards; the one at `app_addr` always and first: it erases the chip */
};

enum flash_arch { FLASH_ARCH_OTHER, FLASH_ARCH_CORTEX_M, FLASH_ARCH_AVR };

enum { FLASH_MAX_REGIONS = 64 };

/* What probing found out about one device. Drivers keep no state: it is handed to each of their calls. */
struct flash_geometry {
	struct flash_region region[FLASH_MAX_REGIONS]; /* ascending, disjoint */
	size_t regions;
	uint32_t app_addr;                          /* where the firmware starts */
	uint32_t bootloader_addr, bootloader_bytes; /* lies beside the firmware; 0 bytes: in ROM */
	uint32_t block_bytes;                       /* of one transfer */
	enum flash_order order;
	enum flash_arch arch;
	bool can_read;               /* reading back is part of the protocol; the device may still refuse */
	const struct flash_mcu *mcu; /* HalfKay */
	uint8_t interface, alt;
	uint32_t quirks; /* the driver's own */
};

struct flash_options {
	const char *mcu; /* "atmega32u4": for bootloaders that do not tell; NULL */
};

/* Called between blocks, with the bytes of the running call that are done. False asks to stop: the call then fails
 * with ERR_CANCELLED. */
struct flash_watch {
	bool (*step)(struct flash_watch *watch, size_t done);
};

/*
 * One bootloader protocol over a transport. Every call ends within a deadline
 * of its own. After a failure the device may be in any state but is never
 * told to start the firmware; stop() brings it back to where probe() works.
 */
struct flash_driver {
	const char *name, *help;
	const char *reenter; /* how a person starts the bootloader when the firmware is broken: "hold ..." */
	/* Claim the interface, bring the device to idle, fill @out. Changes no memory. */
	bool (*probe)(struct transport *t, const struct flash_options *options, struct flash_geometry *out,
		      struct err *err);
	/* Erase the page at @addr. NULL: writing erases. */
	bool (*erase)(struct transport *t, const struct flash_geometry *g, uint32_t addr, struct err *err);
	bool (*write)(struct transport *t, const struct flash_geometry *g, uint32_t addr, const uint8_t *data,
		      size_t len, struct flash_watch *watch, struct err *err);
	/* NULL: the protocol cannot. */
	bool (*read)(struct transport *t, const struct flash_geometry *g, uint32_t addr, uint8_t *data,
		     size_t len, struct flash_watch *watch, struct err *err);
	/* Start the firmware: the device goes away. */
	bool (*leave)(struct transport *t, const struct flash_geometry *g, struct err *err);
	/* After a failure or a cancel: leave the bootloader idle, as well as it still can. NULL: nothing to do. */
	void (*stop)(struct transport *t, const struct flash_geometry *g);
};

extern const struct flash_driver flash_driver_dfu, flash_driver_dfuse, flash_driver_halfkay;

const struct flash_driver *flash_driver_find(const char *name); /* NULL: none */
const struct flash_driver *flash_driver_at(size_t index);       /* alphabetical; NULL past the last */

/* The driver for a device: @name's when it is not NULL, else that of its row in the table of USB ids. */
const struct flash_driver *flash_driver_for(const struct device *device, const char *name, struct err *err);

/* A chip that the bootloader does not name. */
struct flash_mcu {
	const char *name;  /* as keyboard.json's `processor` */
	const char *board; /* "Teensy 2.0" */
	uint32_t code_bytes, block_bytes;
	uint32_t link_addr; /* where its images are linked */
	enum flash_arch arch;
	uint8_t address; /* the driver's own */
};
const struct flash_mcu *flash_mcu_at(size_t index); /* alphabetical; NULL past the last */

#endif
