/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_DFUSE_LAYOUT_H
#define FLASH_DFUSE_LAYOUT_H

#include "flash/driver.h"

struct dfuse_layout {
	struct flash_region region[FLASH_MAX_REGIONS];
	size_t regions;
	bool truncated; /* it ends within a part, which is left out (some ROMs cut long strings) */
};

/*
 * The memory of an alternate setting as its name tells it (ST UM0424, 10.3.2):
 *
 *   "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg"
 *
 * Regions come back ascending and disjoint. ERR_PARSE says at which column
 * (from 1) it is not of that form; ERR_RANGE when sizes cannot be.
 */
bool dfuse_layout_parse(const char *text, struct dfuse_layout *out, struct err *err) NODISCARD;

#endif
