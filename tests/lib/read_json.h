/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_READ_JSON_H
#define TESTS_READ_JSON_H

#include "import/keymap_json.h"

/* keymap_json_read() of a text that is at hand. @kb NULL: not known. */
static inline bool read_json(const char *text, size_t len, const struct keyboard *kb, struct document *out,
			     struct diagnostics *diagnostics, struct err *err)
{
	const struct import_input in = { .path = "keymap.json", .text = text, .len = len, .keyboard = kb };

	return keymap_json_read(&in, out, diagnostics, err);
}

#endif
