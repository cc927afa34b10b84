/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_drawer_private.h"
#include "model/symbol.h"
#include "model/text_board.h"

static const struct diagnostic_kind unknown_legend = { "drawer-legend", SEVERITY_NOTE };
static const struct diagnostic_kind bad_value = { "drawer-value", SEVERITY_WARNING };
static const struct diagnostic_kind bad_length = { "keymap-length", SEVERITY_ERROR };

enum { MAX_DEPTH = 8, MAX_VISITS = 1 << 18 };

static void report(struct drawer_reader *r, const struct diagnostic_kind *kind, const yaml_node_t *node,
		   struct place place, const char *fmt, ...) PRINTF_LIKE(5, 6);

static void report(struct drawer_reader *r, const struct diagnostic_kind *kind, const yaml_node_t *node,
		   struct place place, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	yaml_text_place(&r->yaml, node, &place.line, &place.column);
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	diagnostics_add(r->diagnostics, kind, place, "%s", str_text(&text));
	str_release(&text);
}

/* Lists in a layer's list are rows of it: their keys follow each other. */
static void add_keys(struct drawer_reader *r, struct drawer_layer *layer, const yaml_node_t *node, int depth)
{
	if (!node || r->visited++ > MAX_VISITS || layer->keys == KEYMAP_MAX_KEYS)
		return;
	if (node->type == YAML_SEQUENCE_NODE) {
		for (const yaml_node_item_t *item = node->data.sequence.items.start;
		     depth < MAX_DEPTH && item < node->data.sequence.items.top; item++)
			add_keys(r, layer, yaml_text_node(&r->yaml, *item), depth + 1);
		return;
	}
	layer->key = mem_grow(layer->key, layer->keys, &layer->cap, sizeof(const yaml_node_t *));
	layer->key[layer->keys++] = node;
}

static bool list_layers(struct drawer_reader *r, struct err *err)
{
	const yaml_node_t *layers = yaml_text_member(&r->yaml, yaml_text_root(&r->yaml), "layers", NULL);

	if (!yaml_text_is(layers, YAML_MAPPING_NODE))
		return err_set(err, ERR_PARSE, "expected a mapping with \"layers\", as keymap-drawer has it");
	for (const yaml_node_pair_t *pair = layers->data.mapping.pairs.start;
	     pair < layers->data.mapping.pairs.top && r->layers < KEYMAP_MAX_LAYERS; pair++) {
		struct drawer_layer *layer = &r->layer[r->layers++];

		layer->name = yaml_text_scalar(yaml_text_node(&r->yaml, pair->key));
		layer->list = yaml_text_node(&r->yaml, pair->value);
		add_keys(r, layer, layer->list, 0);
	}
	return r->layers || err_set(err, ERR_PARSE, "there is no layer in \"layers\"");
}

static size_t longest(const struct drawer_reader *r)
{
	size_t best = 0;

	for (size_t i = 1; i < r->layers; i++)
		if (r->layer[i].keys > r->layer[best].keys)
			best = i;
	return best;
}

/* The keyboard that we are given, the one of the text, or what the longest layer's rows look like. */
static void choose_layout(struct drawer_reader *r, struct document *out)
{
	const struct keyboard *kb = r->in->keyboard;
	const struct drawer_layer *layer = &r->layer[longest(r)];
	const yaml_node_t *layout = yaml_text_member(&r->yaml, yaml_text_root(&r->yaml), "layout", NULL);
	struct span *span;

	if (kb && kb->layouts) {
		out->used = keyboard_choose_layout(kb, out->layout, layer->keys);
		return;
	}
	out->board = drawer_ortho(r, layout, layer->keys);
	if (!out->board) {
		span = mem_new(layer->keys + 1, sizeof(*span));
		for (size_t i = 0; i < layer->keys; i++)
			span[i] = yaml_text_span(&r->yaml, layer->key[i]);
		out->board = text_board(out->layout, r->in->text, span, layer->keys, 0);
		free(span);
	}
	out->used = &out->board->layout[0];
}

static void read_layer(struct drawer_reader *r, size_t index, struct keymap *map,
		       struct source_binding *binding)
{
	const struct drawer_layer *layer = &r->layer[index];
	size_t keys = keymap_keys(map);
	struct place place = PLACE_NONE;

	place.layer = (int)index;
	keymap_put_layer_name(map, index, symbol(layer->name));
	keymap_put_layer_origin(map, index, (int)index);
	if (layer->keys != keys)
		report(r, &bad_length, layer->list, place, "layer %zu has %zu keys, but the layout has %zu",
		       index, layer->keys, keys);
	for (size_t key = 0; key < keys && key < layer->keys; key++) {
		struct action action = drawer_action(r, layer->key[key]);

		place.key = (int)key;
		keymap_put(map, index, key, action);
		binding[key].span = yaml_text_span(&r->yaml, layer->key[key]);
		if (action.kind == ACTION_RAW)
			report(r, &unknown_legend, layer->key[key], place,
			       "\"%.60s\" is no key that is known: it stays a legend",
			       symbol_text(action.arg[0]));
	}
}

static uint32_t read_combo_layers(struct drawer_reader *r, const yaml_node_t *list)
{
	uint32_t mask = 0;

	if (!yaml_text_is(list, YAML_SEQUENCE_NODE))
		return 0;
	for (const yaml_node_item_t *item = list->data.sequence.items.start;
	     item < list->data.sequence.items.top; item++)
		for (size_t i = 0; i < r->layers; i++)
			if (!strcmp(r->layer[i].name, yaml_text_scalar(yaml_text_node(&r->yaml, *item))))
				mask |= (uint32_t)1 << i;
	return mask;
}

