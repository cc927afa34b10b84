/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_NAMES_PRIVATE_H
#define PROJECT_NAMES_PRIVATE_H

#include "base/str.h"
#include "project/names.h"

/* ", did you mean a, b or c" of those nearest to @name; nothing when none is near. @names are sorted. */
void names_suggest(const struct names *names, const char *name, struct str *out);

#endif
