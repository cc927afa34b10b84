/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_COMPILE_H
#define PROJECT_COMPILE_H

#include "base/err.h"
#include "compile/capability.h"
#include "compile/target.h"
#include "project/project.h"

/*
 * target_compile() of @map, which edits made of project->map. Findings go to @out. Refused as well when opening found
 * errors that no edit has mended: what could not be read is KC_NO in the keymap, and nobody meant that; and when the
 * keyboard is only guessed. @keymap_name
 * NULL: the project's own.
 */
bool project_compile(const struct project *project, const struct keymap *map, const struct target *target,
		     const char *keymap_name, struct fileset *files, struct diagnostics *out,
		     struct err *err);

/* The target of the firmware that the document is of; qmk when it is of no one's. */
const struct target *project_target(const struct project *project);

/* What single actions are for @target, with the definitions and settings of @map. */
struct capability_probe *project_probe(const struct project *project, const struct keymap *map,
				       const struct target *target);

#endif
