/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_check.h"

enum { SPLIT_NAME_BYTES = 8 }; /* what is sent of a behaviour's name to the other half */

static const struct diagnostic_kind node_predefined = { "zmk-node-predefined", SEVERITY_NOTE };
static const struct diagnostic_kind node_twice = { "zmk-node-twice", SEVERITY_ERROR };
static const struct diagnostic_kind property_missing = { "zmk-property-missing", SEVERITY_ERROR };
static const struct diagnostic_kind property_revision = { "zmk-property-revision", SEVERITY_ERROR };
static const struct diagnostic_kind split_name = { "zmk-split-name", SEVERITY_WARNING };

/* Properties without which a node does not build, and says so nowhere near it. */
static const struct {
	enum definition_kind kind;
	const char *compatible; /* NULL: all of the kind */
	const char *property;
} needed[] = {
	{ DEFINITION_HOLD_TAP, NULL, "bindings" },
	{ DEFINITION_HOLD_TAP, NULL, "tapping-term-ms" },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-caps-word", "continue-list" },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-key-repeat", "usage-pages" },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-sensor-rotate-var", "bindings" },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-sticky-key", "bindings" },
	{ DEFINITION_BEHAVIOR, "zmk,behavior-sticky-key", "release-after-ms" },
};

/* Properties that ZMK has since main. */
static const struct {
	const char *compatible, *property;
} of_main[] = {
	{ "zmk,behavior-momentary-layer", "locking" },
	{ "zmk,behavior-reset", "bootloader" },
	{ "zmk,behavior-to-layer", "locking" },
	{ "zmk,behavior-toggle-layer", "locking" },
};

/* Behaviours that each half carries out by itself. */
static const char *const local[] = { "zmk,behavior-backlight", "zmk,behavior-ext-power", "zmk,behavior-reset",
				     "zmk,behavior-rgb-underglow", "zmk,behavior-soft-off" };

struct node {
	const char *name;
	enum definition_kind kind;
	size_t index;
};

static const char *node_name(const struct definition *d)
{
	const char *node = zmk_option_text(d, "node");

	return *node ? node : symbol_text(d->name);
}

static int by_name(const void *a, const void *b)
{
	const struct node *node_a = a, *node_b = b;
	int order = strcmp(node_a->name, node_b->name);

	if (!order)
		order = (int)node_a->kind - (int)node_b->kind;
	return order ? order : (node_a->index > node_b->index) - (node_a->index < node_b->index);
}

static bool is_predefined(const char *node)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++)
		if (!strcmp(zmk_behavior_at(i)->node, node))
			return true;
	return false;
}

/* Beside ZMK's own in `behaviors` it is the same node, with more put on it; elsewhere it is another one of its name. */
static void check_predefined(const struct node *node, struct place place, struct diagnostics *out)
{
	if (node->kind == DEFINITION_MACRO)
		diagnostics_add(out, &node_twice, place,
				"ZMK has a behavior whose node is called '%s': give this one another name",
				node->name);
	else
		diagnostics_add(out, &node_predefined, place,
				"'%s' is ZMK's own node: what is said here changes it for all that use it",
				node->name);
}

/* The nodes of one name space: behaviours wherever they stand, combos, and conditions. */
enum space { BEHAVIORS, COMBOS, CONDITIONS, SPACES };

static enum space space_of(const struct definition *d)
{
	return d->kind == DEFINITION_COMBO       ? COMBOS
	       : d->kind == DEFINITION_CONDITION ? CONDITIONS
						 : BEHAVIORS;
}

static bool is_change(const struct definition *d)
{
	return d->kind == DEFINITION_BEHAVIOR && !*zmk_option_text(d, "compatible");
}

static size_t collect(const struct keymap *map, enum space space, struct node *node)
{
	size_t count = 0;

	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++) {
			const struct definition *d = keymap_definition(map, (enum definition_kind)kind, i);

			if (space_of(d) == space && !is_change(d) && d->name)
				node[count++] = (struct node){ node_name(d), (enum definition_kind)kind, i };
		}
	return count;
}

/* ZMK finds a behaviour by the name of its node, and devicetree makes one of two of a name. */
static void check_names(const struct keymap *map, enum space space, struct diagnostics *out)
{
	struct node *node = mem_new(KEYMAP_MAX_DEFINITIONS, sizeof(*node));
	size_t count = collect(map, space, node);

	qsort(node, count, sizeof(*node), by_name);
	for (size_t i = 0; i < count; i++) {
		struct place place = place_of_definition((int)node[i].kind, node[i].index);

		if (space == BEHAVIORS && is_predefined(node[i].name))
			check_predefined(&node[i], place, out);
		else if (i && !strcmp(node[i].name, node[i - 1].name))
			diagnostics_add(out, &node_twice, place,
					"another one is called '%s', too: ZMK cannot tell them apart",
					node[i].name);
	}
	free(node);
}

/* The compatible of what a change is put on, or of the definition itself. */
static const char *compatible_of(const struct keymap *map, const struct definition *d)
{
	return is_change(d) ? zmk_compatible_of(map, symbol_text(d->name)) : zmk_option_text(d, "compatible");
}

static void check_properties(const struct zmk_shield *s, const struct definition *d, struct place place,
			     struct diagnostics *out)
{
	const char *compatible = compatible_of(s->in->map, d), *name = symbol_text(d->name);

	for (size_t i = 0; i < COUNT(needed); i++)
		if (d->kind == needed[i].kind && !is_change(d) &&
		    (!needed[i].compatible || !strcmp(compatible, needed[i].compatible)) &&
		    !definition_option(d, needed[i].property) &&
		    (strcmp(needed[i].property, "bindings") != 0 || !d->steps))
			diagnostics_add(out, &property_missing, place,
					"%s has no %s: ZMK does not build without it", name,
					needed[i].property);
	if (d->kind == DEFINITION_OVERRIDE && !d->mods && !definition_option(d, "mods"))
		diagnostics_add(out, &property_missing, place,
				"%s has no mods: ZMK does not build without them", name);
	for (size_t i = 0; s->revision == ZMK_V0_3 && i < COUNT(of_main); i++)
		if (!strcmp(compatible, of_main[i].compatible) && definition_option(d, of_main[i].property))
			diagnostics_add(
				out, &property_revision, place,
				"%s has the property %s, which ZMK v0.3 does not know: take it away, or "
				"compile for main",
				name, of_main[i].property);
	for (size_t i = 0; s->split && i < COUNT(local); i++)
		if (!is_change(d) && !strcmp(compatible, local[i]) && strlen(node_name(d)) > SPLIT_NAME_BYTES)
			diagnostics_add(
				out, &split_name, place,
				"%s does nothing on the other half: of a name that is sent there it gets %d "
				"characters",
				name, SPLIT_NAME_BYTES);
}

void zmk_check_nodes(const struct zmk_shield *s, struct diagnostics *out)
{
	const struct keymap *map = s->in->map;

	for (int space = 0; space < SPACES; space++)
		check_names(map, (enum space)space, out);
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, (enum definition_kind)kind); i++)
			check_properties(s, keymap_definition(map, (enum definition_kind)kind, i),
					 place_of_definition(kind, i), out);
}
