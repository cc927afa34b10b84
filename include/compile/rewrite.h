/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_REWRITE_H
#define COMPILE_REWRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/str.h"
#include "model/keymap.h"
#include "model/source.h"

/*
 * Changes to a text that leave all its other bytes alone: stretches and what stands there instead. Zero-initialise.
 * Stretches do not overlap; of insertions at one place the first added comes first.
 */
struct rewrite {
	struct rewrite_part {
		struct span span;
		size_t order;
		char *with; /* owned */
	} * part;
	size_t parts, cap;
};

/* @span of len 0 inserts at its start. */
void rewrite_replace(struct rewrite *rewrite, struct span span, const char *with);

/* Whether rewrite_print() can be: no two overlap, and all lie in @stretch. For places that come from a text, which may
 * have them in any way. */
bool rewrite_is_apart(struct rewrite *rewrite, struct span stretch);

/* All of @text, or a stretch of it, with the changes that lie in there. Asserts that none overlap. */
void rewrite_print(struct rewrite *rewrite, const char *text, struct span stretch, struct str *out);
void rewrite_release(struct rewrite *rewrite);

/* One for each file of @source, the document first. rewrite_free_all() takes NULL. */
struct rewrite *rewrite_new_all(const struct source *source);
void rewrite_free_all(struct rewrite *rewrite, const struct source *source);

/* Print @stretch of the document when it is all that they change; else false, and nothing is printed. */
bool rewrite_print_alone(struct rewrite *rewrite, const struct source *source, struct span stretch,
			 struct str *out);

/* How a format writes an action where @old stands; appended to @out. */
typedef void rewrite_action(const struct source *source, struct span old, struct action action,
			    struct str *out);

/*
 * Whether @map can go into @source by its bindings alone: as many layers and keys, each layer where it was read
 * from, and a place in the text for each binding that differs.
 */
bool rewrite_fits(const struct source *source, const struct keymap *map);

/* The same for one layer of @map and layer @origin of the text; both keymaps have as many keys. */
bool rewrite_layer_fits(const struct source *source, size_t origin, const struct keymap *map, size_t layer);

/* rewrite_fits() for what encoders do. */
bool rewrite_turns_fit(const struct source *source, const struct keymap *map);

/* Replace the bindings of layer @origin of the text that are not what @layer of @map holds. Those without a place
 * in the text are left out. */
void rewrite_layer(struct rewrite *rewrite, const struct source *source, size_t origin,
		   const struct keymap *map, size_t layer, rewrite_action *print);

/* The same for what encoders do. */
void rewrite_turns(struct rewrite *rewrite, const struct source *source, size_t origin,
		   const struct keymap *map, size_t layer, rewrite_action *print);

#endif
