/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "keymap_c_private.h"

bool c_is(const struct keymap_c *r, uint32_t token, const char *text)
{
	size_t len = strlen(text);

	return token < r->tokens && r->token[token].len == len && !memcmp(r->token[token].text, text, len);
}

bool c_is_name(const struct keymap_c *r, uint32_t token)
{
	return token < r->tokens && r->token[token].type == CPP_NAME;
}

/* '(', '[' or '{' as 0, 1, 2; closing ones too; -1: no bracket. */
static int bracket(const struct cpp_token *token, bool *opens)
{
	static const char all[] = "([{)]}";
	const char *found = token->type == CPP_PUNCT && token->len == 1 ? strchr(all, token->text[0]) : NULL;

	if (!found)
		return -1;
	*opens = found - all < 3;
	return (int)(found - all) % 3;
}

/* A closing bracket closes the innermost of its kind, and with it what stands open in there. */
static void match_brackets(struct keymap_c *r)
{
	uint32_t *open = mem_new(r->tokens + 1, sizeof(*open)), depth = 0, pending[3] = { 0 };

	r->match = mem_new(r->tokens + 1, sizeof(*r->match));
	for (uint32_t i = 0; i < r->tokens; i++) {
		bool opens;
		int kind = bracket(&r->token[i], &opens);

		r->match[i] = r->tokens;
		if (kind < 0 || (!opens && !pending[kind]))
			continue;
		if (opens) {
			open[depth++] = i;
			pending[kind]++;
			continue;
		}
		for (int closed = -1; closed != kind;) {
			bool ignored;

			closed = bracket(&r->token[open[--depth]], &ignored);
			pending[closed]--;
		}
		r->match[open[depth]] = i;
		r->match[i] = open[depth];
	}
	free(open);
}

/* Behind the bracket at @token and all that is in it. */
static uint32_t behind(const struct keymap_c *r, uint32_t token)
{
	return r->match[token] < r->tokens ? r->match[token] + 1 : r->tokens;
}

/* What one declaration has shown so far. */
struct declaration {
	uint32_t name, equals, called; /* called: the name in front of ( */
	struct c_run dims;
	bool is_enum, is_type;
};

static const struct declaration nothing_yet = { C_NONE, C_NONE, C_NONE, { 0, 0 }, false, false };

static void add_object(struct keymap_c *r, const struct declaration *d, uint32_t end)
{
	if (d->name == C_NONE || d->equals == C_NONE)
		return;
	r->object = mem_grow(r->object, r->objects, &r->object_cap, sizeof(*r->object));
	r->object[r->objects++] = (struct c_object){ r->token[d->name].text,
						     r->token[d->name].len,
						     d->name,
						     d->dims,
						     { d->equals + 1, end - d->equals - 1 } };
}

static void add_function(struct keymap_c *r, uint32_t name, uint32_t open)
{
	r->function = mem_grow(r->function, r->functions, &r->function_cap, sizeof(*r->function));
	r->function[r->functions++] = (struct c_function){ name, open };
}

static void take_name(struct keymap_c *r, struct declaration *d, uint32_t at)
{
	if (c_is(r, at, "enum"))
		d->is_enum = true;
	else if (c_is(r, at, "struct") || c_is(r, at, "union"))
		d->is_type = true;
	else if (d->equals == C_NONE && !d->dims.count)
		d->name = at;
}

static void take_dimension(const struct keymap_c *r, struct declaration *d, uint32_t at)
{
	if (d->equals != C_NONE)
		return;
	if (!d->dims.count)
		d->dims.first = at;
	d->dims.count = behind(r, at) - d->dims.first;
}

/* { at file scope. False: it was a function's body, which ends what it is in. */
static bool take_braces(struct keymap_c *r, struct declaration *d, uint32_t at)
{
	if (d->equals != C_NONE)
		return true;
	if (d->is_enum || d->is_type) {
		if (d->is_enum)
			c_read_enum(r, at);
		d->is_enum = d->is_type = false;
		return true;
	}
	if (d->called != C_NONE)
		add_function(r, d->called, at);
	return false;
}

/* One declaration, from @at on. Returns what is behind it. */
static uint32_t read_declaration(struct keymap_c *r, uint32_t at)
{
	struct declaration d = nothing_yet;
	bool opens;

	for (; at < r->tokens; at++) {
		int kind = bracket(&r->token[at], &opens);

		if (c_is(r, at, ";"))
			break;
		if (c_is(r, at, ",")) {
			add_object(r, &d, at);
			d = nothing_yet;
		} else if (c_is(r, at, "=") && d.equals == C_NONE) {
			d.equals = at;
		} else if (c_is_name(r, at)) {
			take_name(r, &d, at);
		} else if (kind >= 0) {
			if (!opens)
				return at + 1;
			if (kind == 2 && !take_braces(r, &d, at))
				return behind(r, at);
			if (kind == 1)
				take_dimension(r, &d, at);
			if (kind == 0 && d.equals == C_NONE && c_is_name(r, at - 1) && at)
				d.called = at - 1;
			at = behind(r, at) - 1;
		}
	}
	add_object(r, &d, at);
	return at + 1;
}

static int compare_names(const struct c_object *a, const struct c_object *b)
{
	int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);

	return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int compare_objects(const void *a, const void *b)
{
	const struct c_object *x = a, *y = b;
	int order = compare_names(x, y);

	return order ? order : (x->name > y->name) - (x->name < y->name);
}

