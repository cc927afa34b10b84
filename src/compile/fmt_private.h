/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_FMT_PRIVATE_H
#define COMPILE_FMT_PRIVATE_H

#include "c_scan.h"
#include "compile/fmt.h"

/* One layer in parts: what stands between its brackets. */

/* A binding, or the use of a macro that gives several, with the code around it that belongs to it. */
struct cell {
	struct span item; /* of the document, as all places are */
	size_t key, keys;
	struct span code;
	bool comma, blank; /* a comma follows; a blank line stands before it */
	struct str text;   /* on one line */
};

/* A comment that ends its line. */
struct remark {
	size_t cell; /* the one before it, or, above, the one behind it */
	bool above;
	struct span span;
};

enum { BEFORE_ALL = SIZE_MAX };

struct fmt {
	const struct source *source;
	const struct layout *layout;
	const char *text;
	struct span region; /* what stands between the brackets */
	struct c_tokens tokens;
	bool *joins; /* of tokens: comments that are part of a cell */
	struct cell *cell;
	size_t cells;
	struct remark *remark;
	size_t remarks, remark_cap;
	const char *newline;
	struct str indent;
};

/* The bindings of layer @layer, the code around them, and the comments: f->cell, f->remark. NULL, or why the layer
 * cannot be put into lines. */
const char *fmt_find_cells(struct fmt *f, size_t layer);

bool fmt_has_newline(const struct fmt *f, uint32_t from, uint32_t to);

#endif
