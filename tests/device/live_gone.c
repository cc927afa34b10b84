/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "bare_hid.h"
#include "base/mem.h"
#include "choices.h"
#include "fake_board.h"
#include "tap.h"

/*
 * 500 edits one after the other, and the keyboard is unplugged at one of their reports: what was not confirmed is sent again
 * when it is back, and in the end all of it is there. For every report of the session, before it is carried out and after.
 */
enum { EDITS = 500, ROWS = 12, COLS = 7, LAYERS = 10 };

struct edits {
	struct dynamic_place place[EDITS];
	uint16_t value[EDITS];
	uint16_t last[ROWS * COLS * LAYERS]; /* what is wanted in the end; 0: no edit */
};

static size_t key_index(struct dynamic_place place)
{
	return ((size_t)place.a * ROWS + place.b) * COLS + (size_t)place.c;
}

static void choose_edits(struct edits *edits)
{
	struct choices choices = { .state = 1 };

	memset(edits, 0, sizeof(*edits));
	for (size_t i = 0; i < EDITS; i++) {
		edits->place[i] = (struct dynamic_place){ .part = DYNAMIC_KEYS,
							  .a = (uint16_t)choose(&choices, LAYERS),
							  .b = (uint16_t)choose(&choices, ROWS),
							  .c = (int16_t)choose(&choices, COLS) };
		edits->value[i] = (uint16_t)(4 + choose(&choices, 200));
		edits->last[key_index(edits->place[i])] = edits->value[i];
	}
}

/* Back, and what it holds is read before anything is written. */
static bool come_back(struct live *live, struct err *err)
{
	return live_reopen(live, 1000, NULL, err) && live_read(live, DYNAMIC_KEYS, NULL, NULL, err);
}

/* One edit until it is confirmed; false: it was not. */
static bool write_edit(struct live *live, struct dynamic_keymap *wanted, const struct edits *edits, size_t i,
		       unsigned *gone, struct err *err)
{
	struct dynamic_place place = edits->place[i];
	struct dynamic_places places = { &place, 1, 1 };
	enum live_outcome outcome;

	wanted->key[key_index(place)] = edits->value[i];
	for (int tries = 0; tries < 3; tries++) {
		if (live_write(live, wanted, &places, &outcome, NULL, NULL, err))
			return outcome == LIVE_WRITTEN;
		if (err->code != ERR_GONE || outcome != LIVE_UNSENT)
			return false;
		++*gone;
		if (!come_back(live, err))
			return false;
	}
	return false;
}

/* Asked past the code under test. */
static unsigned count_lost(struct fake_keyboard *keyboard, const struct edits *edits)
{
	unsigned lost = 0;

	for (size_t i = 0; i < ROWS * COLS * LAYERS; i++) {
		const uint8_t request[] = { 0x04, (uint8_t)(i / COLS / ROWS), (uint8_t)(i / COLS % ROWS),
					    (uint8_t)(i % COLS) };
		uint8_t reply[HID_REPORT_BYTES];

		if (!edits->last[i])
			continue;
		fake_board_ask(keyboard, request, sizeof(request), reply);
		lost += (reply[4] << 8 | reply[5]) != edits->last[i];
	}
	return lost;
}

/* A session with a plan; the edits that are lost, or EDITS when it could not go on. */
static unsigned run(const struct edits *edits, const char *plan, unsigned *gone, unsigned *reports)
{
	struct dynamic_keymap wanted = { 0 };
	struct fake_keyboard *keyboard;
	struct err err = { 0 };
	struct live *live;
	unsigned lost = EDITS;
	char spec[128];
	bool ok;

	snprintf(spec, sizeof(spec), "vial-6?rows=%d&cols=%d&layers=%d&encoders=0&replug_ms=300%s", ROWS,
		 COLS, LAYERS, plan);
	keyboard = fake_keyboard_new(spec, &err);
	live = live_open(hid_fake_new(keyboard), &err);
	ok = live && live_set_size(live, ROWS, COLS, 0, &err) &&
	     live_read(live, DYNAMIC_KEYS, NULL, NULL, &err);
	if (ok)
		dynamic_keymap_copy(&wanted, live_held(live));
	*reports = fake_keyboard_reports(keyboard);
	*gone = 0;
	for (size_t i = 0; ok && i < EDITS; i++)
		ok = write_edit(live, &wanted, edits, i, gone, &err);
	live_close(live);
	if (ok)
		lost = count_lost(keyboard, edits);
	fake_keyboard_free(keyboard);
	dynamic_keymap_release(&wanted);
	return lost;
}

