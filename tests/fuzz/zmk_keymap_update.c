/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/update.h"
#include "compile/zmk_lower.h"
#include "import/zmk_keymap.h"
#include "model/edit.h"
#include "model/symbol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_text(const char *text, size_t len, struct document *out)
{
	const struct import_input in = { .path = "fuzz.keymap", .text = text, .len = len };
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	bool read = zmk_keymap_read(&in, out, &found, &err);

	diagnostics_release(&found);
	return read;
}

/* Edits of whatever was read: they are made or refused. Saving reads back and compares. */
static void update(const struct document *document, const struct keymap *map)
{
	struct str *out = mem_new(document->source->includes + 1, sizeof(*out));
	struct err err = { 0 };

	if (map && !zmk_keymap_update(document->source, document->used, map, out, &err))
		assert(err.text[0]);
	for (size_t i = 0; i <= document->source->includes; i++)
		str_release(&out[i]);
	free(out);
	keymap_unref(map);
}

static void change(const struct document *document)
{
	const struct keymap *map = document->map;
	size_t last = keymap_layers(map) - 1, slots = keymap_slots(map);
	struct action action = { .kind = ACTION_LAYER_MOMENTARY, .arg = { (uint32_t)last } };
	struct err err = { 0 };

	update(document, keymap_ref(map));
	update(document, edit_slot(map, 0, 0, action));
	update(document, edit_slot(map, last, slots - 1, (struct action){ 0 }));
	update(document, edit_layer_add(map, 0, -1, symbol("new one"), &err));
	update(document, edit_layer_add(map, last + 1, (int)last, 0, &err));
	update(document, edit_layer_delete(map, last / 2, NULL, &err));
	update(document, edit_layer_move(map, 0, last));
	update(document, edit_layer_rename(map, last, symbol("other")));
}

/* The last definition of each kind renamed, with another text and layers, moved to the front, and taken out. */
static void change_definitions(const struct document *document)
{
	const struct keymap *map = document->map;

	for (int k = 0; k < DEFINITION_KIND_COUNT; k++) {
		enum definition_kind kind = (enum definition_kind)k;
		size_t count = keymap_definitions(map, kind);
		struct err err = { 0 };
		struct definition d;

		if (!count)
			continue;
		d = *keymap_definition(map, kind, count - 1);
		d.name = symbol("fuzzed");
		update(document, edit_definition_replace(map, kind, count - 1, &d, &err));
		d.text = symbol("other \"text\"");
		d.layer_mask ^= 1;
		d.options = d.options ? d.options - 1 : 0;
		update(document, edit_definition_replace(map, kind, count - 1, &d, &err));
		update(document, edit_definition_move(map, kind, count - 1, 0));
		update(document, edit_definition_delete(map, kind, count - 1, NULL));
		update(document, edit_definition_delete(map, kind, 0, NULL));
	}
}

/* What is written anew is a keymap, whatever was in the text that it came from. */
static void print(const struct document *document, const struct keymap *map)
{
	const struct compile_input in = {
		.keyboard = document->board, .layout = document->used, .map = map, .keymap_name = "fuzz"
	};
	struct diagnostics lost = { 0 };
	struct document back = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };

	assert(zmk_keymap_print(&in, &text, &lost, &err));
	assert(read_text(str_text(&text), text.len, &back));
	assert(keymap_layers(back.map) == keymap_layers(map) && keymap_keys(back.map) == keymap_keys(map));
	document_release(&back);
	str_release(&text);
	diagnostics_release(&lost);
}

static void raise_and_lower(const struct document *document)
{
	const struct compile_input in = { .map = document->map };
	struct diagnostics lost = { 0 };
	const struct keymap *raised = zmk_raise_keymap(&in, &lost);

	assert(!zmk_is_native(raised));
	print(document, raised);
	keymap_unref(raised);
	diagnostics_release(&lost);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_new(size + 1, 1);
	struct document document = { 0 };

	if (size)
		memcpy(text, data, size);
	if (read_text(text, size, &document)) {
		change(&document);
		change_definitions(&document);
		print(&document, document.map);
		raise_and_lower(&document);
	}
	document_release(&document);
	free(text);
	return 0;
}
