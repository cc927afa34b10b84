/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_COMPILE_H
#define PROJECT_COMPILE_H

#include "base/err.h"
#include "compile/target.h"
#include "project/project.h"

/*
 * target_compile() of what @project was opened with. Findings go to the end of its diagnostics. Refused as well when
 * opening found errors: what could not be read is KC_NO in the keymap, and nobody meant that. @keymap_name NULL: the
 * project's own.
 */
bool project_compile(struct project *project, const struct target *target, const char *keymap_name,
		     struct fileset *files, struct err *err);

#endif
