/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct c_scan c_scan_start(const char *text, size_t len)
{
	return (struct c_scan){ .text = text, .len = (uint32_t)len, .line = true };
}

static char peek(const struct c_scan *scan, uint32_t ahead)
{
	return scan->len - scan->at > ahead ? scan->text[scan->at + ahead] : '\0';
}

/* The bytes of a line continuation here; 0: there is none. */
static uint32_t continuation(const struct c_scan *scan)
{
	if (peek(scan, 0) != '\\')
		return 0;
	if (peek(scan, 1) == '\n')
		return 2;
	return peek(scan, 1) == '\r' && peek(scan, 2) == '\n' ? 3 : 0;
}

static void skip_space(struct c_scan *scan)
{
	while (scan->at < scan->len) {
		char c = scan->text[scan->at];
		uint32_t joined = continuation(scan);

		if (c == '\n') {
			scan->line = true;
			scan->directive = false;
		}
		if (joined)
			scan->at += joined;
		else if (strchr(" \t\r\n\v\f", c) && c)
			scan->at++;
		else
			break;
	}
}

static void take_comment(struct c_scan *scan)
{
	if (peek(scan, 1) == '/') {
		while (scan->at < scan->len && scan->text[scan->at] != '\n')
			scan->at += continuation(scan) ? continuation(scan) : 1;
		if (scan->at < scan->len && scan->text[scan->at - 1] == '\r')
			scan->at--;
		return;
	}
	for (scan->at += 2; scan->at < scan->len; scan->at++)
		if (scan->text[scan->at] == '*' && peek(scan, 1) == '/') {
			scan->at += 2;
			return;
		}
}

static void take_quoted(struct c_scan *scan)
{
	char quote = scan->text[scan->at++];

	while (scan->at < scan->len && scan->text[scan->at] != '\n') {
		char c = scan->text[scan->at];

		if (continuation(scan))
			scan->at += continuation(scan);
		else
			scan->at += c == '\\' && scan->len - scan->at > 1 ? 2 : 1;
		if (c == quote)
			return;
	}
}

static void take_number(struct c_scan *scan)
{
	while (scan->at < scan->len) {
		char c = scan->text[scan->at], before = scan->text[scan->at - 1];

		if (!is_name_byte(c) && c != '.' &&
		    !((c == '+' || c == '-') && strchr("eEpP", before) && before))
			return;
		scan->at++;
	}
}

static enum c_type take_token(struct c_scan *scan)
{
	char c = scan->text[scan->at];

	if (c == '/' && (peek(scan, 1) == '/' || peek(scan, 1) == '*')) {
		take_comment(scan);
		return C_COMMENT;
	}
	if (c == '"' || c == '\'') {
		take_quoted(scan);
		return C_QUOTED;
	}
	scan->at++;
	if (is_digit(c) || (c == '.' && is_digit(peek(scan, 0)))) {
		take_number(scan);
		return C_NUMBER;
	}
	if (!is_name_byte(c))
		return C_PUNCT;
	while (scan->at < scan->len && is_name_byte(scan->text[scan->at]))
		scan->at++;
	return C_NAME;
}

bool c_scan_next(struct c_scan *scan, struct c_token *token)
{
	uint32_t start;

	skip_space(scan);
	if (scan->at >= scan->len)
		return false;
	start = scan->at;
	token->type = (uint8_t)take_token(scan);
	token->span = (struct span){ start, scan->at - start };
	token->line = scan->line;
	if (scan->line && token->type != C_COMMENT) {
		scan->directive = scan->text[start] == '#';
		scan->line = false;
	}
	token->directive = scan->directive;
	return true;
}

bool c_scan_next_code(struct c_scan *scan, struct c_token *token)
{
	while (c_scan_next(scan, token))
		if (token->type != C_COMMENT)
			return true;
	return false;
}

bool c_tokens_scan(struct c_tokens *tokens, const char *text, size_t len)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token;

	while (c_scan_next(&scan, &token)) {
		if (tokens->count == C_TOKENS_MAX)
			return false;
		tokens->token = mem_grow(tokens->token, tokens->count, &tokens->cap, sizeof(*tokens->token));
		tokens->token[tokens->count++] = token;
	}
	return true;
}

void c_tokens_release(struct c_tokens *tokens)
{
	free(tokens->token);
	*tokens = (struct c_tokens){ 0 };
}

bool c_token_is(const char *source, const struct c_token *token, const char *text)
{
	size_t len = strlen(text);

	return token->span.len == len && !memcmp(source + token->span.start, text, len);
}

bool c_token_number(const char *source, const struct c_token *token, uint32_t *value)
{
	char digits[24], *end;
	unsigned long long number;

	if (token->type != C_NUMBER || token->span.len >= sizeof(digits))
		return false;
	memcpy(digits, source + token->span.start, token->span.len);
	digits[token->span.len] = '\0';
	number = strtoull(digits, &end, 0);
	if (end[strspn(end, "uUlL")] || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

uint32_t c_behind_includes(const char *text, size_t len)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token, before = { .type = C_COMMENT };
	uint32_t at = 0;

	while (c_scan_next_code(&scan, &token)) {
		if (token.directive && c_token_is(text, &token, "include") &&
		    c_token_is(text, &before, "#")) {
			const char *end = memchr(text + token.span.start, '\n', len - token.span.start);

			at = end ? (uint32_t)(end + 1 - text) : (uint32_t)len;
		}
		before = token;
	}
	return at;
}

bool c_scan_has_name(const char *text, size_t len, const char *name)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token;

	while (c_scan_next_code(&scan, &token))
		if (token.type == C_NAME && c_token_is(text, &token, name))
			return true;
	return false;
}

bool c_scan_source_has_name(const struct source *source, const char *name)
{
	for (size_t file = 0; file <= source->includes; file++) {
		size_t len;
		const char *text = source_text(source, (uint16_t)file, &len);

		if (c_scan_has_name(text, len, name))
			return true;
	}
	return false;
}
