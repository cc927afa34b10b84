/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MODEL_DIAGNOSTIC_H
#define MODEL_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/report.h"
#include "base/str.h"

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
	int kind, definition; /* enum definition_kind, and which of that kind (model/keymap.h) */
};
#define PLACE_NONE ((struct place){ -1, -1, -1, -1, -1, -1, -1 })

/* A key, an encoder or a definition of a keymap. */
struct place place_of_key(size_t layer, size_t key);
struct place place_of_encoder(size_t layer, size_t encoder);
struct place place_of_definition(int kind, size_t index);

/* What becomes of something that a firmware does not have as it is. */
enum loss {
	LOSS_NONE, /* not of this sort: a mistake, or a remark */
	LOSS_NEAR, /* it does something else, or does not always do it */
	LOSS_ALL,  /* it does nothing, or is not there */
};

struct diagnostic {
	const struct diagnostic_kind *kind;
	struct place place;
	uint32_t file; /* symbol: path as the user knows it; 0: the document itself */
	char *text;    /* owned; what, expected, what to do; control bytes escaped */
	enum loss loss;
	char *subject; /* owned, escaped: of a loss, what is lost, "QK_LEADER", "combo copy"; else NULL */
	char *instead; /* owned, escaped: of a loss, what there is instead, "&none", "left out"; else NULL */
	bool waived;   /* the user accepts it: a note, whatever its kind says */
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

/*
 * Something that is lost: @subject and @instead are texts in the words of the two firmwares, without the place. Their id,
 * CODE:SUBJECT, is what a person waives it by; it stays the same when keys move.
 */
struct loss_of {
	enum loss loss;
	const char *subject, *instead;
};
void diagnostics_add_loss(struct diagnostics *all, const struct diagnostic_kind *kind, struct place place,
			  struct loss_of of, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Append the id of a loss: "zmk-none:QK_LEADER". */
void diagnostic_add_id(const struct diagnostic *d, struct str *out);

/* The losses of this id are accepted; false: there are none. */
bool diagnostics_waive(struct diagnostics *all, const char *id);

/* That of its kind; SEVERITY_NOTE when it is waived. */
enum severity diagnostic_severity(const struct diagnostic *d);

/* Move all of @from to the end of @to. */
void diagnostics_append(struct diagnostics *to, struct diagnostics *from);

/* Only those that @keep says yes to stay, in their order. */
void diagnostics_keep(struct diagnostics *all, bool (*keep)(const struct diagnostic *d, const void *data),
		      const void *data);

size_t diagnostics_count(const struct diagnostics *all, enum severity severity);

/* Where it is, for report_diagnostic(): without the names. The file's text is borrowed. */
struct report_place diagnostic_place(const struct diagnostic *d);

const char *severity_name(enum severity severity); /* "note", "warning", "error" */
const char *loss_name(enum loss loss);             /* "", "near", "none" */

#endif
