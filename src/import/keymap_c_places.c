/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/* Where each layer and binding stands in the text (model/source.h). */

enum { MAX_SPELLINGS = 32, MAX_EXPANSION = 64 << 10 };

static const struct cpp_use *outermost(const struct keymap_c *r, uint32_t token)
{
	uint32_t use = r->token[token].use;

	return use == CPP_DIRECT ? NULL : cpp_use(r->cpp, cpp_outermost(r->cpp, use));
}

/* Where a token stands in a file itself, or the macro's use that it comes out of. */
static struct cpp_place place_of(const struct keymap_c *r, uint32_t token)
{
	const struct cpp_use *use = outermost(r, token);

	return use ? use->at : r->token[token].at;
}

/* Of file 0; nowhere: it is of another. */
static struct span span_of(const struct keymap_c *r, struct c_run run)
{
	struct cpp_place first = place_of(r, run.first), last = place_of(r, run.first + run.count - 1);

	if (first.file || last.file || span_end(last.span) < first.span.start)
		return (struct span){ 0, 0 };
	return (struct span){ first.span.start, span_end(last.span) - first.span.start };
}

struct span c_token_span(const struct keymap_c *r, uint32_t token)
{
	const struct cpp_token *t = &r->token[token];

	return t->use != CPP_DIRECT || t->at.file ? (struct span){ 0, 0 } : t->at.span;
}

/* What can stand there instead of the macro's use. */
static void add_expansion(const struct keymap_c *r, struct source *source, struct cpp_place call)
{
	struct str text = { .max = MAX_EXPANSION };

	if (!source_find_expansion(source, call.file, call.span) && cpp_expand(r->cpp, call, &text) &&
	    !text.full)
		source_add_expansion(source, call.file, call.span, str_text(&text));
	str_release(&text);
}

struct source_binding c_find_place(const struct keymap_c *r, struct source *source, struct c_run run)
{
	struct source_binding binding = { { 0, 0 }, 0, 0, { 0, 0 } };
	struct cpp_place place, call;
	struct str why = STR_INIT;

	if (cpp_find_stretch(r->cpp, run.first, run.count, &place, &why, &call)) {
		binding.span = place.span;
		binding.file = place.file;
	} else {
		if (span_is_nowhere(call.span)) {
			call = place_of(r, run.first);
		} else {
			binding.call = call.span;
			add_expansion(r, source, call);
		}
		binding.span = call.span;
		binding.file = call.file;
		binding.fixed = symbol(str_text(&why));
	}
	str_release(&why);
	return binding;
}

static struct source_binding find_binding(const struct keymap_c *r, struct source *source,
					  const struct c_layer *layer, struct c_run run)
{
	struct source_binding binding = c_find_place(r, source, run);

	if (layer->shared && !binding.fixed)
		binding.fixed = symbol("stands for several layers at once");
	return binding;
}

/* How often the text spells one of the two, by spelling. */
struct spellings {
	uint32_t name[MAX_SPELLINGS];
	size_t count[MAX_SPELLINGS], used;
};

static void count_spelling(const struct source *source, struct source_binding binding, struct spellings *all)
{
	size_t len, i = 0;
	const char *text = source_text(source, binding.file, &len);
	uint32_t name;

	if (binding.fixed || !binding.span.len || binding.span.len > 64)
		return;
	for (size_t c = 0; c < binding.span.len; c++)
		if (!strchr("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
			    text[binding.span.start + c]))
			return;
	name = symbol_of_bytes(text + binding.span.start, binding.span.len);
	while (i < all->used && all->name[i] != name)
		i++;
	if (i == MAX_SPELLINGS)
		return;
	if (i == all->used)
		all->name[all->used++] = name;
	all->count[i]++;
}

static uint32_t most_used(const struct spellings *all)
{
	size_t best = 0;

	for (size_t i = 1; i < all->used; i++)
		if (all->count[i] > all->count[best])
			best = i;
	return all->used ? all->name[best] : 0;
}

