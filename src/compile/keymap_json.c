/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/rewrite.h"
#include "keymap_json_private.h"
#include "model/symbol.h"

enum { PER_LINE = 10, LEAST_PER_LINE = 3 };

void json_style_line(const struct json_style *style, int depth, struct str *out)
{
	str_add(out, style->newline);
	while (depth--)
		str_add(out, style->indent);
}

const struct json *json_old_item(const struct json *list, size_t index)
{
	const struct json *node = list && list->type == JSON_ARRAY ? list->first : NULL;

	while (node && index--)
		node = node->next;
	return node;
}

bool keymap_has_turns(const struct keymap *map)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t i = 0; i < keymap_encoders(map); i++)
			if (keymap_get_turn(map, layer, i, TURN_CCW).kind != ACTION_NONE ||
			    keymap_get_turn(map, layer, i, TURN_CW).kind != ACTION_NONE)
				return true;
	return false;
}

bool keymap_has_names(const struct keymap *map)
{
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		if (keymap_layer_name(map, layer))
			return true;
	return false;
}

void json_print_action(struct action action, struct str *out)
{
	struct str text = STR_INIT;

	action_print(action, &text);
	json_add_text(out, str_text(&text));
	str_release(&text);
}

/* A value as the text spells it; text without quotes gets them, since it would swallow what follows it. */
static void print_spelling(const struct source *source, const struct json *node, struct str *out)
{
	if (node->type == JSON_TEXT && node->bare)
		json_add_text(out, node->text);
	else
		str_add_bytes(out, source->text + node->span.start, node->span.len);
}

/* Whether key @key starts a line: it stands left of the one before it. */
static bool starts_row(const struct layout *layout, size_t key)
{
	return layout->key[key].x_cu <= layout->key[key - 1].x_cu;
}

/* Layouts whose order goes down the columns have no rows to show. */
static bool has_rows(const struct layout *layout, size_t keys)
{
	size_t rows = 1;

	if (!layout || layout->keys != keys)
		return false;
	for (size_t key = 1; key < keys; key++)
		rows += starts_row(layout, key);
	return keys / rows >= LEAST_PER_LINE;
}

static void print_layer(const struct json_style *style, const struct layout *layout, const struct keymap *map,
			size_t layer, const struct json_old *old, struct str *out)
{
	int origin = old ? keymap_layer_origin(map, layer) : KEYMAP_NO_ORIGIN;
	const struct json *list = origin >= 0 ? json_old_item(old->layers, (size_t)origin) : NULL;
	const struct json *node = json_old_item(list, 0);
	size_t keys = keymap_keys(map);
	bool rows = has_rows(layout, keys);

	str_add_char(out, '[');
	for (size_t key = 0; key < keys; key++) {
		struct action action = keymap_get(map, layer, key);

		if (key == 0 || (rows ? starts_row(layout, key) : key % PER_LINE == 0)) {
			str_add(out, key ? "," : "");
			json_style_line(style, 3, out);
		} else {
			str_add(out, ", ");
		}
		if (node && key < keymap_keys(old->source->map) &&
		    action_equal(action, keymap_get(old->source->map, (size_t)origin, key)))
			print_spelling(old->source, node, out);
		else
			json_print_action(action, out);
		node = node ? node->next : NULL;
	}
	json_style_line(style, 2, out);
	str_add_char(out, ']');
}

void json_replace_action(const struct source *source, struct span old, struct action action, struct str *out)
{
	char before = old.start ? source->text[old.start - 1] : 0;
	bool inside = (before == '"' || before == '\'') && source->text[old.start + old.len] == before;
	struct str text = STR_INIT;

	json_print_action(action, &text);
	str_add_bytes(out, text.data + inside, text.len - 2 * (size_t)inside);
	str_release(&text);
}

/* Whether the text of the layer that @layer was can take its changes binding by binding. */
static bool can_keep(const struct keymap *map, size_t layer, const struct json_old *old)
{
	int origin = keymap_layer_origin(map, layer);
	size_t keys = keymap_keys(map);

	if (origin < 0 || (size_t)origin >= keymap_layers(old->source->map) ||
	    keys != keymap_keys(old->source->map) || !json_old_item(old->layers, (size_t)origin))
		return false;
	return rewrite_layer_fits(old->source, (size_t)origin, map, layer);
}

