/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "exchange.h"

enum {
	MAX_RETRIES = 3,
	MAX_BATCHES = 3,
	MAX_STRANGERS = 512, /* replies that are not ours while we wait for one */
	FENCE_MS = 2000,
	QUIET_MS = 50,
	SYNC_MAX_PLACES = 256,
};

enum match { MATCH_NONE, MATCH_BARE, MATCH_WEAK, MATCH_CERTAIN };

enum outcome { OUTCOME_FAILED, OUTCOME_SILENT, OUTCOME_BARE, OUTCOME_ANSWERED };

void exchange_init(struct exchange *x, struct hid *hid)
{
	uint64_t seed = (uint64_t)hid_now_us(hid) * 0x9e3779b97f4a7c15u;

	*x = (struct exchange){ .hid = hid };
	x->magic[0] = (uint8_t)(0x80 | seed >> 40);
	x->magic[1] = (uint8_t)(1 | seed >> 32);
}

void exchange_release(struct exchange *x)
{
	hid_close_device(x->hid);
	dynamic_places_release(&x->sync);
}

struct request request_new(enum command command)
{
	const struct command_row *row = command_row(command);
	struct request request = { .command = command, .echo = row->echo, .used = row->used };

	memcpy(request.byte, row->byte, row->bytes);
	return request;
}

static bool has_tail(const struct exchange *x, const uint8_t *report)
{
	return !memcmp(report + TAIL_AT, x->magic, sizeof(x->magic));
}

/* UI_SYNC: a version, then whether all is meant (0), so many pairs of channel and id (1), or so many ids (2). */
static void take_sync(struct exchange *x, const uint8_t *report)
{
	size_t width = report[2] == 1 ? 2 : 1;

	if (report[2] != 1 && report[2] != 2) {
		x->sync_all = true;
		return;
	}
	for (size_t i = 0; i < report[3] && 4 + (i + 1) * width <= HID_REPORT_BYTES; i++) {
		const uint8_t *at = report + 4 + i * width;
		struct dynamic_place place = { .part = DYNAMIC_VALUES, .c = -1 };

		place.a = width == 2 ? at[0] : DYNAMIC_NO_CHANNEL;
		place.b = at[width - 1];
		if (x->sync.count < SYNC_MAX_PLACES)
			dynamic_places_add(&x->sync, place);
		else
			x->sync_all = true;
	}
}

/* A report that answers nothing that we wait for. */
static void drop(struct exchange *x, const uint8_t *report)
{
	if (x->can_sync && report[0] == VIA_UI_SYNC) {
		take_sync(x, report);
		return;
	}
	if (x->debts || has_tail(x, report))
		x->late++;
	else
		x->foreign++;
	if (x->debts)
		x->debts--;
	else if (x->unfenced &&
		 (x->weak_id == VIAL_PREFIX || report[0] == x->weak_id || report[0] == VIA_UNHANDLED))
		x->doubt = true;
}

bool exchange_drain(struct exchange *x, int timeout_ms, struct err *err)
{
	int64_t until_us = hid_now_us(x->hid) + (int64_t)timeout_ms * 1000;
	uint8_t report[HID_REPORT_BYTES];

	for (int i = 0; i < MAX_STRANGERS; i++) {
		int64_t left_us = until_us - hid_now_us(x->hid);
		int got =
			hid_read_report(x->hid, report, left_us > 0 ? (int)((left_us + 999) / 1000) : 0, err);

		if (got <= 0)
			return got == 0;
		drop(x, report);
	}
	return err_set(err, ERR_DEVICE, "%s sends without end what nobody asked for", x->hid->device.id);
}

static bool wants_tail(const struct request *request)
{
	enum tail tail = command_row(request->command)->tail;

	return tail == TAIL_MAYBE || (tail == TAIL_KEPT && request->used <= TAIL_AT);
}

/* What goes out. The bytes that the answer is written to are not zero and differ from one time to the next, by which a question
 * that merely came back is told from an answer. */
