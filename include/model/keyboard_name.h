/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYBOARD_NAME_H
#define MODEL_KEYBOARD_NAME_H

#include "base/err.h"

enum { KEYBOARD_NAME_MAX_BYTES = 128, KEYBOARD_NAME_MAX_LEVELS = 5 };

/* What a new keyboard may be called: 2 bytes or more of a-z, 0-9 and _, in at most five folders with "/"
 * between, and none of the words that QMK's make takes for something else. ERR_RANGE. */
bool keyboard_name_check(const char *name, struct err *err);

#endif
