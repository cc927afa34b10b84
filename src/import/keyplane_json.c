/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/schema.h"
#include "import/keyplane_json.h"
#include "keyplane_json_private.h"
#include "model/symbol.h"
#include "model/text_board.h"

static const struct diagnostic_kind bad_value = { "keyplane-value", SEVERITY_ERROR };
static const struct diagnostic_kind bad_length = { "keymap-length", SEVERITY_ERROR };
static const struct diagnostic_kind bad_layout = { "keymap-layout", SEVERITY_ERROR };

struct reader {
	const struct json_doc *doc;
	const struct json *root, *layers;
	struct document *out;
	struct keymap *map;
	struct source_binding *binding; /* as in struct source */
	struct diagnostics *diagnostics;
};

static struct place place_of(const struct reader *r, const struct json *node)
{
	struct place place = PLACE_NONE;

	json_place(r->doc, node->span.start, &place.line, &place.column);
	return place;
}

static void report_problem(void *data, const struct schema_problem *problem)
{
	const struct reader *r = data;

	diagnostics_add(r->diagnostics, &bad_value, place_of(r, problem->node), "%s%s%s", problem->path,
			problem->path[0] ? ": " : "", problem->text);
}

static void check_schema(struct reader *r)
{
	struct schema_store *store = schema_store_new();
	struct err err;
	bool made = schema_store_add(store, "keyplane.schema.json", keyplane_schema, strlen(keyplane_schema),
				     &err) &&
		    schema_store_finish(store, &err);

	assert(made);
	if (made)
		schema_check_all(schema_find(store, "keyplane.keymap.v1"), r->root, report_problem, r);
	schema_store_free(store);
}

static const struct json *list_of(const struct json *object, const char *name)
{
	const struct json *list = json_find(object, name);

	return list && list->type == JSON_ARRAY ? list : NULL;
}

/* Of all layers the longest list of that name; NULL: none has one. */
static const struct json *longest(const struct reader *r, const char *name)
{
	const struct json *best = NULL;

	for (const struct json *layer = r->layers ? r->layers->first : NULL; layer; layer = layer->next) {
		const struct json *list = list_of(layer, name);

		if (list && (!best || list->count > best->count))
			best = list;
	}
	return best;
}

static void guess_board(struct reader *r, const struct import_input *in)
{
	const struct json *keys = longest(r, "keys"), *encoders = longest(r, "encoders");
	size_t count = keys ? keys->count : 0, turned = encoders ? encoders->count : 0, i = 0;
	struct span *span;

	count = count < KEYMAP_MAX_KEYS ? count : KEYMAP_MAX_KEYS;
	turned = turned < KEYMAP_MAX_ENCODERS ? turned : KEYMAP_MAX_ENCODERS;
	span = mem_new(count + 1, sizeof(*span));
	for (const struct json *key = keys ? keys->first : NULL; key && i < count; key = key->next)
		span[i++] = key->span;
	r->out->board = text_board(r->out->layout, in->text, span, count, turned);
	free(span);
}

/* The keyboard that we are given, else the text's own, else what its keys look like; and its layout. */
static const struct keyboard *choose_keyboard(struct reader *r, const struct import_input *in)
{
	const struct keyboard *kb = in->keyboard;
	const struct json *keys = longest(r, "keys"), *name = json_find(r->root, "layout");

	if (!kb || !kb->layouts) {
		r->out->board = keyplane_read_keyboard(json_find(r->root, "keyboard"));
		if (!r->out->board)
			guess_board(r, in);
		kb = r->out->board;
	}
	r->out->used = keyboard_choose_layout(kb, r->out->layout, keys ? keys->count : 0);
	if (r->out->layout[0] && !keyboard_find_layout(kb, r->out->layout))
		diagnostics_add(r->diagnostics, &bad_layout, place_of(r, name),
				"the keyboard has no layout %s; its keys are shown in the order of %s",
				r->out->layout, r->out->used->name);
	return kb;
}

static void read_action(struct reader *r, const struct json *node, size_t layer, size_t slot)
{
	struct place place = place_of(r, node);
	size_t keys = keymap_keys(r->map);
	const char *unknown;
	struct action action;

	if (!keyplane_read_action(node, &action, &unknown)) {
		place.layer = (int)layer;
		if (slot < keys)
			place.key = (int)slot;
		else
			place.encoder = (int)((slot - keys) / TURN_COUNT);
		action = (struct action){ 0 };
		diagnostics_add(r->diagnostics, &bad_value, place,
				"there is no keycode \"%.100s\"; it does nothing here, and stays in the file",
				unknown);
	}
	if (slot < keys)
		keymap_put(r->map, layer, slot, action);
	else
		keymap_put_turn(r->map, layer, (slot - keys) / TURN_COUNT,
				(enum turn)((slot - keys) % TURN_COUNT), action);
	r->binding[layer * keymap_slots(r->map) + slot].span = node->span;
}

