/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_NAMES_H
#define PROJECT_NAMES_H

#include <stddef.h>

#include "base/str.h"

/* Names of keyboards, keymaps or files; owned. Zero-initialise. */
struct names {
	char **name;
	size_t count, cap;
};

/* A copy, at the end. */
void names_add(struct names *names, const char *name);

/* In the order of strcmp(), each once. */
void names_sort(struct names *names);

void names_release(struct names *names);

/* ", did you mean a, b or c" of those nearest to @name; nothing when none is near. @names are sorted. */
void names_suggest(const struct names *names, const char *name, struct str *out);

#endif
