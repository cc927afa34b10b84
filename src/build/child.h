/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUILD_CHILD_H
#define BUILD_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * A tool on a pseudo terminal, so that it writes line by line and colours do
 * not depend on where we run; in a session and group of its own, so that it can
 * be ended with all that it started, and is hung up on when we die. It reads
 * nothing.
 */
struct child {
	pid_t pid; /* and process group */
	int fd;    /* what it says; -1 once nobody can say any more */
	bool ended;
	int status; /* as of waitpid(), when it has ended */
};

/* @env: "NAME=value", put over our own environment; NULL-ended. */
bool child_start(struct child *child, char *const *argv, char *const *env, const char *cwd,
		 struct err *err) NODISCARD;

/* Bytes read; 0 when there is nothing now; -1 when nobody can say any more (fd is closed then). */
ssize_t child_read(struct child *child, char *data, size_t size);

/* Look whether it has ended, without waiting. */
bool child_has_ended(struct child *child);

/* Whether any process of its group is left. */
bool child_has_group(const struct child *child);

void child_signal(const struct child *child, int signal_number);

/* It must have ended. */
void child_release(struct child *child);

#endif
