/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "fake_board.h"
#include "tap.h"

static bool pressed(const uint8_t *bits, int row, int col)
{
	int bit = row * BOARD_COLS + col;

	return bits[bit / 8] >> bit % 8 & 1;
}

static bool open_board(struct fake_board *board, const char *model, const char *options)
{
	struct err err = { 0 };

	fake_board_init(board, model, options);
	if (fake_board_open(board, &err))
		return true;
	ok(false, "%s: %s", model, err.text);
	return false;
}

/* Polls until it is open; -1: it is not after @most. */
static int unlock(struct fake_board *board, int most, struct live_unlock *lock, struct err *err)
{
	for (int i = 1; i <= most; i++) {
		if (!live_unlock_poll(board->live, lock, err))
			return -1;
		if (lock->lock == LIVE_UNLOCKED)
			return i;
	}
	return -1;
}

static void test_unlock(void)
{
	struct fake_board board;
	struct live_unlock lock;
	struct err err = { 0 };
	int64_t us;

	if (!open_board(&board, "vial-6", "")) {
		fake_board_release(&board);
		return;
	}
	ok(live_lock_state(board.live, &lock, &err) && lock.lock == LIVE_LOCKED && lock.keys == 2 &&
		   lock.key[0].row == 0 && lock.key[1].row == BOARD_ROWS - 1 &&
		   lock.key[1].col == BOARD_COLS - 1,
	   "it is locked, by %zu keys%s", lock.keys, err.text);
	ok(live_unlock_start(board.live, &err), "it starts to unlock%s", err.text);
	ok(unlock(&board, 60, &lock, &err) == -1 && lock.lock == LIVE_UNLOCKING && lock.left == lock.of,
	   "without keys held it counts %d of %d", lock.left, lock.of);
	ok(!live_read(board.live, DYNAMIC_KEYS, NULL, NULL, &err) && err.code == ERR_REFUSED,
	   "meanwhile it says nothing else: %s", err.text);
	err = (struct err){ 0 };
	fake_keyboard_press(board.keyboard, 0, 0, true);
	fake_keyboard_press(board.keyboard, BOARD_ROWS - 1, BOARD_COLS - 1, true);
	us = live_traffic(board.live).us;
	ok(unlock(&board, 60, &lock, &err) == 50 && lock.left == 0 && lock.keys == 2,
	   "with both held it is open after 50 polls%s", err.text);
	us = live_traffic(board.live).us - us;
	ok(us >= 49 * LIVE_UNLOCK_POLL_MS * 1000, "none of them too early: %d ms", (int)(us / 1000));
	ok(live_lock(board.live, &err) && live_lock_state(board.live, &lock, &err) &&
		   lock.lock == LIVE_LOCKED,
	   "it locks again%s", err.text);
	fake_board_release(&board);
}

/* What we unlocked is locked when we go; what was open stays so. */
static void test_close(void)
{
	static const struct {
		const char *options;
		bool unlock, locked;
	} rows[] = { { "held=unlock", true, true }, { "unlocked=1", false, false } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint8_t question[] = { 0xfe, 0x05 };
		uint8_t reply[HID_REPORT_BYTES];
		struct fake_board board;
		struct live_unlock lock;
		struct err err = { 0 };

		if (open_board(&board, "vial-6", rows[i].options)) {
			if (rows[i].unlock)
				ok(live_unlock_start(board.live, &err) &&
					   unlock(&board, 60, &lock, &err) == 50,
				   "unlocked%s", err.text);
			live_close(board.live);
			board.live = NULL;
			fake_board_ask(board.keyboard, question, sizeof(question), reply);
			ok(reply[0] == !rows[i].locked, "%s: %s", rows[i].options,
			   rows[i].locked ? "locked again" : "left open");
		}
		fake_board_release(&board);
	}
}

