/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_SCRIPT_H
#define TESTS_SCRIPT_H

#include "device/transport.h"

/* One request that is expected, in order, and what it gets. */
struct script_step {
	uint8_t request;
	uint16_t value;
	int result;       /* bytes moved; below 0: minus an err_code */
	const char *data; /* OUT: the bytes expected (NULL: any); IN: the reply */
	int at_ms;        /* the virtual clock must stand at this at the earliest */
};

/* A transport that knows only its script. Anything else fails the request and is counted. */
struct script {
	struct transport base;
	const struct script_step *step;
	size_t steps, next;
	int64_t now_ms;
	unsigned wrong, resets;
};

void script_init(struct script *script, const struct script_step *steps, size_t count);

/* Was all of it played, and nothing else? */
bool script_done(const struct script *script);

#endif
