/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "cpp_private.h"

/* What each byte begins: n a newline, b a blank, i a name, d a number, q quoted text, p a punctuator, and . and / which
 * may be more than that; e the end. */
static const char begins[256 + 1] = "e????????bnbbn??"
				    "????????????????"
				    "bpqpippqpppppp./"
				    "ddddddddddpppppp"
				    "?iiiiiiiiiiiiiii"
				    "iiiiiiiiiiip?ppi"
				    "?iiiiiiiiiiiiiii"
				    "iiiiiiiiiiipppp?"
				    "????????????????"
				    "????????????????"
				    "????????????????"
				    "????????????????"
				    "????????????????"
				    "????????????????"
				    "????????????????"
				    "????????????????";

/* For each byte, those that make a punctuator of two with it. */
static const char *const second['~' + 1] = {
	['!'] = "=", ['#'] = "#", ['%'] = "=>:",  ['&'] = "&=", ['*'] = "=",  ['+'] = "+=", ['-'] = "->=",
	['/'] = "=", [':'] = ">", ['<'] = "<=:%", ['='] = "=",  ['>'] = ">=", ['^'] = "=",  ['|'] = "|=",
};

static char class_of(const char *p)
{
	return begins[(unsigned char)*p];
}

static bool is_name_byte(const char *p)
{
	char class = class_of(p);

	return class == 'i' || class == 'd';
}

static size_t punct_len(const char *p)
{
	const char *more = second[(unsigned char)*p];

	if (*p == '.')
		return p[1] == '.' && p[2] == '.' ? 3 : 1;
	if (!more || !p[1] || !strchr(more, p[1]))
		return 1;
	if (p[0] == p[1] && (*p == '<' || *p == '>'))
		return p[2] == '=' ? 3 : 2;
	return p[0] == '%' && p[1] == ':' && p[2] == '%' && p[3] == ':' ? 4 : 2;
}

static size_t number_len(const char *p)
{
	const char *start = p++;

	while (is_name_byte(p) || *p == '.' || ((*p == '+' || *p == '-') && strchr("eEpP", p[-1])))
		p++;
	return (size_t)(p - start);
}

/* Of a quote on to the one that closes it. False: none does on this line, which is all of the length. */
static bool quoted_len(const char *p, size_t *len)
{
	const char *start = p, stop[] = { *p, '\\', '\n', '\r', '\0' };

	for (p++;; p++) {
		p += strcspn(p, stop);
		if (*p == '\\' && p[1] && p[1] != '\n' && p[1] != '\r') {
			p++;
			continue;
		}
		if (*p != '\\')
			break;
	}
	*len = (size_t)(p - start) + (*p == *start);
	return *p == *start;
}

/* Where @text is, from @p on; NULL: nowhere. Unlike strstr(), it never looks at more than it must. */
static const char *find(const char *p, const char *end, const char *text)
{
	size_t len = strlen(text);

	for (; (p = memchr(p, *text, (size_t)(end - p))); p++)
		if ((size_t)(end - p) >= len && !memcmp(p, text, len))
			return p;
	return NULL;
}

/* Of R"x(...)x", from its quote on; to the end of all when it is not closed. 0: it is no such text. */
static size_t raw_len(const char *p, const char *end, bool *closed)
{
	char close[20] = ")";
	size_t delimiter = strcspn(p + 1, "(\\ \")\t\v\f\r\n");
	const char *found;

	if (delimiter > 16 || p[1 + delimiter] != '(')
		return 0;
	memcpy(close + 1, p + 1, delimiter);
	close[1 + delimiter] = '"';
	found = find(p + 2 + delimiter, end, close);
	*closed = found;
	return found ? (size_t)(found - p) + delimiter + 2 : (size_t)(end - p);
}

/* Length of a text's prefix at @p; @raw: it is that of a raw one. Only when a quote follows. */
static bool is_prefix(const char *p, size_t len, bool *raw)
{
	static const char *const prefixes[] = { "L", "U", "u", "u8" };

	*raw = len && p[len - 1] == 'R' && p[len] == '"';
	if (*raw && !--len)
		return true;
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (strlen(prefixes[i]) == len && !memcmp(prefixes[i], p, len))
			return true;
	return false;
}

