/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/via_definition.h"

/* How one option is laid out: the keys of what is chosen stand where those of choice 0 did. */
struct chosen {
	int choice;
	int dx, dy;     /* how far they are moved, in 1/100 key */
	size_t places;  /* keys of choice 0 that are still to come */
	size_t next;    /* where to look for the next one of the chosen */
	bool has_place; /* there is a key of choice 0 */
};

struct layer_out {
	const struct via_definition *definition;
	struct chosen option[VIA_MAX_OPTIONS];
	struct layout *out;
	int left, top;
};

struct corner {
	int x, y;
};

/* The left end of the upper of a key's two rectangles. */
static struct corner corner_of(const struct kle_shape *shape)
{
	bool second = shape->w2_cu && (shape->y2_cu ? shape->y2_cu < 0 : shape->x2_cu < 0);

	return second ? (struct corner){ shape->x_cu + shape->x2_cu, shape->y_cu + shape->y2_cu }
		      : (struct corner){ shape->x_cu, shape->y_cu };
}

/* The uppermost key of a choice, of several the leftmost; NULL when it has none. */
static const struct via_key *find_first(const struct via_definition *d, int option, int choice)
{
	const struct via_key *first = NULL;

	for (size_t i = 0; i < d->keys; i++) {
		const struct via_key *key = &d->key[i];

		if (key->option == option && key->choice == choice &&
		    (!first || key->shape.y_cu < first->shape.y_cu ||
		     (key->shape.y_cu == first->shape.y_cu && key->shape.x_cu < first->shape.x_cu)))
			first = key;
	}
	return first;
}

static void choose(struct layer_out *o, int option, int choice)
{
	const struct via_definition *d = o->definition;
	const struct via_key *zero = find_first(d, option, 0), *first = find_first(d, option, choice);
	struct chosen *chosen = &o->option[option];

	*chosen = (struct chosen){ .choice = choice, .has_place = zero };
	for (size_t i = 0; i < d->keys; i++)
		chosen->places += d->key[i].option == option && d->key[i].choice == 0;
	if (zero && first) {
		struct corner to = corner_of(&zero->shape), from = corner_of(&first->shape);

		chosen->dx = to.x - from.x;
		chosen->dy = to.y - from.y;
	}
}

static void move_by(int16_t *cu, int by)
{
	int moved = *cu + by;

	*cu = (int16_t)(moved > INT16_MAX ? INT16_MAX : moved < INT16_MIN ? INT16_MIN : moved);
}

static void add_key(struct layer_out *o, const struct via_key *from)
{
	const struct chosen *chosen = from->option == VIA_NONE ? NULL : &o->option[from->option];
	struct kle_shape shape = from->shape;
	struct box box;
	struct key *key;

	if (from->row == VIA_NONE || from->turn != VIA_NONE || shape.decal ||
	    o->out->keys == KEYBOARD_MAX_KEYS)
		return;
	if (chosen) {
		move_by(&shape.x_cu, chosen->dx);
		move_by(&shape.y_cu, chosen->dy);
	}
	key = &o->out->key[o->out->keys++];
	*key = kle_shape_key(&shape);
	key->row = (uint8_t)from->row;
	key->col = (uint8_t)from->col;
	key->encoder = (int8_t)from->encoder;
	key->label = from->label;
	box = kle_shape_bounds(&shape);
	o->left = box.x < o->left ? box.x : o->left;
	o->top = box.y < o->top ? box.y : o->top;
}

/* The next key of what is chosen; false: there is none. */
static bool add_next(struct layer_out *o, int option)
{
	const struct via_definition *d = o->definition;
	struct chosen *chosen = &o->option[option];

	while (chosen->next < d->keys) {
		const struct via_key *key = &d->key[chosen->next++];

		if (key->option == option && key->choice == chosen->choice) {
			add_key(o, key);
			return true;
		}
	}
	return false;
}

static void add_in_place(struct layer_out *o, const struct via_key *key)
{
	struct chosen *chosen = &o->option[key->option];

	if (chosen->choice == 0 || !chosen->has_place) {
		if (key->choice == chosen->choice)
			add_key(o, key);
	} else if (key->choice == 0) {
		bool more = add_next(o, key->option);

		/* When there are more keys than places, the last place takes the rest. */
		chosen->places--;
		while (more && !chosen->places)
			more = add_next(o, key->option);
	}
}

void via_definition_layout(const struct via_definition *d, const uint8_t *choice, const char *name,
			   struct layout *out)
{
	struct layer_out o = { .definition = d, .out = out, .left = INT_MAX, .top = INT_MAX };

	*out = (struct layout){ mem_copy_text(name), mem_new(d->keys, sizeof(*out->key)), 0 };
	for (size_t i = 0; choice && i < d->options; i++)
		if (choice[i])
			choose(&o, (int)i, choice[i]);
	for (size_t i = 0; i < d->keys; i++) {
		if (d->key[i].option == VIA_NONE)
			add_key(&o, &d->key[i]);
		else
			add_in_place(&o, &d->key[i]);
	}
	for (size_t i = 0; i < out->keys; i++) {
		move_by(&out->key[i].x_cu, -o.left);
		move_by(&out->key[i].y_cu, -o.top);
		move_by(&out->key[i].pivot_x_cu, -o.left);
		move_by(&out->key[i].pivot_y_cu, -o.top);
	}
}
