/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "keymap_c_private.h"
#include "model/symbol.h"

/*
 * Definitions that a document has and that are others now: the part of its text that says what changed is replaced,
 * an action or a whole call; one that is gone is taken out of its table.
 */

enum { GONE = -1 };

/* One that changed. */
struct change {
	struct c_update *u;
	const struct c_table *table;
	const struct source_definition *place;
	const struct definition *old, *now;
	size_t index;
};

/* For a person to know it by. */
static void add_subject(const struct change *c, struct str *out)
{
	str_addf(out, "%s ", c->table->what);
	if (c->old->name)
		str_add(out, symbol_text(c->old->name));
	else
		str_addf(out, "%zu", c->index);
}

static bool refuse(const struct change *c, const char *why)
{
	struct str subject = STR_INIT;

	add_subject(c, &subject);
	err_set(c->u->err, ERR_REFUSED, "%s cannot be changed in this file: %s", str_text(&subject), why);
	str_release(&subject);
	return false;
}

/* The part of the text that says it, when it can be changed there; else NULL, and why. */
static const struct source_part *find_part(const struct change *c, enum source_part_of of, size_t index,
					   const char **why)
{
	const struct source_part *part = source_find_part(c->place, of, index);

	if (!part)
		*why = "it is not spelled by itself";
	else if (part->at.fixed)
		*why = symbol_text(part->at.fixed);
	else if (!span_is_nowhere(part->at.span))
		return part;
	return NULL;
}

static bool replace(const struct change *c, enum source_part_of of, size_t index, const char *with)
{
	const char *why = "it has no place";
	const struct source_part *part = find_part(c, of, index, &why);

	if (!part)
		return refuse(c, why);
	c_update_put(c->u, part->at.file, part->at.span, with);
	return true;
}

static bool same_step(const struct step *a, const struct step *b)
{
	return a->op == b->op && a->value == b->value && action_equal(a->action, b->action);
}

/* The steps alone differ, each by what it does. */
static bool only_actions(const struct change *c)
{
	struct definition now = *c->now;
	const char *why;

	now.step = c->old->step;
	if (c->old->steps != c->now->steps || !definition_equal(&now, c->old))
		return false;
	for (size_t i = 0; i < c->now->steps; i++)
		if (c->now->step[i].op != c->old->step[i].op ||
		    c->now->step[i].value != c->old->step[i].value ||
		    (!same_step(&c->now->step[i], &c->old->step[i]) && !find_part(c, SOURCE_STEP, i, &why)))
			return false;
	return true;
}

static bool change_action(const struct change *c, size_t step)
{
	struct str text = STR_INIT;
	bool ok = c_update_print(c->u, c->now->step[step].action, &text, c->u->err) &&
		  replace(c, SOURCE_STEP, step, str_text(&text));

	str_release(&text);
	return ok;
}

static bool change_actions(const struct change *c)
{
	for (size_t i = 0; i < c->now->steps; i++)
		if (!same_step(&c->now->step[i], &c->old->step[i]) && !change_action(c, i))
			return false;
	return true;
}

/* Another number of keys: `KC_A, KC_B, COMBO_END`. */
static bool change_keys(const struct change *c)
{
	struct definition now = *c->now;
	struct str text = STR_INIT;
	bool ok = true;

	now.step = c->old->step;
	now.steps = c->old->steps;
	if (!definition_equal(&now, c->old) || c->now->steps < 3)
		return refuse(c, "besides its keys and its result it is code");
	for (size_t i = 1; ok && i < c->now->steps; i++) {
		ok = c_update_print(c->u, c->now->step[i].action, &text, c->u->err);
		str_add(&text, ", ");
	}
	str_add(&text, "COMBO_END");
	ok = ok && replace(c, SOURCE_STEPS, 1, str_text(&text)) &&
	     (same_step(&c->now->step[0], &c->old->step[0]) || change_action(c, 0));
	str_release(&text);
	return ok;
}

static bool change_value(const struct change *c)
{
	struct str text = STR_INIT;
	bool is_text = source_find_part(c->place, SOURCE_TEXT, 0);
	bool ok = c->table->value(c->u, c->now, &text) &&
		  replace(c, is_text ? SOURCE_TEXT : SOURCE_VALUE, 0, str_text(&text));

	str_release(&text);
	return ok;
}

static bool change(const struct change *c)
{
	if (!c->place)
		return refuse(c, "it is made by a macro");
	if (c->old->name != c->now->name)
		return refuse(c, "its name is one of the code's: change it by hand");
	if (c->table->kind != DEFINITION_UNICODE && (c->old->text || c->now->text))
		return refuse(c, "it is code");
	if (only_actions(c))
		return change_actions(c);
	return c->table->value ? change_value(c) : change_keys(c);
}

