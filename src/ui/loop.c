/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/loop.h"

struct watch {
	loop_fd_fn *fn;
	void *data;
};

struct timer {
	int64_t due_ms;
	uint64_t serial; /* order of setting */
	loop_timer_fn *fn;
	void *data;
};

struct loop {
	int64_t (*now_ms)(void);
	struct watch *watch;
	struct pollfd *poll; /* poll[i] is of watch[i]; fd -1: a free slot, which poll(2) skips */
	size_t watch_count, watch_size, poll_size;
	struct timer *timer; /* those set, in no order */
	size_t timer_count, timer_size;
	uint64_t serial;
	bool stepping, quit;
};

struct loop *loop_new(int64_t (*now_ms)(void))
{
	struct loop *loop = mem_new(1, sizeof(*loop));

	loop->now_ms = now_ms ? now_ms : clock_now_ms;
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	free(loop->watch);
	free(loop->poll);
	free(loop->timer);
	free(loop);
}

int64_t loop_now_ms(const struct loop *loop)
{
	return loop->now_ms();
}

void loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *data)
{
	size_t i = 0;

	assert(fd >= 0);
	for (size_t j = 0; j < loop->watch_count; j++)
		assert(loop->poll[j].fd != fd);
	while (i < loop->watch_count && loop->poll[i].fd != -1)
		i++;
	if (i == loop->watch_count) {
		loop->watch =
			mem_grow(loop->watch, loop->watch_count, &loop->watch_size, sizeof(*loop->watch));
		loop->poll = mem_grow(loop->poll, loop->watch_count, &loop->poll_size, sizeof(*loop->poll));
		loop->watch_count++;
	}
	loop->watch[i] = (struct watch){ fn, data };
	/* No revents: those of the descriptor that had the slot in this round are not of this one. */
	loop->poll[i] = (struct pollfd){ .fd = fd, .events = events };
}

void loop_unwatch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watch_count; i++)
		if (fd >= 0 && loop->poll[i].fd == fd)
			loop->poll[i] = (struct pollfd){ .fd = -1 };
}

void loop_cancel(struct loop *loop, loop_timer_fn *fn, void *data)
{
	for (size_t i = 0; i < loop->timer_count; i++) {
		if (loop->timer[i].fn == fn && loop->timer[i].data == data) {
			loop->timer[i] = loop->timer[--loop->timer_count];
			return;
		}
	}
}

void loop_after(struct loop *loop, int64_t delay_ms, loop_timer_fn *fn, void *data)
{
	loop_cancel(loop, fn, data);
	loop->timer = mem_grow(loop->timer, loop->timer_count, &loop->timer_size, sizeof(*loop->timer));
	loop->timer[loop->timer_count++] =
		(struct timer){ loop->now_ms() + delay_ms, loop->serial++, fn, data };
}

void loop_quit(struct loop *loop)
{
	loop->quit = true;
}

/* The timer to fire first among those set before @serial, or NULL. */
static struct timer *next_timer(const struct loop *loop, uint64_t serial)
{
	struct timer *best = NULL;

	for (size_t i = 0; i < loop->timer_count; i++) {
		struct timer *t = &loop->timer[i];

		if (t->serial >= serial)
			continue;
		if (!best || t->due_ms < best->due_ms ||
		    (t->due_ms == best->due_ms && t->serial < best->serial))
			best = t;
	}
	return best;
}

static int timeout_ms(const struct loop *loop, int max_ms)
{
	const struct timer *t = next_timer(loop, UINT64_MAX);
	int64_t left = t ? t->due_ms - loop->now_ms() : INT_MAX;

	if (!t)
		return max_ms;
	if (left < 0)
		left = 0;
	if (left > INT_MAX)
		left = INT_MAX;
	return max_ms < 0 || left < max_ms ? (int)left : max_ms;
}

static void fire_timers(struct loop *loop)
{
	uint64_t serial = loop->serial; /* those set from now on wait for the next round */
	int64_t now = loop->now_ms();
	struct timer *t, fired;

	while ((t = next_timer(loop, serial)) && t->due_ms <= now) {
		fired = *t;
		*t = loop->timer[--loop->timer_count];
		fired.fn(loop, fired.data);
	}
}

bool loop_step(struct loop *loop, int max_ms)
{
	size_t count = loop->watch_count;

	assert(!loop->stepping);
	if (poll(loop->poll, (nfds_t)count, timeout_ms(loop, max_ms)) < 0) {
		assert(errno == EINTR);
		for (size_t i = 0; i < count; i++)
			loop->poll[i].revents = 0;
	}
	loop->stepping = true;
	for (size_t i = 0; i < count; i++) {
		struct pollfd p = loop->poll[i];

		assert(!(p.revents & POLLNVAL));
		if (p.fd != -1 && p.revents)
			loop->watch[i].fn(loop, p.fd, p.revents, loop->watch[i].data);
	}
	fire_timers(loop);
	loop->stepping = false;
	return !loop->quit;
}
