/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <signal.h>

#include "base/err.h"

/*
 * For verbs that must not be torn off in the middle: SIGHUP, SIGINT and SIGTERM
 * set a flag, which the work that may be cancelled looks at. A reader of the
 * output that goes away (SIGPIPE) does not end the process either: writing to
 * it fails.
 */
bool stop_listen(struct err *err) NODISCARD;

const volatile sig_atomic_t *stop_flag(void); /* not 0 once a signal came; for as long as the process lives */

#endif
