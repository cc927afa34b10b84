/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "zmk_keymap_private.h"

enum { CHILDREN_MAX = 4 }; /* how deep a behaviour's cells are looked for in those that it hands them to */

static struct zmk_own *find_own(const struct zmk_reader *reader, const char *ref, size_t len)
{
	size_t low = 0, high = reader->owns;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *name = reader->own[middle].behavior.ref;
		int order = strncmp(ref, name, len);

		if (!order && name[len])
			order = -1;
		if (!order)
			return &reader->own[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static const struct zmk_behavior *behavior_of(const void *data, const char *ref, size_t len)
{
	const struct zmk_own *own = find_own(data, ref, len);

	return own ? &own->behavior : NULL;
}

static bool constant(const void *data, const char *name, size_t len, int64_t *value)
{
	static const char mods[8][9] = { "MOD_LCTL", "MOD_LSFT", "MOD_LALT", "MOD_LGUI",
					 "MOD_RCTL", "MOD_RSFT", "MOD_RALT", "MOD_RGUI" };

	(void)data;
	for (size_t i = 0; i < COUNT(mods); i++)
		if (len == 8 && !memcmp(mods[i], name, 8)) {
			*value = 1 << i;
			return true;
		}
	return false;
}

bool zmk_read_number(const struct zmk_reader *reader, struct dts_range tokens, int64_t *value)
{
	return dts_number(reader->dts, tokens, constant, NULL, value);
}

/* The number that a property has as its first cell. False: it is not there, or none. */
static bool property_number(const struct zmk_reader *reader, const struct dts_node *node, const char *name,
			    int64_t *value)
{
	const struct dts_property *property = dts_find_property(node, name);
	struct dts_cell cell;
	uint32_t at = 0;

	return property && property->part && dts_next_cell(reader->dts, property->part, &at, &cell) &&
	       !cell.ref && zmk_read_number(reader, cell.tokens, value);
}

/* A predefined behaviour of the same sort: &my_kp of compatible zmk,behavior-key-press has the cells of &kp. */
static const struct zmk_behavior *predefined_of(const struct zmk_reader *reader, const struct dts_node *node)
{
	for (size_t i = 0; i < zmk_behavior_count(); i++)
		if (dts_is_compatible(reader->dts, node, zmk_behavior_at(i)->compatible))
			return zmk_behavior_at(i);
	return NULL;
}

static int cells_of(const struct zmk_reader *reader, const struct dts_node *node)
{
	static const struct {
		const char *compatible;
		int cells;
	} known[] = {
		{ "zmk,behavior-macro", 0 },           { "zmk,behavior-macro-one-param", 1 },
		{ "zmk,behavior-macro-two-param", 2 }, { "zmk,behavior-tap-dance", 0 },
		{ "zmk,behavior-sensor-rotate", 0 },
	};
	const struct zmk_behavior *same = predefined_of(reader, node);
	int64_t number;

	if (property_number(reader, node, "#binding-cells", &number) ||
	    property_number(reader, node, "#sensor-binding-cells", &number) ||
	    property_number(reader, node, "#input-processor-cells", &number))
		return number >= 0 && number <= 2 ? (int)number : -1;
	for (size_t i = 0; i < COUNT(known); i++)
		if (dts_is_compatible(reader->dts, node, known[i].compatible))
			return known[i].cells;
	return same ? same->cells : -1;
}

static bool is_behavior(const struct zmk_reader *reader, const struct dts_node *node)
{
	const struct dts_property *compatible = dts_find_property(node, "compatible");
	struct str text = STR_INIT;
	bool is = dts_find_property(node, "#binding-cells") ||
		  dts_find_property(node, "#sensor-binding-cells") ||
		  dts_find_property(node, "#input-processor-cells");

	if (!is && compatible && dts_text(reader->dts, compatible, &text))
		is = !strncmp(str_text(&text), "zmk,behavior-", 13);
	str_release(&text);
	return is;
}

/* The behaviour that the & and name in @cell are. */
static const struct zmk_behavior *of_cell(struct zmk_reader *reader, struct dts_range cell, int depth);

/* The types that the children of a hold-tap or a sensor's behaviour have, one for each cell. */
static void type_by_children(struct zmk_reader *reader, struct zmk_own *own, int depth)
{
	const struct dts_property *bindings = dts_find_property(own->node, "bindings");
	int child = 0;

	for (const struct dts_part *part = bindings ? bindings->part : NULL; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;

		while (child < own->behavior.cells && dts_next_cell(reader->dts, part, &at, &cell)) {
			const struct zmk_behavior *of = cell.ref ? of_cell(reader, cell.tokens, depth) : NULL;

			if (cell.ref)
				own->behavior.cell[child++] = of && of->cells > 0 ? of->cell[0] : ARG_NONE;
		}
	}
}

/* A macro's parameter is what the binding behind &macro_param_1to2 has as its second cell. */
static void type_by_params(struct zmk_reader *reader, struct zmk_own *own, int depth)
{
	const struct dts_property *bindings = dts_find_property(own->node, "bindings");
	int from[2] = { -1, -1 }; /* which parameter the next binding's cells are */

	for (const struct dts_part *part = bindings ? bindings->part : NULL; part; part = part->next) {
		struct dts_cell cell;
		uint32_t at = 0;

		while (dts_next_cell(reader->dts, part, &at, &cell)) {
			const struct zmk_behavior *of = cell.ref ? of_cell(reader, cell.tokens, depth) : NULL;
			int param, to;

			if (!of)
				continue;
			if (sscanf(of->ref, "macro_param_%1dto%1d", &param, &to) == 2 && to >= 1 && to <= 2) {
				from[to - 1] = param - 1;
				continue;
			}
			for (int i = 0; i < of->cells; i++) {
				if (from[i] >= 0 && from[i] < own->behavior.cells)
					own->behavior.cell[from[i]] = of->cell[i];
				from[i] = -1;
			}
		}
	}
}

static void type_cells(struct zmk_reader *reader, struct zmk_own *own, int depth)
{
	const struct zmk_behavior *same = predefined_of(reader, own->node);

	if (own->typed || depth > CHILDREN_MAX)
		return;
	own->typed = true;
	if (strstr(own->behavior.compatible, "macro"))
		type_by_params(reader, own, depth);
	else if (dts_find_property(own->node, "bindings"))
		type_by_children(reader, own, depth);
	else if (same && same->cells == own->behavior.cells) {
		memcpy(own->behavior.cell, same->cell, sizeof(same->cell));
		own->behavior.words = same->words;
	}
}

static const struct zmk_behavior *of_cell(struct zmk_reader *reader, struct dts_range cell, int depth)
{
	const struct cpp_token *name = &reader->token[cell.first + 1];
	struct zmk_own *own;

	if (cell.count != 2)
		return NULL;
	own = find_own(reader, name->text, name->len);
	if (!own)
		return zmk_behavior_find(name->text, name->len);
	type_cells(reader, own, depth + 1);
	return &own->behavior;
}

static int by_ref(const void *a, const void *b)
{
	const struct zmk_own *own_a = a, *own_b = b;

	return strcmp(own_a->behavior.ref, own_b->behavior.ref);
}

static const char *compatible_of(struct zmk_reader *reader, const struct dts_node *node)
{
	const struct dts_property *compatible = dts_find_property(node, "compatible");
	struct str text = STR_INIT;

	if (compatible)
		dts_text(reader->dts, compatible, &text);
	return str_take(&text);
}

void zmk_collect_behaviors(struct zmk_reader *reader)
{
	const struct dts_node *root = dts_root(reader->dts);
	size_t cap = 0;

	for (const struct dts_node *node = root; node; node = dts_next(root, node)) {
		if (!node->label || !is_behavior(reader, node))
			continue;
		for (const struct dts_label *label = node->label; label; label = label->next) {
			reader->own = mem_grow(reader->own, reader->owns, &cap, sizeof(*reader->own));
			reader->own[reader->owns++] = (struct zmk_own){
				.behavior = { label->name,
					      node->name,
					      compatible_of(reader, node),
					      cells_of(reader, node),
					      { ARG_NONE },
					      "",
					      "" },
				.node = node,
			};
		}
	}
	if (reader->owns)
		qsort(reader->own, reader->owns, sizeof(*reader->own), by_ref);
	for (size_t i = 0; i < reader->owns; i++)
		type_cells(reader, &reader->own[i], 0);
	reader->names = (struct zmk_names){ behavior_of, NULL, reader };
}

void zmk_release_behaviors(struct zmk_reader *reader)
{
	for (size_t i = 0; i < reader->owns; i++)
		free((char *)reader->own[i].behavior.compatible);
	free(reader->own);
}
