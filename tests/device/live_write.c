/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_board.h"
#include "tap.h"

/* A board that is open and read, and what is wanted of it: all that it holds. */
static bool start(struct fake_board *board, const char *model, const char *options,
		  struct dynamic_keymap *wanted)
{
	struct err err = { 0 };

	fake_board_init(board, model, options);
	if (!fake_board_open(board, &err) || !fake_board_read_all(board, &err)) {
		ok(false, "%s: %s", model, err.text);
		return false;
	}
	dynamic_keymap_copy(wanted, live_held(board->live));
	return true;
}

static void finish(struct fake_board *board, struct dynamic_keymap *wanted)
{
	ok(!fake_keyboard_violation_count(board->keyboard), "by the rules%s",
	   fake_keyboard_violation_count(board->keyboard) ? fake_keyboard_violation(board->keyboard, 0) : "");
	dynamic_keymap_release(wanted);
	fake_board_release(board);
}

/* Another value in every place of every part, that firmware takes as it is. */
static void change_all(struct dynamic_keymap *wanted)
{
	for (size_t i = 0; i < wanted->layers * wanted->rows * wanted->cols; i++)
		wanted->key[i] = (uint16_t)(4 + i % 26);
	for (size_t i = 0; i < wanted->layers * wanted->encoders * TURN_COUNT; i++)
		wanted->turn[i] = (uint16_t)(0x1e + i % 10);
	wanted->options = wanted->via >= 9 ? 0x05 : 0;
	for (size_t i = 0; i < wanted->macro_bytes; i++)
		wanted->macro[i] = (uint8_t)(i + 1 < wanted->macro_bytes ? 'a' + i % 26 : 0);
	for (size_t kind = 0; kind < COUNT(wanted->entries); kind++)
		for (size_t i = 0; i < wanted->entries[kind].count * wanted->entries[kind].width; i++)
			wanted->entries[kind].byte[i] = (uint8_t)(i % 2 ? 0 : 4 + kind + i);
	for (size_t i = 0; i < wanted->settings; i++)
		wanted->setting[i].value = wanted->setting[i].value == 1 ? 0 : 1;
	for (size_t i = 0; i < wanted->values; i++)
		wanted->value[i].byte[0] = wanted->value[i].byte[0] ? 0 : 1;
}

static void test_write_all(const char *model)
{
	struct dynamic_keymap wanted = { 0 }, peeked = { 0 };
	struct dynamic_places places = { 0 };
	enum live_outcome *outcome;
	struct fake_board board;
	struct err err = { 0 };
	size_t written = 0;
	enum dynamic_part part;

	/* Vial's macros need it open. */
	if (start(&board, model, strncmp(model, "vial", 4) ? "" : "unlocked=1", &wanted)) {
		change_all(&wanted);
		dynamic_keymap_diff(live_held(board.live), &wanted, &places);
		outcome = mem_new(places.count, sizeof(*outcome));
		ok(live_write(board.live, &wanted, &places, outcome, NULL, NULL, &err), "%s: %zu places%s",
		   model, places.count, err.text);
		for (size_t i = 0; i < places.count; i++)
			written += outcome[i] == LIVE_WRITTEN;
		ok(written == places.count, "%s: %zu of %zu are written", model, written, places.count);
		part = fake_board_differs(live_held(board.live), &wanted);
		ok(part == DYNAMIC_PARTS, "%s: it is held (%d)", model, part);
		fake_board_peek(&board, &peeked);
		part = fake_board_differs(&peeked, &wanted);
		ok(part == DYNAMIC_PARTS, "%s: the keyboard has it (%d)", model, part);
		free(outcome);
	}
	dynamic_places_release(&places);
	dynamic_keymap_release(&peeked);
	finish(&board, &wanted);
}

/* @count keys from the first on; reports that went out. */
static uint64_t write_keys(struct fake_board *board, struct dynamic_keymap *wanted, size_t count,
			   enum live_outcome *outcome)
{
	struct dynamic_places places = { 0 };
	uint64_t before = live_traffic(board->live).reports_out;
	struct err err;

