/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "base/sorted.h"
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
	return sorted_find(zmk_behavior_table, zmk_behavior_table_rows, sizeof(*zmk_behavior_table),
			   offsetof(struct zmk_behavior, ref), ref, len);
}
