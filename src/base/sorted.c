/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sorted.h"

static const char *name_at(const void *rows, size_t size, size_t offset, size_t index)
{
	const char *name;

	memcpy(&name, (const char *)rows + index * size + offset, sizeof(name));
	return name;
}

const void *sorted_find(const void *rows, size_t count, size_t size, size_t offset, const char *name,
			size_t len)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *at = name_at(rows, size, offset, middle);
		int order = strncmp(name, at, len);

		if (!order && !at[len])
			return (const char *)rows + middle * size;
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
