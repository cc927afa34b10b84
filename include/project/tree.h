/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_TREE_H
#define PROJECT_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "import/qmk_config.h"
#include "import/qmk_facts.h"
#include "import/qmk_files.h"
#include "model/diagnostic.h"
#include "project/names.h"

/*
 * Where keyboards come from: a QMK tree on disk, a userspace over it, the boards that are compiled in, and what was
 * fetched from QMK's keyboard API before. Opening reads little; keyboards and what the tree says of all of them are
 * read when they are asked for.
 */
struct tree;

/*
 * The tree is, in this order: @home; $QMK_HOME; the tree that the folder we stand in is part of; user.qmk_home of the
 * QMK CLI's own configuration (qmk.ini); ~/qmk_firmware, as the QMK CLI has it. The userspace, in QMK's own order: the
 * one that we stand in, $QMK_USERSPACE, user.overlay_dir, whichever has a valid qmk.json first. That there is none of
 * these is no error, but a tree that was named (@home or $QMK_HOME) must be one: ERR_NOT_FOUND says what is missing in
 * it. NULL with @err.
 */
struct tree *tree_open(const char *home, struct err *err);
struct tree *tree_ref(struct tree *tree); /* the same, to be closed once more */
void tree_close(struct tree *tree);

const char *tree_home(const struct tree *tree);      /* NULL: there is no tree */
const char *tree_userspace(const struct tree *tree); /* NULL: none */

/* How it was found, for people: "--qmk", "QMK_HOME", "the folder that we stand in", ...; "" when there is none. */
const char *tree_found_by(const struct tree *tree);

/* What the tree says of all keyboards, borrowed; ours when there is none. Read once. NULL with the reason when it cannot
 * be read. */
const struct qmk_facts *tree_facts(struct tree *tree, struct err *err);

/* The tree's bytes; NULL when there is none. */
const struct qmk_files *tree_files(struct tree *tree);

/* Every keyboard, sorted: those with a keyboard.json; in a tree of before June 2025 also those with a rules.mk, or what
 * its DEFAULT_FOLDER names. The built-in ones, and fetched ones, too. */
void tree_list(struct tree *tree, struct names *out);

/* Where a keyboard that is listed comes from: "builtin", "tree" or "fetched". */
const char *tree_source(struct tree *tree, const char *id);

/* Keymaps of a keyboard, sorted: its own folders', the userspace's, those of its community layouts. */
void tree_keymaps(struct tree *tree, const char *id, struct names *out);

/* The folder of that keymap, relative to the tree or absolute when it is of a userspace; NULL: there is none. The caller
 * frees. */
char *tree_find_keymap_folder(struct tree *tree, const char *id, const char *keymap);

/* The merged data of the keyboard @id, as project/locate.h gives it. */
struct qmk_config *tree_config(struct tree *tree, const char *id, struct diagnostics *diagnostics,
			       struct err *err);

/* The same with what the keymap in @folder says, which tree_find_keymap_folder() gave. */
struct qmk_config *tree_config_keymap(struct tree *tree, const char *id, const char *folder,
				      struct diagnostics *diagnostics, struct err *err);

#endif
