/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "former_keycode_table.h"

size_t keycode_former_count(void)
{
	return former_keycode_table_rows;
}

const struct keycode_former *keycode_former_at(size_t index)
{
	assert(index < former_keycode_table_rows);
	return &former_keycode_table[index];
}

const struct keycode_former *keycode_find_former(const char *name, size_t len)
{
	size_t low = 0, high = former_keycode_table_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct keycode_former *row = &former_keycode_table[middle];
		int order = strncmp(name, row->name, len);

		if (!order && !row->name[len])
			return row;
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
