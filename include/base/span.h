/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes [start, start + len) of a text. len 0 at start 0: nowhere. */
struct span {
	uint32_t start, len;
};

static inline bool span_is_nowhere(struct span span)
{
	return !span.start && !span.len;
}

static inline uint32_t span_end(struct span span)
{
	return span.start + span.len;
}

#endif
