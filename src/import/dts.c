/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dts_private.h"

const struct cpp *dts_cpp(const struct dts *dts)
{
	return dts->cpp;
}

const struct dts_node *dts_root(const struct dts *dts)
{
	return &dts->root;
}

const struct dts_node *dts_foreign(const struct dts *dts)
{
	return dts->foreign.child;
}

const struct dts_node *dts_find_label(const struct dts *dts, const char *label, size_t len)
{
	return dts_lookup(dts, DTS_NAME_LABEL, NULL, label, len);
}

const struct dts_node *dts_next(const struct dts_node *top, const struct dts_node *node)
{
	if (node->child)
		return node->child;
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

const struct dts_property *dts_find_property(const struct dts_node *node, const char *name)
{
	for (const struct dts_property *p = node->property; p; p = p->next)
		if (!strcmp(p->name, name))
			return p->deleted ? NULL : p;
	return NULL;
}

/* The character that an escape of @at stands for, as dtc has them; @at is behind it. */
static char unescape(const char **at, const char *end)
{
	static const char from[] = "abtnvfr", to[] = "\a\b\t\n\v\f\r";
	const char *found = memchr(from, **at, sizeof(from) - 1);
	int value = 0;

	if (found) {
		++*at;
		return to[found - from];
	}
	if (**at >= '0' && **at <= '7') {
		for (int i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++)
			value = value * 8 + *(*at)++ - '0';
		return (char)value;
	}
	return *(*at)++;
}

bool dts_part_text(const struct dts *dts, const struct dts_part *part, struct str *out)
{
	const struct cpp_token *token = &dts->token[part->tokens.first];
	const char *at = token->text + 1, *end = token->text + token->len - 1;

	if (part->type != DTS_STRING)
		return false;
	while (at < end) {
		if (*at == '\\' && at + 1 < end) {
			at++;
			str_add_char(out, unescape(&at, end));
		} else {
			str_add_char(out, *at++);
		}
	}
	return true;
}

bool dts_text(const struct dts *dts, const struct dts_property *property, struct str *out)
{
	for (const struct dts_part *part = property->part; part; part = part->next)
		if (dts_part_text(dts, part, out))
			return true;
	return false;
}

bool dts_is_compatible(const struct dts *dts, const struct dts_node *node, const char *name)
{
	const struct dts_property *property = dts_find_property(node, "compatible");
	size_t len = strlen(name);

	for (const struct dts_part *part = property ? property->part : NULL; part; part = part->next) {
		const struct cpp_token *token = &dts->token[part->tokens.first];

		if (part->type == DTS_STRING && token->len == len + 2 && !memcmp(token->text + 1, name, len))
			return true;
	}
	return false;
}

static bool is(const struct cpp_token *token, char c)
{
	return token->type == CPP_PUNCT && token->len == 1 && *token->text == c;
}

/* Behind the token that closes what @open at @at opens. */
static uint32_t skip_brackets(const struct dts *dts, uint32_t at, uint32_t end, char open, char close)
{
	int depth = 0;

	do {
		depth += is(&dts->token[at], open) - is(&dts->token[at], close);
		at++;
	} while (depth > 0 && at < end);
	return at;
}

bool dts_next_cell(const struct dts *dts, const struct dts_part *part, uint32_t *at, struct dts_cell *out)
{
	uint32_t first = part->inside.first + *at, next = first + 1;
	uint32_t end = part->inside.first + part->inside.count;

	if (part->type != DTS_CELLS || first >= end)
		return false;
	out->ref = is(&dts->token[first], '&');
	if (out->ref && next < end)
		next = is(&dts->token[next], '{') ? skip_brackets(dts, next, end, '{', '}') : next + 1;
	else if (is(&dts->token[first], '('))
		next = skip_brackets(dts, first, end, '(', ')');
	else if (dts->token[first].type == CPP_NAME && next < end && is(&dts->token[next], '(') &&
		 !dts->token[next].space)
		next = skip_brackets(dts, next, end, '(', ')');
	out->tokens = (struct dts_range){ first, next - first };
	*at = next - part->inside.first;
	return true;
}

void dts_spell(const struct dts *dts, struct dts_range tokens, struct str *out)
{
	for (uint32_t i = 0; i < tokens.count; i++) {
		const struct cpp_token *token = &dts->token[tokens.first + i];

		if (i && token->space)
			str_add_char(out, ' ');
		str_add_bytes(out, token->text, token->len);
	}
}

void dts_tell(const struct dts *dts, struct dts_range tokens, struct diagnostics *diagnostics,
	      const struct diagnostic_kind *kind, const char *fmt, ...)
{
	struct place place = PLACE_NONE;
	struct str text = STR_INIT;
	uint16_t file = 0;
	va_list ap;

	if (diagnostics->count >= DIAGNOSTICS_MAX) {
		diagnostics->dropped++;
		return;
	}
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	if (dts->tokens) {
		uint32_t at = tokens.first < dts->tokens ? tokens.first : dts->tokens - 1;

		cpp_where(dts->cpp, &dts->token[at], &file, &place.line, &place.column);
	}
	if (file)
		diagnostics_add_in_file(diagnostics, kind, cpp_file(dts->cpp, file)->path, place, "%s",
					str_text(&text));
	else
		diagnostics_add(diagnostics, kind, place, "%s", str_text(&text));
	str_release(&text);
}
