/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "json_private.h"
#include "schema_pattern.h"
#include "schema_private.h"

struct compiler {
	struct schema_store *store;
	struct err *err;
};

static bool fail(const struct compiler *c, const struct schema_rule *rule, const char *expected)
{
	return schema_error(c->err, rule->schema->file, rule->value, "expected %s in \"%s\"", expected,
			    rule->keyword->name);
}

static bool take_any(const struct compiler *c, struct schema_rule *rule)
{
	(void)c;
	(void)rule;
	return true;
}

static bool take_bool(const struct compiler *c, struct schema_rule *rule)
{
	return rule->value->type == JSON_BOOL || fail(c, rule, "true or false");
}

static bool take_list(const struct compiler *c, struct schema_rule *rule)
{
	return rule->value->type == JSON_ARRAY || fail(c, rule, "a list");
}

static bool take_names(const struct compiler *c, struct schema_rule *rule)
{
	if (rule->value->type != JSON_ARRAY)
		return fail(c, rule, "a list of names");
	for (const struct json *name = rule->value->first; name; name = name->next)
		if (name->type != JSON_TEXT)
			return fail(c, rule, "names alone");
	return true;
}

static bool take_number(const struct compiler *c, struct schema_rule *rule)
{
	return rule->value->type == JSON_NUMBER || fail(c, rule, "a number");
}

static bool take_divisor(const struct compiler *c, struct schema_rule *rule)
{
	return take_number(c, rule) && (rule->value->number > 0 || fail(c, rule, "a number above 0"));
}

static bool take_size(const struct compiler *c, struct schema_rule *rule)
{
	int64_t size;

	return json_int(rule->value, 0, INT64_MAX, &size) || fail(c, rule, "a whole number from 0");
}

static bool take_types(const struct compiler *c, struct schema_rule *rule)
{
	bool list = rule->value->type == JSON_ARRAY;

	for (const struct json *name = list ? rule->value->first : rule->value; name; name = name->next) {
		unsigned bits = schema_type_bits(json_text(name));

		if (!bits)
			return fail(c, rule, "array, boolean, integer, null, number, object or string");
		rule->types |= bits;
		if (!list)
			break;
	}
	return true;
}

static bool take_pattern(const struct compiler *c, struct schema_rule *rule)
{
	struct err err;

	if (rule->value->type != JSON_TEXT)
		return fail(c, rule, "a text");
	rule->pattern = json_alloc(c->store->memory, sizeof(struct schema_pattern *));
	rule->pattern[0] = schema_pattern_new(c->store->memory, rule->value->text, &err);
	return rule->pattern[0] || schema_error(c->err, rule->schema->file, rule->value, "%s", err.text);
}

static struct schema **new_subs(const struct compiler *c, struct schema_rule *rule, size_t count)
{
	rule->subs = count;
	rule->sub = json_alloc(c->store->memory, count * sizeof(struct schema *));
	return rule->sub;
}

static bool take_ref(const struct compiler *c, struct schema_rule *rule)
{
	if (rule->value->type != JSON_TEXT)
		return fail(c, rule, "a text");
	new_subs(c, rule, 1);
	schema_want(c->store, rule);
	return true;
}

/* The parser's depth cap bounds the recursion. */
static bool take_schema(const struct compiler *c, struct schema_rule *rule)
{
	struct schema **sub = new_subs(c, rule, 1);

	sub[0] = schema_compile(c->store, rule->schema->file, rule->value, c->err);
	return sub[0] != NULL;
}

/* All children of the value. */
static bool compile_children(const struct compiler *c, struct schema_rule *rule)
{
	struct schema **sub = new_subs(c, rule, rule->value->count);

	for (const struct json *child = rule->value->first; child; child = child->next) {
		*sub = schema_compile(c->store, rule->schema->file, child, c->err);
		if (!*sub++)
			return false;
	}
	return true;
}

static bool take_schemas(const struct compiler *c, struct schema_rule *rule)
{
	return rule->value->type == JSON_ARRAY && rule->value->count ? compile_children(c, rule)
								     : fail(c, rule, "a list of schemas");
}

static uint64_t head_of(const char *name)
{
	uint64_t head = 0;
	int left = 8;

	for (; left && *name; left--)
		head = head << 8 | (unsigned char)*name++;
	return left < 8 ? head << 8 * left : 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct schema_name *x = a, *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	return x->head & 0xff ? strcmp(x->name, y->name) : 0; /* 0: shorter than eight bytes */
}

static bool take_members(const struct compiler *c, struct schema_rule *rule)
{
	size_t n = 0;

	if (rule->value->type != JSON_OBJECT)
		return fail(c, rule, "an object of schemas");
	rule->name = json_alloc(c->store->memory, rule->value->count * sizeof(*rule->name));
	for (const struct json *child = rule->value->first; child; child = child->next, n++)
		rule->name[n] = (struct schema_name){ head_of(child->key), child->key, n };
	if (n > 1)
		qsort(rule->name, n, sizeof(*rule->name), compare_names);
	return compile_children(c, rule);
}

