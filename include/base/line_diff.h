/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_LINE_DIFF_H
#define BASE_LINE_DIFF_H

#include "base/str.h"

/*
 * What makes @before @after, appended as the stretches of a unified diff without context: "@@ -12 +12 @@", then each
 * line that goes with "-" and each that comes with "+" in front, as `diff -U0` prints them. Nothing when both are the
 * same. Texts of very many lines that differ are not compared further: all of the old lines go, all of the new come.
 */
void line_diff(const struct str *before, const struct str *after, struct str *out);

#endif