void c_parse(struct keymap_c *r)
{
	match_brackets(r);
	for (uint32_t at = 0; at < r->tokens;)
		at = read_declaration(r, at);
	if (r->objects)
		qsort(r->object, r->objects, sizeof(*r->object), compare_objects);
}

const struct c_object *c_find_object_of(const struct keymap_c *r, const struct cpp_token *name)
{
	struct c_object want = { .text = name->text, .len = name->len };
	size_t low = 0, high = r->objects;

	/* The first that is behind all of that name. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_names(&r->object[middle], &want) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low && !compare_names(&r->object[low - 1], &want) ? &r->object[low - 1] : NULL;
}

const struct c_object *c_find_object(const struct keymap_c *r, const char *name)
{
	struct cpp_token token = { .text = name, .len = (uint32_t)strlen(name) };

	return c_find_object_of(r, &token);
}

bool c_braces(const struct keymap_c *r, struct c_run run, uint32_t *open)
{
	for (uint32_t at = run.first; at < run.first + run.count; at++) {
		*open = at;
		if (c_is(r, at, "{"))
			return r->match[at] < r->tokens;
		if (c_is(r, at, "("))
			at = behind(r, at) - 1;
	}
	return false;
}

/* Behind a designator, [2] or .member, at @at; @at: there is none. */
static uint32_t behind_designator(const struct keymap_c *r, uint32_t at, uint32_t end)
{
	uint32_t next = at;

	if (at < end && c_is(r, at, "["))
		next = behind(r, at);
	else if (at + 1 < end && c_is(r, at, ".") && c_is_name(r, at + 1))
		next = at + 2;
	return next <= end ? next : at;
}

/* [designator] = and .member = of what begins at @at. Returns where its value begins. */
static uint32_t take_designator(const struct keymap_c *r, uint32_t at, uint32_t end, struct c_item *item)
{
	uint32_t value = behind_designator(r, at, end), next;

	if (value == at)
		return at;
	item->designator =
		c_is(r, at, "[") ? (struct c_run){ at + 1, value - at - 2 } : (struct c_run){ at + 1, 1 };
	while ((next = behind_designator(r, value, end)) != value)
		value = next;
	return value < end && c_is(r, value, "=") ? value + 1 : value;
}

bool c_next_item(const struct keymap_c *r, uint32_t *at, uint32_t end, struct c_item *item)
{
	uint32_t first = *at, last = first, value;
	bool opens;

	if (first >= end)
		return false;
	*item = (struct c_item){ .comma = C_NONE };
	while (last < end && !c_is(r, last, ","))
		last = bracket(&r->token[last], &opens) >= 0 && opens ? behind(r, last) : last + 1;
	if (last > end)
		last = end;
	if (last < end)
		item->comma = last;
	value = take_designator(r, first, last, item);
	item->all = (struct c_run){ first, last - first };
	item->value = (struct c_run){ value, last - value };
	*at = last + 1;
	return true;
}

bool c_is_call(const struct keymap_c *r, struct c_run run, uint32_t *open)
{
	*open = run.first + 1;
	return run.count >= 3 && c_is_name(r, run.first) && c_is(r, *open, "(") &&
	       r->match[*open] == run.first + run.count - 1;
}

void c_add_text(const struct keymap_c *r, struct c_run run, struct str *out)
{
	for (uint32_t i = 0; i < run.count; i++) {
		const struct cpp_token *token = &r->token[run.first + i];

		if (i && token->space)
			str_add_char(out, ' ');
		str_add_bytes(out, token->text, token->len);
	}
}

/* 'a' and L'x' without an escape: the number of the character. */
static bool read_character(const struct cpp_token *token, uint32_t *code)
{
	const char *quote = memchr(token->text, '\'', token->len);
	size_t len = quote ? token->len - (size_t)(quote - token->text) : 0, used;

	if (token->type != CPP_CHARACTER || len < 3 || quote[1] == '\\')
		return false;
	*code = utf8_decode(quote + 1, len - 2, &used);
	return used == len - 2;
}

void c_add_expression(const struct keymap_c *r, struct c_run run, struct str *out)
{
	for (uint32_t i = 0; i < run.count; i++) {
		const struct cpp_token *token = &r->token[run.first + i];
		uint32_t code;

		if (i && token->space)
			str_add_char(out, ' ');
		if (read_character(token, &code))
			str_addf(out, "0x%X", code);
		else
			str_add_bytes(out, token->text, token->len);
	}
}

void c_report(struct keymap_c *r, const struct diagnostic_kind *kind, uint32_t token, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	uint16_t file = 0;
	va_list ap;

	place.layer = r->layer;

	if (token < r->tokens)
		cpp_where(r->cpp, &r->token[token], &file, &place.line, &place.column);
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	if (file)
		diagnostics_add_in_file(r->diagnostics, kind, cpp_file(r->cpp, file)->path, place, "%s",
					str_text(&text));
	else
		diagnostics_add(r->diagnostics, kind, place, "%s", str_text(&text));
	str_release(&text);
}

struct c_run c_statement(const struct keymap_c *r, const struct c_object *object)
{
	uint32_t first = object->name, end = object->init.first + object->init.count;

	while (first && !c_is(r, first - 1, ";") && !c_is(r, first - 1, "}"))
		first--;
	return c_is(r, end, ";") ? (struct c_run){ first, end + 1 - first } : (struct c_run){ 0, 0 };
}
