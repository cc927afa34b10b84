/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LOCATE_H
#define PROJECT_LOCATE_H

#include "project/tree.h"

/* Which keyboard is meant, and where it is. All owned. */
struct located {
	char *id; /* "planck/rev7"; "" for a file that stands alone */
	char *path; /* of its own keyboard.json or info.json; NULL: built in, or what a tree says of it is elsewhere */
	struct tree *tree; /* the one that it is of; NULL: of none */
	bool fetched;      /* of project/cache.h; path is that of the answer that has its data */
	bool drawn;        /* path is a definition of VIA's or Vial's, or KLE's drawing: no data of QMK's */
};

/*
 * @what is a path to keyboard.json, info.json (these under any name when they have layouts), a definition of VIA's or
 * Vial's, a drawing of keyboard-layout-editor.com or a keymap, the name of
 * a built-in board, a keyboard's name in the tree that tree_open(@home) opens or among those that were fetched, or a
 * folder that has such a file, in that order. Of a keymap it is the keyboard that it is for. False with the reason,
 * and with near names when a name was not found.
 */
bool locate(const char *what, const char *home, struct located *out, struct err *err) NODISCARD;

/* locate() for many names, one after the other: in @tree, of which *@out gets a reference when it has the keyboard. */
bool locate_in(struct tree *tree, const char *name, struct located *out, struct err *err) NODISCARD;

/* The file that is meant by a folder: its keymap.json, keymap.c, keyboard.json or info.json, the first that is there; NULL: there
 * is none, or it is no folder. The caller frees. */
char *locate_in_folder(const char *folder);

void located_release(struct located *located);

/* Its merged data. One that stands alone is read with what we know of all keyboards; diagnostics name its real path. */
struct qmk_config *located_config(const struct located *located, struct diagnostics *diagnostics,
				  struct err *err);

/* The keyboard of its merged data, to draw and edit; what is wrong is told as located_config() does. NULL when no layout
 * can be used. */
struct keyboard *located_keyboard(const struct located *located, const struct qmk_config *config,
				  struct diagnostics *diagnostics, struct err *err);

/* How the keyboard of its merged data is wired; NULL when it is drawn, which tells nothing of that. The caller frees. */
struct hardware *located_hardware(const struct located *located, const struct qmk_config *config,
				  struct diagnostics *diagnostics);

/* Names of its keymaps; none for a file that stands alone. */
void located_keymaps(const struct located *located, struct names *out);

/* Whether the JSON @text at @path tells a keyboard, and not a keymap: by its name, else by its layouts. */
bool locate_is_keyboard_file(const char *path, const struct str *text);

#endif
