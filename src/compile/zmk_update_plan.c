/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "c_scan.h"
#include "model/symbol.h"
#include "zmk_print.h"
#include "zmk_text.h"
#include "zmk_update.h"

/* Definitions that the text has: which of them is which afterwards. */

/* Whether both are nodes of one list. */
static bool same_sort(const struct definition *a, const struct definition *b)
{
	const struct setting *x = definition_option(a, "parent"), *y = definition_option(b, "parent");

	return zmk_container_of(a) == zmk_container_of(b) && !x == !y && (!x || x->text == y->text);
}

static void match(struct zmk_kind_plan *plan, size_t old, size_t now)
{
	plan->to[old] = (int)now;
	plan->from[now] = (int)old;
}

static bool same_name(const struct definition *a, const struct definition *b)
{
	return a->name == b->name;
}

/* Two that differ in nothing but what they are called. */
static bool same_rest(const struct definition *a, const struct definition *b)
{
	struct definition named = *a;

	named.name = b->name;
	return definition_equal(&named, b);
}

/* Each that is left gets the first that is left and like it. */
static void match_those(struct zmk_kind_plan *plan,
			bool (*is_like)(const struct definition *a, const struct definition *b))
{
	for (size_t now = 0; now < plan->after; now++)
		for (size_t old = 0; plan->from[now] == LAYER_GONE && old < plan->before; old++)
			if (plan->to[old] == LAYER_GONE && same_sort(plan->old[old], plan->now[now]) &&
			    is_like(plan->old[old], plan->now[now]))
				match(plan, old, now);
}

static bool always(const struct definition *a, const struct definition *b)
{
	(void)a;
	(void)b;
	return true;
}

/* As many are left on either side: then they were renamed and changed, rather than deleted and new. */
static bool as_many_left(const struct zmk_kind_plan *plan)
{
	size_t old = 0, now = 0;

	for (size_t i = 0; i < plan->before; i++)
		old += plan->to[i] == LAYER_GONE;
	for (size_t i = 0; i < plan->after; i++)
		now += plan->from[i] == LAYER_GONE;
	return old == now;
}

static void plan_kind(struct zmk_update *u, enum definition_kind kind)
{
	struct zmk_kind_plan *plan = &u->kind[kind];

	plan->before = keymap_definitions(u->source->map, kind);
	plan->after = keymap_definitions(u->map, kind);
	plan->old = mem_new(plan->before + 1, sizeof(struct definition *));
	plan->now = mem_new(plan->after + 1, sizeof(struct definition *));
	plan->place = mem_new(plan->before + 1, sizeof(struct source_definition *));
	plan->ours = mem_new(plan->before + 1, sizeof(*plan->ours));
	plan->to = mem_new(plan->before + 1, sizeof(*plan->to));
	plan->from = mem_new(plan->after + 1, sizeof(*plan->from));
	for (size_t i = 0; i < plan->before; i++) {
		plan->old[i] = keymap_definition(u->source->map, kind, i);
		plan->ours[i] = zmk_update_is_ours(u, plan->old[i]);
		plan->to[i] = LAYER_GONE;
	}
	for (size_t i = 0; i < plan->after; i++) {
		plan->now[i] = keymap_definition(u->map, kind, i);
		plan->from[i] = LAYER_GONE;
	}
	match_those(plan, definition_equal);
	match_those(plan, same_name);
	match_those(plan, same_rest);
	if (as_many_left(plan))
		match_those(plan, always);
}

/* One that is called what another one was is not told apart from it in the text. */
static bool check_chain(const struct zmk_update *u)
{
	for (size_t i = 0; i < u->renames; i++)
		for (size_t k = 0; k < u->renames; k++)
			if (u->rename[i].after == u->rename[k].before)
				return err_set(u->err, ERR_REFUSED,
					       "%s gets a name that another one gives up: save in between",
					       symbol_text(u->rename[i].before));
	return true;
}

