/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bare_hid.h"
#include "base/mem.h"
#include "fake_board.h"

enum { LAYERS = 3, PEEK_FILL = 0xa5 };

static const char *const models[] = { "keychron", "via-7",  "via-9",  "via-10", "via-11",
				      "via-12",   "via-13", "vial-4", "vial-5", "vial-6" };

const char *fake_board_model(size_t index)
{
	return index < COUNT(models) ? models[index] : NULL;
}

void fake_board_values(const char *model, struct dynamic_keymap *out)
{
	static const struct dynamic_value old[] = {
		{ DYNAMIC_NO_CHANNEL, 0x09, -1, 1, { 0 } }, { DYNAMIC_NO_CHANNEL, 0x80, -1, 1, { 0 } },
		{ DYNAMIC_NO_CHANNEL, 0x81, -1, 1, { 0 } }, { DYNAMIC_NO_CHANNEL, 0x82, -1, 1, { 0 } },
		{ DYNAMIC_NO_CHANNEL, 0x83, -1, 2, { 0 } },
	};
	static const struct dynamic_value channels[] = {
		{ 0, 1, -1, 1, { 0 } }, { 0, 2, -1, 1, { 0 } }, { 0, 4, -1, 2, { 0 } },
		{ 0, 5, -1, 2, { 0 } }, { 0, 6, 0, 1, { 0 } },  { 0, 6, 1, 1, { 0 } },
		{ 2, 1, -1, 1, { 0 } }, { 2, 4, -1, 2, { 0 } }, { 3, 1, -1, 1, { 0 } },
		{ 3, 4, -1, 2, { 0 } }, { 4, 1, -1, 1, { 0 } },
	};
	bool is_new = !strcmp(model, "keychron") || !strcmp(model, "via-11") || !strcmp(model, "via-12") ||
		      !strcmp(model, "via-13");
	const struct dynamic_value *list = is_new ? channels : old;
	struct err err;

	if (!strncmp(model, "vial", 4))
		return;
	for (size_t i = 0; i < (is_new ? COUNT(channels) : COUNT(old)); i++) {
		bool put = dynamic_keymap_put_value(out, &list[i], &err);

		assert(put);
		(void)put;
	}
}

void fake_board_init(struct fake_board *board, const char *model, const char *options)
{
	struct err err = { 0 };
	char spec[256];
	bool is_vial = !strncmp(model, "vial", 4), is_oldest = !strcmp(model, "via-7");

	*board = (struct fake_board){ .rows = BOARD_ROWS, .cols = BOARD_COLS, .encoders = BOARD_ENCODERS };
	if (is_oldest)
		board->encoders = 0;
	snprintf(spec, sizeof(spec), "%s?rows=%d&cols=%d&encoders=%d&layers=%d%s%s%s%s", model, BOARD_ROWS,
		 BOARD_COLS, board->encoders, is_oldest ? 4 : LAYERS,
		 is_oldest ? "" : "&macros=4&macro_bytes=100", is_vial ? "&entries=2" : "",
		 *options ? "&" : "", options);
	board->keyboard = fake_keyboard_new(spec, &err);
	if (!board->keyboard)
		fprintf(stderr, "%s: %s\n", spec, err.text);
	assert(board->keyboard);
	fake_board_values(model, &board->values);
}

void fake_board_release(struct fake_board *board)
{
	live_close(board->live);
	fake_keyboard_free(board->keyboard);
	dynamic_keymap_release(&board->values);
	*board = (struct fake_board){ 0 };
}

bool fake_board_open(struct fake_board *board, struct err *err)
{
	struct hid *hid = hid_fake_new(board->keyboard);

	board->live = live_open(board->bare ? bare_hid_new(hid) : hid, err);
	if (!board->live)
		return false;
	live_set_values(board->live, &board->values);
	return live_set_size(board->live, board->rows, board->cols, board->encoders, err);
}

bool fake_board_read_all(struct fake_board *board, struct err *err)
{
	for (int part = 0; part < DYNAMIC_PARTS; part++)
		if (!live_read(board->live, (enum dynamic_part)part, NULL, NULL, err))
			return false;
	return true;
}

enum dynamic_part fake_board_differs(const struct dynamic_keymap *a, const struct dynamic_keymap *b)
{
	for (int i = 0; i < DYNAMIC_PARTS; i++) {
		enum dynamic_part part = (enum dynamic_part)i;
		struct str of_a = STR_INIT, of_b = STR_INIT;
		bool same;

		if (!(a->held & b->held & 1u << i))
			continue;
		dynamic_keymap_get_part(a, part, &of_a);
		dynamic_keymap_get_part(b, part, &of_b);
		same = of_a.len == of_b.len && !memcmp(str_text(&of_a), str_text(&of_b), of_a.len);
		str_release(&of_a);
		str_release(&of_b);
		if (!same)
			return part;
	}
	return DYNAMIC_PARTS;
}

