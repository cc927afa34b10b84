/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_CHOICES_H
#define TESTS_CHOICES_H

#include <stddef.h>
#include <stdint.h>

/* Where a test that makes something at random takes its decisions from: a fuzzer's bytes while there are any, then, and
 * without bytes from the start, numbers that are the same in every run with the same @state. */
struct choices {
	const uint8_t *data;
	size_t len;
	uint32_t state;
};

/* Below @limit; 0 for a limit of 0. */
static inline uint32_t choose(struct choices *c, uint32_t limit)
{
	if (c->len) {
		c->state = c->state * 31 + *c->data++;
		c->len--;
		return limit ? (c->state ^ c->state >> 7) % limit : 0;
	}
	c->state = c->state * 1664525u + 1013904223u;
	return limit ? (c->state >> 8) % limit : 0;
}

#endif
