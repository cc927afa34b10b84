/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/edit.h"
#include "model/history.h"
#include "model/symbol.h"
#include "tap.h"

static struct action layer_key(enum action_kind kind, uint32_t layer)
{
	return (struct action){ .kind = kind, .arg = { layer } };
}

static struct action plain(uint32_t code)
{
	return (struct action){ .kind = ACTION_KEY, .arg = { KEY(code, 0) } };
}

static const struct keymap *three_layers(void)
{
	struct keymap *map = keymap_new(3, 4, 1);
	struct step result = { .op = STEP_RESULT, .action = layer_key(ACTION_LAYER_TOGGLE, 2) };
	uint16_t keys[] = { 0, 1 };
	struct definition combo = { .kind = DEFINITION_COMBO,
				    .layer_mask = 1u << 2,
				    .step = &result,
				    .steps = 1,
				    .position = keys,
				    .positions = 2 };

	for (size_t l = 0; l < 3; l++)
		keymap_put_layer_origin(map, l, (int)l);
	keymap_put(map, 0, 0, layer_key(ACTION_LAYER_MOMENTARY, 1));
	keymap_put(map, 0, 1, layer_key(ACTION_LAYER_TAP, 2));
	keymap_put(map, 0, 2, plain(4));
	keymap_put(map, 1, 2, (struct action){ .kind = ACTION_TRANSPARENT });
	keymap_put_turn(map, 0, 0, TURN_CW, layer_key(ACTION_LAYER_TO, 2));
	keymap_add_definition(map, &combo);
	return map;
}

static uint32_t layer_of(const struct keymap *map, size_t layer, size_t key)
{
	return keymap_get(map, layer, key).arg[0];
}

static void test_keys(void)
{
	const struct keymap *a = three_layers(), *b = edit_key(a, 0, 3, plain(5)), *c = edit_swap(b, 0, 2, 3);

	ok(keymap_get(a, 0, 3).kind == ACTION_NONE, "an edit leaves its argument alone");
	ok(layer_of(b, 0, 3) == 5, "and gives the changed one");
	ok(keymap_unshared_bytes(b, a) < 300, "that shares untouched layers (%zu bytes)",
	   keymap_unshared_bytes(b, a));
	ok(layer_of(c, 0, 2) == 5 && layer_of(c, 0, 3) == 4, "swap swaps");
	ok(!keymap_equal(a, b) && keymap_equal(a, a), "equality sees one key");
	keymap_unref(a);
	keymap_unref(b);
	keymap_unref(c);
}

static void test_layer_references(void)
{
	struct err err = { 0 };
	size_t cut = 99, from;
	const struct keymap *a = three_layers(), *moved = edit_layer_move(a, 2, 0),
			    *back = edit_layer_move(moved, 0, 2);
	const struct keymap *added = edit_layer_add(a, 1, -1, symbol("new"), &err), *copied, *deleted, *gone;

	ok(layer_of(moved, 1, 0) == 2 && layer_of(moved, 1, 1) == 0, "references follow a moved layer");
	ok(keymap_get_turn(moved, 1, 0, TURN_CW).arg[0] == 0, "also those of encoders");
	ok(keymap_definition(moved, DEFINITION_COMBO, 0)->layer_mask == 1 &&
		   keymap_definition(moved, DEFINITION_COMBO, 0)->step[0].action.arg[0] == 0,
	   "and those of combos");
	ok(keymap_layer_origin(moved, 0) == 2, "a moved layer knows where it came from");
	ok(keymap_equal(a, back), "moving back gives the same keymap");

	ok(layer_of(added, 0, 0) == 2 && layer_of(added, 0, 1) == 3, "references step over an added layer");
	ok(keymap_get(added, 1, 0).kind == ACTION_TRANSPARENT, "which is transparent");
	ok(!strcmp(symbol_text(keymap_layer_name(added, 1)), "new"), "and named");
	ok(keymap_layer_origin(added, 1) == KEYMAP_NO_ORIGIN, "and comes from nowhere");

	copied = edit_layer_add(a, 3, 0, 0, &err);
	ok(layer_of(copied, 3, 0) == 1, "a copied layer has the keys of its model");
	deleted = edit_layer_delete(a, 2, &cut, &err);
	ok(cut == 3, "deleting a layer counts what referred to it (%zu)", cut);
	ok(keymap_get(deleted, 0, 1).kind == ACTION_NONE && layer_of(deleted, 0, 0) == 1,
	   "cuts that and no more");
	ok(keymap_definitions(deleted, DEFINITION_COMBO) == 0, "a combo of that layer alone goes with it");
	ok(edit_layer_uses(a, 2) == 3, "where-used counts keys, encoders and combos");
	gone = edit_layer_delete(deleted, 0, NULL, &err);
	ok(gone && !edit_layer_delete(gone, 0, NULL, &err) && err.code == ERR_RANGE,
	   "the last layer stays: %s", err.text);

	ok(keymap_resolve(a, 1, 2, &from).arg[0] == 4 && from == 0,
	   "a transparent key resolves to the layer below");
	keymap_unref(a);
	keymap_unref(moved);
	keymap_unref(back);
	keymap_unref(added);
	keymap_unref(copied);
	keymap_unref(deleted);
	keymap_unref(gone);
}

