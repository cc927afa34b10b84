/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "schema_private.h"

enum { MAX_STEPS = 1 << 22 };

/* A rule that one value is judged by. */
struct applied {
	const struct schema_rule *rule;
	bool perhaps; /* in one of several branches of oneOf or anyOf */
};

/* All of them, in the source's order, those behind references in the place of the reference. */
struct view {
	struct applied *item;
	size_t count, cap;
};

/* Schemas that the walk is within, so that one within itself is not entered twice. */
struct within {
	const struct within *parent;
	const struct schema *schema;
	int depth;
};

struct walker {
	void (*each)(void *data, const struct schema_facts *facts);
	void *data;
	struct str path;
	size_t facts, steps;
};

static bool may_go_on(struct walker *w)
{
	return w->facts < SCHEMA_MAX_FACTS && w->steps++ < MAX_STEPS;
}

/* The cap on schemas within each other bounds the recursion. */
static void look_at(struct walker *w, struct view *view, const struct schema *schema, bool perhaps)
{
	for (size_t i = 0; i < schema->rules && may_go_on(w); i++) {
		const struct schema_rule *rule = &schema->rule[i];
		bool branches = rule->keyword->shape == SHAPE_SCHEMAS && rule->keyword->in_place;

		view->item = mem_grow(view->item, view->count, &view->cap, sizeof(*view->item));
		view->item[view->count++] = (struct applied){ rule, perhaps };
		if (!branches && rule->keyword->shape != SHAPE_REF)
			continue;
		for (size_t k = 0; k < rule->subs; k++)
			look_at(w, view, rule->sub[k],
				perhaps || (rule->subs > 1 && strcmp(rule->keyword->name, "allOf") != 0));
	}
}

static unsigned types_of(struct walker *w, const struct schema *schema);

/* The types that a rule leaves possible. */
static unsigned types_of_rule(struct walker *w, const struct schema_rule *rule)
{
	bool all = rule->keyword->shape == SHAPE_REF || !strcmp(rule->keyword->name, "allOf");
	unsigned every = SCHEMA_BIT_ALL, any = 0;

	if (rule->keyword->shape == SHAPE_TYPES)
		return rule->types & SCHEMA_BIT_NUMBER ? rule->types | SCHEMA_BIT_INT : rule->types;
	if (!all && (rule->keyword->shape != SHAPE_SCHEMAS || !rule->keyword->in_place))
		return SCHEMA_BIT_ALL;
	for (size_t i = 0; i < rule->subs; i++) {
		unsigned sub = types_of(w, rule->sub[i]);

		every &= sub;
		any |= sub;
	}
	return all ? every : any;
}

static unsigned types_of(struct walker *w, const struct schema *schema)
{
	unsigned types = SCHEMA_BIT_ALL;

	for (size_t i = 0; i < schema->rules && may_go_on(w); i++)
		types &= types_of_rule(w, &schema->rule[i]);
	return types;
}

static unsigned types_of_view(struct walker *w, const struct view *view)
{
	unsigned types = SCHEMA_BIT_ALL;

	for (size_t i = 0; i < view->count; i++)
		if (!view->item[i].perhaps)
			types &= types_of_rule(w, view->item[i].rule);
	return types;
}

static enum schema_type type_of(struct walker *w, const struct view *view)
{
	static const struct {
		unsigned types;
		enum schema_type type;
	} rows[] = {
		{ SCHEMA_BIT_BOOL, SCHEMA_BOOL },
		{ SCHEMA_BIT_INT, SCHEMA_INT },
		{ SCHEMA_BIT_NUMBER | SCHEMA_BIT_INT, SCHEMA_NUMBER },
		{ SCHEMA_BIT_TEXT, SCHEMA_TEXT },
		{ SCHEMA_BIT_LIST, SCHEMA_LIST },
		{ SCHEMA_BIT_OBJECT, SCHEMA_OBJECT },
	};
	unsigned types = types_of_view(w, view);

	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].types == types)
			return rows[i].type;
	/* One that tells of members alone is for objects. */
	for (size_t i = 0; types == SCHEMA_BIT_ALL && i < view->count; i++)
		if (view->item[i].rule->keyword->shape == SHAPE_MEMBERS)
			return SCHEMA_OBJECT;
	return SCHEMA_ANY;
}

static void learn_min(struct schema_facts *facts, double min)
{
	if (!facts->has_min || min > facts->min)
		facts->min = min;
	facts->has_min = true;
}

static void learn_max(struct schema_facts *facts, double max)
{
	if (!facts->has_max || max < facts->max)
		facts->max = max;
	facts->has_max = true;
}

