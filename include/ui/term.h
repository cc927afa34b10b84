/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/err.h"
#include "ui/grid.h"
#include "ui/program.h"

struct terminal;

/* A screen with keys. */
struct terminal_ops {
	const char *name;
	/* The size now, at least 1x1. To be asked again after SIGWINCH and resume(). */
	void (*size)(struct terminal *term, int *rows, int *cols);
	/* Show @grid, sending what differs from the grid shown before. */
	void (*present)(struct terminal *term, const struct grid *grid);
	/* The screen may be spoilt: send all of it with the next present(). */
	void (*repaint)(struct terminal *term);
	/* Take the next EVENT_KEY, EVENT_PASTE or EVENT_TROUBLE that came in, without waiting (longer than it takes
	 * to tell the key Esc from the start of a sequence). False: none for now. event->text lasts until the
	 * next call. */
	bool (*next)(struct terminal *term, struct event *event);
	/* Give the terminal back in its own modes, and take it again; the next present() sends everything. */
	void (*suspend)(struct terminal *term);
	void (*resume)(struct terminal *term);
	/* Suspend for good and free. */
	void (*close)(struct terminal *term);
};

struct terminal {
	const struct terminal_ops *ops;
	int fd;     /* readable when next() may have something; -1: none */
	bool ascii; /* no UTF-8: for struct grid */
};

enum { PASTE_MAX_BYTES = 65536 }; /* of a larger paste nothing is taken, with EVENT_TROUBLE */

/*
 * The terminal on standard input and output, through curses, as $TERM, $NO_COLOR and the locale say. Catch the
 * signals that matter before: curses would. Until closed, the terminal is restored on exit() and on signals that end
 * the process, which then go on as if they had not been caught.
 *
 * The keys that the user's terminal suspends and interrupts with arrive as <C-z> and <C-c> whatever they are; flow
 * control stays as it was. NULL on failure.
 */
struct terminal *terminal_curses_open(struct err *err);

/* A screen in memory: present() does nothing, events are those of terminal_headless_push(). */
struct terminal *terminal_headless_new(int rows, int cols);
void terminal_headless_resize(struct terminal *term, int rows, int cols);
void terminal_headless_push(struct terminal *term, const struct event *event); /* its text is copied */

#endif
