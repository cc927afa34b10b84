/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_TINY_H
#define TESTS_TINY_H

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/keyboard.h"
#include "model/keymap.h"

/* Keyboards and keymaps made by hand, for tests that need no files. */

static inline struct action tiny_action(const char *text)
{
	struct action action = { 0 };
	struct err err = { 0 };

	if (!action_parse(text, &action, &err)) {
		printf("Bail out! %s: %s\n", text, err.text);
		exit(1);
	}
	return action;
}

/* One layout, "LAYOUT", with a key at every place of the matrix, in its order. */
static inline struct keyboard *tiny_keyboard(int rows, int cols, int encoders)
{
	struct keyboard *kb = keyboard_new();
	size_t keys = (size_t)(rows * cols);

	kb->rows = rows;
	kb->cols = cols;
	kb->encoders = encoders;
	kb->layout = mem_new(1, sizeof(*kb->layout));
	kb->layouts = 1;
	kb->layout[0] = (struct layout){ mem_copy_text("LAYOUT"), mem_new(keys, sizeof(struct key)), keys };
	for (size_t i = 0; i < keys; i++) {
		int row = (int)i / cols, col = (int)i % cols;

		kb->layout[0].key[i] = (struct key){
			.x_cu = (int16_t)(col * 100),
			.y_cu = (int16_t)(row * 100),
			.w_cu = 100,
			.h_cu = 100,
			.row = (uint8_t)row,
			.col = (uint8_t)col,
			.encoder = -1,
		};
	}
	return kb;
}

/* One layer for each group of @keys texts. */
static inline struct keymap *tiny_keymap(size_t layers, size_t keys, size_t encoders, const char *const *text)
{
	struct keymap *map = keymap_new(layers, keys, encoders);

	for (size_t i = 0; i < layers * keys; i++)
		keymap_put(map, i / keys, i % keys, tiny_action(text[i]));
	return map;
}

#endif
