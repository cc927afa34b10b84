/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LOCATE_PRIVATE_H
#define PROJECT_LOCATE_PRIVATE_H

#include "import/document.h"
#include "project/locate.h"
#include "tree_private.h"

/* Each of these fills @out, which is zeroed, and gives true, or leaves it alone. */
bool locate_take_builtin(const char *name, struct located *out);

/* Takes @tree only when it has the keyboard. @tree may be NULL. */
bool locate_take_from(struct tree *tree, const char *name, struct located *out);

/* ERR_NOT_FOUND when it was not fetched. */
bool locate_take_fetched(const char *name, struct located *out, struct err *err);

/* A keyboard.json or info.json: within a tree it is that tree's, with what the folders above it say. */
bool locate_file(const char *path, struct located *out, struct err *err);

/* The tree at @home, which nobody named: a file lies in it. NULL with the reason. */
struct tree *locate_open_own(const char *home, struct err *err);

/* The folder that @path is in, without symbolic links; "." when that cannot be told. The caller frees. */
char *locate_folder_of(const char *path);

/* The part of @path before its last "/keyboards/": the tree that it is in. NULL when it is in none. The caller frees. */
char *locate_tree_of(const char *path);

/* keyboard.json or info.json in @folder; NULL when neither is there. The caller frees. */
char *locate_find_file(const char *folder);

/*
 * The keyboard that the keymap at @path is for, of which @document says what a reader without a keyboard finds: the one
 * that it names when that is built in, of a tree that was named, of the tree that the keymap's file is in or of
 * one that was found; then the one whose keymaps or layouts folder it lies in; then keyboard.json or info.json
 * beside that file or up to five folders above, one of the tree with the USB ids that it has, and last one of that name that was
 * fetched. True with @out->id NULL and
 * the reason in @err: there is none of these.
 */
bool locate_for_keymap(const char *path, const struct document *document, const char *home,
		       struct located *out, struct err *err);

#endif