static bool take_patterns(const struct compiler *c, struct schema_rule *rule)
{
	struct err err;
	size_t n = 0;

	if (rule->value->type != JSON_OBJECT)
		return fail(c, rule, "an object of schemas");
	rule->pattern = json_alloc(c->store->memory, rule->value->count * sizeof(struct schema_pattern *));
	for (const struct json *child = rule->value->first; child; child = child->next) {
		rule->pattern[n] = schema_pattern_new(c->store->memory, child->key, &err);
		if (!rule->pattern[n++])
			return schema_error(c->err, rule->schema->file, child, "%s", err.text);
	}
	return compile_children(c, rule);
}

static bool refuse(const struct compiler *c, struct schema_rule *rule)
{
	return schema_error(c->err, rule->schema->file, rule->value, "the keyword \"%s\" is not known here",
			    rule->keyword->name);
}

static bool (*const take[])(const struct compiler *c, struct schema_rule *rule) = {
	[SHAPE_ANY] = take_any,         [SHAPE_BOOL] = take_bool,         [SHAPE_LIST] = take_list,
	[SHAPE_NAMES] = take_names,     [SHAPE_NUMBER] = take_number,     [SHAPE_DIVISOR] = take_divisor,
	[SHAPE_SIZE] = take_size,       [SHAPE_TYPES] = take_types,       [SHAPE_PATTERN] = take_pattern,
	[SHAPE_REF] = take_ref,         [SHAPE_SCHEMA] = take_schema,     [SHAPE_SCHEMAS] = take_schemas,
	[SHAPE_MEMBERS] = take_members, [SHAPE_PATTERNS] = take_patterns, [SHAPE_UNSUPPORTED] = refuse,
};

static struct schema_slot *find_slot(struct schema_slot *slot, size_t slots, const struct json *node)
{
	size_t i = (size_t)((uint64_t)((uintptr_t)node / sizeof(void *)) * 0x9e3779b97f4a7c15u >> 32) &
		   (slots - 1);

	while (slot[i].node && slot[i].node != node)
		i = (i + 1) & (slots - 1);
	return &slot[i];
}

/* Where the schema of @node is, or goes. */
static struct schema_slot *get_slot(struct schema_store *store, const struct json *node)
{
	if (2 * store->used >= store->slots) {
		size_t slots = store->slots ? 2 * store->slots : 256;
		struct schema_slot *wider = mem_new(slots, sizeof(*wider));

		for (size_t i = 0; i < store->slots; i++)
			if (store->slot[i].node)
				*find_slot(wider, slots, store->slot[i].node) = store->slot[i];
		free(store->slot);
		store->slot = wider;
		store->slots = slots;
	}
	return find_slot(store->slot, store->slots, node);
}

static struct schema *new_schema(struct schema_store *store, const struct schema_file *file,
				 const struct json *node, struct schema_slot *slot)
{
	struct schema *schema = json_alloc(store->memory, sizeof(*schema));

	schema->source = node;
	schema->file = file;
	if (store->last)
		store->last->next = schema;
	else
		store->first = schema;
	store->last = schema;
	*slot = (struct schema_slot){ node, schema };
	store->used++;
	return schema;
}

static bool add_rules(const struct compiler *c, struct schema *schema)
{
	schema->rule = json_alloc(c->store->memory, schema->source->count * sizeof(*schema->rule));
	for (const struct json *member = schema->source->first; member; member = member->next) {
		const struct schema_keyword *keyword = schema_keyword(member->key);
		struct schema_rule *rule = &schema->rule[schema->rules];

		if (!keyword)
			continue;
		rule->keyword = keyword;
		rule->schema = schema;
		rule->value = member;
		if (!take[keyword->shape](c, rule))
			return false;
		schema->rules++;
	}
	schema->properties = schema_rule(schema, "properties");
	schema->patterns = schema_rule(schema, "patternProperties");
	schema->prefix = schema_rule(schema, "prefixItems");
	return true;
}

struct schema *schema_compile(struct schema_store *store, const struct schema_file *file,
			      const struct json *node, struct err *err)
{
	struct schema_slot *slot = get_slot(store, node);
	struct compiler c = { store, err };
	struct schema *schema;

	if (slot->schema)
		return slot->schema;
	if (node->type != JSON_OBJECT && node->type != JSON_BOOL) {
		schema_error(err, file, node, "expected a schema, which is an object, true or false");
		return NULL;
	}
	schema = new_schema(store, file, node, slot);
	return add_rules(&c, schema) ? schema : NULL;
}

const struct schema_rule *schema_rule(const struct schema *schema, const char *keyword)
{
	for (size_t i = 0; i < schema->rules; i++)
		if (!strcmp(schema->rule[i].keyword->name, keyword))
			return &schema->rule[i];
	return NULL;
}

const struct schema *schema_sub(const struct schema_rule *rule, const char *name)
{
	const struct schema_name wanted = { .head = head_of(name), .name = name };
	size_t low = 0, high = rule->subs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_names(&wanted, &rule->name[middle]);

		if (!order)
			return rule->sub[rule->name[middle].index];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
