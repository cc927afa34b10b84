/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_SKELETON_H
#define COMPILE_SKELETON_H

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"

/*
 * What a new keyboard begins with. Its pins are not known, so they are NO_PIN: such a firmware builds, and
 * drives nothing. All borrowed.
 */
struct skeleton {
	const char *name; /* "maker/board" */
	const char *maintainer;
	const char *processor;   /* NULL: `board` says it */
	const char *board;       /* development board, "promicro"; NULL: none */
	unsigned vid, pid;       /* of USB, 16 bits */
	const char *layout;      /* macro's name: "LAYOUT_60_ansi" */
	const char *community;   /* the community layout that it is; NULL: none */
	const struct json *keys; /* as in keyboard.json; place and size count. NULL: a grid */
	long rows, cols;         /* of the grid */
};

enum { SKELETON_MAX_ROWS = 32, SKELETON_MAX_COLS = 32 }; /* a row of QMK's matrix is 32 bits at most */

/* What such a processor is usually delivered with: "atmel-dfu"; "custom" where nothing is usual. */
const char *skeleton_bootloader(const char *processor);

/*
 * Append keyboard.json, as QMK's own formatter writes it. A key's place in the matrix is that on the desk:
 * row and column are the whole keys above and left of it, or the next column that is free. ERR_RANGE when
 * that needs more rows or columns than there may be, ERR_PARSE when a key has no place.
 */
bool skeleton_keyboard_json(const struct skeleton *skeleton, struct str *out, struct err *err) NODISCARD;

/* Append readme.md. */
void skeleton_readme(const struct skeleton *skeleton, struct str *out);

#endif
