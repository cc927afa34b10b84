/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "zmk_keymap_private.h"

/* The node of the behaviour that a binding names; NULL: it is not here. */
static const struct dts_node *node_of(const struct zmk_reader *reader, const struct zmk_binding *binding)
{
	const struct cpp_token *name = &reader->token[binding->tokens.first + 1];

	return binding->tokens.count > 1 ? dts_find_label(reader->dts, name->text, name->len) : NULL;
}

/* The name of child @index of a behaviour: the first is what turning clockwise does. */
static void child_name(struct zmk_reader *reader, const struct dts_property *bindings, int index,
		       struct str *out)
{
	for (const struct dts_part *part = bindings ? bindings->part : NULL; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;

		while (dts_next_cell(reader->dts, part, &at, &cell))
			if (cell.ref && !index--) {
				dts_spell(reader->dts, cell.tokens, out);
				return;
			}
	}
}

/* `&inc_dec_kp A B`: each cell goes to a child, which is &kp of the predefined one. */
static void read_variable(struct zmk_reader *reader, const struct zmk_binding *binding,
			  struct action turn[TURN_COUNT])
{
	static const enum turn order[] = { TURN_CW, TURN_CCW };
	const struct dts_part list = { .type = DTS_CELLS, .inside = binding->tokens };
	const struct dts_node *node = node_of(reader, binding);
	struct dts_cell cell;
	struct err err;
	uint32_t at = 0;
	int index = 0;

	while (dts_next_cell(reader->dts, &list, &at, &cell)) {
		struct str text = STR_INIT;
		struct action action;

		if (cell.ref || index == TURN_COUNT)
			continue;
		if (node)
			child_name(reader, dts_find_property(node, "bindings"), index, &text);
		else
			str_add(&text, "&kp");
		str_add_char(&text, ' ');
		dts_spell(reader->dts, cell.tokens, &text);
		if (zmk_action_parse(str_text(&text), &reader->names, &action, &err))
			turn[order[index]] = action;
		str_release(&text);
		index++;
	}
}

void zmk_read_turns(struct zmk_reader *reader, const struct zmk_binding *binding,
		    struct action turn[TURN_COUNT])
{
	const struct cpp_token *name = &reader->token[binding->tokens.first + 1];
	const struct dts_node *node = node_of(reader, binding);
	const struct zmk_behavior *own = NULL;
	struct zmk_bindings steps = { 0 };

	turn[TURN_CW] = turn[TURN_CCW] = binding->action;
	if (binding->tokens.count < 2)
		return;
	own = reader->names.behavior(reader, name->text, name->len);
	if (!own && !node)
		own = zmk_behavior_find(name->text, name->len);
	if (!own)
		return;
	if (!strcmp(own->compatible, "zmk,behavior-sensor-rotate-var")) {
		read_variable(reader, binding, turn);
	} else if (!strcmp(own->compatible, "zmk,behavior-sensor-rotate") && node) {
		zmk_read_bindings(reader, dts_find_property(node, "bindings"), &steps);
		if (steps.count == TURN_COUNT) {
			turn[TURN_CW] = steps.item[0].action;
			turn[TURN_CCW] = steps.item[1].action;
		}
		free(steps.item);
	}
}
