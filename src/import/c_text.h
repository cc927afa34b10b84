/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_C_TEXT_H
#define IMPORT_C_TEXT_H

#include <stddef.h>

#include "base/str.h"

/*
 * A C source on its way through the steps that QMK's scripts prepare it with. They differ for config.h and
 * for headers, and none of them is what a compiler does. Zero-initialise.
 */
struct c_text {
	struct str text; /* its lines end in \n */
	int *line;       /* for each line of it: where it begins in the source, from 1 */
	size_t lines, cap;
};

/* All of @text, with \r and \r\n as \n. */
void c_text_read(struct c_text *c, const char *text, size_t len);

/* Take out each backslash that ends a line, and the line's end with it. */
void c_text_join(struct c_text *c);

/* Take out block comments, those that quotes hold too. */
void c_text_cut_blocks(struct c_text *c);

/* A blank for each comment, of both kinds, that no quotes hold. Quotes may go over lines. */
void c_text_blank_comments(struct c_text *c);

void c_text_release(struct c_text *c);

#endif
