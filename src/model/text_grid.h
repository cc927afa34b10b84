/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_TEXT_GRID_H
#define MODEL_TEXT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * Where keys are, from left to right, as the columns of a text tell: what begins in the same column of several lines is one
 * column of keys, and a gap that is wider than the others parts the halves of a keyboard. @begins: which keys
 * begin a row. @x_cu gets 1/100 of a key, 0 for the leftmost.
 */
void text_grid(const char *text, const struct span *span, const bool *begins, size_t keys, int *x_cu);

#endif
