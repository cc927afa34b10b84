/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_BINDING_SPOTS_H
#define COMPILE_BINDING_SPOTS_H

#include "base/err.h"
#include "compile/rewrite.h"
#include "model/source.h"

/* A binding in its text, and what it is to be. */
struct binding_spot {
	struct source_binding at;
	size_t layer, slot; /* of the source */
	char *with;         /* owned; NULL: it stays */
};

/* Zero-initialise. */
struct binding_spots {
	struct binding_spot *item; /* owned */
	size_t count, cap;
};

/* Takes @with. What has no place in the text is left out. */
void binding_spots_add(struct binding_spots *spots, const struct source *source, size_t layer, size_t slot,
		       char *with);
void binding_spots_release(struct binding_spots *spots);

/* Their changes, one rewrite a file of @source into @rewrite, as one grid a file. False with a binding whose
 * text is another one's as well. */
bool binding_spots_replace(struct binding_spots *spots, const struct source *source, struct rewrite *rewrite,
			   struct err *err);

/* "key 3 of layer 1 (line 12) cannot be changed: @why". Always false. */
bool binding_refuse(const struct source *source, size_t layer, size_t slot, const char *why, struct err *err);

#endif
