/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "c_lexer.h"

/* Words that are no names to Pygments, sorted. */
static const char *const keywords[] = {
	"FILE",
	"NULL",
	"_Alignas",
	"_Alignof",
	"_Atomic",
	"_Bool",
	"_Complex",
	"_Generic",
	"_Imaginary",
	"_Noreturn",
	"_Pragma",
	"_Static_assert",
	"_Thread_local",
	"alignas",
	"alignof",
	"asm",
	"auto",
	"bool",
	"break",
	"case",
	"char",
	"clock_t",
	"complex",
	"const",
	"continue",
	"default",
	"div_t",
	"do",
	"double",
	"else",
	"enum",
	"extern",
	"false",
	"float",
	"for",
	"goto",
	"if",
	"imaginary",
	"inline",
	"int",
	"int16_t",
	"int32_t",
	"int64_t",
	"int8_t",
	"int_fast16_t",
	"int_fast8_t",
	"int_least16_t",
	"int_least8_t",
	"intmax_t",
	"intptr_t",
	"long",
	"naked",
	"noreturn",
	"register",
	"restrict",
	"return",
	"short",
	"signed",
	"size_t",
	"sizeof",
	"ssize_t",
	"static",
	"static_assert",
	"struct",
	"switch",
	"thread",
	"thread_local",
	"time_t",
	"true",
	"typedef",
	"uint16_t",
	"uint32_t",
	"uint64_t",
	"uint8_t",
	"uint_fast16_t",
	"uint_fast8_t",
	"uint_least16_t",
	"uint_least8_t",
	"uintmax_t",
	"uintptr_t",
	"union",
	"unsigned",
	"void",
	"volatile",
	"wchar_t",
	"while",
};

