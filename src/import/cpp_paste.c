/* SPDX-License-Identifier: GPL-2.0-or-later */
/* # and ##. */
#include "config.h"

#include <string.h>

#include "cpp_private.h"

/* Memory for a token that stands in no file. NULL: too much of it was made. */
static char *get_text(struct cpp *cpp, size_t len)
{
	cpp->made += len;
	if (cpp->made > CPP_MAX_BYTES) {
		cpp_fail(cpp, "# and ## make more than %d MB of text: simplify the macros",
			 CPP_MAX_BYTES >> 20);
		return NULL;
	}
	return cpp_arena_get(&cpp->arena, len + 1);
}

/* Bytes that @token takes inside quotes; written to @to unless that is NULL. */
static size_t quote(const struct cpp_token *token, char *to)
{
	bool escape = token->type == CPP_TEXT || token->type == CPP_CHARACTER;
	size_t len = 0;

	for (uint32_t i = 0; i < token->len; i++) {
		char c = token->text[i];

		if (escape && (c == '"' || c == '\\')) {
			if (to)
				to[len] = '\\';
			len++;
		}
		if (to)
			to[len] = c;
		len++;
	}
	return len;
}

void cpp_stringify(struct cpp *cpp, const struct cpp_item *item, size_t count, struct cpp_item *out)
{
	size_t len = 2, backslashes = 0;
	char *text, *p;

	for (size_t i = 0; i < count; i++)
		len += (i && item[i].token.space) + quote(&item[i].token, NULL);
	*out = (struct cpp_item){
		.token = { .type = CPP_TEXT, .mark = CPP_MARK_BODY, .text = "\"\"", .len = 2 }
	};
	text = p = get_text(cpp, len);
	if (!text)
		return;
	*p++ = '"';
	for (size_t i = 0; i < count; i++) {
		if (i && item[i].token.space)
			*p++ = ' ';
		p += quote(&item[i].token, p);
	}
	while (p[-1 - (ptrdiff_t)backslashes] == '\\')
		backslashes++;
	/* A last backslash would take the quote's meaning away. */
	p -= backslashes % 2;
	*p++ = '"';
	out->token.text = text;
	out->token.len = (uint32_t)(p - text);
}

bool cpp_paste(struct cpp *cpp, struct cpp_item *left, const struct cpp_item *right, struct cpp_place at)
{
	size_t len = (size_t)left->token.len + right->token.len;
	char *text = get_text(cpp, len);
	struct cpp_lexer lexer;
	struct cpp_item joined;

	if (!text)
		return false;
	memcpy(text, left->token.text, left->token.len);
	memcpy(text + left->token.len, right->token.text, right->token.len);
	text[len] = '\0';
	lexer = cpp_lexer_of_bytes(text, len);
	if (!cpp_lex(cpp, &lexer, &joined) || joined.token.len != len) {
		cpp_tell(cpp, &cpp_kind_paste, at, "%.*s and %.*s, put together by ##, are no token",
			 (int)(left->token.len < 100 ? left->token.len : 100), left->token.text,
			 (int)(right->token.len < 100 ? right->token.len : 100), right->token.text);
		return false;
	}
	joined.token.space = left->token.space;
	joined.token.line = left->token.line;
	joined.token.at = at;
	*left = joined;
	return true;
}
