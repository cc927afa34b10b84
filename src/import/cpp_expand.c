/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a name is replaced, and what is read next: C11 6.10.3. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

struct cpp_list cpp_list_new(struct cpp *cpp)
{
	return cpp->spares ? cpp->spare[--cpp->spares] : (struct cpp_list){ 0 };
}

void cpp_list_add(struct cpp *cpp, struct cpp_list *list, const struct cpp_item *item)
{
	if (cpp->failed)
		return;
	if (++cpp->steps > CPP_MAX_STEPS || ++cpp->live > CPP_MAX_LIVE) {
		cpp_fail(cpp, "the macros give more than can be read: is one of them meant to explode?");
		return;
	}
	list->item = mem_grow(list->item, list->count, &list->cap, sizeof(*list->item));
	list->item[list->count++] = *item;
}

void cpp_list_drop(struct cpp *cpp, struct cpp_list *list)
{
	enum { KEPT_ITEMS = 4096, KEPT_LISTS = 64 };

	cpp->live -= list->count;
	list->count = 0;
	if (list->cap > KEPT_ITEMS || cpp->spares >= KEPT_LISTS) {
		free(list->item);
	} else if (list->cap) {
		cpp->spare = mem_grow(cpp->spare, cpp->spares, &cpp->spare_cap, sizeof(*cpp->spare));
		cpp->spare[cpp->spares++] = *list;
	}
	*list = (struct cpp_list){ 0 };
}

static void push_context(struct cpp *cpp, struct cpp_context context)
{
	cpp->context = mem_grow(cpp->context, cpp->contexts, &cpp->context_cap, sizeof(*cpp->context));
	cpp->context[cpp->contexts++] = context;
	if (context.macro)
		context.macro->disabled = true;
}

static void pop_context(struct cpp *cpp)
{
	struct cpp_context *top = &cpp->context[--cpp->contexts];

	if (top->macro)
		top->macro->disabled = false;
	cpp_list_drop(cpp, &top->owned);
}

/* The next of the innermost context that has one. False: there is none, or not before a barrier. */
static bool read_context(struct cpp *cpp, struct cpp_item *out)
{
	struct cpp_context *top;

	for (;; pop_context(cpp)) {
		if (!cpp->contexts)
			return false;
		top = &cpp->context[cpp->contexts - 1];
		if (top->next < top->count)
			break;
		if (top->barrier)
			return false;
	}
	*out = top->item[top->next];
	if (top->use != CPP_DIRECT) {
		out->token.use = top->use;
		out->token.mark = CPP_MARK_BODY;
	}
	if (!top->next && !top->as_is) {
		out->token.space = top->space;
		out->token.line = top->line;
	}
	top->next++;
	return true;
}

bool cpp_next_raw(struct cpp *cpp, struct cpp_item *out)
{
	if (cpp->failed)
		return false;
	if (cpp->contexts && ++cpp->steps > CPP_MAX_STEPS)
		return cpp_fail(cpp, "the macros do not come to an end: is one of them meant to explode?");
	if (!read_context(cpp, out) && (cpp->contexts || !cpp_read(cpp, out)))
		return false;
	out->token.space |= cpp->space;
	out->token.line |= cpp->line;
	cpp->space = cpp->line = false;
	if (out->name && out->name->macro && out->name->macro->disabled)
		out->token.mark |= CPP_MARK_STAYS;
	return true;
}

/* The parenthesis that makes a call of the name before it, when it is what comes next. */
static bool take_paren(struct cpp *cpp, struct cpp_item *out)
{
	struct cpp_lexer ahead;

	while (cpp->contexts) {
		struct cpp_context *top = &cpp->context[cpp->contexts - 1];

		if (top->next < top->count)
			return cpp_is_punct(&top->item[top->next], "(") && cpp_next_raw(cpp, out);
		if (top->barrier)
			return false;
		pop_context(cpp);
	}
	if (!cpp->buffers)
		return false;
	ahead = cpp->buffer[cpp->buffers - 1].lexer;
	if (!cpp_lex(cpp, &ahead, out) || !cpp_is_punct(out, "("))
		return false;
	cpp->buffer[cpp->buffers - 1].lexer = ahead;
	return true;
}

