/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_LIVE_WRITE_H
#define CLI_LIVE_WRITE_H

#include "live_open.h"

/* Changes of a running keyboard, and what became of them. Zero-initialise; release it. */
struct live_changes {
	struct dynamic_keymap was, wanted;
	struct dynamic_places places;
	enum live_outcome *outcome; /* owned: of each place */
	long wait_s;                /* how long a keyboard that is unplugged is waited for */
};

void live_changes_release(struct live_changes *changes);

/* What @parts of changes->wanted have otherwise than the keyboard. */
void live_changes_find(struct live_changes *changes, const struct dynamic_keymap *held, unsigned parts);

/*
 * Write them all. A keyboard that is unplugged is waited for, read again, and gets what it does not hold yet. What could not
 * be sent is kept in the journal; what was there of these places is settled. True when all are LIVE_WRITTEN. @err says what
 * ended it: ERR_VERIFY when some came out otherwise.
 */
bool live_changes_write(struct live_changes *changes, struct live_desk *desk, struct live_options *opt,
			struct err *err) NODISCARD;

/* Lights and custom values that were written are kept over power-off, too. */
bool live_changes_save(const struct live_changes *changes, struct live_desk *desk, struct err *err) NODISCARD;

/* Places with what was there and what is wanted: all of them, before. */
void live_changes_print_plan(const struct live_changes *changes, const struct live_options *opt);

/* The counts, and each that did not become what was wanted: what was there, what was wanted, what is there now. With
 * --json each of them. */
void live_changes_print(const struct live_changes *changes, const struct live_desk *desk,
			const struct live_options *opt);

/* Of the outcomes: EXIT_LOST when some came out otherwise or were not sent. */
int live_changes_status(const struct live_changes *changes);

#endif
