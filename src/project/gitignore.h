/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_GITIGNORE_H
#define PROJECT_GITIGNORE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The patterns of one .gitignore at the top of a tree, as gitignore(5) has them. Zero-initialise: nothing is ignored.
 */
struct gitignore {
	struct gitignore_pattern *pattern;
	size_t count, cap;
};

/* Add those of @text; at most a few thousand are kept. */
void gitignore_read(struct gitignore *ignore, const char *text, size_t len);

/* Whether the file @path, from the top, or a folder that it is in is ignored. */
bool gitignore_has(const struct gitignore *ignore, const char *path);

void gitignore_release(struct gitignore *ignore);

#endif
