/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_JOB_H
#define UI_JOB_H

#include <stddef.h>

#include "base/err.h"
#include "ui/loop.h"

/*
 * Children whose output is read line by line. Each leads a process group of
 * its own, reads from /dev/null or from us, and inherits nothing but that and its output pipes.
 * Whoever owns the signals calls jobs_reap() on SIGCHLD.
 */
struct jobs;

enum {
	JOB_LINE_MAX_BYTES = 4 << 20,  /* the rest of a longer line is dropped */
	JOB_INPUT_MAX_BYTES = 4 << 20, /* that a child has not read yet */
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

/* The same for a child that is written to: its standard input is ours until jobs_finish_input(). */
bool jobs_start_talking(struct jobs *jobs, int id, char *const argv[], struct err *err) NODISCARD;

/* Write @len bytes to the job's standard input, as it reads them; this call does not wait. ERR_RANGE when more than
 * JOB_INPUT_MAX_BYTES would wait for it, of which nothing is taken then; ERR_GONE when it has ended, has closed its input, or
 * was started without. */
bool jobs_write(struct jobs *jobs, int id, const char *text, size_t len, struct err *err) NODISCARD;

/* No more is written: once the job has read all, its input is at its end. Again, or after the job's end, is fine. */
void jobs_finish_input(struct jobs *jobs, int id);

/* SIGTERM to the job's process group now, SIGKILL after JOB_KILL_AFTER_MS. One that has ended is fine. */
void jobs_cancel(struct jobs *jobs, int id);

size_t jobs_count(const struct jobs *jobs); /* that have not ended */

void jobs_reap(struct jobs *jobs);

#endif
