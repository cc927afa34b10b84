/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_LOOP_H
#define UI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One poll(2) over descriptors and deadlines. Handlers may add and remove any
 * watch and timer, their own too; what they add is seen in the next round.
 */
struct loop;

typedef void loop_fd_fn(struct loop *loop, int fd, short revents, void *data);
typedef void loop_timer_fn(struct loop *loop, void *data);

/* @now_ms gives monotonic milliseconds; NULL: the system's clock. */
struct loop *loop_new(int64_t (*now_ms)(void));
void loop_free(struct loop *loop);

int64_t loop_now_ms(const struct loop *loop);

/* Watch @fd, which stays the caller's, is open until loop_unwatch(), and is watched once. @events as in poll(2). */
void loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *data);
void loop_unwatch(struct loop *loop, int fd); /* one that is not watched is fine */

/* Call @fn once, @delay_ms from now. Again with the same @fn and @data: moves the deadline. */
void loop_after(struct loop *loop, int64_t delay_ms, loop_timer_fn *fn, void *data);
void loop_cancel(struct loop *loop, loop_timer_fn *fn, void *data); /* one that is not set is fine */

void loop_quit(struct loop *loop);

/* Wait for and handle one round: descriptors in the order they were watched, then timers by deadline. Waits at most
 * @max_ms (-1: no limit). False once quit. */
bool loop_step(struct loop *loop, int max_ms);

#endif