static void print_kept(const struct keymap *map, size_t layer, const struct json_old *old, struct str *out)
{
	size_t origin = (size_t)keymap_layer_origin(map, layer);
	struct rewrite rewrite = { 0 };

	rewrite_layer(&rewrite, old->source, origin, map, layer, json_replace_action);
	rewrite_print(&rewrite, old->source->text, json_old_item(old->layers, origin)->span, out);
	rewrite_release(&rewrite);
}

void json_print_layers(const struct json_style *style, const struct layout *layout, const struct keymap *map,
		       const struct json_old *old, struct str *out)
{
	str_add_char(out, '[');
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_add(out, layer ? "," : "");
		json_style_line(style, 2, out);
		if (old && can_keep(map, layer, old))
			print_kept(map, layer, old, out);
		else
			print_layer(style, layout, map, layer, old, out);
	}
	json_style_line(style, 1, out);
	str_add_char(out, ']');
}

/* One turn: as the text has it when it is the same, so that what we cannot read stays. */
static void print_turn(const struct keymap *map, size_t layer, size_t encoder, enum turn turn,
		       const struct json_old *old, struct str *out)
{
	int origin = old ? keymap_layer_origin(map, layer) : KEYMAP_NO_ORIGIN;
	const struct json *list = origin >= 0 ? json_old_item(old->encoders, (size_t)origin) : NULL;
	const struct json *node = json_find(json_old_item(list, encoder), turn == TURN_CCW ? "ccw" : "cw");
	struct action action = keymap_get_turn(map, layer, encoder, turn);

	if (node && action_equal(action, keymap_get_turn(old->source->map, (size_t)origin, encoder, turn)))
		print_spelling(old->source, node, out);
	else
		json_print_action(action, out);
}

void json_print_encoders(const struct json_style *style, const struct keymap *map, const struct json_old *old,
			 struct str *out)
{
	str_add_char(out, '[');
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_add(out, layer ? "," : "");
		json_style_line(style, 2, out);
		str_add_char(out, '[');
		for (size_t i = 0; i < keymap_encoders(map); i++) {
			str_add(out, i ? ", {\"ccw\": " : "{\"ccw\": ");
			print_turn(map, layer, i, TURN_CCW, old, out);
			str_add(out, ", \"cw\": ");
			print_turn(map, layer, i, TURN_CW, old, out);
			str_add_char(out, '}');
		}
		str_add_char(out, ']');
	}
	json_style_line(style, 1, out);
	str_add_char(out, ']');
}

void json_print_names(const struct keymap *map, struct str *out)
{
	str_add_char(out, '[');
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_add(out, layer ? ", " : "");
		json_add_text(out, symbol_text(keymap_layer_name(map, layer)));
	}
	str_add_char(out, ']');
}

static void print_text_member(const struct json_style *style, const char *name, const char *text,
			      struct str *out)
{
	json_style_line(style, 1, out);
	str_addf(out, "\"%s\": ", name);
	json_add_text(out, text);
	str_add_char(out, ',');
}

/* What we alone read. */
static void print_own_member(const struct keymap *map, struct str *out)
{
	bool names = keymap_has_names(map), definitions = json_has_own(map);

	if (!names && !definitions)
		return;
	str_add(out, ",\n    \"keyplane\": {");
	if (names) {
		str_add(out, "\"layer_names\": ");
		json_print_names(map, out);
	}
	if (definitions) {
		str_add(out, names ? ", \"definitions\": " : "\"definitions\": ");
		json_print_own(map, out);
	}
	str_add_char(out, '}');
}

void keymap_json_write(const struct keymap_json_names *names, const struct layout *layout,
		       const struct keymap *map, struct str *out)
{
	static const struct json_style style = { "\n", "    " };

	str_add(out, "{\n    \"version\": 1,");
	print_text_member(&style, "notes", "", out);
	print_text_member(&style, "documentation", "", out);
	print_text_member(&style, "keyboard", names->keyboard, out);
	print_text_member(&style, "keymap", names->keymap, out);
	print_text_member(&style, "layout", names->layout, out);
	if (names->language && names->language[0])
		print_text_member(&style, "host_language", names->language, out);
	str_add(out, "\n    \"layers\": ");
	json_print_layers(&style, layout, map, NULL, out);
	if (keymap_has_turns(map)) {
		str_add(out, ",\n    \"encoders\": ");
		json_print_encoders(&style, map, NULL, out);
	}
	json_print_tables(&style, map, out);
	print_own_member(map, out);
	str_add(out, "\n}\n");
}
