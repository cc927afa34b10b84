/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "python_text.h"

static bool is_wide_space(uint32_t code)
{
	return code == 0x85 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
	       code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

size_t python_space(const char *at, const char *end)
{
	unsigned char c;
	size_t used;

	if (at == end)
		return 0;
	c = (unsigned char)*at;
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
	return is_wide_space(utf8_decode(at, (size_t)(end - at), &used)) ? used : 0;
}

size_t python_space_before(const char *begin, const char *at)
{
	for (size_t n = 1; n <= 3 && n <= (size_t)(at - begin); n++)
		if (python_space(at - n, at) == n)
			return n;
	return 0;
}

struct slice python_strip(struct slice text)
{
	size_t n;

	while ((n = python_space(text.at, text.end)))
		text.at += n;
	while ((n = python_space_before(text.at, text.end)))
		text.end -= n;
	return text;
}

bool python_word(struct slice *rest, struct slice *word)
{
	size_t n;

	while ((n = python_space(rest->at, rest->end)))
		rest->at += n;
	word->at = rest->at;
	while (rest->at < rest->end && !python_space(rest->at, rest->end))
		rest->at++;
	word->end = rest->at;
	return word->at < word->end;
}

bool python_line(struct slice *rest, struct slice *line)
{
	if (rest->at == rest->end)
		return false;
	line->at = rest->at;
	while (rest->at < rest->end && *rest->at != '\n' && *rest->at != '\r')
		rest->at++;
	line->end = rest->at;
	if (slice_starts(*rest, "\r\n"))
		rest->at++;
	if (rest->at < rest->end)
		rest->at++;
	return true;
}

bool slice_is(struct slice s, const char *text)
{
	return slice_len(s) == strlen(text) && slice_starts(s, text);
}

bool slice_starts(struct slice s, const char *text)
{
	size_t len = strlen(text);

	return slice_len(s) >= len && !memcmp(s.at, text, len);
}

const char *slice_find(struct slice s, const char *text)
{
	size_t len = strlen(text);

	while (slice_len(s) >= len) {
		const char *first = memchr(s.at, *text, slice_len(s) - len + 1);

		if (!first)
			return NULL;
		if (!memcmp(first, text, len))
			return first;
		s.at = first + 1;
	}
	return NULL;
}

char *slice_copy(struct slice s)
{
	char *copy = mem_new(slice_len(s) + 1, 1);

	memcpy(copy, s.at, slice_len(s));
	return copy;
}
