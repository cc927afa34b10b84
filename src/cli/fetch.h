/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_FETCH_H
#define CLI_FETCH_H

#include "base/report.h"
#include "net/remote.h"

/* From a base of QMK's keyboard API (import/qmk_api.h) into the cache (project/cache.h), each file checked before it is
 * kept. One that is in the cache is taken from there when the network fails. */
struct fetch {
	const char *base; /* borrowed */
	bool force;       /* as if nothing were in the cache */
	struct report *report;
	struct remote *remote;
	char *folder;     /* of the cache */
	const char *step; /* what is told of progress: a keyboard's name, "keymap", "aliases", "list" */
};

/* @base: NULL for what project/cache.h says. */
bool fetch_open(struct fetch *fetch, const char *base, bool force, struct report *report,
		struct err *err) NODISCARD;
void fetch_close(struct fetch *fetch);

/* A keyboard, by its name or an alias, and its default keymap; reports what was done. ERR_NOT_FOUND with near names. */
bool fetch_keyboard(struct fetch *fetch, const char *name, struct err *err) NODISCARD;

/* Reports the name of each keyboard that there is. */
bool fetch_list(struct fetch *fetch, struct err *err) NODISCARD;

#endif