/* Past the comment at @p; NULL: it is none. */
static const char *after_comment(const char *p, const char *end, bool *unclosed)
{
	const char *close;

	if (p[1] == '/')
		return p + strcspn(p, "\r\n");
	if (p[1] != '*')
		return NULL;
	close = find(p + 2, end, "*/");
	*unclosed |= !close;
	return close ? close + 2 : end;
}

/* Of a byte of the lexer's text, in the file. Only forward. */
static uint32_t offset_of(struct cpp_lexer *lexer, const char *p)
{
	const struct cpp_text *text = lexer->text;
	uint32_t at = (uint32_t)(p - lexer->begin);

	if (!text)
		return 0;
	while (lexer->splice < text->splices && text->splice[lexer->splice].at <= at)
		lexer->splice++;
	return lexer->splice ? at + text->splice[lexer->splice - 1].removed : at;
}

static struct cpp_place place_of(struct cpp_lexer *lexer, const char *p, uint32_t len)
{
	uint32_t start = offset_of(lexer, p);

	if (!lexer->text)
		return (struct cpp_place){ 0 };
	if (lexer->text->splices)
		len = offset_of(lexer, p + len - 1) + 1 - start;
	return (struct cpp_place){ lexer->file, { start, len } };
}

/* Past white space and comments. False: the end, or that of a directive. */
static bool skip_blanks(struct cpp_lexer *lexer, bool *space)
{
	const char *p = lexer->at, *after;

	*space = lexer->line;
	for (;; p = after, *space = true) {
		char class = class_of(p);

		after = p + 1;
		if (class == 'b')
			continue;
		if (class == 'n' && !lexer->directive) {
			lexer->line = true;
			continue;
		}
		if (class == '/') {
			after = after_comment(p, lexer->end, &lexer->unclosed);
			if (after)
				continue;
		}
		lexer->at = p;
		return class != 'n' && class != 'e';
	}
}

