/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_turns.h"

size_t zmk_turns_said(const struct keymap *map, size_t layer)
{
	size_t said = keymap_encoders(map);

	for (; said > 0; said--)
		for (int turn = 0; turn < TURN_COUNT; turn++)
			if (keymap_get_turn(map, layer, said - 1, (enum turn)turn).kind != ACTION_TRANSPARENT)
				return said;
	return 0;
}

static bool option_is(const struct definition *definition, const char *name, const char *text)
{
	const struct setting *option = definition_option(definition, name);

	return option && option->type == SETTING_TEXT && !strcmp(symbol_text(option->text), text);
}

/* zmk,behavior-sensor-rotate with just these two. */
static bool is_rotate(const struct definition *definition, struct zmk_turns turns)
{
	return option_is(definition, "compatible", "zmk,behavior-sensor-rotate") && definition->steps == 2 &&
	       action_equal(definition->step[0].action, turns.cw) &&
	       action_equal(definition->step[1].action, turns.ccw);
}

/* "&msc SCRL_UP" as &msc and SCRL_UP; false for what has no cell or two. */
static bool split(struct action action, action_layer_name *layer_name, const void *data, struct str *ref,
		  struct str *cell)
{
	struct str text = STR_INIT;
	const char *space;

	zmk_action_print(action, layer_name, data, &text);
	space = strchr(str_text(&text), ' ');
	if (space) {
		str_add_bytes(ref, str_text(&text), (size_t)(space - str_text(&text)));
		str_add(cell, space + 1);
	}
	str_release(&text);
	return space && !strchr(str_text(cell), ' ');
}

/* zmk,behavior-sensor-rotate-var, which is handed a cell for each of its two children. */
static bool print_variable(const struct keymap *map, struct zmk_turns turns, action_layer_name *layer_name,
			   const void *data, struct str *out)
{
	struct str ref[2] = { STR_INIT, STR_INIT }, cell[2] = { STR_INIT, STR_INIT }, children = STR_INIT;
	const char *name = NULL;
	bool can;

	can = split(turns.cw, layer_name, data, &ref[0], &cell[0]) &&
	      split(turns.ccw, layer_name, data, &ref[1], &cell[1]);
	str_addf(&children, "<%s>, <%s>", str_text(&ref[0]), str_text(&ref[1]));
	if (turns.cw.kind == ACTION_KEY && turns.ccw.kind == ACTION_KEY)
		name = "inc_dec_kp";
	for (size_t i = 0; !name && i < keymap_definitions(map, DEFINITION_BEHAVIOR); i++) {
		const struct definition *definition = keymap_definition(map, DEFINITION_BEHAVIOR, i);

		if (option_is(definition, "compatible", "zmk,behavior-sensor-rotate-var") &&
		    option_is(definition, "bindings", str_text(&children)))
			name = symbol_text(definition->name);
	}
	can = can && name;
	if (can)
		str_addf(out, "&%s %s %s", name, str_text(&cell[0]), str_text(&cell[1]));
	for (int i = 0; i < 2; i++) {
		str_release(&ref[i]);
		str_release(&cell[i]);
	}
	str_release(&children);
	return can;
}

/* A behaviour of sensors that a file has which is not there: both turns are its binding as a whole. */
static bool is_whole(const struct keymap *map, struct zmk_turns turns)
{
	const char *ref = turns.cw.kind == ACTION_BEHAVIOR ? symbol_text(turns.cw.arg[0]) : "";

	if (!*ref || !action_equal(turns.cw, turns.ccw) || zmk_behavior_find(ref, strlen(ref)))
		return false;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++)
			if (keymap_definition(map, (enum definition_kind)kind, i)->name == turns.cw.arg[0])
				return false;
	return true;
}

bool zmk_turns_print(const struct keymap *map, struct zmk_turns turns, action_layer_name *layer_name,
		     const void *data, struct str *out)
{
	for (size_t i = 0; i < keymap_definitions(map, DEFINITION_BEHAVIOR); i++) {
		const struct definition *definition = keymap_definition(map, DEFINITION_BEHAVIOR, i);

		if (!is_rotate(definition, turns))
			continue;
		str_addf(out, "&%s", symbol_text(definition->name));
		return true;
	}
	if (is_whole(map, turns))
		return zmk_action_print(turns.cw, layer_name, data, out);
	return print_variable(map, turns, layer_name, data, out);
}
