/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "generate_private.h"

/*
 * QMK guesses which hand presses a key in three ways; the arithmetic is in the order of its own, so that what lies on
 * a border falls on the same side. Sizes are in keys.
 */
#define MIRROR_TOLERANCE 0.02
#define SPACEBAR_WIDTH   6.0

struct hand_key {
	double x, y, w, h;
	char hand; /* 0: to be guessed */
};

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

static bool read_number(const struct json *node, double *to)
{
	if (node && node->type == JSON_NUMBER)
		*to = node->number;
	return node && node->type == JSON_NUMBER;
}

static bool read_key(const struct json *json, struct hand_key *key)
{
	const struct json *w = json_member(json, "w"), *h = json_member(json, "h");
	const char *hand = json_text(json_member(json, "hand"));

	key->w = key->h = 1.0;
	key->hand = *hand;
	return read_number(json_member(json, "x"), &key->x) && read_number(json_member(json, "y"), &key->y) &&
	       (!w || read_number(w, &key->w)) && (!h || read_number(h, &key->h)) &&
	       (!*hand || (!hand[1] && strchr("LR*", *hand)));
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static bool read_keys(struct generation *g, const struct json *layout, struct hands *hands)
{
	size_t spacebars = 0, i = 0;

	for (const struct json *json = layout->first; json; json = json->next, i++) {
		struct hand_key *key = &hands->key[i];

		if (!read_key(json, key)) {
			generation_fail(g, "layouts",
					"key %zu of the first layout needs numbers x and y, and may have a "
					"hand L, R or *",
					i);
			return false;
		}
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
	return true;
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

static void print(struct generation *g, const char *name, const struct hands *hands)
{
	str_add(g->out, "\n#ifdef CHORDAL_HOLD\n__attribute__((weak)) const char "
			"chordal_hold_layout[MATRIX_ROWS][MATRIX_COLS] PROGMEM = ");
	generation_add_name(g, g->out, name, "layouts");
	str_add_char(g->out, '(');
	for (size_t i = 0; i < hands->count; i++) {
		/* A new line for each row of keys. */
		if (!i || hands->key[i].x < hands->key[i - 1].x)
			str_add(g->out, "\n  ");
		str_addf(g->out, "'%c'%s", hands->key[i].hand, i + 1 < hands->count ? ", " : "");
	}
	str_add(g->out, "\n);\n#endif");
}

void generate_chordal_hold(struct generation *g)
{
	const struct json *layouts = json_member(g->input->info, "layouts");
	const struct json *first = layouts ? layouts->first : NULL;
	const struct json *keys = json_member(first, "layout");
	struct hands hands = { 0 };

	if (!keys || !keys->first || !first->key) {
		generation_fail(g, "layouts", "the keyboard has no layout with keys");
		return;
	}
	hands.count = keys->count;
	hands.key = mem_new(hands.count, sizeof(*hands.key));
	hands.center = mem_new(hands.count, sizeof(*hands.center));
	if (read_keys(g, keys, &hands)) {
		guess(&hands);
		print(g, first->key, &hands);
	}
	free(hands.key);
	free(hands.center);
}
