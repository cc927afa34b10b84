/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "qmk_private.h"

/* hand_swap_config[]: for each place of the matrix, the key in its place on the other side of the layout's middle. */

enum { NEAR_CU = 75 }; /* two keys that are less apart, in all, are each other's mirror image */

static int centre_x(const struct key *key)
{
	return 2 * key->x_cu + key->w_cu;
}

static int centre_y(const struct key *key)
{
	return 2 * key->y_cu + key->h_cu;
}

static int by_row(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;

	if (centre_y(*x) != centre_y(*y))
		return centre_y(*x) < centre_y(*y) ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* The key nearest to where @key's mirror image is; itself when there is none near. */
static const struct key *mirror(const struct key *const *sorted, size_t count, const struct key *key,
				int edges)
{
	int x = edges - centre_x(key), y = centre_y(key), nearest = 2 * NEAR_CU;
	const struct key *best = key;
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (centre_y(sorted[middle]) < y - nearest)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && centre_y(sorted[low]) <= y + 2 * NEAR_CU; low++) {
		int apart = abs(centre_x(sorted[low]) - x) + abs(centre_y(sorted[low]) - y);

		if (apart < nearest) {
			nearest = apart;
			best = sorted[low];
		}
	}
	return best;
}

/* Twice the layout's left and right edge, added: what a key's centre and that of its mirror image come to. */
static int edges_of(const struct layout *layout)
{
	int left = INT16_MAX, right = INT16_MIN;

	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];

		left = key->x_cu < left ? key->x_cu : left;
		right = key->x_cu + key->w_cu > right ? key->x_cu + key->w_cu : right;
	}
	return 2 * (left + right);
}

/* The mirror image at each place of the matrix; NULL where no key of the layout is. The caller frees. */
static const struct key **mirror_matrix(const struct keyboard *kb, const struct layout *layout)
{
	const struct key **matrix = mem_new((size_t)(kb->rows * kb->cols) + 1, sizeof(*matrix));
	const struct key **sorted = mem_new(layout->keys + 1, sizeof(*sorted));
	int edges = edges_of(layout);

	for (size_t i = 0; i < layout->keys; i++)
		sorted[i] = &layout->key[i];
	qsort(sorted, layout->keys, sizeof(*sorted), by_row);
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];

		if (key->row < kb->rows && key->col < kb->cols)
			matrix[key->row * kb->cols + key->col] = mirror(sorted, layout->keys, key, edges);
	}
	free(sorted);
	return matrix;
}

/* Encoders change places from the outside in. */
static void write_encoders(struct qmk *q)
{
	str_add(&q->tables, "\n#if defined(ENCODER_MAP_ENABLE)\n"
			    "const uint8_t PROGMEM encoder_hand_swap_config[NUM_ENCODERS] = {");
	for (int i = q->in->keyboard->encoders; i-- > 0;)
		str_addf(&q->tables, "%d%s", i, i ? ", " : "");
	str_add(&q->tables, "};\n#endif\n");
}

void qmk_write_swap_hands(struct qmk *q)
{
	const struct keyboard *kb = q->in->keyboard;
	const struct key **matrix;

	/* A keyboard that has the feature by itself has the table, too. */
	if (keyboard_has_feature(kb, "swap_hands") ||
	    (!qmk_is_needed(q, QMK_SWAP_HANDS) && !qmk_is_feature_on(q, "swap_hands")))
		return;
	matrix = mirror_matrix(kb, q->in->layout);
	str_add(&q->tables, "\nconst keypos_t PROGMEM hand_swap_config[MATRIX_ROWS][MATRIX_COLS] = {\n");
	for (int row = 0; row < kb->rows; row++) {
		str_add(&q->tables, "    {");
		for (int col = 0; col < kb->cols; col++) {
			const struct key *key = matrix[row * kb->cols + col];

			str_addf(&q->tables, "%s{%d, %d}", col ? ", " : "", key ? key->col : col,
				 key ? key->row : row);
		}
		str_add(&q->tables, "},\n");
	}
	str_add(&q->tables, "};\n");
	if (kb->encoders > 0)
		write_encoders(q);
	free(matrix);
}
