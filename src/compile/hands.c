/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "hands.h"

/*
 * QMK guesses which hand presses a key in three ways; the arithmetic is in the order of its own, so that what lies on
 * a border falls on the same side. Sizes are in keys.
 */
#define MIRROR_TOLERANCE 0.02
#define SPACEBAR_WIDTH   6.0

struct hands {
	struct hand_key *key;
	double *center; /* of the keys, sorted */
	size_t count;
	double mid;
	const struct hand_key *spacebar; /* NULL: none, or several */
};

static double center_x(const struct hand_key *key)
{
	return key->x + key->w / 2.0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure(struct hands *hands)
{
	size_t spacebars = 0;

	for (size_t i = 0; i < hands->count; i++) {
		struct hand_key *key = &hands->key[i];

		hands->center[i] = center_x(key);
		if (key->w >= SPACEBAR_WIDTH) {
			spacebars++;
			hands->spacebar = key;
		}
	}
	if (spacebars != 1)
		hands->spacebar = NULL;
	qsort(hands->center, hands->count, sizeof(*hands->center), by_value);
	hands->mid = (hands->center[0] + hands->center[hands->count - 1]) / 2;
}

/* Whether each key has one as far on the other side. */
static bool is_symmetric(const struct hands *hands)
{
	for (size_t i = 0; i < hands->count; i++) {
		double mirrored = 2.0 * hands->mid - hands->center[i];
		size_t low = 0, high = hands->count;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (hands->center[middle] < mirrored - MIRROR_TOLERANCE)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == hands->count || fabs(hands->center[low] - mirrored) > MIRROR_TOLERANCE)
			return false;
	}
	return true;
}

static double widest_gap(const struct hands *hands)
{
	double mid = hands->mid, widest = 0;

	for (size_t i = 0; i + 1 < hands->count; i++) {
		double gap = hands->center[i + 1] - hands->center[i];

		if (gap > widest) {
			widest = gap;
			mid = (hands->center[i + 1] + hands->center[i]) / 2;
		}
	}
	return mid;
}

static void guess(struct hands *hands)
{
	const struct hand_key *bar = hands->spacebar;
	bool symmetric = is_symmetric(hands);
	double mid = symmetric ? hands->mid : widest_gap(hands);

	for (size_t i = 0; i < hands->count; i++) {
		struct hand_key *key = &hands->key[i];
		double side = key->x - mid;

		/* A line through the spacebar leans as the rows of a typewriter do. */
		if (!symmetric && bar)
			side = (key->x - (center_x(bar) - 0.05)) -
			       (key->y - (bar->y + bar->h / 2.0 - 1.0)) / 3.0;
		if (!key->hand)
			key->hand = key == bar || fabs(side) <= MIRROR_TOLERANCE ? '*'
				    : side < 0.0                                 ? 'L'
										 : 'R';
	}
}

void hands_guess(struct hand_key *key, size_t count)
{
	struct hands hands = { .key = key, .count = count };

	if (!count)
		return;
	hands.center = mem_new(count, sizeof(*hands.center));
	measure(&hands);
	guess(&hands);
	free(hands.center);
}

struct hand_key *hands_of_layout(const struct layout *layout)
{
	struct hand_key *key = mem_new(layout->keys + 1, sizeof(*key));

	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *k = &layout->key[i];

		key[i] = (struct hand_key){ k->x_cu / 100.0, k->y_cu / 100.0, k->w_cu / 100.0,
					    k->h_cu / 100.0, k->hand };
	}
	hands_guess(key, layout->keys);
	return key;
}
