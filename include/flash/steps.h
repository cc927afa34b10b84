/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_STEPS_H
#define FLASH_STEPS_H

#include "base/str.h"
#include "flash/driver.h"
#include "flash/image.h"

/* One page (or block) that the image touches. */
struct flash_page {
	uint32_t addr, len;
	bool same; /* the device holds it already: neither erased nor written */
};

/* Memory to be written in one go: whole transfer units within touched pages. */
struct flash_zone {
	uint32_t addr;
	size_t len;
};

/*
 * What flashing will do, with its totals, before the first byte. Made for one
 * image and one geometry, which it does not keep. A value: flash_plan_release()
 * when done.
 */
struct flash_plan {
	struct flash_page *page; /* ascending */
	size_t pages;
	struct flash_zone *zone; /* ascending, disjoint: of the pages that are not `same` */
	size_t zones;
	size_t erase_pages, erase_bytes; /* what is erased by command */
	size_t write_bytes, same_bytes;
	size_t kept_bytes; /* of the image, left as they are on the device: see flash_plan_make() */
	uint32_t kept_addr;
	int64_t erase_ms; /* an estimate from the page sizes */
};

enum { FLASH_MAX_PAGES = 1 << 20 };

/*
 * Sectors of 16 KiB and more in which a raw binary is blank throughout are
 * left out and counted as kept: such a file cannot say "nothing here", and on
 * the chips that have them the firmware keeps its saved settings there.
 * ERR_RANGE when a byte of the image lies outside of what can be written.
 */
bool flash_plan_make(struct flash_plan *plan, const struct image *image, const struct flash_geometry *g,
		     struct err *err) NODISCARD;
void flash_plan_release(struct flash_plan *plan);

/* Compute zones and totals anew after `same` was set on pages. */
void flash_plan_update(struct flash_plan *plan, const struct image *image, const struct flash_geometry *g);

/* The plan in words, a line each: what a dry run prints. */
void flash_plan_describe(const struct flash_plan *plan, const struct flash_geometry *g, struct str *out);

/* The region that holds @addr; NULL: none. */
const struct flash_region *flash_region_find(const struct flash_geometry *g, uint32_t addr);

#endif
