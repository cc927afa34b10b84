/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_comments.h"
#include "key_grid.h"
#include "model/symbol.h"
#include "model/zmk_action.h"
#include "zmk_text.h"
#include "zmk_turns.h"
#include "zmk_update.h"

/* A layer that the text has not yet: in the shape of one that it has. */

/* The name of its node, which no word of the text is. */
static char *make_node_name(const struct zmk_update *u, size_t layer)
{
	struct str name = STR_INIT;
	size_t len;

	zmk_text_add_name(&name, symbol_text(keymap_layer_name(u->map, layer)), false);
	if (!name.len || !zmk_text_is_name(str_text(&name))) {
		str_clear(&name);
		str_addf(&name, "layer_%zu", layer);
	}
	len = name.len;
	for (int n = 2; zmk_update_has_word(u, str_text(&name)); n++) {
		name.len = len;
		str_addf(&name, "_%d", n);
	}
	return str_take(&name);
}

static void add_display_name(const struct zmk_update *u, size_t layer, const char *node, struct str *out)
{
	const char *name = symbol_text(keymap_layer_name(u->map, layer));

	zmk_text_add_string(out, *name ? name : node);
}

/* The text of @like with the bindings of @layer. False: its bindings are not its own to change. */
static bool print_over(struct zmk_update *u, const struct zmk_piece *like, size_t layer, struct str *out)
{
	struct rewrite *rewrite = rewrite_new_all(u->source);
	struct err ignored, *err = u->err;
	bool ok;

	u->err = &ignored;
	ok = zmk_update_bindings(u, (size_t)like->layer, layer, rewrite);
	u->err = err;
	ok = ok && rewrite_print_alone(rewrite, u->source, like->span, out);
	rewrite_free_all(rewrite, u->source);
	return ok;
}

static bool is(const char *text, const struct c_token *token, const char *word)
{
	return c_token_is(text, token, word);
}

/* `label: name {`, or the first argument of a macro that makes a layer: how the node is called. */
static void put_node_name(struct rewrite *rewrite, const char *text, const struct c_tokens *tokens,
			  const char *node)
{
	const struct c_token *before = NULL, *first = NULL;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct c_token *token = &tokens->token[i];

		if (token->type == C_COMMENT)
			continue;
		if (is(text, token, "{") && first) {
			struct span all = { first->span.start, span_end(before->span) - first->span.start };

			rewrite_replace(rewrite, all, node);
			return;
		}
		if (before && is(text, before, "(")) {
			struct str quoted = STR_INIT;

			zmk_text_add_string(&quoted, node);
			rewrite_replace(rewrite, token->span,
					token->type == C_QUOTED ? str_text(&quoted) : node);
			str_release(&quoted);
			return;
		}
		first = first ? first : token;
		before = token;
	}
}

/* `display-name = "..."` and `label = "..."`. */
static void put_display_names(const struct zmk_update *u, size_t layer, struct rewrite *rewrite,
			      const char *text, const struct c_tokens *tokens, const char *node)
{
	const struct c_token *last[2] = { NULL, NULL };

	for (size_t i = 0; i < tokens->count; i++) {
		const struct c_token *token = &tokens->token[i];
		struct str quoted = STR_INIT;

		if (token->type == C_COMMENT)
			continue;
		if (token->type == C_QUOTED && last[0] && is(text, last[1], "=") &&
		    (is(text, last[0], "name") || is(text, last[0], "label"))) {
			add_display_name(u, layer, node, &quoted);
			rewrite_replace(rewrite, token->span, str_text(&quoted));
			str_release(&quoted);
		}
		last[0] = last[1];
		last[1] = token;
	}
}

static void print_grid(const struct zmk_update *u, size_t layer, size_t indent, struct str *out)
{
	const struct key_grid grid = { "", indent };
	size_t keys = keymap_keys(u->map);
	struct str *cell = mem_new(keys + 1, sizeof(*cell));

	for (size_t i = 0; i < keys; i++)
		zmk_action_print(keymap_get(u->map, layer, i), zmk_update_layer_name, u, &cell[i]);
	if (u->layout && u->layout->keys == keys)
		key_grid_print(&grid, u->layout, cell, out);
	else
		key_grid_print_rows(&grid, cell, keys, out);
	for (size_t i = 0; i < keys; i++)
		str_release(&cell[i]);
	free(cell);
}

/* Whether a macro makes the layer: its name, and an argument list. */
static bool is_call(const struct zmk_update *u, const struct zmk_piece *like)
{
	struct c_scan scan = c_scan_start(u->source->text, span_end(like->span));
	struct c_token token;

	scan.at = like->span.start;
	return c_scan_next_code(&scan, &token) && token.type == C_NAME && c_scan_next_code(&scan, &token) &&
	       is(u->source->text, &token, "(");
}

/* Where nothing of the neighbour's text can be taken but its indent. */
static void print_anew(const struct zmk_update *u, const struct zmk_piece *like, size_t layer,
		       const char *node, struct str *out)
{
	const char *text = u->source->text + like->span.start;
	size_t indent = strspn(text, " \t"), said = zmk_turns_said(u->map, layer);
	const char *level = indent && *text == '\t' ? "\t" : "    ";
	struct str turns = STR_INIT;

	str_add_bytes(out, text, indent);
	str_addf(out, "%s {\n%.*s%sdisplay-name = ", node, (int)indent, text, level);
	add_display_name(u, layer, node, out);
	str_addf(out, ";\n%.*s%sbindings = <\n", (int)indent, text, level);
	print_grid(u, layer, *level == '\t' ? 0 : indent + 8, out);
	str_addf(out, "%.*s%s>;\n", (int)indent, text, level);
	for (size_t i = 0; i < said; i++) {
		struct zmk_turns both = { keymap_get_turn(u->map, layer, i, TURN_CCW),
					  keymap_get_turn(u->map, layer, i, TURN_CW) };

		str_add(&turns, i ? " " : "");
		zmk_turns_print(u->map, both, zmk_update_layer_name, u, &turns);
	}
	if (turns.len)
		str_addf(out, "%.*s%ssensor-bindings = <%s>;\n", (int)indent, text, level, str_text(&turns));
	str_addf(out, "%.*s};\n", (int)indent, text);
	str_release(&turns);
}

bool zmk_update_print_new(struct zmk_update *u, const struct zmk_piece *like, size_t layer, struct str *out)
{
	char *node = make_node_name(u, layer);
	struct str text = STR_INIT;
	struct c_tokens tokens = { 0 };
	struct rewrite rewrite = { 0 };

	bool ok = true;

	if (!print_over(u, like, layer, &text)) {
		ok = !is_call(u, like) ||
		     err_set(u->err, ERR_REFUSED,
			     "layer %d comes from macros: a new layer has no shape to take", like->layer);
		if (ok)
			print_anew(u, like, layer, node, out);
	} else {
		c_tokens_scan(&tokens, str_text(&text), text.len);
		c_drop_comments(&rewrite, str_text(&text), text.len, &tokens,
				u->plan.copy[layer] == LAYER_GONE);
		put_node_name(&rewrite, str_text(&text), &tokens, node);
		put_display_names(u, layer, &rewrite, str_text(&text), &tokens, node);
		rewrite_print(&rewrite, str_text(&text), (struct span){ 0, (uint32_t)text.len }, out);
	}
	str_add(&u->added, str_text(out));
	rewrite_release(&rewrite);
	c_tokens_release(&tokens);
	str_release(&text);
	free(node);
	return ok;
}
