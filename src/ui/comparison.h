/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_COMPARISON_H
#define UI_COMPARISON_H

#include "chooser.h"
#include "model/dynamic_keymap.h"
#include "model/keyboard.h"
#include "model/three_way.h"
#include "ui/board.h"

/*
 * File, keyboard and what was flashed last, compared once: rows stay while sides are taken, and each tells which of the three the
 * document is like now. All are compared as the keyboard would hold them, so that names of layers and what no keyboard
 * keeps are no differences. Zero-initialise.
 */
struct comparison {
	struct three_way three;
	struct dynamic_keymap held;    /* what the keyboard held */
	const struct keymap *document; /* a reference */
	const struct keymap *now;      /* that, as the keyboard would hold it; a reference */
	struct diagnostics lost;       /* what the keyboard cannot hold of the file */
	struct chooser list;           /* of the rows */
	struct board board;            /* above the list, for a screen of rows and cols */
	int rows, cols, board_rows;    /* board_rows: that are drawn of it */
};

/* @flashed may be NULL. ERR_RANGE: they are not of the keys of @layout. */
bool comparison_init(struct comparison *comparison, const struct dynamic_keymap *held,
		     const struct layout *layout, const struct keymap *file, const struct keymap *flashed,
		     struct err *err) NODISCARD;
void comparison_release(struct comparison *comparison);

/* The document is @map now. False: it has other keys, and is none to compare. */
bool comparison_follow(struct comparison *comparison, const struct layout *layout, const struct keymap *map);

/* Whether the document is at @row as @side has it. */
bool comparison_is_as(const struct comparison *comparison, const struct three_row *row, enum three_side side);

/* The selected row; NULL: nothing differs. */
const struct three_row *comparison_selected(const struct comparison *comparison);

/* What each slot of @layer is marked with: f, k, =, or !; the caller frees. */
struct board_note *comparison_notes(const struct comparison *comparison, size_t layer);
char comparison_letter(enum three_state state);

#endif
