/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flash/dfuse_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Regions are whole pages, ascending, apart, and inside the address space. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dfuse_layout layout;
	struct err err = { 0 };
	char *text = mem_new(size + 1, 1);
	uint64_t end = 0;

	if (size)
		memcpy(text, data, size);
	if (dfuse_layout_parse(text, &layout, &err)) {
		assert(layout.regions && layout.regions <= FLASH_MAX_REGIONS);
		for (size_t i = 0; i < layout.regions; i++) {
			const struct flash_region *r = &layout.region[i];

			assert(r->size && r->page && r->size % r->page == 0 && r->addr >= end);
			assert(r->access >= 1 && r->access <= 7);
			end = (uint64_t)r->addr + r->size;
			assert(end <= UINT32_MAX);
		}
	} else {
		assert(err.code != ERR_NONE);
	}
	free(text);
	return 0;
}
