/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_DIAGNOSTICS_H
#define CLI_DIAGNOSTICS_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/report.h"
#include "model/diagnostic.h"
#include "model/keymap.h"
#include "model/source.h"

/* What diagnostics are about. All borrowed, all may be NULL. */
struct subject {
	const char *path;            /* of the document, as the user knows it */
	const struct source *source; /* its text: gives bindings their line and column */
	const struct keymap *map;
};

/* One report_diagnostic() each, in the order of the text, with the names of layers and keys. */
void diagnostics_report(struct report *report, const struct diagnostics *all, const struct subject *about);

/* The same as text. */
void diagnostics_print(FILE *out, const struct diagnostics *all, const struct subject *about);

/* An array of objects with severity, code, text, and file, line, column, layer, key, encoder, kind, definition and name,
 * and of losses loss, subject, instead, id and waived, where they apply. Owned by the caller. */
cJSON *diagnostics_json(const struct diagnostics *all, const struct subject *about);

#endif
