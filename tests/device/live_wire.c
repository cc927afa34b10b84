/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fake_board.h"
#include "tap.h"

/* What goes over the wire, by the bytes that count. */

struct spy {
	struct hid base;
	struct hid *inner;
	struct str sent; /* "01 / fe 00 / 01": as many bytes of each as are told */
	bool on;
};

static struct spy *self(struct hid *hid)
{
	return (struct spy *)hid;
}

/* Bytes of a request that say something, by its command. */
static size_t telling_bytes(const uint8_t *report)
{
	static const struct {
		uint8_t id, bytes;
	} rows[] = {
		{ 0x02, 2 }, { 0x03, 6 }, { 0x04, 4 }, { 0x05, 6 }, { 0x07, 4 }, { 0x08, 2 }, { 0x09, 2 },
		{ 0x0e, 4 }, { 0x0f, 5 }, { 0x12, 4 }, { 0x13, 6 }, { 0x14, 4 }, { 0x15, 6 }, { 0xfe, 8 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].id == report[0])
			return rows[i].bytes;
	return 1;
}

static bool spy_write(struct hid *hid, const uint8_t report[HID_REPORT_BYTES], struct err *err)
{
	struct spy *spy = self(hid);

	if (spy->on) {
		str_add(&spy->sent, spy->sent.len ? " /" : "");
		for (size_t i = 0; i < telling_bytes(report); i++)
			str_addf(&spy->sent, "%s%02x", spy->sent.len ? " " : "", report[i]);
	}
	return hid_write_report(spy->inner, report, err);
}

static int spy_read(struct hid *hid, uint8_t report[HID_REPORT_BYTES], int timeout_ms, struct err *err)
{
	return hid_read_report(self(hid)->inner, report, timeout_ms, err);
}

static int64_t spy_now_us(struct hid *hid)
{
	return hid_now_us(self(hid)->inner);
}

static void spy_sleep_us(struct hid *hid, int64_t us)
{
	hid_sleep_us(self(hid)->inner, us);
}

static void spy_close(struct hid *hid)
{
	hid_close_device(self(hid)->inner);
	str_release(&self(hid)->sent);
	free(hid);
}

static const struct hid_ops ops = {
	.name = "spy",
	.write = spy_write,
	.read = spy_read,
	.now_us = spy_now_us,
	.sleep_us = spy_sleep_us,
	.close = spy_close,
};

static struct spy *spy_new(struct fake_keyboard *keyboard)
{
	struct spy *spy = mem_new(1, sizeof(*spy));

	spy->base.ops = &ops;
	spy->inner = hid_fake_new(keyboard);
	spy->base.device = spy->inner->device;
	spy->on = true;
	return spy;
}

