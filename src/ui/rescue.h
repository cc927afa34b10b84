/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_RESCUE_H
#define UI_RESCUE_H

#include <stddef.h>
#include <termios.h>

/*
 * The last resort: when the process exits or a signal is about to end it,
 * write bytes to the terminal and restore its modes. After a signal its
 * default action follows, so that exit status and core are as they would be.
 */

enum { RESCUE_MAX_BYTES = 256 };

/* At most RESCUE_MAX_BYTES of @bytes. One at a time per process. */
void rescue_arm(int fd, const char *bytes, size_t len, const struct termios *modes);
void rescue_disarm(void); /* twice is fine */

#endif
