/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_QMK_PRIVATE_H
#define IMPORT_QMK_PRIVATE_H

#include "base/json.h"
#include "import/qmk_info.h"

/* A key while it is being merged: which of its members some text has given. */
struct qmk_key {
	struct key key;
	unsigned given;
};

struct qmk_layout {
	char *name;
	struct qmk_key *key;
	size_t keys;
	size_t text; /* which text, and where in it, for messages: the first that had it */
	uint32_t offset;
};

struct qmk_reader {
	const struct qmk_text *text;
	struct json_doc *doc[QMK_INFO_MAX_TEXTS];
	size_t count;
	struct keyboard *kb;
	struct diagnostics *diagnostics;
	struct qmk_layout *layout;
	size_t layouts;
};

extern const struct diagnostic_kind qmk_bad_value;  /* a member is not what it must be, and is left out */
extern const struct diagnostic_kind qmk_bad_layout; /* a layout is left out */

/* A complaint about the byte @offset of text @text; @key is a key's index or -1. */
void qmk_report(struct qmk_reader *r, const struct diagnostic_kind *kind, size_t text, uint32_t offset,
		int key, const char *fmt, ...) PRINTF_LIKE(6, 7);

/* Merge the `layouts` of text @text into r->layout. The keyboard's aliases must be those known up to this text. */
void qmk_read_layouts(struct qmk_reader *r, size_t text);

/* Move the layouts that are whole into the keyboard; complain about the others. */
void qmk_finish_layouts(struct qmk_reader *r);

#endif
