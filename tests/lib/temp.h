/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_TEMP_H
#define TESTS_TEMP_H

#include <ftw.h>
#include <stdio.h>

/* For tests that write: folders of their own, made by mkdtemp(). */

static inline int temp_remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

/* Remove @root and all that is in it; links are not followed. */
static inline void temp_remove(const char *root)
{
	nftw(root, temp_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of @name under @root, in one of a few buffers. */
static inline const char *temp_path(const char *root, const char *name)
{
	static char buffer[8][4200];
	static int next;
	char *out = buffer[next++ % 8];

	snprintf(out, sizeof(buffer[0]), "%s/%s", root, name);
	return out;
}

#endif
