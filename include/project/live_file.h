/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PROJECT_LIVE_FILE_H
#define PROJECT_LIVE_FILE_H

#include "base/err.h"
#include "base/str.h"
#include "model/diagnostic.h"
#include "model/dynamic_keymap.h"
#include "model/via_definition.h"

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
	/*
	 * @definition tells where the matrix has keys: vil has -1 where it has none and nothing is held, as Vial's app; NULL: not
	 * known. @name: of the keyboard. Each place that would not come back as it is is told in @lost, and so are parts that the
	 * format has no place for. ERR_RANGE: the keys were not read, or it would be too long; ERR_REFUSED: VIA's files say of
	 * which USB id they are, and it has none.
	 */
	bool (*print)(const struct dynamic_keymap *held, const struct via_definition *definition,
		      const char *name, struct str *out, struct diagnostics *lost, struct err *err);
	/*
	 * @held has the sizes and the identity of the keyboard that it is for, allocated, and its settings by their ids; parts
	 * that the text has are put and held, the rest is as it was. ERR_REFUSED: it is of another keyboard (UID, VID:PID,
	 * sizes), unless @force: then what both have is put. ERR_PARSE: it is no such file. On failure @held is as it was. What
	 * is left out is told.
	 */
	bool (*read)(const char *text, size_t len, bool force, struct dynamic_keymap *held,
		     struct diagnostics *diagnostics, struct err *err);
};
const struct live_format *live_format_find(const char *name);
const struct live_format *live_format_at(size_t index); /* NULL past the last */
/* As its text tells; NULL: it is none of these, and may be any other keymap file. */
const struct live_format *live_format_of(const char *text, size_t len);

/* Whether @text, of one of these formats, says that it is of another keyboard than @held is: ERR_REFUSED. */
bool live_file_is_of(const char *text, size_t len, const struct dynamic_keymap *held, struct err *err) NODISCARD;

#endif