static void find_bindings(struct keymap_c *r, struct source *source)
{
	size_t slots = keymap_slots(r->map), keys = keymap_keys(r->map);
	struct spellings transparent = { .used = 0 }, none = { .used = 0 };

	for (size_t i = 0; i < r->keys.count; i++)
		for (size_t b = 0; b < r->keys.item[i].bindings; b++) {
			const struct c_layer *layer = &r->keys.item[i];
			const struct c_binding *binding = &layer->binding[b];
			struct source_binding *at;

			if (binding->key == C_NO_KEY || !binding->run.count)
				continue;
			at = &source->binding[layer->number * slots + binding->key];
			*at = find_binding(r, source, layer, binding->run);
			if (binding->action.kind == ACTION_TRANSPARENT)
				count_spelling(source, *at, &transparent);
			else if (binding->action.kind == ACTION_NONE)
				count_spelling(source, *at, &none);
		}
	for (size_t i = 0; i < r->turns.count; i++)
		for (size_t b = 0; b < r->turns.item[i].bindings; b++) {
			const struct c_layer *layer = &r->turns.item[i];
			const struct c_binding *binding = &layer->binding[b];

			if (layer->number < keymap_layers(r->map) && binding->run.count)
				source->binding[layer->number * slots + keys +
						(size_t)binding->row * TURN_COUNT + binding->col] =
					find_binding(r, source, layer, binding->run);
		}
	source->transparent = most_used(&transparent);
	source->none = most_used(&none);
}

/* Behind the comment that begins at @at; @to: it does not end before. */
static uint32_t behind_comment(const char *text, uint32_t at, uint32_t to)
{
	for (at += 2; at < to; at++) {
		const char *star = memchr(text + at, '*', to - at);

		at = star ? (uint32_t)(star - text) : to;
		if (star && at + 1 < to && text[at + 1] == '/')
			return at + 2;
	}
	return to;
}

/* Behind the blanks and comments that follow @at on its line, and behind the newline. */
static uint32_t end_of_line(const struct source *source, uint32_t at)
{
	const char *text = source->text;
	uint32_t end = at;

	for (;;) {
		end += (uint32_t)strspn(text + end, " \t\r");
		if (text[end] == '/' && text[end + 1] == '/')
			end += (uint32_t)strcspn(text + end, "\n");
		if (text[end] == '\n')
			return end + 1;
		if (text[end] == '/' && text[end + 1] == '*') {
			uint32_t behind = behind_comment(text, end, (uint32_t)source->len);

			if (memchr(text + end, '\n', behind - end))
				return at;
			end = behind;
			continue;
		}
		return text[end] ? at : end;
	}
}

/* Behind the newline of a line that no \ joins to the next. */
static uint32_t behind_line(const char *text, uint32_t at, uint32_t to)
{
	bool joined = true;

	while (joined && at < to) {
		const char *newline = memchr(text + at, '\n', to - at);

		joined = newline && newline > text && newline[-1] == '\\';
		at = newline ? (uint32_t)(newline + 1 - text) : to;
	}
	return at;
}

/* Where, between @from and @to, the comments begin that stand before what is at @to: behind the last directive. */
static uint32_t start_of_comments(const struct source *source, uint32_t from, uint32_t to)
{
	const char *text = source->text;
	uint32_t start = from, at = from;

	while (at < to) {
		at += (uint32_t)strspn(text + at, " \t\r\n");
		if (at >= to) {
			break;
		} else if (text[at] == '/' && text[at + 1] == '*') {
			at = behind_comment(text, at, to);
		} else {
			bool comment = text[at] == '/' && text[at + 1] == '/';

			at = behind_line(text, at, to);
			if (!comment)
				start = at;
		}
	}
	return start < to ? start : to;
}

/* Leave out blank lines in front. */
static uint32_t skip_blank_lines(const struct source *source, uint32_t start, uint32_t to)
{
	for (;;) {
		uint32_t at = start + (uint32_t)strspn(source->text + start, " \t\r");

		if (at >= to || source->text[at] != '\n')
			return start;
		start = at + 1;
	}
}

void c_find_entry(const struct keymap_c *r, const struct source *source, struct c_run run, uint32_t comma_at,
		  struct span *out)
{
	struct span span = span_of(r, run), before = c_token_span(r, run.first - 1), comma = span;
	uint32_t end, start;

