/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IMPORT_KLE_ROWS_H
#define IMPORT_KLE_ROWS_H

#include <stddef.h>

#include "base/json.h"
#include "model/diagnostic.h"
#include "model/kle.h"

/* Where a label is on a key: three columns, three rows on top, one row on the front. */
enum kle_position {
	KLE_TOP_LEFT,
	KLE_TOP_CENTRE,
	KLE_TOP_RIGHT,
	KLE_LEFT,
	KLE_CENTRE,
	KLE_RIGHT,
	KLE_BOTTOM_LEFT,
	KLE_BOTTOM_CENTRE,
	KLE_BOTTOM_RIGHT,
	KLE_FRONT_LEFT,
	KLE_FRONT_CENTRE,
	KLE_FRONT_RIGHT,
	KLE_POSITIONS,
};

/* Part of the document's text, without spaces around it. */
struct kle_label {
	const char *text; /* not NUL-ended */
	size_t len;
};

struct kle_key {
	struct kle_shape shape;
	struct kle_label label[KLE_POSITIONS];
	const struct json *node; /* its text of labels */
	size_t row;              /* number of the list that it is in */
};

/* Zero-initialise; free(key). */
struct kle_keys {
	struct kle_key *key;
	size_t count, cap;
};

/* The keys of @rows, a list of KLE's rows: metadata objects among them are passed over, a list without lists is one
 * row. What cannot be used is told in @diagnostics with its place in @doc and left out. */
void kle_rows_read(const struct json_doc *doc, const struct json *rows, struct kle_keys *out,
		   struct diagnostics *diagnostics);

/* A complaint at @node. */
void kle_report(const struct json_doc *doc, const struct json *node, const struct diagnostic_kind *kind,
		struct diagnostics *diagnostics, const char *fmt, ...) PRINTF_LIKE(5, 6);

#endif
