/* SPDX-License-Identifier: GPL-2.0-or-later */
/* #define: C11 6.10.3. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

enum { MAX_PARAMS = 4096 };

/* A macro that is being defined. */
struct defining {
	struct cpp *cpp;
	struct cpp_lexer *lexer;
	struct cpp_definition *macro;
	struct cpp_name **param;
	size_t params, param_cap;
	struct cpp_list body;
	struct cpp_place at; /* for people */
	bool hash, paste;    /* a # or ## came last */
	size_t option;       /* index of the __VA_OPT__ that is open; SIZE_MAX: none is */
	size_t last; /* index of what a ## would be about: the last, or a __VA_OPT__ that ends there */
	int depth;   /* of parentheses in it */
};

/* Always false. */
static bool refuse(struct defining *d, const char *what)
{
	cpp_tell(d->cpp, &cpp_kind_define, d->at, "#define of %s: %s", d->macro->name->text, what);
	return false;
}

static bool add_param(struct defining *d, struct cpp_name *name)
{
	if (name->param)
		return refuse(d, "two parameters have the same name");
	if (d->params >= MAX_PARAMS)
		return refuse(d, "it has more parameters than can be read");
	d->param = mem_grow(d->param, d->params, &d->param_cap, sizeof(struct cpp_name *));
	d->param[d->params++] = name;
	name->param = (uint32_t)d->params;
	return true;
}

/* From behind the opening parenthesis to the closing one. */
static bool read_params(struct defining *d)
{
	struct cpp_item item;

	for (;;) {
		if (!cpp_lex(d->cpp, d->lexer, &item))
			return refuse(d, "expected a ) after its parameters");
		if (!d->params && cpp_is_punct(&item, ")"))
			return true;
		if (cpp_is_punct(&item, "...")) {
			d->macro->variadic = true;
			if (!add_param(d, d->cpp->va_args))
				return false;
		} else if (!item.name) {
			return refuse(d, "expected the name of a parameter");
		} else if (!add_param(d, item.name)) {
			return false;
		}
		if (!cpp_lex(d->cpp, d->lexer, &item))
			return refuse(d, "expected a ) after its parameters");
		if (!d->macro->variadic && cpp_is_punct(&item, "...")) {
			d->macro->variadic = true;
			if (!cpp_lex(d->cpp, d->lexer, &item))
				return refuse(d, "expected a ) after its parameters");
		}
		if (cpp_is_punct(&item, ")"))
			return true;
		if (d->macro->variadic || !cpp_is_punct(&item, ","))
			return refuse(d, "expected a comma or a ) after a parameter");
	}
}

static bool is_paste(const struct cpp_item *item)
{
	return cpp_is_punct(item, "##") || cpp_is_punct(item, "%:%:");
}

static bool is_hash(const struct cpp_item *item)
{
	return cpp_is_punct(item, "#") || cpp_is_punct(item, "%:");
}

/* Follows the parentheses of __VA_OPT__. False: @item is the one that closes it, or opens it. */
static bool is_content(struct defining *d, const struct cpp_item *item)
{
	struct cpp_token *option;

	if (d->option == SIZE_MAX)
		return true;
	option = &d->body.item[d->option].token;
	if (cpp_is_punct(item, "(") && !d->depth++)
		return false;
	if (!cpp_is_punct(item, ")") || --d->depth)
		return true;
	option->use = (uint32_t)(d->body.count - d->option - 1);
	d->last = d->option;
	d->option = SIZE_MAX;
	return false;
}

/* The # before @item is about it, not a token. */
static void take_hash(struct defining *d, struct cpp_item *item)
{
	struct cpp_token *hash = &d->body.item[--d->body.count].token;

	d->cpp->live--;
	item->token.mark |= CPP_MARK_STRING;
	item->token.space = hash->space;
	if (item->token.at.file == hash->at.file)
		item->token.at.span = (struct span){ hash->at.span.start,
						     span_end(item->token.at.span) - hash->at.span.start };
}

static bool add_body(struct defining *d, struct cpp_item *item)
{
	bool special = false;

	if (!is_content(d, item))
		return true;
	if (is_paste(item)) {
		/* At the start of what __VA_OPT__ holds, too. */
		if (!d->body.count || d->body.count - 1 == d->option)
			return refuse(d, "## is for two tokens, and none stands before it");
		d->body.item[d->last].token.mark |= CPP_MARK_PASTE;
		d->paste = true;
		return true;
	}
	if (item->name && d->macro->variadic && item->name == d->cpp->va_opt && d->option == SIZE_MAX) {
		item->token.mark |= CPP_MARK_OPTION;
		special = true;
	} else if (item->name && item->name->param) {
		item->token.mark |= CPP_MARK_PARAM;
		item->token.use = item->name->param - 1;
		d->macro->param_uses[item->token.use]++;
		special = true;
	}
	if (special && d->hash)
		take_hash(d, item);
	if (item->token.mark & CPP_MARK_OPTION) {
		d->option = d->body.count;
		d->depth = 0;
	}
	d->macro->simple &= !special;
	d->hash = d->macro->function && is_hash(item);
	d->paste = false;
	d->last = d->body.count;
	cpp_list_add(d->cpp, &d->body, item);
	return !d->cpp->failed;
}

