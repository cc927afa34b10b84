/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stddef.h>

/*
 * The row whose name is the @len bytes at @name, of @count rows of @size bytes each; NULL: there is none. A row's name is a
 * `const char *` at @offset in it; rows are sorted by it as strcmp() does.
 */
const void *sorted_find(const void *rows, size_t count, size_t size, size_t offset, const char *name,
			size_t len);

#endif
