/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_PIPE_H
#define UI_PIPE_H

#include "base/err.h"

/* A pipe that children do not inherit; its reading end, fd[0], does not block. The caller closes both. */
bool pipe_open(int fd[2], struct err *err) NODISCARD;

bool pipe_set_nonblocking(int fd, struct err *err) NODISCARD;

#endif
