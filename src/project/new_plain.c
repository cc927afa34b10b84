/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/keymap_c.h"
#include "new_private.h"

static bool is_plain(const struct keymap *map)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t slot = 0; slot < keymap_slots(map); slot++) {
			struct action action = keymap_get_slot(map, layer, slot);

			if (action.kind == ACTION_RAW || action.kind == ACTION_TAP_DANCE)
				return false;
		}
	return true;
}

static const struct keymap *copy(const struct keymap *map, bool turns)
{
	size_t encoders = turns ? keymap_encoders(map) : 0;
	struct keymap *out = keymap_new(keymap_layers(map), keymap_keys(map), encoders);

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		for (size_t key = 0; key < keymap_keys(map); key++)
			keymap_put(out, layer, key, keymap_get(map, layer, key));
		for (size_t turn = 0; turn < encoders * TURN_COUNT; turn++)
			keymap_put_turn(out, layer, turn / TURN_COUNT, turn % TURN_COUNT,
					keymap_get_turn(map, layer, turn / TURN_COUNT, turn % TURN_COUNT));
	}
	return out;
}

const struct keymap *plain_keymap(const struct import_input *in, const struct layout *layout)
{
	struct diagnostics diagnostics = { 0 };
	struct document document = { 0 };
	const struct keymap *map = NULL;
	struct err ignored;

	if (keymap_c_read(in, &document, &diagnostics, &ignored) && document.used == layout &&
	    !diagnostics_count(&diagnostics, SEVERITY_ERROR) && is_plain(document.map))
		map = copy(document.map, !span_is_nowhere(document.source->turns));
	document_release(&document);
	diagnostics_release(&diagnostics);
	return map;
}
