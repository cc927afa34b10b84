/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/hash.h"

uint64_t hash_bytes(uint64_t from, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < len; i++)
		from = (from ^ at[i]) * UINT64_C(0x100000001b3);
	return from;
}

size_t hash_slot(uint64_t hash)
{
	return (size_t)(hash ^ hash >> 32);
}
