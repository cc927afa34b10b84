/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_board.h"
#include "tap.h"

/*
 * One fault at every report of a session that opens, reads and writes: what is held is what the keyboard has, and what is said
 * of a write is true, or there is an error. A single fault is overcome.
 */

struct session {
	bool opened, read, wrote;
	size_t untrue; /* outcomes that are not so */
	enum dynamic_part differs;
	struct str said; /* what it says of itself, and its definition */
	unsigned reports;
	struct err err;
};

/* A place or two of each part, with another value. */
static void choose_edits(const struct dynamic_keymap *held, struct dynamic_keymap *wanted,
			 struct dynamic_places *edits)
{
	for (int part = 0; part < DYNAMIC_PARTS; part++) {
		struct dynamic_places all = { 0 };

		dynamic_keymap_places(held, (enum dynamic_part)part, &all);
		/* The first value is the one that changes by itself when it is said that there was a change. */
		for (size_t i = part == DYNAMIC_VALUES; i < all.count;
		     i += part == DYNAMIC_KEYS && i < 3 ? 1 : 17) {
			uint8_t room[DYNAMIC_PLACE_BYTES], *bytes;
			const uint8_t *now;
			size_t len = dynamic_keymap_get(held, all.item[i], room, &now);
			struct err err;

			/* VIA's before 9 have no options. */
			if (!len || (part == DYNAMIC_OPTIONS && held->via < 9))
				continue;
			bytes = mem_new(len, 1);
			memcpy(bytes, now, len);
			bytes[part >= DYNAMIC_SETTINGS ? 0 : len - 1] ^= 1;
			/* The buffer of macros ends in 0. */
			if (part == DYNAMIC_MACROS)
				bytes[len - 1] = 0, bytes[0] ^= 'a', bytes[len / 2] ^= 'b';
			if (dynamic_keymap_put(wanted, all.item[i], bytes, len, &err))
				dynamic_places_add(edits, all.item[i]);
			free(bytes);
		}
		dynamic_places_release(&all);
	}
}

static bool has(const struct dynamic_keymap *there, const struct dynamic_keymap *like,
		struct dynamic_place place)
{
	uint8_t room[DYNAMIC_PLACE_BYTES], like_room[DYNAMIC_PLACE_BYTES];
	const uint8_t *bytes, *like_bytes;
	size_t len = dynamic_keymap_get(there, place, room, &bytes);

	return len == dynamic_keymap_get(like, place, like_room, &like_bytes) &&
	       !memcmp(bytes, like_bytes, len);
}

static size_t count_untrue(const struct dynamic_places *edits, const enum live_outcome *outcome,
			   const struct dynamic_keymap *before, const struct dynamic_keymap *wanted,
			   const struct dynamic_keymap *there)
{
	size_t untrue = 0;

	for (size_t i = 0; i < edits->count; i++) {
		bool is_new = has(there, wanted, edits->item[i]), is_old = has(there, before, edits->item[i]);

		if (edits->item[i].part == DYNAMIC_VALUES && !(there->held >> DYNAMIC_VALUES & 1))
			continue;
		if (outcome[i] == LIVE_WRITTEN)
			untrue += !is_new;
		else if (outcome[i] == LIVE_REFUSED || outcome[i] == LIVE_LOCKED_OUT)
			untrue += !is_old;
		else if (outcome[i] == LIVE_CHANGED)
			untrue += is_old || is_new;
	}
	return untrue;
}

/* What came unasked is read again. */
static bool follow_syncs(struct fake_board *board, struct err *err)
{
	struct dynamic_places places = { 0 };
	unsigned parts = 0;
	bool ok = live_listen(board->live, 0, &parts, &places, err);

	if (ok && parts & 1u << DYNAMIC_VALUES)
		ok = live_read(board->live, DYNAMIC_VALUES, NULL, NULL, err);
	dynamic_places_release(&places);
	return ok;
}

/* What nobody knows need not be held. */
static void forget_unsent(const struct dynamic_places *edits, const enum live_outcome *outcome,
			  const struct dynamic_keymap *held, struct dynamic_keymap *there)
{
	for (size_t i = 0; i < edits->count; i++) {
		uint8_t room[DYNAMIC_PLACE_BYTES];
		const uint8_t *bytes;
		size_t len = dynamic_keymap_get(held, edits->item[i], room, &bytes);
		struct err err;

		if (outcome[i] == LIVE_UNSENT && !dynamic_keymap_put(there, edits->item[i], bytes, len, &err))
			abort();
	}
}

static bool read_definition(struct fake_board *board, struct str *out, struct err *err)
{
	size_t size;

	live_describe(board->live, out);
	return live_identity(board->live)->vial < 0 ||
	       (live_definition_size(board->live, &size, err) &&
		live_read_definition(board->live, size, out, err) &&
		live_read_definition_end(board->live, size, out, err));
}

