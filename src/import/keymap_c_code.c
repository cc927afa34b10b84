/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"

/* Functions, which nobody but a compiler understands: their lines, and the numbers of layers in them. */

enum { MAX_TOLD = 12 };

static const struct diagnostic_kind code = { "keymap-c-code", SEVERITY_NOTE };

/* What takes the number of a layer, and which of its arguments are one. */
static const struct {
	const char *name;
	unsigned arguments; /* a bit each */
} layer_functions[] = {
	{ "ACTION_TAP_DANCE_LAYER_MOVE", 2 },
	{ "ACTION_TAP_DANCE_LAYER_TOGGLE", 2 },
	{ "DF", 1 },
	{ "IS_LAYER_OFF", 1 },
	{ "IS_LAYER_OFF_STATE", 2 },
	{ "IS_LAYER_ON", 1 },
	{ "IS_LAYER_ON_STATE", 2 },
	{ "LM", 1 },
	{ "LT", 1 },
	{ "MO", 1 },
	{ "OSL", 1 },
	{ "PDF", 1 },
	{ "TG", 1 },
	{ "TO", 1 },
	{ "TT", 1 },
	{ "layer_invert", 1 },
	{ "layer_move", 1 },
	{ "layer_off", 1 },
	{ "layer_on", 1 },
	{ "layer_state_cmp", 2 },
	{ "layer_state_is", 1 },
	{ "set_single_default_layer", 1 },
	{ "set_single_persistent_default_layer", 1 },
	{ "update_tri_layer", 7 },
	{ "update_tri_layer_state", 14 },
};

struct references {
	struct source_reference *item;
	size_t count, cap;
};

static bool lies_in(struct span inner, struct span outer)
{
	return outer.len && inner.start >= outer.start && span_end(inner) <= span_end(outer);
}

/* A number that stands in the document by itself, also in a macro's body, but in no binding of a layer. */
static void add_number(const struct keymap_c *r, const struct source *source, struct c_run run,
		       struct references *all)
{
	const struct cpp_token *token = &r->token[run.first];
	int64_t layer;

	if (run.count != 1 || token->type != CPP_NUMBER || token->at.file || !token->at.span.len ||
	    !c_evaluate(r, run, &layer) || layer < 0 || (size_t)layer >= keymap_layers(r->map) ||
	    lies_in(token->at.span, source->layers) || lies_in(token->at.span, source->turns))
		return;
	all->item = mem_grow(all->item, all->count, &all->cap, sizeof(*all->item));
	all->item[all->count++] = (struct source_reference){ token->at.span, (uint32_t)layer };
}

static void read_arguments(const struct keymap_c *r, const struct source *source, uint32_t open,
			   unsigned arguments, struct references *all)
{
	uint32_t at = open + 1, end = r->match[open];
	struct c_item item;

	for (; arguments && end < r->tokens && c_next_item(r, &at, end, &item); arguments >>= 1)
		if (arguments & 1)
			add_number(r, source, item.all, all);
}

static int compare_names(const void *key, const void *row)
{
	const struct cpp_token *token = key;
	const char *name = *(const char *const *)row;
	size_t len = strlen(name);
	int order = memcmp(token->text, name, token->len < len ? token->len : len);

	return order ? order : (token->len > len) - (token->len < len);
}

/* switch (get_highest_layer(state)) { case 1: */
static void read_switch(const struct keymap_c *r, const struct source *source, uint32_t at,
			struct references *all)
{
	uint32_t open = at + 1, body = c_is(r, open, "(") ? r->match[open] + 1 : r->tokens;

	if (!c_is(r, body, "{") || r->match[body] >= r->tokens ||
	    !(c_is(r, open + 1, "get_highest_layer") || c_is(r, open + 1, "biton32")))
		return;
	for (uint32_t i = body + 1; i + 2 < r->match[body]; i++) {
		if (c_is(r, i, "{") && r->match[i] < r->tokens)
			i = r->match[i];
		else if (c_is(r, i, "case") && c_is(r, i + 2, ":"))
			add_number(r, source, (struct c_run){ i + 1, 1 }, all);
	}
}

static int compare_references(const void *a, const void *b)
{
	const struct source_reference *x = a, *y = b;

	return (x->span.start > y->span.start) - (x->span.start < y->span.start);
}

void c_find_references(const struct keymap_c *r, struct source *source)
{
	struct references all = { 0 };

	for (uint32_t i = 0; i + 1 < r->tokens; i++) {
		const struct cpp_token *token = &r->token[i];
		size_t row;
		const void *found;

		if (token->type != CPP_NAME || !c_is(r, i + 1, "("))
			continue;
		if (c_is(r, i, "switch"))
			read_switch(r, source, i, &all);
		found = bsearch(token, layer_functions, COUNT(layer_functions), sizeof(layer_functions[0]),
				compare_names);
		if (!found)
			continue;
		row = (size_t)((const char *)found - (const char *)layer_functions) /
		      sizeof(layer_functions[0]);
		read_arguments(r, source, i + 1, layer_functions[row].arguments, &all);
	}
	for (size_t i = 0; i < source->references; i++) {
		all.item = mem_grow(all.item, all.count, &all.cap, sizeof(*all.item));
		all.item[all.count++] = source->reference[i];
	}
	if (all.count)
		qsort(all.item, all.count, sizeof(*all.item), compare_references);
	source->references = 0;
	for (size_t i = 0; i < all.count; i++)
		if (!i || all.item[i].span.start != all.item[i - 1].span.start)
			source_add_reference(source, all.item[i].span, all.item[i].layer);
	free(all.item);
}

static void add_lines(const struct keymap_c *r, const struct c_function *function, struct str *out)
{
	const struct cpp_token *name = &r->token[function->name];
	uint32_t close = r->match[function->open];
	uint16_t file;
	int first, last, column;

	cpp_where(r->cpp, name, &file, &first, &column);
	cpp_where(r->cpp, &r->token[close < r->tokens ? close : r->tokens - 1], &file, &last, &column);
	str_addf(out, "%s%.*s (lines %d to %d)", out->len ? ", " : "", (int)name->len, name->text, first,
		 last);
}

void c_tell_code(struct keymap_c *r)
{
	struct str names = STR_INIT;
	uint32_t first = C_NONE;
	size_t count = 0;

	for (size_t i = 0; i < r->functions; i++) {
		if (r->token[r->function[i].name].at.file)
			continue;
		if (first == C_NONE)
			first = r->function[i].name;
		if (count++ < MAX_TOLD)
			add_lines(r, &r->function[i], &names);
	}
	if (count > MAX_TOLD)
		str_addf(&names, " and %zu more", count - MAX_TOLD);
	if (count)
		c_report(r, &code, first, "code stays as it is, whatever it does: %s", str_text(&names));
	str_release(&names);
}