static void lex_name(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_item *out)
{
	const char *p = lexer->at;
	uint32_t hash = 2166136261u;
	size_t len, quoted;
	bool raw;

	for (; is_name_byte(p); p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	len = (size_t)(p - lexer->at);
	out->token.len = (uint32_t)len;
	if ((*p == '"' || *p == '\'') && len <= 3 && is_prefix(lexer->at, len, &raw)) {
		bool closed;

		quoted = raw ? raw_len(p, lexer->end, &closed) : 0;
		if (!quoted)
			closed = quoted_len(p, &quoted);
		out->token.type = !closed ? CPP_OTHER : *p == '"' ? CPP_TEXT : CPP_CHARACTER;
		out->token.len = (uint32_t)(len + quoted);
		return;
	}
	out->token.type = CPP_NAME;
	out->name = cpp_intern(cpp, lexer->at, len, hash);
}

static void lex_other(struct cpp_lexer *lexer, struct cpp_token *token)
{
	size_t len;

	utf8_decode(lexer->at, (size_t)(lexer->end - lexer->at), &len);
	token->type = CPP_OTHER;
	token->len = (uint32_t)len;
}

static void lex_quoted(struct cpp_lexer *lexer, struct cpp_token *token)
{
	size_t len;
	bool closed = quoted_len(lexer->at, &len);

	token->type = !closed ? CPP_OTHER : *lexer->at == '"' ? CPP_TEXT : CPP_CHARACTER;
	token->len = (uint32_t)len;
}

bool cpp_lex(struct cpp *cpp, struct cpp_lexer *lexer, struct cpp_item *out)
{
	struct cpp_token *token = &out->token;
	bool space;
	char class;

	if (!skip_blanks(lexer, &space))
		return false;
	*out = (struct cpp_item){ .token = { .space = space, .line = lexer->line, .use = CPP_DIRECT } };
	token->text = lexer->at;
	class = class_of(lexer->at);
	if (class == '.')
		class = class_of(lexer->at + 1) == 'd' ? 'd' : 'p';
	switch (class) {
	case 'i':
		lex_name(cpp, lexer, out);
		break;
	case 'd':
		token->type = CPP_NUMBER;
		token->len = (uint32_t)number_len(lexer->at);
		break;
	case 'q':
		lex_quoted(lexer, token);
		break;
	case 'p':
	case '/':
		token->type = CPP_PUNCT;
		token->len = (uint32_t)punct_len(lexer->at);
		break;
	default:
		lex_other(lexer, token);
	}
	token->at = place_of(lexer, lexer->at, token->len);
	lexer->at += token->len;
	lexer->line = false;
	return true;
}

bool cpp_lex_header_name(struct cpp_lexer *lexer, struct cpp_item *out)
{
	const char *p, *close;
	bool space;

	if (!skip_blanks(lexer, &space) || (*lexer->at != '<' && *lexer->at != '"'))
		return false;
	p = lexer->at;
	close = p + 1 + strcspn(p + 1, *p == '<' ? ">\r\n" : "\"\r\n");
	if (*close != '>' && *close != '"')
		return false;
	*out = (struct cpp_item){ .token = { .type = *p == '<' ? CPP_OTHER : CPP_TEXT,
					     .space = space,
					     .text = p,
					     .len = (uint32_t)(close + 1 - p),
					     .use = CPP_DIRECT } };
	out->token.at = place_of(lexer, p, out->token.len);
	lexer->at = close + 1;
	return true;
}

void cpp_lex_rest(struct cpp *cpp, struct cpp_lexer *lexer)
{
	struct cpp_item item;

	while (cpp_lex(cpp, lexer, &item))
		;
}

/* Past what is left of a line, where comments and quotes still count. */
static void skip_line(struct cpp_lexer *lexer)
{
	const char *p = lexer->at, *after;
	size_t len;

	for (;;) {
		p += strcspn(p, "\r\n\"'/");
		if (*p == '/') {
			after = after_comment(p, lexer->end, &lexer->unclosed);
			p = after ? after : p + 1;
		} else if (*p == '"' || *p == '\'') {
			quoted_len(p, &len);
			p += len;
		} else {
			break;
		}
	}
	lexer->at = p;
}

bool cpp_lex_skip(struct cpp_lexer *lexer, struct cpp_item *out)
{
	bool space;

	while (skip_blanks(lexer, &space)) {
		size_t len = *lexer->at == '#' ? 1 : !strncmp(lexer->at, "%:", 2) ? 2 : 0;

		if (len && lexer->line) {
			*out = (struct cpp_item){ .token = {
							  .type = CPP_PUNCT,
							  .line = true,
							  .text = lexer->at,
							  .len = (uint32_t)len,
							  .at = place_of(lexer, lexer->at, (uint32_t)len) } };
			lexer->at += len;
			lexer->line = false;
			return true;
		}
		skip_line(lexer);
		lexer->line = false;
	}
	return false;
}

uint32_t cpp_lexer_offset(struct cpp_lexer *lexer)
{
	return offset_of(lexer, lexer->at);
}

uint32_t cpp_lexer_next_line(struct cpp_lexer *lexer)
{
	return offset_of(lexer, lexer->at) +
	       (uint32_t)(*lexer->at == '\r' ? 1 + (lexer->at[1] == '\n') : *lexer->at == '\n');
}

struct cpp_lexer cpp_lexer_of_text(const struct cpp_text *text, uint16_t file)
{
	const char *begin = text->spliced ? text->spliced : text->file.text;
	size_t len = text->spliced ? text->spliced_len : text->file.len;
	struct cpp_lexer lexer = {
		.text = text, .file = file, .begin = begin, .at = begin, .end = begin + len, .line = true
	};

	if (len >= 3 && !memcmp(begin, "\xef\xbb\xbf", 3))
		lexer.at += 3;
	return lexer;
}

struct cpp_lexer cpp_lexer_of_bytes(const char *text, size_t len)
{
	return (struct cpp_lexer){ .begin = text, .at = text, .end = text + len };
}
