/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_keymap_private.h"

/*
 * Where layers are named by number: cells of bindings, lists of layers. A number is spelled in the text itself, or in
 * the body of a macro, whose name is then what the text calls that layer.
 */
enum { LAYER_MACROS_MAX = 256 };

struct walk {
	struct zmk_reader *reader;
	struct source_reference *found;
	size_t count, cap;
	bool in_layer;   /* a binding of a layer: only what it does not spell itself is a reference */
	struct span own; /* of that binding; nowhere: it has none */
};

static bool covers(struct span outer, struct span inner)
{
	return inner.start >= outer.start && span_end(inner) <= span_end(outer);
}

/* The macro whose whole body @token is: NAV of #define NAV 1. */
static void count_macro(struct walk *w, const struct cpp_token *token, uint32_t layer)
{
	struct zmk_reader *reader = w->reader;
	const struct cpp_use *use = token->use == CPP_DIRECT ? NULL : cpp_use(reader->cpp, token->use);
	const struct cpp_macro *macro;

	if (!use || use->body.file != token->at.file || use->body.span.start != token->at.span.start ||
	    use->body.span.len != token->at.span.len)
		return;
	macro = cpp_find_macro(reader->cpp, use->name, strlen(use->name));
	if (!macro || macro->function || macro->body_at.span.start != use->body.span.start)
		return;
	for (size_t i = 0; i < reader->macros; i++)
		if (reader->macro[i].macro == macro) {
			reader->macro[i].used++;
			return;
		}
	if (reader->macros == LAYER_MACROS_MAX)
		return;
	reader->macro = mem_grow(reader->macro, reader->macros, &reader->macro_cap, sizeof(*reader->macro));
	reader->macro[reader->macros++] = (struct zmk_layer_macro){ macro, layer, 1 };
}

static void visit_cell(struct walk *w, struct dts_range cell)
{
	const struct cpp_token *token = &w->reader->token[cell.first];
	int64_t number;

	/* (1) is 1. */
	if (cell.count == 3 && *token->text == '(')
		cell = (struct dts_range){ cell.first + 1, 1 }, token++;
	if (cell.count != 1 || token->type != CPP_NUMBER || !zmk_read_number(w->reader, cell, &number) ||
	    (size_t)number >= w->reader->layers)
		return;
	count_macro(w, token, (uint32_t)number);
	if (token->at.file || (w->in_layer && covers(w->own, token->at.span)))
		return;
	w->found = mem_grow(w->found, w->count, &w->cap, sizeof(*w->found));
	w->found[w->count++] = (struct source_reference){ token->at.span, (uint32_t)number };
}

static enum arg_type type_of(const struct zmk_reader *reader, struct dts_range ref, int index)
{
	const struct cpp_token *name = &reader->token[ref.first + 1];
	const struct zmk_behavior *behavior;

	if (ref.count != 2 || index > 1)
		return ARG_NONE;
	if (name->len == 14 && !memcmp(name->text, "zip_temp_layer", 14))
		return index ? ARG_NUMBER : ARG_LAYER;
	behavior = reader->names.behavior(reader, name->text, name->len);
	if (!behavior)
		behavior = zmk_behavior_find(name->text, name->len);
	return behavior && behavior->cells > index ? behavior->cell[index] : ARG_NONE;
}

/* The cells of bindings that are layers. */
static void visit_bindings(struct walk *w, const struct dts_part *part)
{
	struct dts_range ref = { 0 };
	struct dts_cell cell;
	uint32_t at = 0;
	int index = 0;

	while (dts_next_cell(w->reader->dts, part, &at, &cell)) {
		if (cell.ref) {
			ref = cell.tokens;
			index = 0;
		} else if (type_of(w->reader, ref, index++) == ARG_LAYER) {
			visit_cell(w, cell.tokens);
		}
	}
}

static void visit_list(struct walk *w, const struct dts_part *part)
{
	struct dts_cell cell;
	uint32_t at = 0;

	while (dts_next_cell(w->reader->dts, part, &at, &cell))
		if (!cell.ref)
			visit_cell(w, cell.tokens);
}

static void visit_node(struct walk *w, const struct dts_node *node)
{
	static const struct {
		const char *property;
		void (*visit)(struct walk *w, const struct dts_part *part);
	} where[] = {
		{ "bindings", visit_bindings },         { "if-layers", visit_list },
		{ "input-processors", visit_bindings }, { "layers", visit_list },
		{ "then-layer", visit_list },
	};

	for (size_t i = 0; i < COUNT(where); i++) {
		const struct dts_property *property = dts_find_property(node, where[i].property);

		for (const struct dts_part *part = property ? property->part : NULL; part; part = part->next)
			where[i].visit(w, part);
	}
}

static void visit_layer(struct walk *w, const struct zmk_bindings *bindings,
			const struct source_binding *source, size_t step)
{
	for (size_t i = 0; i < bindings->count; i++) {
		const struct dts_part list = { .type = DTS_CELLS, .inside = bindings->item[i].tokens };

		w->own = source[i * step].file ? (struct span){ 0 } : source[i * step].span;
		visit_bindings(w, &list);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct source_reference *ref_a = a, *ref_b = b;

	return ref_a->span.start < ref_b->span.start ? -1 : ref_a->span.start > ref_b->span.start;
}

/* Each layer's usual name, and the line that defines it. */
static void name_layers(struct zmk_reader *reader)
{
	uint32_t best[KEYMAP_MAX_LAYERS] = { 0 };

	for (size_t i = 0; i < reader->macros; i++) {
		const struct zmk_layer_macro *macro = &reader->macro[i];
		struct source_layer *layer = &reader->source->layer[macro->layer];

		if (macro->used <= best[macro->layer])
			continue;
		best[macro->layer] = macro->used;
		layer->identifier = symbol(macro->macro->name);
		layer->enumerator = macro->macro->at.file ? (struct span){ 0 } : macro->macro->at.span;
	}
}

void zmk_put_references(struct zmk_reader *reader)
{
	struct walk w = { .reader = reader };
	const struct dts_node *root = dts_root(reader->dts);
	size_t slots = keymap_slots(reader->map);

	for (const struct dts_node *node = root; node; node = dts_next(root, node))
		if (node->parent != reader->keymap)
			visit_node(&w, node);
	for (const struct dts_node *node = dts_foreign(reader->dts); node; node = node->next)
		for (const struct dts_node *each = node; each; each = dts_next(node, each))
			visit_node(&w, each);
	w.in_layer = true;
	for (size_t i = 0; i < reader->layers; i++) {
		const struct source_binding *binding = reader->source->binding + i * slots;

		visit_layer(&w, &reader->layer[i].keys, binding, 1);
		visit_layer(&w, &reader->layer[i].turns, binding + reader->keys, TURN_COUNT);
	}
	if (w.count)
		qsort(w.found, w.count, sizeof(*w.found), by_place);
	for (size_t i = 0; i < w.count; i++)
		if (!i || w.found[i].span.start != w.found[i - 1].span.start)
			source_add_reference(reader->source, w.found[i].span, w.found[i].layer);
	free(w.found);
	name_layers(reader);
}
