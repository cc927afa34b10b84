/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_WORK_H
#define UI_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/report.h"
#include "problem.h"
#include "ui/grid.h"

/* The way from a keymap to a flashed keyboard, and fetching one. Compiling is done in this process; the rest by worker
 * children. */
enum work_step { WORK_COMPILE, WORK_DEVICES, WORK_BUILD, WORK_FLASH, WORK_FETCH, WORK_STEPS };
enum work_state {
	WORK_SKIPPED, /* not asked for */
	WORK_PENDING,
	WORK_RUNNING,
	WORK_DONE,
	WORK_FAILED,
	WORK_CANCELLED,
};

enum { WORK_LOG_LINES = 2000 };

struct work {
	enum work_state state[WORK_STEPS];
	bool started;            /* ever */
	int job;                 /* the child that runs, 0: none */
	char step[32], unit[16]; /* what the child says it is doing */
	uint64_t done, total;    /* total 0: not known */
	char wait[240];          /* what the user must do now; "" for nothing */
	char image[1024];        /* what was built, or is flashed */
	char note[240];          /* how it ended: "verified, 20,480 bytes" */
	char error[1024];
	char *log[WORK_LOG_LINES]; /* ring */
	size_t logged;             /* lines ever */
};

void work_release(struct work *work);

/* Begin anew: the steps of @mask (1 << enum work_step) are pending, the rest skipped. Keeps `image`. */
void work_begin(struct work *work, unsigned mask);

/* The first step that is pending; WORK_STEPS when none is, or when one failed. */
enum work_step work_next(const struct work *work);

/* The step that runs; WORK_STEPS for none. */
enum work_step work_running(const struct work *work);
bool work_is_over(const struct work *work);

void work_set(struct work *work, enum work_step step, enum work_state state);
void work_fail(struct work *work, enum work_step step, const char *text);
void work_log(struct work *work, const char *text);

/* A line of the running child (base/report.h); anything else goes to the log as it is. */
void work_line(struct work *work, const char *line, struct problems *problems);

/* The running child has ended with this exit status. */
void work_job_end(struct work *work, int status);

/* Returns the first row below what was drawn. @log: the rest of @area shows the end of the log. */
int work_draw(const struct work *work, bool log, struct grid *grid, struct rect area);

#endif
