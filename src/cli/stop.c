/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>

#include "stop.h"

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

bool stop_listen(struct err *err)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&action.sa_mask);
	sigemptyset(&ignore.sa_mask);
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (sigaction(numbers[i], &action, NULL))
			return err_errno(err, errno, "cannot listen to signal %d", numbers[i]);
	return !sigaction(SIGPIPE, &ignore, NULL) || err_errno(err, errno, "cannot ignore SIGPIPE");
}

const volatile sig_atomic_t *stop_flag(void)
{
	return &stop;
}
