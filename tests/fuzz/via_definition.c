/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "compile/via_definition.h"
#include "import/via_definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In its own format a definition that was read without a complaint comes back the same. */
static void check_printed(const struct via_definition *d, bool clean)
{
	struct str text = STR_INIT, again = STR_INIT;
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct via_definition *back;

	via_definition_print(d, d->format, &text, &told);
	back = via_definition_read(str_text(&text), text.len, &told, &err);
	assert(!clean || back);
	if (back)
		via_definition_print(back, back->format, &again, &told);
	assert(!clean || !strcmp(str_text(&text), str_text(&again)));
	via_definition_free(back);
	diagnostics_release(&told);
	str_release(&text);
	str_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics told = { 0 };
	struct err err = { 0 };
	struct via_definition *d = via_definition_read((const char *)data, size, &told, &err);
	uint8_t choice[VIA_MAX_OPTIONS];
	uint32_t bits;

	via_definition_is((const char *)data, size);
	if (d) {
		keyboard_free(via_definition_keyboard(d));
		if (via_definition_unpack(d, 0xa5c3e917, choice, &err))
			assert(via_definition_pack(d, choice, &bits, &err));
		check_printed(d, told.count == 0);
	}
	via_definition_free(d);
	diagnostics_release(&told);
	return 0;
}
