/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_WAIVER_H
#define MODEL_WAIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/str.h"
#include "model/keymap.h"

/*
 * Losses that the user accepts (KEYMAP_WAIVE), in a text whose comments are C's: a line of their own for each,
 * `// keyplane: waive zmk-near:DF(1)`, or the same between the signs of a block comment.
 */

/* The next such line from *@at on, with the end of it, and the id that it has; *@at gets behind it. False: there are no
 * more. */
bool waiver_next(const char *text, size_t len, size_t *at, struct span *line, struct span *id);

/* Whether an id can stand in such a line. */
bool waiver_can_stand(const char *id);

/* Append the line, with its newline. */
void waiver_print(const char *id, struct str *out);

/* The id that a setting waives; NULL: it waives none. Borrowed. */
const char *waiver_of(const struct setting *setting);

bool waiver_has(const struct keymap *map, const char *id);

/* Put those of a text into a keymap under construction. */
void waiver_put_all(struct keymap *map, const char *text, size_t len);

/* Append a line for each that a keymap has and that can stand in one. */
void waiver_print_all(const struct keymap *map, struct str *out);

#endif