void fake_board_ask(struct fake_keyboard *keyboard, const uint8_t *request, size_t len, uint8_t *reply)
{
	static int64_t now_us = INT64_C(1) << 50;
	uint8_t report[HID_REPORT_BYTES];
	int64_t due_us = 0;
	bool got;

	memset(report, PEEK_FILL, sizeof(report));
	memcpy(report, request, len);
	now_us += 10000000;
	while (fake_keyboard_read(keyboard, now_us, reply, &due_us) == 1)
		now_us += 10000000;
	got = fake_keyboard_write(keyboard, now_us, report);
	now_us += 10000000;
	got = got && fake_keyboard_read(keyboard, now_us, reply, &due_us) == 1;
	assert(got);
	(void)got;
}

static void peek_keys(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	uint8_t reply[HID_REPORT_BYTES];

	for (size_t i = 0; i < out->layers * out->rows * out->cols; i++) {
		const uint8_t request[] = { 0x04, (uint8_t)(i / out->cols / out->rows),
					    (uint8_t)(i / out->cols % out->rows), (uint8_t)(i % out->cols) };

		fake_board_ask(keyboard, request, sizeof(request), reply);
		out->key[i] = (uint16_t)(reply[4] << 8 | reply[5]);
	}
}

static void peek_turns(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	for (size_t i = 0; i < out->layers * out->encoders * TURN_COUNT; i++) {
		uint8_t layer = (uint8_t)(i / TURN_COUNT / out->encoders),
			encoder = (uint8_t)(i / TURN_COUNT % out->encoders), turn = (uint8_t)(i % TURN_COUNT);
		const uint8_t vial[] = { 0xfe, 0x03, layer, encoder }, via[] = { 0x14, layer, encoder, turn };
		uint8_t reply[HID_REPORT_BYTES], *at = out->vial >= 0 ? reply + 2 * turn : reply + 4;

		fake_board_ask(keyboard, out->vial >= 0 ? vial : via, 4, reply);
		out->turn[i] = (uint16_t)(at[0] << 8 | at[1]);
	}
}

static void peek_macros(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	uint8_t reply[HID_REPORT_BYTES];

	for (size_t i = 0; i < out->macro_bytes; i++) {
		const uint8_t request[] = { 0x0e, (uint8_t)(i >> 8), (uint8_t)i, 1 };

		fake_board_ask(keyboard, request, sizeof(request), reply);
		out->macro[i] = reply[4];
	}
}

static void peek_entries(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	uint8_t reply[HID_REPORT_BYTES];

	for (size_t kind = 0; kind < COUNT(out->entries); kind++)
		for (size_t i = 0; i < out->entries[kind].count; i++) {
			const uint8_t request[] = { 0xfe, 0x0d, (uint8_t)(1 + 2 * kind), (uint8_t)i };

			fake_board_ask(keyboard, request, sizeof(request), reply);
			memcpy(out->entries[kind].byte + i * out->entries[kind].width, reply + 1,
			       out->entries[kind].width);
		}
}

static void peek_settings(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	uint8_t reply[HID_REPORT_BYTES];

	for (size_t i = 0; i < out->settings; i++) {
		const uint8_t request[] = { 0xfe, 0x0a, (uint8_t)out->setting[i].id, 0 };

		fake_board_ask(keyboard, request, sizeof(request), reply);
		out->setting[i].value = 0;
		for (size_t byte = out->setting[i].len; byte; byte--)
			out->setting[i].value = out->setting[i].value << 8 | reply[byte];
	}
}

static void peek_values(struct fake_keyboard *keyboard, struct dynamic_keymap *out)
{
	uint8_t reply[HID_REPORT_BYTES], request[4] = { 0x08 };

	for (size_t i = 0; i < out->values; i++) {
		struct dynamic_value *value = &out->value[i];
		size_t at = 1;

		if (value->channel != DYNAMIC_NO_CHANNEL)
			request[at++] = (uint8_t)value->channel;
		request[at++] = value->id;
		if (value->index >= 0)
			request[at++] = (uint8_t)value->index;
		fake_board_ask(keyboard, request, at, reply);
		memcpy(value->byte, reply + at, value->len);
	}
}

void fake_board_peek(struct fake_board *board, struct dynamic_keymap *out)
{
	const uint8_t options[] = { 0x02, 0x02 };
	uint8_t reply[HID_REPORT_BYTES];

	dynamic_keymap_copy(out, live_held(board->live));
	peek_keys(board->keyboard, out);
	peek_turns(board->keyboard, out);
	if (out->via >= 9) {
		fake_board_ask(board->keyboard, options, sizeof(options), reply);
		out->options = (uint32_t)reply[2] << 24 | (uint32_t)reply[3] << 16 | (uint32_t)reply[4] << 8 |
			       reply[5];
	}
	peek_macros(board->keyboard, out);
	peek_entries(board->keyboard, out);
	peek_settings(board->keyboard, out);
	peek_values(board->keyboard, out);
}
