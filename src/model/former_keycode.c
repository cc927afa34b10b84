/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "base/sorted.h"
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
	return sorted_find(former_keycode_table, former_keycode_table_rows, sizeof(*former_keycode_table),
			   offsetof(struct keycode_former, name), name, len);
}
