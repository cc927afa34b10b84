/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "json_private.h"

bool json_fail(struct json_parser *p, size_t at, const char *fmt, ...)
{
	struct str s = STR_INIT;
	int line, column;
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(&s, fmt, ap);
	va_end(ap);
	json_place(p->doc, at, &line, &column);
	err_set(p->err, ERR_PARSE, "line %d, column %d: %s", line, column, str_text(&s));
	str_release(&s);
	return false;
}

int json_peek(const struct json_parser *p, size_t ahead)
{
	return ahead < p->len - p->at ? (unsigned char)p->text[p->at + ahead] : -1;
}

bool json_expected(struct json_parser *p, const char *what)
{
	size_t used;

	if (json_peek(p, 0) < 0)
		return json_fail(p, p->at, "expected %s, found the end of the text", what);
	utf8_decode(p->text + p->at, p->len - p->at, &used);
	return json_fail(p, p->at, "expected %s, found '%.*s'", what, (int)used, p->text + p->at);
}

bool json_is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_line_end(int c)
{
	return c < 0 || c == '\n' || c == '\r';
}

static bool at_comment(const struct json_parser *p)
{
	return json_peek(p, 0) == '#' ||
	       (json_peek(p, 0) == '/' && (json_peek(p, 1) == '/' || json_peek(p, 1) == '*'));
}

bool json_skip_blank(struct json_parser *p)
{
	for (;;) {
		size_t start = p->at;

		while (json_is_space(json_peek(p, 0)))
			p->at++;
		if (!at_comment(p))
			return true;
		if (json_peek(p, 0) == '#' || json_peek(p, 1) == '/') {
			while (!is_line_end(json_peek(p, 0)))
				p->at++;
			continue;
		}
		for (start = p->at, p->at += 2; json_peek(p, 0) != '*' || json_peek(p, 1) != '/'; p->at++)
			if (json_peek(p, 0) < 0) {
				p->final = true;
				return json_fail(p, start, "this comment has no end: expected '*/'");
			}
		p->at += 2;
	}
}

static bool read_hex4(struct json_parser *p, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < 4; i++) {
		int c = json_peek(p, i);
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return false;
		*out = *out << 4 | (uint32_t)digit;
	}
	p->at += 4;
	return true;
}

/* Behind "\u". Two surrogates make one code point; one alone is no text and becomes U+FFFD. */
static bool read_unicode(struct json_parser *p)
{
	uint32_t code, low;
	size_t start = p->at;
	char bytes[4];

	if (!read_hex4(p, &code))
		return json_fail(p, start, "expected four hexadecimal digits behind \\u");
	if (code == 0)
		return json_fail(p, start, "the character NUL cannot be part of a text");
	if (code >= 0xd800 && code < 0xdc00 && json_peek(p, 0) == '\\' && json_peek(p, 1) == 'u') {
		size_t back = p->at;

		p->at += 2;
		if (read_hex4(p, &low) && low >= 0xdc00 && low < 0xe000)
			code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		else
			p->at = back;
	}
	if (code >= 0xd800 && code < 0xe000)
		code = 0xfffd;
	str_add_bytes(&p->scratch, bytes, utf8_encode(code, bytes));
	return true;
}

static bool read_escape(struct json_parser *p)
{
	static const char names[] = "\"'\\/bfnrt", values[] = "\"'\\/\b\f\n\r\t";
	int c = json_peek(p, 1);
	const char *found = c > 0 ? strchr(names, c) : NULL;

	if (c == 'u') {
		p->at += 2;
		return read_unicode(p);
	}
	if (!found)
		return json_fail(
			p, p->at,
			"unknown escape: a backslash must be followed by one of \" ' \\ / b f n r t u");
	str_add_char(&p->scratch, values[found - names]);
	p->at += 2;
	return true;
}

bool json_read_quoted(struct json_parser *p)
{
	size_t start = p->at++;
	int quote = (unsigned char)p->text[start];

	str_clear(&p->scratch);
	for (;;) {
		int c = json_peek(p, 0);

		if (c < 0)
			return json_fail(p, start, "this text has no end: expected %c", quote);
		if (c < 0x20)
			return json_fail(p, p->at, "expected %c: a text in quotes ends on its own line%s",
					 quote, c == '\t' ? " and a tab in it is written \\t" : "");
		if (c == quote)
			break;
		if (c == '\\') {
			if (!read_escape(p))
				return false;
			continue;
		}
		str_add_char(&p->scratch, (char)c);
		p->at++;
	}
	p->at++;
	return true;
}

