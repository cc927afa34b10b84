/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "import/zmk_keymap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* @wrong (may be NULL) gets whether something in it is. */
static bool read_text(const struct str *text, struct document *out, bool *wrong)
{
	const struct import_input in = { .path = "fuzz.keymap", .text = str_text(text), .len = text->len };
	struct diagnostics found = { 0 };
	struct err err = { 0 };
	bool read = zmk_keymap_read(&in, out, &found, &err);

	assert(read || err.text[0]);
	if (wrong)
		*wrong = diagnostics_count(&found, SEVERITY_ERROR) > 0;
	diagnostics_release(&found);
	return read;
}

static void check_span(const struct source *source, struct span span)
{
	assert(span_end(span) >= span.start && span_end(span) <= source->len);
}

static void check_places(const struct source *source)
{
	size_t slots = keymap_layers(source->map) * keymap_slots(source->map), len;

	for (size_t i = 0; i < slots; i++) {
		const struct source_binding *binding = &source->binding[i];

		source_text(source, binding->file, &len);
		assert(span_end(binding->span) <= len && span_end(binding->call) <= len);
		assert(!binding->fixed || span_is_nowhere(binding->span));
	}
	for (size_t i = 0; i < keymap_layers(source->map); i++) {
		const struct source_layer *layer = &source->layer[i];
		const struct span spans[] = { layer->entry, layer->keys, layer->turns, layer->name,
					      layer->enumerator };

		for (size_t k = 0; k < COUNT(spans); k++)
			check_span(source, spans[k]);
	}
	for (size_t i = 0; i < source->references; i++) {
		check_span(source, source->reference[i].span);
		assert(!i || source->reference[i].span.start >= span_end(source->reference[i - 1].span));
	}
	check_span(source, source->layers);
	check_span(source, source->root);
	check_span(source, source->ours);
}

/* What stands at a binding's place is that binding alone: something else there changes no other. */
static void check_change(const struct document *document, size_t layer, size_t key)
{
	const struct source *source = document->source;
	const struct source_binding *binding = source_binding(source, layer, key);
	struct document again = { 0 };
	struct str text = STR_INIT;

	if (!binding->span.len || binding->file || strstr(source->text, "none"))
		return;
	str_add_bytes(&text, source->text, binding->span.start);
	str_add(&text, " &none ");
	str_add(&text, source->text + span_end(binding->span));
	assert(read_text(&text, &again, NULL));
	assert(keymap_layers(again.map) == keymap_layers(document->map) &&
	       keymap_keys(again.map) == keymap_keys(document->map));
	for (size_t i = 0; i < keymap_layers(again.map); i++)
		for (size_t k = 0; k < keymap_keys(again.map); k++) {
			struct action is = keymap_get(again.map, i, k);

			if (i == layer && k == key)
				assert(is.kind == ACTION_NONE);
			else
				assert(action_equal(is, keymap_get(document->map, i, k)));
		}
	document_release(&again);
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct document document = { 0 };
	struct str text = STR_INIT;
	bool wrong;

	str_add_bytes(&text, data, size);
	if (read_text(&text, &document, &wrong)) {
		size_t keys = keymap_keys(document.map), layers = keymap_layers(document.map);

		assert(document.used && document.used->keys == keys);
		check_places(document.source);
		if (!wrong) {
			check_change(&document, size % layers, size % keys);
			check_change(&document, layers - 1, keys / 2);
		}
	}
	document_release(&document);
	str_release(&text);
	return 0;
}
