/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "boards_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD_BYTES = 4, KEY_BYTES = 14, MAX_KEYS = 200 };

static int16_t number(const uint8_t *data)
{
	return (int16_t)(data[0] | data[1] << 8);
}

/* Rows, columns, pitch and encoders in a byte each; then the seven numbers of each key. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout layout = { .name = (char *)"LAYOUT" };
	struct board_view view = { .selected = 0 };
	struct geometry geometry;
	struct board board;
	struct grid grid;

	if (size < HEAD_BYTES + KEY_BYTES)
		return 0;
	layout.keys = (size - HEAD_BYTES) / KEY_BYTES;
	if (layout.keys > MAX_KEYS)
		layout.keys = MAX_KEYS;
	layout.key = mem_new(layout.keys, sizeof(*layout.key));
	for (size_t i = 0; i < layout.keys; i++) {
		const uint8_t *at = data + HEAD_BYTES + i * KEY_BYTES;

		layout.key[i] = (struct key){ .x_cu = number(at),
					      .y_cu = number(at + 2),
					      .w_cu = number(at + 4),
					      .h_cu = number(at + 6),
					      .turn_cdeg = number(at + 8),
					      .pivot_x_cu = number(at + 10),
					      .pivot_y_cu = number(at + 12),
					      .encoder = -1 };
	}
	geometry_init(&geometry, &layout, data[3] % (KEYMAP_MAX_ENCODERS + 1));
	board_init(&board, &geometry, data[0], data[1], data[2] % (BOARD_PITCHES + 1) - 1);
	assert(!board_fault(&board));
	assert(!geometry_fault(&geometry));
	grid_init(&grid, data[0], data[1]);
	view.selected = (int)(size % geometry.slots);
	board_draw(&board, &view, &grid, grid_rect(&grid));
	grid_release(&grid);
	board_release(&board);
	geometry_release(&geometry);
	free(layout.key);
	return 0;
}
