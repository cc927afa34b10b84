/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_comments.h"
#include "key_grid.h"
#include "keymap_c_private.h"

/* A layer that the text has not yet: in the shape of one that it has. */

/* A member that is made of another one: its text, and what changes in it. */
struct shape {
	struct c_update *u;
	const struct c_piece *like;
	size_t layer; /* of map */
	struct str text;
	struct c_tokens tokens, code; /* code: those that are no comments */
	struct rewrite rewrite;
};

static void take_text(struct shape *s)
{
	c_tokens_scan(&s->tokens, str_text(&s->text), s->text.len);
	for (size_t i = 0; i < s->tokens.count; i++) {
		if (s->tokens.token[i].type == C_COMMENT)
			continue;
		s->code.token = mem_grow(s->code.token, s->code.count, &s->code.cap, sizeof(*s->code.token));
		s->code.token[s->code.count++] = s->tokens.token[i];
	}
}

static void release(struct shape *s)
{
	str_release(&s->text);
	c_tokens_release(&s->tokens);
	c_tokens_release(&s->code);
	rewrite_release(&s->rewrite);
}

static bool is(const struct shape *s, size_t index, const char *text)
{
	return index < s->code.count && c_token_is(str_text(&s->text), &s->code.token[index], text);
}

static void put(struct shape *s, uint32_t from, uint32_t to, const char *with)
{
	rewrite_replace(&s->rewrite, (struct span){ from, to - from }, with);
}

/* How the layer is written where a name or a number of the other one stands. */
static void add_layer(const struct shape *s, bool by_name, struct str *out)
{
	if (by_name && s->u->names.layer[s->layer])
		str_add(out, s->u->names.layer[s->layer]);
	else
		str_addf(out, "%zu", s->layer);
}

/* [_NAV] = */
static void put_designator(struct shape *s)
{
	struct str name = STR_INIT;
	bool by_name = false;
	size_t close = 1;

	for (; close < s->code.count && !is(s, close, "]"); close++)
		by_name |= s->code.token[close].type == C_NAME;
	if (!is(s, 0, "[") || close < 2 || close == s->code.count)
		return;
	add_layer(s, by_name, &name);
	put(s, s->code.token[1].span.start, s->code.token[close].span.start, str_text(&name));
	str_release(&name);
}

/* The number stays in its column while there is room. */
static void put_number(struct shape *s, const struct c_token *name, const struct c_token *number)
{
	size_t wide = strlen(s->u->names.layer[s->layer]);
	uint32_t blanks = 0, longer = wide > name->span.len ? (uint32_t)wide - name->span.len : 0;
	char digits[24];

	while (str_text(&s->text)[number->span.start - blanks - 1] == ' ')
		blanks++;
	if (blanks > 1 && longer)
		put(s, number->span.start - blanks,
		    number->span.start - blanks + (longer < blanks ? longer : blanks - 1), "");
	snprintf(digits, sizeof(digits), "%zu", s->layer);
	put(s, number->span.start, span_end(number->span), digits);
}

/* `_NAV = 3,` or `#define _NAV 3` */
static void put_declaration(struct shape *s, bool numbered)
{
	bool define = s->like->list == C_DEFINE;
	size_t at = define ? 2 : 0, end = at + 1;
	const struct c_token *name = &s->code.token[at];

	if (at >= s->code.count)
		return;
	put(s, name->span.start, span_end(name->span), s->u->names.layer[s->layer]);
	if (define && at + 1 < s->code.count)
		put_number(s, name, &s->code.token[at + 1]);
	if (define || !is(s, at + 1, "="))
		return;
	while (end < s->code.count && !is(s, end, ","))
		end++;
	if (numbered && end == at + 3)
		put_number(s, name, &s->code.token[at + 2]);
	else
		put(s, span_end(name->span), span_end(s->code.token[end - 1].span), "");
}

/* The member with the new bindings, and all else as it is. False: its text does not allow that. */
static bool print_over(const struct c_update *u, const struct c_piece *like, size_t layer, struct str *out)
{
	size_t keys = keymap_keys(u->map);
	struct c_target target = { (size_t)like->layer, layer, like->list == C_ENTRY ? 0 : keys,
				   like->list == C_ENTRY ? keys : keymap_slots(u->map) };
	struct rewrite *rewrite = rewrite_new_all(u->source);
	bool ok = c_update_bindings(u, &target, 1, rewrite) &&
		  rewrite_print_alone(rewrite, u->source, like->span, out);

	rewrite_free_all(rewrite, u->source);
	return ok;
}

