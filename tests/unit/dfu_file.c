/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flash/image.h"
#include "images.h"
#include "tap.h"

/* As dfu-suffix 0.11 writes them. */
static const uint8_t vector_dfu[] = { 'A',  'B',  'C',  'D',  0xff, 0xff, 0x11, 0xdf, 0x83, 0x04,
				      0x00, 0x01, 0x55, 0x46, 0x44, 0x10, 0xd6, 0xad, 0xce, 0x8b };
static const uint8_t vector_dfuse[] = { 'A',  'B',  'C',  'D',  0x00, 0x02, 0x11, 0xdf, 0x83, 0x04,
					0x1a, 0x01, 0x55, 0x46, 0x44, 0x10, 0x25, 0xd7, 0xcd, 0x5d };

static void test_suffix(void)
{
	const uint8_t *const vectors[] = { vector_dfu, vector_dfuse };
	struct image image;
	struct err err = { 0 };
	struct str file = STR_INIT;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		ok(image_read(&image, vectors[i], 20, &err) && image.format == IMAGE_DFU && !image.placed &&
			   image.len == 4 && !memcmp(image.bytes, "ABCD", 4) && image.has_usb_id &&
			   image.vid == 0x0483 && image.pid == 0xdf11,
		   "vector %zu is read and its suffix left off%s", i, err.text);
		image_release(&image);
	}
	str_add(&file, "ABCD");
	write_dfu_suffix(&file, 0xffff, 0xdf11, 0x0483, 0x0100);
	ok(file.len == 20 && !memcmp(file.data, vector_dfu, 20), "the writer of the tests agrees with it");
	for (size_t i = 0; i < 20; i++) {
		file.data[i] ^= 4;
		/* A damaged signature makes it a raw binary; no other damage goes unseen. */
		ok(image_read(&image, file.data, file.len, &err) == (i >= 12 && i < 16),
		   "byte %zu damaged: %s", i, err.text);
		image_release(&image);
		file.data[i] ^= 4;
	}
	ok(!image_read(&image, vector_dfu + 4, 16, &err), "a suffix alone: %s", err.text);
	str_release(&file);
}

/* Put @value at @at of a good DfuSe file, make its checksum right again, and read it. */
static bool read_changed(size_t at, uint32_t value, struct image *image, struct err *err)
{
	static const uint8_t data[] = { 1, 2, 3, 4, 5, 6, 7 };
	struct image_segment segment[] = { { 0x08000000, 4, data }, { 0x08010000, 3, data + 4 } };
	const struct image source = { .segment = segment, .segments = 2, .bytes = (uint8_t *)data, .len = 7 };
	struct str file = STR_INIT;
	bool read;

	write_dfuse(&file, &source, 0);
	if (at)
		for (int i = 0; i < 4; i++)
			file.data[at + (size_t)i] = (char)(value >> 8 * i);
	file.len -= 16;
	write_dfu_suffix(&file, 0xffff, 0xdf11, 0x0483, 0x011a);
	read = image_read(image, file.data, file.len, err);
	if (read && !at)
		read = image_same(image, &source);
	str_release(&file);
	return read;
}

static void test_dfuse(void)
{
	enum { AT_SIZE = 6, AT_TARGET_SIZE = 11 + 266, AT_ELEMENTS = 11 + 270, AT_LEN = 11 + 274 + 4 };
	static const struct {
		const char *error;
		size_t at;
		uint32_t value;
	} rows[] = {
		{ "byte 6: the head says 307 bytes and the file has 308", AT_SIZE, 307 },
		{ "byte 285: a target needs 24 bytes and 23 are left", AT_TARGET_SIZE, 24 },
		{ "byte 285: a target needs 4294967295 bytes and 23 are left", AT_TARGET_SIZE, 0xffffffff },
		{ "byte 308: an element's head needs 8 bytes and 0 are left", AT_ELEMENTS, 3 },
		{ "byte 308: an element's head needs 8 bytes and 0 are left", AT_ELEMENTS, 0xffffffff },
		{ "byte 297: 11 bytes are left behind the target's elements", AT_ELEMENTS, 1 },
		{ "byte 293: an element's data needs 16 bytes and 15 are left", AT_LEN, 16 },
		{ "byte 293: an element's data needs 4294967295 bytes and 15 are left", AT_LEN, 0xffffffff },
		{ "byte 11: a target starts with 'Target'", 11, 0 },
		{ "byte 5: DfuSe version is 2, not 1", 2, 0x02655375 },
		{ "element 1: address 0x08000001 is given twice, as 02 and as 05", AT_LEN + 4 + 4,
		  0x08000001 },
	};
	struct image image;
	struct err err = { 0 };

	ok(read_changed(0, 0, &image, &err), "what is written is read again%s", err.text);
	ok(image.format == IMAGE_DFUSE && image.placed && image.vid == 0x0483, "as DfuSe, with its device");
	image_release(&image);
	for (size_t i = 0; i < COUNT(rows); i++)
		ok(!read_changed(rows[i].at, rows[i].value, &image, &err) && !strcmp(err.text, rows[i].error),
		   "%s", err.text);
}

static void test_targets(void)
{
	struct image_segment segment = { 0x08000000, 4, vector_dfu };
	const struct image source = {
		.segment = &segment, .segments = 1, .bytes = (uint8_t *)vector_dfu, .len = 4
	};
	struct str file = STR_INIT;
	struct image image;
	struct err err = { 0 };
	size_t refused = 0;

	write_dfuse(&file, &source, 1);
	ok(!image_read(&image, file.data, file.len, &err), "option bytes are refused: %s", err.text);
	str_clear(&file);
	write_dfuse(&file, &source, 0);
	file.data[10] = 2;
	file.len -= 16;
	write_dfu_suffix(&file, 0xffff, 0xdf11, 0x0483, 0x011a);
	ok(!image_read(&image, file.data, file.len, &err), "a missing target: %s", err.text);
	for (size_t n = 5; n < file.len; n++) {
		/* In memory of its own, so that reading past the end is seen. */
		char *cut = mem_new(n, 1);

		memcpy(cut, file.data, n);
		refused += !image_read(&image, cut, n, &err);
		free(cut);
	}
	ok(refused == file.len - 5, "every cut is refused: %s", err.text);
	str_release(&file);
}

static void test_strangers(void)
{
	static const struct {
		const char *bytes, *error;
		size_t len;
	} rows[] = {
		{ "", "the file is empty", 0 },
		{ "\177ELF\1\1\1",
		  "this is an ELF program with its debugging data; flash the .bin or .hex that "
		  "lies beside it",
		  7 },
		{ "PK\3\4....", "this is a zip archive; unpack it first", 8 },
		{ "<html>404</html>\r\n", "this is text and not a firmware image (Intel HEX starts with ':')",
		  18 },
	};
	struct image image;
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(!image_read(&image, rows[i].bytes, rows[i].len, &err) && !strcmp(err.text, rows[i].error),
		   "%s", err.text);
	ok(image_read(&image, "\0\x20\0\x20", 4, &err) && image.format == IMAGE_BIN && !image.placed,
	   "anything else is a raw binary without an address");
	ok(!image_place(&image, 0xfffffffd, &err) && err.code == ERR_RANGE && !image.placed,
	   "which must fit where it goes: %s", err.text);
	ok(image_place(&image, 0xfffffffc, &err) && image_first(&image) == 0xfffffffc &&
		   image_last(&image) == 0xffffffff,
	   "and is then placed");
	image_release(&image);
}

int main(void)
{
	test_suffix();
	test_dfuse();
	test_targets();
	test_strangers();
	return tap_done();
}
