/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_DELIVER_H
#define CLI_DELIVER_H

#include "base/err.h"
#include "base/str.h"

/* NULL and "-" are. */
bool is_standard_output(const char *path);

/* Write @text to @path, or to standard output. A file that is there is overwritten with @force only. */
bool deliver(const char *path, bool force, const struct str *text, struct err *err) NODISCARD;

#endif