/* Whether a line ends here; \r\n does it at the \n. */
static bool ends_line(const struct json_parser *p)
{
	return json_peek(p, 0) == '\n' || (json_peek(p, 0) == '\r' && json_peek(p, 1) != '\n');
}

static void skip_indent(struct json_parser *p, size_t most)
{
	while (most-- && !ends_line(p) &&
	       (json_peek(p, 0) == ' ' || json_peek(p, 0) == '\t' || json_peek(p, 0) == '\r'))
		p->at++;
}

static bool is_continued(char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Characters before @at in its line. In the first line QMK's reader counts on from the end of the text, back to the
 * last line's start; false when there is but one line, where it fails. Each byte is looked at once. */
static bool count_indent(struct json_parser *p, size_t at, size_t *indent)
{
	if (at < p->counted) {
		p->counted = p->characters = 0;
		p->later = false;
	}
	for (; p->counted < at; p->counted++) {
		if (is_line_end((unsigned char)p->text[p->counted])) {
			p->characters = 0;
			p->later = true;
		} else {
			p->characters += !is_continued(p->text[p->counted]);
		}
	}
	*indent = p->characters;
	if (p->later)
		return true;
	if (p->last_line == SIZE_MAX) {
		size_t left = p->len;

		p->last_line = 0;
		for (; left && !is_line_end((unsigned char)p->text[left - 1]); left--)
			p->last_line += !is_continued(p->text[left - 1]);
		p->one_line = !left;
	}
	*indent += p->last_line;
	return !p->one_line;
}

/* ''' text over lines ''': as much indent as the opening quotes have is taken off each line. */
static bool read_multiline(struct json_parser *p)
{
	size_t start = p->at, indent;

	if (!count_indent(p, start, &indent)) {
		p->final = true;
		return json_fail(p, start, "a text in ''' must be in a file of several lines");
	}
	p->at += 3;
	str_clear(&p->scratch);
	skip_indent(p, SIZE_MAX);
	if (ends_line(p)) {
		p->at++;
		skip_indent(p, indent);
	}
	while (json_peek(p, 0) != '\'' || json_peek(p, 1) != '\'' || json_peek(p, 2) != '\'') {
		bool ends = ends_line(p);
		int c = json_peek(p, 0);

		if (c < 0)
			return json_fail(p, start, "this text has no end: expected '''");
		p->at++;
		if (ends || c != '\r')
			str_add_char(&p->scratch, ends ? '\n' : (char)c);
		if (ends)
			skip_indent(p, indent);
	}
	p->at += 3;
	if (p->scratch.len && p->scratch.data[p->scratch.len - 1] == '\n')
		p->scratch.data[--p->scratch.len] = '\0';
	return true;
}

/* mantissa * 10^power, the nearest double: one rounding of exact numbers where both are, else strtod()'s work. Its
 * text has no decimal point, for that would be the locale's. */
static double scaled(uint64_t mantissa, int power)
{
	static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
				       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	bool negative = power < 0;
	size_t places = (size_t)(negative ? -power : power);
	char text[48];

	if (mantissa < (uint64_t)1 << 53 && places < COUNT(tens))
		return negative ? (double)mantissa / tens[places] : (double)mantissa * tens[places];
	snprintf(text, sizeof(text), "%lluE%d", (unsigned long long)mantissa, power);
	return strtod(text, NULL);
}

/* Digits into the mantissa; those that do not fit only move the decimal point. */
static size_t read_digits(const char *text, size_t len, bool fraction, uint64_t *mantissa, int *power)
{
	size_t n = 0;

	for (; n < len && text[n] >= '0' && text[n] <= '9'; n++) {
		if (*mantissa < INT64_MAX / 10) { /* and one more digit fits */
			*mantissa = *mantissa * 10 + (uint64_t)(text[n] - '0');
			*power -= fraction;
		} else {
			*power += !fraction;
		}
	}
	return n;
}

/* What stands behind e or E, if it does, onto @power. */
static bool read_exponent(const char *text, size_t len, size_t *at, int *power)
{
	int exponent = 0, sign = 1;
	size_t start;

	if (*at == len || (text[*at] != 'e' && text[*at] != 'E'))
		return true;
	++*at;
	if (*at < len && (text[*at] == '-' || text[*at] == '+'))
		sign = text[(*at)++] == '-' ? -1 : 1;
	for (start = *at; *at < len && text[*at] >= '0' && text[*at] <= '9'; ++*at)
		exponent = exponent > 10000 ? exponent : exponent * 10 + text[*at] - '0';
	*power += sign * exponent;
	return *at > start;
}

/* Whether the whole of @text is a number as JSON writes it. */
static bool read_number(const char *text, size_t len, struct json *node)
{
	bool negative = len && text[0] == '-', integer;
	size_t at = negative, n;
	uint64_t mantissa = 0;
	int power = 0;

	n = read_digits(text + at, len - at, false, &mantissa, &power);
	if (!n || (n > 1 && text[at] == '0'))
		return false;
	at += n;
	integer = at == len && !power;
	if (at < len && text[at] == '.') {
		n = read_digits(text + at + 1, len - at - 1, true, &mantissa, &power);
		if (!n)
			return false;
		at += n + 1;
	}
	if (!read_exponent(text, len, &at, &power) || at != len)
		return false;
	node->type = JSON_NUMBER;
	node->number = scaled(mantissa, power) * (negative ? -1 : 1);
	if (integer)
		node->integer = negative ? -(int64_t)mantissa : (int64_t)mantissa;
	else if (node->number > -1e10 && node->number < 1e10)
		node->integer = (int64_t)node->number; /* QMK's reader makes integers of 1.0 and 1e3 */
	node->whole = integer || (double)node->integer == node->number;
	return true;
}

static bool is_word(const char *text, size_t len, const char *word)
{
	return len == strlen(word) && !memcmp(text, word, len);
}

/* What Python strips off a text. */
static bool is_wide_space(uint32_t code)
{
	return (code >= '\t' && code <= '\r') || (code >= 0x1c && code <= ' ') || code == 0x85 ||
	       code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
	       code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

static void strip(const char *text, size_t *start, size_t *end)
{
	size_t used, at;

	while (*start < *end && is_wide_space(utf8_decode(text + *start, *end - *start, &used)))
		*start += used;
	while (*start < *end) {
		for (at = *end - 1; at > *start && (text[at] & 0xc0) == 0x80;)
			at--;
		if (!is_wide_space(utf8_decode(text + at, *end - at, &used)))
			return;
		*end = at;
	}
}

/* null, true, false or a number, up to *@end, which goes back over the white space behind it: behind a number that is
 * blanks and tabs alone. */
static bool read_literal(const char *text, size_t start, size_t *end, struct json *node)
{
	size_t stop = *end;

	if (text[start] == '-' || (text[start] >= '0' && text[start] <= '9')) {
		while (text[stop - 1] == ' ' || text[stop - 1] == '\t')
			stop--;
		*end = stop;
		return read_number(text + start, stop - start, node);
	}
	if (!strchr("tfn", text[start]))
		return false;
	strip(text, &start, &stop);
	*end = stop;
	node->yes = is_word(text + start, stop - start, "true");
	node->type = is_word(text + start, stop - start, "null") ? JSON_NULL : JSON_BOOL;
	return node->yes || node->type == JSON_NULL || is_word(text + start, stop - start, "false");
}

static bool too_large(struct json_parser *p, const struct json *node)
{
	if (node->type != JSON_NUMBER || isfinite(node->number))
		return false;
	p->final = true;
	return !json_fail(p, node->span.start, "this number is too large");
}

/* A value without quotes: a literal where it ends at the first comma, bracket or comment, else the rest of the
 * line, commas and all. */
static bool read_bare(struct json_parser *p, struct json *node)
{
	size_t start = p->at, end;
	bool literal, tried = false;
	int c = json_peek(p, 0);

	if (c < 0 || strchr("{}[],:", c))
		return json_expected(p, "a value");
	for (;; p->at++) {
		c = json_peek(p, 0);
		if (!is_line_end(c) && (tried || (c != ',' && c != '}' && c != ']' && !at_comment(p))))
			continue;
		end = p->at;
		literal = !tried && read_literal(p->text, start, &end, node);
		if (literal || is_line_end(c))
			break;
		tried = true;
	}
	if (!literal) {
		end = p->at;
		strip(p->text, &start, &end);
		node->type = JSON_TEXT;
		node->text = json_alloc_text(p->doc, p->text + start, end - start);
	}
	node->span = (struct span){ (uint32_t)start, (uint32_t)(end - start) };
	node->bare = !literal;
	return !too_large(p, node);
}

bool json_read_scalar(struct json_parser *p, struct json *node)
{
	int c = json_peek(p, 0);
	bool ok;

	node->type = JSON_TEXT;
	if (c != '"' && c != '\'')
		return read_bare(p, node);
	ok = c == '\'' && json_peek(p, 1) == '\'' && json_peek(p, 2) == '\'' ? read_multiline(p)
									     : json_read_quoted(p);
	if (!ok)
		return false;
	node->text = json_alloc_text(p->doc, str_text(&p->scratch), p->scratch.len);
	node->span.len = (uint32_t)(p->at - node->span.start);
	return true;
}