static void learn_bound(struct schema_facts *facts, const struct schema_rule *rule)
{
	static const struct {
		const char *keyword;
		unsigned types; /* of enum schema_type, as bits */
		void (*learn)(struct schema_facts *facts, double bound);
		int beyond; /* what an integer must be away from an excluded bound */
	} rows[] = {
		{ "exclusiveMaximum", 1u << SCHEMA_INT | 1u << SCHEMA_NUMBER, learn_max, -1 },
		{ "exclusiveMinimum", 1u << SCHEMA_INT | 1u << SCHEMA_NUMBER, learn_min, 1 },
		{ "maxItems", 1u << SCHEMA_LIST, learn_max, 0 },
		{ "maxLength", 1u << SCHEMA_TEXT, learn_max, 0 },
		{ "maximum", 1u << SCHEMA_INT | 1u << SCHEMA_NUMBER, learn_max, 0 },
		{ "minItems", 1u << SCHEMA_LIST, learn_min, 0 },
		{ "minLength", 1u << SCHEMA_TEXT, learn_min, 0 },
		{ "minimum", 1u << SCHEMA_INT | 1u << SCHEMA_NUMBER, learn_min, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (!strcmp(rows[i].keyword, rule->keyword->name) && (rows[i].types >> facts->type & 1))
			rows[i].learn(facts,
				      rule->value->number + (facts->type == SCHEMA_INT ? rows[i].beyond : 0));
}

/* What the schemas say beside their rules, the nearest first. */
static const struct json *annotation(const struct view *view, const struct schema *schema,
				     const char *keyword)
{
	const struct json *found = json_member(schema->source, keyword);

	for (size_t i = 0; !found && i < view->count; i++)
		if (!view->item[i].perhaps)
			found = json_member(view->item[i].rule->schema->source, keyword);
	return found;
}

static void learn(struct walker *w, struct schema_facts *facts, const struct view *view,
		  const struct schema *schema)
{
	const struct json *comment = annotation(view, schema, "$comment");

	facts->schema = schema;
	facts->type = type_of(w, view);
	facts->fallback = annotation(view, schema, "default");
	if (!comment)
		comment = annotation(view, schema, "description");
	facts->comment = comment && comment->type == JSON_TEXT ? comment->text : NULL;
	for (size_t i = 0; i < view->count; i++) {
		const struct schema_rule *rule = view->item[i].rule;

		if (view->item[i].perhaps)
			continue;
		if (rule->keyword->shape == SHAPE_LIST && !facts->choices)
			facts->choices = rule->value;
		if (rule->keyword->shape == SHAPE_PATTERN && !facts->pattern)
			facts->pattern = rule->value->text;
		learn_bound(facts, rule);
	}
}

static void walk(struct walker *w, const struct view *view, const struct within *within);

/* Tell of one place below the present one, and of all below that. */
static void tell(struct walker *w, const char *name, const struct schema *schema, const struct view *view,
		 bool required, const struct within *parent)
{
	struct schema_facts facts = { .required = required };
	struct within here = { parent, schema, parent->depth + 1 };
	size_t len = w->path.len;

	learn(w, &facts, view, schema);
	if (len)
		str_add_char(&w->path, '.');
	str_add(&w->path, name);
	facts.path = str_text(&w->path);
	w->facts++;
	w->each(w->data, &facts);
	for (const struct within *p = parent; p; p = p->parent)
		if (p->schema == schema)
			here.depth = JSON_MAX_DEPTH;
	if (here.depth < JSON_MAX_DEPTH)
		walk(w, view, &here);
	w->path.len = len;
	if (w->path.data)
		w->path.data[len] = '\0';
}

static bool is_required(const struct view *view, const struct schema_rule *rule, const char *name)
{
	for (size_t i = 0; i < view->count; i++) {
		const struct schema_rule *other = view->item[i].rule;

		if (other->keyword->shape != SHAPE_NAMES ||
		    (view->item[i].perhaps && other->schema != rule->schema))
			continue;
		for (const struct json *item = other->value->first; item; item = item->next)
			if (!strcmp(item->text, name))
				return true;
	}
	return false;
}

/* The members that the rule at @index names and none before it. */
static void walk_members(struct walker *w, const struct view *view, size_t index, const struct within *within)
{
	const struct schema_rule *rule = view->item[index].rule;
	size_t n = 0;

	for (const struct json *name = rule->value->first; name && may_go_on(w); name = name->next, n++) {
		struct view below = { 0 };
		bool told = false;

		look_at(w, &below, rule->sub[n], false);
		for (size_t i = 0; i < view->count && may_go_on(w); i++) {
			const struct schema_rule *other = view->item[i].rule;
			const struct schema *sub =
				other->keyword->shape == SHAPE_MEMBERS ? schema_sub(other, name->key) : NULL;

			told = told || (sub && i < index);
			if (sub && i > index && !view->item[i].perhaps)
				look_at(w, &below, sub, false);
		}
		if (!told)
			tell(w, name->key, rule->sub[n], &below, is_required(view, rule, name->key), within);
		free(below.item);
	}
}

static void walk_one(struct walker *w, const char *name, const struct schema *schema,
		     const struct within *within)
{
	struct view below = { 0 };

	if (schema->source->type != JSON_OBJECT)
		return;
	look_at(w, &below, schema, false);
	tell(w, name, schema, &below, false, within);
	free(below.item);
}

static void walk(struct walker *w, const struct view *view, const struct within *within)
{
	for (size_t i = 0; i < view->count && may_go_on(w); i++) {
		const struct schema_rule *rule = view->item[i].rule;

		if (rule->keyword->shape == SHAPE_MEMBERS)
			walk_members(w, view, i, within);
		else if (rule->keyword->shape == SHAPE_PATTERNS ||
			 !strcmp(rule->keyword->name, "additionalProperties"))
			for (size_t k = 0; k < rule->subs; k++)
				walk_one(w, "*", rule->sub[k], within);
		else if (!strcmp(rule->keyword->name, "items"))
			walk_one(w, "#", rule->sub[0], within);
		else if (!strcmp(rule->keyword->name, "prefixItems"))
			for (size_t k = 0; k < rule->subs; k++) {
				char index[24];

				snprintf(index, sizeof(index), "%zu", k);
				walk_one(w, index, rule->sub[k], within);
			}
	}
}

void schema_walk(const struct schema *schema, void (*each)(void *data, const struct schema_facts *facts),
		 void *data)
{
	struct walker w = { .each = each, .data = data };
	struct within within = { NULL, schema, 0 };
	struct view view = { 0 };

	look_at(&w, &view, schema, false);
	walk(&w, &view, &within);
	free(view.item);
	str_release(&w.path);
}
