/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/keymap.h"
#include "model/layout.h"

enum {
	TURN_W_CU = 200, /* room for a sign and a legend */
	TURN_H_CU = 50,
	ENCODER_GAP_CU = 50,
};

static struct box upright(const struct key *key)
{
	static const double radian = 3.14159265358979323846 / 18000;
	int turn = ((key->turn_cdeg % 18000) + 18000) % 18000;
	double x = key->x_cu + key->w_cu / 2.0 - key->pivot_x_cu;
	double y = key->y_cu + key->h_cu / 2.0 - key->pivot_y_cu;
	bool lying = turn > 4500 && turn < 13500;
	struct box box = { .w = lying ? key->h_cu : key->w_cu, .h = lying ? key->w_cu : key->h_cu };

	if (turn == 0 && key->turn_cdeg == 0)
		return (struct box){ key->x_cu, key->y_cu, key->w_cu, key->h_cu };
	box.x = (int)lround(key->pivot_x_cu + x * cos(key->turn_cdeg * radian) -
			    y * sin(key->turn_cdeg * radian) - box.w / 2.0);
	box.y = (int)lround(key->pivot_y_cu + x * sin(key->turn_cdeg * radian) +
			    y * cos(key->turn_cdeg * radian) - box.h / 2.0);
	return box;
}

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

/* Move the top left corner to 0,0 and keep hostile coordinates within what is drawn. */
static void normalise(struct geometry *g)
{
	int left = INT_MAX, top = INT_MAX;

	for (size_t i = 0; i < g->keys; i++) {
		left = g->slot[i].x < left ? g->slot[i].x : left;
		top = g->slot[i].y < top ? g->slot[i].y : top;
	}
	for (size_t i = 0; i < g->keys; i++) {
		struct box *box = &g->slot[i];

		box->w = clamp(box->w, 1, LAYOUT_MAX_CU);
		box->h = clamp(box->h, 1, LAYOUT_MAX_CU);
		box->x = clamp(box->x - left, 0, LAYOUT_MAX_CU - box->w);
		box->y = clamp(box->y - top, 0, LAYOUT_MAX_CU - box->h);
		g->w = box->x + box->w > g->w ? box->x + box->w : g->w;
		g->h = box->y + box->h > g->h ? box->y + box->h : g->h;
	}
	g->keys_h = g->h;
}

static void place_encoders(struct geometry *g)
{
	int each = TURN_COUNT * TURN_W_CU + ENCODER_GAP_CU, in_row = (g->w + ENCODER_GAP_CU) / each;

	if (in_row < 1)
		in_row = 1;
	for (size_t i = g->keys; i < g->slots; i++) {
		int turn = (int)(i - g->keys) % TURN_COUNT, encoder = (int)(i - g->keys) / TURN_COUNT;
		struct box *box = &g->slot[i];

		*box = (struct box){ encoder % in_row * each + turn * TURN_W_CU,
				     g->keys_h + ENCODER_GAP_CU +
					     encoder / in_row * (TURN_H_CU + ENCODER_GAP_CU),
				     TURN_W_CU, TURN_H_CU };
		g->w = box->x + box->w > g->w ? box->x + box->w : g->w;
		g->h = box->y + box->h;
	}
}

void geometry_init(struct geometry *g, const struct layout *layout, size_t encoders)
{
	assert(encoders <= KEYMAP_MAX_ENCODERS && layout->keys <= KEYBOARD_MAX_KEYS);
	*g = (struct geometry){ .keys = layout->keys, .slots = layout->keys + encoders * TURN_COUNT };
	g->slot = mem_new(g->slots, sizeof(*g->slot));
	for (size_t i = 0; i < g->keys; i++) {
		g->slot[i] = upright(&layout->key[i]);
	}
	normalise(g);
	place_encoders(g);
}

void geometry_release(struct geometry *g)
{
	free(g->slot);
	free(g->linked);
	*g = (struct geometry){ 0 };
}

static bool has_point(struct box box, int x, int y)
{
	return x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
}

