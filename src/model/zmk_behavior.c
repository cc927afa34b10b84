/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "model/zmk_action.h"
#include "zmk_behavior_table.h"

size_t zmk_behavior_count(void)
{
	return zmk_behavior_table_rows;
}

const struct zmk_behavior *zmk_behavior_at(size_t index)
{
	assert(index < zmk_behavior_table_rows);
	return &zmk_behavior_table[index];
}

const struct zmk_behavior *zmk_behavior_find(const char *ref, size_t len)
{
	size_t low = 0, high = zmk_behavior_table_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct zmk_behavior *row = &zmk_behavior_table[middle];
		int order = strncmp(ref, row->ref, len);

		if (!order && row->ref[len])
			order = -1;
		if (!order)
			return row;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
