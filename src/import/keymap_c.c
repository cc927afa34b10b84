/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_lexer.h"
#include "c_text.h"
#include "import/keymap_c.h"

struct reader {
	struct c_lexer lexer;
	const char *layout;
	size_t keys, layers;
	struct action *action; /* of all layers; one behind the other */
	struct err *err;
};

static bool add_action(struct reader *r, size_t key, struct slice text)
{
	struct slice stripped = python_strip(text);
	char *copy;
	bool fine;

	if (key >= r->keys)
		return err_set(r->err, ERR_PARSE, "layer %zu: %s has more than %zu arguments", r->layers,
			       r->layout, r->keys);
	copy = slice_copy(stripped);
	fine = action_parse(copy, &r->action[r->layers * r->keys + key], r->err) ||
	       err_wrap(r->err, "layer %zu, key %zu", r->layers, key);
	free(copy);
	return fine;
}

/* What stands between the parentheses of one call, the first of which was read. */
static bool read_arguments(struct reader *r)
{
	const char *start = r->lexer.rest.at;
	struct c_token token;
	size_t key = 0;
	int depth = 1;

	while (c_lexer_next(&r->lexer, &token)) {
		depth += slice_is(token.text, "(") - slice_is(token.text, ")");
		if (token.type == C_TOKEN_PREPROCESSOR)
			return err_set(r->err, ERR_PARSE, "layer %zu: there is a preprocessor line",
				       r->layers);
		if (depth && !(depth == 1 && slice_is(token.text, ",")))
			continue;
		if (!add_action(r, key++, (struct slice){ start, token.text.at }))
			return false;
		start = token.text.end;
		if (!depth)
			return key == r->keys ||
			       err_set(r->err, ERR_PARSE, "layer %zu: %s has %zu arguments, and not %zu",
				       r->layers, r->layout, key, r->keys);
	}
	return err_set(r->err, ERR_PARSE, "layer %zu: %s is not closed", r->layers, r->layout);
}

static bool read_layer(struct reader *r)
{
	if (r->layers >= KEYMAP_MAX_LAYERS)
		return err_set(r->err, ERR_RANGE, "more than %d layers", KEYMAP_MAX_LAYERS);
	r->action = mem_resize(r->action, (r->layers + 1) * r->keys, sizeof(*r->action));
	if (!read_arguments(r))
		return false;
	r->layers++;
	return true;
}

static bool read_layers(struct reader *r)
{
	struct c_token token;
	bool named = false;

	while (c_lexer_next(&r->lexer, &token)) {
		if (r->layers && token.type == C_TOKEN_PREPROCESSOR)
			return err_set(r->err, ERR_PARSE, "a preprocessor line stands behind a layer");
		if (named && slice_is(token.text, "(") && !read_layer(r))
			return false;
		if (slice_len(python_strip(token.text)))
			named = token.type == C_TOKEN_NAME && slice_is(token.text, r->layout);
	}
	return r->layers || err_set(r->err, ERR_NOT_FOUND, "there is no call of %s", r->layout);
}

static const struct keymap *make(const struct reader *r)
{
	struct keymap *map = keymap_new(r->layers, r->keys, 0);

	for (size_t i = 0; i < r->layers * r->keys; i++)
		keymap_put(map, i / r->keys, i % r->keys, r->action[i]);
	return map;
}

const struct keymap *keymap_c_read(const char *text, size_t len, const char *layout, size_t keys,
				   struct err *err)
{
	struct reader r = { .layout = layout, .keys = keys, .err = err };
	const struct keymap *map = NULL;
	struct c_text c = { 0 };

	if (len > KEYMAP_C_MAX_BYTES) {
		err_set(err, ERR_RANGE, "the file is larger than %d bytes", KEYMAP_C_MAX_BYTES);
		return NULL;
	}
	c_text_read(&c, text, len);
	c_text_blank_comments(&c);
	c_text_join(&c);
	r.lexer = c_lexer_init(str_text(&c.text), c.text.len);
	if (read_layers(&r))
		map = make(&r);
	free(r.action);
	c_text_release(&c);
	return map;
}
