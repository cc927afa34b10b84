/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_python.h"
#include "base/mem.h"
#include "schema_private.h"

/* What is said of a problem: the words of Python's jsonschema 4.10, which QMK uses, for people search for them. */

/* Out of steps, what was found is of no worth. */
static bool is_silent(const struct schema_checker *c)
{
	return c->quiet || c->exhausted;
}

static void add_path(struct str *out, const struct schema_at *at)
{
	if (!at)
		return;
	add_path(out, at->parent);
	if (!at->key && !at->indexed)
		return;
	if (out->len)
		str_add_char(out, '.');
	if (at->key)
		str_add(out, at->key);
	else
		str_addf(out, "%zu", at->index);
}

/* Report what stands in c->text. */
static bool say(struct schema_checker *c, const struct schema_at *at)
{
	struct schema_problem problem = { .node = at->node };

	str_clear(&c->path);
	add_path(&c->path, at);
	problem.path = str_text(&c->path);
	problem.text = str_text(&c->text);
	c->report(c->data, &problem);
	/* Long texts of many problems are work too. */
	if (c->all)
		schema_spend(c, c->text.len);
	return false;
}

bool schema_say(struct schema_checker *c, const struct schema_at *at, const char *before,
		const struct json *shown, const char *after, const struct json *other)
{
	if (is_silent(c))
		return false;
	str_clear(&c->text);
	str_add(&c->text, before);
	json_add_python(&c->text, shown);
	str_add(&c->text, after);
	if (other)
		json_add_python(&c->text, other);
	return say(c, at);
}

bool schema_say_text(struct schema_checker *c, const struct schema_at *at, const char *text)
{
	if (is_silent(c))
		return false;
	str_clear(&c->text);
	str_add(&c->text, text);
	return say(c, at);
}

bool schema_say_types(struct schema_checker *c, const struct schema_at *at, const struct json *types)
{
	if (types->type == JSON_TEXT)
		return schema_say(c, at, "", at->node, " is not of type ", types);
	if (is_silent(c))
		return false;
	str_clear(&c->text);
	json_add_python(&c->text, at->node);
	str_add(&c->text, " is not of type ");
	for (const struct json *name = types->first; name; name = name->next) {
		if (name != types->first)
			str_add(&c->text, ", ");
		json_add_python(&c->text, name);
	}
	return say(c, at);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in order, with ", " between. */
static void add_sorted(struct str *out, const char **name, size_t count)
{
	if (count)
		qsort(name, count, sizeof(*name), compare_names);
	for (size_t i = 0; i < count; i++) {
		str_add(out, i ? ", " : "");
		json_add_python_text(out, name[i]);
	}
}

bool schema_say_extra(struct schema_checker *c, const struct schema *schema, const struct schema_at *at)
{
	const struct json *patterns = schema->patterns ? schema->patterns->value : NULL;
	size_t count = 0;
	const char **name;

	if (is_silent(c))
		return false;
	str_clear(&c->text);
	name = mem_new(at->node->count + (patterns ? patterns->count : 0), sizeof(*name));
	for (const struct json *member = at->node->first; member; member = member->next)
		if (schema_is_extra(schema, member))
			name[count++] = member->key;
	if (!patterns)
		str_add(&c->text, "Additional properties are not allowed (");
	add_sorted(&c->text, name, count);
	if (patterns) {
		str_addf(&c->text, " %s not match any of the regexes: ", count == 1 ? "does" : "do");
		count = 0;
		for (const struct json *pattern = patterns->first; pattern; pattern = pattern->next)
			name[count++] = pattern->key;
		add_sorted(&c->text, name, count);
	} else {
		str_addf(&c->text, " %s unexpected)", count == 1 ? "was" : "were");
	}
	free(name);
	return say(c, at);
}

static int compare_items(const void *a, const void *b)
{
	const struct json *x = *(const struct json *const *)a, *y = *(const struct json *const *)b;

	if (x->type == JSON_TEXT)
		return strcmp(x->text, y->text);
	return (x->number > y->number) - (x->number < y->number);
}

bool schema_say_unevaluated(struct schema_checker *c, const struct schema_at *at, const struct schema *items,
			    size_t prefix)
{
	size_t index = 0, count = 0;
	const struct json **extra;
	bool alike = true;

	if (is_silent(c))
		return false;
	extra = mem_new(at->node->count, sizeof(*extra));
	for (const struct json *item = at->node->first; item; item = item->next, index++) {
		struct schema_at place = { .parent = at, .node = item, .index = index, .indexed = true };

		if (index < prefix || schema_takes(c, items, &place))
			continue;
		extra[count++] = item;
		alike = alike && item->type == extra[0]->type;
	}
	/* Python sorts what it can compare, and stumbles over the rest: that stays as it stands. */
	if (count > 1 && alike && (extra[0]->type == JSON_TEXT || extra[0]->type == JSON_NUMBER))
		qsort(extra, count, sizeof(*extra), compare_items);
	str_clear(&c->text);
	str_add(&c->text, "Unevaluated items are not allowed (");
	for (size_t i = 0; i < count; i++) {
		str_add(&c->text, i ? ", " : "");
		json_add_python(&c->text, extra[i]);
	}
	free(extra);
	str_addf(&c->text, " %s unexpected)", count == 1 ? "was" : "were");
	return say(c, at);
}

bool schema_say_several(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at,
			size_t first)
{
	if (is_silent(c))
		return false;
	str_clear(&c->text);
	json_add_python(&c->text, at->node);
	str_add(&c->text, " is valid under each of ");
	for (size_t i = first + 1; i < rule->subs; i++) {
		if (!schema_takes(c, rule->sub[i], at))
			continue;
		json_add_python(&c->text, rule->sub[i]->source);
		str_add(&c->text, ", ");
	}
	json_add_python(&c->text, rule->sub[first]->source);
	return say(c, at);
}