/* The first words to a keyboard of which nothing is known. */
static void test_hello(void)
{
	static const struct {
		const char *model, *sent;
	} rows[] = {
		{ "via-9", "01 / fe 00 00 00 00 00 00 00 / df" },
		{ "via-13", "01 / fe 00 00 00 00 00 00 00 / df / 02 04 / 02 06" },
		{ "vial-6", "01 / fe 00 00 00 00 00 00 00 / 01" },
		{ "keychron", "01 / fe 00 00 00 00 00 00 00 / df / 02 04 / a0 / a1 / a2 / a3 / a7" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct fake_keyboard *keyboard;
		struct err err = { 0 };
		struct spy *spy;
		struct live *live;

		keyboard = fake_keyboard_new(rows[i].model, &err);
		spy = spy_new(keyboard);
		live = live_open(&spy->base, &err);
		ok(live, "%s opens%s", rows[i].model, err.text);
		if (live)
			is_text(str_text(&spy->sent), rows[i].sent, "%s", rows[i].model);
		live_close(live);
		fake_keyboard_free(keyboard);
	}
}

/* Open and read without being heard. */
static struct spy *start(struct fake_board *board, const char *model, struct dynamic_keymap *wanted)
{
	struct err err = { 0 };
	struct spy *spy;

	fake_board_init(board, model, "");
	spy = spy_new(board->keyboard);
	spy->on = false;
	board->live = live_open(&spy->base, &err);
	live_set_values(board->live, &board->values);
	ok(live_set_size(board->live, board->rows, board->cols, board->encoders, &err) &&
		   fake_board_read_all(board, &err),
	   "%s is read%s", model, err.text);
	dynamic_keymap_copy(wanted, live_held(board->live));
	spy->on = true;
	return spy;
}

/* Bits of the last byte of a place. */
static bool flip(struct dynamic_keymap *wanted, struct dynamic_place place, uint8_t bits, struct err *err)
{
	uint8_t room[DYNAMIC_PLACE_BYTES], bytes[DYNAMIC_PLACE_BYTES] = { 0 };
	const uint8_t *held;
	size_t len = dynamic_keymap_get(wanted, place, room, &held);

	if (!len)
		return err_set(err, ERR_RANGE, "no such place");
	memcpy(bytes, held, len);
	bytes[len - 1] ^= bits;
	return dynamic_keymap_put(wanted, place, bytes, len, err);
}

/* One place, written. */
static void test_places(void)
{
	static const struct {
		const char *model, *place;
		uint8_t flip; /* of its last byte */
		const char *sent;
	} rows[] = {
		{ "via-7", "key 1 2 3", 1, "05 01 02 03 00 00 / 04 01 02 03" },
		{ "via-12", "key 1 2 3", 1, "05 01 02 03 00 00 / 04 01 02 03" },
		{ "vial-6", "key 1 2 3", 1, "05 01 02 03 00 00 / 04 01 02 03" },
		{ "via-10", "turn 2 1 cw", 1, "15 02 01 01 00 00 / 14 02 01 01" },
		{ "via-10", "turn 2 0 ccw", 1, "15 02 00 00 00 00 / 14 02 00 00" },
		{ "vial-6", "turn 2 1 cw", 1, "fe 04 02 01 01 00 00 00 / fe 03 02 01 00 00 00 00" },
		{ "via-12", "options", 5, "03 02 00 00 00 05 / 02 02" },
		{ "via-12", "value 3 1", 1, "07 03 01 81 / 08 03" },
		{ "via-10", "value - 128", 1, "07 80 81 00 / 08 80" },
		{ "vial-6", "setting 7", 1, "fe 0b 07 00 c8 01 00 00 / fe 0a 07 00 00 00 00 00" },
		{ "vial-6", "dance 1", 1, "fe 0d 02 01 00 00 00 00 / fe 0d 01 01 00 00 00 00" },
		{ "vial-6", "alt-repeat 1", 1, "fe 0d 08 01 00 00 00 00 / fe 0d 07 01 00 00 00 00" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dynamic_keymap wanted = { 0 };
		struct dynamic_place place;
		struct dynamic_places places = { &place, 1, 1 };
		enum live_outcome outcome;
		struct fake_board board;
		struct err err = { 0 };
		struct spy *spy = start(&board, rows[i].model, &wanted);

		ok(dynamic_place_parse(rows[i].place, &place, &err) &&
			   flip(&wanted, place, rows[i].flip, &err) &&
			   live_write(board.live, &wanted, &places, &outcome, NULL, NULL, &err),
		   "%s %s is written%s", rows[i].model, rows[i].place, err.text);
		is_text(str_text(&spy->sent), rows[i].sent, "%s %s", rows[i].model, rows[i].place);
		dynamic_keymap_release(&wanted);
		fake_board_release(&board);
	}
}

/* Guarded by the last byte; only what changes is written; read back in whole. */
static void test_macros(void)
{
	struct dynamic_place place = { .part = DYNAMIC_MACROS };
	struct dynamic_places places = { &place, 1, 1 };
	struct dynamic_keymap wanted = { 0 };
	enum live_outcome outcome;
	struct fake_board board;
	struct err err = { 0 };
	struct spy *spy = start(&board, "via-12", &wanted);

	wanted.macro[30] = 'x';
	ok(live_write(board.live, &wanted, &places, &outcome, NULL, NULL, &err), "macros are written%s",
	   err.text);
	is_text(str_text(&spy->sent),
		"0f 00 63 01 ff / 0e 00 63 01 / 0f 00 1c 1c 00 / 0e 00 00 18 / 0e 00 18 18 / 0e 00 30 18 / "
		"0e 00 48 18 / 0e 00 60 03 / 0f 00 63 01 00 / 0e 00 63 01",
		"by steps");
	dynamic_keymap_release(&wanted);
	fake_board_release(&board);
}

int main(void)
{
	test_hello();
	test_places();
	test_macros();
	return tap_done();
}
