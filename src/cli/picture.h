/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "base/err.h"
#include "ui/board.h"
#include "ui/style.h"

/* What a drawing is printed on. */
struct paper {
	int rows, cols;
	bool must_fit; /* the size was asked for */
	bool ascii;
	bool plain; /* no escape sequences at all */
	enum colours colours;
};

/* The terminal's size, else 80x24; ASCII when the locale is not UTF-8; plain. */
void picture_paper(struct paper *paper);

/* Place the keys; the title takes a row. What does not fit a size that was not asked for is drawn all the same. */
bool picture_place(const struct layout *layout, size_t encoders, const struct paper *paper,
		   struct board *board, struct err *err) NODISCARD;

/* The title, and the board below it, on standard output. */
void picture_print(const struct board *board, const struct board_view *view, const char *title,
		   const struct paper *paper);

#endif
