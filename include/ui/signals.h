/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_SIGNALS_H
#define UI_SIGNALS_H

#include <stddef.h>

#include "base/err.h"
#include "ui/loop.h"

/* Signals as calls from the loop. Several of one number that come before the loop looks are one call. */
struct signals;

typedef void signals_fn(void *data, int number);

/* Catch the @count signals of @numbers until signals_free(). One that was ignored from the start (nohup, a shell
 * without job control) stays so, but for SIGCHLD. A process has one of these at a time. NULL on failure. */
struct signals *signals_new(struct loop *loop, const int *numbers, size_t count, signals_fn *fn, void *data,
			    struct err *err);

/* Drop a caught signal for which @fn was not called yet. */
void signals_forget(struct signals *signals, int number);

/* Put back what was there before. */
void signals_free(struct signals *signals);

#endif
