/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/image.h"
#include "images.h"
#include "tap.h"

enum { FAMILY = 0x2000, NOT_FLASH = 1, CONTAINER = 0x1000, MD5 = 0x4000 };

static uint8_t data[600];

static bool read_blocks(const struct uf2_block *block, size_t count, struct image *image, struct err *err)
{
	struct str file = STR_INIT;
	bool read;

	for (size_t i = 0; i < count; i++) {
		struct uf2_block one = block[i];

		one.data = data;
		write_uf2_block(&file, &one);
	}
	read = image_read(image, file.data, file.len, err);
	str_release(&file);
	return read;
}

static void test_good(void)
{
	static const struct uf2_block blocks[] = {
		{ FAMILY, 0x10000000, 256, 0, 3, 0xe48bff56, NULL },
		{ NOT_FLASH, 0x55555555, 100, 1, 3, 0x12345678, NULL },
		{ FAMILY, 0x10000200, 256, 2, 3, 0xe48bff56, NULL },
	};
	struct image image;
	struct err err = { 0 };

	ok(read_blocks(blocks, COUNT(blocks), &image, &err) && image.format == IMAGE_UF2 && image.placed &&
		   image.segments == 2 && image_last(&image) == 0x100002ff,
	   "blocks are placed, those that are not for the flash are left out%s", err.text);
	ok(image.has_family && !strcmp(uf2_family_name(image.family), "RP2040"), "the family is told");
	ok(!uf2_family_name(1), "an unknown family has no name");
	image_release(&image);
}

static void test_bad(void)
{
	static const struct {
		const char *error;
		struct uf2_block block[2];
	} rows[] = {
		{ "block 1: it says that it is block 0",
		  { { 0, 0, 256, 0, 2, 0, NULL }, { 0, 256, 256, 0, 2, 0, NULL } } },
		{ "block 1: it says that there are 3 blocks; the file has 2",
		  { { 0, 0, 256, 0, 2, 0, NULL }, { 0, 256, 256, 1, 3, 0, NULL } } },
		{ "block 0: it says that there are 3 blocks; the file has 2",
		  { { 0, 0, 256, 0, 3, 0, NULL }, { 0, 256, 256, 1, 3, 0, NULL } } },
		{ "block 1: family is 0x00000002, that of the blocks before it 0x00000001",
		  { { FAMILY, 0, 256, 0, 2, 1, NULL }, { FAMILY, 256, 256, 1, 2, 2, NULL } } },
		{ "block 1: family is 0x00000000, that of the blocks before it 0x00000001",
		  { { FAMILY, 0, 256, 0, 2, 1, NULL }, { 0, 256, 256, 1, 2, 1, NULL } } },
		{ "block 0: it holds 1 to 476 bytes, not 477",
		  { { 0, 0, 477, 0, 2, 0, NULL }, { 0, 512, 256, 1, 2, 0, NULL } } },
		{ "block 0: it holds 1 to 452 bytes, not 476",
		  { { MD5, 0, 476, 0, 2, 0, NULL }, { 0, 512, 256, 1, 2, 0, NULL } } },
		{ "block 0: it holds 1 to 476 bytes, not 0",
		  { { 0, 0, 0, 0, 2, 0, NULL }, { 0, 512, 256, 1, 2, 0, NULL } } },
		{ "block 1: it holds 128 bytes, those before it 256",
		  { { 0, 0, 256, 0, 2, 0, NULL }, { 0, 256, 128, 1, 2, 0, NULL } } },
		{ "block 0: this holds files and no firmware",
		  { { CONTAINER, 0, 256, 0, 2, 0, NULL }, { 0, 256, 256, 1, 2, 0, NULL } } },
		{ "block 1: address 0x00000080 is given twice, as 80 and as 00",
		  { { 0, 0, 256, 0, 2, 0, NULL }, { 0, 128, 256, 1, 2, 0, NULL } } },
		{ "block 1: 256 bytes at 0xffffff80 pass the end of the address space",
		  { { 0, 0, 256, 0, 2, 0, NULL }, { 0, 0xffffff80, 256, 1, 2, 0, NULL } } },
		{ "there is nothing to flash in it",
		  { { NOT_FLASH, 0, 256, 0, 2, 0, NULL }, { NOT_FLASH, 256, 256, 1, 2, 0, NULL } } },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct image image;
		struct err err = { 0 };

		ok(!read_blocks(rows[i].block, 2, &image, &err) && !strcmp(err.text, rows[i].error), "%s",
		   err.text);
	}
}

static void test_damage(void)
{
	struct image_segment segment = { 0x2000, 512, data };
	struct image image = { .segment = &segment, .segments = 1, .bytes = data, .len = 512 }, back;
	struct str file = STR_INIT;
	struct err err = { 0 };
	size_t refused = 0;

	write_uf2(&file, &image, 0x6b846188);
	ok(image_read(&back, file.data, file.len, &err) && image_same(&image, &back),
	   "what is written is read again%s", err.text);
	image_release(&back);
	for (size_t n = 8; n < file.len; n++)
		refused += !image_read(&back, file.data, n, &err);
	ok(refused == file.len - 8, "every cut is refused: %s", err.text);
	file.data[512] ^= 1;
	ok(!image_read(&back, file.data, file.len, &err), "a damaged magic: %s", err.text);
	file.data[512] ^= 1;
	file.data[511] ^= 1;
	ok(!image_read(&back, file.data, file.len, &err), "a damaged end: %s", err.text);
	str_release(&file);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)i;
	test_good();
	test_bad();
	test_damage();
	return tap_done();
}
