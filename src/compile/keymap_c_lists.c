/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "keymap_c_private.h"

/* The lists whose members follow the order of the layers, in their new order. */

/* A member as it will be. */
struct member {
	int layer;             /* of map */
	struct c_piece *piece; /* NULL: it is new */
	struct str text;
};

struct list {
	struct c_update *u;
	enum c_list list;
	struct c_piece *piece[KEYMAP_MAX_LAYERS]; /* in the order of the text */
	size_t pieces;
	struct member member[KEYMAP_MAX_LAYERS];
	size_t members;
};

static struct c_piece *piece_of(const struct list *list, int origin)
{
	for (size_t i = 0; origin != LAYER_GONE && i < list->pieces; i++)
		if (list->piece[i]->layer == origin)
			return list->piece[i];
	return NULL;
}

static bool in_order(const struct list *list)
{
	for (size_t i = 1; i < list->pieces; i++)
		if (list->piece[i]->layer < list->piece[i - 1]->layer)
			return false;
	return true;
}

static void insert_member(struct list *list, size_t at, int layer, struct c_piece *piece)
{
	for (size_t i = list->members++; i > at; i--)
		list->member[i] = list->member[i - 1];
	list->member[at] = (struct member){ layer, piece, STR_INIT };
}

/* New layers have a member where all others have, and where their name must be declared. */
static bool takes_new(const struct list *list, size_t layer)
{
	if (list->list == C_ENTRY || list->list == C_TURNS)
		return true;
	return list->u->names.layer[layer] != NULL;
}

/* In the order of the layers when the text keeps to that, else where they were, new ones behind the one before them. */
static void order_members(struct list *list)
{
	const struct c_update *u = list->u;
	bool sorted = in_order(list);

	for (size_t i = 0; !sorted && i < list->pieces; i++)
		if (u->plan.to[list->piece[i]->layer] != LAYER_GONE)
			insert_member(list, list->members, u->plan.to[list->piece[i]->layer], list->piece[i]);
	for (size_t i = 0; i < keymap_layers(u->map); i++) {
		struct c_piece *piece = piece_of(list, u->plan.from[i]);
		size_t at = sorted ? list->members : 0;

		if (piece ? !sorted : u->plan.from[i] != LAYER_GONE || !takes_new(list, i))
			continue;
		for (size_t k = 0; !sorted && k < list->members; k++)
			if (list->member[k].layer == (int)i - 1)
				at = k + 1;
		insert_member(list, at, (int)i, piece);
	}
}

/* What a new layer is like: the one it was copied from, else the one before it, else one behind it. */
static struct c_piece *find_like(const struct list *list, size_t layer)
{
	const struct c_update *u = list->u;
	struct c_piece *like = piece_of(list, u->plan.copy[layer]);

	for (size_t i = layer; !like && i-- > 0;)
		like = piece_of(list, u->plan.from[i]);
	for (size_t i = layer + 1; !like && i < keymap_layers(u->map); i++)
		like = piece_of(list, u->plan.from[i]);
	return like ? like : list->piece[0];
}

static size_t count_values(const struct list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->pieces; i++)
		count += c_update_has_value(list->u, list->piece[i]);
	return count;
}

static bool print_members(struct list *list)
{
	bool numbered = count_values(list) == list->pieces;

	for (size_t i = 0; i < list->members; i++) {
		struct member *member = &list->member[i];

		if (!member->piece) {
			struct c_piece *like = find_like(list, (size_t)member->layer);

			if (!c_update_print_new(list->u, like, (size_t)member->layer, numbered,
						&member->text))
				return false;
			continue;
		}
		if (!c_update_print_text(list->u, &member->piece->rewrite, 0, member->piece->span,
					 &member->text))
			return false;
	}
	return true;
}

/* The value that the first of an enum alone has stays with whichever is the first. */
static void move_value(struct list *list)
{
	const char *text = list->u->source->text;
	struct c_piece *first = list->piece[0];
	struct c_scan scan = c_scan_start(text, span_end(first->span));
	struct c_token token, name = { .type = C_COMMENT };
	struct span value = { 0, 0 };
	struct str moved = STR_INIT, out = STR_INIT;

	if (list->list != C_ENUMERATOR || count_values(list) != 1 || !list->members ||
	    list->member[0].piece == first)
		return;
	scan.at = first->span.start;
	while (c_scan_next_code(&scan, &token)) {
		if (name.type == C_COMMENT)
			name = token;
		else if (!c_token_is(text, &token, ","))
			value = (struct span){ span_end(name.span),
					       span_end(token.span) - span_end(name.span) };
	}
	if (!value.len)
		return;
	str_add_bytes(&moved, text + value.start, value.len);
	for (size_t i = 0; i < list->members; i++) {
		struct member *member = &list->member[i];

		scan = c_scan_start(str_text(&member->text), member->text.len);
		if ((i && member->piece != first) || !c_scan_next_code(&scan, &name))
			continue;
		str_add_bytes(&out, str_text(&member->text), span_end(name.span));
		if (!i)
			str_add(&out, str_text(&moved));
		else
			while (c_scan_next_code(&scan, &token) &&
			       !c_token_is(str_text(&member->text), &token, ","))
				name = token;
		str_add(&out, str_text(&member->text) + span_end(name.span));
		str_release(&member->text);
		member->text = out;
		out = (struct str)STR_INIT;
	}
	str_release(&moved);
}

