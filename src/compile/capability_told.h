/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_CAPABILITY_TOLD_H
#define COMPILE_CAPABILITY_TOLD_H

#include "compile/capability.h"

/* Whether @all has one of the kind and text of @d. */
bool capability_tells(const struct diagnostics *all, const struct diagnostic *d);

/* Takes from @all what @base tells, too. */
void capability_subtract(struct diagnostics *all, const struct diagnostics *base);

/* By its losses; CAPABILITY_NONE when there is an error. */
enum capability_match capability_worst(const struct diagnostics *told);

/* The text of what makes it the worst. Borrowed; "" for CAPABILITY_EXACT. */
const char *capability_reason(const struct diagnostics *told);

#endif
