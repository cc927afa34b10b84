/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>

#include "edit_private.h"
#include "model/action_walk.h"
#include "model/edit.h"
#include "model/reference.h"
#include "model/symbol.h"
#include "zmk_cell.h"

/* QMK's keycodes for those that have no name. */
enum { MAX_MACROS = 128, MAX_DANCES = 256 };

/* The same with what is cut counted. */
struct following {
	struct reference_change change;
	size_t cut;
};

static bool follow_action(void *data, struct action *action)
{
	struct following *f = data;
	struct action next = reference_follow(&f->change, *action);

	if (action_equal(next, *action))
		return false;
	f->cut += next.kind == ACTION_NONE;
	*action = next;
	return true;
}

static void follow_definition(struct following *f, struct definition *definition)
{
	edit_each_step(definition, follow_action, f);
	for (size_t i = 0; i < definition->options; i++) {
		struct setting next = reference_follow_option(&f->change, definition->option[i]);

		f->cut += next.text != definition->option[i].text && !f->change.next;
		definition->option[i] = next;
	}
}

/* References of a new snapshot, whose table is its own, follow. */
static size_t follow(struct keymap *map, const struct reference_change *change)
{
	struct following f = { .change = *change };

	edit_each_key(map, follow_action, &f);
	for (size_t i = 0; i < map->table->definitions; i++)
		follow_definition(&f, &map->table->definition[i]);
	return f.cut;
}

/* Where in the table definition @index of @kind is; behind all others when there are not so many. */
static size_t place_in_table(const struct table *table, enum definition_kind kind, size_t index)
{
	size_t i = 0;

	while (i < table->definitions && (table->definition[i].kind != kind || index-- > 0))
		i++;
	return i;
}

/* The same keymap with a table of its own: that of @map without the entry at @without, with @added before the
 * entry at @at. Either may be nowhere: SIZE_MAX and NULL. */
static struct keymap *rebuild(const struct keymap *map, size_t without, size_t at,
			      const struct definition *added)
{
	struct keymap *next = edit_share(map);
	const struct table *from = map->table;
	struct table *table = table_new();

	table_add_settings(table, from);
	for (size_t i = 0; i <= from->definitions; i++) {
		if (added && i == at)
			table_add_definition(table, added);
		if (i < from->definitions && i != without)
			table_add_definition(table, &from->definition[i]);
	}
	table_unref(next->table);
	next->table = table;
	return next;
}

/* Whether one name would mean both; children of different nodes may have the same. */
static bool clash(const struct definition *a, const struct definition *b)
{
	const struct setting *x = definition_option(a, "parent"), *y = definition_option(b, "parent");

	if (!a->name || a->name != b->name || !x != !y || (x && x->text != y->text))
		return false;
	return reference_is_named(a) ? reference_is_named(b) : a->kind == b->kind && !reference_is_named(b);
}

/* Whether the name is free, but for the entry at @except of the table. */
static bool check_name(const struct keymap *map, size_t except, const struct definition *definition,
		       struct err *err)
{
	for (size_t i = 0; i < map->table->definitions; i++)
		if (i != except && clash(&map->table->definition[i], definition))
			return err_set(err, ERR_EXISTS,
				       "there is another %s already: choose a name of its own",
				       symbol_text(definition->name));
	return true;
}

static bool check_size(const struct definition *definition, struct err *err)
{
	if (definition->steps > KEYMAP_MAX_STEPS)
		return err_set(err, ERR_RANGE, "it has %zu steps, and may have %d", definition->steps,
			       KEYMAP_MAX_STEPS);
	if (definition->positions > KEYMAP_MAX_KEYS)
		return err_set(err, ERR_RANGE, "it has %zu keys, and may have %d", definition->positions,
			       KEYMAP_MAX_KEYS);
	return true;
}

static bool check_count(const struct keymap *map, const struct definition *definition, struct err *err)
{
	size_t count = keymap_definitions(map, definition->kind);

	if (map->table->definitions >= KEYMAP_MAX_DEFINITIONS)
		return err_set(err, ERR_RANGE, "a keymap has at most %d definitions", KEYMAP_MAX_DEFINITIONS);
	if (!definition->name && definition->kind == DEFINITION_MACRO && count >= MAX_MACROS)
		return err_set(err, ERR_RANGE, "there are keycodes for %d macros", MAX_MACROS);
	if (!definition->name && definition->kind == DEFINITION_TAP_DANCE && count >= MAX_DANCES)
		return err_set(err, ERR_RANGE, "there are keycodes for %d tap dances", MAX_DANCES);
	return true;
}

const struct keymap *edit_definition_add(const struct keymap *map, enum definition_kind kind, size_t at,
					 const struct definition *definition, struct err *err)
{
	size_t count = keymap_definitions(map, kind), place = place_in_table(map->table, kind, at);
	int to[KEYMAP_MAX_DEFINITIONS];
	struct keymap *next;

	assert(definition->kind == kind && at <= count);
	if (!check_count(map, definition, err) || !check_size(definition, err) ||
	    !check_name(map, SIZE_MAX, definition, err))
		return NULL;
	for (size_t i = 0; i < count; i++)
		to[i] = (int)(i < at ? i : i + 1);
	next = rebuild(map, SIZE_MAX, place, definition);
	follow(next, &(struct reference_change){ .kind = kind, .to = to, .count = count });
	return next;
}

const struct keymap *edit_definition_replace(const struct keymap *map, enum definition_kind kind,
					     size_t index, const struct definition *definition,
					     struct err *err)
{
	size_t place = place_in_table(map->table, kind, index);
	const struct definition *before = keymap_definition(map, kind, index);
	struct keymap *next;