/* Trailing white space. */
static size_t tail_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && strchr(" \t\r\n", text[len - n - 1]))
		n++;
	return n;
}

static size_t piece_tail(const struct list *list, size_t index, const char **text)
{
	struct span span = list->piece[index]->span;
	size_t tail = tail_length(list->u->source->text + span.start, span.len);

	*text = list->u->source->text + span_end(span) - tail;
	return tail;
}

/* What follows the last token but comments: where it ends, and whether it is a comma. */
static bool find_comma(const char *text, size_t len, size_t *end)
{
	struct c_scan scan = c_scan_start(text, len);
	struct c_token token;
	bool comma = false;

	*end = 0;
	while (c_scan_next_code(&scan, &token)) {
		*end = span_end(token.span);
		comma = c_token_is(text, &token, ",");
	}
	return comma;
}

/* The comma and the white space that it has in its new place: commas and line ends belong to the list. */
static void fit_member(struct list *list, size_t index)
{
	struct member *member = &list->member[index];
	struct c_piece *last = list->piece[list->pieces - 1];
	bool at_end = index + 1 == list->members, comma, want;
	const char *text = str_text(&member->text), *tail;
	size_t core = member->text.len - tail_length(text, member->text.len), tail_len, end;
	struct str out = STR_INIT;

	comma = find_comma(list->u->source->text + last->span.start, last->span.len, &end);
	want = list->list != C_DEFINE && (!at_end || comma);
	comma = find_comma(text, core, &end);
	str_add_bytes(&out, text, end - (comma && !want));
	str_add(&out, want && !comma ? "," : "");
	str_add_bytes(&out, text + end, core - end);
	if (at_end)
		tail_len = piece_tail(list, list->pieces - 1, &tail);
	else if (member->piece && member->piece != last)
		tail = text + core, tail_len = member->text.len - core;
	else
		tail_len = piece_tail(list, 0, &tail);
	if (!memchr(tail, '\n', tail_len) && (list->list == C_DEFINE || strstr(text + end, "//")))
		tail = "\n", tail_len = 1;
	str_add_bytes(&out, tail, tail_len);
	str_release(&member->text);
	member->text = out;
}

static bool stay_in_order(const struct list *list)
{
	struct c_piece *before = NULL;

	for (size_t i = 0; i < list->members; i++) {
		struct c_piece *piece = list->member[i].piece;

		if (piece && before && piece->span.start < before->span.start)
			return false;
		before = piece ? piece : before;
	}
	return true;
}

static void put_member(struct list *list, struct span span, const struct str *text)
{
	size_t len = text ? text->len : 0;

	if (len != span.len || (len && memcmp(str_text(text), list->u->source->text + span.start, len)))
		rewrite_replace(&list->u->rewrite[0], span, text ? str_text(text) : "");
}

/* Each where it was; new ones behind the one before them. */
static void put_in_place(struct list *list)
{
	struct span at = { list->piece[0]->span.start, 0 };

	for (size_t i = 0; i < list->members; i++) {
		struct member *member = &list->member[i];

		if (member->piece) {
			put_member(list, member->piece->span, &member->text);
			at.start = span_end(member->piece->span);
		} else {
			put_member(list, at, &member->text);
		}
	}
	/* Behind what is inserted in front of them. */
	for (size_t i = 0; i < list->pieces; i++)
		if (list->u->plan.to[list->piece[i]->layer] == LAYER_GONE)
			put_member(list, list->piece[i]->span, NULL);
}

/* The first in the place of the first, and so on. */
static void put_anew(struct list *list)
{
	struct str rest = STR_INIT;

	for (size_t i = list->pieces; i < list->members; i++)
		str_add(&rest, str_text(&list->member[i].text));
	for (size_t i = 0; i < list->pieces; i++) {
		struct member *member = i < list->members ? &list->member[i] : NULL;

		if (member && i + 1 == list->pieces)
			str_add(&member->text, str_text(&rest));
		put_member(list, list->piece[i]->span, member ? &member->text : NULL);
	}
	str_release(&rest);
}

static bool place_list(struct c_update *u, enum c_list which)
{
	struct list list = { .u = u, .list = which };
	bool ok;

	for (size_t i = 0; i < u->pieces; i++)
		if (u->piece[i].list == which && list.pieces < KEYMAP_MAX_LAYERS)
			list.piece[list.pieces++] = &u->piece[i];
	if (!list.pieces)
		return true;
	order_members(&list);
	ok = print_members(&list);
	if (ok) {
		move_value(&list);
		for (size_t i = 0; i < list.members; i++)
			fit_member(&list, i);
		if (stay_in_order(&list))
			put_in_place(&list);
		else
			put_anew(&list);
	}
	for (size_t i = 0; i < list.members; i++)
		str_release(&list.member[i].text);
	return ok;
}

bool c_update_place_layers(struct c_update *u)
{
	for (int list = 0; list < C_LIST_COUNT; list++)
		if (!place_list(u, (enum c_list)list))
			return false;
	return true;
}
