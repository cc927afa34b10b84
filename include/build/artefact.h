/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_ARTEFACT_H
#define BUILD_ARTEFACT_H

#include <stdbool.h>
#include <time.h>

#include "base/err.h"
#include "build/plan.h"

/*
 * The image that a build left, as a path in new memory: @said, the name that
 * the tools printed ("": none), in the tree's root; else the newest file of an
 * expected name there or in .build, if it is not older than @since. NULL when
 * there is none: an image of an earlier build must not pass for this one's.
 */
char *artefact_find(const struct build_plan *plan, const char *said, time_t since, struct err *err);

/* Copy, all or nothing. ERR_EXISTS when something is at @to, unless @force. */
bool artefact_copy(const char *from, const char *to, bool force, struct err *err) NODISCARD;

#endif
