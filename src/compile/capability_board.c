/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/mem.h"
#include "capability_board.h"

enum { ROWS = 2, COLS = 4, HALVES = 2, KEY_CU = 100, GAP_CU = 200 };

static struct key key_at(int half, int row, int col)
{
	bool thumb = row == ROWS - 1 && col == (half ? 0 : COLS - 1);

	return (struct key){
		.x_cu = (int16_t)(half * (COLS * KEY_CU + GAP_CU) + col * KEY_CU),
		.y_cu = (int16_t)(row * KEY_CU),
		.w_cu = KEY_CU,
		.h_cu = KEY_CU,
		.row = (uint8_t)(half * ROWS + row),
		.col = (uint8_t)col,
		.encoder = -1,
		.hand = thumb  ? '*'
			: half ? 'R'
			       : 'L',
	};
}

struct keyboard *capability_keyboard(void)
{
	struct keyboard *kb = keyboard_new();
	struct layout *layout;

	mem_set_text(&kb->id, "sample");
	mem_set_text(&kb->name, "Sample");
	mem_set_text(&kb->processor, "atmega32u4");
	mem_set_text(&kb->bootloader, "caterina");
	mem_set_text(&kb->board, "promicro");
	kb->usb_vid = 0xfeed;
	kb->usb_pid = 1;
	kb->rows = HALVES * ROWS;
	kb->cols = COLS;
	kb->split = true;
	kb->encoders = CAPABILITY_ENCODERS;
	kb->layouts = 1;
	kb->layout = layout = mem_new(1, sizeof(*layout));
	layout->name = mem_copy_text("LAYOUT");
	layout->key = mem_new(CAPABILITY_KEYS, sizeof(*layout->key));
	for (int row = 0; row < ROWS; row++)
		for (int half = 0; half < HALVES; half++)
			for (int col = 0; col < COLS; col++)
				layout->key[layout->keys++] = key_at(half, row, col);
	return kb;
}

static char **names(const char *const *name, size_t count)
{
	char **copy = mem_new(count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = mem_copy_text(name[i]);
	return copy;
}

struct hardware *capability_hardware(void)
{
	static const char *const rows[ROWS] = { "D4", "C6" };
	static const char *const cols[COLS] = { "F4", "F5", "F6", "F7" };
	struct hardware *h = hardware_new();

	h->diodes = DIODES_COL2ROW;
	h->matrix.row = names(rows, ROWS);
	h->matrix.rows = ROWS;
	h->matrix.col = names(cols, COLS);
	h->matrix.cols = COLS;
	h->encoders = CAPABILITY_ENCODERS;
	h->right_encoders = 1;
	h->encoder = mem_new(h->encoders, sizeof(*h->encoder));
	for (size_t i = 0; i < h->encoders; i++) {
		h->encoder[i].a = mem_copy_text("B4");
		h->encoder[i].b = mem_copy_text("B5");
	}
	mem_set_text(&h->split.transport, "serial");
	mem_set_text(&h->split.serial_pin, "D2");
	mem_set_text(&h->underglow.pin, "D3");
	h->underglow.leds = 12;
	mem_set_text(&h->backlight_pin, "B6");
	h->backlight_levels = 5;
	return h;
}
