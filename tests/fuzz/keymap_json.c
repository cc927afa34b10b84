/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "compile/keymap_json.h"
#include "model/edit.h"
#include "read_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * What was written is text that reads. Odd HJSON can make it another keymap than was meant (a text without quotes
 * takes in what follows on its line): saving compares, and refuses those. Strict JSON must come out as it went in.
 */
static void check_written(const struct document *json, const struct keymap *map)
{
	struct document again = { 0 };
	struct diagnostics found = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	cJSON *strict = cJSON_ParseWithLength(json->source->text, json->source->len);

	if (keymap_json_update(json->source, NULL, map, &text, &err)) {
		bool read = read_json(str_text(&text), text.len, NULL, &again, &found, &err);

		assert(!strict || (read && keymap_equal(again.map, map)));
		if (read)
			document_release(&again);
	}
	cJSON_Delete(strict);
	str_release(&text);
	diagnostics_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diagnostics found = { 0 };
	struct document json = { 0 };
	struct str same = STR_INIT;
	struct err err = { 0 };
	const struct keymap *map;

	if (read_json((const char *)data, size, NULL, &json, &found, &err)) {
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
	document_release(&json);
	diagnostics_release(&found);
	str_release(&same);
	return 0;
}
