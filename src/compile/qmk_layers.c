/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "key_grid.h"
#include "model/action_walk.h"
#include "model/keycode.h"
#include "model/symbol.h"
#include "qmk.h"

static const struct diagnostic_kind encoder_count = { "qmk-encoder-count", SEVERITY_WARNING };
static const struct diagnostic_kind encoder_map_off = { "qmk-encoder-map-off", SEVERITY_WARNING };
static const struct diagnostic_kind expression = { "qmk-expression", SEVERITY_ERROR };
static const struct diagnostic_kind keycode_name = { "qmk-keycode-name", SEVERITY_ERROR };
static const struct diagnostic_kind keycode_unused = { "qmk-keycode-code", SEVERITY_NOTE };
static const struct diagnostic_kind not_qmk = { "qmk-no-such-action", SEVERITY_ERROR };
static const struct diagnostic_kind layout_name = { "qmk-layout-name", SEVERITY_ERROR };

bool qmk_has_turns(const struct keymap *map)
{
	const struct setting *on = keymap_find_setting(map, "features.encoder_map");

	if (on && on->number)
		return keymap_encoders(map) > 0;
	for (size_t layer = 0; layer < keymap_layers(map); layer++)
		for (size_t i = 0; i < keymap_encoders(map) * TURN_COUNT; i++)
			if (keymap_get_turn(map, layer, i / TURN_COUNT, i % TURN_COUNT).kind != ACTION_NONE)
				return true;
	return false;
}

/* Texts and names inside an action were written by somebody: they are C only when our own parser says so. */
static void check_expression(struct action action, struct place place, struct diagnostics *out)
{
	struct str text = STR_INIT;
	struct action again;
	struct err err = { 0 };

	if (action.kind != ACTION_RAW && !(action.flags & ACTION_BY_NAME) && action_is_qmk(action))
		return;
	action_print(action, &text);
	if (!action_is_qmk(action))
		diagnostics_add(out, &not_qmk, place, "QMK has nothing that does what %s does",
				str_text(&text));
	else if (!action_parse(str_text(&text), &again, &err))
		diagnostics_add(out, &expression, place, "'%s' cannot stand in C: %s", str_text(&text),
				err.text);
	str_release(&text);
}

static void check_expressions(const struct keymap *map, struct diagnostics *out)
{
	struct action_walk walk = action_walk_start(map);

	while (action_walk_next(&walk))
		check_expression(walk.action, walk.place, out);
}

static void check_custom_keycodes(const struct keymap *map, struct diagnostics *out)
{
	size_t count = keymap_definitions(map, DEFINITION_KEYCODE);

	for (size_t i = 0; i < count; i++) {
		const char *name = symbol_text(keymap_definition(map, DEFINITION_KEYCODE, i)->name);
		uint16_t code;

		if (!qmk_is_identifier(name))
			diagnostics_add(out, &keycode_name, PLACE_NONE,
					"the keycode '%s' is not a name of C: use letters, digits and _",
					name);
		else if (keycode_find(name, strlen(name), &code))
			diagnostics_add(out, &keycode_name, PLACE_NONE,
					"%s is a keycode of QMK; give yours another name", name);
		for (size_t other = 0; other < i; other++)
			if (keymap_definition(map, DEFINITION_KEYCODE, other)->name ==
			    keymap_definition(map, DEFINITION_KEYCODE, i)->name)
				diagnostics_add(out, &keycode_name, PLACE_NONE,
						"the keycode %s is declared twice", name);
	}
	if (count)
		diagnostics_add(out, &keycode_unused, PLACE_NONE,
				"%zu keycode%s of your own: what %s is up to code of yours", count,
				count == 1 ? "" : "s", count == 1 ? "it does" : "they do");
}

