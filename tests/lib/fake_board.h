/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FAKE_BOARD_H
#define TESTS_FAKE_BOARD_H

#include "device/fake_keyboard.h"
#include "live/live.h"

/* A simulated keyboard and what a test knows of its size. */
struct fake_board {
	struct fake_keyboard *keyboard;
	struct live *live; /* NULL: it did not open */
	int rows, cols, encoders;
	bool bare;                    /* open it as tests/lib/bare_hid.h does */
	struct dynamic_keymap values; /* that are asked for */
};

enum { BOARD_ROWS = 4, BOARD_COLS = 6, BOARD_ENCODERS = 2 };

/* Models that can be opened; NULL past the last. */
const char *fake_board_model(size_t index);

/* @model with rows, columns and encoders as above, 3 layers, few entries, and @options ("late=7"). Not opened yet. */
void fake_board_init(struct fake_board *board, const char *model, const char *options);
void fake_board_release(struct fake_board *board);

/* Open it and tell its size. */
bool fake_board_open(struct fake_board *board, struct err *err);
bool fake_board_read_all(struct fake_board *board, struct err *err);

/* All that it holds by an own, simple reader: one question for each key. It comes after all else, on a keyboard that is there. */
void fake_board_peek(struct fake_board *board, struct dynamic_keymap *out);

/* One report, filled up, and the one reply to it, later than any other clock of the test. */
void fake_board_ask(struct fake_keyboard *keyboard, const uint8_t *request, size_t len, uint8_t *reply);

/* The first part that both hold and that differs; DYNAMIC_PARTS: none. */
enum dynamic_part fake_board_differs(const struct dynamic_keymap *a, const struct dynamic_keymap *b);

/* The values of the simulated lights: those of @model's own. */
void fake_board_values(const char *model, struct dynamic_keymap *out);

#endif
