/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_ASSIGNMENTS_PRIVATE_H
#define IMPORT_ASSIGNMENTS_PRIVATE_H

#include "import/assignments.h"
#include "python_text.h"

struct assignment *assignments_get(struct assignments *all, struct slice name); /* NULL: it is not there */

/* The assignment of that name, a new one without a value at the end when there is none. NULL when there is no
 * room. */
struct assignment *assignments_make(struct assignments *all, struct slice name, size_t file, int line);

void assignment_set(struct assignment *a, struct slice value);
void assignment_append(struct assignment *a, struct slice value); /* with a blank between */
void assignment_clear(struct assignment *a);                      /* no value */

/* Take out the items that are `dropped`: until then they are in the list, but assignments_get() does not give
 * them. */
void assignments_close_gaps(struct assignments *all);

#endif