/* @fault is spent by a session that it did not end. */
static void run(struct session *s, const char *model, const char *options, bool is_bare, bool is_spent)
{
	struct dynamic_keymap before = { 0 }, wanted = { 0 }, there = { 0 };
	struct dynamic_places edits = { 0 };
	enum live_outcome *outcome = NULL;
	struct fake_board board;
	char with[64];

	*s = (struct session){ .differs = DYNAMIC_PARTS };
	snprintf(with, sizeof(with), "%s%s%s", options, !strncmp(model, "vial", 4) ? "&unlocked=1" : "", "");
	fake_board_init(&board, model, with);
	board.bare = is_bare;
	s->opened = fake_board_open(&board, &s->err);
	s->read = s->opened && read_definition(&board, &s->said, &s->err) &&
		  fake_board_read_all(&board, &s->err);
	if (s->read) {
		dynamic_keymap_copy(&before, live_held(board.live));
		dynamic_keymap_copy(&wanted, &before);
		choose_edits(&before, &wanted, &edits);
		outcome = mem_new(edits.count, sizeof(*outcome));
		s->wrote = live_write(board.live, &wanted, &edits, outcome, NULL, NULL, &s->err) &&
			   follow_syncs(&board, &s->err);
	}
	s->reports = fake_keyboard_reports(board.keyboard);
	/* What it is now, without faults. */
	if (!is_spent)
		fake_keyboard_replug(board.keyboard);
	if (board.live) {
		fake_board_peek(&board, &there);
		/* Values that were not saved are lost by unplugging. */
		if (!is_spent)
			there.held &= ~(1u << DYNAMIC_VALUES);
		if (outcome) {
			s->untrue = count_untrue(&edits, outcome, &before, &wanted, &there);
			forget_unsent(&edits, outcome, live_held(board.live), &there);
		}
		s->differs = fake_board_differs(live_held(board.live), &there);
	}
	free(outcome);
	dynamic_places_release(&edits);
	dynamic_keymap_release(&before);
	dynamic_keymap_release(&wanted);
	dynamic_keymap_release(&there);
	fake_board_release(&board);
}

/* Against one without faults. */
static bool is_true(const struct session *s, const struct session *plain)
{
	bool same = s->said.len == plain->said.len &&
		    !memcmp(str_text(&s->said), str_text(&plain->said), s->said.len);

	return s->differs == DYNAMIC_PARTS && !s->untrue && (!s->read || same);
}

static bool is_honest(const struct session *s, const struct session *plain)
{
	enum err_code code = s->err.code;

	return is_true(s, plain) && (s->wrote || code == ERR_TIMEOUT || code == ERR_DEVICE ||
				     code == ERR_GONE || code == ERR_REFUSED);
}

/* A fault at each report, and from each on. */
static void test_fault(const char *model, const char *fault, bool is_overcome, bool is_bare,
		       const struct session *plain)
{
	unsigned reports = plain->reports, failed = 0, untrue = 0, dishonest = 0, first = 0;
	struct err err = { 0 };

	for (unsigned n = 1; n <= reports; n++) {
		struct session once, onwards;
		char options[32];

		snprintf(options, sizeof(options), "%s=%u", fault, n);
		run(&once, model, options, is_bare, is_overcome);
		if (!once.wrote && !failed++) {
			err = once.err;
			first = n;
		}
		untrue += !is_true(&once, plain);
		if (!is_honest(&once, plain) && !dishonest++)
			printf("# %s: %s\n", options, once.err.text);
		str_release(&once.said);
		if (!is_overcome)
			continue;
		snprintf(options, sizeof(options), "%s=%u+", fault, n);
		run(&onwards, model, options, is_bare, false);
		untrue += !is_true(&onwards, plain);
		if (!is_honest(&onwards, plain) && !dishonest++)
			printf("# %s: %s\n", options, onwards.err.text);
		str_release(&onwards.said);
	}
	ok(!untrue && !dishonest, "%s, %s at each of %u reports: %u are untrue, %u dishonest", model, fault,
	   reports, untrue, dishonest);
	if (is_overcome)
		ok(!failed, "%s, %s once: %u fail (%u: %s)", model, fault, failed, first, err.text);
	else
		ok(failed >= reports - 1, "%s, %s: %u of %u fail", model, fault, failed, reports);
}

static bool knows_sync(const char *model)
{
	return !strcmp(model, "keychron") || !strcmp(model, "via-12") || !strcmp(model, "via-13");
}

static void test_model(const char *model, bool is_bare)
{
	static const struct {
		const char *name;
		bool is_overcome;
	} faults[] = {
		{ "late", true },    { "silent", true }, { "lost", true },    { "twice", true },
		{ "foreign", true }, { "sync", true },   { "unplug", false }, { "unplug_after", false },
	};
	struct session plain;

	run(&plain, model, "rtt_us=2000", is_bare, true);
	ok(plain.wrote && is_true(&plain, &plain), "%s%s: %u reports without a fault%s", model,
	   is_bare ? ", bare" : "", plain.reports, plain.err.text);
	for (size_t fault = 0; fault < COUNT(faults); fault++)
		if (strcmp(faults[fault].name, "sync") != 0 || knows_sync(model))
			test_fault(model, faults[fault].name, faults[fault].is_overcome, is_bare, &plain);
	str_release(&plain.said);
}

int main(void)
{
	for (size_t i = 0; fake_board_model(i); i++)
		test_model(fake_board_model(i), false);
	test_model("vial-6", true);
	test_model("via-13", true);
	test_model("via-7", true);
	return tap_done();
}
