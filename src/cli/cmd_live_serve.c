/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "device/fake_keyboard.h"
#include "live_journal.h"
#include "live_serve.h"
#include "live_verbs.h"
#include "stop.h"

enum {
	IDLE_MS = 200,  /* between looks at what the keyboard says by itself */
	PATIENCE = 3,   /* a part that was interrupted so often is read to its end */
	SLICE_MS = 500, /* of waiting for a keyboard that is gone; standard input is asked in between */
};

void serve_listen(struct serve *serve, int timeout_ms)
{
	const char *line;

	live_input_wait(&serve->input, timeout_ms);
	while ((line = live_input_line(&serve->input))) {
		struct live_request request = { 0 };
		struct err err = { 0 };

		if (!live_request_parse(line, &request, &err)) {
			live_request_release(&request);
			report_log(&serve->opt.report, err.text);
			continue;
		}
		serve->queue = mem_grow(serve->queue, serve->count, &serve->room, sizeof(*serve->queue));
		serve->queue[serve->count++] = (struct serve_item){ .request = request };
	}
}

/* As serve_listen(), and time goes by for the keyboard: that of a simulated one stands still otherwise. */
static void pause_ms(struct serve *serve, int ms)
{
	serve_listen(serve, ms);
	if (hid_fake(serve->desk.hid))
		hid_sleep_us(serve->desk.hid, (int64_t)ms * 1000);
}

void serve_keep(struct serve *serve)
{
	struct live_request unsent = { .type = LIVE_WRITE };
	struct err err = { 0 };

	for (size_t i = 0; i < serve->count; i++) {
		const struct live_request *request = &serve->queue[i].request;

		for (size_t j = 0; j < request->items; j++)
			live_request_add(&unsent, request->item[j].place,
					 (const uint8_t *)str_text(&request->item[j].bytes),
					 request->item[j].bytes.len);
	}
	if (!live_journal_settle(live_identity(serve->desk.live), &serve->settled, &unsent, &err))
		report_log(&serve->opt.report, err.text);
	serve->settled.count = 0;
	serve->kept = unsent.items || serve->earlier;
	live_request_release(&unsent);
}

/* What an earlier run left is for a person to send or to forget. */
static void tell_earlier(struct serve *serve)
{
	struct live_request unsent = { 0 };
	struct err err = { 0 };
	char text[160];

	if (live_journal_read(live_identity(serve->desk.live), &unsent, &err)) {
		snprintf(text, sizeof(text),
			 "%zu changes of an earlier run were not sent: keyplane live load %s --resume",
			 unsent.items, live_identity(serve->desk.live)->device.id);
		report_log(&serve->opt.report, text);
		serve->earlier = serve->kept = true;
	} else if (err.code != ERR_NOT_FOUND) {
		report_log(&serve->opt.report, err.text);
	}
	live_request_release(&unsent);
}

static bool on_progress(void *data, enum dynamic_part part, size_t done, size_t total)
{
	struct serve *serve = data;

	(void)part;
	(void)done;
	(void)total;
	serve_listen(serve, 0);
	return !*stop_flag() && !(serve->at_leisure && serve->count && serve->interrupted < PATIENCE);
}

/* Which of VialRGB's there are; all of them are offered when they are not told. */
static bool read_effects(struct serve *serve, struct err *err)
{
	uint16_t effect[LIVE_MAX_EFFECTS];
	size_t count;

	if (!live_read_effects(serve->desk.live, effect, &count, err)) {
		if (err->code == ERR_GONE || err->code == ERR_CANCELLED)
			return false;
		report_log(&serve->opt.report, err->text);
		return true;
	}
	if (count > 1)
		serve_say_effects(effect, count);
	return true;
}

bool serve_read(struct serve *serve, enum dynamic_part part, struct err *err)
{
	if (!live_read(serve->desk.live, part, on_progress, serve, err))
		return false;
	if (part == DYNAMIC_VALUES && !read_effects(serve, err))
		return false;
	serve->unread &= ~(1u << part);
	serve->interrupted = 0;
	serve_say_part(serve, part);
	return true;
}

static bool say_lock(struct serve *serve, struct err *err)
{
	struct live_unlock state;

	serve->told_lock = true;
	if (live_identity(serve->desk.live)->vial < 0)
		return true;
	if (!live_lock_state(serve->desk.live, &state, err))
		return false;
	serve_say_lock(&state);
	return true;
}