/* One that was unlocked by us; how many reports that took. */
static unsigned open_unlocked(struct fake_board *board, const char *options)
{
	struct live_unlock lock;
	struct err err = { 0 };

	if (!open_board(board, "vial-6", options))
		return 0;
	ok(live_unlock_start(board->live, &err) && unlock(board, 60, &lock, &err) == 50, "unlocked%s",
	   err.text);
	return fake_keyboard_reports(board->keyboard);
}

/* That it may still be unlocked is told, once. */
static void check_relock(const char *options, bool unplug, bool locks)
{
	struct fake_board board;
	struct err err = { 0 };
	unsigned reports;
	bool locked;

	open_unlocked(&board, options);
	if (unplug)
		fake_keyboard_unplug(board.keyboard);
	locked = live_relock(board.live, &err);
	ok(locked == locks && locked == !err.code, "%s%s: %s", options, unplug ? ", unplugged" : "",
	   locked ? "it is not open any more" : err.text);
	reports = fake_keyboard_reports(board.keyboard);
	err = (struct err){ 0 };
	ok(live_relock(board.live, &err) && fake_keyboard_reports(board.keyboard) == reports,
	   "then there is nothing left to lock");
	fake_board_release(&board);
}

static void test_relock(void)
{
	struct fake_board board;
	unsigned reports = open_unlocked(&board, "held=unlock");
	char lost[64], mute[64];

	fake_board_release(&board);
	snprintf(lost, sizeof(lost), "held=unlock&lost=%u", reports + 1);
	snprintf(mute, sizeof(mute), "held=unlock&lost=%u+", reports + 1);
	check_relock("held=unlock", false, true);
	check_relock("held=unlock", true, true);
	check_relock(lost, false, false);
	check_relock(mute, false, false);
}

/* Nobody holds the keys: whatever comes between, it is never said to be open. */
static void test_unlock_by_fault(bool bare)
{
	static const char *const faults[] = { "late", "silent", "lost", "twice", "foreign" };
	unsigned untrue = 0, polls = 0;

	for (size_t fault = 0; fault < COUNT(faults); fault++)
		for (int n = 1; n <= 40; n++) {
			struct fake_board board;
			struct live_unlock lock = { 0 };
			struct err err = { 0 };
			char options[32];

			snprintf(options, sizeof(options), "%s=%d", faults[fault], n);
			fake_board_init(&board, "vial-6", options);
			board.bare = bare;
			if (fake_board_open(&board, &err) && live_unlock_start(board.live, &err))
				for (int i = 0; i < 10; i++) {
					bool told = live_unlock_poll(board.live, &lock, &err);

					polls += told;
					untrue += told && lock.lock != LIVE_UNLOCKING;
				}
			fake_board_release(&board);
		}
	ok(!untrue && polls > 1500, "%s%u polls with a fault, %u of them untrue", bare ? "bare: " : "", polls,
	   untrue);
}

static void test_no_lock(void)
{
	static const char *const rows[][2] = { { "vial-6", "insecure=1" }, { "via-12", "" } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_board board;
		struct live_unlock lock;
		struct err err = { 0 };

		if (open_board(&board, rows[i][0], rows[i][1]))
			ok(live_lock_state(board.live, &lock, &err) && lock.lock == LIVE_NO_LOCK,
			   "%s %s has no lock%s", rows[i][0], rows[i][1], err.text);
		fake_board_release(&board);
	}
}

