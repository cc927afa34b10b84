/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_comments.h"
#include "key_grid.h"
#include "keymap_c_private.h"

/* A layer that the text has not yet: in the shape of one that it has. */

static const struct c_token *code_token(const struct c_tokens *tokens, size_t index)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->token[i].type != C_COMMENT && !index--)
			return &tokens->token[i];
	return NULL;
}

/* How @layer is written where a name or a number of the other one stands. */
static void add_layer(const struct c_update *u, size_t layer, bool by_name, struct str *out)
{
	if (by_name && u->names.layer[layer])
		str_add(out, u->names.layer[layer]);
	else
		str_addf(out, "%zu", layer);
}

/* [_NAV] = */
static void put_designator(const struct c_update *u, struct rewrite *rewrite, const char *text,
			   const struct c_tokens *tokens, size_t layer)
{
	const struct c_token *open = code_token(tokens, 0), *inside = code_token(tokens, 1), *close = inside;
	struct str name = STR_INIT;
	bool by_name = false;

	if (!open || !inside || !c_token_is(text, open, "["))
		return;
	for (size_t i = 1; close && !c_token_is(text, close, "]"); close = code_token(tokens, ++i))
		by_name |= close->type == C_NAME;
	if (!close)
		return;
	add_layer(u, layer, by_name, &name);
	rewrite_replace(rewrite, (struct span){ inside->span.start, close->span.start - inside->span.start },
			str_text(&name));
	str_release(&name);
}

/* `_NAV = 3,` or `#define _NAV 3`, the number in its column while there is room. */
static void put_declaration(const struct c_update *u, struct rewrite *rewrite, const char *text,
			    const struct c_tokens *tokens, const struct c_piece *like, size_t layer,
			    bool numbered)
{
	const struct c_token *name = code_token(tokens, like->list == C_DEFINE ? 2 : 0);
	const struct c_token *number = code_token(tokens, like->list == C_DEFINE ? 3 : 2);
	const struct c_token *equals = code_token(tokens, 1), *last = NULL;
	struct str text_of = STR_INIT;

	if (!name)
		return;
	str_add(&text_of, u->names.layer[layer]);
	rewrite_replace(rewrite, name->span, str_text(&text_of));
	str_clear(&text_of);
	str_addf(&text_of, "%zu", layer);
	if (number && (like->list == C_DEFINE || (numbered && c_token_is(text, equals, "=")))) {
		uint32_t blanks = 0, longer = 0, names = (uint32_t)strlen(u->names.layer[layer]);

		while (text[number->span.start - blanks - 1] == ' ')
			blanks++;
		if (names > name->span.len)
			longer = names - name->span.len;
		if (blanks > 1 && longer)
			rewrite_replace(rewrite,
					(struct span){ number->span.start - blanks,
						       longer < blanks ? longer : blanks - 1 },
					"");
		rewrite_replace(rewrite, number->span, str_text(&text_of));
	} else if (like->list == C_ENUMERATOR && equals && c_token_is(text, equals, "=")) {
		for (size_t i = 1; code_token(tokens, i) && !c_token_is(text, code_token(tokens, i), ",");
		     i++)
			last = code_token(tokens, i);
		rewrite_replace(
			rewrite,
			(struct span){ span_end(name->span), span_end(last->span) - span_end(name->span) },
			"");
	}
	str_release(&text_of);
}

/* The member with the new bindings, and all else as it is. False: its text does not allow that. */
static bool print_over(const struct c_update *u, const struct c_piece *like, size_t layer, struct str *out)
{
	size_t keys = keymap_keys(u->map);
	struct c_target target = { (size_t)like->layer, layer, like->list == C_ENTRY ? 0 : keys,
				   like->list == C_ENTRY ? keys : keymap_slots(u->map) };
	struct rewrite *rewrite = mem_new(u->source->includes + 1, sizeof(*rewrite));
	bool ok = c_update_bindings(u, &target, 1, rewrite);

	for (size_t i = 0; i < rewrite[0].parts; i++)
		ok = ok && rewrite[0].part[i].span.start >= like->span.start &&
		     span_end(rewrite[0].part[i].span) <= span_end(like->span);
	for (size_t file = 1; file <= u->source->includes; file++)
		ok = ok && !rewrite[file].parts;
	if (ok)
		rewrite_print(&rewrite[0], u->source->text, like->span, out);
	for (size_t file = 0; file <= u->source->includes; file++)
		rewrite_release(&rewrite[file]);
	free(rewrite);
	return ok;
}

