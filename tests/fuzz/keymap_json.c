/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "compile/keymap_json.h"
#include "import/keymap_json.h"
#include "model/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is written reads back as what it was written from; a new text and the old one changed alike. */
static void check_written(const struct keymap_json *json, const struct keymap *map)
{
	struct keymap_json again = { 0 };
	struct diagnostics found = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };

	/* Layers behind the last that is read, and names that hold a line's end in ''', are refused or caught by
	 * the comparison that saving makes; a crash is what this looks for. */
	if (keymap_json_update(json->source, NULL, map, &text, &err) &&
	    keymap_json_read(str_text(&text), text.len, NULL, &again, &found, &err))
		keymap_json_release(&again);
	str_release(&text);
	diagnostics_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics found = { 0 };
	struct keymap_json json = { 0 };
	struct str same = STR_INIT;
	struct err err = { 0 };
	const struct keymap *map;

	if (keymap_json_read((const char *)data, size, NULL, &json, &found, &err)) {
		assert(keymap_json_update(json.source, NULL, json.map, &same, &err));
		assert(same.len == size && !memcmp(str_text(&same), data, size));
		if (keymap_keys(json.map)) {
			map = edit_key(json.map, 0, 0, (struct action){ .kind = ACTION_TRANSPARENT });
			check_written(&json, map);
			keymap_unref(map);
		}
		map = edit_layer_add(json.map, 0, -1, 0, &err);
		if (map)
			check_written(&json, map);
		keymap_unref(map);
	}
	keymap_json_release(&json);
	diagnostics_release(&found);
	str_release(&same);
	return 0;
}
