/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/qmk_layer_call.h"
#include "model/symbol.h"

enum { MAX_DEPTH = 64 }; /* of #defines in #defines */

static int compare_names(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return order ? order : (a_len > b_len) - (a_len < b_len);
}

static unsigned layer_arguments(const char *text, const struct c_token *token)
{
	return token->type == C_NAME ? qmk_layer_arguments(text + token->span.start, token->span.len) : 0;
}

/* A walk over code that stops at the numbers that are layers. */
struct layer_walk {
	const char *text;
	struct c_scan scan;
	unsigned arguments;   /* of the call it is in; 0: it is in none */
	int depth, index;     /* brackets in the call; the argument */
	unsigned call;        /* arguments of a name that ( may follow */
	struct c_token alone; /* the last token of the argument so far */
	int count;            /* how many tokens the argument has so far */
};

static struct layer_walk walk_start(const char *text, struct span span)
{
	struct layer_walk walk = { .text = text, .scan = c_scan_start(text, span_end(span)) };

	walk.scan.at = span.start;
	return walk;
}

/* An argument ends: whether it was the number of a layer. */
static bool end_argument(struct layer_walk *walk, uint32_t *layer)
{
	bool is = walk->count == 1 && walk->arguments >> walk->index & 1 &&
		  c_token_number(walk->text, &walk->alone, layer);

	walk->count = 0;
	return is;
}

/* False: there are no more. *@token is the number of *@layer. */
static bool walk_next(struct layer_walk *walk, struct c_token *token, uint32_t *layer)
{
	struct c_token at;

	while (c_scan_next_code(&walk->scan, &at)) {
		char c = at.type == C_PUNCT ? walk->text[at.span.start] : '\0';
		unsigned call = walk->call;
		bool found = false;

		walk->call = layer_arguments(walk->text, &at);
		if (c == '(' && call) {
			walk->arguments = call;
			walk->depth = walk->index = walk->count = 0;
			continue;
		}
		if (!walk->arguments)
			continue;
		if (!walk->depth && (c == ',' || c == ')')) {
			found = end_argument(walk, layer);
			*token = walk->alone;
			walk->index += walk->index < 8;
			if (c == ')')
				walk->arguments = 0;
			if (found)
				return true;
			continue;
		}
		walk->depth += (c == '(') - (c == ')');
		walk->alone = at;
		walk->count++;
	}
	return false;
}

static int compare_defines(const void *a, const void *b)
{
	const struct c_define *x = a, *y = b;
	int order = compare_names(x->name, x->len, y->name, y->len);

	if (order)
		return order;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->body.start < y->body.start ? -1 : 1;
}

/* Behind a # that begins a line. @next gets the first token that is no part of it. False: the text ends. */
static bool take_define(struct c_update *u, uint16_t file, struct c_scan *scan, struct c_token *next)
{
	struct c_define define = { .file = file };
	struct c_token name;
	int depth = 0;
	bool more;

	if (!c_scan_next_code(scan, next) || !next->directive || next->line)
		return scan->at < scan->len;
	if (!c_token_is(scan->text, next, "define"))
		return c_scan_next_code(scan, next);
	if (!c_scan_next_code(scan, &name) || !name.directive || name.line)
		return false;
	define.name = scan->text + name.span.start;
	define.len = name.span.len;
	more = c_scan_next_code(scan, next);
	/* Parameters are those of a bracket right behind the name. */
	if (more && next->directive && next->span.start == span_end(name.span) &&
	    scan->text[next->span.start] == '(')
		do {
			depth += c_token_is(scan->text, next, "(") - c_token_is(scan->text, next, ")");
			more = c_scan_next_code(scan, next);
		} while (more && depth && next->directive && !next->line);
	define.body.start = next->span.start;
	for (; more && next->directive && !next->line; more = c_scan_next_code(scan, next))
		define.body.len = span_end(next->span) - define.body.start;
	u->define = mem_grow(u->define, u->defines, &u->define_cap, sizeof(*u->define));
	u->define[u->defines++] = define;
	return more;
}

void c_update_find_defines(struct c_update *u)
{
	for (uint16_t file = 0; file <= u->source->includes; file++) {
		size_t len;
		const char *text = source_text(u->source, file, &len);
		struct c_scan scan = c_scan_start(text, len);
		struct c_token token;
		bool more = c_scan_next_code(&scan, &token);

		while (more) {
			if (token.line && token.directive)
				more = take_define(u, file, &scan, &token);
			else
				more = c_scan_next_code(&scan, &token);
		}
	}
	if (u->defines)
		qsort(u->define, u->defines, sizeof(*u->define), compare_defines);
}

