/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_WRITE_FOLDER_H
#define PROJECT_WRITE_FOLDER_H

#include "compile/fileset.h"

/* Make the folder @dir with @files in it, and the folders above it: all of it or nothing. ERR_EXISTS when
 * something is there, but for an empty folder. */
bool write_folder(const char *dir, const struct fileset *files, struct err *err) NODISCARD;

#endif
