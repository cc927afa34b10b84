/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_PREVIEW_H
#define UI_PREVIEW_H

#include "base/err.h"
#include "model/layout.h"
#include "project/project.h"
#include "ui/board.h"

/* What a row of a list would open, drawn small. Zero-initialise. */
struct preview {
	char *what;              /* the row's path or name; NULL: nothing is shown */
	struct project *project; /* NULL: it cannot be opened, and why is in `err` */
	struct err err;
	int rows, cols; /* that it was placed for */
	struct geometry geometry;
	struct board board; /* of `project`, once placed */
};

/* Read @what as project_open() does, and place it. */
void preview_open(struct preview *preview, const char *what, const struct project_options *options, int rows,
		  int cols);

/* For another size; nothing is read. */
void preview_place(struct preview *preview, int rows, int cols);

/* Its first row says what it is. */
void preview_draw(const struct preview *preview, struct grid *grid, struct rect area);

void preview_release(struct preview *preview);

#endif
