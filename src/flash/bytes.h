/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_BYTES_H
#define FLASH_BYTES_H

#include <stdint.h>

/* Little-endian numbers in files and on the wire. */
static inline uint16_t get_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t get_le32(const uint8_t *p)
{
	return (uint32_t)get_le16(p) | (uint32_t)get_le16(p + 2) << 16;
}

static inline void put_le32(uint8_t *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

#endif
