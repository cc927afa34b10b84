/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/steps.h"
#include "tap.h"

static const struct flash_geometry f401 = {
	.region = { { 0x08000000, 0x10000, 0x4000, 7 },
		    { 0x08010000, 0x10000, 0x10000, 7 },
		    { 0x08020000, 0x20000, 0x20000, 7 } },
	.regions = 3,
	.app_addr = 0x08000000,
	.block_bytes = 2048,
	.can_read = true,
};
static const struct flash_geometry maple = {
	.region = { { 0x08002000, 0x1e000, 0x400, 7 } },
	.regions = 1,
	.app_addr = 0x08002000,
	.block_bytes = 0x400,
	.order = FLASH_STREAM,
	.can_read = true,
};
static const struct flash_geometry teensy = {
	.region = { { 0, 32256, 128, 6 } },
	.regions = 1,
	.block_bytes = 128,
	.order = FLASH_BLOCKS,
};

static uint8_t data[0x20100];

struct row {
	const char *what, *text;
	const struct flash_geometry *g;
	enum image_format format;
	struct {
		uint32_t addr;
		size_t len;
	} part[2];
	size_t blank_at, blank_len; /* within the data */
};

static bool plan(const struct row *row, struct flash_plan *out, struct str *text, struct err *err)
{
	struct image_segment segment[2];
	struct image image = { .format = row->format, .placed = true, .segment = segment, .bytes = data };
	bool good;

	memset(data, 0x5a, sizeof(data));
	memset(data + row->blank_at, 0xff, row->blank_len);
	for (; image.segments < 2 && row->part[image.segments].len; image.segments++) {
		segment[image.segments] =
			(struct image_segment){ row->part[image.segments].addr, row->part[image.segments].len,
						data + image.len };
		image.len += row->part[image.segments].len;
	}
	good = flash_plan_make(out, &image, row->g, err);
	if (good)
		flash_plan_describe(out, row->g, text);
	return good;
}

static void test_plans(void)
{
	static const struct row rows[] = {
		{ "one page of many",
		  "erase 1 pages, 16384 bytes, about 0.4 s\nwrite 0x08000000 to 0x0800001f, 32 bytes\nverify "
		  "32 bytes\n",
		  &f401,
		  IMAGE_BIN,
		  { { 0x08000000, 10 } },
		  0,
		  0 },
		{ "pages of three sizes",
		  "erase 6 pages, 262144 bytes, about 4.8 s\nwrite 0x08000000 to 0x0802001f, 131104 bytes\n"
		  "verify 131104 bytes\n",
		  &f401,
		  IMAGE_BIN,
		  { { 0x08000000, 0x20000 }, { 0x08020000, 1 } },
		  0,
		  0 },
		{ "a hole in a HEX is left alone",
		  "erase 2 pages, 32768 bytes, about 0.8 s\nwrite 0x08000000 to 0x080000ff, 256 bytes\n"
		  "write 0x08008000 to 0x0800801f, 32 bytes\nverify 288 bytes\n",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x08000000, 256 }, { 0x08008000, 3 } },
		  0,
		  0 },
		{ "so is a blank sector of a raw binary",
		  "0x08004000: 16384 blank bytes of the image are left out; the device keeps what it has "
		  "there "
		  "(saved settings)\nerase 2 pages, 32768 bytes, about 0.8 s\n"
		  "write 0x08000000 to 0x08003fff, 16384 bytes\nwrite 0x08008000 to 0x0800bfff, 16384 bytes\n"
		  "verify 32768 bytes\n",
		  &f401,
		  IMAGE_BIN,
		  { { 0x08000000, 0xc000 } },
		  0x4000,
		  0x4000 },
		{ "but not of one that gives addresses",
		  "erase 3 pages, 49152 bytes, about 1.2 s\nwrite 0x08000000 to 0x0800bfff, 49152 bytes\n"
		  "verify 49152 bytes\n",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x08000000, 0xc000 } },
		  0x4000,
		  0x4000 },
		{ "two parts share a page",
		  "erase 1 pages, 16384 bytes, about 0.4 s\nwrite 0x08000000 to 0x080010ff, 4352 bytes\n"
		  "verify 4352 bytes\n",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x08000000, 256 }, { 0x08001000, 256 } },
		  0,
		  0 },
		{ "a write starts at a whole unit",
		  "erase 1 pages, 16384 bytes, about 0.4 s\nwrite 0x08000020 to 0x0800007f, 96 bytes\n"
		  "verify 96 bytes\n",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x0800003f, 34 }, { 0x08000061, 1 } },
		  0,
		  0 },
		{ "a stream is whole pages without a gap",
		  "write 0x08002000 to 0x08002bff, 3072 bytes\nverify 3072 bytes\n",
		  &maple,
		  IMAGE_IHEX,
		  { { 0x08002000, 10 }, { 0x08002800, 10 } },
		  0,
		  0 },
		{ "and starts at the start",
		  "write 0x08002000 to 0x08002bff, 3072 bytes\nverify 3072 bytes\n",
		  &maple,
		  IMAGE_IHEX,
		  { { 0x08002800, 10 } },
		  0,
		  0 },
		{ "blank blocks are left out, the first never",
		  "erase the chip, with the first block\nwrite 0x00000000 to 0x0000007f, 128 bytes\n"
		  "write 0x00000100 to 0x0000017f, 128 bytes\nverify nothing: this bootloader cannot be read "
		  "back\n",
		  &teensy,
		  IMAGE_BIN,
		  { { 0, 300 } },
		  0,
		  256 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct flash_plan made;
		struct err err = { 0 };

		ok(plan(&rows[i], &made, &text, &err) && !strcmp(str_text(&text), rows[i].text), "%s%s",
		   rows[i].what, err.text);
		if (strcmp(str_text(&text), rows[i].text))
			printf("# %s\n", str_text(&text));
		flash_plan_release(&made);
		str_release(&text);
	}
}