	for (size_t i = 0; i < count; i++) {
		struct dynamic_place place = { .part = DYNAMIC_KEYS,
					       .b = (uint16_t)(i / BOARD_COLS),
					       .c = (int16_t)(i % BOARD_COLS) };

		wanted->key[i] = (uint16_t)(wanted->key[i] == 5 ? 6 : 5);
		dynamic_places_add(&places, place);
	}
	ok(live_write(board->live, wanted, &places, outcome, NULL, NULL, &err), "%zu keys are written",
	   count);
	dynamic_places_release(&places);
	return live_traffic(board->live).reports_out - before;
}

static void test_reports(void)
{
	static const struct {
		const char *model;
		size_t keys;
		uint64_t reports;
	} rows[] = {
		{ "vial-6", 1, 2 },  { "vial-6", 2, 2 },  { "vial-6", 12, 2 },
		{ "vial-6", 14, 3 }, { "vial-6", 15, 4 }, { "vial-6", 24, 4 },
		{ "via-7", 3, 6 },   { "via-13", 1, 2 },  { "via-9", 12, 2 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		enum live_outcome outcome[24];
		struct dynamic_keymap wanted = { 0 };
		struct fake_board board;
		uint64_t reports;

		if (start(&board, rows[i].model, "", &wanted)) {
			reports = write_keys(&board, &wanted, rows[i].keys, outcome);
			ok(reports == rows[i].reports, "%s: %zu keys in %d reports, of %d", rows[i].model,
			   rows[i].keys, (int)reports, (int)rows[i].reports);
		}
		finish(&board, &wanted);
	}
}

struct outcome_row {
	const char *model, *options, *place;
	const char *bytes; /* in hex */
	enum live_outcome outcome;
	enum err_code code;
};

static size_t parse_hex(const char *text, uint8_t bytes[DYNAMIC_PLACE_BYTES])
{
	size_t len = strlen(text) / 2;

	for (size_t i = 0; i < len; i++) {
		const char pair[] = { text[2 * i], text[2 * i + 1], '\0' };

		bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return len;
}

/* What came of it is said, held and true; what was refused has lost nothing. */
static void check_outcome(struct fake_board *board, const struct outcome_row *row,
			  const struct dynamic_keymap *wanted, struct dynamic_place place)
{
	struct dynamic_keymap before = { 0 }, after = { 0 };
	struct dynamic_places places = { &place, 1, 1 };
	enum live_outcome outcome = LIVE_OUTCOMES;
	struct err err = { 0 };
	bool wrote;

	dynamic_keymap_copy(&before, live_held(board->live));
	wrote = live_write(board->live, wanted, &places, &outcome, NULL, NULL, &err);
	ok(wrote == (row->outcome == LIVE_WRITTEN) && outcome == row->outcome && err.code == row->code,
	   "%s %s %s: %s (%s)", row->model, row->place, row->bytes, live_outcome_name(outcome), err.text);
	fake_board_peek(board, &after);
	ok(fake_board_differs(&after, live_held(board->live)) == DYNAMIC_PARTS, "what it made of it is held");
	if (outcome == LIVE_REFUSED || outcome == LIVE_LOCKED_OUT)
		ok(fake_board_differs(&after, &before) == DYNAMIC_PARTS,
		   "nothing is lost by what was refused");
	dynamic_keymap_release(&before);
	dynamic_keymap_release(&after);
}

/* What the firmware does not take as it is. */
static void test_outcomes(void)
{
	static const struct outcome_row rows[] = {
		{ "via-12", "stuck=0:1:2", "key 0 1 2", "0005", LIVE_REFUSED, ERR_REFUSED },
		{ "via-12", "stuck=0:1:2", "key 0 1 3", "0005", LIVE_WRITTEN, ERR_NONE },
		{ "via-12", "clamp=3:1:100", "value 3 1", "c8", LIVE_CHANGED, ERR_VERIFY },
		{ "via-12", "clamp=3:1:100", "value 3 1", "63", LIVE_WRITTEN, ERR_NONE },
		{ "via-12", "", "options", "00000105", LIVE_CHANGED, ERR_VERIFY },
		{ "via-12", "", "key 7 0 0", "0005", LIVE_REFUSED, ERR_REFUSED },
		{ "via-12", "", "dance 0", "00000000000000000000", LIVE_REFUSED, ERR_REFUSED },
		{ "vial-6", "", "key 0 1 2", "7c00", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-5", "", "key 0 1 2", "5c00", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-6", "", "turn 0 1 cw", "7c00", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-6", "", "dance 1", "0400007c000000000000", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-6", "", "combo 0", "0400050000000000007c", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-6", "", "alt-repeat 1", "007c04000000", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-5", "", "dance 1", "0400005c000000000000", LIVE_LOCKED_OUT, ERR_REFUSED },
		{ "vial-4", "", "dance 1", "0400005c000000000000", LIVE_WRITTEN, ERR_NONE },
		/* A number that is the same, where no keycode is. */
		{ "vial-6", "", "override 0", "04000500007c00000000", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "", "dance 0", "0400000000000000007c", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "unlocked=1", "key 0 1 2", "7c00", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "insecure=1", "turn 0 1 cw", "7c00", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "", "key 0 1 2", "5c00", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "", "setting 7", "2c01", LIVE_WRITTEN, ERR_NONE },
		{ "vial-6", "", "value - 65", "0200800a1414", LIVE_WRITTEN, ERR_NONE },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dynamic_keymap wanted = { 0 };
		uint8_t bytes[DYNAMIC_PLACE_BYTES];
		size_t len = parse_hex(rows[i].bytes, bytes);
		struct dynamic_place place;
		struct fake_board board;
		struct err err = { 0 };

		if (start(&board, rows[i].model, rows[i].options, &wanted) &&
		    dynamic_place_parse(rows[i].place, &place, &err)) {
			/* There may be no such place: then there is nothing to put. */
			if (!dynamic_keymap_put(&wanted, place, bytes, len, &err))
				ok(rows[i].outcome == LIVE_REFUSED, "%s", err.text);
			check_outcome(&board, &rows[i], &wanted, place);
		} else {
			ok(false, "%s", err.text);
		}
		finish(&board, &wanted);
	}
}

/* Among keys that are written together one that a locked keyboard does not take; the others arrive. */
static void test_run_with_bootloader_key(void)
{
	struct dynamic_keymap wanted = { 0 };
	struct dynamic_places places = { 0 };
	enum live_outcome outcome[BOARD_COLS];
	struct fake_board board;
	struct err err = { 0 };
	int written = 0;

	if (start(&board, "vial-6", "", &wanted)) {
		for (int col = 0; col < BOARD_COLS; col++) {
			wanted.key[col] = (uint16_t)(0x10 + col);
			dynamic_places_add(&places,
					   (struct dynamic_place){ .part = DYNAMIC_KEYS, .c = (int16_t)col });
		}
		wanted.key[3] = 0x7c00;
		ok(!live_write(board.live, &wanted, &places, outcome, NULL, NULL, &err) &&
			   outcome[3] == LIVE_LOCKED_OUT,
		   "the bootloader's key is not: %s", err.text);
		for (int col = 0; col < BOARD_COLS; col++)
			written += outcome[col] == LIVE_WRITTEN;
		ok(written == BOARD_COLS - 1, "%d others are", written);
	}
	dynamic_places_release(&places);
	finish(&board, &wanted);
}

/* A locked keyboard keeps its macros, all of them. */
static void test_locked_macros(void)
{
	struct dynamic_place place = { .part = DYNAMIC_MACROS };
	struct dynamic_places places = { &place, 1, 1 };
	struct dynamic_keymap wanted = { 0 }, before = { 0 }, after = { 0 };
	enum live_outcome outcome;
	struct fake_board board;
	struct err err = { 0 };

	if (start(&board, "vial-6", "", &wanted)) {
		dynamic_keymap_copy(&before, &wanted);
		memset(wanted.macro, 'x', wanted.macro_bytes - 1);
		ok(!live_write(board.live, &wanted, &places, &outcome, NULL, NULL, &err) &&
			   outcome == LIVE_LOCKED_OUT,
		   "macros are not written: %s", err.text);
		fake_board_peek(&board, &after);
		ok(fake_board_differs(&before, &after) == DYNAMIC_PARTS, "and not lost");
	}
	dynamic_keymap_release(&before);
	dynamic_keymap_release(&after);
	finish(&board, &wanted);
}

/* What is no value but something to do is not read back, and the firmware may not know it. */
static void test_press(void)
{
	const struct dynamic_place known = { DYNAMIC_VALUES, 0, 2, -1 },
				   unknown = { DYNAMIC_VALUES, 0, 99, -1 }, key = { .part = DYNAMIC_KEYS };
	struct dynamic_keymap wanted = { 0 };
	uint8_t bytes[DYNAMIC_PLACE_BYTES + 1] = { 7 }, room[DYNAMIC_PLACE_BYTES];
	struct fake_board board;
	struct err err = { 0 };
	const uint8_t *now;

	if (start(&board, "via-12", "", &wanted)) {
		ok(live_press(board.live, known, bytes, 1, &err), "a button is pressed %s", err.text);
		ok(dynamic_keymap_get(live_held(board.live), known, room, &now) == 1 && now[0] != 7,
		   "what it did is not known");
		ok(live_read_place(board.live, known, &err) &&
			   dynamic_keymap_get(live_held(board.live), known, room, &now) == 1 && now[0] == 7,
		   "until it is read");
		ok(!live_press(board.live, unknown, bytes, 1, &err) && err.code == ERR_REFUSED, "%s",
		   err.text);
		ok(!live_press(board.live, key, bytes, 1, &err) && err.code == ERR_RANGE,
		   "a key is no button");
		ok(!live_press(board.live, known, bytes, sizeof(bytes), &err) && err.code == ERR_RANGE, "%s",
		   err.text);
	}
	finish(&board, &wanted);
}

static bool stop_at(void *data, enum dynamic_part part, size_t done, size_t total)
{
	(void)part;
	(void)total;
	return done != *(const size_t *)data;
}

/* What was written when it was stopped is told as it is; after the last place there is nothing to stop. */
static void test_stopped(void)
{
	struct dynamic_place places[] = { { .part = DYNAMIC_KEYS, .b = 0 },
					  { .part = DYNAMIC_KEYS, .b = 2 },
					  { .part = DYNAMIC_KEYS, .b = 3 } };
	const struct dynamic_places all = { places, COUNT(places), COUNT(places) };

	for (size_t at = 1; at <= COUNT(places); at++) {
		enum live_outcome outcome[COUNT(places)];
		struct dynamic_keymap wanted = { 0 };
		struct fake_board board;
		struct err err = { 0 };
		bool done = at == COUNT(places), wrote;
		size_t written = 0;

		if (!start(&board, "vial-6", "", &wanted))
			return;
		for (size_t i = 0; i < COUNT(places); i++)
			wanted.key[places[i].b * BOARD_COLS] ^= 1;
		wrote = live_write(board.live, &wanted, &all, outcome, stop_at, &at, &err);
		for (size_t i = 0; i < COUNT(places); i++)
			written += outcome[i] == (i < at ? LIVE_WRITTEN : LIVE_UNSENT);
		ok(wrote == done && err.code == (done ? ERR_NONE : ERR_CANCELLED) && written == COUNT(places),
		   "stopped after place %zu of %zu%s%s", at, COUNT(places), *err.text ? ": " : "", err.text);
		finish(&board, &wanted);
	}
}

int main(void)
{
	for (size_t i = 0; fake_board_model(i); i++)
		test_write_all(fake_board_model(i));
	test_reports();
	test_outcomes();
	test_run_with_bootloader_key();
	test_locked_macros();
	test_press();
	test_stopped();
	return tap_done();
}
