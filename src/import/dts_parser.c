/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "dts_parser.h"

static const struct diagnostic_kind syntax = { "dts-syntax", SEVERITY_ERROR };

bool dts_at_end(const struct dts_parser *p)
{
	return p->at >= p->dts->tokens;
}

const struct cpp_token *dts_token_at(const struct dts_parser *p)
{
	return &p->dts->token[p->at];
}

bool dts_is_at(const struct dts_parser *p, uint32_t at, char c)
{
	const struct cpp_token *token = p->dts->token;

	return at < p->dts->tokens && token[at].len == 1 && *token[at].text == c;
}

bool dts_is(const struct dts_parser *p, char c)
{
	return dts_is_at(p, p->at, c);
}

bool dts_is_name(const struct dts_parser *p)
{
	return !dts_at_end(p) && (dts_token_at(p)->type == CPP_NAME || dts_token_at(p)->type == CPP_NUMBER);
}

bool dts_take(struct dts_parser *p, char c)
{
	if (!dts_is(p, c))
		return false;
	p->at++;
	return true;
}

struct dts_range dts_since(const struct dts_parser *p, uint32_t first)
{
	return (struct dts_range){ first, p->at - first };
}

/* What stands here, for people. */
static const char *found(const struct dts_parser *p, char *out, size_t size)
{
	if (dts_at_end(p))
		snprintf(out, size, "the end of the file");
	else
		snprintf(out, size, "`%.*s`", dts_token_at(p)->len < 40 ? (int)dts_token_at(p)->len : 40,
			 dts_token_at(p)->text);
	return out;
}

void dts_tell_expected(struct dts_parser *p, const char *what)
{
	char text[64];

	dts_tell(p->dts, dts_since(p, p->at), p->diagnostics, &syntax, "found %s, expected %s",
		 found(p, text, sizeof(text)), what);
}

/* Over what begins with an open bracket, as far as the brace that closes the node around it. */
void dts_skip_balanced(struct dts_parser *p, char open, char close)
{
	int depth = 0;

	do {
		depth += dts_is(p, open) - dts_is(p, close);
		p->at++;
	} while (depth > 0 && !dts_at_end(p));
}

/* To behind the next semicolon of this node, or to the brace that ends it. */
void dts_recover(struct dts_parser *p)
{
	while (!dts_at_end(p) && !dts_is(p, '}')) {
		if (dts_is(p, '{'))
			dts_skip_balanced(p, '{', '}');
		else if (dts_take(p, ';'))
			return;
		else
			p->at++;
	}
}

bool dts_fail(struct dts_parser *p, const char *expected)
{
	dts_tell_expected(p, expected);
	dts_recover(p);
	return false;
}

/* The semicolon behind what is complete; when it was forgotten, what is on the next line is not lost. */
void dts_end_statement(struct dts_parser *p)
{
	if (dts_take(p, ';'))
		return;
	dts_tell_expected(p, "a ;");
	if (!dts_at_end(p) && !dts_token_at(p)->line)
		dts_recover(p);
}

/* Names have characters that C's tokens do not: adjacent tokens make one. */
static bool is_name_part(const struct cpp_token *t)
{
	if (t->type == CPP_NAME || t->type == CPP_NUMBER)
		return true;
	for (uint32_t i = 0; i < t->len; i++)
		if (!strchr("-,.+?#@", t->text[i]) || !t->text[i])
			return false;
	return true;
}

/* Into p->name. False, and nothing is told, when none begins here. */
bool dts_read_name(struct dts_parser *p)
{
	uint32_t first = p->at;

	str_clear(&p->name);
	if (!dts_is_name(p) && !dts_is(p, '#'))
		return false;
	for (; !dts_at_end(p) && is_name_part(dts_token_at(p)) && (p->at == first || !dts_token_at(p)->space);
	     p->at++)
		str_add_bytes(&p->name, dts_token_at(p)->text, dts_token_at(p)->len);
	return true;
}

/* Over what begins with an open bracket, to behind @close; a semicolon ends it, too. */
void dts_skip_brackets(struct dts_parser *p, char close)
{
	while (!dts_at_end(p) && !dts_is(p, ';') && !dts_is(p, close))
		p->at++;
	dts_take(p, close);
}

/* &label or &{/path}. */
bool dts_read_reference(struct dts_parser *p, struct dts_range *out)
{
	uint32_t first = p->at++;

	if (dts_is(p, '{'))
		dts_skip_brackets(p, '}');
	else if (dts_is_name(p))
		p->at++;
	else
		return dts_fail(p, "a label or {/path} behind the &");
	*out = dts_since(p, first);
	return true;
}

void dts_skip_labels(struct dts_parser *p)
{
	while (dts_is_name(p) && dts_is_at(p, p->at + 1, ':'))
		p->at += 2;
}
