/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/update.h"
#include "model/edit.h"

/* @map with what @back alone can tell: names, and the turns that the text has none of. A reference. */
static const struct keymap *as_told(const struct source *source, const struct keymap *map,
				    const struct keymap *back)
{
	size_t keys = keymap_keys(map), slots = source_has_turns(source) ? keys : keymap_slots(map);
	const struct keymap *now = keymap_ref(map), *next;

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		next = edit_layer_rename(now, layer, keymap_layer_name(back, layer));
		keymap_unref(now);
		now = next;
		for (size_t slot = keys; slot < slots; slot++) {
			if (keymap_get_slot(now, layer, slot).kind != ACTION_TRANSPARENT)
				continue;
			next = edit_slot(now, layer, slot, keymap_get_slot(back, layer, slot));
			keymap_unref(now);
			now = next;
		}
	}
	return now;
}

bool update_is_kept(const struct source *source, const struct keymap *map, const struct keymap *back)
{
	const struct keymap *told;
	bool same;

	if (!source->layer || keymap_layers(map) != keymap_layers(back) ||
	    keymap_slots(map) != keymap_slots(back))
		return keymap_equal(map, back);
	told = as_told(source, map, back);
	same = keymap_equal(told, back);
	keymap_unref(told);
	return same;
}
