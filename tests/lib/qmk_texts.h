/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_TEXTS_H
#define TESTS_QMK_TEXTS_H

#include "base/str.h"
#include "import/qmk_files.h"

/* A QMK tree in memory: a row each file, up to one without a path. */
struct qmk_text_row {
	const char *path, *text;
	size_t len; /* 0: all of it, up to the NUL */
};
struct qmk_files qmk_texts(const struct qmk_text_row *rows);

/* One on disk; zero-initialise, set `root`. What is in `over` (may be NULL) is taken first. */
struct qmk_disk {
	const char *root;
	const struct qmk_text_row *over;
	struct str text;
};
struct qmk_files qmk_disk_files(struct qmk_disk *disk);
void qmk_disk_release(struct qmk_disk *disk);

#endif
