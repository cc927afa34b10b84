/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_INPUT_H
#define CLI_LIVE_INPUT_H

#include "base/str.h"

enum { LIVE_INPUT_MAX_LINE_BYTES = 1 << 20 }; /* all macros as hex, and room for their place */

/* Lines that come when they come. Zero-initialise but for @fd; release it. */
struct live_input {
	int fd;          /* borrowed */
	bool ended;      /* nothing comes any more */
	struct str text; /* private: what has come, */
	size_t at;       /* how much of it was taken, */
	bool skipping;   /* and whether the rest of a line that is too long is thrown away */
};
void live_input_release(struct live_input *input);

/* Wait until something comes, or the end, and take it; at most @timeout_ms, or until a signal. Every line that is there must
 * have been taken out before. */
void live_input_wait(struct live_input *input, int timeout_ms);

/* The next whole line, without its newline; one that is too long is cut. Borrowed until the next wait. NULL: none yet. */
const char *live_input_line(struct live_input *input);

#endif
