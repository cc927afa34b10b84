/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_COLUMNS_H
#define COMPILE_COLUMNS_H

#include <stddef.h>

#include "base/span.h"
#include "base/str.h"
#include "compile/rewrite.h"

/*
 * The grid that people align bindings in. Items are where the bindings of one layer stand in @text, in its order; a
 * column is a start, in characters from the line's beginning, that two lines or more share. A line with a tab
 * before the item, and a start of one line alone, grow by themselves.
 */
struct columns_item {
	struct span span;
	const char *with; /* what is to stand there; NULL: as it is. Borrowed */
};

/* The changes of @text that put the new texts in, into @rewrite. */
void columns_replace(struct rewrite *rewrite, const char *text, size_t len, const struct columns_item *item,
		     size_t count);

#endif
