/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_BUILDER_H
#define FLASH_BUILDER_H

#include "flash/image.h"

/* One piece as the file gave it. */
struct builder_piece {
	uint32_t addr;
	uint32_t len;
	size_t offset; /* in builder.bytes */
	uint32_t where;
};

/*
 * Collects pieces in any order, then sorts and joins them. A byte given twice
 * with the same value is fine; with another value it is an error that names
 * the later piece.
 */
struct builder {
	const char *unit; /* "line", "block", "element": what `where` counts */
	struct builder_piece *piece;
	size_t pieces, cap;
	uint8_t *bytes;
	size_t len, size;
};

/* @where: the line, block or element that it came from, for errors. */
bool builder_add(struct builder *b, uint32_t addr, const uint8_t *data, size_t len, uint32_t where,
		 struct err *err) NODISCARD;

/* Make @out's segments. ERR_PARSE when there are no bytes at all. Ends the builder in any case. */
bool builder_finish(struct builder *b, struct image *out, struct err *err) NODISCARD;
void builder_release(struct builder *b);

#endif