static void test_conditions(void)
{
	struct step then = { .op = STEP_RESULT, .action = layer_key(ACTION_LAYER_MOMENTARY, 3) };
	struct setting option = { .name = symbol("node"), .type = SETTING_TEXT, .text = symbol("tri") };
	struct definition tri = { .kind = DEFINITION_CONDITION,
				  .layer_mask = 1u << 1 | 1u << 2,
				  .step = &then,
				  .steps = 1,
				  .option = &option,
				  .options = 1 };
	struct keymap *map = keymap_new(5, 1, 0);
	const struct keymap *next;
	const struct definition *kept;
	struct err err;

	keymap_add_definition(map, &tri);
	next = edit_layer_delete(map, 0, NULL, &err);
	kept = keymap_definition(next, DEFINITION_CONDITION, 0);
	ok(kept->layer_mask == 3 && kept->step[0].action.arg[0] == 2, "the layers of a condition follow");
	ok(definition_option(kept, "node") && !definition_option(kept, "nod"), "options are found by name");
	keymap_unref(next);
	for (size_t layer = 1; layer <= 3; layer++) {
		next = edit_layer_delete(map, layer, NULL, &err);
		ok(!keymap_definitions(next, DEFINITION_CONDITION), "without its layer %zu it goes", layer);
		keymap_unref(next);
	}
	keymap_unref(map);
}

static void test_two_layers(void)
{
	struct keymap *map = keymap_new(4, 1, 0);
	struct action both = { .kind = ACTION_BEHAVIOR,
			       .flags = ACTION_CELLS(ARG_LAYER, ARG_LAYER),
			       .arg = { symbol("ht_to_to"), 3, 1 } };
	const struct keymap *next;
	struct err err;

	keymap_put(map, 0, 0, both);
	next = edit_layer_move(map, 3, 2);
	ok(keymap_get(next, 0, 0).arg[1] == 2 && keymap_get(next, 0, 0).arg[2] == 1,
	   "two layers of one action go their own ways");
	keymap_unref(next);
	ok(edit_layer_uses(map, 1) == 1 && edit_layer_uses(map, 3) == 1 && !edit_layer_uses(map, 2),
	   "both are uses");
	next = edit_layer_delete(map, 1, NULL, &err);
	ok(keymap_get(next, 0, 0).kind == ACTION_NONE, "without one of them it does nothing");
	keymap_unref(next);
	keymap_unref(map);
}

static void test_layer_cap(void)
{
	struct err err = { 0 };
	const struct keymap *map = three_layers(), *next;

	while ((next = edit_layer_add(map, 0, -1, 0, &err))) {
		keymap_unref(map);
		map = next;
	}
	ok(keymap_layers(map) == KEYMAP_MAX_LAYERS && err.code == ERR_RANGE, "layers end at the cap: %s",
	   err.text);
	keymap_unref(map);
}

