/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/keyplane_json.h"
#include "json_text.h"
#include "keyplane_json_private.h"
#include "model/symbol.h"
#include "model/term.h"

struct update {
	const struct source *source;
	const struct keymap *map;
	const struct json *layers; /* of the text */
	struct json_text json;
};

static void replace_action(const struct source *source, struct span old, struct action action,
			   struct str *out)
{
	(void)source;
	(void)old;
	keyplane_print_action(action, out);
}

/* Whether each of the layer's slots that changed has its place in the text of layer @origin. */
static bool layer_fits(const struct update *u, size_t layer, size_t origin)
{
	const struct keymap *old = u->source->map;

	if (keymap_keys(u->map) != keymap_keys(old) || keymap_slots(u->map) != keymap_slots(old))
		return false;
	for (size_t slot = 0; slot < keymap_slots(old); slot++)
		if (span_is_nowhere(source_binding(u->source, origin, slot)->span) &&
		    !action_equal(keymap_get_slot(u->map, layer, slot), keymap_get_slot(old, origin, slot)))
			return false;
	return true;
}

static void rename_layer(struct rewrite *rewrite, const struct json *node, uint32_t name)
{
	const struct json *member = json_find(node, "name");
	struct str text = STR_INIT;

	json_add_text(&text, symbol_text(name));
	if (member) {
		rewrite_replace(rewrite, member->span, str_text(&text));
	} else {
		struct str whole = STR_INIT;

		str_addf(&whole, "\"name\": %s%s", str_text(&text), node->first ? ", " : "");
		rewrite_replace(rewrite, (struct span){ node->span.start + 1, 0 }, str_text(&whole));
		str_release(&whole);
	}
	str_release(&text);
}

/* Put what changed of @layer into the text that layer @origin has. */
static void rewrite_entry(const struct update *u, struct rewrite *rewrite, size_t layer, size_t origin)
{
	uint32_t name = keymap_layer_name(u->map, layer);

	rewrite_layer(rewrite, u->source, origin, u->map, layer, replace_action);
	rewrite_turns(rewrite, u->source, origin, u->map, layer, replace_action);
	if (name != keymap_layer_name(u->source->map, origin))
		rename_layer(rewrite, json_old_item(u->layers, origin), name);
}

static void print_entry(const struct update *u, size_t layer, struct str *out)
{
	int origin = keymap_layer_origin(u->map, layer);
	const struct json *node = origin >= 0 ? json_old_item(u->layers, (size_t)origin) : NULL;
	struct rewrite rewrite = { 0 };

	if (!node || node->type != JSON_OBJECT || node->bare || !layer_fits(u, layer, (size_t)origin)) {
		keyplane_print_layer(&u->json.style, u->map, layer, 2, out);
		return;
	}
	rewrite_entry(u, &rewrite, layer, (size_t)origin);
	rewrite_print(&rewrite, u->source->text, node->span, out);
	rewrite_release(&rewrite);
}

static bool layers_stayed(const struct update *u)
{
	if (keymap_layers(u->map) != keymap_layers(u->source->map))
		return false;
	for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
		if (keymap_layer_origin(u->map, layer) != (int)layer || !json_old_item(u->layers, layer) ||
		    json_old_item(u->layers, layer)->type != JSON_OBJECT || !layer_fits(u, layer, layer))
			return false;
	return true;
}

static bool update_layers(struct update *u, struct err *err)
{
	struct str value = STR_INIT;

	if (layers_stayed(u)) {
		for (size_t layer = 0; layer < keymap_layers(u->map); layer++)
			rewrite_entry(u, &u->json.rewrite, layer, layer);
		return true;
	}
	if (u->layers && u->layers->count > KEYMAP_MAX_LAYERS)
		return err_set(err, ERR_REFUSED,
			       "the text has %zu layers and %d were read: writing the list anew would lose "
			       "the others",
			       u->layers->count, KEYMAP_MAX_LAYERS);
	str_add_char(&value, '[');
	for (size_t layer = 0; layer < keymap_layers(u->map); layer++) {
		str_add(&value, layer ? "," : "");
		json_style_line(&u->json.style, 2, &value);
		print_entry(u, layer, &value);
	}
	json_style_line(&u->json.style, 1, &value);
	str_add_char(&value, ']');
	json_text_set(&u->json, "layers", str_text(&value));
	str_release(&value);
	return true;
}