static void test_matrix(void)
{
	static const struct {
		const char *model, *options;
		bool told;
	} rows[] = {
		{ "via-9", "", true },
		{ "via-11", "", true },
		{ "via-12", "", true },
		{ "via-13", "insecure=1", true },
		{ "via-13", "", false },
		{ "keychron", "", true },
		{ "vial-6", "unlocked=1", true },
		{ "vial-6", "", false },
		{ "vial-4", "unlocked=1", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t bits[(BOARD_ROWS * BOARD_COLS + 7) / 8];
		struct fake_board board;
		struct err err = { 0 };
		int others = 0;

		if (open_board(&board, rows[i].model, rows[i].options)) {
			fake_keyboard_press(board.keyboard, 0, 0, true);
			fake_keyboard_press(board.keyboard, 2, 5, true);
			ok(live_read_matrix(board.live, bits, sizeof(bits), &err) &&
				   pressed(bits, 0, 0) == rows[i].told && pressed(bits, 2, 5) == rows[i].told,
			   "%s %s: %s%s", rows[i].model, rows[i].options,
			   rows[i].told ? "both keys" : "no key is told", err.text);
			for (size_t byte = 0; byte < sizeof(bits); byte++)
				for (int bit = 0; bit < 8; bit++)
					others += bits[byte] >> bit & 1;
			ok(others == (rows[i].told ? 2 : 0), "and no others: %d", others);
		}
		fake_board_release(&board);
	}
}

/* Rows over several reports, columns over several bytes. */
static void test_large_matrix(void)
{
	struct err err = { 0 };
	struct fake_keyboard *keyboard =
		fake_keyboard_new("via-12?rows=20&cols=20&layers=2&encoders=0&insecure=1", &err);
	struct live *live = live_open(hid_fake_new(keyboard), &err);
	uint8_t bits[50];
	int wrong = 0;

	for (int row = 0; row < 20; row++)
		fake_keyboard_press(keyboard, row, (row * 7) % 20, true);
	ok(live && live_set_size(live, 20, 20, 0, &err) && live_read_matrix(live, bits, sizeof(bits), &err),
	   "a matrix of 20 by 20%s", err.text);
	for (int row = 0; row < 20; row++)
		for (int col = 0; col < 20; col++)
			wrong += (bits[(row * 20 + col) / 8] >> (row * 20 + col) % 8 & 1) !=
				 (col == row * 7 % 20);
	ok(!wrong, "%d keys are wrong", wrong);
	live_close(live);
	fake_keyboard_free(keyboard);
}

static void test_reset(void)
{
	static const struct {
		const char *model, *options;
		enum live_reset what;
		bool does;
	} rows[] = {
		{ "vial-6", "", LIVE_RESET_KEYMAP, true },    { "via-12", "", LIVE_RESET_KEYMAP, true },
		{ "via-12", "", LIVE_RESET_MACROS, true },    { "vial-6", "", LIVE_RESET_SETTINGS, true },
		{ "via-12", "", LIVE_RESET_SETTINGS, false }, { "via-12", "", LIVE_RESET_EEPROM, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_board board;
		struct err err = { 0 };
		bool did;

		if (open_board(&board, rows[i].model, rows[i].options)) {
			ok(fake_board_read_all(&board, &err), "%s%s", rows[i].model, err.text);
			did = live_reset(board.live, rows[i].what, &err);
			ok(did == rows[i].does && (did || err.code == ERR_REFUSED), "reset %d: %s",
			   rows[i].what, did ? "done" : err.text);
			ok(!did || !(live_held(board.live)->held & live_reset_parts(rows[i].what)),
			   "what it was is not held any more");
		}
		fake_board_release(&board);
	}
}

/* What the keyboard itself puts back with its keymap is not believed to be as it was. */
static void test_reset_entries(void)
{
	struct dynamic_place place = { .part = DYNAMIC_COMBOS, .a = 1 };
	struct dynamic_places places = { &place, 1, 1 };
	const uint8_t combo[10] = { 4, 0, 5, 0, 0, 0, 0, 0, 6, 0 };
	struct dynamic_keymap fresh = { 0 }, wanted = { 0 };
	struct dynamic_places differ = { 0 };
	enum live_outcome outcome;
	struct fake_board board;
	struct err err = { 0 };

	if (open_board(&board, "vial-6", "unlocked=1")) {
		ok(fake_board_read_all(&board, &err), "read%s", err.text);
		dynamic_keymap_copy(&fresh, live_held(board.live));
		dynamic_keymap_copy(&wanted, &fresh);
		ok(dynamic_keymap_put(&wanted, place, combo, sizeof(combo), &err) &&
			   live_write(board.live, &wanted, &places, &outcome, NULL, NULL, &err) &&
			   live_reset(board.live, LIVE_RESET_KEYMAP, &err) &&
			   fake_board_read_all(&board, &err),
		   "a combo, and the keymap is reset%s", err.text);
		dynamic_keymap_diff(&fresh, live_held(board.live), &differ);
		ok(!differ.count, "%zu places are not as they were", differ.count);
	}
	dynamic_places_release(&differ);
	dynamic_keymap_release(&fresh);
	dynamic_keymap_release(&wanted);
	fake_board_release(&board);
}

static void test_bootloader(void)
{
	static const struct {
		const char *model, *options;
		bool does;
	} rows[] = {
		{ "vial-6", "unlocked=1", true },
		{ "vial-6", "", false },
		{ "via-12", "", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_board board;
		struct err err = { 0 };
		bool did;

		if (open_board(&board, rows[i].model, rows[i].options)) {
			did = live_bootloader(board.live, &err);
			ok(did == rows[i].does && fake_keyboard_jumped(board.keyboard) == did &&
				   (did || err.code == ERR_REFUSED),
			   "%s %s: %s", rows[i].model, rows[i].options, did ? "jumps" : err.text);
		}
		fake_board_release(&board);
	}
}

/* What changes by itself is told, wherever it comes between. */
static void test_listen(void)
{
	struct dynamic_places places = { 0 };
	struct fake_board board;
	struct err err = { 0 };
	unsigned parts = 1;

	if (open_board(&board, "via-12", "sync=20")) {
		ok(live_listen(board.live, 10, &parts, &places, &err) && !parts, "nothing%s", err.text);
		ok(fake_board_read_all(&board, &err), "it is read%s", err.text);
		ok(live_listen(board.live, 10, &parts, &places, &err) && parts == 1u << DYNAMIC_VALUES &&
			   places.count == 1 && places.item[0].part == DYNAMIC_VALUES,
		   "a value changed%s", err.text);
		ok(live_listen(board.live, 10, &parts, &places, &err) && !parts, "told once%s", err.text);
		ok(!live_traffic(board.live).foreign, "that was no stranger");
	}
	dynamic_places_release(&places);
	fake_board_release(&board);
}

/* Values are lost at power-off unless they are saved. */
static void test_save(void)
{
	struct dynamic_place place = { .part = DYNAMIC_VALUES, .a = 3, .b = 1, .c = -1 };
	struct dynamic_places places = { &place, 1, 1 };
	struct dynamic_keymap wanted = { 0 };
	enum live_outcome outcome;
	struct fake_board board;
	struct err err = { 0 };

	for (int save = 0; save < 2; save++) {
		const uint8_t question[] = { 0x08, 3, 1 }, value = 77;
		uint8_t reply[HID_REPORT_BYTES];

		if (open_board(&board, "via-12", "") && fake_board_read_all(&board, &err)) {
			dynamic_keymap_copy(&wanted, live_held(board.live));
			ok(dynamic_keymap_put(&wanted, place, &value, 1, &err) &&
				   live_write(board.live, &wanted, &places, &outcome, NULL, NULL, &err) &&
				   (!save || live_save_values(board.live, 3, &err)),
			   "it is set%s", err.text);
			fake_keyboard_replug(board.keyboard);
			fake_board_ask(board.keyboard, question, sizeof(question), reply);
			ok((reply[3] == value) == save, save ? "saved" : "lost");
		}
		fake_board_release(&board);
	}
	dynamic_keymap_release(&wanted);
}

int main(void)
{
	test_unlock();
	test_close();
	test_relock();
	test_unlock_by_fault(false);
	test_unlock_by_fault(true);
	test_no_lock();
	test_matrix();
	test_large_matrix();
	test_reset();
	test_reset_entries();
	test_bootloader();
	test_listen();
	test_save();
	return tap_done();
}
