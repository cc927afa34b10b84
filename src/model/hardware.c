/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "model/hardware.h"

/* Every text of it, so that none is forgotten. */
static char **text_at(struct hardware *h, size_t index)
{
	char **const text[] = { &h->split.transport, &h->split.serial_pin, &h->split.handedness_pin,
				&h->underglow.pin,   &h->underglow.driver, &h->backlight_pin,
				&h->caps_lock_pin,   &h->num_lock_pin,     &h->scroll_lock_pin,
				&h->usb_version };

	return index < COUNT(text) ? text[index] : NULL;
}

struct hardware *hardware_new(void)
{
	struct hardware *h = mem_new(1, sizeof(*h));

	h->debounce_ms = -1;
	for (size_t i = 0; text_at(h, i); i++)
		*text_at(h, i) = mem_copy_text("");
	return h;
}

static void free_texts(char **text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(text[i]);
	free(text);
}

static void release_pins(struct matrix_pins *pins)
{
	free_texts(pins->row, pins->rows);
	free_texts(pins->col, pins->cols);
	free_texts(pins->direct, pins->direct_rows * pins->direct_cols);
}

void hardware_free(struct hardware *h)
{
	if (!h)
		return;
	for (size_t i = 0; text_at(h, i); i++)
		free(*text_at(h, i));
	release_pins(&h->matrix);
	release_pins(&h->right);
	for (size_t i = 0; i < h->encoders; i++) {
		free(h->encoder[i].a);
		free(h->encoder[i].b);
	}
	free(h->encoder);
	free(h);
}

bool hardware_has_matrix(const struct hardware *h)
{
	if (h->custom_matrix)
		return false;
	return h->matrix.direct_rows || (h->matrix.rows && h->matrix.cols && h->diodes != DIODES_UNKNOWN);
}
