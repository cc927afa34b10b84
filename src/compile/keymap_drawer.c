/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compile/print.h"
#include "keymap_drawer_private.h"
#include "keymap_json_private.h"
#include "model/symbol.h"
#include "model/term.h"

static const struct diagnostic_kind lost_kind = { "drawer-lost", SEVERITY_WARNING };

enum { PER_ROW = 10, NO_KEY = -1, YAML_KEY_BYTES = 1024 / 4 /* escaped at most fourfold */ };

/* Whether all keys are of one unit in full rows: then no keyboard has to be known. */
static bool is_grid(const struct layout *layout, int *rows, int *columns)
{
	size_t cols = 0;

	while (cols < layout->keys && layout->key[cols].y_cu == layout->key[0].y_cu)
		cols++;
	for (size_t i = 0; i < layout->keys; i++) {
		const struct key *key = &layout->key[i];

		if (key->x_cu != (int)(i % cols) * 100 || key->y_cu != (int)(i / cols) * 100 ||
		    key->w_cu != 100 || key->h_cu != 100 || key->turn_cdeg)
			return false;
	}
	*columns = (int)cols;
	*rows = cols ? (int)(layout->keys / cols) : 0;
	return cols && layout->keys % cols == 0;
}

static bool print_layout(const struct compile_input *in, struct str *out, struct err *err)
{
	const struct keyboard *kb = in->keyboard;
	int rows, columns;

	str_add(out, "layout: {");
	if (kb->id[0]) {
		str_add(out, "qmk_keyboard: ");
		drawer_print_text(kb->id, out);
	} else if (is_grid(in->layout, &rows, &columns)) {
		str_addf(out, "ortho_layout: {split: false, rows: %d, columns: %d}}\n", rows, columns);
		return true;
	} else if (kb->name[0]) {
		str_add(out, "zmk_keyboard: ");
		drawer_print_text(kb->name, out);
	} else {
		return err_set(err, ERR_USAGE,
			       "keymap-drawer has to know the keyboard by its name: give it with --keyboard");
	}
	str_add(out, ", layout_name: ");
	drawer_print_text(in->layout->name, out);
	str_add(out, "}\n");
	return true;
}

/* The key that is held while @layer is on: the first that leads to it from a layer below; NO_KEY: none. */
static int find_held(const struct keymap *map, size_t layer)
{
	for (size_t below = 0; below < layer; below++)
		for (size_t key = 0; key < keymap_keys(map); key++) {
			struct action action = keymap_get(map, below, key);

			if ((action.kind == ACTION_LAYER_MOMENTARY || action.kind == ACTION_LAYER_TAP) &&
			    action.arg[0] == layer)
				return (int)key;
		}
	return NO_KEY;
}

static void print_key(const struct keymap *map, size_t layer, size_t key, struct diagnostics *lost,
		      struct str *out)
{
	struct action action = keymap_get(map, layer, key);
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;

	if (drawer_print_key(map, action, out))
		return;
	place.layer = (int)layer;
	place.key = (int)key;
	action_print(action, &text);
	diagnostics_add(lost, &lost_kind, place, "%s is a legend there, which nothing reads back",
			str_text(&text));
	str_release(&text);
}

/* Rows as the keys lie: one begins where a key stands left of the one before it. */
static void print_layer(const struct compile_input *in, size_t layer, struct diagnostics *lost,
			struct str *out)
{
	const struct key *keys = in->layout->key;
	int held = find_held(in->map, layer);
	struct str name = STR_INIT;

	drawer_layer_name(in->map, layer, &name);
	/* YAML looks for the colon behind a key that says nothing of itself so far and no farther. */
	str_add(out, name.len > YAML_KEY_BYTES ? "  ? " : "  ");
	drawer_print_text(str_text(&name), out);
	str_add(out, name.len > YAML_KEY_BYTES ? "\n  :\n" : ":\n");
	for (size_t key = 0; key < keymap_keys(in->map); key++) {
		bool begins = !key || keys[key].x_cu <= keys[key - 1].x_cu;

		str_add(out, !begins ? ", " : key ? "]\n    - [" : "    - [");
		if ((int)key == held && keymap_get(in->map, layer, key).kind == ACTION_TRANSPARENT)
			str_add(out, "{type: held}");
		else
			print_key(in->map, layer, key, lost, out);
	}
	str_add(out, keymap_keys(in->map) ? "]\n" : "    []\n");
	str_release(&name);
}

static void print_combo_layers(const struct keymap *map, uint32_t mask, struct str *out)
{
	const char *comma = "";

	str_add(out, ", l: [");
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		struct str name = STR_INIT;

		if (!(mask >> layer & 1))
			continue;
		str_add(out, comma);
		drawer_layer_name(map, layer, &name);
		drawer_print_text(str_text(&name), out);
		str_release(&name);
		comma = ", ";
	}
	str_add_char(out, ']');
}

static void print_combo(const struct keymap *map, const struct definition *combo, struct str *out)
{
	str_add(out, "  - {p: [");
	for (size_t i = 0; i < combo->positions; i++)
		str_addf(out, "%s%u", i ? ", " : "", (unsigned)combo->position[i]);
	str_add(out, "], k: ");
	drawer_print_key(map, combo->step[0].action, out);
	if (combo->layer_mask)
		print_combo_layers(map, combo->layer_mask, out);
	str_add(out, "}\n");
}

/* One of two keys or more, with a result, is drawn; names and options of it are not. */
static void print_combos(const struct keymap *map, struct diagnostics *lost, struct str *out)
{
	size_t count = keymap_definitions(map, DEFINITION_COMBO), drawn = 0;

	for (size_t i = 0; i < count; i++) {
		const struct definition *combo = keymap_definition(map, DEFINITION_COMBO, i);

		if (combo->positions < 2 || !combo->steps)
			continue;
		str_add(out, drawn++ ? "" : "combos:\n");
		print_combo(map, combo, out);
	}
	if (drawn < count)
		diagnostics_add(lost, &lost_kind, PLACE_NONE,
				"%zu combos are left out, which are not of two keys or more by their places",
				count - drawn);
}

static void tell_lost(const struct keymap *map, struct diagnostics *lost)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(map, (enum definition_kind)kind);

		if (count && kind != DEFINITION_COMBO)
			diagnostics_add(lost, &lost_kind, PLACE_NONE, "%zu definitions of %s are not drawn",
					count, term_of_definition((enum definition_kind)kind));
	}
	if (keymap_settings(map))
		diagnostics_add(lost, &lost_kind, PLACE_NONE, "%zu settings are not drawn",
				keymap_settings(map));
	if (keymap_has_turns(map))
		diagnostics_add(lost, &lost_kind, PLACE_NONE, "what encoders do is not drawn");
}

bool keymap_drawer_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
			 struct err *err)
{
	if (!print_layout(in, out, err))
		return false;
	str_add(out, "layers:\n");
	for (size_t layer = 0; layer < keymap_layers(in->map); layer++)
		print_layer(in, layer, lost, out);
	print_combos(in->map, lost, out);
	tell_lost(in->map, lost);
	return true;
}
