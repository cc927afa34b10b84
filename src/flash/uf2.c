/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "builder.h"
#include "bytes.h"

/* github.com/microsoft/uf2: a file is blocks of 512 bytes, each complete in itself. */
enum {
	UF2_BLOCK_BYTES = 512,
	UF2_DATA_BYTES = 476,
	UF2_AT_FLAGS = 8,
	UF2_AT_ADDR = 12,
	UF2_AT_LEN = 16,
	UF2_AT_INDEX = 20,
	UF2_AT_COUNT = 24,
	UF2_AT_FAMILY = 28,
	UF2_AT_DATA = 32,
	UF2_AT_END = 508,
};

static const uint32_t magic[] = { 0x0a324655, 0x9e5d5157 }, magic_end = 0x0ab16f30;

enum uf2_flags {
	UF2_NOT_FLASH = 0x1,    /* a comment: not to be written */
	UF2_CONTAINER = 0x1000, /* files, no firmware */
	UF2_FAMILY = 0x2000,
	UF2_MD5 = 0x4000, /* the last 24 bytes of the data field are a checksum */
};

static const struct {
	uint32_t family;
	const char *name;
} families[] = {
	{ 0x00ff6919, "STM32L4" },          { 0x06d1097b, "STM32F411xC" },
	{ 0x16573617, "ATmega32" },         { 0x2dc309c5, "STM32F411xE" },
	{ 0x300f5633, "STM32G0" },          { 0x4c71240a, "STM32G4" },
	{ 0x4fb2d5bd, "i.MX RT10xx" },      { 0x53b80f00, "STM32F7" },
	{ 0x55114460, "SAMD51" },           { 0x57755a57, "STM32F4" },
	{ 0x5ee21072, "STM32F1" },          { 0x621e937a, "nRF52833" },
	{ 0x647824b6, "STM32F0" },          { 0x699b62ec, "CH32V" },
	{ 0x6b846188, "STM32F3" },          { 0x6d0922fa, "STM32F407" },
	{ 0x6db66082, "STM32H7" },          { 0x9af03e33, "GD32VF103" },
	{ 0xa0c97b8e, "AT32F415" },         { 0xada52840, "nRF52840" },
	{ 0xd663823c, "nRF52 bootloader" }, { 0xe48bff56, "RP2040" },
	{ 0xe48bff57, "RP2350 absolute" },  { 0xe48bff59, "RP2350 Arm" },
	{ 0xe48bff5a, "RP2350 RISC-V" },
};

const char *uf2_family_name(uint32_t family)
{
	for (size_t i = 0; i < COUNT(families); i++)
		if (families[i].family == family)
			return families[i].name;
	return NULL;
}

bool uf2_has_magic(const uint8_t *data, size_t len)
{
	return len >= 8 && get_le32(data) == magic[0] && get_le32(data + 4) == magic[1];
}

/* All blocks that are to be written must be of one family, or all of none. */
static bool same_family(struct image *out, const uint8_t *block, bool first, uint32_t n, struct err *err)
{
	const bool has = get_le32(block + UF2_AT_FLAGS) & UF2_FAMILY;
	const uint32_t family = has ? get_le32(block + UF2_AT_FAMILY) : 0;

	if (first) {
		out->has_family = has;
		out->family = family;
	}
	if (has == out->has_family && family == out->family)
		return true;
	return err_set(err, ERR_PARSE, "block %u: family is 0x%08x, that of the blocks before it 0x%08x",
		       (unsigned)n, (unsigned)family, (unsigned)out->family);
}

static bool check_block(const uint8_t *block, uint32_t n, uint32_t count, struct err *err)
{
	const uint32_t flags = get_le32(block + UF2_AT_FLAGS), len = get_le32(block + UF2_AT_LEN);
	const uint32_t max = flags & UF2_MD5 ? UF2_DATA_BYTES - 24 : UF2_DATA_BYTES;

	if (!uf2_has_magic(block, UF2_BLOCK_BYTES) || get_le32(block + UF2_AT_END) != magic_end)
		return err_set(err, ERR_PARSE, "block %u: this is not a UF2 block", (unsigned)n);
	if (flags & UF2_CONTAINER)
		return err_set(err, ERR_PARSE, "block %u: this holds files and no firmware", (unsigned)n);
	if (get_le32(block + UF2_AT_INDEX) != n)
		return err_set(err, ERR_PARSE, "block %u: it says that it is block %u", (unsigned)n,
			       (unsigned)get_le32(block + UF2_AT_INDEX));
	if (get_le32(block + UF2_AT_COUNT) != count)
		return err_set(err, ERR_PARSE, "block %u: it says that there are %u blocks; the file has %u",
			       (unsigned)n, (unsigned)get_le32(block + UF2_AT_COUNT), (unsigned)count);
	if (!len || len > max)
		return err_set(err, ERR_PARSE, "block %u: it holds 1 to %u bytes, not %u", (unsigned)n,
			       (unsigned)max, (unsigned)len);
	return true;
}

static bool read_blocks(struct image *out, struct builder *b, const uint8_t *data, uint32_t count,
			struct err *err)
{
	uint32_t first_len = 0;

	for (uint32_t n = 0; n < count; n++) {
		const uint8_t *block = data + (size_t)n * UF2_BLOCK_BYTES;
		const uint32_t len = get_le32(block + UF2_AT_LEN);

		if (!check_block(block, n, count, err))
			return false;
		if (get_le32(block + UF2_AT_FLAGS) & UF2_NOT_FLASH)
			continue;
		if (!same_family(out, block, !first_len, n, err))
			return false;
		/* The loaders that read these compute places from one size. */
		if (first_len && len != first_len)
			return err_set(err, ERR_PARSE, "block %u: it holds %u bytes, those before it %u",
				       (unsigned)n, (unsigned)len, (unsigned)first_len);
		first_len = len;
		if (!builder_add(b, get_le32(block + UF2_AT_ADDR), block + UF2_AT_DATA, len, n, err))
			return false;
	}
	return true;
}

bool uf2_read(struct image *out, const uint8_t *data, size_t len, struct err *err)
{
	struct builder b = { .unit = "block" };
	struct image image = { .format = IMAGE_UF2 };

	if (len % UF2_BLOCK_BYTES)
		return err_set(err, ERR_PARSE,
			       "the file has %zu bytes, which is no multiple of %d; it is cut short", len,
			       UF2_BLOCK_BYTES);
	if (!read_blocks(&image, &b, data, (uint32_t)(len / UF2_BLOCK_BYTES), err)) {
		builder_release(&b);
		return false;
	}
	if (!builder_finish(&b, &image, err))
		return false;
	*out = image;
	return true;
}
