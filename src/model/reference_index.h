/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_REFERENCE_INDEX_H
#define MODEL_REFERENCE_INDEX_H

#include "model/keymap.h"

/*
 * What the actions and options of a keymap refer to, found without a walk over all definitions. These are numbered
 * through, kind by kind.
 */
struct reference_index {
	const struct keymap *map;
	size_t first[DEFINITION_KIND_COUNT +
		     1];             /* the number of the first of each kind, and behind the last */
	struct reference_name *name; /* owned: of those that keys can name, sorted */
	size_t names;
};

struct reference_index reference_index_new(const struct keymap *map);
void reference_index_release(struct reference_index *index);

/* Called with the number of each that is referred to. */
typedef void reference_found(void *data, size_t number);
void reference_each(const struct reference_index *index, struct action action, reference_found *found,
		    void *data);
void reference_each_of_option(const struct reference_index *index, struct setting option,
			      reference_found *found, void *data);

/* Of definition @number, by its steps and options. */
void reference_each_of(const struct reference_index *index, size_t number, reference_found *found,
		       void *data);

/* Which definition a number is. */
const struct definition *reference_definition(const struct reference_index *index, size_t number,
					      size_t *index_of_kind);

#endif
