/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_BUILTIN_H
#define PROJECT_BUILTIN_H

#include <stddef.h>

/* A board that is compiled in: the files of data/keyboards/<id>, not NUL-ended. Sorted by id. */
struct builtin {
	const char *id;   /* "ansi_60" */
	const char *name; /* "60 % ANSI" */
	const char *keyboard;
	size_t keyboard_len;
	const char *keymap;
	size_t keymap_len;
};

extern const struct builtin builtins[];
extern const size_t builtins_count;

const struct builtin *builtin_find(const char *id); /* NULL when there is none */

#endif
