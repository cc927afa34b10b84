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
 *
 * Tabs that begin a line are no such tab: lines that begin with equally many share columns. Characters are columns
 * of a terminal (base/utf8.h). In a layer whose items mostly share their ends, those are the columns. What has
 * one blank before it on a line of its own measure moves with the text before it, in either direction.
 */
struct columns_item {
	struct span span;
	const char *with; /* what is to stand there, one line; NULL: as it is. Borrowed */
};

/*
 * The changes of @text that put the new texts in, into @rewrite: the items, and blanks between them. Commas stay with
 * the item before them, or in their column where the layer keeps them so. A comment or a `\` at the end of a
 * line keeps its column while there is room.
 */
void columns_replace(struct rewrite *rewrite, const char *text, size_t len, const struct columns_item *item,
		     size_t count);

#endif
