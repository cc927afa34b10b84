/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "model/kle.h"

struct bounds {
	double left, top, right, bottom;
};

static void add_corner(const struct kle_shape *shape, double x, double y, struct bounds *b)
{
	static const double radian = 3.14159265358979323846 / 18000;
	double sine = sin(shape->turn_cdeg * radian), cosine = cos(shape->turn_cdeg * radian);
	double from_x = x - shape->pivot_x_cu, from_y = y - shape->pivot_y_cu;

	if (shape->turn_cdeg) {
		x = shape->pivot_x_cu + from_x * cosine - from_y * sine;
		y = shape->pivot_y_cu + from_x * sine + from_y * cosine;
	}
	b->left = fmin(b->left, x);
	b->top = fmin(b->top, y);
	b->right = fmax(b->right, x);
	b->bottom = fmax(b->bottom, y);
}

static void add_rectangle(const struct kle_shape *shape, double x, double y, double w, double h,
			  struct bounds *b)
{
	for (int corner = 0; corner < 4; corner++)
		add_corner(shape, corner & 1 ? x + w : x, corner & 2 ? y + h : y, b);
}

struct box kle_shape_bounds(const struct kle_shape *shape)
{
	struct bounds b = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	struct box box;

	add_rectangle(shape, shape->x_cu, shape->y_cu, shape->w_cu, shape->h_cu, &b);
	if (shape->w2_cu)
		add_rectangle(shape, shape->x_cu + shape->x2_cu, shape->y_cu + shape->y2_cu, shape->w2_cu,
			      shape->h2_cu, &b);
	box.x = (int)lround(b.left);
	box.y = (int)lround(b.top);
	box.w = (int)lround(b.right) - box.x;
	box.h = (int)lround(b.bottom) - box.y;
	return box;
}

struct key kle_shape_key(const struct kle_shape *shape)
{
	struct key key = { .x_cu = shape->x_cu,
			   .y_cu = shape->y_cu,
			   .w_cu = shape->w_cu,
			   .h_cu = shape->h_cu,
			   .turn_cdeg = shape->turn_cdeg,
			   .encoder = -1 };

	key.pivot_x_cu = shape->turn_cdeg ? shape->pivot_x_cu : (int16_t)(key.x_cu + key.w_cu / 2);
	key.pivot_y_cu = shape->turn_cdeg ? shape->pivot_y_cu : (int16_t)(key.y_cu + key.h_cu / 2);
	return key;
}

struct kle_shape kle_shape_of(const struct key *key, bool iso_enter)
{
	struct kle_shape shape = { .x_cu = key->x_cu,
				   .y_cu = key->y_cu,
				   .w_cu = key->w_cu,
				   .h_cu = key->h_cu,
				   .turn_cdeg = key->turn_cdeg };

	if (iso_enter) {
		shape.x2_cu = -25;
		shape.w2_cu = 150;
		shape.h2_cu = 100;
	}
	if (key->turn_cdeg) {
		shape.pivot_x_cu = key->pivot_x_cu;
		shape.pivot_y_cu = key->pivot_y_cu;
	}
	return shape;
}
