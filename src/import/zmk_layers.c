/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "model/symbol.h"
#include "zmk_keymap_private.h"

static const struct diagnostic_kind reserved = { "zmk-layer-reserved", SEVERITY_NOTE };
static const struct diagnostic_kind uneven = { "zmk-layer-uneven", SEVERITY_WARNING };
static const struct diagnostic_kind another = { "zmk-keymap-another", SEVERITY_WARNING };

static const struct dts_node *find_keymap(struct zmk_reader *reader)
{
	const struct dts_node *root = dts_root(reader->dts), *found = NULL;

	for (const struct dts_node *node = root; node; node = dts_next(root, node)) {
		if (!dts_is_compatible(reader->dts, node, "zmk,keymap"))
			continue;
		if (!found)
			found = node;
		else if (node->body)
			zmk_tell(reader, node->body->tokens, &another,
				 "there is a second keymap, which the firmware does not look at");
	}
	return found;
}

/* A spare layer for ZMK Studio has no keys, and a number only when Studio is built in. */
static bool is_okay(struct zmk_reader *reader, const struct dts_node *node)
{
	const struct dts_property *status = dts_find_property(node, "status");
	struct str text = STR_INIT;
	bool okay = true;

	if (status && dts_text(reader->dts, status, &text))
		okay = !strcmp(str_text(&text), "okay") || !strcmp(str_text(&text), "ok");
	str_release(&text);
	if (!okay && node->body)
		zmk_tell(reader, node->body->tokens, &reserved, "%s is no layer until it is enabled",
			 node->name);
	return okay;
}

static uint32_t name_of(struct zmk_reader *reader, const struct dts_node *node)
{
	static const char *const from[] = { "display-name", "label" };
	struct str text = STR_INIT;
	uint32_t name = 0;

	for (size_t i = 0; i < COUNT(from) && !name; i++) {
		const struct dts_property *property = dts_find_property(node, from[i]);

		str_clear(&text);
		if (property && dts_text(reader->dts, property, &text))
			name = symbol_of_bytes(str_text(&text), text.len);
	}
	str_release(&text);
	return name ? name : symbol(node->name);
}

static bool too_many(struct err *err, size_t count, const char *what, int max)
{
	return err_set(err, ERR_RANGE, "the keymap has %zu %s, but there can be at most %d", count, what,
		       max);
}

static bool add_layer(struct zmk_reader *reader, const struct dts_node *node, struct err *err)
{
	struct zmk_layer *layer;

	if (reader->layers == KEYMAP_MAX_LAYERS)
		return too_many(err, reader->layers + 1, "layers", KEYMAP_MAX_LAYERS);
	layer = &reader->layer[reader->layers++];
	layer->node = node;
	layer->name = name_of(reader, node);
	zmk_read_bindings(reader, dts_find_property(node, "bindings"), &layer->keys);
	zmk_read_bindings(reader, dts_find_property(node, "sensor-bindings"), &layer->turns);
	if (layer->keys.count > reader->keys)
		reader->keys = layer->keys.count;
	if (layer->turns.count > reader->encoders)
		reader->encoders = layer->turns.count;
	return true;
}

static void check_even(struct zmk_reader *reader)
{
	for (size_t i = 0; i < reader->layers; i++) {
		const struct zmk_layer *layer = &reader->layer[i];

		if (layer->keys.count != reader->keys && layer->node->body)
			zmk_tell(
				reader, layer->node->body->name, &uneven,
				"layer %s has %zu bindings, but there are %zu keys: the last ones do nothing",
				symbol_text(layer->name), layer->keys.count, reader->keys);
	}
}

bool zmk_collect_layers(struct zmk_reader *reader, struct err *err)
{
	reader->keymap = find_keymap(reader);
	if (!reader->keymap)
		return err_set(err, ERR_PARSE,
			       "there is no keymap; expected a node with compatible = \"zmk,keymap\"%s",
			       cpp_missing_count(reader->cpp) ? ", which one of the missing includes may have"
							      : "");
	for (const struct dts_node *node = reader->keymap->child; node; node = node->next)
		if (is_okay(reader, node) && !add_layer(reader, node, err))
			return false;
	if (!reader->layers || !reader->keys)
		return err_set(err, ERR_PARSE,
			       "the keymap has no %s; expected a node with bindings = <&kp A ...>",
			       reader->layers ? "bindings" : "layers");
	if (reader->keys > KEYMAP_MAX_KEYS)
		return too_many(err, reader->keys, "keys", KEYMAP_MAX_KEYS);
	if (reader->encoders > KEYMAP_MAX_ENCODERS)
		return too_many(err, reader->encoders, "encoders", KEYMAP_MAX_ENCODERS);
	check_even(reader);
	return true;
}

void zmk_put_layers(struct zmk_reader *reader)
{
	reader->map = keymap_new(reader->layers, reader->keys, reader->encoders);
	for (size_t i = 0; i < reader->layers; i++) {
		const struct zmk_layer *layer = &reader->layer[i];

		keymap_put_layer_name(reader->map, i, layer->name);
		keymap_put_layer_origin(reader->map, i, (int)i);
		for (size_t key = 0; key < layer->keys.count; key++)
			keymap_put(reader->map, i, key, layer->keys.item[key].action);
		for (size_t encoder = 0; encoder < reader->encoders; encoder++) {
			/* What a layer does not say comes from the layers below, also where there are none. */
			struct action turn[TURN_COUNT] = { { .kind = ACTION_TRANSPARENT },
							   { .kind = ACTION_TRANSPARENT } };

			if (encoder < layer->turns.count)
				zmk_read_turns(reader, &layer->turns.item[encoder], turn);
			keymap_put_turn(reader->map, i, encoder, TURN_CW, turn[TURN_CW]);
			keymap_put_turn(reader->map, i, encoder, TURN_CCW, turn[TURN_CCW]);
		}
	}
}

void zmk_release_layers(struct zmk_reader *reader)
{
	for (size_t i = 0; i < reader->layers; i++) {
		free(reader->layer[i].keys.item);
		free(reader->layer[i].turns.item);
	}
}
