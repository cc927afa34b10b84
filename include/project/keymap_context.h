/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_KEYMAP_CONTEXT_H
#define PROJECT_KEYMAP_CONTEXT_H

#include "import/document.h"
#include "project/tree.h"

/*
 * What a keymap.c on disk means besides its own text, for import_input: the files that it may include and the macros
 * that QMK's build defines for it.
 */
struct keymap_context {
	struct import_includes includes;
	struct import_define *define;
	size_t defines;
	const char *
		after; /* a file of the user's that the build takes besides, and that has keymaps[]; NULL: none */
	struct keymap_surroundings *at; /* private */
};

/*
 * Of the keymap at @path, which need not be there, for @keyboard (NULL: by its place, keyboards/<id>/keymaps/<name>).
 *
 * Files are looked for in its folder, in users/<name>, in the keyboard's folder and those above it, and last from the top
 * down: of the tree or userspace that @path is in, of @tree's userspace and of @tree (NULL: the one that @path is in,
 * else the one that tree_open() finds). Those of the firmware itself (quantum, drivers, ...) are never read. What is
 * neither beside the keymap nor in users/<name> nor in a userspace is locked.
 *
 * Features are the keyboard's, with what rules.mk of the two folders changes; macros are those of every config.h and of
 * the keyboard's data.
 */
void keymap_context_init(struct keymap_context *context, const char *path, const struct keyboard *keyboard,
			 struct tree *tree);

/* What the file at @path is to hold, in place of what it has on disk; @path as a reader was given it. Borrowed. */
void keymap_context_put(struct keymap_context *context, const char *path, const struct str *text);
void keymap_context_release(struct keymap_context *context);

#endif
