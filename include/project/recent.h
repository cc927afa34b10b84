/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_RECENT_H
#define PROJECT_RECENT_H

#include <stddef.h>

/* What was opened before, newest first, at most RECENT_MAX: paths (absolute) and names of keyboards. Kept in
 * $XDG_STATE_HOME/keyplane/recent, a line each. Losing it is no error. */
enum { RECENT_MAX = 9 };

/* A new array of @count texts; the caller frees each and the array. Files that are gone are left out. */
char **recent_read(size_t *count);
void recent_add(const char *what);

#endif
