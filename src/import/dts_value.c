/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "dts_parser.h"

/* The > that ends a list; what is forgotten before ; { or } is told there. */
static bool read_cells(struct dts_parser *p, struct dts_part *part)
{
	uint32_t first = ++p->at;
	int depth = 0;

	for (; !dts_at_end(p) && !dts_is(p, ';') && !dts_is(p, '}'); p->at++) {
		if (dts_is(p, '(') && ++depth > DTS_MAX_DEPTH)
			break;
		if (dts_is(p, ')') && --depth < 0)
			break;
		if (!depth && *dts_token_at(p)->text == '>')
			break;
		if (dts_is(p, '{') && dts_is_at(p, p->at - 1, '&')) {
			dts_skip_brackets(p, '}');
			p->at--;
		} else if (dts_is(p, '{')) {
			break;
		}
	}
	part->inside = dts_since(p, first);
	if (dts_take(p, '>'))
		return true;
	return dts_fail(p, depth > 0 ? "a )" : "a > at the end of the list");
}

static bool read_incbin(struct dts_parser *p)
{
	p->at++;
	if (!dts_read_name(p) || strcmp(str_text(&p->name), "incbin") || !dts_take(p, '/') || !dts_is(p, '('))
		return dts_fail(p, "/incbin/(\"file\")");
	dts_skip_balanced(p, '(', ')');
	return true;
}

static bool begins_part(const struct dts_parser *p)
{
	return dts_is(p, '<') || dts_is(p, '[') || dts_is(p, '&') ||
	       (!dts_at_end(p) && dts_token_at(p)->type == CPP_TEXT);
}

static bool read_part(struct dts_parser *p, struct dts_part *part)
{
	uint32_t first = p->at;
	bool whole = true;

	part->type = DTS_OTHER;
	if (dts_is(p, '<')) {
		part->type = DTS_CELLS;
		whole = read_cells(p, part);
	} else if (dts_is(p, '[')) {
		part->type = DTS_BYTES;
		dts_skip_brackets(p, ']');
		part->inside = (struct dts_range){ first + 1, p->at > first + 1 ? p->at - first - 2 : 0 };
	} else if (dts_is(p, '&')) {
		part->type = DTS_REF;
		whole = dts_read_reference(p, &part->inside);
	} else if (dts_is(p, '/')) {
		whole = read_incbin(p);
		part->inside = dts_since(p, first);
	} else if (!dts_at_end(p) && dts_token_at(p)->type == CPP_TEXT) {
		part->type = DTS_STRING;
		p->at++;
		part->inside = dts_since(p, first);
	} else {
		whole = dts_fail(p, "a value: <...>, \"...\", [...] or &label");
	}
	part->tokens = whole ? dts_since(p, first) : (struct dts_range){ first, part->inside.count + 1 };
	return whole;
}

/* /bits/ 8 before a list, and labels of values. */
static void skip_before_part(struct dts_parser *p)
{
	if (dts_is(p, '/') && p->at + 1 < p->dts->tokens && !strncmp(dts_token_at(p)[1].text, "bits", 4) &&
	    dts_is_at(p, p->at + 2, '/'))
		p->at += 4;
	while (dts_is_name(p) && dts_is_at(p, p->at + 1, ':'))
		p->at += 2;
}

void dts_read_value(struct dts_parser *p, struct dts_property *property)
{
	struct dts_part **end = &property->part;
	uint32_t first = p->at;
	bool whole;

	do {
		struct dts_part *part = dts_alloc(p->dts, sizeof(*part));

		skip_before_part(p);
		whole = read_part(p, part);
		if (whole || part->type == DTS_CELLS) {
			*end = part;
			end = &part->next;
			property->value =
				(struct dts_range){ first, part->tokens.first + part->tokens.count - first };
		}
		if (!whole)
			return;
		skip_before_part(p);
		if (begins_part(p))
			dts_tell_expected(p, "a , between two values");
	} while (dts_take(p, ',') || begins_part(p));
	dts_end_statement(p);
}
