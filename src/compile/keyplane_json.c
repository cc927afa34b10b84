/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compile/keyplane_json.h"
#include "compile/print.h"
#include "keyplane_json_private.h"
#include "model/symbol.h"

static void print_keys(const struct json_style *style, const struct keymap *map, size_t layer, int depth,
		       struct str *out)
{
	str_add_char(out, '[');
	for (size_t key = 0; key < keymap_keys(map); key++) {
		str_add(out, key ? "," : "");
		json_style_line(style, depth + 1, out);
		keyplane_print_action(keymap_get(map, layer, key), out);
	}
	json_style_line(style, depth, out);
	str_add_char(out, ']');
}

void keyplane_print_encoders(const struct json_style *style, const struct keymap *map, size_t layer,
			     int depth, struct str *out)
{
	str_add_char(out, '[');
	for (size_t i = 0; i < keymap_encoders(map); i++) {
		str_add(out, i ? "," : "");
		json_style_line(style, depth + 1, out);
		str_add(out, "{\"ccw\": ");
		keyplane_print_action(keymap_get_turn(map, layer, i, TURN_CCW), out);
		str_add(out, ", \"cw\": ");
		keyplane_print_action(keymap_get_turn(map, layer, i, TURN_CW), out);
		str_add_char(out, '}');
	}
	json_style_line(style, depth, out);
	str_add_char(out, ']');
}

void keyplane_print_layer(const struct json_style *style, const struct keymap *map, size_t layer, int depth,
			  struct str *out)
{
	str_add_char(out, '{');
	json_style_line(style, depth + 1, out);
	if (keymap_layer_name(map, layer)) {
		str_add(out, "\"name\": ");
		json_add_text(out, symbol_text(keymap_layer_name(map, layer)));
		str_add_char(out, ',');
		json_style_line(style, depth + 1, out);
	}
	str_add(out, "\"keys\": ");
	print_keys(style, map, layer, depth + 1, out);
	if (keymap_encoders(map)) {
		str_add_char(out, ',');
		json_style_line(style, depth + 1, out);
		str_add(out, "\"encoders\": ");
		keyplane_print_encoders(style, map, layer, depth + 1, out);
	}
	json_style_line(style, depth, out);
	str_add_char(out, '}');
}

const struct definition *keyplane_definition(const struct keymap *map, size_t index)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		size_t count = keymap_definitions(map, (enum definition_kind)kind);

		if (index < count)
			return keymap_definition(map, (enum definition_kind)kind, index);
		index -= count;
	}
	return NULL;
}

static void print_definitions(const struct json_style *style, const struct keymap *map, struct str *out)
{
	const struct definition *definition;

	str_add_char(out, '[');
	for (size_t i = 0; (definition = keyplane_definition(map, i)); i++) {
		str_add(out, i ? "," : "");
		json_style_line(style, 2, out);
		keyplane_json_definition(definition, out);
	}
	json_style_line(style, 1, out);
	str_add_char(out, ']');
}

/* The member @name begins; @text NULL: its value is for the caller to print. */
static void print_member(const struct json_style *style, const char *name, const char *text, struct str *out)
{
	str_add_char(out, ',');
	json_style_line(style, 1, out);
	str_addf(out, "\"%s\": ", name);
	if (text)
		json_add_text(out, text);
}

/* A keyboard that has a name is known elsewhere. */
static void print_head(const struct json_style *style, const struct compile_input *in, struct str *out)
{
	str_add(out, "{\n    \"format\": \"keyplane-keymap\",\n    \"version\": 1");
	print_member(style, "keyboard", in->keyboard->id[0] ? in->keyboard->id : NULL, out);
	if (!in->keyboard->id[0])
		keyplane_print_keyboard(style, in->keyboard, 1, out);
	print_member(style, "keymap", in->keymap_name, out);
	print_member(style, "layout", in->layout->name, out);
	if (in->language && in->language[0])
		print_member(style, "language", in->language, out);
}

bool keyplane_json_print(const struct compile_input *in, struct str *out, struct diagnostics *lost,
			 struct err *err)
{
	static const struct json_style style = { "\n", "    " };

	(void)lost;
	(void)err;
	print_head(&style, in, out);
	print_member(&style, "layers", NULL, out);
	str_add_char(out, '[');
	for (size_t layer = 0; layer < keymap_layers(in->map); layer++) {
		str_add(out, layer ? "," : "");
		json_style_line(&style, 2, out);
		keyplane_print_layer(&style, in->map, layer, 2, out);
	}
	json_style_line(&style, 1, out);
	str_add_char(out, ']');
	if (keyplane_definition(in->map, 0)) {
		print_member(&style, "definitions", NULL, out);
		print_definitions(&style, in->map, out);
	}
	if (keymap_settings(in->map)) {
		print_member(&style, "settings", NULL, out);
		keyplane_print_settings(&style, in->map, 1, out);
	}
	str_add(out, "\n}\n");
	return true;
}
