/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_LAYOUT_H
#define MODEL_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/keyboard.h"

enum {
	LAYOUT_MAX_CU = 10000, /* a layout is drawn and walked as far as 100 keys right and down */
	TRAIL_MAX = 32,
};

enum direction { DIRECTION_LEFT, DIRECTION_DOWN, DIRECTION_UP, DIRECTION_RIGHT, DIRECTION_COUNT };

/* Upright, in 1/100 key, from the layout's top left corner. */
struct box {
	int x, y, w, h;
};

/*
 * Where everything that can carry an action lies. A slot is numbered as in
 * model/keymap.h: the keys of the layout, then two for each encoder, at
 * keys + encoder * TURN_COUNT + turn. A turned key is an upright box about
 * its turned centre, with width and height exchanged between 45 and 135
 * degrees. Encoders lie in rows below the keys.
 */
struct geometry {
	struct box *slot; /* owned */
	size_t keys, slots;
	int w, h;                            /* of all slots */
	int keys_h;                          /* of the keys alone */
	uint16_t (*linked)[DIRECTION_COUNT]; /* private, owned: made by the first step that needs it */
};

void geometry_init(struct geometry *geometry, const struct layout *layout, size_t encoders);
void geometry_release(struct geometry *geometry);

/* A key of 1.25 by 2 with nothing in the quarter left of its upper half: L-shaped. */
bool geometry_is_iso_enter(const struct geometry *geometry, size_t slot);

/* The smallest slot over a point, or -1. */
int geometry_at(const struct geometry *geometry, int x_cu, int y_cu);

/*
 * What a straight run of steps remembers: the column (or row) it keeps to,
 * and the slots it came by, so that turning round leads back over them.
 * Zero-initialise; it notices by itself when the cursor was moved otherwise.
 */
struct trail {
	enum direction direction;
	int track; /* private: 1/200 key */
	size_t at, count;
	uint16_t slot[TRAIL_MAX];
};

/* The slot one step from @from: the nearest in the row or column, else within 45 degrees of that direction;
 * @from when there is none. Every slot can be reached from every other by steps. */
size_t geometry_step(struct geometry *geometry, size_t from, enum direction direction, struct trail *trail);

/* The last slot in the row of @from: LEFT the leftmost, RIGHT the rightmost; UP and DOWN: in its column. */
size_t geometry_end(const struct geometry *geometry, size_t from, enum direction direction);

/* The key in the top left corner, and in the bottom right one. */
size_t geometry_first(const struct geometry *geometry);
size_t geometry_last(const struct geometry *geometry);

#endif