static void check_encoders(const struct compile_input *in, struct diagnostics *out)
{
	const struct setting *on = keymap_find_setting(in->map, "features.encoder_map");

	if (!qmk_has_turns(in->map))
		return;
	if (in->keyboard->encoders != (int)keymap_encoders(in->map))
		diagnostics_add(
			out, &encoder_count, PLACE_NONE,
			"the keymap has %zu encoder%s, the keyboard %d: QMK will refuse or ignore some",
			keymap_encoders(in->map), keymap_encoders(in->map) == 1 ? "" : "s",
			in->keyboard->encoders);
	if (on && !on->number)
		diagnostics_add(out, &encoder_map_off, PLACE_NONE,
				"features.encoder_map is off: what the encoders do here has no effect");
}

void qmk_check_layers(const struct compile_input *in, struct diagnostics *out)
{
	if (!qmk_is_identifier(in->layout->name))
		diagnostics_add(out, &layout_name, PLACE_NONE, "the layout's name '%s' is not a name of C",
				in->layout->name);
	check_expressions(in->map, out);
	check_custom_keycodes(in->map, out);
	check_encoders(in, out);
}

static void emit_layer_enum(const struct keymap *map, const struct qmk_names *names, struct str *out)
{
	if (!names->layer[0])
		return;
	str_add(out, "enum layers {\n");
	for (size_t i = 0; i < keymap_layers(map); i++)
		str_addf(out, "    %s,\n", names->layer[i]);
	str_add(out, "};\n\n");
}

static void emit_keycode_enum(const struct keymap *map, const char *first, struct str *out)
{
	size_t count = keymap_definitions(map, DEFINITION_KEYCODE);

	if (!count)
		return;
	str_add(out, "enum custom_keycodes {\n");
	for (size_t i = 0; i < count; i++)
		str_addf(out, "    %s%s%s,\n",
			 symbol_text(keymap_definition(map, DEFINITION_KEYCODE, i)->name), i ? "" : " = ",
			 i ? "" : first);
	str_add(out, "};\n\n");
}

static void emit_layer(const struct compile_input *in, const struct qmk_names *names, size_t layer,
		       struct str *out)
{
	size_t keys = in->layout->keys;
	struct str *cell = mem_new(keys, sizeof(*cell));

	for (size_t i = 0; i < keys; i++)
		qmk_print_action(keymap_get(in->map, layer, i), names, &cell[i]);
	str_add(out, "    [");
	qmk_print_layer(layer, names, out);
	str_addf(out, "] = %s(\n", in->layout->name);
	key_grid_print(&(struct key_grid){ ",", 8 }, in->layout, cell, out);
	str_add(out, "    ),\n");
	for (size_t i = 0; i < keys; i++)
		str_release(&cell[i]);
	free(cell);
}

static void emit_encoders(const struct keymap *map, const struct qmk_names *names, struct str *out)
{
	if (!qmk_has_turns(map))
		return;
	str_add(out, "\n#if defined(ENCODER_MAP_ENABLE)\n"
		     "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n");
	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		str_add(out, "    [");
		qmk_print_layer(layer, names, out);
		str_add(out, "] = { ");
		for (size_t i = 0; i < keymap_encoders(map); i++) {
			str_add(out, i ? ", ENCODER_CCW_CW(" : "ENCODER_CCW_CW(");
			qmk_print_action(keymap_get_turn(map, layer, i, TURN_CCW), names, out);
			str_add(out, ", ");
			qmk_print_action(keymap_get_turn(map, layer, i, TURN_CW), names, out);
			str_add_char(out, ')');
		}
		str_add(out, " },\n");
	}
	str_add(out, "};\n#endif\n");
}

void qmk_emit_layers(const struct compile_input *in, const struct qmk_names *names,
		     const struct qmk_flavour *flavour, struct str *out)
{
	emit_layer_enum(in->map, names, out);
	emit_keycode_enum(in->map, flavour->first_keycode, out);
	qmk_emit_aliases(in->source, out);
	str_add(out, "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n");
	for (size_t layer = 0; layer < keymap_layers(in->map); layer++) {
		if (layer)
			str_add_char(out, '\n');
		emit_layer(in, names, layer, out);
	}
	str_add(out, "};\n");
	emit_encoders(in->map, names, out);
}
