/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "model/hardware.h"

/* Every text and number of it, so that none is forgotten. */
static const size_t texts[] = {
	offsetof(struct hardware, board),
	offsetof(struct hardware, split.transport),
	offsetof(struct hardware, split.serial_pin),
	offsetof(struct hardware, split.serial_driver),
	offsetof(struct hardware, split.handedness_pin),
	offsetof(struct hardware, underglow.pin),
	offsetof(struct hardware, underglow.driver),
	offsetof(struct hardware, backlight_pin),
	offsetof(struct hardware, backlight_driver),
	offsetof(struct hardware, caps_lock_pin),
	offsetof(struct hardware, num_lock_pin),
	offsetof(struct hardware, scroll_lock_pin),
	offsetof(struct hardware, usb_version),
};

static char **text_at(const struct hardware *h, size_t index)
{
	return (char **)((char *)h + texts[index]);
}

struct hardware *hardware_new(void)
{
	struct hardware *h = mem_new(1, sizeof(*h));

	h->debounce_ms = -1;
	h->indicators_on = -1;
	for (size_t i = 0; i < COUNT(texts); i++)
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
	for (size_t i = 0; i < COUNT(texts); i++)
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

static bool same_texts(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (strcmp(a[i], b[i]))
			return false;
	return true;
}

static bool same_pins(const struct matrix_pins *a, const struct matrix_pins *b)
{
	return same_texts(a->row, a->rows, b->row, b->rows) && same_texts(a->col, a->cols, b->col, b->cols) &&
	       a->direct_rows == b->direct_rows &&
	       same_texts(a->direct, a->direct_rows * a->direct_cols, b->direct,
			  b->direct_rows * b->direct_cols);
}

static bool same_encoders(const struct hardware *a, const struct hardware *b)
{
	if (a->encoders != b->encoders || a->right_encoders != b->right_encoders)
		return false;
	for (size_t i = 0; i < a->encoders; i++) {
		const struct encoder_pins *x = &a->encoder[i], *y = &b->encoder[i];

		if (strcmp(x->a, y->a) || strcmp(x->b, y->b) || x->resolution != y->resolution)
			return false;
	}
	return true;
}

bool hardware_equal(const struct hardware *a, const struct hardware *b)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		if (strcmp(*text_at(a, i), *text_at(b, i)))
			return false;
	return a->diodes == b->diodes && same_pins(&a->matrix, &b->matrix) &&
	       same_pins(&a->right, &b->right) && a->custom_matrix == b->custom_matrix &&
	       same_encoders(a, b) && a->underglow.leds == b->underglow.leds &&
	       a->backlight_levels == b->backlight_levels && a->indicators_on == b->indicators_on &&
	       a->debounce_ms == b->debounce_ms;
}

bool hardware_has_matrix(const struct hardware *h)
{
	if (h->custom_matrix)
		return false;
	return h->matrix.direct_rows || (h->matrix.rows && h->matrix.cols && h->diodes != DIODES_UNKNOWN);
}
