/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <time.h>

#include "base/clock.h"

int64_t clock_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_now_ms(void)
{
	return clock_now_us() / 1000;
}

void clock_sleep_us(int64_t us)
{
	struct timespec left = { us / 1000000, us % 1000000 * 1000L };

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}
