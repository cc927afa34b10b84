/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FLASH_IMAGE_H
#define FLASH_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
	IMAGE_MAX_BYTES = 16 << 20,      /* the most that one image may hold */
	IMAGE_MAX_FILE_BYTES = 48 << 20, /* those as Intel HEX or UF2 */
	IMAGE_MAX_SEGMENTS = 4096,
};

enum image_format {
	IMAGE_BIN,   /* bytes without addresses */
	IMAGE_DFU,   /* the same, with a DFU suffix that names the device */
	IMAGE_DFUSE, /* ST's container */
	IMAGE_IHEX,
	IMAGE_UF2,
};

/* Bytes that belong together at an address. */
struct image_segment {
	uint32_t addr;
	size_t len;          /* at least 1 */
	const uint8_t *data; /* borrowed from the image */
};

/*
 * What is to be flashed. Segments are ascending, do not overlap and do not
 * touch. A value: zero-initialise, image_release() when done.
 */
struct image {
	enum image_format format;
	bool placed; /* the addresses are real; else there is one segment at 0 until image_place() */
	struct image_segment *segment;
	size_t segments;
	uint8_t *bytes;  /* owned; all segments' data */
	size_t len;      /* of all segments together */
	bool has_usb_id; /* DFU and DFUSE: whom it is for; FFFF is anyone */
	uint16_t vid, pid;
	bool has_family; /* UF2 */
	uint32_t family;
};

/*
 * Read a file's bytes. The format is told by what is in them, never by a
 * name. On failure @out is empty and @err says at which line or byte.
 */
bool image_read(struct image *out, const void *data, size_t len, struct err *err) NODISCARD;
void image_release(struct image *image);

/* Give a raw image its address. ERR_RANGE when it would pass the end of the address space. */
bool image_place(struct image *image, uint32_t addr, struct err *err) NODISCARD;

/* Did the file give no addresses? True of a raw image that was placed, too. */
bool image_is_raw(const struct image *image);

/* Where the first byte is, and the last. The image holds at least one. */
uint32_t image_first(const struct image *image);
uint32_t image_last(const struct image *image);

/* Copy what the image has at @addr..@addr + @len - 1, FF where it has nothing. Returns how many it had. */
size_t image_copy(const struct image *image, uint32_t addr, uint8_t *out, size_t len);

const char *image_format_name(enum image_format format); /* "Intel HEX" */

/* The parsers behind image_read(), each for its own format alone. */
bool ihex_read(struct image *out, const uint8_t *data, size_t len, struct err *err) NODISCARD;
bool uf2_read(struct image *out, const uint8_t *data, size_t len, struct err *err) NODISCARD;
/* With a DFU suffix, DfuSe inside or not. @data ends with the suffix. */
bool dfu_file_read(struct image *out, const uint8_t *data, size_t len, struct err *err) NODISCARD;
bool bin_read(struct image *out, const uint8_t *data, size_t len, struct err *err) NODISCARD;

bool uf2_has_magic(const uint8_t *data, size_t len);
bool dfu_file_has_magic(const uint8_t *data, size_t len);

/* The checksum of a DFU suffix, over all of the file but its own four bytes: CRC-32 (reflected 04C11DB7, initial
 * FFFFFFFF) without the final complement. */
uint32_t dfu_file_crc(const uint8_t *data, size_t len);

/* "RP2040" for a UF2 family; NULL when unknown. */
const char *uf2_family_name(uint32_t family);

#endif
