/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "tap.h"
#include "ui/loop.h"
#include "ui/signals.h"

enum { MANY = 100 };

static int64_t virtual_ms;
static char trace[256]; /* a letter for each call */

static int64_t virtual_now(void)
{
	return virtual_ms;
}

static void note(const char *letter)
{
	if (strlen(trace) + 2 < sizeof(trace))
		strcat(trace, letter);
}

static void on_timer(struct loop *loop, void *data)
{
	(void)loop;
	note(data);
}

static bool traced(const char *letters)
{
	bool same = !strcmp(trace, letters);

	if (!same)
		printf("# got %s\n", trace);
	trace[0] = '\0';
	return same;
}

static char z[] = "z";

static void on_rearm(struct loop *loop, void *data)
{
	note(data);
	loop_after(loop, 0, on_rearm, data);
}

static void test_timers(void)
{
	struct loop *loop = loop_new(virtual_now);
	static char a[] = "a", b[] = "b", c[] = "c";

	loop_after(loop, 3600000, on_timer, c);
	loop_after(loop, 1000, on_timer, a);
	loop_after(loop, 1000, on_timer, b);
	loop_step(loop, 0);
	ok(traced(""), "a timer does not fire early");
	virtual_ms = 1000;
	loop_step(loop, 0);
	loop_step(loop, 0);
	ok(traced("ab"), "timers fire once, in the order they were set when due at once");
	virtual_ms = 3601000;
	loop_after(loop, -5, on_timer, a);
	loop_step(loop, 0);
	ok(traced("ca"), "the one due first comes first, hours later too");
	loop_after(loop, 10, on_timer, a);
	loop_after(loop, 20, on_timer, a);
	virtual_ms += 10;
	loop_step(loop, 0);
	ok(traced(""), "setting a timer again moves its deadline");
	loop_cancel(loop, on_timer, a);
	loop_cancel(loop, on_timer, a);
	virtual_ms += 100;
	loop_step(loop, 0);
	ok(traced(""), "a cancelled one does not fire; cancelling twice is fine");
	loop_after(loop, 0, on_rearm, a);
	loop_after(loop, 0, on_timer, z);
	loop_step(loop, 0);
	ok(traced("az"), "one that is set by a handler waits for the next round");
	loop_step(loop, 0);
	ok(traced("a"), "and fires then");
	loop_cancel(loop, on_rearm, a);
	loop_after(loop, INT64_C(1) << 40, on_timer, c);
	loop_step(loop, 0);
	ok(traced(""), "a deadline in years is no deadline now");
	loop_free(loop);
}

static void on_cancel_other(struct loop *loop, void *data)
{
	note("x");
	loop_cancel(loop, on_timer, data);
}

static void test_timer_removal(void)
{
	struct loop *loop = loop_new(virtual_now);
	static char a[] = "a", b[] = "b";

	loop_after(loop, 0, on_cancel_other, a);
	loop_after(loop, 0, on_timer, a);
	loop_after(loop, 0, on_timer, b);
	loop_step(loop, 0);
	ok(traced("xb"), "a handler may cancel another timer of its round");
	loop_free(loop);
}

static void on_readable(struct loop *loop, int fd, short revents, void *data)
{
	char c;

	(void)loop;
	if (revents & POLLIN && read(fd, &c, 1) == 1)
		note(data);
}

static void on_readable_once(struct loop *loop, int fd, short revents, void *data)
{
	on_readable(loop, fd, revents, data);
	loop_unwatch(loop, fd);
}

static int stale_fd, other_fd;

/* Closes another descriptor that is ready in the same round, and gives its number to a new one that is not. */
static void on_swap(struct loop *loop, int fd, short revents, void *data)
{
	static char w[] = "w";

	on_readable(loop, fd, revents, data);
	loop_unwatch(loop, stale_fd);
	dup2(other_fd, stale_fd);
	loop_watch(loop, stale_fd, POLLIN, on_readable, w);
}

static void on_quit(struct loop *loop, int fd, short revents, void *data)
{
	on_readable(loop, fd, revents, data);
	loop_quit(loop);
}

