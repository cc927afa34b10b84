/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_FILESET_H
#define COMPILE_FILESET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Files that a compiler made: path relative to where they will be put, with '/'; sorted by path. Zero-initialise. */
struct file_entry {
	char *path;
	struct str data;
};
struct fileset {
	struct file_entry *file;
	size_t count, cap;
};

void fileset_release(struct fileset *set);

/* Whether @path stays below the folder that it is put in: relative, no empty, "." or ".." part, no control byte. */
bool fileset_path_is_safe(const char *path);

/* A new empty file; the text is filled through the result, which stays valid until the next fileset_add(). @path
 * must be safe and new (asserted). */
struct str *fileset_add(struct fileset *set, const char *path);

/* The file of that path, emptied, or a new one; as fileset_add() otherwise. */
struct str *fileset_put(struct fileset *set, const char *path);

const struct str *fileset_find(const struct fileset *set, const char *path); /* NULL: none */

#endif
