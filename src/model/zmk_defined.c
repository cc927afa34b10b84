/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "model/symbol.h"
#include "model/zmk_defined.h"
#include "zmk_cell.h"

enum { CHILDREN_MAX = 4 }; /* how deep a behaviour's cells are looked for in those that it hands them to */

static bool find(const struct keymap *map, const char *ref, size_t len, int depth, struct zmk_behavior *out);

static const char *text_of(const struct definition *definition, const char *option)
{
	const struct setting *setting = definition_option(definition, option);

	return setting && setting->type == SETTING_TEXT ? symbol_text(setting->text) : "";
}

/* The cells of a behaviour by name, own or predefined. */
static bool find_any(const struct keymap *map, const char *ref, size_t len, int depth,
		     struct zmk_behavior *out)
{
	const struct zmk_behavior *predefined = zmk_behavior_find(ref, len);

	if (depth < CHILDREN_MAX && find(map, ref, len, depth + 1, out))
		return true;
	if (predefined)
		*out = *predefined;
	return predefined;
}

/* `bindings` is "<&mo>, <&kp>": a cell for each. */
static void type_by_children(const struct keymap *map, const char *bindings, int depth,
			     struct zmk_behavior *out)
{
	int child = 0;

	for (const char *at = strchr(bindings, '&'); at && child < out->cells; at = strchr(at, '&')) {
		struct zmk_behavior of;
		size_t len = 0;

		at++;
		while (zmk_is_name(at[len]))
			len++;
		if (find_any(map, at, len, depth, &of) && of.cells > 0)
			out->cell[child] = of.cell[0];
		child++;
	}
}

/* Which cell of the next binding a parameter goes to, by the controls of a macro. */
static const char *ref_of(struct action action)
{
	const char *ref =
		action.kind == ACTION_BEHAVIOR ? symbol_text(action.arg[0]) : zmk_ref_of_kind(action.kind);

	return ref ? ref : "";
}

static void type_by_params(const struct keymap *map, const struct definition *macro, int depth,
			   struct zmk_behavior *out)
{
	int from[ZMK_CELLS_MAX] = { -1, -1 };

	for (size_t i = 0; i < macro->steps; i++) {
		const char *ref = ref_of(macro->step[i].action);
		struct zmk_behavior of;
		int param, to;

		if (sscanf(ref, "macro_param_%1dto%1d", &param, &to) == 2 && to >= 1 && to <= ZMK_CELLS_MAX) {
			from[to - 1] = param - 1;
		} else if (find_any(map, ref, strlen(ref), depth, &of)) {
			for (int cell = 0; cell < of.cells; cell++) {
				if (from[cell] >= 0 && from[cell] < out->cells)
					out->cell[from[cell]] = of.cell[cell];
				from[cell] = -1;
			}
		}
	}
}

static int cells_of(const struct definition *definition)
{
	const struct setting *cells = definition_option(definition, "#binding-cells");
	const char *compatible = text_of(definition, "compatible");

	switch (definition->kind) {
	case DEFINITION_HOLD_TAP:
		return 2;
	case DEFINITION_MACRO:
		return strstr(compatible, "one-param") ? 1 : strstr(compatible, "two-param") ? 2 : 0;
	case DEFINITION_TAP_DANCE:
	case DEFINITION_OVERRIDE:
		return 0;
	default:
		if (!cells)
			cells = definition_option(definition, "#sensor-binding-cells");
		if (!cells)
			cells = definition_option(definition, "#input-processor-cells");
		return cells && cells->type == SETTING_NUMBER && cells->number >= 0 && cells->number <= 2
			       ? (int)cells->number
			       : -1;
	}
}

/* A predefined behaviour of the same sort has the same cells. */
static void type_as_predefined(const char *compatible, struct zmk_behavior *out)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++) {
		const struct zmk_behavior *row = zmk_behavior_at(i);

		if (strcmp(row->compatible, compatible) != 0 || row->cells != out->cells)
			continue;
		memcpy(out->cell, row->cell, sizeof(row->cell));
		out->words = row->words;
		return;
	}
}

static void type_cells(const struct keymap *map, const struct definition *definition, int depth,
		       struct zmk_behavior *out)
{
	const char *bindings = text_of(definition, "bindings");

	if (definition->kind == DEFINITION_MACRO)
		type_by_params(map, definition, depth, out);
	else if (bindings[0])
		type_by_children(map, bindings, depth, out);
	else
		type_as_predefined(text_of(definition, "compatible"), out);
}

/* A BEHAVIOR without `compatible` puts properties on a node that is not the keymap's; a HOLD_TAP with steps is about keys of
 * QMK's. */
static bool defines(const struct definition *definition)
{
	if (definition->kind == DEFINITION_HOLD_TAP && definition->steps &&
	    !text_of(definition, "bindings")[0])
		return false;
	return definition->name &&
	       (definition->kind != DEFINITION_BEHAVIOR || text_of(definition, "compatible")[0]);
}

static bool find(const struct keymap *map, const char *ref, size_t len, int depth, struct zmk_behavior *out)
{
	static const enum definition_kind kinds[] = { DEFINITION_HOLD_TAP, DEFINITION_TAP_DANCE,
						      DEFINITION_MACRO, DEFINITION_OVERRIDE,
						      DEFINITION_BEHAVIOR };

	for (size_t kind = 0; kind < COUNT(kinds); kind++)
		for (size_t i = 0; i < keymap_definitions(map, kinds[kind]); i++) {
			const struct definition *definition = keymap_definition(map, kinds[kind], i);
			const char *name = symbol_text(definition->name);

			if (!defines(definition) || strncmp(name, ref, len) != 0 || name[len])
				continue;
			*out = (struct zmk_behavior){ .ref = name,
						      .node = name,
						      .compatible = text_of(definition, "compatible"),
						      .cells = cells_of(definition),
						      .help = "",
						      .words = "" };
			type_cells(map, definition, depth, out);
			return true;
		}
	return false;
}

static const struct zmk_behavior *find_defined(const void *data, const char *ref, size_t len)
{
	struct zmk_defined *defined = (struct zmk_defined *)data;

	return find(defined->map, ref, len, 0, &defined->found) ? &defined->found : NULL;
}

static bool find_number(const void *data, const char *name, size_t len, int64_t *value)
{
	const struct action_names *names = ((const struct zmk_defined *)data)->names;

	return names && names->number && names->number(names->data, name, len, value);
}

struct zmk_names zmk_defined_names(struct zmk_defined *defined, const struct keymap *map,
				   const struct action_names *names)
{
	*defined = (struct zmk_defined){ .map = map, .names = names };
	return (struct zmk_names){ find_defined, find_number, defined };
}