static void test_watches(void)
{
	struct loop *loop = loop_new(virtual_now);
	static char a[] = "a", b[] = "b";
	int one[2], two[2], three[2];

	if (pipe(one) || pipe(two) || pipe(three))
		exit(99);
	loop_watch(loop, one[0], POLLIN, on_readable_once, a);
	loop_watch(loop, two[0], POLLIN, on_readable, b);
	loop_step(loop, 0);
	ok(traced(""), "nothing is readable");
	if (write(one[1], "12", 2) != 2 || write(two[1], "12", 2) != 2)
		exit(99);
	loop_step(loop, -1);
	loop_step(loop, -1);
	ok(traced("abb"), "descriptors in order, and none that was unwatched");
	loop_unwatch(loop, one[0]);
	loop_unwatch(loop, two[0]);

	stale_fd = two[0];
	other_fd = three[0];
	loop_watch(loop, one[0], POLLIN, on_swap, a);
	loop_watch(loop, two[0], POLLIN, on_readable, b);
	if (write(two[1], "3", 1) != 1)
		exit(99);
	loop_step(loop, -1);
	ok(traced("a"), "what was ready on a number is not told to its next owner");
	loop_step(loop, 0);
	if (write(three[1], "4", 1) != 1)
		exit(99);
	loop_step(loop, -1);
	ok(traced("w"), "who gets its own");
	loop_unwatch(loop, one[0]);
	loop_watch(loop, one[0], POLLIN, on_quit, a);
	if (write(one[1], "5", 1) != 1)
		exit(99);
	ok(!loop_step(loop, -1) && traced("a"), "a loop that quit says so");
	loop_free(loop);
	for (int i = 0; i < 2; i++) {
		close(one[i]);
		close(two[i]);
		close(three[i]);
	}
}

static void test_many(void)
{
	struct loop *loop = loop_new(virtual_now);
	static char a[] = "a", letters[MANY][2];
	int fd[MANY][2];

	for (int i = 0; i < MANY; i++) {
		if (pipe(fd[i]) || write(fd[i][1], "x", 1) != 1)
			exit(99);
		loop_watch(loop, fd[i][0], POLLIN, on_readable_once, a);
		letters[i][0] = 'b';
		loop_after(loop, i % 7, on_timer, letters[i]);
	}
	virtual_ms += 10;
	loop_step(loop, -1);
	ok(strlen(trace) == 2 * MANY && strspn(trace, "a") == MANY, "%d of each, descriptors first", MANY);
	trace[0] = '\0';
	for (int i = 0; i < MANY; i++) {
		close(fd[i][0]);
		close(fd[i][1]);
	}
	loop_free(loop);
}

static void on_signal(void *data, int number)
{
	(void)data;
	note(number == SIGUSR1 ? "u" : number == SIGUSR2 ? "v" : "?");
}

static void test_signals(void)
{
	static const int numbers[] = { SIGUSR1, SIGUSR2, SIGHUP };
	struct loop *loop = loop_new(NULL);
	struct sigaction before, during, after;
	struct signals *signals;
	struct err err = { 0 };

	signal(SIGHUP, SIG_IGN);
	sigaction(SIGUSR1, NULL, &before);
	signals = signals_new(loop, numbers, COUNT(numbers), on_signal, NULL, &err);
	ok(signals != NULL, "signals are caught");
	raise(SIGUSR2);
	raise(SIGUSR1);
	raise(SIGUSR1);
	ok(traced(""), "nobody is called before the loop");
	loop_step(loop, 1000);
	ok(traced("uv"), "then each once, in the order of the list");
	raise(SIGUSR1);
	signals_forget(signals, SIGUSR1);
	loop_step(loop, 0);
	ok(traced(""), "one that is forgotten is not told");
	sigaction(SIGHUP, NULL, &during);
	ok(during.sa_handler == SIG_IGN, "one that is ignored stays so");
	signals_free(signals);
	sigaction(SIGUSR1, NULL, &after);
	ok(after.sa_handler == before.sa_handler, "what was there before is put back");
	signals = signals_new(loop, numbers, COUNT(numbers), on_signal, NULL, &err);
	ok(signals != NULL, "and another may catch them");
	signals_free(signals);
	loop_free(loop);
}

int main(void)
{
	test_timers();
	test_timer_removal();
	test_watches();
	test_many();
	test_signals();
	return tap_done();
}
