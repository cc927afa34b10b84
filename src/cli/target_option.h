/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_TARGET_OPTION_H
#define CLI_TARGET_OPTION_H

#include "compile/target.h"

/* What --target names. NULL: there is none of that name, and @err lists those there are. */
const struct target *target_option(const char *name, struct err *err);

#endif
