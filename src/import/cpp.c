/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cpp_private.h"

const struct diagnostic_kind cpp_kind_arguments = { "cpp-arguments", SEVERITY_WARNING },
			     cpp_kind_cap = { "cpp-cap", SEVERITY_ERROR },
			     cpp_kind_condition = { "cpp-condition", SEVERITY_WARNING },
			     cpp_kind_define = { "cpp-define", SEVERITY_WARNING },
			     cpp_kind_directive = { "cpp-directive", SEVERITY_WARNING },
			     cpp_kind_error = { "cpp-error", SEVERITY_WARNING },
			     cpp_kind_include = { "cpp-include", SEVERITY_WARNING },
			     cpp_kind_include_missing = { "cpp-include-missing", SEVERITY_NOTE },
			     cpp_kind_paste = { "cpp-paste", SEVERITY_NOTE },
			     cpp_kind_text = { "cpp-text", SEVERITY_ERROR },
			     cpp_kind_unterminated = { "cpp-unterminated", SEVERITY_WARNING },
			     cpp_kind_warning = { "cpp-warning", SEVERITY_NOTE };

void cpp_tell(struct cpp *cpp, const struct diagnostic_kind *kind, struct cpp_place at, const char *fmt, ...)
{
	const struct cpp_text *text = &cpp->text[at.file];
	struct place place = PLACE_NONE;
	char message[1000];
	va_list ap;

	if (cpp->diagnostics->count >= DIAGNOSTICS_MAX) {
		cpp->diagnostics->dropped++;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (text->lines) {
		place.line = (int)cpp_text_line(text, at.span.start);
		place.column = (int)(at.span.start - text->line[place.line - 1]) + 1;
	}
	if (at.file)
		diagnostics_add_in_file(cpp->diagnostics, kind, text->file.path, place, "%s", message);
	else
		diagnostics_add(cpp->diagnostics, kind, place, "%s", message);
}

bool cpp_fail(struct cpp *cpp, const char *fmt, ...)
{
	struct cpp_place at = { 0 };
	char message[300];
	va_list ap;

	if (cpp->failed)
		return false;
	cpp->failed = true;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	err_set(&cpp->failure, ERR_RANGE, "%s", message);
	if (cpp->buffers) {
		struct cpp_lexer lexer = cpp->buffer[cpp->buffers - 1].lexer;

		at = (struct cpp_place){ lexer.file, { cpp_lexer_offset(&lexer), 0 } };
	}
	cpp_tell(cpp, &cpp_kind_cap, at, "%s; what is behind this was not read", message);
	return false;
}

bool cpp_is_punct(const struct cpp_item *item, const char *text)
{
	return item->token.type == CPP_PUNCT && *item->token.text == *text &&
	       item->token.len == strlen(text) && !memcmp(item->token.text, text, item->token.len);
}

void cpp_push_buffer(struct cpp *cpp, uint16_t file)
{
	cpp->buffer = mem_grow(cpp->buffer, cpp->buffers, &cpp->buffer_cap, sizeof(*cpp->buffer));
	cpp->buffer[cpp->buffers++] = (struct cpp_buffer){
		.lexer = cpp_lexer_of_text(&cpp->text[file], file),
		.conditions = cpp->conditions,
	};
}

static void pop_buffer(struct cpp *cpp)
{
	struct cpp_buffer *buffer = &cpp->buffer[cpp->buffers - 1];

	cpp_close_conditions(cpp);
	if (buffer->guarding == CPP_GUARD_CLOSED)
		cpp->text[buffer->lexer.file].guard = buffer->guard;
	cpp->buffers--;
}

/* The file is not only directives. */
static void note_text(struct cpp *cpp, struct cpp_buffer *buffer)
{
	if (buffer->guarding != CPP_GUARD_OPEN)
		buffer->guarding = CPP_GUARD_NONE;
	cpp->text[buffer->lexer.file].readings += !buffer->read;
	buffer->read = true;
}

bool cpp_read(struct cpp *cpp, struct cpp_item *out)
{
	while (cpp->buffers && !cpp->failed) {
		struct cpp_buffer *buffer = &cpp->buffer[cpp->buffers - 1];

		if (!cpp_lex(cpp, &buffer->lexer, out)) {
			if (cpp->collecting)
				return false;
			pop_buffer(cpp);
			continue;
		}
		if (out->token.line && (cpp_is_punct(out, "#") || cpp_is_punct(out, "%:")) &&
		    cpp_directive(cpp, out))
			continue;
		if (out->token.type == CPP_OTHER && (*out->token.text == '"' || *out->token.text == '\''))
			cpp_tell(cpp, &cpp_kind_unterminated, out->token.at,
				 "a %c is never closed: the text ends with the line", *out->token.text);
		if (!buffer->read || buffer->guarding == CPP_GUARD_CLOSED)
			note_text(cpp, buffer);
		return true;
	}
	return false;
}

static void add_token(struct cpp *cpp, const struct cpp_token *token)
{
	if (cpp->tokens >= CPP_MAX_TOKENS) {
		cpp_fail(cpp, "this gives more than %d million tokens", CPP_MAX_TOKENS >> 20);
		return;
	}
	cpp->token = mem_grow(cpp->token, cpp->tokens, &cpp->token_cap, sizeof(*cpp->token));
	cpp->token[cpp->tokens++] = *token;
}

/* @value NULL: nothing at all, as of a macro that takes parameters. */
static void define_text(struct cpp *cpp, const char *name, const char *value)
{
	size_t len = strlen(name) + 1 + strlen(value);
	char *text = cpp_arena_get(&cpp->arena, len + 1);
	struct cpp_lexer lexer;

	memcpy(text, name, strlen(name));
	text[strlen(name)] = ' ';
	memcpy(text + strlen(name) + 1, value, strlen(value) + 1);
	lexer = cpp_lexer_of_bytes(text, len);
	lexer.directive = true;
	cpp_define(cpp, &lexer, NULL, true);
}

static void define_all(struct cpp *cpp, const struct import_input *in)
{
	cpp->defined = cpp_intern_text(cpp, "defined");
	cpp->va_args = cpp_intern_text(cpp, "__VA_ARGS__");
	cpp->va_opt = cpp_intern_text(cpp, "__VA_OPT__");
	cpp_directives_init(cpp);
	cpp_define_builtins(cpp);
	/* What is in its parentheses is for compilers alone. */
	define_text(cpp, "_Pragma(text)", "");
	for (size_t i = 0; i < in->defines; i++)
		define_text(cpp, in->define[i].name, in->define[i].value ? in->define[i].value : "1");
}

static bool open_document(struct cpp *cpp, const struct import_input *in)
{
	struct cpp_text *text;
	struct err err;

	/* Lexers point to theirs, so that none may move. */
	cpp->text = mem_new(CPP_MAX_FILES, sizeof(*cpp->text));
	text = cpp->text;
	*text = (struct cpp_text){ .file = { .path = "", .text = "" } };
	cpp->texts = 1;
	if (in->len > CPP_MAX_BYTES)
		return cpp_fail(cpp, "this has more than %d MB", CPP_MAX_BYTES >> 20);
	text->owned = mem_new(in->len + 1, 1);
	memcpy(text->owned, in->text, in->len);
	text->file.text = text->owned;
	text->file.len = cpp->bytes = cpp->read_bytes = in->len;
	if (!cpp_text_init(text, &err)) {
		cpp_tell(cpp, &cpp_kind_text, (struct cpp_place){ 0 }, "%s", err.text);
		cpp->failed = true;
		cpp->failure = err;
		return false;
	}
	cpp_push_buffer(cpp, 0);
	return true;
}

/* Leaves of the definitions those that still are so, and shows them as callers want them. */
static void list_macros(struct cpp *cpp)
{
	struct str body = STR_INIT;
	size_t left = 0;

	for (size_t i = 0; i < cpp->definitions; i++)
		if (cpp->definition[i]->name->macro == cpp->definition[i])
			cpp->definition[left++] = cpp->definition[i];
	cpp->definitions = left;
	cpp->macro = mem_new(left, sizeof(*cpp->macro));
	for (size_t i = 0; i < left; i++) {
		const struct cpp_definition *d = cpp->definition[i];

		str_clear(&body);
		cpp_spell_body(d, &body);
		cpp->macro[i] =
			(struct cpp_macro){ .name = d->name->text,
					    .body = cpp_arena_copy(&cpp->arena, str_text(&body), body.len),
					    .function = d->function,
					    .at = d->at,
					    .body_at = d->body_at };
		d->name->listed = (uint32_t)i + 1;
	}
	str_release(&body);
}

/* What only the run needs. */
static void release_run(struct cpp *cpp)
{
	while (cpp->contexts)
		free(cpp->context[--cpp->contexts].owned.item);
	while (cpp->spares)
		free(cpp->spare[--cpp->spares].item);
	free(cpp->context);
	free(cpp->spare);
	free(cpp->bound);
	free(cpp->buffer);
	free(cpp->condition);
	cpp->context = NULL;
	cpp->spare = NULL;
	cpp->bound = NULL;
	cpp->buffer = NULL;
	cpp->condition = NULL;
	cpp->diagnostics = NULL;
	cpp->includes = NULL;
}

struct cpp *cpp_run(const struct import_input *in, struct diagnostics *diagnostics)
{
	struct cpp *cpp = mem_new(1, sizeof(*cpp));
	struct cpp_item item;

	cpp->diagnostics = diagnostics;
	cpp->includes = in->includes;
	if (open_document(cpp, in)) {
		define_all(cpp, in);
		while (cpp_next(cpp, &item))
			add_token(cpp, &item.token);
	}
	list_macros(cpp);
	cpp_index_uses(cpp);
	release_run(cpp);
	return cpp;
}

void cpp_free(struct cpp *cpp)
{
	if (!cpp)
		return;
	for (size_t i = 0; i < cpp->texts; i++)
		cpp_text_release(&cpp->text[i]);
	free(cpp->text);
	free(cpp->token);
	free(cpp->use);
	free(cpp->by_place);
	free(cpp->missing);
	free(cpp->skipped);
	free(cpp->definition);
	free(cpp->macro);
	free(cpp->names.slot);
	cpp_arena_release(&cpp->arena);
	free(cpp);
}

const struct err *cpp_failure(const struct cpp *cpp)
{
	return cpp->failed ? &cpp->failure : NULL;
}

const struct cpp_token *cpp_tokens(const struct cpp *cpp, size_t *count)
{
	*count = cpp->tokens;
	return cpp->token;
}

const struct cpp_use *cpp_use(const struct cpp *cpp, uint32_t index)
{
	return &cpp->use[index].use;
}

uint32_t cpp_outermost(const struct cpp *cpp, uint32_t use)
{
	return cpp->use[use].root;
}

bool cpp_is_written(const struct cpp_token *token)
{
	return !(token->mark & CPP_MARK_BODY);
}

const struct cpp_file *cpp_file(const struct cpp *cpp, uint16_t index)
{
	return &cpp->text[index].file;
}

size_t cpp_files(const struct cpp *cpp)
{
	return cpp->texts;
}

size_t cpp_missing_count(const struct cpp *cpp)
{
	return cpp->missings;
}

const struct cpp_missing *cpp_missing(const struct cpp *cpp, size_t index)
{
	return &cpp->missing[index];
}

size_t cpp_macro_count(const struct cpp *cpp)
{
	return cpp->definitions;
}

const struct cpp_macro *cpp_macro_at(const struct cpp *cpp, size_t index)
{
	return &cpp->macro[index];
}

const struct cpp_macro *cpp_find_macro(const struct cpp *cpp, const char *name, size_t len)
{
	const struct cpp_name *found = cpp_find_name(cpp, name, len);

	if (!found || !found->listed || cpp->macro[found->listed - 1].function)
		return NULL;
	return &cpp->macro[found->listed - 1];
}

size_t cpp_skipped_count(const struct cpp *cpp)
{
	return cpp->skips;
}

struct cpp_place cpp_skipped(const struct cpp *cpp, size_t index)
{
	return cpp->skipped[index];
}
