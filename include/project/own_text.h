/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_OWN_TEXT_H
#define PROJECT_OWN_TEXT_H

#include "compile/target.h"
#include "project/project.h"

/*
 * Compiling a document to the firmware whose text it is: a keymap.c to QMK, a .keymap to ZMK. The user's own code is in there,
 * so nothing is printed anew: the text as it stands, with the edits of @map in it, is the result.
 */
bool own_text_is(const struct project *project, const struct target *target);

/*
 * Put it into @files, in place of the target's own, and the files with it that its build takes: what it includes from
 * its folder, and what lies beside it. Copies begin with the marker (compile/marker.h). What it includes from elsewhere is
 * told in @out.
 */
bool own_text_compile(const struct project *project, const struct keymap *map, const struct target *target,
		      struct fileset *files, struct diagnostics *out, struct err *err);

/* Whether the target makes files besides, which the text does not stand for. */
bool own_text_adds(const struct target *target);

/*
 * The same for a build on this machine: sources that include the text where it is, so that its own files are found from
 * there and a compiler's complaints name it. Of the text as it is on disk. ERR_REFUSED when make could not name its folder.
 */
bool own_text_link(const struct project *project, struct fileset *files, struct err *err);

#endif
