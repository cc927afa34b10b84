/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include <stddef.h>

#include "base/str.h"

/*
 * Files that mean no good, for every reader: nested deep, exploding, endless lines, bytes that are no text, all of it
 * unclosed. A reader must come to an end with each, in little time and memory, and say what is wrong.
 */
size_t hostile_count(void);

/* For people. */
const char *hostile_name(size_t index);

/*
 * @out (cleared first) becomes file @index between @before and @after, which bring the reader to where it matters:
 * "&kp [" or "keymaps[] = { LAYOUT(". What grows is @bytes long.
 */
void hostile_make(size_t index, size_t bytes, const char *before, const char *after, struct str *out);

#endif