static void read_encoders(struct reader *r, const struct json *list, size_t layer)
{
	static const char *const names[TURN_COUNT] = { [TURN_CCW] = "ccw", [TURN_CW] = "cw" };
	size_t encoder = 0;

	for (const struct json *node = list ? list->first : NULL; node && encoder < keymap_encoders(r->map);
	     node = node->next, encoder++) {
		for (int turn = 0; turn < TURN_COUNT; turn++) {
			const struct json *action = json_find(node, names[turn]);

			if (action)
				read_action(r, action, layer,
					    keymap_keys(r->map) + encoder * TURN_COUNT + (size_t)turn);
		}
	}
}

static void read_layer(struct reader *r, const struct json *node, size_t layer)
{
	const struct json *keys = list_of(node, "keys");
	size_t key = 0, count = keys ? keys->count : 0;

	keymap_put_layer_origin(r->map, layer, (int)layer);
	keymap_put_layer_name(r->map, layer, symbol(json_text(json_find(node, "name"))));
	for (const struct json *item = keys ? keys->first : NULL; item && key < keymap_keys(r->map);
	     item = item->next, key++)
		read_action(r, item, layer, key);
	read_encoders(r, list_of(node, "encoders"), layer);
	if (count != keymap_keys(r->map)) {
		struct place place = place_of(r, keys ? keys : node);

		place.layer = (int)layer;
		diagnostics_add(r->diagnostics, &bad_length, place,
				"layer %zu has %zu actions, but the layout has %zu keys", layer, count,
				keymap_keys(r->map));
	}
}

static void read_map(struct reader *r, const struct import_input *in)
{
	const struct keyboard *kb = choose_keyboard(r, in);
	const struct json *turned = longest(r, "encoders");
	size_t layers = r->layers ? r->layers->count : 0, encoders = (size_t)kb->encoders;

	if (turned && turned->count > encoders)
		encoders = turned->count < KEYMAP_MAX_ENCODERS ? turned->count : KEYMAP_MAX_ENCODERS;
	layers = layers < 1 ? 1 : layers > KEYMAP_MAX_LAYERS ? KEYMAP_MAX_LAYERS : layers;
	r->map = keymap_new(layers, r->out->used->keys, encoders);
	r->binding = mem_new(layers * keymap_slots(r->map) + 1, sizeof(*r->binding));
}

static bool check_format(const struct reader *r, struct err *err)
{
	const struct json *format = json_find(r->root, "format"), *version = json_find(r->root, "version");
	int line, column;
	int64_t number;

	if (strcmp(json_text(format), KEYPLANE_JSON_FORMAT) != 0)
		return err_set(err, ERR_PARSE,
			       "expected an object with \"format\": \"" KEYPLANE_JSON_FORMAT "\"");
	if (json_int(version, 1, KEYPLANE_JSON_VERSION, &number))
		return true;
	json_place(r->doc, (version ? version : format)->span.start, &line, &column);
	return err_set(
		err, ERR_PARSE,
		"line %d, column %d: expected \"version\": %d, which is what this keyplane reads; a newer "
		"one wrote it",
		line, column, KEYPLANE_JSON_VERSION);
}

static void read_names(struct reader *r)
{
	const struct json *keyboard = json_find(r->root, "keyboard");

	r->out->keyboard = mem_copy_text(
		json_text(keyboard && keyboard->type == JSON_OBJECT ? json_find(keyboard, "id") : keyboard));
	r->out->keymap = mem_copy_text(json_text(json_find(r->root, "keymap")));
	r->out->layout = mem_copy_text(json_text(json_find(r->root, "layout")));
	r->out->language = mem_copy_text(json_text(json_find(r->root, "language")));
}

static void read_all(struct reader *r, const struct import_input *in)
{
	size_t layer = 0;

	check_schema(r);
	read_names(r);
	r->layers = list_of(r->root, "layers");
	read_map(r, in);
	for (const struct json *node = r->layers ? r->layers->first : NULL;
	     node && layer < keymap_layers(r->map); node = node->next, layer++)
		read_layer(r, node, layer);
	keyplane_read_definitions(json_find(r->root, "definitions"), r->map);
	keyplane_read_settings(json_find(r->root, "settings"), r->map);
	r->out->map = r->map;
	r->out->source = source_new(in->text, in->len, r->map);
	memcpy(r->out->source->binding, r->binding,
	       keymap_layers(r->map) * keymap_slots(r->map) * sizeof(*r->binding));
	free(r->binding);
	r->out->source->root = r->root->span;
	if (r->layers)
		r->out->source->layers = r->layers->span;
}

bool keyplane_json_read(const struct import_input *in, struct document *out, struct diagnostics *diagnostics,
			struct err *err)
{
	struct json_doc *doc = json_parse(in->text, in->len, err);
	struct reader r = { .doc = doc, .out = out, .diagnostics = diagnostics };
	bool ok;

	if (!doc)
		return false;
	*out = (struct document){ 0 };
	r.root = json_root(doc);
	ok = check_format(&r, err);
	if (ok)
		read_all(&r, in);
	json_doc_free(doc);
	return ok;
}
