/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_GENERATE_H
#define PROJECT_GENERATE_H

#include "compile/generate.h"

/*
 * What @generator makes of @what, appended to @out: of a keyboard as locate() finds it with the tree @home, or of the
 * settings of a keymap.json. ERR_REFUSED for data that QMK's own tools would not take; @diagnostics says why.
 */
bool project_generate(const struct generator *generator, const char *what, const char *home, struct str *out,
		      struct diagnostics *diagnostics, struct err *err) NODISCARD;

#endif
