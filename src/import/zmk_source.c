/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/symbol.h"
#include "zmk_keymap_private.h"

/* The outermost use of a macro that brought a token; CPP_DIRECT: none. */
static uint32_t outermost(const struct zmk_reader *reader, uint32_t token)
{
	uint32_t use = reader->token[token].use;

	return use == CPP_DIRECT ? use : cpp_outermost(reader->cpp, use);
}

/* From the first of @tokens to the last, when they stand in the document by themselves. */
static bool direct_span(const struct zmk_reader *reader, struct dts_range tokens, struct span *out)
{
	const struct cpp_token *first, *last;

	/* A brace that is not there would stand behind the last token. */
	if (!tokens.count || (size_t)tokens.first + tokens.count > reader->tokens)
		return false;
	first = &reader->token[tokens.first];
	last = first + tokens.count - 1;
	if (first->use != CPP_DIRECT || last->use != CPP_DIRECT || first->at.file || last->at.file ||
	    last->at.span.start < first->at.span.start)
		return false;
	out->start = first->at.span.start;
	out->len = span_end(last->at.span) - out->start;
	return true;
}

/* Between two tokens, the one that opens a list and the one that closes it. */
static bool direct_inside(const struct zmk_reader *reader, uint32_t open, uint32_t close, struct span *out)
{
	struct span all;

	if (close <= open || !direct_span(reader, (struct dts_range){ open, close - open + 1 }, &all))
		return false;
	out->start = span_end(reader->token[open].at.span);
	out->len = reader->token[close].at.span.start - out->start;
	return true;
}

/* What the use of a macro can be replaced by; once for all bindings that come from it. */
static void put_expansion(struct zmk_reader *reader, struct cpp_place call)
{
	struct str text = STR_INIT;

	if (!span_is_nowhere(call.span) && !source_find_expansion(reader->source, call.file, call.span) &&
	    cpp_expand(reader->cpp, call, &text))
		source_add_expansion(reader->source, call.file, call.span, str_text(&text));
	str_release(&text);
}

static void put_binding(struct zmk_reader *reader, const struct zmk_binding *binding,
			struct source_binding *out)
{
	struct cpp_place place = { 0 }, call = { 0 };
	struct str why = STR_INIT;

	if (cpp_find_stretch(reader->cpp, binding->tokens.first, binding->tokens.count, &place, &why,
			     &call)) {
		out->span = place.span;
		out->file = place.file;
	} else {
		out->fixed = symbol(str_text(&why));
		out->call = call.span;
		out->file = call.file;
		put_expansion(reader, call);
	}
	str_release(&why);
}

/* How the text spells what does nothing and what is transparent, when most of it has a word for that. */
struct spelling {
	uint32_t word[8]; /* symbols */
	size_t used[8], words, all;
};

static void count_spelling(struct zmk_reader *reader, const struct source_binding *binding,
			   struct spelling *spelling)
{
	size_t len, at = 0;
	const char *text = source_text(reader->source, binding->file, &len) + binding->span.start;
	uint32_t word;

	if (!binding->span.len || binding->fixed)
		return;
	spelling->all++;
	if (*text == '&')
		return;
	word = symbol_of_bytes(text, binding->span.len);
	while (at < spelling->words && spelling->word[at] != word)
		at++;
	if (at == COUNT(spelling->word))
		return;
	spelling->word[at] = word;
	spelling->used[at]++;
	if (at == spelling->words)
		spelling->words++;
}

static uint32_t usual_spelling(const struct spelling *spelling)
{
	size_t best = 0;

	for (size_t i = 1; i < spelling->words; i++)
		if (spelling->used[i] > spelling->used[best])
			best = i;
	return spelling->words && spelling->used[best] * 2 >= spelling->all ? spelling->word[best] : 0;
}

