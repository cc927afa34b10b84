/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LOCATED_H
#define PROJECT_LOCATED_H

#include "project/locate.h"
#include "tree_private.h"

/* The bytes that a located keyboard is read from, and what its readers are to call it. */
struct located_files {
	const struct qmk_files *files; /* borrowed, or of this */
	const struct qmk_facts *facts; /* borrowed */
	char *id;
	char *own; /* its own file by the name that readers have for it: "keyboards/planck/keyboard.json" */
	char *from,
		*to; /* that names stand for real paths which begin with `to`; NULL: they are of the tree */
	struct tree_disk disk;
	struct qmk_files memory;
	struct str text; /* one keyboard.json that is in memory */
};

bool located_files_open(struct located_files *files, const struct located *located,
			struct err *err) NODISCARD;
void located_files_close(struct located_files *files);

/* Readers call a file that stands alone by the place it would have in a tree; its owner knows it by another. Those from
 * @first on, and @err. */
void located_files_tell(const struct located_files *files, struct diagnostics *diagnostics, size_t first,
			struct err *err);

#endif
