/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include "ui/grid.h"

/* A text in lines of at most @cols columns, broken at blanks where there are any. How many lines it takes. */
int wrap_rows(const char *text, int cols);

/* Draw it in @area; what does not fit is cut with `…`. Returns the rows used. */
int wrap_draw(struct grid *grid, struct rect area, enum style style, const char *text);

#endif