/* Random layer operations: a reference follows its layer, or is cut when that is deleted, never anything else. */
static void test_random_layer_operations(void)
{
	struct err err = { 0 };
	const struct keymap *map = three_layers();
	unsigned seed = 7;
	bool good = true;

	for (int round = 0; round < 2000 && good; round++) {
		const struct keymap *next = NULL;
		size_t layers = keymap_layers(map), l;

		seed = seed * 1103515245u + 12345u;
		l = (seed >> 16) % layers;
		switch ((seed >> 8) % 3) {
		case 0:
			next = edit_layer_move(map, l, (seed >> 20) % layers);
			break;
		case 1:
			next = edit_layer_add(map, l, -1, 0, &err);
			break;
		case 2:
			next = layers > 3 && keymap_layer_origin(map, l) == KEYMAP_NO_ORIGIN
				       ? edit_layer_delete(map, l, NULL, &err)
				       : NULL;
			break;
		}
		if (!next)
			continue;
		keymap_unref(map);
		map = next;
		for (size_t i = 0; i < keymap_layers(map); i++)
			if (keymap_layer_origin(map, i) == 0)
				good &= keymap_layer_origin(map, layer_of(map, i, 0)) == 1 &&
					keymap_layer_origin(map, layer_of(map, i, 1)) == 2;
	}
	ok(good, "after 2,000 random adds, moves and deletes the references are to the same layers");
	keymap_unref(map);
}

static void test_history(void)
{
	const struct keymap *first = three_layers();
	struct history *history = history_new(first);
	struct cursor at = { 0, 0 };
	const char *label;

	ok(!history_is_modified(history) && !history_undo(history, &at, &label),
	   "a new history has nothing to undo");
	history_push(history, edit_key(history_current(history), 0, 3, plain(5)), (struct cursor){ 0, 3 },
		     "set A");
	history_push(history, edit_key(history_current(history), 0, 3, plain(6)), (struct cursor){ 1, 2 },
		     "set B");
	ok(history_is_modified(history), "edits make it modified");
	ok(history_undo(history, &at, &label) && at.layer == 1 && at.key == 2 && !strcmp(label, "set B"),
	   "undo names the change and its place");
	ok(layer_of(history_current(history), 0, 3) == 5, "and takes it back");
	history_mark_saved(history);
	ok(!history_is_modified(history), "saved is not modified");
	ok(history_redo(history, &at, &label) && history_is_modified(history),
	   "redo makes it modified again");
	history_undo(history, &at, &label);
	ok(!history_is_modified(history), "undoing to what was saved is not modified");
	history_push(history, edit_key(history_current(history), 0, 0, plain(9)), at, "set C");
	ok(!history_redo(history, &at, &label), "a new edit forgets what was undone");
	ok(history_is_modified(history), "and is modified");
	history_free(history);
	keymap_unref(first);
}

/* Each keymap with key 1 as it is told, besides. */
static const struct keymap *with_key(void *data, const struct keymap *map)
{
	return edit_key(map, 0, 1, *(const struct action *)data);
}

static void test_history_rewritten(void)
{
	const struct keymap *first = three_layers();
	struct history *history = history_new(first);
	struct action action = plain(7);
	struct cursor at = { 0, 0 };
	const char *label;

	history_push(history, edit_key(history_current(history), 0, 3, plain(5)), at, "set A");
	history_mark_saved(history);
	history_push_stage(history, 1, at, "stage");
	history_push(history, edit_key(history_current(history), 0, 3, plain(6)), at, "set B");
	history_rewrite(history, with_key, &action);
	ok(history_is_modified(history) &&
		   action_equal(keymap_get(history_current(history), 0, 1), plain(7)) &&
		   action_equal(keymap_get(history_current(history), 0, 3), plain(6)),
	   "rewritten, the present has what is new and what was edited");
	history_undo(history, &at, &label);
	ok(history_stage(history) == 1 && history_is_modified(history), "stages stay");
	history_undo(history, &at, &label);
	ok(!history_is_modified(history) &&
		   action_equal(keymap_get(history_current(history), 0, 3), plain(5)) &&
		   action_equal(keymap_get(history_current(history), 0, 1), plain(7)),
	   "and what was saved");
	history_undo(history, &at, &label);
	ok(action_equal(keymap_get(history_current(history), 0, 1), plain(7)) &&
		   !history_undo(history, &at, &label),
	   "the first is rewritten, too, and no undo is new");
	history_push(history, edit_key(history_current(history), 0, 3, plain(8)), at, "set C");
	history_rewrite(history, with_key, &action);
	ok(history_is_modified(history), "what was saved and is forgotten stays another");
	history_free(history);
	keymap_unref(first);
}

int main(void)
{
	test_keys();
	test_layer_references();
	test_conditions();
	test_two_layers();
	test_layer_cap();
	test_random_layer_operations();
	test_history();
	test_history_rewritten();
	return tap_done();
}
