/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "live_input.h"

enum { READ_BYTES = 64 << 10 };

void live_input_release(struct live_input *input)
{
	str_release(&input->text);
}

/* What was taken goes, so that the text is at most one line that is not whole yet. */
static void forget_taken(struct live_input *input)
{
	if (!input->at)
		return;
	input->text.len -= input->at;
	memmove(input->text.data, input->text.data + input->at, input->text.len + 1);
	input->at = 0;
}

static void take(struct live_input *input, const char *bytes, size_t len)
{
	if (input->skipping) {
		const char *end = memchr(bytes, '\n', len);

		if (!end)
			return;
		input->skipping = false;
		len -= (size_t)(end + 1 - bytes);
		bytes = end + 1;
	}
	str_add_bytes(&input->text, bytes, len);
}

void live_input_wait(struct live_input *input, int timeout_ms)
{
	struct pollfd poller = { .fd = input->ended ? -1 : input->fd, .events = POLLIN };
	char bytes[READ_BYTES];
	ssize_t got;

	if (poll(&poller, 1, timeout_ms) < 1)
		return;
	forget_taken(input);
	got = read(input->fd, bytes, sizeof(bytes));
	if (got > 0)
		take(input, bytes, (size_t)got);
	else if (got == 0 || (errno != EINTR && errno != EAGAIN))
		input->ended = true;
}

const char *live_input_line(struct live_input *input)
{
	size_t left = input->text.len - input->at;
	char *line = left ? input->text.data + input->at : NULL,
	     *end = line ? memchr(line, '\n', left) : NULL;

	if (end) {
		*end = '\0';
		input->at += (size_t)(end + 1 - line);
		return line;
	}
	if (left < LIVE_INPUT_MAX_LINE_BYTES)
		return NULL;
	input->at = input->text.len;
	input->skipping = true;
	return line;
}