static void fill_report(struct exchange *x, const struct request *request, uint8_t report[HID_REPORT_BYTES])
{
	const struct command_row *row = command_row(request->command);
	size_t from = request->echo > row->bytes ? request->echo : row->bytes;

	memcpy(report, request->byte, HID_REPORT_BYTES);
	x->count++;
	if (row->is_get && row->byte[0] != VIAL_PREFIX)
		for (size_t i = from; i < request->used && i < HID_REPORT_BYTES; i++)
			report[i] = (uint8_t)(0x80 | x->count);
	if (!wants_tail(request))
		return;
	memcpy(report + TAIL_AT, x->magic, sizeof(x->magic));
	report[TAIL_AT + 2] = (uint8_t)(x->count >> 8);
	report[TAIL_AT + 3] = (uint8_t)x->count;
}

static enum match match_reply(const struct exchange *x, const struct request *request, const uint8_t *sent,
			      const uint8_t *report)
{
	const struct command_row *row = command_row(request->command);
	/* All know the version, by which one reply is told from another. */
	bool refused =
		report[0] == VIA_UNHANDLED && sent[0] != VIAL_PREFIX && request->command != COMMAND_VERSION;
	bool tailed = wants_tail(request);

	if (request->echo && report[0] != sent[0] && !refused)
		return MATCH_NONE;
	if (request->echo && memcmp(report + 1, sent + 1, request->echo - 1) != 0)
		return MATCH_NONE;
	if (tailed && !memcmp(report + TAIL_AT, sent + TAIL_AT, TAIL_BYTES))
		return MATCH_CERTAIN;
	if (has_tail(x, report))
		return MATCH_NONE;
	if (tailed && x->tails && row->tail == TAIL_KEPT && !x->bare[request->command])
		return MATCH_BARE;
	return MATCH_WEAK;
}

/* Wait for the reply to what was sent. */
static enum outcome await(struct exchange *x, const struct request *request, const uint8_t *sent,
			  int deadline_ms, uint8_t *report, bool *certain, struct err *err)
{
	int64_t until_us = hid_now_us(x->hid) + (int64_t)deadline_ms * 1000;
	enum outcome outcome = OUTCOME_SILENT;

	for (int strangers = 0; strangers < MAX_STRANGERS; strangers++) {
		int64_t left_us = until_us - hid_now_us(x->hid);
		enum match match;
		int got;

		if (left_us <= 0)
			return outcome;
		got = hid_read_report(x->hid, report, (int)((left_us + 999) / 1000), err);
		if (got < 0)
			return OUTCOME_FAILED;
		if (got == 0)
			return outcome;
		match = match_reply(x, request, sent, report);
		if (match >= MATCH_WEAK) {
			*certain = match == MATCH_CERTAIN;
			return OUTCOME_ANSWERED;
		}
		if (match == MATCH_BARE)
			outcome = OUTCOME_BARE;
		drop(x, report);
	}
	err_set(err, ERR_DEVICE, "%s sends without end what nobody asked for", x->hid->device.id);
	return OUTCOME_FAILED;
}

static void note_answer(struct exchange *x, const uint8_t *sent, bool certain)
{
	x->round_trips++;
	x->mute = false;
	if (certain) {
		x->unfenced = 0;
		return;
	}
	x->weak_id = sent[0];
	x->unfenced++;
}

/* Send it once. @sent gets what went out. */
static enum outcome ask_once(struct exchange *x, const struct request *request, int deadline_ms,
			     uint8_t *sent, uint8_t *report, bool *certain, struct err *err)
{
	enum outcome outcome;

	if (!exchange_drain(x, 0, err))
		return OUTCOME_FAILED;
	fill_report(x, request, sent);
	if (!hid_write_report(x->hid, sent, err))
		return OUTCOME_FAILED;
	outcome = await(x, request, sent, deadline_ms, report, certain, err);
	if (outcome == OUTCOME_ANSWERED)
		note_answer(x, sent, *certain);
	else
		x->debts++;
	return outcome;
}

/* Replies come in the order of the commands: when this one's is there, none of those before it will come any more. Where tails are
 * not kept one cannot be told from another's, so nothing may follow it for a while. */
