/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "builder.h"

bool bin_read(struct image *out, const uint8_t *data, size_t len, struct err *err)
{
	struct builder b = { .unit = "byte" };

	if (!builder_add(&b, 0, data, len, 0, err)) {
		builder_release(&b);
		return false;
	}
	if (!builder_finish(&b, out, err))
		return false;
	out->format = IMAGE_BIN;
	out->placed = false;
	return true;
}
