/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Allocation that cannot fail: out of memory aborts. Sizes that come from
 * outside are capped by the caller before they get here.
 */
void *mem_new(size_t count, size_t size); /* zeroed; release with free() */
void *mem_resize(void *p, size_t count, size_t size);
char *mem_copy_text(const char *text);          /* NULL gives NULL */
void mem_set_text(char **to, const char *text); /* a copy in place of what is freed; may be part of it */

/* Room for one more in a growing array: doubles @cap when @count has reached it. */
void *mem_grow(void *array, size_t count, size_t *cap, size_t size);

#endif