static uint32_t new_use(struct cpp *cpp, const struct cpp_item *name)
{
	const struct cpp_definition *macro = name->name->macro;
	uint32_t outer = name->token.use;
	struct cpp_use_record *use;

	if (cpp->uses >= CPP_MAX_USES) {
		cpp_fail(cpp, "more than %d macros are used", CPP_MAX_USES);
		return CPP_DIRECT;
	}
	cpp->use = mem_grow(cpp->use, cpp->uses, &cpp->use_cap, sizeof(*cpp->use));
	use = &cpp->use[cpp->uses];
	*use = (struct cpp_use_record){ .use = { .outer = outer,
						 .at = name->token.at,
						 .name = name->name->text,
						 .body = macro->body_at },
					.root = (uint32_t)cpp->uses,
					.written = (uint32_t)cpp->uses };
	if (outer != CPP_DIRECT)
		use->root = cpp->use[outer].root;
	if (outer != CPP_DIRECT && (name->token.mark & CPP_MARK_BODY))
		use->written = cpp->use[outer].written;
	return (uint32_t)cpp->uses++;
}

static void add_bound(struct cpp *cpp, size_t at)
{
	cpp->bound = mem_grow(cpp->bound, cpp->bounds, &cpp->bound_cap, sizeof(*cpp->bound));
	cpp->bound[cpp->bounds++] = at;
}

/* All up to the parenthesis that closes. False: there is none. */
static bool collect(struct cpp *cpp, struct cpp_call *call)
{
	const struct cpp_definition *macro = call->macro;
	bool closed = false;
	int depth = 0;

	cpp->collecting++;
	call->bounds = cpp->bounds;
	call->args = 1;
	add_bound(cpp, 0);
	while (cpp_next_raw(cpp, &call->close)) {
		if (cpp_is_punct(&call->close, ")") && !depth--) {
			closed = true;
			break;
		}
		depth += cpp_is_punct(&call->close, "(");
		cpp_list_add(cpp, &call->raw, &call->close);
		if (!depth && cpp_is_punct(&call->close, ",") &&
		    !(macro->variadic && call->args == macro->params)) {
			add_bound(cpp, call->raw.count);
			call->args++;
		}
	}
	add_bound(cpp, call->raw.count + 1);
	cpp->collecting--;
	if (!macro->params && call->args == 1 && !call->raw.count)
		call->args = 0;
	return closed;
}

static bool is_count_right(const struct cpp_call *call)
{
	const struct cpp_definition *macro = call->macro;

	return call->args == macro->params || (macro->variadic && call->args + 1 == macro->params);
}

/* A call that cannot be replaced stays as it was written. */
static void put_back(struct cpp *cpp, struct cpp_call *call, bool closed)
{
	struct cpp_list list = cpp_list_new(cpp);

	cpp_list_add(cpp, &list, &call->paren);
	for (size_t i = 0; i < call->raw.count; i++) {
		cpp_list_add(cpp, &list, &call->raw.item[i]);
		/* Else each name in there would look for its parenthesis, up to the end. */
		if (!closed && i + 1 < list.count)
			list.item[i + 1].token.mark |= CPP_MARK_STAYS;
	}
	if (closed)
		cpp_list_add(cpp, &list, &call->close);
	push_context(cpp, (struct cpp_context){ .item = list.item,
						.count = list.count,
						.owned = list,
						.use = CPP_DIRECT,
						.as_is = true });
}

static void tell_call(struct cpp *cpp, const struct cpp_call *call, const struct cpp_item *name, bool closed)
{
	const struct cpp_definition *macro = call->macro;
	struct cpp_place at = cpp_written_at(cpp, &name->token);

	if (cpp->failed)
		return;
	if (!closed)
		cpp_tell(cpp, &cpp_kind_unterminated, at, "the arguments of %s( do not end: expected a )",
			 name->name->text);
	else
		cpp_tell(cpp, &cpp_kind_arguments, at, "%s() takes %s%u arguments, but %zu are given",
			 name->name->text, macro->variadic ? "at least " : "",
			 macro->params - macro->variadic, call->args);
}

