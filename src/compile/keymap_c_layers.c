/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

static void add_piece(struct c_update *u, enum c_list list, size_t layer, struct span span)
{
	if (!span.len)
		return;
	u->piece = mem_grow(u->piece, u->pieces, &u->piece_cap, sizeof(*u->piece));
	u->piece[u->pieces++] = (struct c_piece){ .list = list, .layer = (int)layer, .span = span };
}

static enum c_list declaration_list(const struct c_update *u, struct span span)
{
	struct c_scan scan = c_scan_start(u->source->text, span_end(span));
	struct c_token token;

	scan.at = span.start;
	return c_scan_next_code(&scan, &token) && c_token_is(u->source->text, &token, "#") ? C_DEFINE
											   : C_ENUMERATOR;
}

static int compare_pieces(const void *a, const void *b)
{
	const struct c_piece *x = a, *y = b;

	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static int line_of(const struct c_update *u, uint32_t at)
{
	int line, column;

	source_place(u->source->text, u->source->len, at, &line, &column);
	return line;
}

/* Nothing but its members may be in a list that is put in order; an enum may have others, but no conditions. */
static bool check_between(const struct c_update *u, enum c_list list, uint32_t from, uint32_t to)
{
	static const char *const what[] = { "keymaps[]", "encoder_map[]", "the enum of the layers" };
	struct c_scan scan = c_scan_start(u->source->text, to);
	struct c_token token;

	scan.at = from;
	while (from < to && c_scan_next_code(&scan, &token)) {
		bool condition = c_token_is(u->source->text, &token, "#");

		if (condition || list != C_ENUMERATOR)
			return err_set(u->err, ERR_REFUSED,
				       "%s has %s in line %d: put its layers in their new order by hand",
				       what[list], condition ? "a condition" : "something else",
				       line_of(u, token.span.start));
	}
	return true;
}

static bool check_list(const struct c_update *u, enum c_list list)
{
	struct span all = list == C_ENTRY   ? u->source->layers
			  : list == C_TURNS ? u->source->turns
					    : (struct span){ 0, 0 };
	const struct c_piece *before = NULL;

	for (size_t i = 0; i < u->pieces; i++) {
		const struct c_piece *piece = &u->piece[i];
		uint32_t from = before ? span_end(before->span) : all.len ? all.start : piece->span.start;

		if (piece->list != list)
			continue;
		if (!check_between(u, list, from, piece->span.start))
			return false;
		before = piece;
	}
	return !before || !all.len || check_between(u, list, span_end(before->span), span_end(all));
}

static size_t count_pieces(const struct c_update *u, enum c_list list)
{
	size_t count = 0;

	for (size_t i = 0; i < u->pieces; i++)
		count += u->piece[i].list == list;
	return count;
}

static bool check_pieces(const struct c_update *u)
{
	size_t layers = keymap_layers(u->source->map);

	for (size_t i = 0; i < layers; i++)
		if (span_is_nowhere(u->source->layer[i].entry))
			return err_set(
				u->err, ERR_REFUSED,
				"layer %zu has no entry of its own in this file, so that layers cannot "
				"be added, moved or deleted here",
				i);
	if (count_pieces(u, C_TURNS) < layers && source_has_turns(u->source))
		return err_set(u->err, ERR_REFUSED,
			       "encoder_map[] has not an entry of its own in this file for each layer");
	for (size_t i = 1; i < u->pieces; i++)
		if (u->piece[i].span.start < span_end(u->piece[i - 1].span))
			return err_set(u->err, ERR_REFUSED, "two layers share line %d",
				       line_of(u, u->piece[i].span.start));
	return check_list(u, C_ENTRY) && check_list(u, C_TURNS) && check_list(u, C_ENUMERATOR);
}

bool c_update_has_value(const struct c_update *u, const struct c_piece *piece)
{
	struct c_scan scan = c_scan_start(u->source->text, span_end(piece->span));
	struct c_token token;

	scan.at = piece->span.start;
	while (c_scan_next_code(&scan, &token))
		if (c_token_is(u->source->text, &token, "="))
			return true;
	return false;
}

/* A layer that gets another number must be told so everywhere; what another file declares cannot be, and in an
 * enum every layer must have its place. */
static bool check_numbers(const struct c_update *u)
{
	size_t layers = keymap_layers(u->source->map);
	bool all = count_pieces(u, C_ENUMERATOR) == layers;

	for (size_t i = 0; i < layers; i++) {
		const struct source_layer *layer = &u->source->layer[i];

		if (layer->identifier && span_is_nowhere(layer->enumerator) && u->plan.to[i] != (int)i)
			return err_set(u->err, ERR_REFUSED,
				       "%s is %zu by what is declared elsewhere: layers before it cannot be "
				       "added, moved or deleted here",
				       symbol_text(layer->identifier), i);
	}
	for (size_t i = 0; !all && i < u->pieces; i++) {
		const struct c_piece *piece = &u->piece[i];

		if (piece->list == C_ENUMERATOR && !c_update_has_value(u, piece) &&
		    u->plan.to[piece->layer] != piece->layer)
			return err_set(u->err, ERR_REFUSED,
				       "%s has its number from its place in an enum that does not have all "
				       "layers: layers before it cannot be added, moved or deleted here",
				       symbol_text(u->source->layer[piece->layer].identifier));
	}
	return true;
}

/* Definitions that lead to a layer which is gone: keys do nothing then, and what a table says is not ours to guess. */
static bool check_definitions(const struct c_update *u)
{
	uint32_t gone = 0, layer;

	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		gone |= u->plan.to[i] == LAYER_GONE ? 1u << i : 0;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(u->source->map, (enum definition_kind)kind); i++) {
			const struct definition *definition =
				keymap_definition(u->source->map, (enum definition_kind)kind, i);
			uint32_t layers = definition->layer_mask;

			for (size_t s = 0; s < definition->steps; s++)
				if (action_has_layer(definition->step[s].action, &layer) &&
				    layer < KEYMAP_MAX_LAYERS)
					layers |= 1u << layer;
			if (layers & gone)
				return err_set(
					u->err, ERR_REFUSED,
					"a combo, tap dance or key override of the file has to do with the "
					"layer: change that first");
		}
	return true;
}

static bool find_pieces(struct c_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++) {
		const struct source_layer *layer = &u->source->layer[i];

		add_piece(u, C_ENTRY, i, layer->entry);
		add_piece(u, C_TURNS, i, layer->turns_entry);
		if (layer->identifier)
			add_piece(u, declaration_list(u, layer->enumerator), i, layer->enumerator);
	}
	if (u->pieces)
		qsort(u->piece, u->pieces, sizeof(*u->piece), compare_pieces);
	return check_pieces(u) && check_numbers(u) && check_definitions(u);
}

bool c_update_plan_layers(struct c_update *u)
{
	layer_plan_make(&u->plan, u->source->map, u->map);
	if ((u->plan.moved || u->plan.renamed) && !u->source->layer)
		return err_set(u->err, ERR_REFUSED, "the layers of this file have no places in its text");
	if (!c_update_name_layers(u) || (u->plan.moved && !find_pieces(u)))
		return false;
	if (u->plan.moved)
		c_update_renumber(u);
	return !u->plan.renamed || c_update_rename(u);
}
