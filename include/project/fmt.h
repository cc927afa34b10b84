/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_FMT_H
#define PROJECT_FMT_H

#include "project/project.h"

/*
 * The text that @project was opened from with each layer in lines and columns as its keys lie on the desk
 * (compile/fmt.h), all of it appended to @out; layers that stay as they are in @notes. ERR_REFUSED when its format is
 * none that people align, ERR_VERIFY when the new text would not read back as the same keymap.
 */
bool project_fmt(const struct project *project, struct str *out, struct diagnostics *notes,
		 struct err *err) NODISCARD;

#endif