static bool read_body(struct defining *d)
{
	struct cpp_place *at = &d->macro->body_at;
	struct cpp_item item;

	d->macro->param_uses = cpp_arena_get(&d->cpp->arena, d->params * sizeof(uint32_t));
	for (size_t i = 0; i < d->params; i++)
		d->macro->param_uses[i] = 0;
	while (cpp_lex(d->cpp, d->lexer, &item)) {
		if (!at->span.len)
			*at = item.token.at;
		at->span.len = span_end(item.token.at.span) - at->span.start;
		d->macro->simple &= !is_paste(&item);
		if (!add_body(d, &item))
			return false;
	}
	if (d->paste)
		return refuse(d, "## is for two tokens, and none stands behind it");
	if (d->option != SIZE_MAX)
		return refuse(d, "__VA_OPT__ takes its tokens in parentheses");
	return true;
}

static bool read_definition(struct defining *d)
{
	d->macro->function = *d->lexer->at == '(';
	if (d->macro->function) {
		d->lexer->at++;
		if (!read_params(d))
			return false;
	}
	d->macro->params = (uint32_t)d->params;
	return read_body(d);
}

/* From the start of the line of @hash to the newline after where the lexer is. */
static struct cpp_place directive_at(struct cpp *cpp, struct cpp_lexer *lexer, const struct cpp_item *hash)
{
	struct cpp_place at = hash->token.at;
	const char *text = cpp->text[at.file].file.text;
	uint32_t start = at.span.start;

	while (start && (text[start - 1] == ' ' || text[start - 1] == '\t'))
		start--;
	if (!start || text[start - 1] == '\n' || text[start - 1] == '\r')
		at.span.start = start;
	at.span.len = cpp_lexer_next_line(lexer) - at.span.start;
	return at;
}

/* Makes what was read the meaning of its name. */
static void keep(struct defining *d, const struct cpp_item *hash, bool input)
{
	struct cpp *cpp = d->cpp;
	struct cpp_definition *macro = d->macro;

	macro->count = (uint32_t)d->body.count;
	macro->body = cpp_arena_get(&cpp->arena, d->body.count * sizeof(*macro->body));
	if (d->body.count)
		memcpy(macro->body, d->body.item, d->body.count * sizeof(*macro->body));
	macro->name->macro = macro;
	if (input)
		return;
	macro->at = directive_at(cpp, d->lexer, hash);
	cpp->definition = mem_grow(cpp->definition, cpp->definitions, &cpp->definition_cap,
				   sizeof(struct cpp_definition *));
	cpp->definition[cpp->definitions++] = macro;
}

void cpp_define(struct cpp *cpp, struct cpp_lexer *lexer, const struct cpp_item *hash, bool input)
{
	struct defining d = { .cpp = cpp, .lexer = lexer, .option = SIZE_MAX };
	struct cpp_item name;

	if (!cpp_lex(cpp, lexer, &name) || !name.name || name.name == cpp->defined) {
		if (!input)
			cpp_tell(cpp, &cpp_kind_define, hash->token.at, "#define takes the name of a macro");
		return;
	}
	d.macro = cpp_arena_get(&cpp->arena, sizeof(*d.macro));
	*d.macro = (struct cpp_definition){ .name = name.name, .simple = true };
	d.at = name.token.at;
	d.body = cpp_list_new(cpp);
	if (read_definition(&d))
		keep(&d, hash, input);
	for (size_t i = 0; i < d.params; i++)
		d.param[i]->param = 0;
	cpp_list_drop(cpp, &d.body);
	free(d.param);
}

void cpp_define_builtins(struct cpp *cpp)
{
	static const struct {
		const char *name;
		enum cpp_builtin builtin;
	} builtins[] = {
		{ "__COUNTER__", CPP_COUNTER },
		{ "__FILE__", CPP_FILE },
		{ "__INCLUDE_LEVEL__", CPP_INCLUDE_LEVEL },
		{ "__LINE__", CPP_LINE },
	};
	static const char *const queries[] = { "__has_attribute", "__has_builtin", "__has_c_attribute",
					       "__has_include", "__has_include_next" };

	for (size_t i = 0; i < COUNT(builtins); i++) {
		struct cpp_name *name = cpp_intern_text(cpp, builtins[i].name);

		name->macro = cpp_arena_get(&cpp->arena, sizeof(*name->macro));
		*name->macro = (struct cpp_definition){ .name = name, .builtin = builtins[i].builtin };
	}
	for (size_t i = 0; i < COUNT(queries); i++)
		cpp_intern_text(cpp, queries[i])->query = true;
}