/* A keyboard that does not give all it has is of use all the same, but for its keys. */
static bool read_next(struct serve *serve, struct err *err)
{
	int part = 0;
	bool ok;

	while (!(serve->unread & 1u << part))
		part++;
	serve->at_leisure = true;
	ok = serve_read(serve, (enum dynamic_part)part, err);
	serve->at_leisure = false;
	if (!ok) {
		if (err->code == ERR_CANCELLED && !*stop_flag()) {
			serve->interrupted++;
			return true;
		}
		if (err->code == ERR_GONE || err->code == ERR_CANCELLED || part == DYNAMIC_KEYS)
			return false;
		report_log(&serve->opt.report, err->text);
		serve->unread &= ~(1u << part);
	}
	if (!serve->told_lock && !say_lock(serve, err))
		return false;
	if (!serve->unread && !serve->told_ready) {
		serve->told_ready = true;
		serve_say(&(struct live_event){ .type = LIVE_EVENT_READY });
		serve_say_traffic(serve);
	}
	return true;
}

static bool begin(struct serve *serve, const char *device, struct err *err)
{
	if (!live_desk_open(&serve->desk, device, err))
		return false;
	serve_say_identity(serve);
	if (!live_desk_define(&serve->desk, &serve->opt, err))
		return false;
	serve_say_definition(serve);
	serve_say_size(serve);
	serve->unread = LIVE_ALL_PARTS;
	tell_earlier(serve);
	return true;
}

/* What changed without us is read again. */
static bool take_unasked(struct serve *serve, struct err *err)
{
	struct dynamic_places places = { 0 };
	unsigned parts = 0;
	bool ok = live_listen(serve->desk.live, 0, &parts, &places, err), values = false;

	for (size_t i = 0; ok && i < places.count; i++) {
		ok = live_read_place(serve->desk.live, places.item[i], err);
		values = true;
	}
	serve->unread |= parts;
	if (ok && values)
		serve_say_part(serve, DYNAMIC_VALUES);
	dynamic_places_release(&places);
	return ok;
}

static bool read_matrix(struct serve *serve, struct err *err)
{
	const struct dynamic_keymap *held = live_held(serve->desk.live);
	uint8_t bits[DYNAMIC_MAX_ROWS * DYNAMIC_MAX_COLS / 8];
	size_t len = (held->rows * held->cols + 7) / 8;
	struct live_event event = { .type = LIVE_EVENT_MATRIX };

	if (!live_read_matrix(serve->desk.live, bits, len, err))
		return false;
	if (serve->bits.len == len && !memcmp(str_text(&serve->bits), bits, len))
		return true;
	str_clear(&serve->bits);
	str_add_bytes(&serve->bits, bits, len);
	event.bytes = serve->bits; /* lent */
	serve_say(&event);
	return true;
}

static bool watch(struct serve *serve, struct err *err)
{
	pause_ms(serve, serve->matrix_on ? LIVE_MATRIX_POLL_MS : IDLE_MS);
	if (serve->count)
		return true;
	return take_unasked(serve, err) && (!serve->matrix_on || read_matrix(serve, err));
}

static bool is_asked(const struct serve *serve, enum live_request_type type)
{
	for (size_t i = 0; i < serve->count; i++)
		if (serve->queue[i].request.type == type)
			return true;
	return false;
}

static void end_unlock(struct serve *serve, const char *text)
{
	serve->unlocking = false;
	serve_say_done(serve->unlock_request, text);
}

static void relock(struct serve *serve)
{
	struct err err = { 0 };

	if (!live_relock(serve->desk.live, &err))
		report_log(&serve->opt.report, err.text);
}

/* It may refuse: firmware that is being unlocked takes nothing else. */
static void give_up_unlocking(struct serve *serve)
{
	end_unlock(serve, "given up");
	relock(serve);
}

