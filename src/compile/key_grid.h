/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KEY_GRID_H
#define COMPILE_KEY_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/keyboard.h"

/* Where a key's text stands. */
struct key_place {
	bool line;    /* it is the first of its line */
	size_t start; /* columns from where its line begins */
};

/* The places that @layout gives texts of @width columns each, with what parts them from the next; 0: the key has no
 * text of its own. A line may have to run on beyond a start. @place: one a key. */
void key_grid_find(const struct layout *layout, const size_t *width, struct key_place *place);

struct key_grid {
	const char *separator; /* "," */
	size_t indent;         /* blanks before each line */
};

/* A list of one text a key, in lines and columns as the keys lie on the desk. */
void key_grid_print(const struct key_grid *grid, const struct layout *layout, const struct str *cell,
		    struct str *out);

/* The same in rows of equal length, where nothing is known of where the keys lie. */
void key_grid_print_rows(const struct key_grid *grid, const struct str *cell, size_t cells, struct str *out);

#endif
