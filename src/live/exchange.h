/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LIVE_EXCHANGE_H
#define LIVE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "command.h"
#include "device/hid.h"
#include "model/dynamic_keymap.h"

enum { TAIL_AT = 28, TAIL_BYTES = 4 };

struct request {
	enum command command;
	uint8_t byte[HID_REPORT_BYTES];
	size_t echo; /* bytes that the reply repeats */
	size_t used; /* bytes of the reply that are its own; over TAIL_AT: there is no room for a tail */
};

struct reply {
	uint8_t byte[HID_REPORT_BYTES];
	bool refused; /* FF, or a question that came back as it was: this firmware has no answer */
};

/*
 * The conversation with one keyboard: one command at a time, in the order in which it was asked.
 *
 * A reply with our tail is certain. One without is weak: it answers as far as can be seen. A weak reply is believed when a
 * certain one came behind it and nothing between them could have been its answer instead (exchange_end()).
 */
struct exchange {
	struct hid *hid;
	uint8_t magic[2]; /* what our tails begin with */
	uint16_t count;
	bool tails;               /* this firmware keeps them at all */
	bool bare[COMMAND_COUNT]; /* ... but not for these */
	bool can_sync;            /* UI_SYNC may come unasked */
	bool mute;                /* it did not even answer what is there to ask whether it does */
	uint8_t weak_id;   /* what the last weak reply begins with; VIAL_PREFIX: anything may answer that */
	unsigned unfenced; /* weak replies since the last certain one */
	bool doubt;        /* something came that could have been the answer to one of them */
	unsigned debts;    /* commands without an answer since then */
	uint64_t round_trips, foreign, late;
	bool sync_all;
	struct dynamic_places sync; /* values to be read again */
};

void exchange_init(struct exchange *exchange, struct hid *hid);
void exchange_release(struct exchange *exchange); /* closes @hid */

struct request request_new(enum command command);

/* A command and its reply. What changes nothing is asked again, at most three times; for what changes something a reply that does
 * not come is ERR_TIMEOUT, and it is known then that none will come. Else ERR_GONE, ERR_IO, ERR_DEVICE. */
bool exchange_ask(struct exchange *exchange, const struct request *request, struct reply *reply,
		  struct err *err) NODISCARD;
/* The same, once, without looking whether there is somebody at all: ERR_TIMEOUT. */
bool exchange_ask_once(struct exchange *exchange, const struct request *request, int deadline_ms,
		       struct reply *reply, bool *certain, struct err *err) NODISCARD;

/* Replies between these two are believed together: *@sure is false when they are to be read again. */
void exchange_begin(struct exchange *exchange);
bool exchange_end(struct exchange *exchange, bool *sure, struct err *err) NODISCARD;

/* Ask again until it is sure, at most three times; then ERR_DEVICE. @read gets @data. */
typedef bool exchange_reader(void *data, struct err *err);
bool exchange_surely(struct exchange *exchange, exchange_reader *read, void *data, struct err *err) NODISCARD;
/* One question alone. */
bool exchange_ask_surely(struct exchange *exchange, const struct request *request, struct reply *reply,
			 struct err *err) NODISCARD;

/* Take what is there, and what comes until @timeout_ms are over. */
bool exchange_drain(struct exchange *exchange, int timeout_ms, struct err *err) NODISCARD;

#endif
