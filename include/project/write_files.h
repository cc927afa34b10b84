/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_WRITE_FILES_H
#define PROJECT_WRITE_FILES_H

#include "base/err.h"
#include "compile/target.h"

/*
 * Put what @target made into folder @dir, which is created when missing. Everything is looked at before the first
 * byte is written: a file there that bears no marker (compile/marker.h) and differs, or one that cannot stand
 * beside these (target->excludes), gives ERR_EXISTS with its path, and nothing has changed; @force skips both.
 * Each file that differs is then written atomically; those that an earlier compile left and this one does not make
 * are removed.
 */
bool write_files(const char *dir, const struct target *target, const struct fileset *files, bool force,
		 struct err *err) NODISCARD;

/* The same of one file, whoever made it. */
bool write_file(const char *path, const struct str *data, bool force, struct err *err) NODISCARD;

#endif