/* Reads the arguments of a call. False: it is not to be replaced. */
static bool read_call(struct cpp *cpp, struct cpp_call *call, const struct cpp_item *name)
{
	bool closed;

	if (!take_paren(cpp, &call->paren))
		return false;
	call->raw = cpp_list_new(cpp);
	closed = collect(cpp, call);
	if (closed && is_count_right(call))
		return true;
	tell_call(cpp, call, name, closed);
	put_back(cpp, call, closed);
	cpp_list_drop(cpp, &call->raw);
	cpp->bounds = call->bounds;
	return false;
}

/* Each use on the way is a step: there can be many. */
static bool is_around(struct cpp *cpp, uint32_t outer, uint32_t use)
{
	if (outer == CPP_DIRECT)
		return true;
	for (; use != outer && use != CPP_DIRECT && cpp->steps <= CPP_MAX_STEPS; cpp->steps++)
		use = cpp->use[use].use.outer;
	return use == outer;
}

struct cpp_place cpp_written_at(const struct cpp *cpp, const struct cpp_token *token)
{
	return token->mark & CPP_MARK_BODY ? cpp->use[cpp->use[token->use].written].use.at : token->at;
}

/* The uses that @token came out of, up to those that @use did, too. */
static void mark_uses(struct cpp *cpp, uint32_t use, const struct cpp_token *token)
{
	for (uint32_t w = token->use; w != CPP_DIRECT && !cpp->use[w].copied && !is_around(cpp, w, use);
	     w = cpp->use[w].use.outer)
		cpp->use[w].copied = true;
}

void cpp_mark_copied(struct cpp *cpp, uint32_t use, const struct cpp_token *token)
{
	struct cpp_text *text = &cpp->text[token->at.file];

	mark_uses(cpp, use, token);
	if (text->file.locked || !token->at.span.len)
		return;
	if (!text->copied)
		text->copied = mem_new(text->file.len / 8 + 1, 1);
	text->copied[token->at.span.start / 8] |= (uint8_t)(1u << token->at.span.start % 8);
}

/* What gave the parentheses and commas of a call gave more than what is left of it. */
static void mark_punctuation(struct cpp *cpp, const struct cpp_call *call)
{
	mark_uses(cpp, call->use, &call->paren.token);
	mark_uses(cpp, call->use, &call->close.token);
	for (size_t i = 1; i < call->args; i++)
		mark_uses(cpp, call->use, &call->raw.item[cpp->bound[call->bounds + i] - 1].token);
}

/* What stood in the same text as the call came through it. */
static void own_arguments(struct cpp *cpp, struct cpp_call *call)
{
	uint32_t outer = cpp->use[call->use].use.outer, seen = outer;
	bool is_own = true;

	for (size_t i = 0; i < call->raw.count; i++) {
		uint32_t *use = &call->raw.item[i].token.use;

		if (*use != seen)
			is_own = is_around(cpp, *use, outer);
		seen = *use;
		if (is_own)
			*use = call->use;
	}
}

/* Stretches the place of @use over the call's parentheses, when they are what comes behind it in the same text. */
static bool stretch_use(struct cpp *cpp, uint32_t use, const struct cpp_call *call)
{
	struct cpp_place *at = &cpp->use[use].use.at;
	const struct cpp_place *close = &call->close.token.at, *paren = &call->paren.token.at;

	if (call->close.token.use != cpp->use[use].use.outer || close->file != at->file ||
	    close->span.start <= paren->span.start || !cpp_is_gap(cpp, *at, *paren))
		return false;
	at->span.len = span_end(close->span) - at->span.start;
	return true;
}

static void place_call(struct cpp *cpp, const struct cpp_call *call)
{
	uint32_t end = call->close.token.use;

	if (!stretch_use(cpp, call->use, call))
		cpp->use[call->use].open = true;
	/* Those whose replacement ended before the parentheses came. */
	for (uint32_t use = cpp->use[call->use].use.outer; use != CPP_DIRECT && use != end;
	     use = cpp->use[use].use.outer) {
		/* With it all around it are, but for the outermost. */
		if (cpp->use[use].open)
			use = cpp->use[use].root;
		if (cpp->use[use].use.outer != CPP_DIRECT || !stretch_use(cpp, use, call))
			cpp->use[use].open = true;
	}
}

