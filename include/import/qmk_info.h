/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_INFO_H
#define IMPORT_QMK_INFO_H

#include <stddef.h>

#include "base/err.h"
#include "model/diagnostic.h"
#include "model/keyboard.h"

/* One file of a keyboard: its text, and its path as the user knows it, for messages. Both borrowed. */
struct qmk_text {
	const char *path;
	const char *text;
	size_t len;
};

/*
 * Read a keyboard from keyboard.json and info.json texts, the board's own first and then those of the folders
 * above it. QMK lets the folder above win where two say the same thing, member by member, and so does this.
 * Layouts of one name are merged key by key. What development_board stands for is filled in where nothing else
 * says it. Members that we do not hold are not looked at, so a file that QMK's schema refuses may open here.
 *
 * What is wrong but leaves something to show goes to @diagnostics, with its file, line and column: a layout that
 * cannot be used is left out. NULL when a text is not JSON or when no layout is left.
 *
 * The shape of these files: QMK's data/schemas/keyboard.jsonschema.
 */
struct keyboard *qmk_info_read(const char *id, const struct qmk_text *text, size_t count,
			       struct diagnostics *diagnostics, struct err *err);

enum { QMK_INFO_MAX_TEXTS = 16 }; /* a folder chain of 8, two files each */

#endif
