/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEY_GRID_H
#define COMPILE_KEY_GRID_H

#include <stddef.h>

#include "base/str.h"
#include "model/keyboard.h"

struct key_grid {
	const char *separator; /* "," */
	size_t indent;         /* blanks before each line */
};

/* A list of one text a key, in lines and columns as the keys lie on the desk. */
void key_grid_print(const struct key_grid *grid, const struct layout *layout, const struct str *cell,
		    struct str *out);

#endif
