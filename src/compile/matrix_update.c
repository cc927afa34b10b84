/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "compile/rewrite.h"
#include "compile/update.h"
#include "matrix_keymap.h"
#include "model/symbol.h"

/* One binding of a layer, to find those that stand in the same place. */
struct slot_place {
	uint32_t start;
	size_t slot;
};

static int compare_places(const void *a, const void *b)
{
	const struct slot_place *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->slot > y->slot) - (x->slot < y->slot);
}

struct updater {
	const struct source *source;
	const struct keymap *map;
	struct rewrite rewrite;
	struct err *err;
};

static bool has_changed(const struct updater *u, size_t layer, size_t slot)
{
	return !action_equal(keymap_get_slot(u->map, layer, slot),
			     keymap_get_slot(u->source->map, layer, slot));
}

/* In quotes, or between those that are there. */
static void print(const struct updater *u, struct span old, struct action action, struct str *out)
{
	const char *text = u->source->text;
	char before = old.start ? text[old.start - 1] : 0;
	bool inside = (before == '"' || before == '\'') && text[span_end(old)] == before;
	struct str name = STR_INIT, quoted = STR_INIT;

	keycode_dialect_print((enum keycode_dialect)u->source->dialect, action, &name);
	json_add_text(&quoted, str_text(&name));
	str_add_bytes(out, quoted.data + inside, quoted.len - 2 * (size_t)inside);
	str_release(&name);
	str_release(&quoted);
}

static bool check_slot(const struct updater *u, size_t layer, size_t slot)
{
	const struct source_binding *binding = source_binding(u->source, layer, slot);
	struct action action = keymap_get_slot(u->map, layer, slot);
	struct str text = STR_INIT;
	bool ok;

	if (binding->fixed)
		return err_set(u->err, ERR_REFUSED, "layer %zu, key %zu: %s", layer, slot,
			       symbol_text(binding->fixed));
	ok = matrix_spells((enum keycode_dialect)u->source->dialect, action);
	if (!ok) {
		action_print(action, &text);
		err_set(u->err, ERR_REFUSED,
			"layer %zu, key %zu: %.200s is no keycode that the file could hold", layer, slot,
			str_text(&text));
	}
	str_release(&text);
	return ok;
}

static bool update_slot(struct updater *u, size_t layer, size_t slot)
{
	struct span span = source_binding(u->source, layer, slot)->span;
	struct str text = STR_INIT;

	if (!check_slot(u, layer, slot))
		return false;
	print(u, span, keymap_get_slot(u->map, layer, slot), &text);
	rewrite_replace(&u->rewrite, span, str_text(&text));
	str_release(&text);
	return true;
}

/* Keys that are one switch, and so one place in the text, have to do the same. */
static bool update_place(struct updater *u, size_t layer, const struct slot_place *place, size_t count)
{
	bool changed = has_changed(u, layer, place[0].slot);

	for (size_t i = 1; i < count; i++) {
		if (!action_equal(keymap_get_slot(u->map, layer, place[0].slot),
				  keymap_get_slot(u->map, layer, place[i].slot)))
			return err_set(u->err, ERR_REFUSED,
				       "layer %zu: keys %zu and %zu are one switch, and the file has one "
				       "keycode for "
				       "both: give them the same",
				       layer, place[0].slot, place[i].slot);
	}
	return !changed || update_slot(u, layer, place[0].slot);
}

static bool update_layer(struct updater *u, size_t layer, struct slot_place *place)
{
	size_t slots = keymap_slots(u->map), count = 0;
	bool ok = true;

	for (size_t slot = 0; slot < slots && ok; slot++) {
		uint32_t start = source_binding(u->source, layer, slot)->span.start;

		if (start)
			place[count++] = (struct slot_place){ start, slot };
		else if (has_changed(u, layer, slot))
			ok = check_slot(u, layer, slot);
	}
	qsort(place, count, sizeof(*place), compare_places);
	for (size_t i = 0, next; i < count && ok; i = next) {
		for (next = i + 1; next < count && place[next].start == place[i].start;)
			next++;
		ok = update_place(u, layer, &place[i], next - i);
	}
	return ok;
}

static bool check_layers(const struct updater *u)
{
	size_t layers = keymap_layers(u->map), before = keymap_layers(u->source->map);

	if (layers != before)
		return err_set(u->err, ERR_REFUSED,
			       "the firmware has %zu layers, and the file one list for each: none can be %s",
			       before, layers > before ? "added" : "removed");
	for (size_t layer = 0; layer < layers; layer++)
		if (keymap_layer_name(u->map, layer) != keymap_layer_name(u->source->map, layer))
			return err_set(u->err, ERR_REFUSED, "the file has no place for names of layers");
	return true;
}

bool matrix_keymap_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			  struct str *out, struct err *err)
{
	struct updater u = { .source = source, .map = map, .err = err };
	struct slot_place *place = mem_new(keymap_slots(map), sizeof(*place));
	bool ok = check_layers(&u);

	(void)layout;
	for (size_t layer = 0; ok && layer < keymap_layers(map); layer++)
		ok = update_layer(&u, layer, place);
	if (ok && u.rewrite.parts)
		rewrite_print(&u.rewrite, source->text, (struct span){ 0, (uint32_t)source->len }, out);
	if (ok && !keymap_same_tables(map, source->map)) {
		if (!u.rewrite.parts)
			str_add_bytes(out, source->text, source->len);
		ok = matrix_update_tables(source, map, out, err);
	}
	rewrite_release(&u.rewrite);
	free(place);
	return ok;
}
