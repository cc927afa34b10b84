/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cpp_private.h"

/* What an #include asks for. */
struct wanted {
	char *name; /* owned */
	bool angled, next;
	struct cpp_place at;
};

/* "x" or <x> as a name; else all that is there. */
static void set_name(struct wanted *wanted, const char *text, size_t len)
{
	bool angled = len >= 2 && *text == '<' && text[len - 1] == '>';
	bool quoted = len >= 2 && *text == '"' && text[len - 1] == '"';
	struct str name = STR_INIT;

	wanted->angled = angled;
	str_add_bytes(&name, text + (angled || quoted), len - 2 * (size_t)(angled || quoted));
	wanted->name = str_take(&name);
}

/* The name by macros: one text, or tokens from < to >. */
static void read_by_macro(struct cpp *cpp, struct cpp_lexer *lexer, struct wanted *wanted)
{
	struct cpp_list line = cpp_list_new(cpp), list = cpp_list_new(cpp);
	struct str text = { .max = 4096 };
	struct cpp_item item;
	size_t uses = cpp->uses;

	while (cpp_lex(cpp, lexer, &item)) {
		if (!line.count)
			wanted->at = item.token.at;
		cpp_list_add(cpp, &line, &item);
	}
	cpp_expand_list(cpp, &line, &list);
	cpp->uses = uses;
	for (size_t i = 0; i < list.count; i++) {
		const struct cpp_token *token = &list.item[i].token;

		if (i && token->space)
			str_add_char(&text, ' ');
		str_add_bytes(&text, token->text, token->len);
		if (token->type == CPP_TEXT || cpp_is_punct(&list.item[i], ">"))
			break;
	}
	cpp_list_drop(cpp, &list);
	set_name(wanted, str_text(&text), text.len);
	str_release(&text);
}

static void add_missing(struct cpp *cpp, const struct wanted *wanted)
{
	cpp->missing = mem_grow(cpp->missing, cpp->missings, &cpp->missing_cap, sizeof(*cpp->missing));
	cpp->missing[cpp->missings++] = (struct cpp_missing){
		wanted->at, cpp_arena_copy(&cpp->arena, wanted->name, strlen(wanted->name)), wanted->angled
	};
	cpp_tell(cpp, &cpp_kind_include_missing, wanted->at, "%s is not there; it is passed over",
		 wanted->name);
}

/* A file that was read before; cpp->texts: none. */
static size_t find_text(const struct cpp *cpp, const char *path)
{
	size_t i = 1;

	while (i < cpp->texts && strcmp(cpp->text[i].file.path, path))
		i++;
	return i;
}

/* Takes @text. False: it cannot be read. */
static bool add_text(struct cpp *cpp, const char *path, struct str *text, bool locked,
		     const struct wanted *wanted)
{
	struct cpp_text *new;
	struct err err;

	if (cpp->texts >= CPP_MAX_FILES)
		return cpp_fail(cpp, "more than %d files are included", CPP_MAX_FILES);
	if (text->len > CPP_MAX_BYTES - cpp->bytes)
		return cpp_fail(cpp, "the files that are included have more than %d MB", CPP_MAX_BYTES >> 20);
	new = &cpp->text[cpp->texts];
	*new = (struct cpp_text){ .file = { .path = cpp_arena_copy(&cpp->arena, path, strlen(path)),
					    .len = text->len,
					    .locked = locked } };
	new->owned = str_take(text);
	new->file.text = new->owned;
	if (!cpp_text_init(new, &err)) {
		cpp_tell(cpp, &cpp_kind_text, wanted->at, "%s: %s", path, err.text);
		cpp_text_release(new);
		return false;
	}
	cpp->bytes += new->file.len;
	cpp->texts++;
	return true;
}

static void enter_text(struct cpp *cpp, size_t index)
{
	struct cpp_text *text = &cpp->text[index];

	if (text->once || (text->guard && text->guard->macro))
		return;
	if (cpp->buffers >= CPP_MAX_DEPTH) {
		cpp_fail(cpp, "files include each other more than %d deep", CPP_MAX_DEPTH);
		return;
	}
	cpp->read_bytes += text->file.len + 1;
	if (cpp->read_bytes > CPP_MAX_READ) {
		cpp_fail(cpp, "the same files are included too often");
		return;
	}
	cpp_push_buffer(cpp, (uint16_t)index);
}

/* Asks for a file. False: there is none; what is wrong but that is told. */
static bool ask(struct cpp *cpp, const struct wanted *wanted, struct str *path, struct str *text,
		bool *locked)
{
	const char *from = cpp->text[cpp->buffer[cpp->buffers - 1].lexer.file].file.path;
	struct err err = { 0 };

	if (!cpp->includes || !*wanted->name)
		return false;
	if (cpp->includes->read(cpp->includes->data, from, wanted->name, wanted->angled, path, text, locked,
				&err))
		/* What is behind it cannot be asked for: that there is none is the next best. */
		return !wanted->next || strcmp(str_text(path), from) != 0;
	if (err.code != ERR_NOT_FOUND)
		cpp_tell(cpp, &cpp_kind_include, wanted->at, "%s cannot be read: %s", wanted->name, err.text);
	return false;
}

void cpp_include(struct cpp *cpp, const struct cpp_item *word)
{
	struct cpp_buffer *buffer = &cpp->buffer[cpp->buffers - 1];
	struct wanted wanted = { .next = !strcmp(word->name->text, "include_next"), .at = word->token.at };
	struct str path = STR_INIT, text = STR_INIT;
	struct cpp_item item;
	bool locked = false;

	if (cpp_lex_header_name(&buffer->lexer, &item)) {
		wanted.at = item.token.at;
		set_name(&wanted, item.token.text, item.token.len);
	} else {
		read_by_macro(cpp, &buffer->lexer, &wanted);
	}
	cpp_lex_rest(cpp, &buffer->lexer);
	if (!*wanted.name) {
		cpp_tell(cpp, &cpp_kind_directive, wanted.at, "#%s takes \"a file\" or <a file>",
			 word->name->text);
	} else if (!cpp->failed && !ask(cpp, &wanted, &path, &text, &locked)) {
		add_missing(cpp, &wanted);
	} else if (!cpp->failed) {
		size_t index = find_text(cpp, str_text(&path));

		if (index < cpp->texts || add_text(cpp, str_text(&path), &text, locked, &wanted))
			enter_text(cpp, index);
	}
	str_release(&path);
	str_release(&text);
	free(wanted.name);
}

bool cpp_has_include(struct cpp *cpp, const char *name, size_t len, bool angled, bool next)
{
	struct wanted wanted = { .angled = angled, .next = next };
	struct str path = STR_INIT, text = STR_INIT, copy = STR_INIT;
	bool locked, found;

	str_add_bytes(&copy, name, len);
	wanted.name = str_take(&copy);
	found = ask(cpp, &wanted, &path, &text, &locked);
	str_release(&path);
	str_release(&text);
	free(wanted.name);
	return found;
}
