/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "flash/image.h"
#include "images.h"
#include "tap.h"

#define END ":00000001FF\n"

static void test_good(void)
{
	static const struct {
		const char *what, *text;
		uint32_t first, last;
		size_t segments;
	} rows[] = {
		{ "one record", ":0300300002337A1E\n" END, 0x30, 0x32, 1 },
		{ "CRLF", ":0300300002337A1E\r\n:00000001FF\r\n", 0x30, 0x32, 1 },
		{ "lower case", ":0300300002337a1e\n:00000001ff\n", 0x30, 0x32, 1 },
		{ "no newline at the end", ":0300300002337A1E\n:00000001FF", 0x30, 0x32, 1 },
		{ "blank lines", ":0300300002337A1E\n\n\r\n" END "\n\n", 0x30, 0x32, 1 },
		{ "an empty data record",
		  ":00000000"
		  "00\n:0300300002337A1E\n" END,
		  0x30, 0x32, 1 },
		{ "linear base", ":020000040800F2\n:0100000011EE\n" END, 0x08000000, 0x08000000, 1 },
		{ "segment base", ":020000021000EC\n:0100000011EE\n" END, 0x10000, 0x10000, 1 },
		{ "a linear record may pass 64 KiB", ":02FFFF001122CD\n" END, 0xffff, 0x10000, 1 },
		{ "a segmented one wraps inside them", ":020000021000EC\n:02FFFF001122CD\n" END, 0x10000,
		  0x1ffff, 2 },
		{ "start records are read over",
		  ":0400000508000131BD\n:0400000300003800C1\n:0100000011EE\n" END, 0, 0, 1 },
		{ "records in any order are joined", ":0100020011EC\n:0100000011EE\n:0100010011ED\n" END, 0,
		  2, 1 },
		{ "a byte twice with one value", ":0100000011EE\n:0100000011EE\n" END, 0, 0, 1 },
		{ "the last address there is", ":02000004FFFFFC\n:01FFFF0011F0\n" END, 0xffffffff, 0xffffffff,
		  1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct image image = { 0 };
		struct err err = { 0 };
		const bool read = image_read(&image, rows[i].text, strlen(rows[i].text), &err);

		ok(read && image.format == IMAGE_IHEX && image.placed && image.segments == rows[i].segments &&
			   image_first(&image) == rows[i].first && image_last(&image) == rows[i].last,
		   "%s%s%s", rows[i].what, err.text[0] ? ": " : "", err.text);
		image_release(&image);
	}
}

static void test_bad(void)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ ":0300300002337A1F\n" END, "line 1: checksum is 1f, not 1e" },
		{ ":020000040800F3\n" END, "line 1: checksum is f3, not f2" },
		{ ":020000021000ED\n" END, "line 1: checksum is ed, not ec" },
		{ ":0400000508000131BE\n" END, "line 1: checksum is be, not bd" },
		{ ":0100000011EE\n:00000001FE\n", "line 2: checksum is fe, not ff" },
		{ ":0100000011EE\n" END ":0100000011EE\n", "line 3: there is more after the end record" },
		{ ":0100000011EE\n" END END, "line 3: there is more after the end record" },
		{ ":0100000011EE\n", "line 2: the end record is missing; the file is cut short" },
		{ ":0100000011EE\n:000000", "line 2: a record has 5 to 260 bytes, this one 3" },
		{ ":0100000011E\n" END, "line 1: there is an odd number of hex digits, 11" },
		{ ":01000000G1EE\n" END, "line 1: column 10 is not a hex digit" },
		{ ":0100000011EE \n" END, "line 1: column 14 is not a hex digit" },
		{ ":0200000011EE\n" END, "line 1: the record says 2 data bytes and has 1" },
		{ ":00000006FA\n" END, "line 1: record type 06 is not known" },
		{ ":0100000108F6\n", "line 1: a record of type 01 has 0 data bytes, not 1" },
		{ ":0100000408F3\n" END, "line 1: a record of type 04 has 2 data bytes, not 1" },
		{ ":0100000011EE\nhello\n" END, "line 2: a record starts with ':'" },
		{ ":0100000011EE\n:0100000012ED\n" END,
		  "line 2: address 0x00000000 is given twice, as 11 and as 12" },
		{ ":02000004FFFFFC\n:02FFFF001122CD\n" END,
		  "line 2: 2 bytes at 0xffffffff pass the end of the address space" },
		{ END, "there is nothing to flash in it" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct image image = { 0 };
		struct err err = { 0 };

		ok(!image_read(&image, rows[i].text, strlen(rows[i].text), &err) &&
			   !strcmp(err.text, rows[i].error) && !image.segments,
		   "%s", err.text);
	}
}

/* Any cut of a good file is refused, except that which loses no more than the last newline. */
static void test_cuts(void)
{
	static const char text[] = ":0300300002337A1E\n" END;
	size_t refused = 0;

	for (size_t n = 0; n < sizeof(text) - 2; n++) {
		struct image image = { 0 };
		struct err err = { 0 };

		refused += !image_read(&image, text, n, &err);
		image_release(&image);
	}
	ok(refused == sizeof(text) - 2, "every cut is refused");
}

static void test_many_parts(void)
{
	struct str text = STR_INIT;
	struct image image = { 0 };
	struct err err = { 0 };

	for (unsigned i = 0; i <= IMAGE_MAX_SEGMENTS; i++)
		write_ihex_record(&text, 0, (uint16_t)(2 * i), (const uint8_t *)"x", 1);
	write_ihex_record(&text, 1, 0, NULL, 0);
	ok(!image_read(&image, text.data, text.len, &err) && err.code == ERR_RANGE,
	   "a file in too many parts is refused: %s", err.text);
	str_release(&text);
}

static void test_round_trip(void)
{
	static uint8_t data[70000];
	struct image_segment segment[] = { { 0x0800ff00, 69000, data }, { 0x20000001, 3, data + 69000 } };
	struct image image = { .segment = segment, .segments = 2, .bytes = data, .len = 69003 }, back;
	struct str text = STR_INIT;
	struct err err = { 0 };

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 31 + (i >> 8));
	write_ihex(&text, &image, 16);
	ok(image_read(&back, text.data, text.len, &err) && image_same(&image, &back),
	   "what is written is read again%s", err.text);
	image_release(&back);
	str_release(&text);
}

int main(void)
{
	test_good();
	test_bad();
	test_cuts();
	test_many_parts();
	test_round_trip();
	return tap_done();
}
