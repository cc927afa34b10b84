/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "keymap_c_private.h"

/* Numbers in functions that are about layers, and may be layers themselves. */

static const struct diagnostic_kind layer_number = { "keymap-c-layer-number", SEVERITY_WARNING };

enum { MAX_NUMBERS = 32 }; /* of one function */

/* One function's body while it is gone through. */
struct body {
	struct c_token number[MAX_NUMBERS];
	size_t numbers;
	bool layers; /* it speaks of them */
};

static bool speaks_of_layers(const char *text, const struct c_token *token)
{
	static const char word[] = "layer";
	size_t len = strlen(word);

	if (token->type != C_NAME)
		return false;
	for (uint32_t i = 0; i + len <= token->span.len; i++)
		if (!strncasecmp(text + token->span.start + i, word, len))
			return true;
	return c_token_is(text, token, "biton32");
}

/* `case 2`, `== 2`, `1 << 2` */
static bool may_be_layer(const char *text, const struct c_token *before, const struct c_token *last)
{
	if (c_token_is(text, last, "case"))
		return true;
	if (span_end(before->span) != last->span.start)
		return false;
	return (c_token_is(text, last, "=") && strchr("=!", text[before->span.start])) ||
	       (c_token_is(text, last, "<") && c_token_is(text, before, "<"));
}

static void tell(const struct c_update *u, const char *text, size_t len, const struct body *body,
		 struct diagnostics *out)
{
	for (size_t i = 0; body->layers && i < body->numbers; i++) {
		struct place place = PLACE_NONE;
		uint32_t number = 0;

		c_token_number(text, &body->number[i], &number);
		source_place(text, len, body->number[i].span.start, &place.line, &place.column);
		diagnostics_add(out, &layer_number, place,
				u->plan.to[number] == LAYER_GONE
					? "if the %u here is a layer, it is the one that was deleted: it "
					  "stays as it is"
					: "if the %u here is a layer, it should be %d now: it stays as it is",
				number, u->plan.to[number]);
	}
}

static void take_token(const struct c_update *u, const char *text, const struct c_token last[2],
		       const struct c_token *token, struct body *body)
{
	uint32_t number;

	body->layers |= speaks_of_layers(text, token);
	if (body->numbers < MAX_NUMBERS && may_be_layer(text, &last[0], &last[1]) &&
	    c_token_number(text, token, &number) && number < keymap_layers(u->source->map) &&
	    u->plan.to[number] != (int)number)
		body->number[body->numbers++] = *token;
}

static void find_numbers(const struct c_update *u, const char *text, size_t len, struct diagnostics *out)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token, last[2] = { { .type = C_PUNCT }, { .type = C_PUNCT } };
	struct body body = { .numbers = 0 };
	int depth = 0;
	bool function = false;

	while (c_scan_next_code(&scan, &token)) {
		if (token.directive)
			continue;
		if (!depth && c_token_is(text, &token, "{")) {
			function = c_token_is(text, &last[1], ")");
			body = (struct body){ .numbers = 0 };
		}
		depth += c_token_is(text, &token, "{") - c_token_is(text, &token, "}");
		if (depth < 0)
			depth = 0;
		if (depth && function)
			take_token(u, text, last, &token, &body);
		else if (function && c_token_is(text, &token, "}"))
			tell(u, text, len, &body, out);
		last[0] = last[1];
		last[1] = token;
	}
}

void keymap_c_left(const struct source *source, const struct keymap *map, const char *text, size_t len,
		   struct diagnostics *out)
{
	struct c_update u = { .source = source, .map = map };

	layer_plan_make(&u.plan, u.source->map, u.map);
	if (u.plan.moved)
		find_numbers(&u, text, len, out);
}
