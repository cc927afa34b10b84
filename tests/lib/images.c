/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "images.h"

void write_le32(struct str *out, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		str_add_char(out, (char)(value >> 8 * i));
}

void write_ihex_record(struct str *out, uint8_t type, uint16_t offset, const uint8_t *data, size_t len)
{
	uint8_t sum = (uint8_t)(len + (offset >> 8) + offset + type);

	str_addf(out, ":%02X%04X%02X", (unsigned)len, offset, type);
	for (size_t i = 0; i < len; i++) {
		str_addf(out, "%02X", data[i]);
		sum += data[i];
	}
	str_addf(out, "%02X\n", (uint8_t)-sum);
}

void write_ihex(struct str *out, const struct image *image, size_t record_bytes)
{
	uint32_t upper = 0;

	for (size_t i = 0; i < image->segments; i++) {
		const struct image_segment *s = &image->segment[i];

		for (size_t at = 0; at < s->len;) {
			const uint32_t addr = s->addr + (uint32_t)at;
			size_t n = s->len - at < record_bytes ? s->len - at : record_bytes;

			if (n > 0x10000 - (addr & 0xffff))
				n = 0x10000 - (addr & 0xffff);
			if (addr >> 16 != upper) {
				upper = addr >> 16;
				write_ihex_record(out, 4, 0,
						  (uint8_t[]){ (uint8_t)(upper >> 8), (uint8_t)upper }, 2);
			}
			write_ihex_record(out, 0, (uint16_t)addr, s->data + at, n);
			at += n;
		}
	}
	write_ihex_record(out, 1, 0, NULL, 0);
}

void write_uf2_block(struct str *out, const struct uf2_block *block)
{
	const size_t room = 476, have = block->len < room ? block->len : room;

	write_le32(out, 0x0a324655);
	write_le32(out, 0x9e5d5157);
	write_le32(out, block->flags);
	write_le32(out, block->addr);
	write_le32(out, block->len);
	write_le32(out, block->index);
	write_le32(out, block->count);
	write_le32(out, block->family);
	str_add_bytes(out, block->data, have);
	str_pad(out, 0, room - have);
	write_le32(out, 0x0ab16f30);
}

void write_uf2(struct str *out, const struct image *image, uint32_t family)
{
	struct uf2_block block = { .flags = 0x2000, .family = family, .len = 256 };

	for (size_t i = 0; i < image->segments; i++)
		block.count += (uint32_t)(image->segment[i].len / 256);
	for (size_t i = 0; i < image->segments; i++)
		for (size_t at = 0; at + 256 <= image->segment[i].len; at += 256, block.index++) {
			block.addr = image->segment[i].addr + (uint32_t)at;
			block.data = image->segment[i].data + at;
			write_uf2_block(out, &block);
		}
}

void write_dfu_suffix(struct str *out, uint16_t bcd_device, uint16_t pid, uint16_t vid, uint16_t bcd_dfu)
{
	const uint16_t word[] = { bcd_device, pid, vid, bcd_dfu };

	for (size_t i = 0; i < COUNT(word); i++) {
		str_add_char(out, (char)word[i]);
		str_add_char(out, (char)(word[i] >> 8));
	}
	str_add_bytes(out, "UFD\x10", 4);
	write_le32(out, dfu_file_crc((const uint8_t *)out->data, out->len));
}

void write_dfuse(struct str *out, const struct image *image, uint8_t alt)
{
	const uint32_t size = (uint32_t)(image->len + 8 * image->segments);

	str_add_bytes(out, "DfuSe\x01", 6);
	write_le32(out, 11 + 274 + size);
	str_add_char(out, 1);
	str_add(out, "Target");
	str_add_char(out, (char)alt);
	write_le32(out, 0);
	str_pad(out, 0, 255);
	write_le32(out, size);
	write_le32(out, (uint32_t)image->segments);
	for (size_t i = 0; i < image->segments; i++) {
		write_le32(out, image->segment[i].addr);
		write_le32(out, (uint32_t)image->segment[i].len);
		str_add_bytes(out, image->segment[i].data, image->segment[i].len);
	}
	write_dfu_suffix(out, 0xffff, 0xdf11, 0x0483, 0x011a);
}

bool image_is_sound(const struct image *image)
{
	const uint8_t *next = image->bytes;
	uint64_t end = 0;

	for (size_t i = 0; i < image->segments; i++) {
		const struct image_segment *s = &image->segment[i];

		if (!s->len || s->data != next || (i && s->addr <= end) || s->len - 1 > UINT32_MAX - s->addr)
			return false;
		end = (uint64_t)s->addr + s->len;
		next += s->len;
	}
	return image->segments && image->len == (size_t)(next - image->bytes) &&
	       image->len <= IMAGE_MAX_BYTES;
}

bool image_same(const struct image *a, const struct image *b)
{
	if (a->segments != b->segments || a->len != b->len)
		return false;
	for (size_t i = 0; i < a->segments; i++)
		if (a->segment[i].addr != b->segment[i].addr || a->segment[i].len != b->segment[i].len)
			return false;
	return !memcmp(a->bytes, b->bytes, a->len);
}
