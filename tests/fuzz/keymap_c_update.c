/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/expand.h"
#include "compile/fmt.h"
#include "compile/update.h"
#include "import/keymap_c.h"
#include "model/edit.h"
#include "model/symbol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Edits of whatever was read: they are made or refused. Saving reads back and compares. */

static void update(const struct document *document, const struct keymap *map)
{
	struct str *out = mem_new(document->source->includes + 1, sizeof(*out));
	struct diagnostics left = { 0 };
	struct err err = { 0 };

	if (map && keymap_c_update(document->source, document->used, map, out, &err))
		keymap_c_left(document->source, map, str_text(&out[0]), out[0].len, &left);
	else
		assert(!map || err.text[0]);
	for (size_t i = 0; i <= document->source->includes; i++)
		str_release(&out[i]);
	free(out);
	diagnostics_release(&left);
	keymap_unref(map);
}

static void expand(const struct document *document, size_t layer, size_t slot)
{
	struct str *out = mem_new(document->source->includes + 1, sizeof(*out));
	struct err err = { 0 };

	if (!source_expand(document->source, layer, slot, out, &err))
		assert(err.text[0]);
	for (size_t i = 0; i <= document->source->includes; i++)
		str_release(&out[i]);
	free(out);
}

static void change(const struct document *document)
{
	const struct keymap *map = document->map;
	size_t last = keymap_layers(map) - 1, slots = keymap_slots(map);
	struct action action = { .kind = ACTION_LAYER_TAP, .arg = { (uint32_t)last, 0x04 } };
	struct err err = { 0 };
	struct str out = STR_INIT;
	struct diagnostics notes = { 0 };

	update(document, keymap_ref(map));
	if (slots) {
		update(document, edit_slot(map, 0, 0, action));
		update(document, edit_slot(map, last, slots - 1, (struct action){ 0 }));
		expand(document, last, slots / 2);
	}
	update(document, edit_layer_add(map, 0, -1, symbol("new one"), &err));
	update(document, edit_layer_add(map, last + 1, (int)last, 0, &err));
	update(document, edit_layer_delete(map, last / 2, NULL, &err));
	update(document, edit_layer_move(map, 0, last));
	update(document, edit_layer_rename(map, last, symbol("other")));
	fmt_layers(document->source, document->used, &out, &notes);
	str_release(&out);
	diagnostics_release(&notes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	struct import_input in = { .path = "keymap.c", .text = text, .len = size };
	struct diagnostics found = { 0 };
	struct document document = { 0 };
	struct err err = { 0 };

	if (size)
		memcpy(text, data, size);
	if (keymap_c_read(&in, &document, &found, &err))
		change(&document);
	document_release(&document);
	diagnostics_release(&found);
	free(text);
	return 0;
}
