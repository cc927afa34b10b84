/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_PRIVATE_H
#define PROJECT_PROJECT_PRIVATE_H

#include "project/locate.h"
#include "project/project.h"

/* Set the keyboard of a new project, where it was read from, and what is wrong with it. */
bool project_read_keyboard(struct project *project, const struct located *located, struct err *err);

#endif