	if (comma_at != C_NONE)
		comma = c_token_span(r, comma_at);
	if (!span.len || !before.len || !comma.len || span.start < span_end(before) ||
	    span_end(comma) < span_end(span))
		return;
	end = end_of_line(source, span_end(comma));
	start = start_of_comments(source, end_of_line(source, span_end(before)), span.start);
	start = skip_blank_lines(source, start, span.start);
	*out = (struct span){ start, end - start };
}

void c_find_statement(const struct keymap_c *r, const struct source *source, struct c_run run,
		      struct span *out)
{
	struct span span = span_of(r, run), before = { 0, 0 };
	uint32_t start;

	if (!span.len)
		return;
	if (run.first)
		before = c_token_span(r, run.first - 1); /* nowhere: it is of a file that is included */
	start = start_of_comments(source, before.len ? end_of_line(source, span_end(before)) : 0, span.start);
	start = skip_blank_lines(source, start, span.start);
	*out = (struct span){ start, end_of_line(source, span_end(span)) - start };
}

static struct span between(struct span open, struct span close)
{
	return (struct span){ span_end(open), close.start - span_end(open) };
}

/* What stands between the brackets of a layer's bindings, or of the use of a macro that wraps them. */
static struct span find_inside(const struct keymap_c *r, const struct source *source,
			       const struct c_layer *layer)
{
	const struct cpp_use *use = outermost(r, layer->open);
	const char *open;

	if (!use) {
		struct span first = c_token_span(r, layer->open), last = c_token_span(r, layer->close);

		return first.len && last.len ? between(first, last) : first;
	}
	if (use->at.file || outermost(r, layer->close) != use)
		return (struct span){ 0, 0 };
	open = memchr(source->text + use->at.span.start, '(', use->at.span.len);
	if (!open)
		return (struct span){ 0, 0 };
	return between((struct span){ (uint32_t)(open - source->text), 1 },
		       (struct span){ span_end(use->at.span) - 1, 1 });
}

/* The number in [2] =, as it stands there. */
static struct span find_number(const struct keymap_c *r, struct c_run run)
{
	return run.count == 1 && r->token[run.first].type == CPP_NUMBER ? c_token_span(r, run.first)
									: (struct span){ 0, 0 };
}

static void find_list(const struct keymap_c *r, struct source *source, const struct c_layers *all, bool turns)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct c_layer *layer = &all->item[i];
		struct source_layer *at;
		struct span number;

		if (layer->number >= keymap_layers(r->map) || layer->shared)
			continue;
		at = &source->layer[layer->number];
		c_find_entry(r, source, layer->entry, layer->comma, turns ? &at->turns_entry : &at->entry);
		*(turns ? &at->turns : &at->keys) = find_inside(r, source, layer);
		number = find_number(r, layer->designator);
		if (!turns)
			at->number = number;
		else if (number.len)
			source_add_reference(source, number, (uint32_t)layer->number);
	}
}

/* What is between the braces of an array. */
static struct span find_array(const struct keymap_c *r, const char *name)
{
	const struct c_object *object = c_find_object(r, name);
	uint32_t open;

	struct span first, last;

	if (!object || !c_braces(r, object->init, &open))
		return (struct span){ 0, 0 };
	first = c_token_span(r, open);
	last = c_token_span(r, r->match[open]);
	return first.len && last.len ? between(first, last) : (struct span){ 0, 0 };
}

struct source *c_make_source(struct keymap_c *r)
{
	struct source *source = source_new(r->in->text, r->in->len, r->map);

	for (size_t i = 1; i < cpp_files(r->cpp); i++) {
		const struct cpp_file *file = cpp_file(r->cpp, (uint16_t)i);

		source_add_include(source, file->path, file->text, file->len, file->locked);
	}
	source->layer = mem_new(keymap_layers(r->map), sizeof(*source->layer));
	find_bindings(r, source);
	find_list(r, source, &r->keys, false);
	find_list(r, source, &r->turns, true);
	source->layers = find_array(r, "keymaps");
	source->turns = find_array(r, "encoder_map");
	c_find_names(r, source);
	c_find_references(r, source);
	c_find_definitions(r, source);
	source_find_ours(source);
	return source;
}