bool geometry_is_iso_enter(const struct geometry *g, size_t slot)
{
	const struct box *key = &g->slot[slot];

	if (key->w != 125 || key->h != 200 || key->x < 25)
		return false;
	for (size_t i = 0; i < g->keys; i++) {
		const struct box *other = &g->slot[i];

		if (i != slot && other->x < key->x && other->x + other->w > key->x - 25 &&
		    other->y < key->y + 100 && other->y + other->h > key->y)
			return false;
	}
	/* Without a neighbour below on its left it is any tall key. */
	return geometry_at(g, key->x - 12, key->y + 150) >= 0;
}

int geometry_at(const struct geometry *g, int x_cu, int y_cu)
{
	int found = -1, least = INT_MAX;

	for (size_t i = 0; i < g->slots; i++) {
		int area = g->slot[i].w * g->slot[i].h;

		if (has_point(g->slot[i], x_cu, y_cu) && area < least) {
			found = (int)i;
			least = area;
		}
	}
	return found;
}

/* A slot seen along one axis of travel, forwards: sizes and centres doubled to stay whole numbers. */
struct view {
	int centre;      /* along, twice */
	int side_centre; /* across, twice */
	int side_from, side_to;
};

static struct view look(struct box box, enum direction direction)
{
	bool sideways = direction == DIRECTION_LEFT || direction == DIRECTION_RIGHT;
	int sign = direction == DIRECTION_LEFT || direction == DIRECTION_UP ? -1 : 1;
	int x = 2 * box.x + box.w, y = 2 * box.y + box.h;

	if (sideways)
		return (struct view){ sign * x, y, 2 * box.y, 2 * (box.y + box.h) };
	return (struct view){ sign * y, x, 2 * box.x, 2 * (box.x + box.w) };
}

static int distance(int track, int from, int to)
{
	return track < from ? from - track : track >= to ? track - to + 1 : 0;
}

/*
 * How good a step to a slot @along further on and @aside of the track is; less is better, negative: not that way.
 * What the track meets, or misses by a quarter key at most, comes before all else within 45 degrees.
 */
static long cost(int along, int aside)
{
	if (along <= 0 || aside > along)
		return -1;
	return (aside > 50 ? 1000000L : 0) + along + 2L * aside;
}

static size_t nearest(const struct geometry *g, size_t from, enum direction direction, int track)
{
	struct view here = look(g->slot[from], direction);
	bool forwards = direction == DIRECTION_RIGHT || direction == DIRECTION_DOWN;
	long best = LONG_MAX;
	size_t to = from;

	for (size_t i = 0; i < g->slots; i++) {
		struct view there = look(g->slot[i], direction);
		int along = there.centre - here.centre;
		long price;

		/* Of slots at one place those with a higher index count as further right and down. */
		if (i == from)
			continue;
		if (along == 0 && there.side_centre == here.side_centre && (i > from) == forwards)
			along = 1;
		price = cost(along, distance(track, there.side_from, there.side_to));
		if (price >= 0 && (price < best || (price == best && !forwards))) {
			best = price;
			to = i;
		}
	}
	return to;
}

/* Where each slot leads, by its own track. The caller frees. */
static uint16_t (*all_steps(const struct geometry *g))[DIRECTION_COUNT]
{
	uint16_t(*to)[DIRECTION_COUNT] = mem_new(g->slots, sizeof(*to));

	for (size_t i = 0; i < g->slots; i++)
		for (int d = 0; d < DIRECTION_COUNT; d++)
			to[i][d] = (uint16_t)nearest(g, i, (enum direction)d,
						     look(g->slot[i], (enum direction)d).side_centre);
	return to;
}

/* Mark all that @first leads to. */
static void reach(const struct geometry *g, uint16_t (*to)[DIRECTION_COUNT], size_t first, bool *reached)
{
	uint16_t *todo = mem_new(g->slots, sizeof(*todo));
	size_t count = 0;

	reached[first] = true;
	todo[count++] = (uint16_t)first;
	while (count) {
		uint16_t *next = to[todo[--count]];

		for (int d = 0; d < DIRECTION_COUNT; d++) {
			if (reached[next[d]])
				continue;
			reached[next[d]] = true;
			todo[count++] = next[d];
		}
	}
	free(todo);
}

