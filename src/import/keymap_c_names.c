/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "keymap_c_private.h"
#include "model/symbol.h"

/*
 * What a text calls its layers: the enumerator or macro in [_BASE] =, else those of an enum that says by its name that it
 * has layers. A name that only MO(_BASE) has is no layer's in the keymap, where one binding must not change what others
 * are called, but bindings are written with it.
 */

static void name_layer(struct keymap_c *r, uint32_t token, size_t layer)
{
	const struct cpp_token *t = &r->token[token];
	struct c_layer_name *name = &r->name[layer];
	const struct cpp_use *use;

	if (layer >= keymap_layers(r->map) || name->symbol)
		return;
	if (t->type == CPP_NAME) {
		name->constant = c_find_constant(r, t->text, t->len);
		if (name->constant && name->constant->known && name->constant->number == (int64_t)layer)
			name->symbol = symbol_of_bytes(t->text, t->len);
		else
			name->constant = NULL;
	} else if (t->type == CPP_NUMBER && t->use != CPP_DIRECT) {
		use = cpp_use(r->cpp, t->use);
		name->macro = cpp_find_macro(r->cpp, use->name, strlen(use->name));
		if (name->macro && strlen(name->macro->body) == t->len &&
		    !memcmp(name->macro->body, t->text, t->len))
			name->symbol = symbol(use->name);
		else
			name->macro = NULL;
	}
}

static void name_by_designators(struct keymap_c *r, const struct c_layers *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->item[i].designator.count == 1)
			name_layer(r, all->item[i].designator.first, all->item[i].number);
}

/* MO(_BASE), LT(_BASE, KC_A). */
static void name_by_bindings(struct keymap_c *r, const struct c_layers *all)
{
	for (size_t i = 0; i < all->count; i++)
		for (size_t b = 0; b < all->item[i].bindings; b++) {
			const struct c_binding *binding = &all->item[i].binding[b];
			uint32_t layer, at = binding->run.first + 2;

			if (binding->run.count >= 4 && action_has_layer(binding->action, &layer) &&
			    (c_is(r, at + 1, ",") || c_is(r, at + 1, ")")))
				name_layer(r, at, layer);
		}
}

static void name_by_enum(struct keymap_c *r)
{
	for (size_t i = 0; i < r->layer_enum.count; i++) {
		const struct c_constant *constant = &r->constants.item[r->layer_enum.first + i];

		if (constant->known && constant->number >= 0 && constant->number < KEYMAP_MAX_LAYERS)
			name_layer(r, constant->token, (size_t)constant->number);
	}
}

void c_name_layers(struct keymap_c *r)
{
	name_by_designators(r, &r->keys);
	name_by_designators(r, &r->turns);
	name_by_enum(r);
	for (size_t i = 0; i < keymap_layers(r->map); i++)
		keymap_put_layer_name(r->map, i, r->name[i].symbol);
	name_by_bindings(r, &r->keys);
}

static void find_enumerator(const struct keymap_c *r, struct source *source,
			    const struct c_constant *constant, size_t layer)
{
	struct source_layer *at = &source->layer[layer];
	uint32_t count = constant->value.count ? constant->value.count + 2 : 1, behind;
	struct span number;

	if (constant->token == C_NONE || !constant->token)
		return;
	behind = constant->token + count;
	at->name = c_token_span(r, constant->token);
	c_find_entry(r, source, (struct c_run){ constant->token, count },
		     c_is(r, behind, ",") ? behind : C_NONE, &at->enumerator);
	number = constant->value.count == 1 && r->token[constant->value.first].type == CPP_NUMBER
			 ? c_token_span(r, constant->value.first)
			 : (struct span){ 0, 0 };
	if (number.len)
		source_add_reference(source, number, (uint32_t)layer);
}

static void find_macro(struct source *source, const struct cpp_macro *macro, size_t layer)
{
	struct source_layer *at = &source->layer[layer];
	size_t len = strlen(macro->name);

	if (macro->at.file || macro->body_at.file)
		return;
	at->enumerator = macro->at.span;
	source_add_reference(source, macro->body_at.span, (uint32_t)layer);
	/* The name is the last thing before the body, for nothing but blanks and comments can be between. */
	for (uint32_t i = macro->at.span.start; i + len <= macro->body_at.span.start; i++)
		if (!memcmp(source->text + i, macro->name, len) &&
		    strchr(" \t/\\\r\n", source->text[i + len])) {
			at->name = (struct span){ i, (uint32_t)len };
			return;
		}
}

void c_find_names(const struct keymap_c *r, struct source *source)
{
	for (size_t i = 0; i < keymap_layers(r->map); i++) {
		source->layer[i].identifier = r->name[i].symbol;
		if (r->name[i].constant)
			find_enumerator(r, source, r->name[i].constant, i);
		else if (r->name[i].macro)
			find_macro(source, r->name[i].macro, i);
	}
}
