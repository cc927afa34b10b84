/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live_journal.h"
#include "live_serve.h"
#include "stop.h"

static void say_written(struct serve *serve, long request, struct dynamic_place place,
			enum live_outcome outcome, const char *text)
{
	struct live_event event = { .type = LIVE_EVENT_WRITTEN, .request = request, .place = place };
	uint8_t room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes;
	size_t len = dynamic_keymap_get(live_held(serve->desk.live), place, room, &bytes);

	snprintf(event.outcome, sizeof(event.outcome), "%s", live_outcome_name(outcome));
	str_add_bytes(&event.bytes, bytes, len);
	str_add(&event.text, text);
	serve_say(&event);
	live_event_release(&event);
	if (serve->kept)
		dynamic_places_add(&serve->settled, place);
}

/* Why one is not written, where no better reason is known. */
static const char *reason(enum live_outcome outcome)
{
	static const char *const reasons[LIVE_OUTCOMES] = {
		[LIVE_WRITTEN] = "",
		[LIVE_CHANGED] = "the firmware made it something else",
		[LIVE_REFUSED] = "the firmware did not take it",
		[LIVE_LOCKED_OUT] = "the keyboard is locked: unlock it first",
		[LIVE_UNSENT] = "the keyboard did not answer",
	};

	return reasons[outcome];
}

/* A write that is carried out: what it makes of the keyboard, and where. */
struct writing {
	struct dynamic_keymap wanted;
	struct dynamic_places places;
	enum live_outcome *outcome; /* owned */
};

static void writing_release(struct writing *writing)
{
	dynamic_keymap_release(&writing->wanted);
	dynamic_places_release(&writing->places);
	free(writing->outcome);
}

static void item_free(struct live_request *request, size_t index)
{
	str_release(&request->item[index].bytes);
}

/* What the items write must be known before, so that it can be compared and put in its place. */
static bool read_parts_of(struct serve *serve, const struct live_request *request, struct err *err)
{
	for (size_t i = 0; i < request->items; i++) {
		enum dynamic_part part = (enum dynamic_part)request->item[i].place.part;

		if (!(live_held(serve->desk.live)->held & 1u << part) && !serve_read(serve, part, err))
			return false;
	}
	return true;
}

/* Those that cannot be, and those that are so already, are answered and go. */
static void prepare(struct serve *serve, struct live_request *request, bool compare, struct writing *writing)
{
	const struct dynamic_keymap *held = live_held(serve->desk.live);
	size_t left = 0;

	dynamic_keymap_copy(&writing->wanted, held);
	for (size_t i = 0; i < request->items; i++) {
		const struct live_item *item = &request->item[i];
		struct err err = { 0 };
		bool done = false;

		if (compare && dynamic_keymap_has(held, item->place, (const uint8_t *)str_text(&item->bytes),
						  item->bytes.len)) {
			say_written(serve, request->request, item->place, LIVE_WRITTEN, "");
			done = true;
		} else if (!dynamic_keymap_put(&writing->wanted, item->place,
					       (const uint8_t *)str_text(&item->bytes), item->bytes.len,
					       &err)) {
			say_written(serve, request->request, item->place, LIVE_REFUSED, err.text);
			done = true;
		}
		if (done) {
			item_free(request, i);
			continue;
		}
		dynamic_places_add(&writing->places, item->place);
		request->item[left++] = *item;
	}
	request->items = left;
}

/* Tell what became of each; what was not sent stays when the keyboard is gone. */
static void answer(struct serve *serve, struct live_request *request, const struct writing *writing,
		   bool gone, const struct err *err)
{
	const char *first = gone ? "" : err->text;
	size_t left = 0;

	for (size_t i = 0; i < request->items; i++) {
		enum live_outcome outcome = writing->outcome[i];

		if (outcome == LIVE_UNSENT && gone) {
			request->item[left++] = request->item[i];
			continue;
		}
		say_written(serve, request->request, request->item[i].place, outcome,
			    outcome == LIVE_WRITTEN ? ""
			    : *first                ? first
						    : reason(outcome));
		if (outcome != LIVE_WRITTEN)
			first = "";
		item_free(request, i);
	}
	request->items = left;
}

static bool on_progress(void *data, enum dynamic_part part, size_t done, size_t total)
{
	(void)data;
	(void)part;
	(void)done;
	(void)total;
	return !*stop_flag();
}

static bool write_items(struct serve *serve, struct live_request *request, struct err *err)
{
	struct writing writing = { 0 };
	struct err failure = { 0 };
	bool gone = false, ok;

	if (!read_parts_of(serve, request, err))
		return false;
	prepare(serve, request, serve->queue[0].compare, &writing);
	if (request->items) {
		writing.outcome = mem_new(request->items, sizeof(*writing.outcome));
		ok = live_write(serve->desk.live, &writing.wanted, &writing.places, writing.outcome,
				on_progress, NULL, &failure);
		gone = !ok && failure.code == ERR_GONE;
		answer(serve, request, &writing, gone, &failure);
	}
	writing_release(&writing);
	return !gone || err_set(err, ERR_GONE, "the keyboard is unplugged");
}

static bool read_parts(struct serve *serve, unsigned parts, struct err *err)
{
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if (parts & 1u << part && !serve_read(serve, (enum dynamic_part)part, err))
			return false;
	return true;
}

static bool read_again(struct serve *serve, struct live_request *request, struct err *err)
{
	return read_parts(serve, request->parts, err);
}

