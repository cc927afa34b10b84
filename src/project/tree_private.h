/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_TREE_PRIVATE_H
#define PROJECT_TREE_PRIVATE_H

#include "base/str.h"
#include "project/tree.h"

/* The bytes of a folder, as readers of a QMK tree see them. */
struct tree_disk {
	int fd;             /* of the folder; -1: closed */
	const char *prefix; /* what its paths begin with: "keyboards/mine/"; "" for a whole tree. Borrowed. */
	const char *also;   /* a folder whose absolute paths are read, too; NULL: none. Borrowed. */
	char **text;        /* what was read and not released */
	size_t texts, cap;
	struct qmk_files files;
};

bool tree_disk_open(struct tree_disk *disk, const char *folder, struct err *err) NODISCARD;
void tree_disk_close(struct tree_disk *disk); /* one that is not open is fine */

struct tree_alias {
	char *name, *target;
};

enum tree_age { TREE_AGE_UNKNOWN, TREE_NEW, TREE_OLD };

struct tree {
	int refs;
	char *home, *userspace; /* NULL: none */
	const char *found_by;
	bool named; /* by the user; else it was found */
	struct tree_disk disk;
	struct qmk_facts *facts; /* NULL: not read yet */
	enum tree_age age;
	struct tree_alias *alias; /* sorted by name */
	size_t aliases, alias_cap;
	bool aliases_read;
	struct err aliases_err; /* why they could not be read; ERR_NONE: they were, or there are none */
};

/* Set home, userspace and found_by. */
bool tree_find(struct tree *tree, const char *home, struct err *err) NODISCARD;

/* Whether what has a rules.mk is a keyboard, too: QMK's scripts of before June 2025 say so, and so does a tree without
 * any keyboard.json. */
bool tree_is_old(struct tree *tree);

/* Those of the tree on disk that lie in keyboards/@folder, at any depth. */
void tree_list_below(struct tree *tree, const char *folder, struct names *out);

/* @name with DEFAULT_FOLDER of its rules.mk followed to the end, for old trees. The caller frees. */
char *tree_follow_default(struct tree *tree, const char *name);

/* @name with aliases followed. The caller frees. */
char *tree_follow_aliases(struct tree *tree, const char *name);
void tree_read_aliases(struct tree *tree);
void tree_release_aliases(struct tree *tree);

/* Whether the tree on disk has that keyboard, by this very name. */
bool tree_has(struct tree *tree, const char *id);

/* Always false, with near names and where else a keyboard may come from; @kinds is what was looked for besides. */
bool tree_has_none(struct tree *tree, const char *kinds, const char *name, struct err *err);

/* The keymaps in the folder of @id and in those above it. */
void tree_own_keymaps(struct tree *tree, const char *id, struct names *out);

/* The keyboard @name of the tree on disk, with aliases and DEFAULT_FOLDER followed to the end; NULL when there is none.
 * The caller frees. */
char *tree_lookup(struct tree *tree, const char *name);

/* Whether @name can be a keyboard's: relative, and no part of it "." or "..". */
bool tree_is_name(const char *name);

/* ", did you mean a, b or c" of the keyboards nearest to @name; nothing when none is near. */
void tree_suggest(struct tree *tree, const char *name, struct str *out);

#endif