static void test_every_report(const char *fault)
{
	static struct edits edits; /* too large for a stack */
	unsigned gone, first, lost = 0, broken = 0, unnoticed = 0, last;

	choose_edits(&edits);
	lost = run(&edits, "", &gone, &first);
	ok(!lost && !gone, "%d edits without a fault: %u are lost", EDITS, lost);
	last = first + 2 * EDITS;
	for (unsigned n = first + 1; n <= last; n++) {
		unsigned ignored, here;
		char plan[32];

		snprintf(plan, sizeof(plan), "&%s=%u", fault, n);
		here = run(&edits, plan, &gone, &ignored);
		broken += here == EDITS;
		lost += here;
		unnoticed += gone != 1;
	}
	ok(!lost && !broken, "%s at each of %u reports: %u edits are lost, %u sessions broke off", fault,
	   last - first, lost, broken);
	ok(!unnoticed, "each is noticed");
}

static void test_stays_gone(void)
{
	struct fake_board board;
	struct err err = { 0 };
	uint8_t bits[3];

	fake_board_init(&board, "vial-6", "unplug=30");
	ok(fake_board_open(&board, &err) && !fake_board_read_all(&board, &err) && err.code == ERR_GONE,
	   "it is gone: %s", err.text);
	ok(!live_read_matrix(board.live, bits, sizeof(bits), &err) && err.code == ERR_GONE, "and stays so");
	ok(!live_reopen(board.live, 1000, NULL, &err) && err.code == ERR_TIMEOUT, "it does not come back: %s",
	   err.text);
	ok(!live_held(board.live)->held, "what it holds is not believed any more");
	fake_board_release(&board);
}

/* @second is there in the place of @first. */
static void check_another(struct fake_keyboard *first, struct fake_keyboard *second, bool is_same)
{
	const uint8_t question[] = { 0x04, 0, 0, 0 };
	struct dynamic_place place = { .part = DYNAMIC_KEYS };
	struct dynamic_places places = { &place, 1, 1 };
	struct dynamic_keymap wanted = { 0 };
	struct err err = { 0 };
	struct hid *hid = bare_hid_new(hid_fake_new(first));
	struct live *live = live_open(hid, &err);
	uint8_t reply[HID_REPORT_BYTES];
	enum live_outcome outcome;
	bool back, wrote;

	ok(live && live_set_size(live, 4, 6, 0, &err) && live_read(live, DYNAMIC_KEYS, NULL, NULL, &err),
	   "the first opens%s", err.text);
	dynamic_keymap_copy(&wanted, live_held(live));
	wanted.key[0] ^= 1;
	bare_hid_next(hid, hid_fake_new(second));
	back = live_reopen(live, 1000, NULL, &err);
	ok(back == is_same && (back || err.code == ERR_REFUSED), "%s", back ? "it is back" : err.text);
	wrote = live_write(live, &wanted, &places, &outcome, NULL, NULL, &err);
	live_close(live);
	fake_board_ask(second, question, sizeof(question), reply);
	ok(wrote == is_same && (reply[5] == (uint8_t)wanted.key[0]) == is_same, "it is %swritten to",
	   wrote ? "" : "not ");
	dynamic_keymap_release(&wanted);
}

