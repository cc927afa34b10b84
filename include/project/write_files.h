/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_WRITE_FILES_H
#define PROJECT_WRITE_FILES_H

#include "base/err.h"
#include "compile/bundle.h"
#include "compile/target.h"
#include "project/names.h"

/*
 * Put what @target made into folder @dir, which is created when missing. Everything is looked at before the first
 * byte is written: a file there that bears no marker (compile/marker.h) and differs, or one that cannot stand
 * beside these (target->excludes), gives ERR_EXISTS with its path, and nothing has changed; @force skips both.
 * Each file that differs is then written atomically; those that an earlier compile left and this one does not make
 * are removed.
 */
bool write_files(const char *dir, const struct target *target, const struct fileset *files, bool force,
		 struct err *err) NODISCARD;

/*
 * Put a repository into folder @dir by the same rules. A file around the target's own that is there, and neither ours nor
 * the same, is a person's: it stays, and its path is added to @kept; @force writes over it. When writing fails on the way,
 * @err says how much is there; writing it again does the rest.
 */
bool write_bundle(const char *dir, const struct bundle *bundle, bool force, struct names *kept,
		  struct err *err) NODISCARD;

/* The same of one file, whoever made it. */
bool write_file(const char *path, const struct str *data, bool force, struct err *err) NODISCARD;

#endif
