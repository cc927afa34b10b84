/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_HANDS_H
#define COMPILE_HANDS_H

#include <stddef.h>

#include "model/keyboard.h"

/* A key by what tells which hand presses it. Sizes are in keys. */
struct hand_key {
	double x, y, w, h;
	char hand; /* 'L', 'R', '*' for either; 0: to be guessed */
};

/* Fills in the hands that are not said, as QMK does for CHORDAL_HOLD. */
void hands_guess(struct hand_key *key, size_t count);

/* One for each key of @layout, guessed. The caller frees. */
struct hand_key *hands_of_layout(const struct layout *layout);

#endif