static bool reset(struct serve *serve, struct live_request *request, struct err *err)
{
	static const struct {
		const char *name;
		enum live_reset what;
	} rows[] = {
		{ "keymap", LIVE_RESET_KEYMAP },
		{ "macros", LIVE_RESET_MACROS },
		{ "settings", LIVE_RESET_SETTINGS },
		{ "eeprom", LIVE_RESET_EEPROM },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].name, request->what))
			return live_reset(serve->desk.live, rows[i].what, err) &&
			       read_parts(serve, live_reset_parts(rows[i].what), err);
	return err_set(err, ERR_USAGE, "there is no '%s' to reset; known: keymap, macros, settings, eeprom",
		       request->what);
}

/* All channels that have values, each once: they lie in the order of channels. */
static bool save(struct serve *serve, struct live_request *request, struct err *err)
{
	const struct dynamic_keymap *held = live_held(serve->desk.live);

	(void)request;
	for (size_t i = 0; i < held->values; i++)
		if ((!i || held->value[i].channel != held->value[i - 1].channel) &&
		    !live_save_values(serve->desk.live, held->value[i].channel, err))
			return false;
	return true;
}

/* What a button does may change any value. */
static bool press(struct serve *serve, struct live_request *request, struct err *err)
{
	for (size_t i = 0; i < request->items; i++) {
		const struct live_item *item = &request->item[i];

		if (!live_press(serve->desk.live, item->place, (const uint8_t *)str_text(&item->bytes),
				item->bytes.len, err))
			return false;
	}
	return read_parts(serve, 1u << DYNAMIC_VALUES, err);
}

static bool unlock(struct serve *serve, struct live_request *request, struct err *err)
{
	struct live_unlock state;

	if (!live_unlock_start(serve->desk.live, err) || !live_lock_state(serve->desk.live, &state, err))
		return false;
	serve_say_lock(&state);
	serve->unlocking = state.lock == LIVE_UNLOCKING;
	serve->unlock_request = request->request;
	serve->unlock_left = state.of;
	return true;
}

static bool lock(struct serve *serve, struct live_request *request, struct err *err)
{
	struct live_unlock state;

	(void)request;
	if (!live_lock(serve->desk.live, err) || !live_lock_state(serve->desk.live, &state, err))
		return false;
	serve_say_lock(&state);
	return true;
}

static bool matrix(struct serve *serve, struct live_request *request, struct err *err)
{
	(void)err;
	serve->matrix_on = request->on;
	str_clear(&serve->bits);
	return true;
}

static bool bootloader(struct serve *serve, struct live_request *request, struct err *err)
{
	(void)request;
	return live_bootloader(serve->desk.live, err);
}

static bool traffic(struct serve *serve, struct live_request *request, struct err *err)
{
	(void)request;
	(void)err;
	serve_say_traffic(serve);
	return true;
}

static bool quit(struct serve *serve, struct live_request *request, struct err *err)
{
	(void)request;
	(void)err;
	serve->quit = true;
	return true;
}

/* What the requests do. */
static const struct {
	bool (*run)(struct serve *serve, struct live_request *request, struct err *err);
	bool waits;  /* for a keyboard that is gone, and is carried out when it is back */
	bool silent; /* it has no number, and nobody waits for its end */
	bool free;   /* it needs no keyboard */
} rows[LIVE_REQUEST_COUNT] = {
	[LIVE_WRITE] = { .run = write_items, .waits = true },
	[LIVE_PRESS] = { .run = press },
	[LIVE_READ] = { .run = read_again, .waits = true },
	[LIVE_RESET] = { .run = reset },
	[LIVE_SAVE] = { .run = save },
	[LIVE_UNLOCK] = { .run = unlock },
	[LIVE_LOCK] = { .run = lock },
	[LIVE_MATRIX] = { .run = matrix, .silent = true, .free = true },
	[LIVE_BOOTLOADER] = { .run = bootloader },
	[LIVE_TRAFFIC] = { .run = traffic, .silent = true, .free = true },
	[LIVE_QUIT] = { .run = quit, .silent = true, .free = true },
};

void serve_drop(struct serve *serve, size_t index)
{
	live_request_release(&serve->queue[index].request);
	serve->count--;
	memmove(serve->queue + index, serve->queue + index + 1,
		(serve->count - index) * sizeof(*serve->queue));
}

bool serve_request(struct serve *serve, struct err *err)
{
	struct live_request *request = &serve->queue[0].request;
	const enum live_request_type type = request->type;
	struct err failure = { 0 };
	bool ok = rows[type].run(serve, request, &failure), gone = !ok && failure.code == ERR_GONE;

	if (gone)
		*err = failure;
	if (gone && rows[type].waits)
		return false;
	if (!rows[type].silent && !(ok && serve->unlocking && type == LIVE_UNLOCK))
		serve_say_done(request->request, ok ? "" : failure.text);
	serve_drop(serve, 0);
	if (type == LIVE_WRITE && serve->kept)
		serve_keep(serve);
	return !gone;
}

void serve_requests_gone(struct serve *serve)
{
	struct err none = { 0 };
	bool ok = true; /* what needs no keyboard cannot fail */

	for (size_t i = 0; i < serve->count;) {
		struct serve_item *item = &serve->queue[i];

		item->compare = true;
		if (rows[item->request.type].waits) {
			i++;
			continue;
		}
		if (rows[item->request.type].free)
			ok = rows[item->request.type].run(serve, &item->request, &none);
		else
			serve_say_done(item->request.request, "the keyboard is unplugged");
		assert(ok);
		serve_drop(serve, i);
	}
}
