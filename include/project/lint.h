/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LINT_H
#define PROJECT_LINT_H

#include "model/diagnostic.h"
#include "project/locate.h"

/*
 * What QMK's own lint says of a keyboard, and what reading it tells, with places. @keymap is the name of the one to
 * look at as well, "all" for every keymap there is for it; NULL: those of its own folders. A keyboard of no tree has its
 * data looked at alone. False, with the reason, when the keyboard cannot be read at all; what was found until then is in
 * @diagnostics.
 */
bool lint_keyboard(const struct located *keyboard, const char *keymap, struct diagnostics *diagnostics,
		   struct err *err) NODISCARD;

#endif
