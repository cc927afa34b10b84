/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "keymap_c_private.h"
#include "model/symbol.h"

/* Names that are gone, and macros that came to be of no use because they speak of those. */

enum { MAX_NAMES = 256, NAME_BYTES = 128 };

struct gone {
	char name[MAX_NAMES][NAME_BYTES];
	size_t names;
};

static bool is_gone(const struct gone *gone, const char *text, const struct c_token *token)
{
	for (size_t i = 0; token->type == C_NAME && i < gone->names; i++)
		if (c_token_is(text, token, gone->name[i]))
			return true;
	return false;
}

static void add_gone(struct gone *gone, const char *text, size_t len)
{
	if (!len || len >= NAME_BYTES || gone->names == MAX_NAMES)
		return;
	memcpy(gone->name[gone->names], text, len);
	gone->name[gone->names++][len] = '\0';
}

/* Another round of macros whose bodies speak of what is gone. */
static bool add_macros(struct gone *gone, const char *text, size_t len)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token, name = { .type = C_PUNCT };
	size_t before = gone->names;
	int index = 0; /* of the token in its directive; from 3 on it is the body */
	bool define = false;

	while (c_scan_next_code(&scan, &token)) {
		index = token.directive && !token.line ? index + 1 : 0;
		if (index == 1)
			define = c_token_is(text, &token, "define");
		if (index == 2)
			name = token;
		if (index > 2 && define && is_gone(gone, text, &token) && !is_gone(gone, text, &name))
			add_gone(gone, text + name.span.start, name.span.len);
	}
	return gone->names > before;
}

/* Told by the line that a person finds it in: what is left may have other ones. */
static bool refuse(const struct c_update *u, const char *name, uint32_t len)
{
	const struct source *source = u->source;
	struct c_scan scan = c_scan_start(source->text, source->len);
	struct c_token token;
	size_t count;
	struct span *taken = c_update_find_bindings(u, 0, &count);
	int line = 0, column;

	while (!line && c_scan_next_code(&scan, &token)) {
		bool own = token.directive || c_update_lies_in(token.span, taken, count);

		for (size_t i = 0; i < u->pieces; i++)
			own |= u->plan.to[u->piece[i].layer] == LAYER_GONE &&
			       token.span.start >= u->piece[i].span.start &&
			       span_end(token.span) <= span_end(u->piece[i].span);
		if (!own && token.span.len == len && !memcmp(source->text + token.span.start, name, len))
			source_place(source->text, source->len, token.span.start, &line, &column);
	}
	free(taken);
	return err_set(u->err, ERR_REFUSED, "%.*s is used in line %d: take it out of the code there first",
		       (int)len, name, line);
}

bool c_update_check_deleted(const struct c_update *u, const char *text, size_t len)
{
	struct gone gone = { .names = 0 };
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token;
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (u->plan.to[i] == LAYER_GONE && u->source->layer[i].identifier) {
			const char *name = symbol_text(u->source->layer[i].identifier);

			add_gone(&gone, name, strlen(name));
		}
	while (gone.names && add_macros(&gone, text, len))
		continue;
	while (gone.names && c_scan_next_code(&scan, &token))
		if (!token.directive && is_gone(&gone, text, &token))
			return refuse(u, text + token.span.start, token.span.len);
	return true;
}
