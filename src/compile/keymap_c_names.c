/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/keycode.h"
#include "model/symbol.h"

/* What the text calls its layers. */

enum { NAME_MAX_BYTES = 40, MANY = 3 };

static const char *identifier(const struct c_update *u, size_t layer)
{
	return u->source->layer ? symbol_text(u->source->layer[layer].identifier) : "";
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_word(char c)
{
	return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9');
}

/* What a file puts before each name: `_`, `L_`, or what many of them begin with. */
static size_t prefix_length(const char *const *name, size_t count)
{
	static const char *const usual[] = { "", "L", "LAYER", "LY", "LYR" };
	size_t len = 0;

	for (size_t i = 0; count && name[0][i]; i++) {
		for (size_t k = 1; k < count; k++)
			if (name[k][i] != name[0][i])
				return len;
		if (name[0][i] != '_')
			continue;
		for (size_t k = 0; k < COUNT(usual); k++)
			if (count >= MANY || (strlen(usual[k]) == i && !memcmp(usual[k], name[0], i)))
				len = i + 1;
	}
	return name && count && !name[0][len] ? 0 : len;
}

static bool all_capitals(const char *const *name, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (const char *p = name[i]; *p; p++)
			if (is_lower(*p))
				return false;
	return count > 0;
}

/* @wanted in the manner of @name: letters, digits and single underscores. */
static void add_in_manner(struct str *out, const char *wanted, const char *const *name, size_t count)
{
	size_t prefix = prefix_length(name, count);
	bool capitals = all_capitals(name, count);

	if (count)
		str_add_bytes(out, name[0], prefix);
	if (count && !strncmp(wanted, name[0], prefix))
		wanted += prefix;
	for (; *wanted && out->len < NAME_MAX_BYTES; wanted++) {
		if (is_word(*wanted))
			str_add_char(out,
				     capitals && is_lower(*wanted) ? (char)(*wanted - 'a' + 'A') : *wanted);
		else if (*wanted == '_' || (out->len && out->data[out->len - 1] != '_'))
			str_add_char(out, '_');
	}
	while (out->len > prefix && out->data[out->len - 1] == '_')
		out->data[--out->len] = '\0';
}

bool c_update_is_free(const struct c_update *u, const char *name)
{
	uint16_t code;

	if (!qmk_is_identifier(name) || keycode_find(name, strlen(name), &code) ||
	    c_scan_source_has_name(u->source, name))
		return false;
	for (size_t i = 0; i < keymap_layers(u->map); i++)
		if (u->names.layer[i] && !strcmp(u->names.layer[i], name))
			return false;
	return true;
}

/* A name for layer @layer of map that is free, as the others are. */
static char *make_name(const struct c_update *u, size_t layer)
{
	const char *name[KEYMAP_MAX_LAYERS], *wanted = symbol_text(keymap_layer_name(u->map, layer));
	struct str base = STR_INIT, out = STR_INIT;
	char fallback[16];
	size_t count = 0;

	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (identifier(u, i)[0])
			name[count++] = identifier(u, i);
	snprintf(fallback, sizeof(fallback), "LAYER%zu", layer);
	add_in_manner(&base,
		      wanted[strcspn(wanted, "abcdefghijklmnopqrstuvwxyz"
					     "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
			      ? wanted
			      : fallback,
		      name, count);
	str_add(&out, str_text(&base));
	for (int n = 2; !c_update_is_free(u, str_text(&out)); n++) {
		str_clear(&out);
		str_addf(&out, "%s_%d", str_text(&base), n);
	}
	str_release(&base);
	return str_take(&out);
}

static bool renames(const struct c_update *u, size_t layer)
{
	return u->plan.from[layer] != LAYER_GONE &&
	       keymap_layer_name(u->map, layer) !=
		       keymap_layer_name(u->source->map, (size_t)u->plan.from[layer]);
}

/* Whether new layers get a name in this text: all that are there have one that is declared in it. */
static bool names_layers(const struct c_update *u)
{
	for (size_t i = 0; i < keymap_layers(u->source->map); i++)
		if (!identifier(u, i)[0] || span_is_nowhere(u->source->layer[i].enumerator))
			return false;
	return true;
}

bool c_update_name_layers(struct c_update *u)
{
	bool named = u->source->layer && names_layers(u);

	for (size_t i = 0; i < keymap_layers(u->map); i++)
		if (u->plan.from[i] != LAYER_GONE && identifier(u, (size_t)u->plan.from[i])[0])
			u->names.layer[i] = mem_copy_text(identifier(u, (size_t)u->plan.from[i]));
	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		if (u->plan.from[i] == LAYER_GONE && named)
			u->names.layer[i] = make_name(u, i);
		if (!renames(u, i))
			continue;
		if (!u->names.layer[i])
			return err_set(u->err, ERR_REFUSED,
				       "layer %zu has no name in the text: it goes by its number", i);
		if (!keymap_layer_name(u->map, i))
			return err_set(u->err, ERR_REFUSED, "the text needs a name for layer %zu", i);
		free(u->names.layer[i]);
		u->names.layer[i] = NULL;
		u->names.layer[i] = make_name(u, i);
	}
	return true;
}

/* The new name of what the text calls @token; NULL: it stays. */
static const char *new_name(const struct c_update *u, const char *text, const struct c_token *token)
{
	for (size_t i = 0; token->type == C_NAME && i < keymap_layers(u->map); i++)
		if (renames(u, i) && c_token_is(text, token, identifier(u, (size_t)u->plan.from[i])))
			return u->names.layer[i];
	return NULL;
}

bool c_update_rename_text(const struct c_update *u, uint16_t file, struct span span, struct str *out)
{
	size_t len;
	const char *text = source_text(u->source, file, &len), *name;
	struct c_scan scan = c_scan_start(text, span_end(span));
	struct rewrite rewrite = { 0 };
	struct c_token token;
	bool any;

	scan.at = span.start;
	while (u->plan.renamed && c_scan_next_code(&scan, &token))
		if ((name = new_name(u, text, &token)))
			rewrite_replace(&rewrite, token.span, name);
	any = rewrite.parts > 0;
	if (any)
		rewrite_print(&rewrite, text, span, out);
	rewrite_release(&rewrite);
	return any;
}

bool c_update_rename(struct c_update *u)
{
	for (uint16_t file = 0; file <= u->source->includes; file++) {
		size_t len, count;
		const char *text = source_text(u->source, file, &len), *name;
		struct span *taken = c_update_find_bindings(u, file, &count);
		struct c_scan scan = c_scan_start(text, len);
		struct c_token token;
		bool locked = file && u->source->include[file - 1].locked, ok = true;

		while (ok && c_scan_next_code(&scan, &token)) {
			if (!(name = new_name(u, text, &token)) || c_update_lies_in(token.span, taken, count))
				continue;
			ok = !locked ||
			     err_set(u->err, ERR_REFUSED, "%.*s is used in %s, which is not yours to change",
				     (int)token.span.len, text + token.span.start,
				     source_path(u->source, file));
			if (ok)
				c_update_put(u, file, token.span, name);
		}
		free(taken);
		if (!ok)
			return false;
	}
	return true;
}