/* LAYOUT( ... ) in lines as the keys lie, or { ENCODER_CCW_CW(...), ... } */
static bool print_bindings(const struct shape *s, struct str *out)
{
	const struct c_update *u = s->u;
	bool entry = s->like->list == C_ENTRY, ok = true;
	size_t keys = keymap_keys(u->map), slots = keymap_slots(u->map);
	struct str *cell = mem_new(slots + 1, sizeof(*cell));

	for (size_t slot = entry ? 0 : keys; slot < (entry ? keys : slots) && ok; slot++)
		ok = c_update_print(u, keymap_get_slot(u->map, s->layer, slot), &cell[slot], u->err) ||
		     err_wrap(u->err, "layer %zu", s->layer);
	if (ok && entry) {
		str_addf(out, "%s(\n", u->layout->name);
		key_grid_print(&(struct key_grid){ ",", 8 }, u->layout, cell, out);
		str_add(out, "    ),\n");
	}
	for (size_t slot = keys; ok && !entry && slot < slots; slot += TURN_COUNT)
		str_addf(out, "%sENCODER_CCW_CW(%s, %s)%s", slot == keys ? "{ " : ", ",
			 str_text(&cell[slot + TURN_CCW]), str_text(&cell[slot + TURN_CW]),
			 slot + TURN_COUNT == slots ? " },\n" : "");
	for (size_t slot = 0; slot < slots; slot++)
		str_release(&cell[slot]);
	free(cell);
	return ok;
}

/* For a layer whose text cannot take other bindings: with the indentation and the designator of the other one. */
static bool print_anew(struct shape *s, struct str *out)
{
	struct str text = STR_INIT;
	uint32_t at, start;
	bool ok;

	if (s->like->list == C_ENTRY && strncmp(s->u->layout->name, "LAYOUT", 6) != 0)
		return err_set(
			s->u->err, ERR_REFUSED,
			"layer %d comes from macros, and the keyboard's LAYOUT is not known: a new layer "
			"has no shape to take",
			s->like->layer);
	str_clear(&s->text);
	str_add_bytes(&s->text, s->u->source->text + s->like->span.start, s->like->span.len);
	take_text(s);
	at = s->code.count ? s->code.token[0].span.start : 0;
	start = c_line_start(str_text(&s->text), at, 0);
	if (c_is_blank(str_text(&s->text), start, at))
		str_add_bytes(&text, str_text(&s->text) + start, at - start);
	if (is(s, 0, "[")) {
		str_add(&text, "[");
		add_layer(s, true, &text);
		str_add(&text, "] = ");
	}
	ok = print_bindings(s, &text);
	if (ok)
		c_update_add_text(s->u, out, str_text(&text));
	str_release(&text);
	return ok;
}

bool c_update_print_new(struct c_update *u, const struct c_piece *like, size_t layer, bool numbered,
			struct str *out)
{
	struct shape s = { .u = u, .like = like, .layer = layer };
	bool list = like->list == C_ENTRY || like->list == C_TURNS, ok = true;

	if (!list)
		str_add_bytes(&s.text, u->source->text + like->span.start, like->span.len);
	if (list && !print_over(u, like, layer, &s.text)) {
		ok = print_anew(&s, out);
	} else {
		take_text(&s);
		c_drop_comments(&s.rewrite, str_text(&s.text), s.text.len, &s.tokens,
				!list || u->plan.copy[layer] == LAYER_GONE);
		if (list)
			put_designator(&s);
		else
			put_declaration(&s, numbered);
		ok = rewrite_is_apart(&s.rewrite, (struct span){ 0, (uint32_t)s.text.len }) ||
		     err_set(u->err, ERR_REFUSED, "layer %d has no shape that a new one can take",
			     like->layer);
		if (ok)
			rewrite_print(&s.rewrite, str_text(&s.text), (struct span){ 0, (uint32_t)s.text.len },
				      out);
	}
	release(&s);
	return ok;
}
