/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_PRIVATE_H
#define PROJECT_PROJECT_PRIVATE_H

#include "compile/input.h"
#include "project/locate.h"
#include "project/project.h"

/* What @map, which edits made of project->map, is compiled and printed from. All borrowed. */
struct compile_input project_input(const struct project *project, const struct keymap *map);

/* Set the keyboard of a new project, how it is wired, where it was read from, and what is wrong with it. */
bool project_read_keyboard(struct project *project, const struct located *located, struct err *err);

/* Read the keymap file @path for the keyboard that @project has. */
bool project_read_file(struct project *project, const char *path, struct err *err);

/* A text for the document and one for each file that it includes, empty; of a project without a source, for the document
 * alone. */
struct str *project_new_texts(const struct project *project);
void project_free_texts(const struct project *project, struct str *text);

/* project->source with the edits of @map in it; a text without any is as it was. */
bool project_update_texts(const struct project *project, const struct keymap *map, struct str *text,
			  struct err *err);

#endif
