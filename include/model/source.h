/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_SOURCE_H
#define MODEL_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "model/keymap.h"

/*
 * The text a keymap was read from, and where in it each binding stands, so
 * that an edit can go back into the user's own bytes (compile/rewrite.h). The
 * format's reader fills it; whoever opened the file owns it.
 */
struct source {
	char *text; /* owned, NUL-ended */
	size_t len;
	const struct keymap *map; /* what @text says; a reference of its own */
	struct span
		*binding; /* [layer * keys + key]: the expression, without quotes or commas; NULL: no spans */
	struct span layers; /* the whole list of layers; len 0: the text has none */
	struct span root;   /* the outermost value that new members go into */
};

struct source *source_new(const char *text, size_t len, const struct keymap *map);
void source_free(struct source *source);

/* Line and column (bytes), both from 1, of the byte at @offset. */
void source_place(const struct source *source, size_t offset, int *line, int *column);

#endif
