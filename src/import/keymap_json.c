/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "keymap_json_private.h"
#include "keyplane_json_private.h"
#include "model/symbol.h"
#include "model/text_board.h"

const struct diagnostic_kind keymap_bad_value = { "keymap-value", SEVERITY_WARNING };
static const struct diagnostic_kind bad_binding = { "keymap-binding", SEVERITY_ERROR };
static const struct diagnostic_kind bad_layout = { "keymap-layout", SEVERITY_ERROR };
static const struct diagnostic_kind bad_length = { "keymap-length", SEVERITY_ERROR };
static const struct diagnostic_kind no_layers = { "keymap-no-layers", SEVERITY_NOTE };

void keymap_report(struct keymap_reader *r, const struct diagnostic_kind *kind, const struct json *node,
		   struct place place, const char *fmt, ...)
{
	struct str s = STR_INIT;
	va_list ap;

	json_place(r->doc, node->span.start, &place.line, &place.column);
	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	diagnostics_add(r->diagnostics, kind, place, "%s", str_text(&s));
	str_release(&s);
}

const struct json *keymap_member(struct keymap_reader *r, const char *name, enum json_type type)
{
	const struct json *node = json_find(r->root, name);

	if (!node || node->type == type)
		return node;
	keymap_report(r, &keymap_bad_value, node, PLACE_NONE, "\"%s\" is %s, expected %s; it is not used",
		      name, json_type_name(node->type), json_type_name(type));
	return NULL;
}

static const struct layout *choose_layout(struct keymap_reader *r, const struct keyboard *kb, size_t longest)
{
	const struct json *node = keymap_member(r, "layout", JSON_TEXT);
	const struct layout *layout = keyboard_choose_layout(kb, json_text(node), longest);

	if (node && !keyboard_find_layout(kb, node->text))
		keymap_report(r, &bad_layout, node, PLACE_NONE,
			      "the keyboard has no layout %s; its keys are shown in the order of %s",
			      node->text, layout->name);
	return layout;
}

static const struct json *longest_layer(const struct json *layers)
{
	const struct json *longest = NULL;

	for (const struct json *node = layers ? layers->first : NULL; node; node = node->next)
		if (node->type == JSON_ARRAY && (!longest || node->count > longest->count))
			longest = node;
	return longest;
}

static size_t count_keys(struct keymap_reader *r, const struct keyboard *kb, const struct json *layers)
{
	const struct json *layer = longest_layer(layers);
	size_t longest = layer ? layer->count : 0;

	if (kb && kb->layouts) {
		r->layout = choose_layout(r, kb, longest);
		return r->layout->keys;
	}
	return longest < KEYMAP_MAX_KEYS ? longest : KEYMAP_MAX_KEYS;
}

/* Encoders that the text binds although the keyboard's file tells of fewer are kept: the file may not know. */
static size_t count_encoders(struct keymap_reader *r, const struct keyboard *kb, const struct json *encoders)
{
	size_t known = kb ? (size_t)kb->encoders : 0, most = known;

	for (const struct json *node = encoders ? encoders->first : NULL; node; node = node->next)
		if (node->type == JSON_ARRAY && node->count > most)
			most = node->count;
	if (kb && most > known)
		keymap_report(r, &bad_length, encoders, PLACE_NONE,
			      "the keyboard has %zu encoders, and %zu are bound", known, most);
	return most < KEYMAP_MAX_ENCODERS ? most : KEYMAP_MAX_ENCODERS;
}

/* An action from @node; ACTION_NONE with a complaint when there is none in it. */
static struct action read_action(struct keymap_reader *r, const struct json *node, struct place place)
{
	struct action action = { .kind = ACTION_NONE };
	struct err err = { 0 };

	if (node->type != JSON_TEXT)
		keymap_report(r, &bad_binding, node, place, "expected a binding such as \"KC_A\", found %s",
			      json_type_name(node->type));
	else if (!keymap_parse_action(r, node, node->text, &action, &err)) {
		action = (struct action){ .kind = ACTION_NONE };
		keymap_report(
			r, &bad_binding, node, place,
			"\"%.200s\" cannot be read: %s; it does nothing here, and stays in the file as it is",
			node->text, err.text);
	}
	return action;
}

/* Where the expression itself stands: inside one pair of quotes, or all of the value. */
static struct span inner_span(const char *text, const struct json *node)
{
	struct span span = node->span;

	if (node->type == JSON_TEXT && !node->bare && strncmp(text + span.start, "'''", 3)) {
		span.start++;
		span.len -= 2;
	}
	return span;
}

static void read_layer(struct keymap_reader *r, const struct json *list, size_t layer,
		       struct source_binding *binding)
{
	size_t key = 0, keys = keymap_keys(r->map);
	struct place place = PLACE_NONE;

	place.layer = (int)layer;
	keymap_put_layer_origin(r->map, layer, (int)layer);
	if (list->type != JSON_ARRAY) {
		keymap_report(r, &bad_length, list, place, "layer %zu is %s, expected a list", layer,
			      json_type_name(list->type));
		return;
	}
	if (list->count != keys)
		keymap_report(r, &bad_length, list, place,
			      "layer %zu has %zu bindings, but the layout has %zu keys%s", layer, list->count,
			      keys,
			      list->count > keys ? "; those behind are not used" : "; the others are KC_NO");
	for (const struct json *node = list->first; node && key < keys; node = node->next, key++) {
		place.key = (int)key;
		keymap_put(r->map, layer, key, read_action(r, node, place));
		binding[key].span = inner_span(r->text, node);
	}
}