/* What comes back at the same place may be another keyboard, or have another firmware: it is not written to. */
static void test_another_one(void)
{
	static const struct {
		const char *spec;
		bool same;
	} rows[] = {
		{ "vial-6?rows=4&cols=6&layers=3", true },
		{ "vial-6?rows=4&cols=6&layers=3&uid=1234", false },
		{ "vial-5?rows=4&cols=6&layers=3", false },
		{ "via-12?rows=4&cols=6&layers=3", false },
		{ "vial-6?rows=4&cols=6&layers=2", false },
		{ "vial-6?rows=4&cols=6&layers=3&macro_bytes=100", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		struct fake_keyboard *first = fake_keyboard_new(rows[0].spec, &err),
				     *second = fake_keyboard_new(rows[i].spec, &err);

		check_another(first, second, rows[i].same);
		fake_keyboard_free(first);
		fake_keyboard_free(second);
	}
}

static bool go_and_come(struct fake_board *board, struct err *err)
{
	struct err gone = { 0 };

	fake_keyboard_unplug(board->keyboard);
	if (live_read(board->live, DYNAMIC_KEYS, NULL, NULL, &gone) || gone.code != ERR_GONE)
		return err_set(err, ERR_VERIFY, "it is not gone: %s", gone.text);
	fake_keyboard_replug(board->keyboard);
	return live_reopen(board->live, 1000, NULL, err);
}

/* All of one that was read is read and written again after it was away, also what its firmware does not have. */
static void check_comes_back(const char *model, const char *options)
{
	struct dynamic_keymap wanted = { 0 };
	struct dynamic_places places = { 0 };
	struct fake_board board;
	struct err err = { 0 };
	enum live_outcome *outcome;

	fake_board_init(&board, model, options);
	ok(fake_board_open(&board, &err) && fake_board_read_all(&board, &err), "%s%s%s opens%s", model,
	   *options ? " with " : "", options, err.text);
	dynamic_keymap_copy(&wanted, live_held(board.live));
	ok(go_and_come(&board, &err) && fake_board_read_all(&board, &err), "it is back%s", err.text);
	ok(live_held(board.live)->held == wanted.held &&
		   fake_board_differs(live_held(board.live), &wanted) == DYNAMIC_PARTS,
	   "all of it is read again");
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if ((part != DYNAMIC_OPTIONS || wanted.via >= 9) &&
		    (part != DYNAMIC_MACROS || wanted.macro_bytes))
			dynamic_keymap_places(&wanted, (enum dynamic_part)part, &places);
	outcome = mem_new(places.count, sizeof(*outcome));
	wanted.key[0] ^= 1;
	ok(live_write(board.live, &wanted, &places, outcome, NULL, NULL, &err), "all of it is written%s",
	   err.text);
	free(outcome);
	dynamic_places_release(&places);
	dynamic_keymap_release(&wanted);
	fake_board_release(&board);
}

static void test_comes_back(void)
{
	for (size_t i = 0; fake_board_model(i); i++) {
		bool is_vial = !strncmp(fake_board_model(i), "vial", 4);

		check_comes_back(fake_board_model(i), is_vial ? "unlocked=1" : "");
		check_comes_back(fake_board_model(i),
				 is_vial ? "unlocked=1&encoders=0&entries=0" : "encoders=0");
	}
}

/* A part that it has and did not tell, here since it is being unlocked, does not make another one of it. */
static void test_comes_back_after_refusal(enum dynamic_part part)
{
	struct fake_board board;
	struct err err = { 0 };

	fake_board_init(&board, "vial-6", "");
	ok(fake_board_open(&board, &err) && fake_board_read_all(&board, &err) &&
		   live_unlock_start(board.live, &err),
	   "it is being unlocked%s", err.text);
	ok(live_read(board.live, part, NULL, NULL, &err), "%s are asked for%s", dynamic_part_name(part),
	   err.text);
	ok(go_and_come(&board, &err) && live_read(board.live, part, NULL, NULL, &err), "it is back%s",
	   err.text);
	ok(live_held(board.live)->macros == 4 && live_held(board.live)->entries[0].count == 2,
	   "with all that it has");
	fake_board_release(&board);
}

int main(void)
{
	test_every_report("unplug");
	test_every_report("unplug_after");
	test_stays_gone();
	test_another_one();
	test_comes_back();
	for (int part = DYNAMIC_MACROS; part <= DYNAMIC_ALT_REPEATS; part++)
		test_comes_back_after_refusal((enum dynamic_part)part);
	return tap_done();
}
