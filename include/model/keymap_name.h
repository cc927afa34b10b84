/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_KEYMAP_NAME_H
#define MODEL_KEYMAP_NAME_H

#include "base/err.h"

enum { KEYMAP_NAME_MAX_BYTES = 64 };

/* A keymap's name is a folder's and a make goal's: 1 to 64 of a-z, 0-9 and _, and not "all", by which make means every
 * keymap. ERR_RANGE. */
bool keymap_name_check(const char *name, struct err *err);

#endif