/* The replacement becomes what is read next. */
static void push_replacement(struct cpp *cpp, struct cpp_call *call, const struct cpp_item *name)
{
	struct cpp_definition *macro = name->name->macro;
	struct cpp_context context = {
		.macro = macro, .use = CPP_DIRECT, .space = name->token.space, .line = name->token.line
	};

	if (macro->simple) {
		context.item = macro->body;
		context.count = macro->count;
		context.use = call->use;
	} else {
		context.owned = cpp_list_new(cpp);
		cpp_substitute(cpp, call, &context.owned);
		context.item = context.owned.item;
		context.count = context.owned.count;
	}
	if (!context.count) {
		cpp->space |= context.space;
		cpp->line |= context.line;
	}
	push_context(cpp, context);
}

static void push_builtin(struct cpp *cpp, const struct cpp_item *name)
{
	struct cpp_place at = cpp_written_at(cpp, &name->token);
	struct cpp_list list = cpp_list_new(cpp);
	struct cpp_item item = { .token = { .type = CPP_NUMBER, .mark = CPP_MARK_BODY } };
	struct str text = STR_INIT;

	switch (name->name->macro->builtin) {
	case CPP_COUNTER:
		str_addf(&text, "%u", cpp->counter++);
		break;
	case CPP_FILE:
		item.token.type = CPP_TEXT;
		str_addf(&text, "\"%s\"", cpp->text[at.file].file.path);
		break;
	case CPP_INCLUDE_LEVEL:
		str_addf(&text, "%zu", cpp->buffers - 1);
		break;
	case CPP_LINE:
		str_addf(&text, "%u", cpp_text_line(&cpp->text[at.file], at.span.start));
		break;
	case CPP_NOT_BUILTIN:
		break;
	}
	item.token.text = cpp_arena_copy(&cpp->arena, str_text(&text), text.len);
	item.token.len = (uint32_t)text.len;
	item.token.use = new_use(cpp, name);
	str_release(&text);
	cpp_list_add(cpp, &list, &item);
	push_context(cpp, (struct cpp_context){ .item = list.item,
						.count = list.count,
						.owned = list,
						.use = CPP_DIRECT,
						.space = name->token.space,
						.line = name->token.line });
}

/* False: the name stays. */
static bool replace(struct cpp *cpp, const struct cpp_item *name)
{
	struct cpp_call call = { .macro = name->name->macro, .bounds = cpp->bounds };

	if (call.macro->builtin) {
		push_builtin(cpp, name);
		return true;
	}
	if (call.macro->function && !read_call(cpp, &call, name))
		return false;
	call.use = new_use(cpp, name);
	if (!cpp->failed) {
		if (call.macro->function) {
			mark_punctuation(cpp, &call);
			own_arguments(cpp, &call);
			place_call(cpp, &call);
		}
		push_replacement(cpp, &call, name);
	}
	cpp_list_drop(cpp, &call.raw);
	cpp->bounds = call.bounds;
	return true;
}

bool cpp_next(struct cpp *cpp, struct cpp_item *out)
{
	while (cpp_next_raw(cpp, out)) {
		if (cpp->evaluating && out->name && out->name == cpp->defined)
			cpp_read_defined(cpp, out);
		if (!out->name || !out->name->macro || (out->token.mark & CPP_MARK_STAYS) ||
		    !replace(cpp, out))
			return true;
	}
	return false;
}

void cpp_expand_list(struct cpp *cpp, struct cpp_list *in, struct cpp_list *out)
{
	bool space = cpp->space, line = cpp->line, barrier = false;
	struct cpp_item item;

	push_context(cpp, (struct cpp_context){ .item = in->item,
						.count = in->count,
						.owned = *in,
						.use = CPP_DIRECT,
						.as_is = true,
						.barrier = true });
	*in = (struct cpp_list){ 0 };
	if (++cpp->depth > CPP_MAX_DEPTH)
		cpp_fail(cpp, "macros are used more than %d deep in arguments of macros", CPP_MAX_DEPTH);
	cpp->space = cpp->line = false;
	while (cpp_next(cpp, &item))
		cpp_list_add(cpp, out, &item);
	while (!barrier) {
		barrier = cpp->context[cpp->contexts - 1].barrier;
		pop_context(cpp);
	}
	cpp->depth--;
	cpp->space = space;
	cpp->line = line;
}