static bool plan_renames(struct zmk_update *u)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		const struct zmk_kind_plan *plan = &u->kind[kind];

		for (size_t i = 0; i < plan->after; i++) {
			const struct definition *old =
				plan->from[i] == LAYER_GONE ? NULL : plan->old[plan->from[i]];

			if (!zmk_text_is_node(symbol_text(plan->now[i]->name)) &&
			    (!old || old->name != plan->now[i]->name))
				return err_set(u->err, ERR_REFUSED,
					       "'%s' is no name of a devicetree: use letters, digits and _",
					       symbol_text(plan->now[i]->name));
			if (!old || old->name == plan->now[i]->name || !reference_is_named(old))
				continue;
			u->rename = mem_grow(u->rename, u->renames, &u->rename_cap, sizeof(*u->rename));
			u->rename[u->renames++] = (struct zmk_rename){ old->name, plan->now[i]->name };
		}
	}
	return check_chain(u);
}

/* Whether what stands between two nodes is of the list that they are both in. */
static bool is_between(const struct zmk_update *u, uint16_t file, uint32_t from, uint32_t to)
{
	size_t len;
	const char *text = source_text(u->source, file, &len);
	struct c_scan scan = c_scan_start(text, to);
	struct c_token token;
	int depth = 0;

	scan.at = from;
	while (depth >= 0 && c_scan_next_code(&scan, &token)) {
		if (token.directive)
			return false;
		depth += c_token_is(text, &token, "{") - c_token_is(text, &token, "}");
	}
	return from <= to && !depth;
}

static void add_move(struct zmk_update *u, const struct source_definition *place)
{
	size_t cap = u->moved_cap;

	u->moved = mem_grow(u->moved, u->moves, &u->moved_cap, sizeof(*u->moved));
	if (cap != u->moved_cap)
		u->moved_to = mem_resize(u->moved_to, u->moved_cap, sizeof(*u->moved_to));
	u->moved[u->moves++] = (struct zmk_piece){ .file = place->file, .span = place->entry };
}

/* Nodes that stay, in the order of the text, whose order changes: pieces, and which of them goes where. */
static bool plan_moves(struct zmk_update *u, struct zmk_kind_plan *plan)
{
	size_t *text = mem_new(plan->before + 1, sizeof(*text)), count = 0, next = 0, first = u->moves;
	bool ok = true;

	for (size_t i = 0; i < plan->before; i++)
		if (plan->to[i] != LAYER_GONE && !plan->ours[i])
			text[count++] = i;
	for (size_t now = 0; ok && now < plan->after; now++) {
		int old = plan->from[now];
		const struct source_definition *place;

		if (old == LAYER_GONE || plan->ours[old])
			continue;
		place = plan->place[text[next]];
		if (text[next++] == (size_t)old)
			continue;
		ok = place && !span_is_nowhere(place->entry) && plan->place[old] &&
		     !span_is_nowhere(plan->place[old]->entry) && place->file == plan->place[old]->file;
		if (!ok)
			break;
		add_move(u, place);
		u->moved_to[u->moves - 1] = (size_t)old;
	}
	for (size_t i = first + 1; ok && i < u->moves; i++)
		ok = u->moved[i].file == u->moved[i - 1].file &&
		     is_between(u, u->moved[i].file, span_end(u->moved[i - 1].span), u->moved[i].span.start);
	for (size_t i = first; ok && i < u->moves; i++) {
		struct span of = plan->place[u->moved_to[i]]->entry;
		size_t k = first;

		while (k < u->moves && u->moved[k].span.start != of.start)
			k++;
		u->moved_to[i] = k;
	}
	free(text);
	return ok || err_set(u->err, ERR_REFUSED,
			     "nodes of different lists, or of macros, would change places: put them in order "
			     "by hand");
}

bool zmk_update_plan_definitions(struct zmk_update *u)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		plan_kind(u, (enum definition_kind)kind);
	for (size_t i = 0; i < u->source->definitions; i++) {
		const struct source_definition *place = &u->source->definition[i];

		u->kind[place->kind].place[place->index] = place;
	}
	if (!plan_renames(u))
		return false;
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		if (!plan_moves(u, &u->kind[kind]))
			return false;
	return true;
}

void zmk_update_release_definitions(struct zmk_update *u)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++) {
		struct zmk_kind_plan *plan = &u->kind[kind];

		free(plan->old);
		free(plan->now);
		free(plan->place);
		free(plan->ours);
		free(plan->to);
		free(plan->from);
	}
	for (size_t i = 0; i < u->moves; i++)
		rewrite_release(&u->moved[i].rewrite);
	free(u->moved);
	free(u->moved_to);
	free(u->rename);
}