static bool fence(struct exchange *x, struct err *err)
{
	struct request request = request_new(COMMAND_VERSION);
	uint8_t sent[HID_REPORT_BYTES], report[HID_REPORT_BYTES], weak_id = x->weak_id;
	unsigned unfenced = x->unfenced;
	bool certain;

	for (int i = 0; i < MAX_RETRIES; i++) {
		enum outcome outcome = ask_once(x, &request, FENCE_MS, sent, report, &certain, err);

		if (outcome == OUTCOME_FAILED)
			return false;
		if (outcome != OUTCOME_ANSWERED)
			continue;
		x->weak_id = weak_id;
		x->unfenced = certain ? 0 : unfenced;
		if (!certain && !exchange_drain(x, QUIET_MS, err))
			return false;
		x->debts = 0;
		x->unfenced = 0;
		return true;
	}
	x->mute = true;
	return err_set(err, ERR_TIMEOUT, "%s does not answer any more; plug it in again", x->hid->device.id);
}

static bool set_timeout(const struct exchange *x, const struct request *request, struct err *err)
{
	return err_set(err, ERR_TIMEOUT, "%s did not answer within %d ms: %s", x->hid->device.id,
		       command_deadline_ms(request->command), command_row(request->command)->name);
}

bool exchange_ask(struct exchange *x, const struct request *request, struct reply *reply, struct err *err)
{
	const struct command_row *row = command_row(request->command);
	const int retries = row->is_get ? MAX_RETRIES : 0;
	uint8_t sent[HID_REPORT_BYTES];
	bool came_back = false, certain;

	for (int i = 0; i <= retries; i++) {
		/* A keyboard that is slow once may be slow again. */
		int deadline_ms = command_deadline_ms(request->command) << (i < 2 ? i : 2);

		switch (ask_once(x, request, deadline_ms, sent, reply->byte, &certain, err)) {
		case OUTCOME_FAILED:
			return false;
		case OUTCOME_ANSWERED:
			reply->refused = reply->byte[0] == VIA_UNHANDLED && sent[0] != VIAL_PREFIX;
			if (!row->is_get || memcmp(reply->byte, sent, HID_REPORT_BYTES) != 0)
				return true;
			reply->refused = true;
			if (came_back)
				return true;
			came_back = true;
			break;
		case OUTCOME_BARE:
			x->bare[request->command] = true;
			if (!fence(x, err))
				return false;
			break;
		case OUTCOME_SILENT:
			if (!fence(x, err))
				return false;
			break;
		}
	}
	return set_timeout(x, request, err);
}

bool exchange_ask_once(struct exchange *x, const struct request *request, int deadline_ms,
		       struct reply *reply, bool *certain, struct err *err)
{
	uint8_t sent[HID_REPORT_BYTES];
	enum outcome outcome = ask_once(x, request, deadline_ms, sent, reply->byte, certain, err);

	if (outcome != OUTCOME_ANSWERED)
		return outcome != OUTCOME_FAILED && set_timeout(x, request, err);
	reply->refused = !memcmp(reply->byte, sent, HID_REPORT_BYTES);
	return true;
}

void exchange_begin(struct exchange *x)
{
	x->unfenced = 0;
	x->doubt = false;
}

bool exchange_end(struct exchange *x, bool *sure, struct err *err)
{
	*sure = false;
	if (x->unfenced && !fence(x, err))
		return false;
	*sure = !x->doubt;
	return true;
}

bool exchange_surely(struct exchange *x, exchange_reader *read, void *data, struct err *err)
{
	struct err failed;
	bool sure;

	for (int i = 0; i < MAX_BATCHES; i++) {
		bool done;

		exchange_begin(x);
		done = read(data, &failed);
		/* What makes no sense may come of a reply that was not ours. */
		if (!done && failed.code != ERR_DEVICE && failed.code != ERR_REFUSED &&
		    failed.code != ERR_RANGE) {
			*err = failed;
			return false;
		}
		if (!exchange_end(x, &sure, err))
			return false;
		if (sure && !done)
			*err = failed;
		if (sure)
			return done;
	}
	return err_set(err, ERR_DEVICE,
		       "another program talks to %s at the same time (VIA, Vial or OpenRGB?); close it",
		       x->hid->device.id);
}

struct question {
	struct exchange *exchange;
	const struct request *request;
	struct reply *reply;
};

static bool ask_question(void *data, struct err *err)
{
	struct question *question = data;

	return exchange_ask(question->exchange, question->request, question->reply, err);
}

bool exchange_ask_surely(struct exchange *x, const struct request *request, struct reply *reply,
			 struct err *err)
{
	struct question question = { x, request, reply };

	return exchange_surely(x, ask_question, &question, err);
}
