/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_JOB_H
#define UI_JOB_H

#include <stddef.h>

#include "base/err.h"
#include "ui/loop.h"

/*
 * Children whose output is read line by line. Each leads a process group of
 * its own, reads from /dev/null and inherits nothing but its output pipes.
 * Whoever owns the signals calls jobs_reap() on SIGCHLD.
 */
struct jobs;

enum {
	JOB_LINE_MAX_BYTES = 1 << 20, /* the rest of a longer line is dropped */
	JOB_KILL_AFTER_MS = 5000,
};

struct job_events {
	/* A line, without its newline; @stream is 1 or 2, the descriptor it was written to. NUL bytes become
	 * blanks, other control bytes are as they came. @text is borrowed for the call. */
	void (*line)(void *data, int id, int stream, const char *text);
	/* After the last line; @status as a shell has it: exit status, or 128 + signal. */
	void (*end)(void *data, int id, int status);
	void *data;
};

struct jobs *jobs_new(struct loop *loop, const struct job_events *events);

/* Cancels what still runs, waits until it has ended (at most twice JOB_KILL_AFTER_MS), calling nobody. Needs the
 * loop, and jobs_reap() from it. */
void jobs_free(struct jobs *jobs);

/* Start @argv, found through PATH; argv[0] "keyplane" is the program that is running. @id is the caller's. */
bool jobs_start(struct jobs *jobs, int id, char *const argv[], struct err *err) NODISCARD;

/* SIGTERM to the job's process group now, SIGKILL after JOB_KILL_AFTER_MS. One that has ended is fine. */
void jobs_cancel(struct jobs *jobs, int id);

size_t jobs_count(const struct jobs *jobs); /* that have not ended */

void jobs_reap(struct jobs *jobs);

#endif
