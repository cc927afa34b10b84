/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_TESTER_H
#define UI_TESTER_H

#include "base/str.h"
#include "live_link.h"
#include "model/keyboard.h"
#include "ui/board.h"

/*
 * What the matrix tester tells of the presses of a running keyboard: of each key on the drawing a note, of all how many. Several
 * keys at one place of the matrix are one that is counted, and all have its note.
 *
 *   ""     never pressed
 *   3      pressed three times; 999+ for more
 *   *3     and down now
 *   3!2    two of these came less than LIVE_CHATTER_MS after it was let go: chatter
 */
struct tester {
	struct board_note *note;          /* owned: of each slot */
	bool *down;                       /* owned: of each slot */
	size_t keys, pressed, chattering; /* places of the matrix that keys of the layout are at */
	struct str now;                   /* what is down: "row 0 col 3, row 2 col 1"; "" */
	struct str off; /* what was pressed and no key of the layout is at: "row 4 col 5: 2" */
};

/* @press as struct live_link has it; @slots: of the drawing, the keys first. */
void tester_init(struct tester *tester, const struct live_press *press, size_t rows, size_t cols,
		 const struct layout *layout, size_t slots);
void tester_release(struct tester *tester);

/* Forget what was pressed; what is down stays so. */
void tester_clear(struct live_press *press, size_t count);

#endif