/* Whether the text says the name anywhere but in @stretches. */
static bool is_said_elsewhere(const struct c_update *u, const struct c_token *name, struct span a,
			      struct span b)
{
	const char *text = u->source->text;
	struct c_scan scan = c_scan_start(text, u->source->len);
	struct c_token token;

	while (c_scan_next_code(&scan, &token)) {
		uint32_t at = token.span.start;

		if (token.type == C_NAME && token.span.len == name->span.len &&
		    !memcmp(text + at, text + name->span.start, token.span.len) &&
		    (at < a.start || at >= span_end(a)) && (at < b.start || at >= span_end(b)))
			return true;
	}
	return false;
}

/* The last name before the brackets or the = of a declaration. */
static bool find_declared(const struct c_update *u, struct span span, struct c_token *name)
{
	struct c_scan scan = c_scan_start(u->source->text, span_end(span));
	struct c_token token;
	bool found = false;

	scan.at = span.start;
	while (c_scan_next_code(&scan, &token) && !c_token_is(scan.text, &token, "[") &&
	       !c_token_is(scan.text, &token, "="))
		if (token.type == C_NAME) {
			*name = token;
			found = true;
		}
	return found;
}

/* Whether its entry says which one it is: [NAME] =. Then so do others, and an enum. */
static bool is_numbered(const struct c_update *u, struct span entry)
{
	struct c_scan scan = c_scan_start(u->source->text, span_end(entry));
	struct c_token token;

	scan.at = entry.start;
	return c_scan_next_code(&scan, &token) && c_token_is(scan.text, &token, "[");
}

static bool take_out(const struct change *c)
{
	struct span entry = c->place ? c->place->entry : (struct span){ 0, 0 }, beside;
	struct c_token name;

	if (span_is_nowhere(entry) || !c_update_has_table(c->u, c->table->name))
		return refuse(
			c, "its list is made by macros, or is of a size that is said: take it out by hand");
	if (c->table->kind == DEFINITION_TAP_DANCE || c->table->kind == DEFINITION_UNICODE ||
	    is_numbered(c->u, entry))
		return refuse(c,
			      "others go by their place in its list: take it out by hand, with its number");
	c_update_put(c->u, 0, entry, "");
	beside = c->place->beside;
	if (!span_is_nowhere(beside) && find_declared(c->u, beside, &name) &&
	    !is_said_elsewhere(c->u, &name, entry, beside))
		c_update_put(c->u, 0, beside, "");
	return true;
}

/* What became of each that the text has: its index now. Equal ones are the same, then those of one name, then those that stand
 * in the same place between such. */
static void match(const struct c_update *u, enum definition_kind kind, int *to, size_t before, size_t after)
{
	size_t next = 0;

	for (size_t i = 0; i < before; i++) {
		const struct definition *old = keymap_definition(u->source->map, kind, i);

		to[i] = GONE;
		for (size_t j = next; j < after && to[i] == GONE; j++) {
			const struct definition *now = keymap_definition(u->map, kind, j);

			if (definition_equal(old, now) || (old->name && old->name == now->name))
				to[i] = (int)j;
		}
		if (to[i] != GONE)
			next = (size_t)to[i] + 1;
	}
	for (size_t i = 0; i < before; i++) {
		int behind = i ? to[i - 1] : GONE;
		size_t k = i + 1;

		while (k < before && to[k] == GONE)
			k++;
		if (to[i] == GONE && (i == 0 || behind != GONE) &&
		    behind + 1 < (k < before ? to[k] : (int)after))
			to[i] = behind + 1;
	}
}

bool c_update_changed(struct c_update *u, const struct c_table *table, size_t *first)
{
	size_t before = keymap_definitions(u->source->map, table->kind);
	size_t after = keymap_definitions(u->map, table->kind), left = 0;
	int *to = mem_new(before + 1, sizeof(*to));
	bool ok = true;

	match(u, table->kind, to, before, after);
	for (size_t i = 0; ok && i < before; i++) {
		struct change c = { u,
				    table,
				    source_find_definition(u->source, (int)table->kind, i),
				    keymap_definition(u->source->map, table->kind, i),
				    NULL,
				    i };

		if (to[i] == GONE) {
			ok = take_out(&c);
			continue;
		}
		c.now = keymap_definition(u->map, table->kind, (size_t)to[i]);
		if (to[i] != (int)left++)
			ok = refuse(&c, "new ones go behind those that are there");
		else if (!definition_equal(c.old, c.now))
			ok = change(&c);
	}
	free(to);
	*first = left;
	return ok;
}
