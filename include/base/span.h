/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdint.h>

/* Bytes [start, start + len) of a text. len 0 at start 0: nowhere. */
struct span {
	uint32_t start, len;
};

#endif