static int compare_keyword(const void *name, const void *keyword)
{
	const struct slice *s = name;
	const char *word = *(const char *const *)keyword;
	int order = strncmp(s->at, word, slice_len(*s));

	return order ? order : -(word[slice_len(*s)] != '\0');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_octal_digit(char c)
{
	return c >= '0' && c <= '7';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

/* The byte at @at, or NUL behind the end. */
static char peek(struct slice s, size_t at)
{
	return at < slice_len(s) ? s.at[at] : '\0';
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

/* Where digits that begin at @at end, single quotes between them; @at when there is none. */
static size_t digits_end(struct slice s, size_t at, bool (*is)(char))
{
	if (!is(peek(s, at)))
		return at;
	for (;;) {
		at++;
		if (peek(s, at) == '\'' && is(peek(s, at + 1)))
			at++;
		else if (!is(peek(s, at)))
			return at;
	}
}

/* Digits with a point in or before them, or none; @at when there is no digit. */
static size_t decimal_end(struct slice s, size_t at, bool (*is)(char))
{
	size_t whole = digits_end(s, at, is);

	if (peek(s, whole) == '.' && is(peek(s, whole + 1)))
		return digits_end(s, whole + 1, is);
	return whole;
}

/* Behind an exponent's letter: a sign, digits, a suffix; @at when it is no exponent. */
static size_t exponent_end(struct slice s, size_t at, const char *letters, bool (*is)(char),
			   const char *suffixes)
{
	size_t digits, end;

	if (!is_one_of(peek(s, at), letters))
		return at;
	digits = at + 1 + is_one_of(peek(s, at + 1), "+-");
	end = digits_end(s, digits, is);
	return end == digits ? at : end + is_one_of(peek(s, end), suffixes);
}

static bool is_hex(struct slice s, size_t at)
{
	return peek(s, at) == '0' && is_one_of(peek(s, at + 1), "xX");
}

/* A float that begins at @start, which is behind the sign; 0: it is none. */
static size_t float_end(struct slice s, size_t start)
{
	size_t digits, end;

	if (is_hex(s, start)) {
		digits = decimal_end(s, start + 2, is_hex_digit);
		end = exponent_end(s, digits, "pP", is_hex_digit, "lL");
		return !start && digits > 2 && end > digits ? end : 0;
	}
	digits = decimal_end(s, start, is_digit);
	end = exponent_end(s, digits, "eE", is_digit, "fFlL");
	if (digits > start && end > digits)
		return end;
	end = digits_end(s, start, is_digit);
	if (peek(s, end) == '.' && (end > start || is_digit(peek(s, end + 1)))) {
		end = digits_end(s, end + 1, is_digit);
		return end + is_one_of(peek(s, end), "fFlL");
	}
	/* With a minus "5f" is no float, but an integer and a name. */
	return !start && end > start && is_one_of(peek(s, end), "fFlL") ? end + 1 : 0;
}

/* u, l, ul, lu, ull, llu in either case. */
static size_t suffix_end(struct slice s, size_t at)
{
	bool unsigned_first = is_one_of(peek(s, at), "uU");

	at += unsigned_first;
	for (int i = 0; i < 2 && is_one_of(peek(s, at), "lL"); i++)
		at++;
	if (!unsigned_first && at && is_one_of(peek(s, at - 1), "lL"))
		at += is_one_of(peek(s, at), "uU");
	return at;
}

static bool is_binary_digit(char c)
{
	return c == '0' || c == '1';
}

/* Bytes of the number at the start of @s, a minus before it too; 0: there is none. */
static size_t number_len(struct slice s, enum c_token_type *type)
{
	size_t start = peek(s, 0) == '-', end;

	if (!is_digit(peek(s, start)) && peek(s, start) != '.')
		return 0;
	if ((end = float_end(s, start))) {
		*type = C_TOKEN_FLOAT;
		return end;
	}
	if (!is_digit(peek(s, start)))
		return 0;
	if (is_hex(s, start) && (end = digits_end(s, start + 2, is_hex_digit)) > start + 2) {
		*type = C_TOKEN_HEX;
		return suffix_end(s, end);
	}
	if (peek(s, start) == '0') {
		bool binary = is_one_of(peek(s, start + 1), "bB");
		size_t first = start + 1 + (binary || peek(s, start + 1) == '\'');

		end = digits_end(s, first, binary ? is_binary_digit : is_octal_digit);
		if (end > first)
			return suffix_end(s, end);
	}
	*type = C_TOKEN_INTEGER;
	return suffix_end(s, digits_end(s, start, is_digit));
}

/* Bytes of a whole character constant behind its prefix; 0: it is none, so that its quote stands alone. */
static size_t character_len(struct slice s)
{
	size_t digits;

	if (peek(s, 0) != '\'')
		return 0;
	if (peek(s, 1) != '\\') {
		utf8_decode(s.at + 1, slice_len(s) - 1, &digits);
		return !is_one_of(peek(s, 1), "'\n") && peek(s, 1 + digits) == '\'' ? digits + 2 : 0;
	}
	if (slice_len(s) > 3 && s.at[2] != '\n' && s.at[3] == '\'')
		return 4;
	if (peek(s, 2) == 'x') {
		for (digits = 3; digits < 5 && is_hex_digit(peek(s, digits)); digits++)
			;
		return digits > 3 && peek(s, digits) == '\'' ? digits + 1 : 0;
	}
	for (digits = 2; digits < 5 && is_octal_digit(peek(s, digits)); digits++)
		;
	return digits > 2 && peek(s, digits) == '\'' ? digits + 1 : 0;
}

/* Bytes of the L, U, u or u8 of a quoted text. */
static size_t prefix_len(struct slice s)
{
	size_t len = slice_starts(s, "u8") ? 2 : is_one_of(peek(s, 0), "LuU");

	return is_one_of(peek(s, len), "\"'") ? len : 0;
}

static size_t name_len(struct slice s)
{
	size_t len = 0;

	while (is_letter(peek(s, len)) || (len && is_digit(peek(s, len))))
		len++;
	return len;
}

/* The next line's end, or the text's. */
static const char *line_end(struct slice s)
{
	const char *end = memchr(s.at, '\n', slice_len(s));

	return end ? end : s.end;
}

/* Bytes of a comment; those that QMK's own removal left, which quotes can lead astray. */
static size_t comment_len(struct slice s)
{
	const char *end;

	if (slice_starts(s, "/*")) {
		end = slice_find((struct slice){ s.at + 2, s.end }, "*/");
		return end ? (size_t)(end + 2 - s.at) : slice_len(s);
	}
	if (!slice_starts(s, "//"))
		return 0;
	for (end = line_end(s); end < s.end && end[-1] == '\\';)
		end = line_end((struct slice){ end + 1, s.end });
	return (size_t)(end - s.at);
}

/* Whether only white space stands before the rest on its line. */
static bool begins_line(const struct c_lexer *l)
{
	const char *at = l->rest.at;

	while (at > l->begin && at[-1] != '\n') {
		size_t n = python_space_before(l->begin, at);

		if (!n)
			return false;
		at -= n;
	}
	return true;
}

static struct slice skip_spaces(struct slice s)
{
	size_t n;

	while ((n = python_space(s.at, s.end)))
		s.at += n;
	return s;
}

/* Bytes of "#if 0" at the start of @s; 0: it is something else. */
static size_t disabling_len(struct slice s)
{
	struct slice condition;

	if (!slice_starts(s, "#if"))
		return 0;
	condition = skip_spaces((struct slice){ s.at + 3, s.end });
	return condition.at > s.at + 3 && peek(condition, 0) == '0' ? (size_t)(condition.at + 1 - s.at) : 0;
}

static size_t directive_start(struct c_lexer *l, enum c_token_type *type)
{
	size_t len = disabling_len(l->rest);

	*type = C_TOKEN_PREPROCESSOR;
	l->state = len ? C_LEXER_DISABLED : C_LEXER_DIRECTIVE;
	l->depth = 1;
	return len ? len : 1;
}

static size_t code_token(struct c_lexer *l, enum c_token_type *type)
{
	struct slice s = l->rest;
	size_t len = python_space(s.at, s.end), prefix;

	if (*s.at == '#' && begins_line(l))
		return directive_start(l, type);
	if (len || (len = comment_len(s)))
		return len;
	prefix = prefix_len(s);
	if (peek(s, prefix) == '"') {
		l->state = C_LEXER_QUOTED;
		return prefix + 1;
	}
	if ((len = character_len((struct slice){ s.at + prefix, s.end }))) {
		l->state = C_LEXER_CHARACTER;
		l->left = len - 2;
		return prefix + 1;
	}
	if ((len = number_len(s, type)))
		return len;
	if ((len = name_len(s))) {
		struct slice name = { s.at, s.at + len };

		if (!bsearch(&name, keywords, COUNT(keywords), sizeof(*keywords), compare_keyword))
			*type = C_TOKEN_NAME;
		return len;
	}
	return 1;
}

/* What a character constant holds, and then its end. */
static size_t character_token(struct c_lexer *l, enum c_token_type *type)
{
	size_t len = l->left ? l->left : 1;

	(void)type;
	l->state = l->left ? C_LEXER_CHARACTER : C_LEXER_CODE;
	l->left = 0;
	return len;
}

/* A piece of a quoted text; it ends at the line's end if not before. */
static size_t quoted_token(struct c_lexer *l, enum c_token_type *type)
{
	size_t len = 0;

	(void)type;
	while (len < slice_len(l->rest) && !is_one_of(l->rest.at[len], "\\\"\n"))
		len++;
	if (len)
		return len;
	if (*l->rest.at != '\\') {
		l->state = C_LEXER_CODE;
		return 1;
	}
	return is_one_of(peek(l->rest, 1), "\\\"\n") ? 2 : 1;
}

static size_t directive_token(struct c_lexer *l, enum c_token_type *type)
{
	struct slice s = l->rest;
	const char *end = line_end(s), *slash = memchr(s.at, '/', (size_t)(end - s.at));

	*type = C_TOKEN_PREPROCESSOR;
	if (end == s.at) {
		if (s.at == l->begin || s.at[-1] != '\\')
			l->state = C_LEXER_CODE;
		return 1;
	}
	if (slash != s.at)
		return (size_t)((slash ? slash : end) - s.at);
	if (slice_starts(s, "//")) {
		*type = C_TOKEN_OTHER;
		l->state = C_LEXER_CODE;
		return (size_t)(end - s.at) + (end < s.end);
	}
	if (slice_starts(s, "/*") && slice_find((struct slice){ s.at + 2, s.end }, "*/")) {
		*type = C_TOKEN_OTHER;
		return comment_len(s);
	}
	return 1;
}

/* A line behind "#if 0"; Pygments takes the next #else of any level for its end. */
static size_t disabled_token(struct c_lexer *l, enum c_token_type *type)
{
	struct slice line = { l->rest.at, line_end(l->rest) }, word = skip_spaces(line);
	bool whole = line.end == line.at || line.end[-1] != '\\';

	*type = C_TOKEN_PREPROCESSOR;
	if (!begins_line(l))
		*type = C_TOKEN_OTHER;
	else if (whole && slice_starts(word, "#if"))
		l->depth++;
	else if (slice_starts(word, "#else") || slice_starts(word, "#elif") ||
		 (whole && slice_starts(word, "#endif")))
		l->depth--;
	else
		*type = C_TOKEN_OTHER;
	if (!l->depth)
		l->state = C_LEXER_CODE;
	return slice_len(line) + (line.end < l->rest.end);
}

struct c_lexer c_lexer_init(const char *text, size_t len)
{
	return (struct c_lexer){ .begin = text, .rest = { text, text + len } };
}

bool c_lexer_next(struct c_lexer *l, struct c_token *token)
{
	static size_t (*const read[])(struct c_lexer *, enum c_token_type *) = {
		[C_LEXER_CODE] = code_token,         [C_LEXER_CHARACTER] = character_token,
		[C_LEXER_QUOTED] = quoted_token,     [C_LEXER_DIRECTIVE] = directive_token,
		[C_LEXER_DISABLED] = disabled_token,
	};

	if (l->rest.at == l->rest.end)
		return false;
	token->type = C_TOKEN_OTHER;
	token->text.at = l->rest.at;
	l->rest.at += read[l->state](l, &token->type);
	token->text.end = l->rest.at;
	return true;
}
