/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "images.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read is sound, and what is written of it is read as the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = STR_INIT;
	struct image image = { 0 }, again = { 0 };
	struct err err = { 0 };
	bool whole = true;

	if (!uf2_read(&image, data, size, &err)) {
		assert(err.code != ERR_NONE && !image.segment && !image.bytes);
		return 0;
	}
	assert(image_is_sound(&image));
	/* The writer makes blocks of 256 bytes. */
	for (size_t i = 0; i < image.segments; i++)
		whole = whole && image.segment[i].len % 256 == 0;
	if (whole)
		write_uf2(&text, &image, image.family);
	assert(!text.len ||
	       (uf2_read(&again, (const uint8_t *)text.data, text.len, &err) && image_same(&image, &again)));
	image_release(&image);
	image_release(&again);
	str_release(&text);
	return 0;
}
