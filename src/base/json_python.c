/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_python.h"
#include "base/utf8.h"
#include "json_private.h"

/* What str.isprintable() refuses: Unicode 15 general categories Cc, Cf, Cs, Co, Zl, Zp, and Zs but the space. */
static bool is_printable(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} no[] = {
		{ 0x0, 0x1f },        { 0x7f, 0xa0 },       { 0xad, 0xad },       { 0x600, 0x605 },
		{ 0x61c, 0x61c },     { 0x6dd, 0x6dd },     { 0x70f, 0x70f },     { 0x890, 0x891 },
		{ 0x8e2, 0x8e2 },     { 0x1680, 0x1680 },   { 0x180e, 0x180e },   { 0x2000, 0x200f },
		{ 0x2028, 0x202f },   { 0x205f, 0x2064 },   { 0x2066, 0x206f },   { 0x3000, 0x3000 },
		{ 0xd800, 0xf8ff },   { 0xfeff, 0xfeff },   { 0xfff9, 0xfffb },   { 0x110bd, 0x110bd },
		{ 0x110cd, 0x110cd }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0001, 0xe0001 }, { 0xe0020, 0xe007f }, { 0xf0000, 0xffffd }, { 0x100000, 0x10fffd },
	};

	for (size_t i = 0; i < COUNT(no) && code >= no[i].first; i++)
		if (code <= no[i].last)
			return false;
	return true;
}

static void add_escaped(struct str *out, uint32_t code)
{
	static const char special[] = "\t\n\r\\", letters[] = "tnr\\";
	const char *found = code && code < 0x80 ? strchr(special, (int)code) : NULL;

	if (found)
		str_addf(out, "\\%c", letters[found - special]);
	else if (code < 0x100)
		str_addf(out, "\\x%02x", code);
	else if (code < 0x10000)
		str_addf(out, "\\u%04x", code);
	else
		str_addf(out, "\\U%08x", code);
}

void json_add_python_text(struct str *out, const char *text)
{
	char quote = strchr(text, '\'') && !strchr(text, '"') ? '"' : '\'';
	size_t len = strlen(text), used;

	str_add_char(out, quote);
	for (size_t i = 0; i < len; i += used) {
		uint32_t code = utf8_decode(text + i, len - i, &used);

		if (code == (uint32_t)quote)
			str_addf(out, "\\%c", quote);
		else if (code == '\\' || !is_printable(code))
			add_escaped(out, code);
		else
			str_add_bytes(out, text + i, used);
	}
	str_add_char(out, quote);
}

void json_add_python(struct str *out, const struct json *node)
{
	static const struct json_words words = { "None", "True", "False", json_add_python_text };

	json_add_in_words(out, node, &words);
}
