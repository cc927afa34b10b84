/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "schema_pattern.h"
#include "schema_private.h"

/* What each keyword asks of a value; of one that it does not speak of, nothing. */

/* In the same place: $ref, allOf. */
static bool check_same(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	bool valid = true;

	for (size_t i = 0; i < rule->subs; i++) {
		if (schema_apply(c, rule->sub[i], at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

static bool check_any_of(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	for (size_t i = 0; i < rule->subs; i++)
		if (schema_takes(c, rule->sub[i], at))
			return true;
	return schema_say(c, at, "", at->node, " is not valid under any of the given schemas", NULL);
}

static bool check_one_of(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	size_t first = 0;

	while (first < rule->subs && !schema_takes(c, rule->sub[first], at))
		first++;
	if (first == rule->subs)
		return check_any_of(c, rule, at);
	for (size_t i = first + 1; i < rule->subs; i++)
		if (schema_takes(c, rule->sub[i], at))
			return schema_say_several(c, rule, at, first);
	return true;
}

static bool check_not(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	return !schema_takes(c, rule->sub[0], at) ||
	       schema_say(c, at, "", at->node, " should not be valid under ", rule->value);
}

static const struct {
	const char *name;
	unsigned bits;
} types[] = {
	{ "array", SCHEMA_BIT_LIST },  { "boolean", SCHEMA_BIT_BOOL },  { "integer", SCHEMA_BIT_INT },
	{ "null", SCHEMA_BIT_NULL },   { "number", SCHEMA_BIT_NUMBER }, { "object", SCHEMA_BIT_OBJECT },
	{ "string", SCHEMA_BIT_TEXT },
};

unsigned schema_type_bits(const char *name)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (!strcmp(types[i].name, name))
			return types[i].bits;
	return 0;
}

/* 5.0 is an integer too; above 2^53 every double is. */
static bool is_integer(const struct json *number)
{
	double n = number->number;

	if (number->whole)
		return true;
	if (n <= -0x1p53 || n >= 0x1p53)
		return n - n == 0;
	return n == (double)(int64_t)n;
}

static unsigned bits_of(const struct json *value)
{
	static const unsigned bits[] = {
		[JSON_NULL] = SCHEMA_BIT_NULL,     [JSON_BOOL] = SCHEMA_BIT_BOOL,
		[JSON_NUMBER] = SCHEMA_BIT_NUMBER, [JSON_TEXT] = SCHEMA_BIT_TEXT,
		[JSON_ARRAY] = SCHEMA_BIT_LIST,    [JSON_OBJECT] = SCHEMA_BIT_OBJECT,
	};

	return bits[value->type] | (value->type == JSON_NUMBER && is_integer(value) ? SCHEMA_BIT_INT : 0u);
}

static bool check_type(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	return (bits_of(at->node) & rule->types) || schema_say_types(c, at, rule->value);
}

static bool check_const(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	return json_equal(at->node, rule->value) || schema_say(c, at, "", rule->value, " was expected", NULL);
}

static bool check_enum(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	if (!schema_spend(c, rule->value->count))
		return false;
	for (const struct json *choice = rule->value->first; choice; choice = choice->next)
		if (json_equal(at->node, choice))
			return true;
	return schema_say(c, at, "", at->node, " is not one of ", rule->value);
}

/* Below 0, 0 or above: how a number compares with that of the rule; 0 for what is no number. */
static int compare(const struct schema_at *at, const struct schema_rule *rule)
{
	const struct json *a = at->node, *b = rule->value;

	if (a->whole && b->whole)
		return (a->integer > b->integer) - (a->integer < b->integer);
	return (a->number > b->number) - (a->number < b->number);
}

static bool check_minimum(struct schema_checker *c, const struct schema_rule *rule,
			  const struct schema_at *at)
{
	return at->node->type != JSON_NUMBER || compare(at, rule) >= 0 ||
	       schema_say(c, at, "", at->node, " is less than the minimum of ", rule->value);
}

static bool check_maximum(struct schema_checker *c, const struct schema_rule *rule,
			  const struct schema_at *at)
{
	return at->node->type != JSON_NUMBER || compare(at, rule) <= 0 ||
	       schema_say(c, at, "", at->node, " is greater than the maximum of ", rule->value);
}

static bool check_above(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	return at->node->type != JSON_NUMBER || compare(at, rule) > 0 ||
	       schema_say(c, at, "", at->node, " is less than or equal to the minimum of ", rule->value);
}

static bool check_below(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	return at->node->type != JSON_NUMBER || compare(at, rule) < 0 ||
	       schema_say(c, at, "", at->node, " is greater than or equal to the maximum of ", rule->value);
}

static bool check_multiple_of(struct schema_checker *c, const struct schema_rule *rule,
			      const struct schema_at *at)
{
	const struct json *a = at->node, *b = rule->value;
	struct json quotient = { .number = a->number / b->number };

	if (a->type != JSON_NUMBER ||
	    (a->whole && b->whole ? a->integer % b->integer == 0 : is_integer(&quotient)))
		return true;
	return schema_say(c, at, "", a, " is not a multiple of ", b);
}

/* Code points of a text. */
static int64_t length(const char *text)
{
	int64_t count = 0;

	for (; *text; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}

static bool check_min_length(struct schema_checker *c, const struct schema_rule *rule,
			     const struct schema_at *at)
{
	return at->node->type != JSON_TEXT || length(at->node->text) >= rule->value->integer ||
	       schema_say(c, at, "", at->node, " is too short", NULL);
}

static bool check_max_length(struct schema_checker *c, const struct schema_rule *rule,
			     const struct schema_at *at)
{
	return at->node->type != JSON_TEXT || length(at->node->text) <= rule->value->integer ||
	       schema_say(c, at, "", at->node, " is too long", NULL);
}

static bool check_pattern(struct schema_checker *c, const struct schema_rule *rule,
			  const struct schema_at *at)
{
	return at->node->type != JSON_TEXT || schema_pattern_matches(rule->pattern[0], at->node->text) ||
	       schema_say(c, at, "", at->node, " does not match ", rule->value);
}

static bool has_at_least(const struct schema_at *at, enum json_type type, const struct schema_rule *rule)
{
	return at->node->type != type || (int64_t)at->node->count >= rule->value->integer;
}

static bool has_at_most(const struct schema_at *at, enum json_type type, const struct schema_rule *rule)
{
	return at->node->type != type || (int64_t)at->node->count <= rule->value->integer;
}

static bool check_min_items(struct schema_checker *c, const struct schema_rule *rule,
			    const struct schema_at *at)
{
	return has_at_least(at, JSON_ARRAY, rule) || schema_say(c, at, "", at->node, " is too short", NULL);
}

static bool check_max_items(struct schema_checker *c, const struct schema_rule *rule,
			    const struct schema_at *at)
{
	return has_at_most(at, JSON_ARRAY, rule) || schema_say(c, at, "", at->node, " is too long", NULL);
}

static bool check_min_properties(struct schema_checker *c, const struct schema_rule *rule,
				 const struct schema_at *at)
{
	return has_at_least(at, JSON_OBJECT, rule) ||
	       schema_say(c, at, "", at->node, " does not have enough properties", NULL);
}

static bool check_max_properties(struct schema_checker *c, const struct schema_rule *rule,
				 const struct schema_at *at)
{
	return has_at_most(at, JSON_OBJECT, rule) ||
	       schema_say(c, at, "", at->node, " has too many properties", NULL);
}

static bool check_unique_items(struct schema_checker *c, const struct schema_rule *rule,
			       const struct schema_at *at)
{
	if (!rule->value->yes || at->node->type != JSON_ARRAY)
		return true;
	for (const struct json *a = at->node->first; a; a = a->next)
		for (const struct json *b = a->next; b; b = b->next) {
			if (!schema_spend(c, 1))
				return false;
			if (json_equal(a, b))
				return schema_say(c, at, "", at->node, " has non-unique elements", NULL);
		}
	return true;
}

/* Alphabetical. What is not here says nothing of values: title, default, format, $defs and whatever else. */
static const struct schema_keyword keywords[] = {
	{ "$dynamicRef", SHAPE_UNSUPPORTED, false, NULL },
	{ "$ref", SHAPE_REF, true, check_same },
	{ "additionalItems", SHAPE_UNSUPPORTED, false, NULL },
	{ "additionalProperties", SHAPE_SCHEMA, false, schema_check_additional },
	{ "allOf", SHAPE_SCHEMAS, true, check_same },
	{ "anyOf", SHAPE_SCHEMAS, true, check_any_of },
	{ "const", SHAPE_ANY, false, check_const },
	{ "contains", SHAPE_UNSUPPORTED, false, NULL },
	{ "dependentRequired", SHAPE_UNSUPPORTED, false, NULL },
	{ "dependentSchemas", SHAPE_UNSUPPORTED, false, NULL },
	{ "enum", SHAPE_LIST, false, check_enum },
	{ "exclusiveMaximum", SHAPE_NUMBER, false, check_below },
	{ "exclusiveMinimum", SHAPE_NUMBER, false, check_above },
	{ "if", SHAPE_UNSUPPORTED, false, NULL },
	{ "items", SHAPE_SCHEMA, false, schema_check_items },
	{ "maxItems", SHAPE_SIZE, false, check_max_items },
	{ "maxLength", SHAPE_SIZE, false, check_max_length },
	{ "maxProperties", SHAPE_SIZE, false, check_max_properties },
	{ "maximum", SHAPE_NUMBER, false, check_maximum },
	{ "minItems", SHAPE_SIZE, false, check_min_items },
	{ "minLength", SHAPE_SIZE, false, check_min_length },
	{ "minProperties", SHAPE_SIZE, false, check_min_properties },
	{ "minimum", SHAPE_NUMBER, false, check_minimum },
	{ "multipleOf", SHAPE_DIVISOR, false, check_multiple_of },
	{ "not", SHAPE_SCHEMA, true, check_not },
	{ "oneOf", SHAPE_SCHEMAS, true, check_one_of },
	{ "pattern", SHAPE_PATTERN, false, check_pattern },
	{ "patternProperties", SHAPE_PATTERNS, false, schema_check_patterns },
	{ "prefixItems", SHAPE_SCHEMAS, false, schema_check_prefix_items },
	{ "properties", SHAPE_MEMBERS, false, schema_check_properties },
	{ "propertyNames", SHAPE_SCHEMA, false, schema_check_names },
	{ "required", SHAPE_NAMES, false, schema_check_required },
	{ "type", SHAPE_TYPES, false, check_type },
	{ "unevaluatedItems", SHAPE_SCHEMA, false, schema_check_unevaluated },
	{ "unevaluatedProperties", SHAPE_UNSUPPORTED, false, NULL },
	{ "uniqueItems", SHAPE_BOOL, false, check_unique_items },
};

static int compare_keyword(const void *name, const void *row)
{
	return strcmp(name, ((const struct schema_keyword *)row)->name);
}

const struct schema_keyword *schema_keyword(const char *name)
{
	return bsearch(name, keywords, COUNT(keywords), sizeof(keywords[0]), compare_keyword);
}
