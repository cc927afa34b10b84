/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/qmk_layer_call.h"

/* Functions, which nobody but a compiler understands: their lines, and the numbers of layers in them. */

enum { MAX_TOLD = 12 };

static const struct diagnostic_kind code = { "keymap-c-code", SEVERITY_NOTE };

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

		if (token->type != CPP_NAME || !c_is(r, i + 1, "("))
			continue;
		if (c_is(r, i, "switch"))
			read_switch(r, source, i, &all);
		read_arguments(r, source, i + 1, qmk_layer_arguments(token->text, token->len), &all);
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
