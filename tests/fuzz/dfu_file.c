/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "images.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read is sound, and what is written of it is read as the same. */
static void read_and_write(const uint8_t *data, size_t size)
{
	struct str text = STR_INIT;
	struct image image = { 0 }, again = { 0 };
	struct err err = { 0 };

	if (!dfu_file_read(&image, data, size, &err)) {
		assert(err.code != ERR_NONE && !image.segment && !image.bytes);
		return;
	}
	assert(image_is_sound(&image));
	if (image.format == IMAGE_DFUSE) {
		write_dfuse(&text, &image, 0);
		assert(dfu_file_read(&again, (const uint8_t *)text.data, text.len, &err) &&
		       image_same(&image, &again));
	}
	image_release(&image);
	image_release(&again);
	str_release(&text);
}

/* As it is, and with a suffix that is right, so that what is before it is looked at. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str whole = STR_INIT;

	read_and_write(data, size);
	if (size > 16) {
		str_add_bytes(&whole, data, size - 16);
		write_dfu_suffix(&whole, 0xffff, 0xdf11, 0x0483, 0x011a);
		read_and_write((const uint8_t *)whole.data, whole.len);
	}
	str_release(&whole);
	return 0;
}
