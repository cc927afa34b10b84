/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "model/symbol.h"
#include "zmk_keymap_private.h"

/* Where the nodes that definitions were read from are written, and their properties. */

/* Why the stretch cannot be changed: one of its ends came out of a macro, or they are not in one file of the user's. */
static void explain(const struct zmk_reader *reader, const struct cpp_token *first,
		    const struct cpp_token *last, struct source_binding *out)
{
	const struct cpp_token *token = first->use != CPP_DIRECT ? first : last;
	struct str why = STR_INIT;

	if (token->use != CPP_DIRECT) {
		uint32_t use = cpp_outermost(reader->cpp, token->use);

		str_addf(&why, "it comes from the macro %s", cpp_use(reader->cpp, use)->name);
	} else if (cpp_file(reader->cpp, first->at.file)->locked) {
		str_addf(&why, "it is in %s, which is not yours to change",
			 cpp_file(reader->cpp, first->at.file)->path);
	} else {
		str_add(&why, "it is spread over several files");
	}
	out->fixed = symbol(str_text(&why));
	str_release(&why);
}

/* Of the tokens from @first on, which the text may have by themselves. */
static struct source_binding place_of(const struct zmk_reader *reader, uint32_t first, uint32_t count)
{
	struct source_binding out = { 0 };
	const struct cpp_token *from, *to;

	if (!count || (size_t)first + count > reader->tokens) {
		out.fixed = symbol("it is not written to its end");
		return out;
	}
	from = &reader->token[first];
	to = from + count - 1;
	if (from->use != CPP_DIRECT || to->use != CPP_DIRECT || from->at.file != to->at.file ||
	    to->at.span.start < from->at.span.start || cpp_file(reader->cpp, from->at.file)->locked) {
		explain(reader, from, to, &out);
		return out;
	}
	out.file = from->at.file;
	out.span.start = from->at.span.start;
	out.span.len = span_end(to->at.span) - out.span.start;
	return out;
}

/* Between two tokens. */
static struct source_binding place_between(const struct zmk_reader *reader, uint32_t open, uint32_t close)
{
	struct source_binding all = place_of(reader, open, close > open ? close - open + 1 : 0);

	if (all.fixed)
		return all;
	all.span.start = span_end(reader->token[open].at.span);
	all.span.len = reader->token[close].at.span.start - all.span.start;
	return all;
}

/* `/delete-property/ name;`, of which the tokens have the name. */
static struct source_binding place_of_deleted(const struct zmk_reader *reader, struct dts_range name)
{
	uint32_t first = name.first - 1, end = name.first + name.count;

	do
		first--;
	while (*reader->token[first].text != '/');
	return place_of(reader, first, end + 1 - first);
}

static void put_property(const struct zmk_reader *reader, const struct dts_property *property,
			 struct source_definition *to)
{
	uint32_t name = symbol(property->name);

	source_add_part(to, SOURCE_PROPERTY, name,
			property->deleted ? place_of_deleted(reader, property->tokens)
					  : place_of(reader, property->tokens.first, property->tokens.count));
	if (property->value.count && !property->deleted)
		source_add_part(to, SOURCE_OPTION, name,
				place_of(reader, property->value.first, property->value.count));
}

/* The token before the colon. */
static void put_label(const struct zmk_reader *reader, const struct dts_body *body, const char *label,
		      struct source_definition *to)
{
	for (uint32_t at = body->tokens.first; at < body->name.first; at++)
		if (reader->token[at].len == strlen(label) &&
		    !memcmp(reader->token[at].text, label, strlen(label)))
			source_add_part(to, SOURCE_NAME, 0, place_of(reader, at, 1));
}

static void put_names(const struct zmk_reader *reader, const struct zmk_defined_node *defined,
		      const struct dts_body *body, struct source_definition *to)
{
	bool labelled = defined->kind != DEFINITION_COMBO && defined->kind != DEFINITION_CONDITION &&
			defined->node->label;

	if (*defined->node->name == '&')
		return; /* it is another node's name */
	if (labelled)
		put_label(reader, body, defined->node->label->name, to);
	source_add_part(to, labelled ? SOURCE_NODE : SOURCE_NAME, 0,
			place_of(reader, body->name.first, body->name.count));
}

static void put_place(struct zmk_reader *reader, const struct zmk_defined_node *defined)
{
	const struct dts_body *body = defined->node->body;
	struct source_definition *to =
		source_add_definition(reader->source, (int)defined->kind, defined->index);
	struct source_binding all = { .fixed = symbol("it is written in several places") };

	if (body && !body->next)
		all = place_of(reader, body->tokens.first, body->tokens.count);
	source_add_part(to, SOURCE_VALUE, 0, all);
	if (!all.fixed) {
		size_t len;
		const char *text = source_text(reader->source, all.file, &len);

		to->file = all.file;
		to->entry = zmk_whole_lines(text, len, all.span);
	}
	if (!body)
		return;
	source_add_part(
		to, SOURCE_INSIDE, 0,
		place_between(reader, body->inside.first - 1, body->inside.first + body->inside.count));
	for (; body; body = body->next)
		put_names(reader, defined, body, to);
	for (const struct dts_property *property = defined->node->property; property;
	     property = property->next)
		put_property(reader, property, to);
}

void zmk_put_places(struct zmk_reader *reader)
{
	for (size_t i = 0; i < reader->defineds; i++)
		put_place(reader, &reader->defined[i]);
}
