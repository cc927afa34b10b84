/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DIAGNOSTIC_H
#define MODEL_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/report.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* One sort of complaint. The code is printed, searched for and never changes its meaning. */
struct diagnostic_kind {
	const char *code; /* "layer-missing" */
	enum severity severity;
};

/* -1 where a part does not apply. Lines and columns count from 1, columns in bytes. */
struct place {
	int layer, key, encoder;
	int line, column;
};
#define PLACE_NONE ((struct place){ -1, -1, -1, -1, -1 })

struct diagnostic {
	const struct diagnostic_kind *kind;
	struct place place;
	uint32_t file; /* symbol: path as the user knows it; 0: the document itself */
	char *text;    /* owned; what, expected, what to do; control bytes escaped */
};

/* A bag of them, in the order they were found. Zero-initialise. At most DIAGNOSTICS_MAX are kept; `dropped` counts
 * the rest. */
enum { DIAGNOSTICS_MAX = 1000 };
struct diagnostics {
	struct diagnostic *item;
	size_t count, cap, dropped;
};

void diagnostics_release(struct diagnostics *all);
void diagnostics_add(struct diagnostics *all, const struct diagnostic_kind *kind, struct place place,
		     const char *fmt, ...) PRINTF_LIKE(4, 5);
void diagnostics_add_in_file(struct diagnostics *all, const struct diagnostic_kind *kind, const char *file,
			     struct place place, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Move all of @from to the end of @to. */
void diagnostics_append(struct diagnostics *to, struct diagnostics *from);

size_t diagnostics_count(const struct diagnostics *all, enum severity severity);

/* Where it is, for report_diagnostic(): without the names. The file's text is borrowed. */
struct report_place diagnostic_place(const struct diagnostic *d);

const char *severity_name(enum severity severity); /* "note", "warning", "error" */

#endif
