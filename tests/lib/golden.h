/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include <stdbool.h>

#include "ui/grid.h"

/*
 * Compare @text with the file tests/golden/@name; print both sides of the first line that differs. With
 * KEYPLANE_UPDATE_GOLDEN set in the environment (`make update-golden`) write the file instead: read its diff.
 */
bool golden_text(const char *name, const char *text);

/* The same for what grid_dump() writes. */
bool golden_grid(const char *name, const struct grid *grid);

#endif
