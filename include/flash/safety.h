/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_SAFETY_H
#define FLASH_SAFETY_H

#include "flash/driver.h"
#include "flash/image.h"

/* One thing that is looked at before the first byte. The code is printed, given to --force, and never changes its
 * meaning. */
struct flash_check {
	const char *code; /* "vector-reset" */
	const char *help; /* what is right, one line, no full stop */
	enum flash_gravity {
		FLASH_WARNING, /* told, no more */
		FLASH_ERROR,   /* stops unless it is forced */
		FLASH_FATAL,   /* stops */
	} gravity;
};

struct flash_finding {
	const struct flash_check *check;
	bool forced;
	char text[320];
};

enum { FLASH_MAX_FINDINGS = 32 };
struct flash_findings {
	struct flash_finding item[FLASH_MAX_FINDINGS]; /* in the order of the table; at most one a check */
	size_t count;
};

struct flash_facts {
	const struct image *image; /* placed */
	const struct flash_geometry *geometry;
	const struct device *device;
	bool has_keyboard; /* the keyboard that it is for is known */
	uint16_t keyboard_vid, keyboard_pid;
};

void flash_safety(const struct flash_facts *facts, struct flash_findings *out);

/* Waive the findings of @codes, "usb-id,dfu-suffix" (NULL: none). ERR_USAGE for a code that does not exist or may not
 * be forced. */
bool flash_force(struct flash_findings *all, const char *codes, struct err *err) NODISCARD;

/* The first finding that stops the flash; NULL: none. */
const struct flash_finding *flash_stopper(const struct flash_findings *all);

const struct flash_check *flash_check_at(size_t index); /* NULL past the last */

#endif