/* The node that each definition of the old keymap was read from, in the order of keyplane_definition(). The caller
 * frees; NULL when they cannot be told. */
static const struct json **old_definitions(const struct update *u, const struct json *list, size_t *count)
{
	const struct json **node;
	size_t at = 0;

	*count = list && list->type == JSON_ARRAY ? list->count : 0;
	node = mem_new(*count + 1, sizeof(const struct json *));
	for (int kind = 0; *count && kind < DEFINITION_KIND_COUNT; kind++) {
		const char *term = term_of_definition((enum definition_kind)kind);

		for (const struct json *item = list->first; item; item = item->next)
			if (!strcmp(json_text(json_find(item, "kind")), term))
				node[at++] = item;
	}
	if (at != *count || (at && !keyplane_definition(u->source->map, at - 1)))
		*count = 0;
	return node;
}

/* An old definition that is @wanted, which none before it in the new list was. */
static const struct json *take_old(const struct update *u, const struct definition *wanted,
				   const struct json **node, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct json *found = node[i];

		if (!found || !definition_equal(wanted, keyplane_definition(u->source->map, i)))
			continue;
		node[i] = NULL;
		return found;
	}
	return NULL;
}

static bool definitions_changed(const struct update *u)
{
	for (size_t i = 0;; i++) {
		const struct definition *now = keyplane_definition(u->map, i),
					*old = keyplane_definition(u->source->map, i);

		if (!now || !old)
			return now != old;
		if (!definition_equal(now, old))
			return true;
	}
}

static void update_definitions(struct update *u)
{
	const struct json *list = json_find(u->json.root, "definitions"), **node;
	const struct definition *definition;
	struct str value = STR_INIT;
	size_t count;

	if (!definitions_changed(u))
		return;
	node = old_definitions(u, list, &count);
	str_add_char(&value, '[');
	for (size_t i = 0; (definition = keyplane_definition(u->map, i)); i++) {
		const struct json *old = take_old(u, definition, node, count);

		str_add(&value, i ? "," : "");
		json_style_line(&u->json.style, 2, &value);
		if (old)
			str_add_bytes(&value, u->source->text + old->span.start, old->span.len);
		else
			keyplane_json_definition(definition, &value);
	}
	json_style_line(&u->json.style, 1, &value);
	str_add_char(&value, ']');
	json_text_set(&u->json, "definitions", str_text(&value));
	str_release(&value);
	free(node);
}

static bool settings_changed(const struct update *u)
{
	size_t count = keymap_settings(u->map);

	if (count != keymap_settings(u->source->map))
		return true;
	for (size_t i = 0; i < count; i++)
		if (!setting_equal(keymap_setting_at(u->map, i), keymap_setting_at(u->source->map, i)))
			return true;
	return false;
}

static void update_settings(struct update *u)
{
	struct str value = STR_INIT;

	if (!settings_changed(u))
		return;
	keyplane_print_settings(&u->json.style, u->map, 1, &value);
	json_text_set(&u->json, "settings", str_text(&value));
	str_release(&value);
}

bool keyplane_json_update(const struct source *source, const struct layout *layout, const struct keymap *map,
			  struct str *out, struct err *err)
{
	struct update u = { .source = source, .map = map };
	bool ok = true;

	(void)layout;
	if (!json_text_open(&u.json, source->text, source->len, err))
		return false;
	u.layers = json_find(u.json.root, "layers");
	if (!keymap_equal(map, source->map)) {
		ok = update_layers(&u, err);
		update_definitions(&u);
		update_settings(&u);
	}
	if (ok)
		rewrite_print(&u.json.rewrite, source->text, (struct span){ 0, (uint32_t)source->len }, out);
	json_text_close(&u.json);
	return ok;
}
