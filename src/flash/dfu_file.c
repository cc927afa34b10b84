/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "builder.h"
#include "bytes.h"

/* USB DFU 1.1, appendix B (the suffix), and ST UM0391 (what DfuSe puts before it). */
enum {
	SUFFIX_BYTES = 16,
	SUFFIX_AT_PID = 2,
	SUFFIX_AT_VID = 4,
	SUFFIX_AT_SIGNATURE = 8,
	SUFFIX_AT_CRC = 12,
	PREFIX_BYTES = 11,
	TARGET_BYTES = 274,
	TARGET_AT_ALT = 6,
	TARGET_AT_SIZE = 266,
	TARGET_AT_ELEMENTS = 270,
	ELEMENT_BYTES = 8,
};

static const uint8_t signature[] = { 'U', 'F', 'D', SUFFIX_BYTES };
static const uint8_t prefix[] = { 'D', 'f', 'u', 'S', 'e' };

bool dfu_file_has_magic(const uint8_t *data, size_t len)
{
	const bool has_suffix =
		len >= SUFFIX_BYTES &&
		!memcmp(data + len - SUFFIX_BYTES + SUFFIX_AT_SIGNATURE, signature, sizeof(signature));

	return has_suffix || (len >= sizeof(prefix) && !memcmp(data, prefix, sizeof(prefix)));
}

uint32_t dfu_file_crc(const uint8_t *data, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < len; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return crc;
}

/* The bytes of a DfuSe file from @at to @end. */
struct cursor {
	const uint8_t *data;
	size_t at, end;
};

/* The next @len bytes; NULL with an error when there are not so many. */
static const uint8_t *take(struct cursor *c, size_t len, const char *what, struct err *err)
{
	const uint8_t *p = c->data + c->at;

	if (len > c->end - c->at) {
		err_set(err, ERR_PARSE, "byte %zu: %s needs %zu bytes and %zu are left", c->at, what, len,
			c->end - c->at);
		return NULL;
	}
	c->at += len;
	return p;
}

static bool read_elements(struct cursor *c, uint32_t count, struct builder *b, struct err *err)
{
	for (uint32_t n = 0; n < count; n++) {
		const uint8_t *head = take(c, ELEMENT_BYTES, "an element's head", err), *data;

		if (!head)
			return false;
		data = take(c, get_le32(head + 4), "an element's data", err);
		if (!data || !builder_add(b, get_le32(head), data, get_le32(head + 4), n, err))
			return false;
	}
	return true;
}

static bool read_target(struct cursor *c, struct builder *b, struct err *err)
{
	const size_t start = c->at;
	const uint8_t *head = take(c, TARGET_BYTES, "a target's head", err);
	struct cursor inner;

	if (!head)
		return false;
	if (memcmp(head, "Target", 6))
		return err_set(err, ERR_PARSE, "byte %zu: a target starts with 'Target'", start);
	/* Alternate setting 0 is the internal flash; the others are option bytes and the like. */
	if (head[TARGET_AT_ALT])
		return err_set(
			err, ERR_PARSE,
			"byte %zu: this target is for memory %u; only memory 0, the internal flash, is "
			"written",
			start, head[TARGET_AT_ALT]);
	inner = (struct cursor){ c->data, c->at, c->at };
	if (!take(c, get_le32(head + TARGET_AT_SIZE), "a target", err))
		return false;
	inner.end = c->at;
	if (!read_elements(&inner, get_le32(head + TARGET_AT_ELEMENTS), b, err))
		return false;
	if (inner.at != inner.end)
		return err_set(err, ERR_PARSE, "byte %zu: %zu bytes are left behind the target's elements",
			       inner.at, inner.end - inner.at);
	return true;
}

static bool read_dfuse(struct cursor *c, struct builder *b, struct err *err)
{
	const uint8_t *head = take(c, PREFIX_BYTES, "the head of the file", err);

	if (!head)
		return false;
	if (head[5] != 1)
		return err_set(err, ERR_PARSE, "byte 5: DfuSe version is %u, not 1", head[5]);
	if (get_le32(head + 6) != c->end)
		return err_set(err, ERR_PARSE, "byte 6: the head says %u bytes and the file has %zu",
			       (unsigned)get_le32(head + 6), c->end);
	for (unsigned n = 0; n < head[10]; n++)
		if (!read_target(c, b, err))
			return false;
	if (c->at != c->end)
		return err_set(err, ERR_PARSE, "byte %zu: %zu bytes are left behind the last target", c->at,
			       c->end - c->at);
	return true;
}

/* The suffix's own checks; @data ends with it. */
static bool check_suffix(const uint8_t *data, size_t len, struct err *err)
{
	uint32_t crc, said;

	if (len < SUFFIX_BYTES ||
	    memcmp(data + len - SUFFIX_BYTES + SUFFIX_AT_SIGNATURE, signature, sizeof(signature)))
		return err_set(err, ERR_PARSE, "byte %zu: the DFU suffix is missing; the file is cut short",
			       len);
	crc = dfu_file_crc(data, len - 4);
	said = get_le32(data + len - SUFFIX_BYTES + SUFFIX_AT_CRC);
	if (crc != said)
		return err_set(err, ERR_PARSE, "byte %zu: the DFU suffix's checksum is %08x, not %08x",
			       len - 4, (unsigned)said, (unsigned)crc);
	return true;
}

bool dfu_file_read(struct image *out, const uint8_t *data, size_t len, struct err *err)
{
	struct builder b = { .unit = "element" };
	struct cursor c = { .data = data };
	const uint8_t *suffix;
	bool dfuse, ok;

	if (!check_suffix(data, len, err))
		return false;
	c.end = len - SUFFIX_BYTES;
	suffix = data + c.end;
	dfuse = c.end >= sizeof(prefix) && !memcmp(data, prefix, sizeof(prefix));
	ok = dfuse ? read_dfuse(&c, &b, err) : builder_add(&b, 0, data, c.end, 0, err);
	if (!ok) {
		builder_release(&b);
		return false;
	}
	if (!builder_finish(&b, out, err))
		return false;
	out->format = dfuse ? IMAGE_DFUSE : IMAGE_DFU;
	out->placed = dfuse;
	out->has_usb_id = true;
	out->vid = get_le16(suffix + SUFFIX_AT_VID);
	out->pid = get_le16(suffix + SUFFIX_AT_PID);
	return true;
}
