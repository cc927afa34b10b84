/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_BUNDLE_H
#define COMPILE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "compile/fileset.h"
#include "compile/input.h"
#include "compile/target.h"
#include "model/diagnostic.h"

/*
 * A repository around what a target made, which builds the firmware as it stands: on a service that watches it, and on a
 * person's own machine. Its README.md says how, and what is left to do. Pure: the same input gives the same bytes. No
 * name that anybody chose gets further than into a text: parts of paths are of a-z, 0-9 and _.
 */
struct bundle_input {
	const struct target *target;
	const struct compile_input *in;
	const struct fileset *files;           /* what the target made of it */
	const struct diagnostics *diagnostics; /* what it said: the README lists what is lost */
	bool in_tree; /* the keyboard is one of QMK's own; else its data go with the keymap */
};

struct bundle {
	struct fileset made;   /* what is always written: the keymap, and what belongs to it */
	struct fileset around; /* all else, of which a person may have his own */
	/* Where those would stand that the target did not make this time, and those that may not stand there
	 * (target->excludes). Owned; NULL at the end. */
	char **unmade, **excluded;
};

/* How the files of a target are put into a repository; target->bundler. */
struct bundler {
	/* Append where @path, of the target's, stands. Whether a person may have his own of it, which stays then. */
	bool (*place)(const struct bundler *self, const struct bundle_input *b, const char *path,
		      struct str *out);
	bool (*around)(const struct bundler *self, const struct bundle_input *b, struct fileset *out,
		       struct err *err);
	const void *data; /* private to those two */
};

/* ERR_REFUSED when the target has no bundler; else what it refuses. @out is empty then. */
bool bundle_make(const struct bundle_input *b, struct bundle *out, struct err *err);
void bundle_release(struct bundle *bundle);

#endif
