/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_OFFER_H
#define PROJECT_OFFER_H

#include "model/keycode.h"
#include "project/project.h"

/* What may be put on a key. */
struct offer {
	struct action action;
	const struct keycode
		*keycode; /* what it is QMK's name for; NULL: the document's firmware alone has it */
};

/* At most so many. */
size_t project_offers_max(const struct project *project, const struct keymap *map);

/* Those that the document's format has words for and that @query finds, as keycode_search() does, best first;
 * an empty @query gives all. Fills @out with at most @max and returns how many it filled. */
size_t project_offers(const struct project *project, const struct keymap *map, const char *query,
		      struct offer *out, size_t max);

#endif
