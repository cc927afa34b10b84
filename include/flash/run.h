/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_RUN_H
#define FLASH_RUN_H

#include <signal.h>

#include "base/report.h"
#include "flash/driver.h"
#include "flash/image.h"

/* What is to be done. All pointers are borrowed for the time of the call. */
struct flash_job {
	struct transport *transport;
	const struct flash_driver *driver;
	struct image *image; /* placed by the call when it is raw */
	struct flash_options options;
	bool has_base; /* where a raw image goes; else where the device's firmware starts */
	uint32_t base;
	bool has_keyboard; /* the keyboard that the image should be for */
	uint16_t keyboard_vid, keyboard_pid;
	const char *force;                   /* codes of checks, "usb-id,dfu-suffix"; NULL */
	bool dry_run;                        /* stop before the first byte, after saying what would be done */
	const volatile sig_atomic_t *cancel; /* not 0: stop after the block that is on its way; NULL: never */
	struct report *report;
};

/*
 * Probe, check, compare, erase, write, verify, start the firmware. Pages that
 * the device holds already are left alone. True only when what was written
 * was read back the same and the device was told to start it; where the
 * protocol cannot read back, when another device then appeared in its place.
 * That the same bootloader came back is a failure in any case.
 *
 * A failure says what state the keyboard is in and how to go on. ERR_REFUSED:
 * a check said no (each was reported as a diagnostic). ERR_CANCELLED: the
 * bootloader is idle and was not told to start anything.
 */
bool flash_run(const struct flash_job *job, struct err *err) NODISCARD;

#endif
