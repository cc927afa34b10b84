/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "compile/kle.h"
#include "import/kle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read is printed, and reads back with as many keys unless they reach farther than KLE's do. */
static void check_printed(const struct keyboard *kb)
{
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	struct keyboard *back;

	kle_print(kb, &kb->layout[0], &text);
	back = kle_read(str_text(&text), text.len, &told, &err);
	assert(told.count || (back && back->layout[0].keys == kb->layout[0].keys));
	keyboard_free(back);
	diagnostics_release(&told);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct keyboard *kb = kle_read((const char *)data, size, &told, &err);

	kle_is((const char *)data, size);
	if (kb)
		check_printed(kb);
	keyboard_free(kb);
	diagnostics_release(&told);
	return 0;
}