/* The key of the first layer that does what @wanted says. */
static bool find_trigger(struct drawer_reader *r, const struct keymap *map, const yaml_node_t *wanted,
			 uint16_t *position)
{
	struct action action = drawer_action(r, wanted);

	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t key = 0; key < keymap_keys(map); key++)
			if (action_equal(keymap_get(map, layer, key), action)) {
				*position = (uint16_t)key;
				return true;
			}
	return false;
}

/* False when a key of it is none of the keymap's. */
static bool read_positions(struct drawer_reader *r, const struct keymap *map, const yaml_node_t *combo,
			   struct definition *out)
{
	const yaml_node_t *keys = yaml_text_member(&r->yaml, combo, "p", "key_positions"), *list = keys;

	if (!list)
		list = yaml_text_member(&r->yaml, combo, "tk", "trigger_keys");
	if (!yaml_text_is(list, YAML_SEQUENCE_NODE))
		return false;
	out->position = mem_new((size_t)(list->data.sequence.items.top - list->data.sequence.items.start) + 1,
				sizeof(*out->position));
	for (const yaml_node_item_t *item = list->data.sequence.items.start;
	     item < list->data.sequence.items.top; item++) {
		const yaml_node_t *node = yaml_text_node(&r->yaml, *item);
		uint16_t *position = &out->position[out->positions++];
		char *end;
		long number = keys ? strtol(yaml_text_scalar(node), &end, 10) : 0;

		if (out->positions > KEYMAP_MAX_KEYS)
			return false;
		if (!keys && !find_trigger(r, map, node, position))
			return false;
		if (keys &&
		    (*end || end == yaml_text_scalar(node) || number < 0 || number >= (long)keymap_keys(map)))
			return false;
		if (keys)
			*position = (uint16_t)number;
	}
	return out->positions;
}

static void read_combo(struct drawer_reader *r, struct keymap *map, const yaml_node_t *combo)
{
	struct step step = { .op = STEP_RESULT };
	struct definition definition = { .kind = DEFINITION_COMBO, .step = &step, .steps = 1 };

	step.action = drawer_action(r, yaml_text_member(&r->yaml, combo, "k", "key"));
	definition.layer_mask = read_combo_layers(r, yaml_text_member(&r->yaml, combo, "l", "layers"));
	if (read_positions(r, map, combo, &definition))
		keymap_add_definition(map, &definition);
	else
		report(r, &bad_value, combo, PLACE_NONE,
		       "expected a combo with the positions of its keys, from 0 to %zu; it is not read",
		       keymap_keys(map) ? keymap_keys(map) - 1 : 0);
	free(definition.position);
}

static void read_combos(struct drawer_reader *r, struct keymap *map)
{
	const yaml_node_t *list = yaml_text_member(&r->yaml, yaml_text_root(&r->yaml), "combos", NULL);
	size_t count = 0;

	if (!yaml_text_is(list, YAML_SEQUENCE_NODE))
		return;
	for (const yaml_node_item_t *item = list->data.sequence.items.start;
	     item < list->data.sequence.items.top && count++ < KEYMAP_MAX_DEFINITIONS; item++)
		read_combo(r, map, yaml_text_node(&r->yaml, *item));
}

static void read_names(struct drawer_reader *r, struct document *out)
{
	const yaml_node_t *layout = yaml_text_member(&r->yaml, yaml_text_root(&r->yaml), "layout", NULL);

	out->keyboard =
		mem_copy_text(yaml_text_scalar(yaml_text_member(&r->yaml, layout, "qmk_keyboard", NULL)));
	if (!out->keyboard[0])
		mem_set_text(&out->keyboard,
			     yaml_text_scalar(yaml_text_member(&r->yaml, layout, "zmk_keyboard", NULL)));
	out->layout = mem_copy_text(
		yaml_text_scalar(yaml_text_member(&r->yaml, layout, "layout_name", "qmk_layout")));
	out->keymap = mem_copy_text("");
	out->language = mem_copy_text("");
}

static void read_map(struct drawer_reader *r, struct document *out)
{
	struct keymap *map;
	struct source_binding *binding;
	size_t keys;

	read_names(r, out);
	choose_layout(r, out);
	keys = out->used->keys;
	map = keymap_new(r->layers, keys, 0);
	binding = mem_new(r->layers * keys + 1, sizeof(*binding));
	for (size_t i = 0; i < r->layers; i++)
		read_layer(r, i, map, binding + i * keys);
	read_combos(r, map);
	out->map = map;
	out->source = source_new(r->in->text, r->in->len, map);
	memcpy(out->source->binding, binding, r->layers * keys * sizeof(*binding));
	out->source->layers = (struct span){ 0, (uint32_t)r->in->len };
	free(binding);
}

bool keymap_drawer_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
			struct err *err)
{
	struct drawer_reader r = { .in = in, .diagnostics = diagnostics };
	bool ok;

	if (!yaml_text_open(&r.yaml, in->text, in->len, err))
		return false;
	*out = (struct document){ 0 };
	ok = list_layers(&r, err);
	if (ok)
		read_map(&r, out);
	for (size_t i = 0; i < r.layers; i++)
		free(r.layer[i].key);
	yaml_text_close(&r.yaml);
	return ok;
}
