/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_NEW_PRIVATE_H
#define PROJECT_NEW_PRIVATE_H

#include "compile/fileset.h"
#include "import/document.h"
#include "model/keymap.h"
#include "project/builtin.h"
#include "project/new.h"

/* What the layout of a new keyboard is taken from. Zero-initialise. */
struct base_layout {
	char *macro;                   /* "LAYOUT_60_ansi" */
	char *community;               /* the community layout that it is; NULL: none */
	struct json_doc *doc;          /* NULL: a grid */
	const struct json *keys;       /* of doc */
	const struct builtin *builtin; /* whose it is; NULL: none */
	long rows, cols;               /* of the grid */
};

/* By the name of a community layout, with or without "LAYOUT_", as the tree has it, else as a built-in board
 * has it; "ortho_3x5" is a grid of so many rows and columns. False with near names when there is none. */
bool base_layout_find(struct base_layout *base, struct tree *tree, const char *name,
		      struct err *err) NODISCARD;
void base_layout_release(struct base_layout *base);

/* The keymap that comes with it, else one of default keys. The caller unrefs. */
const struct keymap *base_layout_keymap(const struct base_layout *base, struct tree *tree,
					const struct layout *layout);

/* The keys and turns of a keymap.c that is for @layout and needs nothing but its layers to be understood; NULL: it is
 * none such. The caller unrefs. */
const struct keymap *plain_keymap(const struct import_input *in, const struct layout *layout);

/* Write @files into the new folder @dir and tell of it in @out. */
bool create_folder(const char *dir, const struct fileset *files, struct created *out,
		   struct err *err) NODISCARD;

#endif
