/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_TARGET_H
#define COMPILE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "compile/fileset.h"
#include "compile/input.h"
#include "model/diagnostic.h"

struct bundler; /* compile/bundle.h */

/* One firmware. Pure: the same input gives the same bytes. */
struct target {
	const char *name; /* "qmk": --target */
	const char *help;
	const char *format; /* of keymaps, whose text is this firmware's: "keymap.c"; NULL: none */
	/* The keymap in this firmware's words alone, from those of any; what becomes something else, or nothing, is told
	 * in @lost. A reference of the caller's. check() and emit() get the result. NULL: it has words for all. */
	const struct keymap *(*words)(const struct compile_input *in, struct diagnostics *lost);
	/* What this firmware cannot express, and what was done instead; lints of any keymap are model/check.h's.
	 * Errors mean that emit() would refuse. */
	void (*check)(const struct compile_input *in, struct diagnostics *out);
	bool (*emit)(const struct compile_input *in, struct fileset *out, struct err *err);
	/* Every path that emit() may make, the one that a person reads first at the front; NULL at the end. A `*` at
	 * the beginning stands for a name that depends on the keyboard, the same in all of them: "*.keymap". */
	const char *const *paths;
	/* Files that the firmware's own build would take as sources too, if they stood beside them; likewise. */
	const char *const *excludes;
	const struct bundler *bundler; /* how a repository is made around its files; NULL: it cannot be */
};

const struct target *target_find(const char *name); /* NULL: none */
const struct target *target_named(const char *name, struct err *err); /* NULL: none, and @err lists all */
size_t target_count(void);
const struct target *target_at(size_t index);

/* The file of @files that a person reads first: paths[0]. NULL when there is none. */
const struct file_entry *target_main_file(const struct target *target, const struct fileset *files);

/* @pattern of target->paths with what its `*` stands for in @files: that is what it stands for in paths[0]. NULL: that is not
 * among them. The caller frees. */
char *target_path(const struct target *target, const char *pattern, const struct fileset *files);

/* Losses that the keymap's settings waive (model/keymap.h) are notes; an id that none of them has is told. */
void target_waive(const struct keymap *map, struct diagnostics *all);

/* check_keymap(), words() and check(), waived, then emit() unless they found errors: then false, ERR_REFUSED and the count in @err. */
bool target_compile(const struct target *target, const struct compile_input *in, struct fileset *files,
		    struct diagnostics *diagnostics, struct err *err);

#endif
