/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "flash/image.h"

/* Files that people hand to a flasher by mistake. */
static const struct {
	const char *magic, *what, *hint;
} strangers[] = {
	{ "\177ELF", "an ELF program with its debugging data", "flash the .bin or .hex that lies beside it" },
	{ "PK\003\004", "a zip archive", "unpack it first" },
	{ "\037\213", "a gzip archive", "unpack it first" },
	{ "\3757zXZ", "an xz archive", "unpack it first" },
	{ "VIALFW0", "a Vial firmware for the vibl bootloader", "there is no driver for that yet" },
};

static bool refuse_strangers(const uint8_t *data, size_t len, struct err *err)
{
	size_t text = 0;

	for (size_t i = 0; i < COUNT(strangers); i++) {
		size_t n = strlen(strangers[i].magic);

		if (len >= n && !memcmp(data, strangers[i].magic, n))
			return err_set(err, ERR_PARSE, "this is %s; %s", strangers[i].what,
				       strangers[i].hint);
	}
	/* No machine code reads as text, but an error page saved under a firmware's name does. */
	while (text < len &&
	       ((data[text] >= ' ' && data[text] < 0x7f) || (data[text] >= '\t' && data[text] <= '\r')))
		text++;
	if (text == len)
		return err_set(err, ERR_PARSE,
			       "this is text and not a firmware image (Intel HEX starts with ':')");
	return true;
}

bool image_read(struct image *out, const void *data, size_t len, struct err *err)
{
	bool ok;

	*out = (struct image){ 0 };
	if (!len)
		return err_set(err, ERR_PARSE, "the file is empty");
	if (len > IMAGE_MAX_FILE_BYTES)
		return err_set(err, ERR_RANGE, "the file has %zu bytes; at most %d are read", len,
			       IMAGE_MAX_FILE_BYTES);
	if (uf2_has_magic(data, len))
		ok = uf2_read(out, data, len, err);
	else if (dfu_file_has_magic(data, len))
		ok = dfu_file_read(out, data, len, err);
	else if (*(const char *)data == ':')
		ok = ihex_read(out, data, len, err);
	else
		ok = refuse_strangers(data, len, err) && bin_read(out, data, len, err);
	if (!ok)
		image_release(out);
	return ok;
}

void image_release(struct image *image)
{
	free(image->segment);
	free(image->bytes);
	*image = (struct image){ 0 };
}

bool image_place(struct image *image, uint32_t addr, struct err *err)
{
	if (image->len - 1 > UINT32_MAX - addr)
		return err_set(err, ERR_RANGE, "%zu bytes at 0x%08x pass the end of the address space",
			       image->len, (unsigned)addr);
	image->segment[0].addr = addr;
	image->placed = true;
	return true;
}

bool image_is_raw(const struct image *image)
{
	return image->format == IMAGE_BIN || image->format == IMAGE_DFU;
}

uint32_t image_first(const struct image *image)
{
	return image->segment[0].addr;
}

uint32_t image_last(const struct image *image)
{
	const struct image_segment *s = &image->segment[image->segments - 1];

	return s->addr + (uint32_t)(s->len - 1);
}

size_t image_copy(const struct image *image, uint32_t addr, uint8_t *out, size_t len)
{
	const uint64_t end = (uint64_t)addr + len;
	size_t had = 0;

	memset(out, 0xff, len);
	for (size_t i = 0; i < image->segments; i++) {
		const struct image_segment *s = &image->segment[i];
		const uint64_t from = s->addr > addr ? s->addr : addr;
		const uint64_t to = (uint64_t)s->addr + s->len < end ? (uint64_t)s->addr + s->len : end;

		if (from >= to)
			continue;
		memcpy(out + (from - addr), s->data + (from - s->addr), to - from);
		had += to - from;
	}
	return had;
}

const char *image_format_name(enum image_format format)
{
	static const char *const name[] = { "raw binary", "raw binary with DFU suffix", "DfuSe", "Intel HEX",
					    "UF2" };

	return name[format];
}
