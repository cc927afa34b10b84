/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_RESOLVE_H
#define TESTS_RESOLVE_H

#include "base/mem.h"
#include "project/locate.h"

/* The keyboard that @name means; NULL with the reason. The caller frees. */
static inline char *resolve(struct tree *tree, const char *name, struct err *err)
{
	struct located located;
	char *id = NULL;

	if (!locate_in(tree, name, &located, err))
		return NULL;
	id = mem_copy_text(located.id);
	located_release(&located);
	return id;
}

#endif
