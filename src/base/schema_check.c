/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "schema_pattern.h"
#include "schema_private.h"

bool schema_spend(struct schema_checker *c, size_t count)
{
	if (c->exhausted || count > SCHEMA_MAX_STEPS - c->steps)
		c->exhausted = true;
	else
		c->steps += count;
	return !c->exhausted;
}

bool schema_goes_on(const struct schema_checker *c)
{
	return c->all && !c->quiet && !c->exhausted;
}

bool schema_apply(struct schema_checker *c, const struct schema *schema, const struct schema_at *at)
{
	bool valid = true;

	if (!schema_spend(c, 1))
		return false;
	if (schema->source->type == JSON_BOOL)
		return schema->source->yes ||
		       schema_say(c, at, "False schema does not allow ", at->node, "", NULL);
	for (size_t i = 0; i < schema->rules; i++) {
		const struct schema_rule *rule = &schema->rule[i];

		if (rule->keyword->check(c, rule, at))
			continue;
		valid = false;
		if (!schema_goes_on(c))
			break;
	}
	return valid;
}

bool schema_takes(struct schema_checker *c, const struct schema *schema, const struct schema_at *at)
{
	bool takes;

	c->quiet++;
	takes = schema_apply(c, schema, at);
	c->quiet--;
	return takes;
}

bool schema_is_extra(const struct schema *schema, const struct json *member)
{
	if (schema->properties && schema_sub(schema->properties, member->key))
		return false;
	for (size_t i = 0; schema->patterns && i < schema->patterns->subs; i++)
		if (schema_pattern_matches(schema->patterns->pattern[i], member->key))
			return false;
	return true;
}

static bool check(const struct schema *schema, const struct json *value,
		  void (*report)(void *data, const struct schema_problem *problem), void *data, bool all)
{
	/* Most values are valid: that much is found out without order and text. */
	struct schema_checker quick = { .quiet = 1 };
	struct schema_checker full = { .report = report, .data = data, .all = all };
	struct schema_at at = { .node = value };
	bool valid = schema_apply(&quick, schema, &at) && !quick.exhausted;

	if (valid || !report)
		return valid;
	if (!quick.exhausted)
		schema_apply(&full, schema, &at);
	if (quick.exhausted || full.exhausted) {
		full.exhausted = false;
		schema_say_text(&full, &at, "this value is too large to be checked against its schema");
	}
	str_release(&full.text);
	str_release(&full.path);
	return false;
}

bool schema_check(const struct schema *schema, const struct json *value,
		  void (*report)(void *data, const struct schema_problem *problem), void *data)
{
	return check(schema, value, report, data, false);
}

bool schema_check_all(const struct schema *schema, const struct json *value,
		      void (*report)(void *data, const struct schema_problem *problem), void *data)
{
	return check(schema, value, report, data, true);
}
