/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KLE_H
#define MODEL_KLE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/keyboard.h"
#include "model/layout.h"

enum {
	KLE_MAX_KEYS = 4096,
	KLE_MAX_CU = 10000, /* how far from 0, 0 a key may lie, and how large it may be */
};

/*
 * One key as keyboard-layout-editor.com (KLE) describes it: a rectangle, and a second one for keys like the ISO
 * Enter. Lengths in 1/100 key, angles in 1/100 degree clockwise about the pivot. What else KLE knows (fonts,
 * profiles, switches) is not kept.
 */
struct kle_shape {
	int16_t x_cu, y_cu, w_cu, h_cu;            /* before it is turned */
	int16_t x2_cu, y2_cu, w2_cu, h2_cu;        /* from x_cu, y_cu; w2_cu 0: there is none */
	int16_t turn_cdeg, pivot_x_cu, pivot_y_cu; /* turn 0: the pivot is 0, 0 */
	bool decal;                                /* no key: something printed on the board */
	bool ghost, stepped, homing;
	uint32_t colour, legend_colour; /* symbols: "#cccccc"; 0: the usual */
};

/* Upright around both rectangles as they are turned, in KLE's own coordinates. */
struct box kle_shape_bounds(const struct kle_shape *shape);

/* The first rectangle as a key; without matrix, encoder and label. */
struct key kle_shape_key(const struct kle_shape *shape);

/* How KLE describes a key of ours; @iso_enter: with the second rectangle of that key. */
struct kle_shape kle_shape_of(const struct key *key, bool iso_enter);

#endif
