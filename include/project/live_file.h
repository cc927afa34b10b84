/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_FILE_H
#define PROJECT_LIVE_FILE_H

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/dynamic_keymap.h"

/*
 * What a keyboard holds, as a file, in the firmware's own numbers: nothing goes through a drawing, so that places without a key are
 * kept, too.
 *
 * "vil": what Vial's app saves; "via": what VIA's app saves; "keyplane": {"keyplane": "dynamic-keymap", "version": 1, ...} with
 * every part, in hex, exact for every keyboard.
 */
struct live_format {
	const char *name, *suffix, *help;
	unsigned parts; /* 1 << enum dynamic_part: that it can hold */
	/* @name: of the keyboard. What it cannot hold is told in @lost. */
	bool (*print)(const struct dynamic_keymap *held, const char *name, struct str *out,
		      struct diagnostics *lost, struct err *err);
	/* @held has the sizes and the identity of the keyboard that it is for, allocated; parts that the text has are put and held.
	 * ERR_REFUSED: it is of another keyboard (UID, VID:PID, sizes), unless @force. */
	bool (*read)(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		     struct diagnostics *diagnostics, struct err *err);
};
const struct live_format *live_format_find(const char *name);
const struct live_format *live_format_at(size_t index); /* NULL past the last */
/* As its text tells; NULL: it is none of these, and may be any other keymap file. */
const struct live_format *live_format_of(const char *text, size_t len);

#endif
