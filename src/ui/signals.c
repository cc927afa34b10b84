/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "pipe.h"
#include "ui/signals.h"

enum { SIGNALS_MAX = 64 }; /* the largest number of a signal */

/* What the handler reaches. */
static volatile sig_atomic_t caught[SIGNALS_MAX + 1];
static volatile sig_atomic_t wake_fd = -1;

struct signals {
	struct loop *loop;
	signals_fn *fn;
	void *data;
	int pipe[2];
	size_t count;
	struct {
		int number;
		struct sigaction before;
	} entry[SIGNALS_MAX];
};

static void handle(int number)
{
	int saved = errno;
	ssize_t n;

	caught[number] = 1;
	/* A full pipe wakes the loop just as well. */
	n = write(wake_fd, "", 1);
	(void)n;
	errno = saved;
}

static void on_wake(struct loop *loop, int fd, short revents, void *data)
{
	struct signals *signals = data;
	char buf[64];

	(void)loop;
	(void)revents;
	while (read(fd, buf, sizeof(buf)) > 0)
		;
	for (size_t i = 0; i < signals->count; i++) {
		int number = signals->entry[i].number;

		if (!caught[number])
			continue;
		caught[number] = 0;
		signals->fn(signals->data, number);
	}
}

static void catch_one(struct signals *signals, int number)
{
	struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART }, before;

	assert(number > 0 && number <= SIGNALS_MAX);
	sigemptyset(&action.sa_mask);
	sigaction(number, NULL, &before);
	if (before.sa_handler == SIG_IGN && number != SIGCHLD)
		return;
	caught[number] = 0;
	sigaction(number, &action, NULL);
	signals->entry[signals->count].number = number;
	signals->entry[signals->count++].before = before;
}

struct signals *signals_new(struct loop *loop, const int *numbers, size_t count, signals_fn *fn, void *data,
			    struct err *err)
{
	struct signals *signals = mem_new(1, sizeof(*signals));

	assert(wake_fd == -1);
	*signals = (struct signals){ .loop = loop, .fn = fn, .data = data };
	if (!pipe_open(signals->pipe, err)) {
		free(signals);
		return NULL;
	}
	if (!pipe_set_nonblocking(signals->pipe[1], err)) {
		close(signals->pipe[0]);
		close(signals->pipe[1]);
		free(signals);
		return NULL;
	}
	wake_fd = signals->pipe[1];
	loop_watch(loop, signals->pipe[0], POLLIN, on_wake, signals);
	for (size_t i = 0; i < count; i++)
		catch_one(signals, numbers[i]);
	return signals;
}

void signals_forget(struct signals *signals, int number)
{
	(void)signals;
	caught[number] = 0;
}

void signals_free(struct signals *signals)
{
	if (!signals)
		return;
	for (size_t i = 0; i < signals->count; i++)
		sigaction(signals->entry[i].number, &signals->entry[i].before, NULL);
	loop_unwatch(signals->loop, signals->pipe[0]);
	wake_fd = -1;
	close(signals->pipe[0]);
	close(signals->pipe[1]);
	free(signals);
}
