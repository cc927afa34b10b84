/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_WAIVER_LINES_H
#define COMPILE_WAIVER_LINES_H

#include <stdbool.h>

#include "base/err.h"
#include "model/source.h"

/* @span of the document becomes @with. */
typedef void waiver_lines_put(void *data, struct span span, const char *with);

/*
 * The comment lines of what is waived (model/waiver.h) that @map has other than @source: new ones stand behind the others,
 * or behind the last #include. A text whose comments are C's has no other settings that can be put into it: false
 * (ERR_REFUSED) for those, and @elsewhere says where they are.
 */
bool waiver_lines_update(const struct source *source, const struct keymap *map, const char *elsewhere,
			 waiver_lines_put *put, void *data, struct err *err);

#endif