static void put_bindings(struct zmk_reader *reader)
{
	struct spelling transparent = { 0 }, none = { 0 };
	size_t slots = keymap_slots(reader->map);

	for (size_t i = 0; i < reader->layers; i++) {
		const struct zmk_layer *layer = &reader->layer[i];
		struct source_binding *to = reader->source->binding + i * slots;

		for (size_t key = 0; key < layer->keys.count; key++) {
			const struct zmk_binding *binding = &layer->keys.item[key];

			put_binding(reader, binding, &to[key]);
			if (binding->action.kind == ACTION_TRANSPARENT)
				count_spelling(reader, &to[key], &transparent);
			else if (binding->action.kind == ACTION_NONE)
				count_spelling(reader, &to[key], &none);
		}
		/* Both turns of an encoder are one binding. */
		for (size_t encoder = 0; encoder < layer->turns.count; encoder++) {
			struct source_binding *turn = &to[reader->keys + encoder * TURN_COUNT];

			put_binding(reader, &layer->turns.item[encoder], turn);
			turn[1] = turn[0];
		}
	}
	reader->source->transparent = usual_spelling(&transparent);
	reader->source->none = usual_spelling(&none);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The start of the comment that the line before @line ends with; @line when there is none, or more than it. */
static uint32_t comment_before(const char *text, uint32_t line)
{
	uint32_t end = line ? line - 1 : 0, start = end, first;

	while (start && text[start - 1] != '\n')
		start--;
	for (first = start; first < end && is_blank(text[first]);)
		first++;
	if (!line || end - first < 2)
		return line;
	if (text[first] == '/' && text[first + 1] == '/')
		return start;
	while (end > first && is_blank(text[end - 1]))
		end--;
	if (end < 2 || text[end - 1] != '/' || text[end - 2] != '*')
		return line;
	for (end -= 2; end >= 2 && !(text[end - 2] == '/' && text[end - 1] == '*');)
		end--;
	if (end < 2)
		return line;
	for (end -= 2; end && is_blank(text[end - 1]);)
		end--;
	return !end || text[end - 1] == '\n' ? end : line;
}

struct span zmk_whole_lines(const char *text, size_t len, struct span span)
{
	uint32_t start = span.start, end = span_end(span), next;

	while (start && is_blank(text[start - 1]))
		start--;
	if (start && text[start - 1] != '\n')
		return span;
	while (end < len && is_blank(text[end]))
		end++;
	if (!strncmp(text + end, "//", 2))
		while (end < len && text[end] != '\n')
			end++;
	if (end < len && text[end] != '\n')
		return (struct span){ span.start, span.len };
	end += end < len;
	while ((next = comment_before(text, start)) < start)
		start = next;
	return (struct span){ start, end - start };
}

/* The use of a macro that gives a layer and no other: ZMK_LAYER(...), with the semicolon of its line. */
static bool span_of_call(const struct zmk_reader *reader, const struct zmk_layer *layer, struct span *out)
{
	uint32_t use = layer->node->body ? outermost(reader, layer->node->body->tokens.first) : CPP_DIRECT;
	const struct cpp_use *call = use != CPP_DIRECT ? cpp_use(reader->cpp, use) : NULL;

	if (!call || call->at.file || outermost(reader, layer->node->body->inside.first - 1) != use)
		return false;
	for (size_t i = 0; i < reader->layers; i++) {
		const struct dts_body *body = reader->layer[i].node->body;

		if (&reader->layer[i] != layer && body && outermost(reader, body->tokens.first) == use)
			return false;
	}
	*out = call->at.span;
	return true;
}

static void put_entry(struct zmk_reader *reader, const struct zmk_layer *layer, struct source_layer *to)
{
	const struct dts_body *body = layer->node->body;
	struct span span;

	if (!body || body->next)
		return;
	if (direct_span(reader, body->tokens, &span) || span_of_call(reader, layer, &span))
		to->entry = zmk_whole_lines(reader->source->text, reader->source->len, span);
}

/* Between the first < and the last >, when both are there. */
static struct span list_span(const struct zmk_reader *reader, const struct dts_property *list)
{
	struct span span = { 0 };
	uint32_t last;

	if (!list || !list->part || list->part->type != DTS_CELLS)
		return span;
	last = list->value.first + list->value.count - 1;
	if (*reader->token[last].text == '>')
		direct_inside(reader, list->part->tokens.first, last, &span);
	return span;
}

/* What is between the quotes of display-name, or the node's name when that is the layer's. */
static void put_name(struct zmk_reader *reader, const struct zmk_layer *layer, struct source_layer *to)
{
	static const char *const from[] = { "display-name", "label" };
	struct span span;

	for (size_t i = 0; i < COUNT(from); i++) {
		const struct dts_property *property = dts_find_property(layer->node, from[i]);

		if (!property || !property->part || property->part->type != DTS_STRING)
			continue;
		if (direct_span(reader, property->part->tokens, &span))
			to->name = (struct span){ span.start + 1, span.len - 2 };
		return;
	}
	if (layer->node->body && direct_span(reader, layer->node->body->name, &span))
		to->name = span;
}

/* The braces around all layers, and those of the root around the keymap. */
static void put_lists(struct zmk_reader *reader)
{
	const struct dts_body *body = reader->keymap->body;
	struct source *source = reader->source;
	struct span span;

	for (; body && span_is_nowhere(source->layers); body = body->next)
		if (direct_inside(reader, body->inside.first - 1, body->inside.first + body->inside.count,
				  &span) &&
		    span.start <= source->layer[0].entry.start &&
		    span_end(span) >= span_end(source->layer[0].entry) && source->layer[0].entry.len)
			source->layers = span;
	for (body = dts_root(reader->dts)->body; body && span_is_nowhere(source->root); body = body->next)
		if (direct_inside(reader, body->inside.first - 1, body->inside.first + body->inside.count,
				  &span) &&
		    span.start <= source->layers.start && span_end(span) >= span_end(source->layers))
			source->root = span;
}

void zmk_put_source(struct zmk_reader *reader)
{
	struct source *source = reader->source;

	for (uint16_t i = 1; i < cpp_files(reader->cpp); i++) {
		const struct cpp_file *file = cpp_file(reader->cpp, i);

		source_add_include(source, file->path, file->text, file->len, file->locked);
	}
	put_bindings(reader);
	source->layer = mem_new(reader->layers, sizeof(*source->layer));
	for (size_t i = 0; i < reader->layers; i++) {
		const struct zmk_layer *layer = &reader->layer[i];

		put_entry(reader, layer, &source->layer[i]);
		put_name(reader, layer, &source->layer[i]);
		source->layer[i].keys = list_span(reader, dts_find_property(layer->node, "bindings"));
		source->layer[i].turns = list_span(reader, dts_find_property(layer->node, "sensor-bindings"));
	}
	put_lists(reader);
	source_find_ours(source);
	zmk_put_places(reader);
	zmk_put_references(reader);
}
