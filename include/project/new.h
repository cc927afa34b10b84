/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_NEW_H
#define PROJECT_NEW_H

#include "base/err.h"
#include "model/diagnostic.h"
#include "project/tree.h"

/* Folders of new keyboards and keymaps. Nothing that is there is ever written over; a folder comes whole or
 * not at all. */
struct created {
	char *folder;       /* as it was written to */
	struct names files; /* in it */
	char *changed;      /* another file that was changed for it; NULL: none */
};
void created_release(struct created *created);

struct new_keyboard {
	const char *name;
	const char *layout; /* of a community layout, also with "LAYOUT_", or built-in board; NULL: a grid */
	long rows, cols;    /* of the grid; 0: 4 */
	const char *processor;  /* NULL: atmega32u4, unless `board` says it */
	const char *board;      /* development board; NULL: none */
	const char *maintainer; /* NULL: who is logged in */
	long vid, pid;
	const char *dir;      /* where it goes; NULL: into the tree, keyboards/<name> */
	const char *qmk_home; /* NULL: as tree_open() finds it */
};

/* keyboard.json, readme.md and a default keymap. What QMK would warn of is in @diagnostics; what it would not
 * take fails. */
bool new_keyboard(const struct new_keyboard *what, struct created *out, struct diagnostics *diagnostics,
		  struct err *err) NODISCARD;

struct new_keymap {
	const char *keyboard; /* as locate() takes it */
	const char *name;
	const char *from;   /* keymap to copy; NULL: "default", or none where `layout` is given */
	const char *layout; /* make one for this layout; NULL: the first, where there is nothing to copy */
	const char *dir;    /* NULL: the userspace's, else the tree's, else beside the keyboard's file */
	const char *qmk_home;
};

/* A copy of all files of a keymap, or a keymap.json of default keys. A userspace's qmk.json gets a build
 * target. */
bool new_keymap(const struct new_keymap *what, struct created *out, struct err *err) NODISCARD;

#endif
