/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_GENERATE_H
#define PROJECT_GENERATE_H

#include "compile/generate.h"
#include "project/tree.h"

/*
 * What @generator makes of the keyboard named @what, or of the "config" of the keymap.json at @what, appended to @out.
 * ERR_REFUSED for data that QMK's own tools would not take; @diagnostics says why.
 */
bool project_generate(const struct generator *generator, struct tree *tree, const char *what, struct str *out,
		      struct diagnostics *diagnostics, struct err *err) NODISCARD;

#endif
