/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "boards.h"
#include "boards_check.h"
#include "model/layout.h"
#include "tap.h"

static void test_boxes(void)
{
	static const struct {
		const char *name, *words;
		size_t slot;
		struct box want;
		int w, h;
	} rows[] = {
		{ "left and top become 0", "@300,200 100 @500,150 100", 0, { 0, 50, 100, 100 }, 300, 150 },
		{ "a turn about the centre leaves a square alone",
		  "@0,0 100~1500,50,50",
		  0,
		  { 0, 0, 100, 100 },
		  100,
		  100 },
		{ "a quarter turn lays a key down", "@0,0 200~9000,100,50", 0, { 0, 0, 100, 200 }, 100, 200 },
		{ "so does one the other way", "@0,0 200~-9000,100,50", 0, { 0, 0, 100, 200 }, 100, 200 },
		{ "half a turn does not", "@0,0 200~18000,100,50", 0, { 0, 0, 200, 100 }, 200, 100 },
		{ "nor do 45 degrees", "@0,0 200~4500,100,50", 0, { 0, 0, 200, 100 }, 200, 100 },
		{ "46 do", "@0,0 200~4600,100,50", 0, { 0, 0, 100, 200 }, 100, 200 },
		{ "225 degrees do not", "@0,0 200~22500,100,50", 0, { 0, 0, 200, 100 }, 200, 100 },
		{ "clockwise about a pivot: right goes down",
		  "@0,0 100 @200,0 100~9000,0,0",
		  1,
		  { 0, 200, 100, 100 },
		  200,
		  300 },
		{ "and down goes left", "@0,0 100 @0,200 100~9000,0,0", 0, { 300, 0, 100, 100 }, 400, 100 },
		{ "half a turn about a pivot",
		  "@0,0 100 @200,100 150~18000,200,100",
		  1,
		  { 50, 0, 150, 100 },
		  200,
		  100 },
		{ "nothing lies beyond a hundred keys",
		  "@0,0 100 @32000,0 32000",
		  1,
		  { 0, 0, 10000, 100 },
		  10000,
		  100 },
		{ "no size is 0", "@0,0 0/0", 0, { 0, 0, 1, 1 }, 1, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct geometry g = board_geometry(rows[i].words, 0);
		const struct box *box = &g.slot[rows[i].slot];

		ok(!memcmp(box, &rows[i].want, sizeof(*box)) && g.w == rows[i].w && g.h == rows[i].h,
		   "%s (%d,%d %dx%d in %dx%d)", rows[i].name, box->x, box->y, box->w, box->h, g.w, g.h);
		geometry_release(&g);
	}
}

static void test_encoders(void)
{
	struct geometry g = board_geometry("@0,0 100*9", 3);
	struct trail trail = { 0 };

	ok(g.keys == 9 && g.slots == 15, "two slots an encoder");
	ok(g.slot[9].y > 100 && g.slot[9].x == 0 && g.slot[10].x == 200 && g.slot[11].x == 450 &&
		   g.slot[11].y == g.slot[9].y,
	   "side by side below the keys");
	ok(g.slot[13].x == 0 && g.slot[13].y > g.slot[9].y && g.h == g.slot[13].y + g.slot[13].h,
	   "as many in a row as the keys are wide");
	ok(geometry_step(&g, 0, DIRECTION_DOWN, &trail) == 9, "a step down from the keys leads to them");
	ok(geometry_step(&g, 9, DIRECTION_RIGHT, &trail) == 10, "and on to the other way round");
	geometry_release(&g);
	g = board_geometry("@0,0 100", 2);
	ok(g.w == 400, "a single key with encoders is as wide as those");
	geometry_release(&g);
}

static void test_iso(void)
{
	struct geometry g = board_geometry(BOARD_ISO_60, 0);

	ok(geometry_is_iso_enter(&g, 27), "the Enter of ISO is L-shaped");
	for (size_t i = 0; i < g.slots; i++)
		if (i != 27 && geometry_is_iso_enter(&g, i))
			ok(false, "key %zu is not", i);
	geometry_release(&g);
	g = board_geometry("@0,0 100 100 @200,0 125/200 @0,100 100 100", 0);
	ok(!geometry_is_iso_enter(&g, 2), "with a key at its upper left it is a tall one");
	geometry_release(&g);
	g = board_geometry("@0,0 100 @125,0 125/200 @500,0 100", 0);
	ok(!geometry_is_iso_enter(&g, 1), "with none at its lower left too");
	geometry_release(&g);
}

static void test_points(void)
{
	struct geometry g = board_geometry("@0,0 200 @0,0 100 @200,0 100", 0);

	ok(geometry_at(&g, 150, 50) == 0 && geometry_at(&g, 250, 99) == 2, "the key at a point");
	ok(geometry_at(&g, 50, 50) == 1, "of two the smaller");
	ok(geometry_at(&g, 300, 50) == -1 && geometry_at(&g, -1, 0) == -1, "none outside");
	geometry_release(&g);
}

/* Steps in hjkl from a slot, and where they lead. */
static void test_steps(void)
{
	static const struct {
		const char *name, *words;
		size_t from;
		const char *steps;
		size_t to;
	} rows[] = {
		{ "a row", BOARD_ANSI_60, 0, "lll", 3 },
		{ "stays at its end", BOARD_ANSI_60, 12, "lll", 13 },
		{ "and at its start", BOARD_ANSI_60, 14, "h", 14 },
		{ "down keeps to the column over a stagger", BOARD_ANSI_60, 6, "jjjj", 56 },
		{ "and up finds back", BOARD_ANSI_60, 6, "jjjjkkkk", 6 },
		{ "out of the space bar upwards", BOARD_ANSI_60, 56, "k", 46 },
		{ "the way back is the way there, from an edge of the space bar", BOARD_ANSI_60, 43, "jk",
		  43 },
		{ "from its other edge", BOARD_ANSI_60, 48, "jk", 48 },
		{ "a turn of the way starts afresh", BOARD_ANSI_60, 43, "jlk", 50 },
		{ "right from the space bar is its row", BOARD_ANSI_60, 56, "l", 57 },
		{ "columns of different height", BOARD_CORNE, 0, "lllll", 5 },
		{ "over the gap between the hands", BOARD_CORNE, 5, "l", 6 },
		{ "and back", BOARD_CORNE, 5, "lh", 5 },
		{ "down to the thumbs", BOARD_CORNE, 28, "j", 36 },
		{ "along the thumbs", BOARD_CORNE, 36, "lllll", 41 },
		{ "keys at one place come one after the other", "@0,0 100 @0,0 100 @0,0 100 @100,0 100", 0,
		  "lll", 3 },
		{ "backwards too", "@0,0 100 @0,0 100 @0,0 100 @100,0 100", 3, "hhh", 0 },
		{ "a key off every row and column is led to by the end next to it",
		  "@0,0 100 @200,0 100 @300,0 100 @500,0 100 @100,100 100 @400,100 100 @0,200 100 @200,200 "
		  "100 "
		  "@300,200 100 @500,200 100 @650,50 100 @650,150 100",
		  0, "h", 4 },
		{ "a single key", "@0,0 100", 0, "hjkl", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct geometry g = board_geometry(rows[i].words, 0);
		struct trail trail = { 0 };
		size_t at = rows[i].from;

		for (const char *s = rows[i].steps; *s; s++)
			at = geometry_step(&g, at, (enum direction)(strchr("hjkl", *s) - "hjkl"), &trail);
		ok(at == rows[i].to, "%s: %zu %s %zu, is %zu", rows[i].name, rows[i].from, rows[i].steps,
		   rows[i].to, at);
		geometry_release(&g);
	}
}

static void test_long_run(void)
{
	struct geometry g = board_geometry("@0,0 100*60", 0);
	struct trail trail = { 0 };
	size_t at = 0;

	for (int i = 0; i < 50; i++)
		at = geometry_step(&g, at, DIRECTION_RIGHT, &trail);
	for (int i = 0; i < 50; i++)
		at = geometry_step(&g, at, DIRECTION_LEFT, &trail);
	ok(at == 0, "a run longer than a trail remembers turns round too");
	at = geometry_step(&g, 20, DIRECTION_LEFT, &trail);
	ok(at == 19, "a trail that belongs to another slot is not followed");
	geometry_release(&g);
}

static void test_ends(void)
{
	struct geometry g = board_geometry(BOARD_ANSI_60, 0);

	ok(geometry_end(&g, 20, DIRECTION_LEFT) == 14 && geometry_end(&g, 20, DIRECTION_RIGHT) == 27,
	   "the ends of a row");
	ok(geometry_end(&g, 20, DIRECTION_UP) == 7 && geometry_end(&g, 20, DIRECTION_DOWN) == 56,
	   "the ends of a column");
	ok(geometry_first(&g) == 0 && geometry_last(&g) == 60, "the first and the last key");
	geometry_release(&g);
	g = board_geometry(BOARD_CORNE, 0);
	ok(geometry_end(&g, 3, DIRECTION_LEFT) == 0 && geometry_end(&g, 3, DIRECTION_RIGHT) == 11,
	   "the ends of a row of uneven columns");
	geometry_release(&g);
}

static void test_walks(void)
{
	static const char *const boards[] = { BOARD_ANSI_60, BOARD_ISO_60, BOARD_ORTHO, BOARD_CORNE };
	int lost = 0;

	for (size_t i = 0; i < COUNT(boards); i++) {
		struct geometry g = board_geometry(boards[i], i);

		ok(!geometry_fault(&g), "board %zu: every slot reaches every other, and ways lead back", i);
		geometry_release(&g);
	}
	for (unsigned seed = 1; seed <= 1000; seed++) {
		struct layout *layout = board_random(seed);
		struct geometry g;
		const char *fault;

		geometry_init(&g, layout, seed % 5);
		fault = geometry_fault(&g);
		if (fault)
			printf("# seed %u: %s\n", seed, fault);
		lost += !!fault;
		geometry_release(&g);
		board_free(layout);
	}
	ok(!lost,
	   "1,000 random layouts: %d with a slot that cannot be reached or a way that does not lead back",
	   lost);
}

static void test_find_key(void)
{
	struct key keys[] = { { .row = 0, .col = 1 }, { .row = 2, .col = 0 }, { .row = 2, .col = 0 } };
	const struct layout layout = { .key = keys, .keys = COUNT(keys) }, none = { 0 };

	ok(layout_find_key(&layout, 0, 1) == 0 && layout_find_key(&layout, 2, 0) == 1,
	   "the first key at a place in the matrix");
	ok(layout_find_key(&layout, 1, 0) == -1 && layout_find_key(&none, 0, 0) == -1, "or none");
}

int main(void)
{
	test_find_key();
	test_boxes();
	test_encoders();
	test_iso();
	test_points();
	test_steps();
	test_long_run();
	test_ends();
	test_walks();
	return tap_done();
}
