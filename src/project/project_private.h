/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_PROJECT_PRIVATE_H
#define PROJECT_PROJECT_PRIVATE_H

#include "project/locate.h"
#include "project/project.h"

/* Read the keyboard, its diagnostics and where it was read from into @project. */
bool read_keyboard(struct project *project, const struct located *located, struct err *err);

#endif
