/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LOSS_REPORT_H
#define CLI_LOSS_REPORT_H

#include <cjson/cJSON.h>

#include "base/str.h"
#include "model/diagnostic.h"
#include "model/keymap.h"

/* What became of a keymap on its way into another firmware, a row for each thing that changed its meaning. */

/* Places of one row. */
struct loss_row {
	const struct diagnostic *first; /* borrowed from the diagnostics */
	const struct place **place;     /* owned, borrowed from them; those that are somewhere */
	size_t places, place_cap;
	size_t count; /* how often it was told */
};

struct loss_report {
	struct loss_row *row; /* owned; near ones first, then by subject */
	size_t rows, row_cap;
	size_t exact, near_to,
		none; /* keys, turns, definitions and settings by the worst that became of each */
};

/* By what is told of @map. Release it. */
void loss_report_make(const struct diagnostics *all, const struct keymap *map, struct loss_report *out);
void loss_report_release(struct loss_report *report);

/*
 * As text for people, which is Markdown, too: a list of what is near, one of what is lost, one of what the user accepts, the
 * other diagnostics of @all, and the counts. @from and @to: the file and the firmware. At most @max places of a row are named;
 * 0: all of them.
 */
void loss_report_print(const struct loss_report *report, const struct diagnostics *all,
		       const struct keymap *map, const char *from, const char *to, size_t max,
		       struct str *out);

/* {"to": ..., "counts": {...}, "rows": [{"loss", "subject", "instead", "why", "id", "waived", "count", "places": [...]}]}.
 * Owned by the caller. */
cJSON *loss_report_json(const struct loss_report *report, const char *to);

#endif
