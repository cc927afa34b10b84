/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "project/live_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LAYERS = 2, ROWS = 2, COLS = 3 };

/* What was read is printed, and comes back: all parts that the format holds. */
static void check_printed(const struct live_format *format, const struct dynamic_keymap *held)
{
	struct dynamic_keymap back = { 0 };
	struct diagnostics lost = { 0 }, told = { 0 };
	struct dynamic_places other = { 0 };
	struct str out = STR_INIT;
	struct err err = { 0 };
	bool ok = format->print(held, NULL, "Fuzzed", &out, &lost, &err);

	dynamic_keymap_copy(&back, held);
	memset(back.key, 0, LAYERS * ROWS * COLS * sizeof(*back.key));
	if (ok) {
		ok = format->read(str_text(&out), out.len, false, &back, &told, &err);
		assert(ok && !told.count);
		dynamic_keymap_diff(held, &back, &other);
		assert(!other.count || lost.count);
	}
	dynamic_places_release(&other);
	diagnostics_release(&lost);
	diagnostics_release(&told);
	dynamic_keymap_release(&back);
	str_release(&out);
}

/* A file may be of any format; whatever it is, what it cannot be changes nothing. */
static void check_format(const struct live_format *format, const char *text, size_t size, bool force)
{
	struct dynamic_keymap held = {
		.dialect = DIALECT_VIAL_6,
		.via = 9,
		.vial = 6,
		.uid = 0x123456789abcdef0,
		.usb_vid = 0xfeed,
		.usb_pid = 0x6060,
		.layers = LAYERS,
		.rows = ROWS,
		.cols = COLS,
		.encoders = 1,
		.macros = 2,
		.macro_bytes = 64,
		.entries = { { .count = 1 }, { .count = 1 }, { .count = 1 }, { .count = 1 } }
	};
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	bool ok = dynamic_keymap_allocate(&held, &err) &&
		  dynamic_keymap_put_setting(&held, (struct dynamic_setting){ .id = 1, .len = 2 }, &err);

	assert(ok);
	ok = format->read(text, size, force, &held, &told, &err);
	assert(ok || (err.code != ERR_NONE && !held.held));
	if (ok)
		check_printed(format, &held);
	diagnostics_release(&told);
	dynamic_keymap_release(&held);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const struct live_format *format, *own = live_format_of(text, size);
	struct dynamic_keymap none = { 0 };
	struct err err = { 0 };
	bool is_of = live_file_is_of(text, size, &none, &err);

	assert(is_of || own);
	for (size_t i = 0; (format = live_format_at(i)); i++) {
		check_format(format, text, size, false);
		check_format(format, text, size, true);
	}
	return 0;
}
