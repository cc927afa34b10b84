/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void *mem_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		abort();
	return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		abort();
	p = realloc(p, count && size ? count * size : 1);
	if (!p)
		abort();
	return p;
}

char *mem_copy_text(const char *text)
{
	size_t size;
	char *copy;

	if (!text)
		return NULL;
	size = strlen(text) + 1;
	copy = mem_new(size, 1);
	memcpy(copy, text, size);
	return copy;
}

void mem_set_text(char **to, const char *text)
{
	char *copy = mem_copy_text(text);

	free(*to);
	*to = copy;
}

void *mem_grow(void *array, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 16;
	return mem_resize(array, *cap, size);
}
