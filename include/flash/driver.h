/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_DRIVER_H
#define FLASH_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "device/device.h"
#include "device/transport.h"

enum flash_access { FLASH_READABLE = 1, FLASH_ERASABLE = 2, FLASH_WRITABLE = 4 };

/* Memory of one kind: @size is a multiple of @page, neither is 0, and it ends at or below FFFFFFFF. An image may lie
 * only where it is both ERASABLE and WRITABLE, whoever does the erasing. */
struct flash_region {
	uint32_t addr, size;
	uint32_t page; /* the least that is erased at once; where writing erases, block_bytes */
	uint8_t access;
};

/* How a bootloader wants its image. */
enum flash_order {
	FLASH_PAGES,  /* pages are erased and then written, upwards, those that are not the same already */
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
	const struct flash_mcu *mcu; /* of HalfKay, whose probe() always sets it; for others NULL */
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
 * One bootloader protocol over a transport, which carries control requests
 * alone: bulk and interrupt endpoints are out of reach. Every call ends within
 * a deadline of its own. After a failure the device may be in any state but
 * is never told to start the firmware.
 *
 * The calls come in this order: probe, read (to compare), erase, write, read
 * (to verify), leave; each but probe and leave as often as it takes. What they
 * are given lies within the regions of probe().
 */
struct flash_driver {
	const char *name, *help;
	const char *reenter; /* how a person starts the bootloader when the firmware is broken: "hold ..." */
	/* Claim the interface, bring the device to idle, fill @out. Changes no memory. @out comes zeroed: `regions`
	 * stays 0 until there is something for stop() to put right. */
	bool (*probe)(struct transport *t, const struct flash_options *options, struct flash_geometry *out,
		      struct err *err);
	/* Erase the page at @addr. Called with FLASH_PAGES alone; NULL in the other orders, where writing erases. */
	bool (*erase)(struct transport *t, const struct flash_geometry *g, uint32_t addr, struct err *err);
	/* With FLASH_PAGES @addr and @len are multiples of 32 bytes from the page's start, or end with the page: the
	 * last transfer may be shorter than block_bytes. In the other orders they are whole blocks. @watch may be
	 * NULL. */
	bool (*write)(struct transport *t, const struct flash_geometry *g, uint32_t addr, const uint8_t *data,
		      size_t len, struct flash_watch *watch, struct err *err);
	/* Like write(), but it may begin behind any block. Set with `can_read`, else NULL. */
	bool (*read)(struct transport *t, const struct flash_geometry *g, uint32_t addr, uint8_t *data,
		     size_t len, struct flash_watch *watch, struct err *err);
	/* Start the firmware: the device goes away. Called once, the last call whether it works or not. */
	bool (*leave)(struct transport *t, const struct flash_geometry *g, struct err *err);
	/* After a dry run, a cancel or any failure before leave(): leave the bootloader idle, as well as it still can,
	 * so that probe() works again. Not called when probe() failed with `regions` 0. NULL: nothing to do. */
	void (*stop)(struct transport *t, const struct flash_geometry *g);
};

extern const struct flash_driver flash_driver_dfu, flash_driver_dfuse, flash_driver_halfkay;

const struct flash_driver *flash_driver_at(size_t index); /* alphabetical; NULL past the last */
const struct flash_driver *flash_driver_find(const char *name, struct err *err); /* NULL, ERR_USAGE: none */
struct str flash_driver_names(void); /* "dfu, dfuse", to be released by the caller */

/* The driver for a device: @name's when it is not NULL, else that of its row in the table of USB ids. */
const struct flash_driver *flash_driver_for(const struct device *device, const char *name, struct err *err);

/* A chip of HalfKay, whose bootloader does not name it. */
struct flash_mcu {
	const char *name;  /* as keyboard.json's `processor` */
	const char *board; /* "Teensy 2.0" */
	uint32_t code_bytes, block_bytes;
	uint32_t link_addr; /* where its images are linked */
	enum flash_arch arch;
	uint8_t address; /* the driver's own: how it takes addresses */
};
const struct flash_mcu *flash_mcu_at(size_t index); /* alphabetical; NULL past the last */

#endif
