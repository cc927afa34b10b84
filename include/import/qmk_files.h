/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_FILES_H
#define IMPORT_QMK_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * A QMK tree as its readers see it: bytes by path from the tree's top, "keyboards/planck/info.json". They never learn
 * where it is; tests give one that is in memory.
 */
enum qmk_file_result { QMK_FILE_READ, QMK_FILE_ABSENT, QMK_FILE_FAILED };

struct qmk_files {
	void *data;

	/* *@text is the callee's until the next call of release(); it need not end in a NUL. FAILED sets @err, which names @path. */
	enum qmk_file_result (*read)(void *data, const char *path, const char **text, size_t *len,
				     struct err *err);

	/* Whether there is a folder or a file of that name. */
	bool (*exists)(void *data, const char *path);

	/* The texts that were read are not needed any more. NULL: nothing to do. */
	void (*release)(void *data);
};

#endif