/* While it goes on the firmware answers to nothing else. */
static bool go_on_unlocking(struct serve *serve, struct err *err)
{
	struct live_unlock state;

	if (is_asked(serve, LIVE_LOCK) || is_asked(serve, LIVE_QUIT) || serve->input.ended) {
		give_up_unlocking(serve);
		return true;
	}
	/* As long as its keys are held a simulated keyboard need not be waited for: the poll takes its time. */
	if (!serve->unlock_moves || !hid_fake(serve->desk.hid))
		serve_listen(serve, LIVE_UNLOCK_POLL_MS);
	if (!live_unlock_poll(serve->desk.live, &state, err))
		return false;
	serve->unlock_moves = state.left != serve->unlock_left;
	serve->unlock_left = state.left;
	serve_say_lock(&state);
	if (state.lock != LIVE_UNLOCKING)
		end_unlock(serve, state.lock == LIVE_UNLOCKED ? "" : "the keyboard is locked");
	return true;
}

static void leave(struct serve *serve)
{
	serve->gone = true;
	serve->told_ready = serve->told_lock = false;
	str_clear(&serve->bits);
	serve_say(&(struct live_event){ .type = LIVE_EVENT_GONE });
	if (serve->unlocking)
		end_unlock(serve, "the keyboard is unplugged");
}

/* A slice of waiting for it. */
static bool come_back(struct serve *serve, struct err *err)
{
	size_t before = serve->count;

	if (is_asked(serve, LIVE_WRITE) && !serve->kept)
		serve_keep(serve);
	serve_requests_gone(serve);
	serve->quit = serve->quit || serve->input.ended;
	if (serve->quit)
		return true;
	if (live_reopen(serve->desk.live, SLICE_MS, stop_flag(), err)) {
		serve->gone = false;
		serve->unread = LIVE_ALL_PARTS;
		serve_say(&(struct live_event){ .type = LIVE_EVENT_BACK });
		return true;
	}
	if (err->code != ERR_TIMEOUT)
		return false;
	serve_listen(serve, hid_fake(serve->desk.hid) ? LIVE_MATRIX_POLL_MS : 0);
	if (serve->count > before)
		serve_keep(serve);
	return true;
}

static void tell_foreign(struct serve *serve)
{
	const uint64_t foreign = live_traffic(serve->desk.live).foreign;

	if (foreign == serve->foreign)
		return;
	serve->foreign = foreign;
	serve_say(&(struct live_event){ .type = LIVE_EVENT_FOREIGN, .foreign = foreign });
}

/* One thing at a time: what is asked goes before what is read at leisure. */
static bool step(struct serve *serve, struct err *err)
{
	serve_listen(serve, 0);
	if (serve->gone)
		return come_back(serve, err);
	if (serve->unlocking)
		return go_on_unlocking(serve, err);
	if (serve->count)
		return serve_request(serve, err);
	if (serve->unread)
		return read_next(serve, err);
	return watch(serve, err);
}

static bool run(struct serve *serve, const char *device, struct err *err)
{
	bool ok = stop_listen(err) && begin(serve, device, err);

	while (ok && !serve->quit && !(serve->input.ended && !serve->count)) {
		struct err failure = { 0 };

		if (*stop_flag()) {
			ok = err_set(err, ERR_CANCELLED, "stopped");
			break;
		}
		if (!step(serve, &failure)) {
			if (failure.code == ERR_GONE) {
				leave(serve);
			} else {
				*err = failure;
				ok = false;
			}
		}
		tell_foreign(serve);
	}
	if (is_asked(serve, LIVE_WRITE))
		serve_keep(serve);
	return ok;
}

static void release(struct serve *serve)
{
	while (serve->count)
		serve_drop(serve, serve->count - 1);
	free(serve->queue);
	dynamic_places_release(&serve->settled);
	str_release(&serve->bits);
	live_input_release(&serve->input);
	if (serve->desk.live)
		relock(serve);
	live_desk_release(&serve->desk);
}

int live_serve_verb(const struct verb *verb, int argc, char **argv)
{
	struct serve serve = { .input = { .fd = STDIN_FILENO } };
	struct err err = { 0 };
	const char *operand[1];
	int status, n = live_parse(verb, argc, argv, &serve.opt, NULL, 0, operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	serve.opt.json = true;
	serve.opt.report.style = REPORT_JSON;
	serve.opt.report.out = stdout;
	ok = run(&serve, n ? operand[0] : NULL, &err);
	release(&serve);
	return live_end(&serve.opt, ok, EXIT_OK, &err);
}
