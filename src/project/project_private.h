/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_PRIVATE_H
#define PROJECT_PROJECT_PRIVATE_H

#include "base/str.h"
#include "project/project.h"

/*
 * Read the keyboard whose keyboard.json or info.json is in @folder, with those of the folders above it up to
 * @root (NULL: only its own). @id is its name. *@file (owned) gets the path of its own file.
 */
struct keyboard *tree_read_keyboard(const char *root, const char *folder, const char *id, char **file,
				    struct diagnostics *diagnostics, struct err *err);

/* keyboard.json or info.json in @folder; NULL when neither is there. The caller frees. */
char *tree_find_file(const char *folder);

/* keymaps/default/keymap.json in the folder of keyboard @id or those above it; NULL when there is none, and then
 * *@only_c tells whether there is a keymap.c. The caller frees. */
char *tree_find_keymap(const char *home, const char *id, bool *only_c);

/* The part of @path before its last "/keyboards/": the tree that it is in. NULL when it is in none. The caller
 * frees. */
char *tree_of(const char *path);

#endif
