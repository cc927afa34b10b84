/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "fake_board.h"
#include "tap.h"

/* What each model says of itself, and how many of its parts there are. */
static void test_identity(void)
{
	static const struct {
		const char *model;
		int via, vial;
		enum keycode_dialect dialect;
		const char *text;
	} rows[] = {
		{ "keychron", 12, -1, DIALECT_VIA_12, NULL },
		{ "via-7", 7, -1, DIALECT_VIA_9, "VIA 7" },
		{ "via-9", 9, -1, DIALECT_VIA_9, "VIA 9" },
		{ "via-10", 10, -1, DIALECT_VIA_10, "VIA 10" },
		{ "via-11", 11, -1, DIALECT_VIA_11, "VIA 11" },
		{ "via-12", 12, -1, DIALECT_VIA_12, "VIA 12, QMK firmware 0x00000001" },
		{ "via-13", 13, -1, DIALECT_QMK_0_0_8, "VIA 13, QMK firmware 0x00000001, keycodes 0.0.8" },
		{ "vial-4", 9, 4, DIALECT_VIAL_5, "Vial 4 (VIA 9), UID 0123456789abcdef" },
		{ "vial-5", 9, 5, DIALECT_VIAL_5, "Vial 5 (VIA 9), UID 0123456789abcdef" },
		{ "vial-6", 9, 6, DIALECT_VIAL_6, "Vial 6 (VIA 9), UID 0123456789abcdef" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_board board;
		struct str text = STR_INIT;
		struct err err = { 0 };
		const struct live_identity *identity;

		fake_board_init(&board, rows[i].model, rows[i].vial > 0 ? "uid=0123456789abcdef" : "");
		ok(fake_board_open(&board, &err), "%s opens%s", rows[i].model, err.text);
		if (!board.live)
			continue;
		identity = live_identity(board.live);
		ok(identity->via == rows[i].via && identity->vial == rows[i].vial &&
			   identity->dialect == rows[i].dialect,
		   "%s: VIA %d, Vial %d, dialect %d", rows[i].model, identity->via, identity->vial,
		   identity->dialect);
		live_describe(board.live, &text);
		if (rows[i].text)
			is_text(str_text(&text), rows[i].text, "%s", rows[i].model);
		else
			ok(identity->keychron && identity->keychron_firmware[0] && identity->keychron_mcu[0],
			   "%s", str_text(&text));
		str_release(&text);
		fake_board_release(&board);
	}
}

static void test_read_all(void)
{
	for (size_t i = 0; fake_board_model(i); i++) {
		const char *model = fake_board_model(i);
		struct dynamic_keymap peeked = { 0 };
		struct fake_board board;
		struct err err = { 0 };
		enum dynamic_part part;

		fake_board_init(&board, model, "");
		ok(fake_board_open(&board, &err) && fake_board_read_all(&board, &err), "%s is read%s", model,
		   err.text);
		ok(live_held(board.live)->held == (1u << DYNAMIC_PARTS) - 1, "%s: all parts are held", model);
		fake_board_peek(&board, &peeked);
		part = fake_board_differs(live_held(board.live), &peeked);
		ok(part == DYNAMIC_PARTS, "%s: it holds what the keyboard does (%s)", model,
		   part < DYNAMIC_PARTS ? dynamic_part_name(part) : "all");
		ok(!fake_keyboard_violation_count(board.keyboard), "%s: by the rules%s", model,
		   fake_keyboard_violation_count(board.keyboard) ? fake_keyboard_violation(board.keyboard, 0)
								 : "");
		dynamic_keymap_release(&peeked);
		fake_board_release(&board);
	}
}

/* Parts are there by version. */
static void test_parts(void)
{
	static const struct {
		const char *model;
		size_t layers, encoders, macro_bytes, entries[4], settings, values;
	} rows[] = {
		{ "via-7", 4, 0, 0, { 0 }, 0, 0 },
		{ "via-9", 3, 0, 100, { 0 }, 0, 5 },
		{ "via-10", 3, 2, 100, { 0 }, 0, 4 },
		{ "via-13", 3, 2, 100, { 0 }, 0, 8 },
		{ "vial-4", 3, 2, 100, { 2, 2, 0, 0 }, 17, 0 },
		{ "vial-5", 3, 2, 100, { 2, 2, 2, 0 }, 21, 0 },
		{ "vial-6", 3, 2, 100, { 2, 2, 2, 2 }, 26, 1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct dynamic_keymap *held;
		struct fake_board board;
		struct err err = { 0 };
		bool good = true;

		fake_board_init(&board, rows[i].model, "");
		if (fake_board_open(&board, &err) && fake_board_read_all(&board, &err)) {
			held = live_held(board.live);
			for (size_t kind = 0; kind < COUNT(held->entries); kind++)
				good = good && held->entries[kind].count == rows[i].entries[kind];
			ok(good && held->layers == rows[i].layers && held->encoders == rows[i].encoders &&
				   held->macro_bytes == rows[i].macro_bytes,
			   "%s: %zu layers, %zu encoders, %zu bytes of macros", rows[i].model, held->layers,
			   held->encoders, held->macro_bytes);
			ok(held->settings == rows[i].settings && held->values == rows[i].values,
			   "%s: %zu settings, %zu values", rows[i].model, held->settings, held->values);
		} else {
			ok(false, "%s: %s", rows[i].model, err.text);
		}
		fake_board_release(&board);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *model;
		enum err_code code;
	} rows[] = { { "xap", ERR_REFUSED }, { "viable", ERR_REFUSED } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = { 0 };
		struct fake_keyboard *keyboard = fake_keyboard_new(rows[i].model, &err);
		struct live *live = live_open(hid_fake_new(keyboard), &err);

		ok(!live && err.code == rows[i].code, "%s: %s", rows[i].model, err.text);
		live_close(live);
		fake_keyboard_free(keyboard);
	}
}

static void test_definition(void)
{
	struct str whole = STR_INIT, end = STR_INIT;
	struct fake_board board;
	struct err err = { 0 };
	size_t size = 0;

	fake_board_init(&board, "vial-6", "");
	ok(fake_board_open(&board, &err) && live_definition_size(board.live, &size, &err) && size > 64,
	   "the definition has %zu bytes%s", size, err.text);
	ok(live_read_definition(board.live, size, &whole, &err) && whole.len == size, "it is read%s",
	   err.text);
	ok(live_read_definition_end(board.live, size, &end, &err) && end.len > 32 && end.len <= 64 &&
		   !memcmp(whole.data + size - end.len, end.data, end.len),
	   "its last two pages%s", err.text);
	ok(whole.len > 6 && !memcmp(whole.data,
				    "\xfd"
				    "7zXZ",
				    5),
	   "it is XZ");
	str_release(&whole);
	str_release(&end);
	fake_board_release(&board);
	fake_board_init(&board, "via-12", "");
	ok(fake_board_open(&board, &err) && !live_definition_size(board.live, &size, &err) &&
		   err.code == ERR_NOT_FOUND,
	   "VIA's have none: %s", err.text);
	fake_board_release(&board);
}

/* 12 rows of 7, 10 layers: 60 reports of 28 bytes, and what tells that all of them were ours. */
static void test_round_trips(void)
{
	struct fake_keyboard *keyboard;
	struct err err = { 0 };
	uint64_t before, opened;
	struct live *live;

	keyboard = fake_keyboard_new("vial-6?rows=12&cols=7&layers=10&encoders=2", &err);
	live = live_open(hid_fake_new(keyboard), &err);
	ok(live && live_set_size(live, 12, 7, 2, &err), "a large one opens%s", err.text);
	opened = live_traffic(live).round_trips;
	ok(live_read(live, DYNAMIC_KEYS, NULL, NULL, &err), "its keys are read%s", err.text);
	before = live_traffic(live).round_trips;
	ok(before - opened <= 61 && before <= 71, "%d round trips for the keys, %d in all",
	   (int)(before - opened), (int)before);
	ok(live_traffic(live).reports_out == before && live_traffic(live).reports_in == before,
	   "each is one report and its reply");
	live_close(live);
	fake_keyboard_free(keyboard);
}

struct stop {
	size_t calls, stop_at, done, total;
};

static bool count_calls(void *data, enum dynamic_part part, size_t done, size_t total)
{
	struct stop *stop = data;

	(void)part;
	stop->done = done;
	stop->total = total;
	return ++stop->calls != stop->stop_at;
}

static void test_progress(void)
{
	struct fake_board board;
	struct err err = { 0 };
	struct stop all = { 0 }, some = { .stop_at = 2 };

	fake_board_init(&board, "vial-6", "");
	ok(fake_board_open(&board, &err) && live_read(board.live, DYNAMIC_KEYS, count_calls, &all, &err) &&
		   all.done == all.total && all.calls == 6,
	   "%zu steps to %zu of %zu%s", all.calls, all.done, all.total, err.text);
	ok(!live_read(board.live, DYNAMIC_MACROS, count_calls, &some, &err) && err.code == ERR_CANCELLED &&
		   !(live_held(board.live)->held & 1u << DYNAMIC_MACROS),
	   "it can be stopped: %s", err.text);
	fake_board_release(&board);
}

/* More than one report has, and off, which none tells. */
static void test_effects(void)
{
	static const uint16_t has[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 17, 19, 24, 29, 32, 39, 41
	};
	static const char *const models[] = { "vial-6", "vial-4", "via-12" };

	for (size_t i = 0; i < COUNT(models); i++) {
		uint16_t effect[LIVE_MAX_EFFECTS];
		struct fake_board board;
		struct err err = { 0 };
		size_t count = 99;
		bool vialrgb;

		fake_board_init(&board, models[i], "");
		if (!fake_board_open(&board, &err)) {
			ok(false, "%s: %s", models[i], err.text);
			continue;
		}
		vialrgb = live_identity(board.live)->vialrgb;
		ok(live_read_effects(board.live, effect, &count, &err) && count == (vialrgb ? COUNT(has) : 0),
		   "%s: %zu effects %s", models[i], count, err.text);
		ok(!memcmp(effect, has, count * sizeof(*effect)), "those of the firmware");
		ok(!fake_keyboard_violation_count(board.keyboard), "by the rules");
		fake_board_release(&board);
	}
}

int main(void)
{
	test_identity();
	test_read_all();
	test_parts();
	test_refused();
	test_definition();
	test_round_trips();
	test_progress();
	test_effects();
	return tap_done();
}
