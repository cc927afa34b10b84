/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/keyplane_json.h"
#include "import/keyplane_json.h"
#include "model/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct import_input input(const char *text, size_t len)
{
	return (struct import_input){ .path = "", .text = text, .len = len };
}

/* What an edit makes of the text is read as the edit left it; HJSON that swallows what is behind it is let off. */
static void check_edit(const struct document *document, const struct keymap *map)
{
	struct diagnostics found = { 0 };
	struct document again = { 0 };
	struct str text = STR_INIT;
	struct err err;

	if (keyplane_json_update(document->source, document->used, map, &text, &err)) {
		const struct import_input in = input(str_text(&text), text.len);

		if (keyplane_json_read(&in, &again, &found, &err))
			assert(keymap_layers(again.map) > 0);
	}
	document_release(&again);
	diagnostics_release(&found);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	struct import_input in;
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str same = STR_INIT;
	struct err err;
	const struct keymap *map;

	memcpy(text, data, size);
	in = input(text, size);
	if (keyplane_json_read(&in, &document, &found, &err)) {
		assert(keyplane_json_update(document.source, document.used, document.map, &same, &err));
		assert(same.len == size && !memcmp(str_text(&same), data, size));
		if (keymap_keys(document.map)) {
			map = edit_key(document.map, 0, 0, (struct action){ .kind = ACTION_TRANSPARENT });
			check_edit(&document, map);
			keymap_unref(map);
		}
		map = edit_layer_add(document.map, 0, -1, 0, &err);
		if (map)
			check_edit(&document, map);
		keymap_unref(map);
	}
	document_release(&document);
	diagnostics_release(&found);
	str_release(&same);
	free(text);
	return 0;
}