static void read_layers(struct keymap_reader *r, const struct json *layers)
{
	size_t layer = 0;

	for (const struct json *node = layers->first; node; node = node->next, layer++) {
		if (layer == KEYMAP_MAX_LAYERS) {
			keymap_report(r, &bad_length, node, PLACE_NONE, "there are %zu layers; %d are read",
				      layers->count, KEYMAP_MAX_LAYERS);
			return;
		}
		read_layer(r, node, layer, r->binding + layer * keymap_slots(r->map));
	}
}

static void read_turns(struct keymap_reader *r, const struct json *node, struct place place)
{
	static const char *const names[TURN_COUNT] = { [TURN_CCW] = "ccw", [TURN_CW] = "cw" };

	if (node->type != JSON_OBJECT) {
		keymap_report(r, &bad_binding, node, place, "expected {\"ccw\": ..., \"cw\": ...}, found %s",
			      json_type_name(node->type));
		return;
	}
	for (int turn = 0; turn < TURN_COUNT; turn++) {
		const struct json *value = json_find(node, names[turn]);
		size_t slot = keymap_keys(r->map) + (size_t)place.encoder * TURN_COUNT + (size_t)turn;

		if (!value)
			continue;
		keymap_put_turn(r->map, (size_t)place.layer, (size_t)place.encoder, (enum turn)turn,
				read_action(r, value, place));
		r->binding[(size_t)place.layer * keymap_slots(r->map) + slot].span =
			inner_span(r->text, value);
	}
}

static void read_encoders(struct keymap_reader *r, const struct json *encoders)
{
	struct place place = PLACE_NONE;

	place.layer = 0;
	for (const struct json *list = encoders->first; list; list = list->next, place.layer++) {
		if ((size_t)place.layer >= keymap_layers(r->map)) {
			keymap_report(r, &bad_length, list, PLACE_NONE,
				      "the encoders have %zu layers, and the keys %zu", encoders->count,
				      keymap_layers(r->map));
			return;
		}
		place.encoder = 0;
		for (const struct json *node = list->type == JSON_ARRAY ? list->first : NULL; node;
		     node = node->next, place.encoder++)
			if ((size_t)place.encoder < keymap_encoders(r->map))
				read_turns(r, node, place);
	}
}

static void read_layer_names(struct keymap_reader *r)
{
	const struct json *names = json_find(r->root, "keyplane.layer_names");
	size_t layer = 0;

	for (const struct json *node = names ? names->first : NULL; node; node = node->next, layer++)
		if (layer < keymap_layers(r->map) && !node->key)
			keymap_put_layer_name(r->map, layer, symbol(json_text(node)));
}

/* The keyboard that the text lets one guess: its keys stand as the longest layer has them. */
static void guess_board(const struct keymap_reader *r, const struct json *layers, struct document *out)
{
	const struct json *layer = longest_layer(layers), *node = layer ? layer->first : NULL;
	size_t keys = keymap_keys(r->map);
	struct span *span = mem_new(keys + 1, sizeof(*span));

	for (size_t key = 0; key < keys; key++, node = node->next)
		span[key] = node->span;
	out->board = text_board(out->layout, r->text, span, keys, keymap_encoders(r->map));
	out->used = &out->board->layout[0];
	free(span);
}

static void read_map(struct keymap_reader *r, const struct import_input *in, struct document *out)
{
	const struct keyboard *kb = in->keyboard;
	const struct json *layers = keymap_member(r, "layers", JSON_ARRAY);
	const struct json *encoders = keymap_member(r, "encoders", JSON_ARRAY);
	size_t count = layers ? layers->count : 0, keys = count_keys(r, kb, layers);

	count = count < 1 ? 1 : count > KEYMAP_MAX_LAYERS ? KEYMAP_MAX_LAYERS : count;
	r->map = keymap_new(count, keys, count_encoders(r, kb, encoders));
	r->binding = mem_new(count * keymap_slots(r->map), sizeof(*r->binding));
	if (layers && layers->count)
		read_layers(r, layers);
	else
		diagnostics_add(r->diagnostics, &no_layers, PLACE_NONE,
				"the keymap has no layers; it starts with an empty one");
	if (encoders)
		read_encoders(r, encoders);
	read_layer_names(r);
	keymap_read_macros(r);
	keymap_read_keycodes(r);
	keymap_read_config(r);
	keyplane_read_definitions(json_find(r->root, "keyplane.definitions"), r->map);
	out->used = r->layout;
	if (!r->layout)
		guess_board(r, layers, out);
	out->map = r->map;
	out->source = source_new(r->text, in->len, r->map);
	out->source->root = r->root->span;
	if (layers && layers->count)
		out->source->layers = layers->span;
	memcpy(out->source->binding, r->binding, count * keymap_slots(r->map) * sizeof(*r->binding));
	free(r->binding);
}

bool keymap_json_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
		      struct err *err)
{
	struct json_doc *doc = json_parse(in->text, in->len, err);
	struct keymap_reader r = { .text = in->text, .doc = doc, .diagnostics = diagnostics };

	if (!doc)
		return false;
	r.root = json_root(doc);
	if (r.root->type != JSON_OBJECT) {
		err_set(err, ERR_PARSE, "expected an object, found %s", json_type_name(r.root->type));
		json_doc_free(doc);
		return false;
	}
	*out = (struct document){ 0 };
	out->keyboard = mem_copy_text(json_text(json_find(r.root, "keyboard")));
	out->keymap = mem_copy_text(json_text(json_find(r.root, "keymap")));
	out->layout = mem_copy_text(json_text(json_find(r.root, "layout")));
	out->language = mem_copy_text(json_text(keymap_member(&r, "host_language", JSON_TEXT)));
	r.names = (struct action_names){ .language = host_language_find(out->language),
					 .dialect = DIALECT_NEWEST };
	keymap_check_members(&r);
	read_map(&r, in, out);
	free(r.former);
	json_doc_free(doc);
	return true;
}