static void test_refused(void)
{
	static const struct row rows[] = {
		{ "past the end",
		  "0x08040000 is not in memory that can be written",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x0803ffff, 2 } },
		  0,
		  0 },
		{ "before the start",
		  "0x07ffffff is not in memory that can be written",
		  &f401,
		  IMAGE_IHEX,
		  { { 0x07ffffff, 2 } },
		  0,
		  0 },
		{ "before a stream's start",
		  "the image starts at 0x08001fff, before the firmware's place 0x08002000",
		  &maple,
		  IMAGE_IHEX,
		  { { 0x08001fff, 2 } },
		  0,
		  0 },
		{ "blank",
		  "the image is blank: there is nothing to write",
		  &f401,
		  IMAGE_BIN,
		  { { 0x08000000, 0x4000 } },
		  0,
		  0x4000 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str text = STR_INIT;
		struct flash_plan made;
		struct err err = { 0 };

		ok(!plan(&rows[i], &made, &text, &err) && !strcmp(err.text, rows[i].text) && !made.pages,
		   "%s: %s", rows[i].what, err.text);
	}
}

static void test_same(void)
{
	struct image_segment segment = { 0x08000000, 0xc000, data };
	const struct image image = { .format = IMAGE_IHEX,
				     .placed = true,
				     .segment = &segment,
				     .segments = 1,
				     .bytes = data,
				     .len = 0xc000 };
	struct flash_plan made;
	struct err err = { 0 };

	memset(data, 0x5a, sizeof(data));
	ok(flash_plan_make(&made, &image, &f401, &err) && made.pages == 3 && made.zones == 1, "three pages");
	made.page[1].same = true;
	flash_plan_update(&made, &image, &f401);
	ok(made.zones == 2 && made.erase_pages == 2 && made.write_bytes == 0x8000 &&
		   made.same_bytes == 0x4000,
	   "one that is there already is left alone");
	made.page[0].same = made.page[2].same = true;
	flash_plan_update(&made, &image, &f401);
	ok(!made.zones && !made.erase_pages && !made.write_bytes && !made.erase_ms,
	   "all of them: nothing to do");
	flash_plan_release(&made);
}

int main(void)
{
	test_plans();
	test_refused();
	test_same();
	return tap_done();
}
