/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_VT_H
#define TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The receiving end of a terminal, enough of ECMA-48 and DEC's VT for what
 * terminfo makes of xterm, screen, tmux, linux, vt100 and vt220: tests see
 * what a user would see, whichever bytes brought it about.
 */
enum { VT_BOLD = 1, VT_DIM = 2, VT_UNDERLINE = 4, VT_REVERSE = 8, VT_COLOUR = 16 };

struct vt_cell {
	char text[24]; /* "" right of a wide character */
	uint8_t attributes;
};

struct vt {
	int rows, cols, row, col, top, bottom; /* scrolling region: top <= row < bottom */
	struct vt_cell *cell;
	bool wrap_next; /* a character was put in the last column */
	uint8_t attributes;
	bool graphics[2]; /* G0 and G1 hold the line drawing set */
	int shift;        /* 0 or 1: which of them is used */
	bool insert;
	/* What a program must put back. */
	bool cursor_hidden, alternate, paste_mode, keypad, alternate_seen;
	int saved_row, saved_col;
	size_t bytes;
	/* The sequence that is being read: its bytes after Esc. */
	char sequence[80];
	size_t sequence_len;
	bool escaped;
	char utf8[4];
	size_t utf8_len;
	char unknown[80]; /* the first sequence that is none of ours; "" */
};

void vt_init(struct vt *vt, int rows, int cols);
void vt_release(struct vt *vt);
void vt_resize(struct vt *vt, int rows, int cols);
void vt_write(struct vt *vt, const char *bytes, size_t len);
bool vt_shows(const struct vt *vt, const char *text); /* in one row */
void vt_print(const struct vt *vt, FILE *out);        /* rows, without the blanks at their ends */

/* What the program has not put back, or NULL. */
const char *vt_left_changed(const struct vt *vt);

#endif
