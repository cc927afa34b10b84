/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef COMPILE_KLE_ROWS_H
#define COMPILE_KLE_ROWS_H

#include <stddef.h>

#include "base/str.h"
#include "model/kle.h"

/* What a key is called, in KLE's lines of labels as they are aligned usually. */
struct kle_text {
	int row, col;       /* top left; row -1: not there */
	int option, choice; /* bottom right; option -1: not there */
	int encoder, led;   /* -1: not there */
	int turn;           /* -1: none; Vial's way: "e" with encoder and turn in place of the matrix */
	uint32_t label;     /* symbol, top right; 0: none */
};
#define KLE_NO_TEXT ((struct kle_text){ -1, -1, -1, -1, -1, -1, -1, 0 })

/* How KLE's rows are written one by one. */
struct kle_writer {
	struct str *out;
	const char *indent; /* before each row */
	struct kle_shape last;
	int x, y;  /* where a key without x and y would be, in 1/100 key */
	bool open; /* a row is */
	bool any;  /* a key was written */
};

void kle_write_key(struct kle_writer *writer, const struct kle_shape *shape, const struct kle_text *text);

/* The end of the last row. */
void kle_write_end(struct kle_writer *writer);

#endif
