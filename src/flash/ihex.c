/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "builder.h"

/* Intel, "Hexadecimal Object File Format Specification", revision A. */
enum {
	RECORD_DATA,
	RECORD_EOF,
	RECORD_SEGMENT, /* bits 4 to 19 of the addresses that follow */
	RECORD_START_SEGMENT,
	RECORD_LINEAR, /* bits 16 to 31 */
	RECORD_START_LINEAR,
};

enum { RECORD_MAX_BYTES = 4 + 255 + 1 };

struct ihex {
	struct builder builder;
	uint32_t base;
	bool segmented; /* offsets wrap inside 64 KiB */
	bool ended;
};

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The bytes behind the colon; count, length and checksum are right when it returns true. */
static bool decode(const uint8_t *text, size_t len, uint32_t line, uint8_t *out, struct err *err)
{
	const size_t n = len / 2;
	uint8_t sum = 0;

	for (size_t i = 0; i < len; i++)
		if (digit(text[i]) < 0)
			return err_set(err, ERR_PARSE, "line %u: column %zu is not a hex digit",
				       (unsigned)line, i + 2);
	if (len % 2)
		return err_set(err, ERR_PARSE, "line %u: there is an odd number of hex digits, %zu",
			       (unsigned)line, len);
	if (n < 5 || n > RECORD_MAX_BYTES)
		return err_set(err, ERR_PARSE, "line %u: a record has 5 to %d bytes, this one %zu",
			       (unsigned)line, RECORD_MAX_BYTES, n);
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
	if (n != (size_t)out[0] + 5)
		return err_set(err, ERR_PARSE, "line %u: the record says %u data bytes and has %zu",
			       (unsigned)line, out[0], n - 5);
	for (size_t i = 0; i < n - 1; i++)
		sum += out[i];
	sum = (uint8_t)-sum;
	if (out[n - 1] != sum)
		return err_set(err, ERR_PARSE, "line %u: checksum is %02x, not %02x", (unsigned)line,
			       out[n - 1], sum);
	return true;
}

static bool add_data(struct ihex *hex, uint16_t offset, const uint8_t *data, size_t len, uint32_t line,
		     struct err *err)
{
	const size_t room = 0x10000u - offset;
	const size_t head = hex->segmented && len > room ? room : len;

	return builder_add(&hex->builder, hex->base + offset, data, head, line, err) &&
	       builder_add(&hex->builder, hex->base, data + head, len - head, line, err);
}

static bool take_record(struct ihex *hex, const uint8_t *record, uint32_t line, struct err *err)
{
	static const int8_t wanted[] = {
		[RECORD_DATA] = -1,         [RECORD_EOF] = 0,    [RECORD_SEGMENT] = 2,
		[RECORD_START_SEGMENT] = 4, [RECORD_LINEAR] = 2, [RECORD_START_LINEAR] = 4,
	};
	const uint8_t len = record[0], type = record[3], *data = record + 4;

	if (type >= COUNT(wanted))
		return err_set(err, ERR_PARSE, "line %u: record type %02x is not known", (unsigned)line,
			       type);
	if (wanted[type] >= 0 && len != wanted[type])
		return err_set(err, ERR_PARSE, "line %u: a record of type %02x has %d data bytes, not %u",
			       (unsigned)line, type, wanted[type], len);
	switch (type) {
	case RECORD_DATA:
		return add_data(hex, (uint16_t)(record[1] << 8 | record[2]), data, len, line, err);
	case RECORD_EOF:
		hex->ended = true;
		break;
	case RECORD_SEGMENT:
		hex->base = (uint32_t)(data[0] << 8 | data[1]) << 4;
		hex->segmented = true;
		break;
	case RECORD_LINEAR:
		hex->base = (uint32_t)(data[0] << 8 | data[1]) << 16;
		hex->segmented = false;
		break;
	default: /* where to start: a bootloader has its own idea of that */
		break;
	}
	return true;
}

/* One line without its end. */
static bool take_line(struct ihex *hex, const uint8_t *text, size_t len, uint32_t line, struct err *err)
{
	uint8_t record[RECORD_MAX_BYTES];

	if (!len)
		return true;
	if (hex->ended)
		return err_set(err, ERR_PARSE, "line %u: there is more after the end record", (unsigned)line);
	if (text[0] != ':')
		return err_set(err, ERR_PARSE, "line %u: a record starts with ':'", (unsigned)line);
	return decode(text + 1, len - 1, line, record, err) && take_record(hex, record, line, err);
}

bool ihex_read(struct image *out, const uint8_t *data, size_t len, struct err *err)
{
	struct ihex hex = { .builder = { .unit = "line" } };
	uint32_t line = 1;

	for (size_t at = 0; at < len; line++) {
		const uint8_t *end = memchr(data + at, '\n', len - at);
		size_t n = end ? (size_t)(end - (data + at)) : len - at;
		const size_t next = at + n + 1;

		if (n && data[at + n - 1] == '\r')
			n--;
		if (!take_line(&hex, data + at, n, line, err))
			goto fail;
		at = next;
	}
	if (!hex.ended) {
		err_set(err, ERR_PARSE, "line %u: the end record is missing; the file is cut short",
			(unsigned)line);
		goto fail;
	}
	if (!builder_finish(&hex.builder, out, err))
		return false;
	out->format = IMAGE_IHEX;
	return true;
fail:
	builder_release(&hex.builder);
	return false;
}
