/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "import/keymap_c.h"
#include "model/edit.h"
#include "small_keyboard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_text(const struct keyboard *kb, const char *text, size_t len, struct document *out)
{
	static const struct import_define defines[] = { { "MATRIX_ROWS", "2" },
							{ "MATRIX_COLS", "3" },
							{ "ENCODER_MAP_ENABLE", NULL } };
	struct import_input in = { .path = "keymap.c",
				   .text = text,
				   .len = len,
				   .keyboard = kb,
				   .define = defines,
				   .defines = COUNT(defines) };
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	bool read = keymap_c_read(&in, out, &found, &err);

	assert(read != (err.text[0] != '\0'));
	diagnostics_release(&found);
	return read;
}

static bool is_inside(struct span span, size_t len)
{
	return span_end(span) <= len && span_end(span) >= span.start;
}

static void check_places(const struct document *document)
{
	const struct source *source = document->source;
	size_t slots = keymap_slots(document->map);

	for (size_t layer = 0; layer < keymap_layers(document->map); layer++) {
		const struct source_layer *at = &source->layer[layer];
		struct span all[] = { at->entry, at->keys,   at->turns,     at->turns_entry,
				      at->name,  at->number, at->enumerator };

		for (size_t i = 0; i < COUNT(all); i++)
			assert(is_inside(all[i], source->len));
		for (size_t slot = 0; slot < slots; slot++) {
			assert(is_inside(source_binding(source, layer, slot)->span, source->len));
			assert(is_inside(source_binding(source, layer, slot)->call, source->len));
		}
	}
	for (size_t i = 0; i < source->references; i++)
		assert(is_inside(source->reference[i].span, source->len));
}

/* What stands at a place is what the keymap says: another action put there is that key's, and nobody else's. */
static void check_replaced(const struct keyboard *kb, const struct document *document, size_t layer,
			   size_t key)
{
	const struct source_binding *at = source_binding(document->source, layer, key);
	struct action action;
	struct document again = { 0 };
	const struct keymap *want;
	struct str text = STR_INIT;
	struct err err;
	bool fine = action_parse("KC_F13", &action, &err);

	if (!fine || at->fixed || !at->span.len)
		return;
	str_add_bytes(&text, document->source->text, at->span.start);
	str_add(&text, "KC_F13");
	str_add(&text, document->source->text + span_end(at->span));
	want = edit_key(document->map, layer, key, action);
	if (strlen(document->source->text) == document->source->len)
		assert(read_text(kb, str_text(&text), text.len, &again) && keymap_equal(again.map, want));
	document_release(&again);
	keymap_unref(want);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keyboard *kb = size % 2 ? small_keyboard() : NULL;
	char *text = memcpy(calloc(size + 1, 1), data, size);
	struct document document = { 0 };

	if (read_text(kb, text, size, &document)) {
		check_places(&document);
		for (size_t layer = 0; layer < keymap_layers(document.map); layer++)
			check_replaced(kb, &document, layer, size % keymap_keys(document.map));
	}
	document_release(&document);
	keyboard_free(kb);
	free(text);
	return 0;
}
