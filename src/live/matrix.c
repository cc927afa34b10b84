/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "live_private.h"

/* How this firmware tells its matrix. */
struct matrix_shape {
	size_t row_bytes, at; /* at: where rows begin in a reply */
	size_t rows;          /* in one report */
};

/* From 12 on the request says from which row. Before, all rows are in one reply, or, when they do not fit (by a count that is one
 * too high for columns in eights), in none. */
static struct matrix_shape matrix_shape(const struct live *live)
{
	const struct dynamic_keymap *held = &live->held;
	struct matrix_shape shape = { .row_bytes = (held->cols + 7) / 8, .at = 2 };

	if (!live_is_vial(live) && live->identity.via >= VIA_WITH_ROW_OFFSET) {
		shape.at = 3;
		shape.rows = VIA_MAX_DATA / shape.row_bytes;
	} else if ((held->cols / 8 + 1) * held->rows <= VIA_MAX_DATA) {
		shape.rows = held->rows;
	}
	return shape;
}

static void take_row(const struct live *live, const uint8_t *at, size_t row_bytes, size_t row, uint8_t *bits)
{
	for (size_t col = 0; col < live->held.cols; col++) {
		size_t bit = row * live->held.cols + col;

		if (at[row_bytes - 1 - col / 8] >> col % 8 & 1)
			bits[bit / 8] |= (uint8_t)(1 << bit % 8);
	}
}

struct matrix_reading {
	struct live *live;
	uint8_t *bits;
	size_t len;
};

static bool read_matrix(void *data, struct err *err)
{
	struct matrix_reading *r = data;
	const struct dynamic_keymap *held = &r->live->held;
	struct matrix_shape shape = matrix_shape(r->live);

	memset(r->bits, 0, r->len);
	for (size_t row = 0; shape.rows && row < held->rows; row += shape.rows) {
		struct request request = request_new(COMMAND_GET_MATRIX);
		size_t rows = held->rows - row < shape.rows ? held->rows - row : shape.rows;
		struct reply reply;

		request.byte[2] = (uint8_t)row;
		request.echo = shape.at;
		request.used = shape.at + rows * shape.row_bytes;
		if (!exchange_ask(&r->live->x, &request, &reply, err))
			return false;
		/* Locked: the request came back. */
		for (size_t i = 0; !reply.refused && i < rows; i++)
			take_row(r->live, reply.byte + shape.at + i * shape.row_bytes, shape.row_bytes,
				 row + i, r->bits);
	}
	return true;
}

bool live_read_matrix(struct live *live, uint8_t *bits, size_t len, struct err *err)
{
	struct matrix_reading r = { live, bits, len };

	if (!live->held.rows || len != (live->held.rows * live->held.cols + 7) / 8)
		return err_set(err, ERR_RANGE, "%zu bytes for a matrix of %zu by %zu", len, live->held.rows,
			       live->held.cols);
	return exchange_surely(&live->x, read_matrix, &r, err) || err_wrap(err, "reading the matrix");
}