	assert(definition->kind == kind);
	if (!check_size(definition, err) ||
	    (definition->name != before->name && !check_name(map, place, definition, err)))
		return NULL;
	next = rebuild(map, place, place, definition);
	if (definition->name != before->name && reference_is_named(before))
		follow(next, &(struct reference_change){ .kind = kind,
							 .name = before->name,
							 .next = definition->name,
							 .next_index = (int)index });
	return next;
}

/* A text may define one name twice, and what says it still finds the other one. */
static bool is_twice(const struct keymap *map, const struct definition *definition)
{
	size_t times = 0;

	for (size_t i = 0; i < map->table->definitions; i++)
		times += clash(&map->table->definition[i], definition);
	return times > 1;
}

/* As it is told when definition @index of @kind goes; @to has room for all. */
static struct reference_change without(const struct keymap *map, enum definition_kind kind, size_t index,
				       int *to)
{
	const struct definition *definition = keymap_definition(map, kind, index);
	size_t count = keymap_definitions(map, kind);
	bool goes = reference_is_named(definition) && !is_twice(map, definition);

	for (size_t i = 0; i < count; i++)
		to[i] = i == index ? GONE : (int)(i < index ? i : i - 1);
	return (struct reference_change){ .kind = kind,
					  .to = to,
					  .count = count,
					  .name = goes ? definition->name : 0,
					  .next_index = GONE };
}

const struct keymap *edit_definition_delete(const struct keymap *map, enum definition_kind kind, size_t index,
					    size_t *cut)
{
	int to[KEYMAP_MAX_DEFINITIONS];
	struct reference_change change = without(map, kind, index, to);
	struct keymap *next = rebuild(map, place_in_table(map->table, kind, index), 0, NULL);
	size_t n = follow(next, &change);

	if (cut)
		*cut = n;
	return next;
}

const struct keymap *edit_definition_move(const struct keymap *map, enum definition_kind kind, size_t from,
					  size_t to_index)
{
	size_t count = keymap_definitions(map, kind);
	int to[KEYMAP_MAX_DEFINITIONS];
	struct keymap *next;

	assert(from < count && to_index < count);
	for (size_t i = 0; i < count; i++)
		to[i] = (int)(i > from && i <= to_index ? i - 1 : i < from && i >= to_index ? i + 1 : i);
	to[from] = (int)to_index;
	next = rebuild(map, place_in_table(map->table, kind, from),
		       place_in_table(map->table, kind, to_index + (to_index > from)),
		       keymap_definition(map, kind, from));
	follow(next, &(struct reference_change){ .kind = kind, .to = to, .count = count });
	return next;
}

/* What refers to a definition: that of @change is deleted to see what would be cut, ... */
struct use {
	struct reference_change change;
	uint32_t predefined;              /* ... it has properties for a behaviour of ZMK's, this one, ... */
	const struct definition *options; /* ... or for the dual-role keys that are its steps */
};

static bool is_use(const struct use *use, struct action action, bool is_key)
{
	const char *ref = zmk_ref_of_kind(action.kind);

	for (size_t i = 0; use->options && is_key && i < use->options->steps; i++)
		if (action_equal(use->options->step[i].action, action))
			return true;
	if (use->predefined && (action.kind == ACTION_BEHAVIOR ? action.arg[0] == use->predefined
							       : ref && symbol(ref) == use->predefined))
		return true;
	return reference_follow(&use->change, action).kind == ACTION_NONE && action.kind != ACTION_NONE;
}

static struct use use_of(const struct keymap *map, enum definition_kind kind, size_t index, int *to)
{
	const struct definition *definition = keymap_definition(map, kind, index);
	bool patches = kind == DEFINITION_BEHAVIOR && !reference_is_named(definition);

	return (struct use){
		.change = without(map, kind, index, to),
		.predefined = patches ? definition->name : 0,
		.options = kind == DEFINITION_HOLD_TAP && definition->steps ? definition : NULL,
	};
}

bool edit_definition_of(const struct keymap *map, struct action action, enum definition_kind *kind,
			size_t *index)
{
	int to[KEYMAP_MAX_DEFINITIONS];

	for (int k = 0; k < DEFINITION_KIND_COUNT; k++) {
		*kind = (enum definition_kind)k;
		for (*index = 0; *index < keymap_definitions(map, *kind); ++*index) {
			struct use use = use_of(map, *kind, *index, to);

			if (is_use(&use, action, true))
				return true;
		}
	}
	return false;
}

static void add_place(struct place *place, size_t max, size_t *count, struct place at)
{
	if (*count < max)
		place[*count] = at;
	++*count;
}

/* Definitions with an option that names it. */
static void add_options(const struct keymap *map, const struct use *use, struct place *place, size_t max,
			size_t *count)
{
	for (int kind = 0; kind < DEFINITION_KIND_COUNT; kind++)
		for (size_t i = 0; i < keymap_definitions(map, kind); i++) {
			const struct definition *d = keymap_definition(map, kind, i);

			for (size_t k = 0; k < d->options; k++)
				if (reference_follow_option(&use->change, d->option[k]).text !=
				    d->option[k].text)
					add_place(place, max, count, place_of_definition(kind, i));
		}
}

size_t edit_definition_uses(const struct keymap *map, enum definition_kind kind, size_t index,
			    struct place *place, size_t max)
{
	int to[KEYMAP_MAX_DEFINITIONS];
	struct use use = use_of(map, kind, index, to);
	struct action_walk walk = action_walk_start(map);
	size_t count = 0;

	while (action_walk_next(&walk))
		if (is_use(&use, walk.action, walk.place.kind < 0))
			add_place(place, max, &count, walk.place);
	add_options(map, &use, place, max, &count);
	return count;
}
