/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_BOARD_H
#define UI_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/host_language.h"
#include "model/keymap.h"
#include "model/layout.h"
#include "ui/grid.h"

/* How many cells a key of 1 by 1 takes, borders shared with its neighbours. */
struct pitch {
	int cols, rows;
};

enum {
	BOARD_PITCHES = 9,
	BOARD_PITCH_AUTO = -1,
	BOARD_MIN_ROWS = 3, /* less is not drawn on */
	BOARD_MIN_COLS = 12,
};
extern const struct pitch board_pitches[BOARD_PITCHES]; /* largest first */

/* One slot's place in the drawing, borders included. An encoder's turn has none: its rect is text alone. */
struct board_slot {
	struct rect rect;
	struct rect
		ear; /* the part of an L-shaped Enter left of `rect`, sharing a border with it; rows 0: none */
};

/*
 * Where everything goes, in cells from the drawing's own top left corner: made
 * once for a layout, a size and a pitch, drawn any number of times. Every slot
 * has at least one cell inside that belongs to it alone, also where keys lie
 * on top of each other; those wholly under others stand below the rest.
 */
struct board {
	int pitch; /* index into board_pitches */
	int rows, cols;
	size_t keys, slots;
	struct board_slot *slot; /* owned */
	int16_t *owner;          /* rows * cols, owned: the slot that a cell is inside of; -1 */
	uint8_t *line;           /* rows * cols, owned: enum board_line, from this cell to its neighbour */
};

enum board_line { BOARD_LINE_RIGHT = 1, BOARD_LINE_DOWN = 2 };

/*
 * Place all slots. @pitch BOARD_PITCH_AUTO: the largest with which everything fits @rows and @cols, and 4x2 when
 * it does with none. An index outside board_pitches is the nearest one in it.
 */
void board_init(struct board *board, const struct geometry *geometry, int rows, int cols, int pitch);
void board_release(struct board *board);

/* Which cell of the drawing is shown in the top left corner of an area too small for it. */
struct pan {
	int row, col;
};

/* Move @pan as little as shows all of @slot (-1: none) in an area of @rows and @cols, and nothing beyond the
 * drawing's edges. What does not have to be panned is not. */
void board_follow(const struct board *board, int rows, int cols, int slot, struct pan *pan);

/* The slot inside of which a cell of the drawing is, or -1. */
int board_slot_at(const struct board *board, int row, int col);

/* What is said of a slot besides, on the upper edge of its key, where no legend stands; over the end of a turn, which has none. */
struct board_note {
	char text[12]; /* "": nothing */
	enum style style;
};

struct board_view {
	const struct keymap *map;    /* NULL: keys show what `labels` says */
	const struct layout *labels; /* the legends of the keyboard's file; NULL: keys show their index */
	size_t layer;
	const struct keyboard *keyboard;      /* whose names of its own keycodes are shown; NULL: QMK's */
	const struct host_language *language; /* what keys type is told in this; NULL: as on a US layout */
	int selected;                         /* slot with a heavy border, kept in sight; -1: none */
	const bool *mark;                     /* of each slot, whether it is marked; NULL: none is */
	const bool *fixed;                    /* of each slot, whether it cannot be changed; NULL: all can */
	const struct board_note *note;        /* of each slot; NULL: there are none */
	bool gone;                            /* what is drawn is not there now: all of it is dim */
	struct pan pan;                       /* as board_follow() left it */
};

/* Draw what is seen of @board in @area, with ASCII legends on an ASCII grid. Smaller than BOARD_MIN_ROWS or BOARD_MIN_COLS, say what is needed. */
void board_draw(const struct board *board, const struct board_view *view, struct grid *grid,
		struct rect area);

#endif
