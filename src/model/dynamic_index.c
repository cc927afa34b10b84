/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "model/dynamic_keymap.h"

enum { SECOND_MAX = (INT16_MAX ^ DYNAMIC_INDEX_PAIR) >> 8 };

bool dynamic_index(const uint8_t *bytes, size_t count, int16_t *index)
{
	if (count > 2 || (count == 2 && bytes[1] > SECOND_MAX))
		return false;
	*index = -1;
	if (count == 1)
		*index = bytes[0];
	if (count == 2)
		*index = (int16_t)(DYNAMIC_INDEX_PAIR | bytes[1] << 8 | bytes[0]);
	return true;
}

size_t dynamic_index_bytes(int16_t index, uint8_t bytes[2])
{
	if (index < 0)
		return 0;
	bytes[0] = (uint8_t)index;
	if (!(index & DYNAMIC_INDEX_PAIR))
		return 1;
	bytes[1] = (uint8_t)((index ^ DYNAMIC_INDEX_PAIR) >> 8);
	return 2;
}
