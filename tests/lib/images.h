/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_IMAGES_H
#define TESTS_IMAGES_H

#include "base/str.h"
#include "flash/image.h"

/* Writers of what src/flash reads, for round trips and fixtures. All add to @out. */
void write_ihex_record(struct str *out, uint8_t type, uint16_t offset, const uint8_t *data, size_t len);
void write_ihex(struct str *out, const struct image *image, size_t record_bytes);

struct uf2_block {
	uint32_t flags, addr, len, index, count, family;
	const uint8_t *data;
};
void write_uf2_block(struct str *out, const struct uf2_block *block);
void write_uf2(struct str *out, const struct image *image, uint32_t family);

/* The suffix for what @out already holds. */
void write_dfu_suffix(struct str *out, uint16_t bcd_device, uint16_t pid, uint16_t vid, uint16_t bcd_dfu);
void write_dfuse(struct str *out, const struct image *image, uint8_t alt);

void write_le32(struct str *out, uint32_t value);

/* Does it keep what image.h promises of segments? */
bool image_is_sound(const struct image *image);

bool image_same(const struct image *a, const struct image *b);

#endif
