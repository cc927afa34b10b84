/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/keymap_drawer.h"
#include "import/keymap_drawer.h"
#include "model/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	const struct import_input in = { .path = "", .text = text, .len = size };
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str same = STR_INIT, changed = STR_INIT;
	struct err err;
	const struct keymap *map;

	memcpy(text, data, size);
	if (keymap_drawer_read(&in, &document, &found, &err)) {
		assert(keymap_drawer_update(document.source, document.used, document.map, &same, &err));
		assert(same.len == size && !memcmp(str_text(&same), data, size));
		if (keymap_keys(document.map)) {
			map = edit_key(document.map, 0, 0, (struct action){ .kind = ACTION_TRANSPARENT });
			keymap_drawer_update(document.source, document.used, map, &changed, &err);
			keymap_unref(map);
		}
	}
	document_release(&document);
	diagnostics_release(&found);
	str_release(&same);
	str_release(&changed);
	free(text);
	return 0;
}
