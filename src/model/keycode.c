/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "base/sorted.h"
#include "keycode_table.h"
#include "model/keycode.h"

size_t keycode_count(void)
{
	return keycode_table_qmk_rows;
}

size_t keycode_count_all(void)
{
	return keycode_table_rows;
}

const struct keycode *keycode_get(uint16_t code)
{
	assert(code < keycode_table_rows);
	return &keycode_table[code];
}

const char *keycode_short_name(uint16_t code)
{
	assert(code < keycode_table_rows);
	return keycode_table_typed[code];
}

bool keycode_find(const char *name, size_t len, uint16_t *code)
{
	const struct keycode_name *row = sorted_find(keycode_table_name, keycode_table_names, sizeof(*row),
						     offsetof(struct keycode_name, name), name, len);

	if (row)
		*code = row->code;
	return row;
}

bool keycode_find_value(uint16_t value, uint16_t *code)
{
	size_t low = 0, high = keycode_table_qmk_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (keycode_table[middle].value == value) {
			*code = (uint16_t)middle;
			return true;
		}
		if (value < keycode_table[middle].value)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}