/* The first of that name; they stand together. NULL: there is none. */
static struct c_define *find_define(const struct c_update *u, const char *name, size_t len)
{
	size_t first = 0, end = u->defines;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (compare_names(u->define[middle].name, u->define[middle].len, name, len) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	if (first < u->defines && !compare_names(u->define[first].name, u->define[first].len, name, len))
		return &u->define[first];
	return NULL;
}

bool c_update_defines(const struct c_update *u, const char *name, size_t len)
{
	return find_define(u, name, len) != NULL;
}

static bool has_number(const char *text, struct span span, uint32_t layer)
{
	struct layer_walk walk = walk_start(text, span);
	struct c_token token;
	uint32_t number;

	while (walk_next(&walk, &token, &number))
		if (number == layer)
			return true;
	return false;
}

static bool define_follows(const struct c_update *u, struct c_define *define, uint32_t layer, int depth);

/* @code: numbers in it are renumbered by themselves. */
static bool text_follows(const struct c_update *u, uint16_t file, struct span span, uint32_t layer, bool code,
			 int depth)
{
	size_t len;
	const char *text = source_text(u->source, file, &len);
	const char *identifier = symbol_text(u->source->layer[layer].identifier);
	struct c_scan scan = c_scan_start(text, span_end(span));
	struct c_token token;

	if (code && has_number(text, span, layer))
		return true;
	scan.at = span.start;
	while (c_scan_next_code(&scan, &token)) {
		struct c_define *define;

		if (token.type != C_NAME)
			continue;
		if (identifier[0] && c_token_is(text, &token, identifier))
			return true;
		define = find_define(u, text + token.span.start, token.span.len);
		if (define && define_follows(u, define, layer, depth + 1))
			return true;
	}
	return false;
}

/* Found out once for each layer: bodies that name each other many times over are gone through but once. */
static bool define_follows(const struct c_update *u, struct c_define *define, uint32_t layer, int depth)
{
	uint32_t bit = 1u << layer;

	if (!(define->known & bit) && depth < MAX_DEPTH) {
		define->known |= bit;
		if (text_follows(u, define->file, define->body, layer, !define->file, depth))
			define->follows |= bit;
	}
	return define->follows & bit;
}

bool c_update_follows(const struct c_update *u, const struct source_binding *at, uint32_t layer)
{
	return text_follows(u, at->file, at->span, layer, at->fixed && !at->file, 0);
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

struct span *c_update_find_bindings(const struct c_update *u, uint16_t file, size_t *count)
{
	size_t slots = keymap_layers(u->source->map) * keymap_slots(u->source->map);
	struct span *span = mem_new(slots + 1, sizeof(*span));

	*count = 0;
	for (size_t i = 0; i < slots; i++) {
		const struct source_binding *at = &u->source->binding[i];

		if (at->file == file && !at->fixed && !span_is_nowhere(at->span))
			span[(*count)++] = at->span;
	}
	qsort(span, *count, sizeof(*span), compare_spans);
	return span;
}

bool c_update_lies_in(struct span span, const struct span *sorted, size_t count)
{
	size_t first = 0, end = count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (sorted[middle].start <= span.start)
			first = middle + 1;
		else
			end = middle;
	}
	return first && span_end(span) <= span_end(sorted[first - 1]);
}

/* Whether source->reference or a layer's own number has it. */
static bool is_told(const struct c_update *u, struct span span)
{
	for (size_t i = 0; i < u->source->references; i++)
		if (u->source->reference[i].span.start == span.start)
			return true;
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (u->source->layer[i].number.start == span.start)
			return true;
	return false;
}

static void put_number(struct c_update *u, struct span span, uint32_t layer)
{
	char number[16];

	if (layer >= keymap_layers(u->source->map) || u->plan.to[layer] == LAYER_GONE ||
	    u->plan.to[layer] == (int)layer)
		return;
	snprintf(number, sizeof(number), "%d", u->plan.to[layer]);
	c_update_put(u, 0, span, number);
}

void c_update_renumber(struct c_update *u)
{
	size_t count;
	struct span *taken = c_update_find_bindings(u, 0, &count);
	struct layer_walk walk = walk_start(u->source->text, (struct span){ 0, (uint32_t)u->source->len });
	struct c_token token;
	uint32_t layer;

	while (walk_next(&walk, &token, &layer))
		if (!c_update_lies_in(token.span, taken, count) && !is_told(u, token.span))
			put_number(u, token.span, layer);
	for (size_t i = 0; i < u->source->references; i++)
		put_number(u, u->source->reference[i].span, u->source->reference[i].layer);
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (!span_is_nowhere(u->source->layer[i].number))
			put_number(u, u->source->layer[i].number, (uint32_t)i);
	free(taken);
}
