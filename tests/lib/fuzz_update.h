/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FUZZ_UPDATE_H
#define TESTS_FUZZ_UPDATE_H

#include <assert.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "compile/update.h"
#include "import/document.h"
#include "model/edit.h"

/*
 * What a keymap file of JSON has to do with any bytes: read them or say no; write nothing when nothing was edited; and
 * when a key was, give a text that reads back as what was meant. Odd HJSON may become another keymap, which saving
 * compares and refuses; strict JSON may not.
 */
typedef bool fuzz_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		       struct err *err);

static inline void fuzz_edit(fuzz_read *read, source_update *update, const struct document *document,
			     const struct keymap *map, bool strict)
{
	struct diagnostics found = { 0 };
	struct document back;
	struct str text = STR_INIT;
	struct err err = { 0 };

	if (update(document->source, document->used, map, &text, &err) && text.len) {
		const struct import_input in = { .path = "", .text = str_text(&text), .len = text.len };
		bool ok = read(&in, &back, &found, &err);

		assert(!strict || (ok && keymap_equal(back.map, map)));
		if (ok)
			document_release(&back);
	}
	diagnostics_release(&found);
	str_release(&text);
}

static inline void fuzz_update(fuzz_read *read, source_update *update, const char *data, size_t size)
{
	const struct import_input in = { .path = "", .text = data, .len = size };
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct str same = STR_INIT;
	struct err err = { 0 };

	if (read(&in, &document, &found, &err)) {
		cJSON *strict = cJSON_ParseWithLength(data, size);
		size_t slots = keymap_slots(document.map);

		assert(update(document.source, document.used, document.map, &same, &err) && !same.len);
		for (size_t i = 0; i < slots; i += slots / 4 + 1) {
			const struct keymap *map =
				edit_slot(document.map, 0, i, (struct action){ .kind = ACTION_TRANSPARENT });

			fuzz_edit(read, update, &document, map, strict);
			keymap_unref(map);
		}
		cJSON_Delete(strict);
		document_release(&document);
	}
	diagnostics_release(&found);
	str_release(&same);
}

#endif
