/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A macro's body with its arguments in it. */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cpp_private.h"

struct substitution {
	struct cpp *cpp;
	const struct cpp_call *call;
	struct cpp_list *expanded; /* each parameter's argument, replaced, once it was needed */
	bool *is_expanded;
	struct cpp_list *out;
	bool paste; /* ## came last */
	bool empty; /* what stands before it is nothing */
	bool space; /* of what was nothing, for what comes next */
};

/* The tokens of argument @param, none when it was left out. */
static const struct cpp_item *argument(const struct substitution *s, uint32_t param, size_t *count)
{
	const size_t *bound = s->cpp->bound + s->call->bounds + param;

	*count = param < s->call->args ? bound[1] - bound[0] - 1 : 0;
	return *count ? s->call->raw.item + bound[0] : NULL;
}

static bool has_macro(const struct cpp_item *item, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (item[i].name && item[i].name->macro)
			return true;
	return false;
}

/* The same with its macros replaced. */
static const struct cpp_item *expanded(struct substitution *s, uint32_t param, size_t *count)
{
	const struct cpp_item *raw = argument(s, param, count);
	struct cpp_list *list = &s->expanded[param], copy;

	if (!has_macro(raw, *count))
		return raw;
	if (!s->is_expanded[param]) {
		copy = cpp_list_new(s->cpp);
		*list = cpp_list_new(s->cpp);
		for (size_t i = 0; i < *count; i++)
			cpp_list_add(s->cpp, &copy, &raw[i]);
		cpp_expand_list(s->cpp, &copy, list);
		s->is_expanded[param] = true;
	}
	*count = list->count;
	return list->item;
}

/* From the start of one token of a body to the end of another. */
static struct cpp_place between(struct cpp_place from, struct cpp_place to)
{
	if (to.file == from.file && span_end(to.span) > from.span.start)
		from.span.len = span_end(to.span) - from.span.start;
	return from;
}

/* An operand: @count tokens in place of @part of the body. */
static void add(struct substitution *s, const struct cpp_item *part, const struct cpp_item *item,
		size_t count)
{
	size_t first = 0;

	if (s->paste && !s->empty && count) {
		struct cpp_item *left = &s->out->item[s->out->count - 1];

		/* Even when they cannot be put together, others in their place might be. */
		cpp_mark_copied(s->cpp, s->call->use, &left->token);
		cpp_mark_copied(s->cpp, s->call->use, &item->token);
		if (cpp_paste(s->cpp, left, item, between(part[-1].token.at, part->token.at))) {
			left->token.use = s->call->use;
			left->token.mark = CPP_MARK_BODY;
			first = 1;
		}
	}
	for (size_t i = first; i < count && !s->cpp->failed; i++) {
		struct cpp_token *token;

		cpp_list_add(s->cpp, s->out, &item[i]);
		if (i || s->cpp->failed)
			continue;
		token = &s->out->item[s->out->count - 1].token;
		/* Behind ## an argument keeps the space that it had itself. */
		token->space = s->space || (s->paste ? token->space : part->token.space);
		token->line = false;
	}
	if (count)
		s->space = false;
	else if (!s->paste)
		s->space |= part->token.space;
	s->empty = s->paste ? s->empty && !count : !count;
	s->paste = part->token.mark & CPP_MARK_PASTE;
}

/* Whether ", ## __VA_ARGS__" at @part is what GCC makes of it: no paste, and no comma when nothing was given. */
static bool is_comma_paste(const struct substitution *s, const struct cpp_item *part)
{
	const struct cpp_definition *macro = s->call->macro;

	return s->paste && !s->empty && macro->variadic && part->token.use == macro->params - 1 &&
	       !(part[-1].token.mark & CPP_MARK_PARAM) && cpp_is_punct(&part[-1], ",");
}

static void add_after_comma(struct substitution *s, const struct cpp_item *part)
{
	const struct cpp_definition *macro = s->call->macro;
	size_t count;
	const struct cpp_item *item = argument(s, part->token.use, &count);

	if (!count && (s->call->args < macro->params || macro->params == 1)) {
		s->out->count--;
		s->cpp->live--;
	}
	s->empty = true;
	add(s, part, item, count);
}

static void add_parts(struct substitution *s, const struct cpp_item *part, size_t count);

/* __VA_OPT__(...) at @part, whose content follows it. */
static void add_option(struct substitution *s, const struct cpp_item *part)
{
	struct substitution inner = *s;
	struct cpp_list list = cpp_list_new(s->cpp);
	struct cpp_item string;
	size_t count;

	inner.out = &list;
	inner.paste = inner.empty = inner.space = false;
	expanded(s, s->call->macro->params - 1, &count);
	if (count)
		add_parts(&inner, part + 1, part->token.use);
	if (part->token.mark & CPP_MARK_STRING) {
		cpp_stringify(s->cpp, list.item, list.count, &string);
		string.token.at = part->token.at;
		string.token.use = s->call->use;
		add(s, part, &string, 1);
	} else {
		add(s, part, list.item, list.count);
	}
	cpp_list_drop(s->cpp, &list);
}

static void add_param(struct substitution *s, const struct cpp_item *part)
{
	const struct cpp_item *item;
	struct cpp_item string;
	size_t count;

	if (part->token.mark & CPP_MARK_STRING) {
		item = argument(s, part->token.use, &count);
		cpp_stringify(s->cpp, item, count, &string);
		string.token.at = part->token.at;
		string.token.use = s->call->use;
		add(s, part, &string, 1);
	} else if (is_comma_paste(s, part)) {
		add_after_comma(s, part);
	} else if (s->paste || (part->token.mark & CPP_MARK_PASTE)) {
		item = argument(s, part->token.use, &count);
		add(s, part, item, count);
	} else {
		item = expanded(s, part->token.use, &count);
		add(s, part, item, count);
	}
}

static void add_parts(struct substitution *s, const struct cpp_item *part, size_t count)
{
	for (size_t i = 0; i < count && !s->cpp->failed; i++) {
		if (part[i].token.mark & CPP_MARK_OPTION) {
			add_option(s, &part[i]);
			i += part[i].token.use;
		} else if (part[i].token.mark & CPP_MARK_PARAM) {
			add_param(s, &part[i]);
		} else {
			struct cpp_item item = part[i];

			item.token.use = s->call->use;
			item.token.mark = CPP_MARK_BODY;
			add(s, &part[i], &item, 1);
		}
	}
}

static void mark_copies(const struct substitution *s)
{
	size_t count;

	for (uint32_t param = 0; param < s->call->macro->params; param++) {
		const struct cpp_item *item = argument(s, param, &count);

		if (s->call->macro->param_uses[param] < 2)
			continue;
		for (size_t i = 0; i < count; i++)
			cpp_mark_copied(s->cpp, s->call->use, &item[i].token);
	}
}

void cpp_substitute(struct cpp *cpp, const struct cpp_call *call, struct cpp_list *out)
{
	const struct cpp_definition *macro = call->macro;
	struct substitution s = { .cpp = cpp, .call = call, .out = out };

	s.expanded = mem_new(macro->params, sizeof(*s.expanded));
	s.is_expanded = mem_new(macro->params, sizeof(*s.is_expanded));
	add_parts(&s, macro->body, macro->count);
	cpp->space |= s.space;
	mark_copies(&s);
	for (uint32_t param = 0; param < macro->params; param++)
		if (s.is_expanded[param])
			cpp_list_drop(cpp, &s.expanded[param]);
	free(s.expanded);
	free(s.is_expanded);
}
