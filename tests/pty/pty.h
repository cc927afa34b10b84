/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <termios.h>

#include "base/err.h"
#include "vt.h"

enum { DEADLINE_MS = 20000, SKIP = 77 };

/* A program on a terminal of its own, under a stand-in for a shell with job control. There is one. */
struct pty {
	int master;  /* our end of the terminal; -1: hung up */
	int slave;   /* the program's, open here too so that its modes can be seen at the end */
	int reports; /* from the stand-in */
	pid_t shell, program;
	struct termios before; /* the modes that the program found */
	struct vt vt;
	FILE *bytes; /* gets all that the program writes; or NULL */
	bool stopped, ended;
	int status;         /* of wait(2), once stopped or ended */
	const char *script; /* for messages */
	int line;
};

extern struct pty pty;

/* Start @argv; the stand-in stays until it ends. Exits with SKIP where there are no pseudo-terminals. */
void pty_start(int cols, int rows, char **argv);

/* Say why on standard error, with the screen; end the program and this one. */
void pty_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);

int64_t pty_now_ms(void);

/* Take what comes within @ms: output, a stop, the end. False when nothing did. */
bool pty_pump(int ms);

/* Until the program waits, has nothing left to read and wrote all that it had to. */
void pty_settle(void);

/* Whether the program sleeps; *@switches gets how often it has gone to sleep so far. */
bool pty_sleeps(long *switches);

void pty_send(const char *bytes, size_t len);
void pty_set_size(int fd, int cols, int rows);
void pty_check_restored(void); /* fails when the terminal is not as the program found it */

#endif