static bool print_cells(const struct c_update *u, size_t layer, struct str *cell, size_t first, size_t end)
{
	for (size_t slot = first; slot < end; slot++)
		if (!c_update_print(u, keymap_get_slot(u->map, layer, slot), &cell[slot], u->err))
			return err_wrap(u->err, "layer %zu", layer);
	return true;
}

/* In lines as the keys lie, for a layer whose text cannot take other bindings. */
static bool print_anew(const struct c_update *u, const struct c_piece *like, size_t layer, struct str *out)
{
	size_t keys = keymap_keys(u->map), slots = keymap_slots(u->map);
	struct str *cell = mem_new(slots + 1, sizeof(*cell));
	const char *text = u->source->text + like->span.start;
	struct c_tokens tokens = { 0 };
	const struct c_token *first;
	bool ok;

	c_tokens_scan(&tokens, text, like->span.len);
	first = code_token(&tokens, 0);
	if (like->list == C_ENTRY && strncmp(u->layout->name, "LAYOUT", 6) != 0)
		ok = err_set(
			u->err, ERR_REFUSED,
			"layer %d comes from macros, and the keyboard's LAYOUT is not known: a new layer "
			"has no shape to take",
			like->layer);
	else
		ok = print_cells(u, layer, cell, like->list == C_ENTRY ? 0 : keys,
				 like->list == C_ENTRY ? keys : slots);
	if (ok && first) {
		uint32_t start = c_line_start(text, first->span.start, 0);

		if (c_is_blank(text, start, first->span.start))
			str_add_bytes(out, text + start, first->span.start - start);
		if (c_token_is(text, first, "[")) {
			str_add(out, "[");
			add_layer(u, layer, true, out);
			str_add(out, "] = ");
		}
		if (like->list == C_ENTRY) {
			struct str grid = STR_INIT;

			str_addf(&grid, "%s(\n", u->layout->name);
			key_grid_print(&(struct key_grid){ ",", 8 }, u->layout, cell, &grid);
			str_add(&grid, "    ),\n");
			c_update_add_text(u, out, str_text(&grid));
			str_release(&grid);
		} else {
			str_add(out, "{ ");
			for (size_t slot = keys; slot < slots; slot += TURN_COUNT)
				str_addf(out, "%sENCODER_CCW_CW(%s, %s)", slot > keys ? ", " : "",
					 str_text(&cell[slot + TURN_CCW]), str_text(&cell[slot + TURN_CW]));
			str_add(out, " },\n");
		}
	}
	for (size_t slot = 0; slot < slots; slot++)
		str_release(&cell[slot]);
	free(cell);
	c_tokens_release(&tokens);
	return ok;
}

bool c_update_print_new(struct c_update *u, const struct c_piece *like, size_t layer, bool numbered,
			struct str *out)
{
	bool list = like->list == C_ENTRY || like->list == C_TURNS;
	struct str text = STR_INIT;
	struct c_tokens tokens = { 0 };
	struct rewrite rewrite = { 0 };

	if (!list)
		str_add_bytes(&text, u->source->text + like->span.start, like->span.len);
	else if (!print_over(u, like, layer, &text))
		return print_anew(u, like, layer, out);
	c_tokens_scan(&tokens, str_text(&text), text.len);
	c_drop_comments(&rewrite, str_text(&text), text.len, &tokens, !list || u->copy[layer] == C_GONE);
	if (list)
		put_designator(u, &rewrite, str_text(&text), &tokens, layer);
	else
		put_declaration(u, &rewrite, str_text(&text), &tokens, like, layer, numbered);
	rewrite_print(&rewrite, str_text(&text), (struct span){ 0, (uint32_t)text.len }, out);
	rewrite_release(&rewrite);
	c_tokens_release(&tokens);
	str_release(&text);
	return true;
}
