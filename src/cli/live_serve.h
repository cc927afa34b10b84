/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_SERVE_H
#define CLI_LIVE_SERVE_H

#include "live_input.h"
#include "live_open.h"
#include "project/live_line.h"

/* The worker that has a keyboard open: what it says and is asked is told in project/live_line.h. */

struct serve_item {
	struct live_request request;
	bool compare; /* it waited for the keyboard to come back: what is there already is not written again */
};

struct serve {
	struct live_desk desk;
	struct live_options opt;
	struct live_input input;
	struct serve_item *queue; /* owned: requests that wait, the first is carried out next */
	size_t count, room;
	unsigned unread; /* 1 << enum dynamic_part: what is to be read */
	bool told_lock;  /* since it was opened */
	bool told_ready; /* since all was read */
	bool gone;       /* unplugged */
	bool unlocking, matrix_on, quit;
	long unlock_request;
	int unlock_left;               /* polls, at the last one */
	bool unlock_moves;             /* they become fewer: the keys are held */
	struct str bits;               /* of the matrix, as they were told */
	uint64_t foreign;              /* replies to nobody's question, as they were told */
	bool at_leisure;               /* what is read now nobody asked for: a request may interrupt it */
	int interrupted;               /* how often the part that is read was, for requests */
	bool earlier;                  /* the journal has changes of an earlier run, */
	bool kept;                     /* or anything */
	struct dynamic_places settled; /* what need not be kept any more, since it was kept last */
};

/* The worker's lines. */
void serve_say(const struct live_event *event);
void serve_say_identity(const struct serve *serve);
void serve_say_definition(const struct serve *serve);
void serve_say_size(const struct serve *serve);
void serve_say_part(const struct serve *serve, enum dynamic_part part);
void serve_say_effects(const uint16_t *effect, size_t count);
void serve_say_done(long request, const char *text);
void serve_say_lock(const struct live_unlock *unlock);
void serve_say_traffic(struct serve *serve);

/* Read a part, and say it. */
bool serve_read(struct serve *serve, enum dynamic_part part, struct err *err) NODISCARD;

/* Take what standard input has, waiting for it at most @timeout_ms, into the queue. */
void serve_listen(struct serve *serve, int timeout_ms);

/*
 * Carry out the first request of the queue. False with ERR_GONE: the keyboard was unplugged; a write that was not carried out
 * stays the first, without what is written. Other failures were told to the asker.
 */
bool serve_request(struct serve *serve, struct err *err) NODISCARD;

/* The keyboard is gone: what can be answered without it is, and what waits for it is to be compared then. */
void serve_requests_gone(struct serve *serve);

/* A request goes out of the queue. */
void serve_drop(struct serve *serve, size_t index);

/* Keep the writes that wait, for another run; without any, forget them. */
void serve_keep(struct serve *serve);

#endif
