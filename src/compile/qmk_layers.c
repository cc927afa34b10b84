/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "key_grid.h"
#include "model/action_set.h"
#include "model/symbol.h"
#include "qmk_private.h"

static const struct diagnostic_kind encoder_count = { "qmk-encoder-count", SEVERITY_WARNING };
static const struct diagnostic_kind encoder_map_off = { "qmk-encoder-map-off", SEVERITY_WARNING };
static const struct diagnostic_kind layout_name = { "qmk-layout-name", SEVERITY_ERROR };

enum { DEFAULT_MAX_LAYERS = 16 }; /* layer_state_t has 16 bits unless it is told otherwise */

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

static void write_layer_enum(struct qmk *q)
{
	if (!q->names.layer[0])
		return;
	str_add(&q->tables, "enum layers {\n");
	for (size_t i = 0; i < keymap_layers(q->map); i++)
		str_addf(&q->tables, "    %s,\n", q->names.layer[i]);
	str_add(&q->tables, "};\n\n");
}

/* Names of definitions that are referred to by number. */
static void write_enum(struct qmk *q, enum definition_kind kind, const char *tag)
{
	size_t count = keymap_definitions(q->map, kind), before = 0;
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		if (!q->name[kind][i])
			continue;
		if (!begun)
			str_addf(&q->tables, "enum %s {\n", tag);
		str_addf(&q->tables, "    %s", q->name[kind][i]);
		if (i != before)
			str_addf(&q->tables, " = %zu", i);
		str_add(&q->tables, ",\n");
		before = i + 1;
		begun = true;
	}
	if (begun)
		str_add(&q->tables, "};\n\n");
}

/* What C calls the actions of the layers, found out once of each. What something is told of is found out again for each
 * key that has it. */
struct words {
	struct action_set actions;
	struct str *text; /* [number] */
	bool *told;       /* likewise */
	size_t texts, tolds;
};

static void release_words(struct words *words)
{
	for (size_t i = 0; i < words->actions.count; i++)
		str_release(&words->text[i]);
	free(words->text);
	free(words->told);
	action_set_release(&words->actions);
}

static void add_words(struct qmk *q, struct words *words, struct action action, struct str *out)
{
	size_t told = q->out->count + q->out->dropped, at;
	bool added;

	at = action_set_add(&words->actions, action, &added);
	if (added) {
		words->text = mem_grow(words->text, at, &words->texts, sizeof(*words->text));
		words->told = mem_grow(words->told, at, &words->tolds, sizeof(*words->told));
		words->text[at] = (struct str)STR_INIT;
	}
	if (added || words->told[at]) {
		str_clear(&words->text[at]);
		qmk_add_action(q, action, &words->text[at]);
		words->told[at] = q->out->count + q->out->dropped != told;
	}
	str_add_bytes(out, str_text(&words->text[at]), words->text[at].len);
}

static void write_layer(struct qmk *q, struct words *words, size_t layer)
{
	const struct layout *layout = q->in->layout;
	struct str *cell = mem_new(layout->keys, sizeof(*cell));

	for (size_t i = 0; i < layout->keys; i++) {
		q->place = place_of_key(layer, i);
		add_words(q, words, keymap_get(q->map, layer, i), &cell[i]);
	}
	str_add(&q->tables, "    [");
	qmk_print_layer(layer, &q->names, &q->tables);
	str_addf(&q->tables, "] = %s(\n", layout->name);
	if (!q->only_check)
		key_grid_print(&(struct key_grid){ ",", 8 }, layout, cell, &q->tables);
	str_add(&q->tables, "    ),\n");
	for (size_t i = 0; i < layout->keys; i++)
		str_release(&cell[i]);
	free(cell);
}

static void write_encoders(struct qmk *q, struct words *words)
{
	if (!qmk_has_turns(q->map))
		return;
	str_add(&q->tables, "\n#if defined(ENCODER_MAP_ENABLE)\n"
			    "const uint16_t PROGMEM encoder_map[][NUM_ENCODERS][NUM_DIRECTIONS] = {\n");
	for (size_t layer = 0; layer < keymap_layers(q->map); layer++) {
		str_add(&q->tables, "    [");
		qmk_print_layer(layer, &q->names, &q->tables);
		str_add(&q->tables, "] = { ");
		for (size_t i = 0; i < keymap_encoders(q->map); i++) {
			q->place = place_of_encoder(layer, i);
			str_add(&q->tables, i ? ", ENCODER_CCW_CW(" : "ENCODER_CCW_CW(");
			add_words(q, words, keymap_get_turn(q->map, layer, i, TURN_CCW), &q->tables);
			str_add(&q->tables, ", ");
			add_words(q, words, keymap_get_turn(q->map, layer, i, TURN_CW), &q->tables);
			str_add_char(&q->tables, ')');
		}
		str_add(&q->tables, " },\n");
	}
	str_add(&q->tables, "};\n#endif\n");
}

void qmk_write_layers(struct qmk *q)
{
	struct words words = { 0 };

	if (!qmk_is_identifier(q->in->layout->name))
		diagnostics_add(q->out, &layout_name, PLACE_NONE, "the layout's name '%s' is not a name of C",
				q->in->layout->name);
	check_encoders(q->in, q->out);
	write_layer_enum(q);
	write_enum(q, DEFINITION_TAP_DANCE, "tap_dances");
	write_enum(q, DEFINITION_UNICODE, "characters");
	qmk_write_keycodes(q);
	qmk_emit_aliases(q->in->source, &q->tables);
	str_add(&q->tables, "const uint16_t PROGMEM keymaps[][MATRIX_ROWS][MATRIX_COLS] = {\n");
	for (size_t layer = 0; layer < keymap_layers(q->map); layer++) {
		if (layer)
			str_add_char(&q->tables, '\n');
		write_layer(q, &words, layer);
	}
	str_add(&q->tables, "};\n");
	write_encoders(q, &words);
	release_words(&words);
	q->place = PLACE_NONE;
	if (keymap_layers(q->map) > DEFAULT_MAX_LAYERS)
		qmk_define(q, "LAYER_STATE_32BIT", NULL);
}
