/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>

#include "base/json_edit.h"
#include "schema_pattern.h"
#include "schema_private.h"

/* What the keywords for members and items ask of a value. */

static bool apply_member(struct schema_checker *c, const struct schema *schema, const struct json *member,
			 const struct schema_at *parent)
{
	struct schema_at at = { .parent = parent, .node = member, .key = member->key };

	return schema_apply(c, schema, &at);
}

static bool apply_item(struct schema_checker *c, const struct schema *schema, const struct json *item,
		       size_t index, const struct schema_at *parent)
{
	struct schema_at at = { .parent = parent, .node = item, .index = index, .indexed = true };

	return schema_apply(c, schema, &at);
}

bool schema_check_required(struct schema_checker *c, const struct schema_rule *rule,
			   const struct schema_at *at)
{
	bool valid = true;

	if (at->node->type != JSON_OBJECT)
		return true;
	for (const struct json *name = rule->value->first; name; name = name->next) {
		if (!schema_spend(c, at->node->count))
			return false;
		if (json_member(at->node, name->text))
			continue;
		valid = schema_say(c, at, "", name, " is a required property", NULL);
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

/* Whether all is well, which needs no order. */
static bool members_fit(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	for (const struct json *member = at->node->first; member; member = member->next) {
		const struct schema *sub = schema_sub(rule, member->key);

		if (sub && !apply_member(c, sub, member, at))
			return false;
	}
	return true;
}

bool schema_check_properties(struct schema_checker *c, const struct schema_rule *rule,
			     const struct schema_at *at)
{
	bool valid = true;
	size_t i = 0;

	if (at->node->type != JSON_OBJECT)
		return true;
	if (c->quiet)
		return members_fit(c, rule, at);
	for (const struct json *name = rule->value->first; name; name = name->next, i++) {
		const struct json *member = json_member(at->node, name->key);

		if (!schema_spend(c, at->node->count))
			return false;
		if (!member || apply_member(c, rule->sub[i], member, at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

bool schema_check_patterns(struct schema_checker *c, const struct schema_rule *rule,
			   const struct schema_at *at)
{
	bool valid = true;

	if (at->node->type != JSON_OBJECT)
		return true;
	for (size_t i = 0; i < rule->subs; i++) {
		for (const struct json *member = at->node->first; member; member = member->next) {
			if (!schema_spend(c, 1))
				return false;
			if (!schema_pattern_matches(rule->pattern[i], member->key) ||
			    apply_member(c, rule->sub[i], member, at))
				continue;
			valid = false;
			if (!schema_goes_on(c))
				return false;
		}
	}
	return valid;
}

bool schema_check_additional(struct schema_checker *c, const struct schema_rule *rule,
			     const struct schema_at *at)
{
	bool closed = rule->value->type == JSON_BOOL && !rule->value->yes, valid = true;

	if (at->node->type != JSON_OBJECT || json_is_true(rule->value))
		return true;
	if (!schema_spend(c, at->node->count))
		return false;
	for (const struct json *member = at->node->first; member; member = member->next) {
		if (!schema_is_extra(rule->schema, member))
			continue;
		if (closed)
			return schema_say_extra(c, rule->schema, at);
		if (apply_member(c, rule->sub[0], member, at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

bool schema_check_names(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	bool valid = true;

	if (at->node->type != JSON_OBJECT)
		return true;
	for (const struct json *member = at->node->first; member; member = member->next) {
		struct json name = {
			.type = JSON_TEXT, .file = member->file, .span = member->key_span, .text = member->key
		};
		struct schema_at place = { .parent = at, .node = &name };

		if (schema_apply(c, rule->sub[0], &place))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

bool schema_check_prefix_items(struct schema_checker *c, const struct schema_rule *rule,
			       const struct schema_at *at)
{
	bool valid = true;
	size_t i = 0;

	if (at->node->type != JSON_ARRAY)
		return true;
	for (const struct json *item = at->node->first; item && i < rule->subs; item = item->next, i++) {
		if (apply_item(c, rule->sub[i], item, i, at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

bool schema_check_items(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at)
{
	const struct schema_rule *before = rule->schema->prefix;
	size_t prefix = before ? before->subs : 0, i = 0;
	bool valid = true;

	if (at->node->type != JSON_ARRAY)
		return true;
	if (rule->value->type == JSON_BOOL && !rule->value->yes) {
		char text[80];

		snprintf(text, sizeof(text), "Expected at most %zu items, but found %zu", prefix,
			 at->node->count);
		return at->node->count <= prefix || schema_say_text(c, at, text);
	}
	for (const struct json *item = at->node->first; item; item = item->next, i++) {
		if (i < prefix || apply_item(c, rule->sub[0], item, i, at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

/* How many items, from the first on, the keywords for items in @schema and in those within it judge. */
static size_t evaluated(struct schema_checker *c, const struct schema *schema, const struct schema_at *at,
			bool within)
{
	size_t most = schema->prefix ? schema->prefix->subs : 0;

	if (schema_rule(schema, "items") || (within && schema_rule(schema, "unevaluatedItems")))
		return at->node->count;
	for (size_t i = 0; i < schema->rules; i++) {
		const struct schema_rule *rule = &schema->rule[i];
		bool reference = rule->keyword->shape == SHAPE_REF;

		if (!reference && (rule->keyword->shape != SHAPE_SCHEMAS || !rule->keyword->in_place))
			continue;
		for (size_t k = 0; k < rule->subs; k++) {
			size_t count;

			if (!reference && !schema_takes(c, rule->sub[k], at))
				continue;
			count = evaluated(c, rule->sub[k], at, true);
			most = count > most ? count : most;
		}
	}
	return most;
}

bool schema_check_unevaluated(struct schema_checker *c, const struct schema_rule *rule,
			      const struct schema_at *at)
{
	size_t prefix, i = 0;

	if (at->node->type != JSON_ARRAY)
		return true;
	prefix = evaluated(c, rule->schema, at, false);
	for (const struct json *item = at->node->first; item; item = item->next, i++) {
		struct schema_at place = { .parent = at, .node = item, .index = i, .indexed = true };

		if (i >= prefix && !schema_takes(c, rule->sub[0], &place))
			return schema_say_unevaluated(c, at, rule->sub[0], prefix);
	}
	return true;
}