/* Of the ends that are reached and lead nowhere, the nearest to @slot; false when there is none. */
static bool find_end(const struct geometry *g, uint16_t (*to)[DIRECTION_COUNT], const bool *reached,
		     size_t slot, size_t *end, enum direction *direction)
{
	struct view there = look(g->slot[slot], DIRECTION_RIGHT);
	int least = INT_MAX;

	for (size_t i = 0; i < g->slots; i++) {
		struct view here = look(g->slot[i], DIRECTION_RIGHT);
		int far = abs(here.centre - there.centre) + abs(here.side_centre - there.side_centre);

		for (int d = 0; reached[i] && d < DIRECTION_COUNT; d++) {
			if (to[i][d] != i || far >= least)
				continue;
			least = far;
			*end = i;
			*direction = (enum direction)d;
		}
	}
	return least < INT_MAX;
}

/* Unless @from leads to @slot, let the end that is nearest to @slot of those that @from leads to go on there. */
static void link_slots(const struct geometry *g, uint16_t (*to)[DIRECTION_COUNT], bool *reached, size_t from,
		       size_t slot)
{
	enum direction direction = DIRECTION_LEFT;
	size_t end = 0;

	memset(reached, 0, g->slots * sizeof(*reached));
	reach(g, to, from, reached);
	if (!reached[slot] && find_end(g, to, reached, slot, &end, &direction))
		to[end][direction] = (uint16_t)slot;
}

/*
 * An end of a row or column leads on in one case: when a slot would otherwise not be reached from anywhere, as one
 * that stands in no other's row or column, or not be left.
 */
static uint16_t (*linked_steps(const struct geometry *g))[DIRECTION_COUNT]
{
	uint16_t(*to)[DIRECTION_COUNT] = all_steps(g);
	bool *reached = mem_new(g->slots, sizeof(*reached));

	for (size_t i = 1; i < g->slots; i++)
		link_slots(g, to, reached, i, 0);
	for (size_t i = 1; i < g->slots; i++)
		link_slots(g, to, reached, 0, i);
	free(reached);
	return to;
}

static enum direction opposite(enum direction direction)
{
	return (enum direction)(DIRECTION_COUNT - 1 - (int)direction);
}

size_t geometry_step(struct geometry *g, size_t from, enum direction direction, struct trail *trail)
{
	bool back = trail->direction == opposite(direction);
	size_t to;

	assert(from < g->slots);
	if (trail->at != from || !trail->count || !(back || trail->direction == direction))
		*trail = (struct trail){ .track = look(g->slot[from], direction).side_centre };
	else if (back)
		return trail->at = trail->slot[--trail->count];
	to = nearest(g, from, direction, trail->track);
	if (to == from) {
		if (!g->linked)
			g->linked = linked_steps(g);
		to = g->linked[from][direction];
	}
	if (to == from)
		return from;
	if (trail->count == TRAIL_MAX)
		memmove(trail->slot, trail->slot + 1, --trail->count * sizeof(trail->slot[0]));
	trail->slot[trail->count++] = (uint16_t)from;
	trail->direction = direction;
	return trail->at = to;
}

size_t geometry_end(const struct geometry *g, size_t from, enum direction direction)
{
	struct view here = look(g->slot[from], direction);
	int most = here.centre;
	size_t end = from;

	for (size_t i = 0; i < g->slots; i++) {
		struct view there = look(g->slot[i], direction);

		if (there.centre > most && !distance(here.side_centre, there.side_from, there.side_to)) {
			most = there.centre;
			end = i;
		}
	}
	return end;
}

/* The key that lies furthest towards @sign down and right; of equals the first. */
static size_t corner(const struct geometry *g, int sign)
{
	size_t found = 0;
	int most = INT_MIN;

	for (size_t i = 0; i < g->keys; i++) {
		const struct box *box = &g->slot[i];
		/* Rows count more than columns: a key in the corner's row wins over one in its column. */
		int far = sign * (2 * (2 * box->y + box->h) + 2 * box->x + box->w);

		if (far > most) {
			most = far;
			found = i;
		}
	}
	return found;
}

size_t geometry_first(const struct geometry *g)
{
	return corner(g, -1);
}

size_t geometry_last(const struct geometry *g)
{
	return corner(g, 1);
}
