/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json_edit.h"
#include "base/schema.h"
#include "schemas.h"
#include "tap.h"

static void note_facts(void *data, const struct schema_facts *facts)
{
	static const char *const types[] = {
		[SCHEMA_ANY] = "any",       [SCHEMA_BOOL] = "bool", [SCHEMA_INT] = "int",
		[SCHEMA_NUMBER] = "number", [SCHEMA_TEXT] = "text", [SCHEMA_LIST] = "list",
		[SCHEMA_OBJECT] = "object",
	};
	struct str *out = data;

	str_addf(out, "%s%s %s", out->len ? "\n" : "", facts->path, types[facts->type]);
	if (facts->required)
		str_add(out, " required");
	if (facts->has_min)
		str_addf(out, " from %g", facts->min);
	if (facts->has_max)
		str_addf(out, " to %g", facts->max);
	if (facts->pattern)
		str_addf(out, " like %s", facts->pattern);
	if (facts->choices) {
		str_add(out, " of ");
		json_add_line(out, facts->choices);
	}
	if (facts->fallback) {
		str_add(out, " else ");
		json_add_line(out, facts->fallback);
	}
	if (facts->comment)
		str_addf(out, " (%s)", facts->comment);
}

static void test_walk(void)
{
	static const struct {
		const char *members, *facts;
	} walks[] = {
		{ "properties: {b: {type: 'boolean', default: true}, a: {type: 'integer', minimum: 1, "
		  "exclusiveMaximum: "
		  "9}}, required: ['a']",
		  "b bool else true\na int required from 1 to 8" },
		{ "properties: {a: {type: 'number', minimum: 0.5}, b: {type: 'string', minLength: 1, "
		  "maxLength: 4, "
		  "pattern: '^x'}, c: {enum: ['p', 'q'], description: 'one of two', type: 'string'}}",
		  "a number from 0.5\nb text from 1 to 4 like ^x\nc text of [\"p\", \"q\"] (one of two)" },
		{ "properties: {a: {items: {properties: {x: {}}, required: ['x']}, type: 'array', minItems: "
		  "2}, b: "
		  "{additionalProperties: {type: 'null'}}}",
		  "a list from 2\na.# object\na.#.x any required\nb any\nb.* any" },
		{ "$ref: '#/d', properties: {b: {$ref: '#/e', minimum: 2}}, d: {properties: {a: {}, b: "
		  "{$comment: "
		  "'near'}}}, e: {type: 'integer', minimum: 1, $comment: 'far'}",
		  "a any\nb int from 2 (near)" },
		{ "properties: {a: {oneOf: [{type: 'string', pattern: '^x'}, {type: 'string', enum: "
		  "['y']}]}, b: {oneOf: "
		  "[{type: 'object', properties: {c: {type: 'integer'}}}, {enum: ['z'], type: 'string'}]}}",
		  "a text\nb any\nb.c int" },
		{ "properties: {a: {$ref: '#'}}", "a object\na.a object" },
		{ "prefixItems: [{type: 'string'}, {type: 'boolean'}], items: {type: ['integer', 'null']}, "
		  "patternProperties: {'^x': {type: 'array'}}",
		  "0 text\n1 bool\n# any\n* list" },
		{ "items: false, additionalProperties: true", "" },
	};

	for (size_t i = 0; i < COUNT(walks); i++) {
		struct schema_store *store = schemas_get(walks[i].members);
		struct str got = STR_INIT;

		schema_walk(schema_find(store, "s"), note_facts, &got);
		ok(!strcmp(str_text(&got), walks[i].facts), "facts of %s", walks[i].members);
		if (strcmp(str_text(&got), walks[i].facts) != 0)
			printf("# got  %s\n# want %s\n", str_text(&got), walks[i].facts);
		str_release(&got);
		schema_store_free(store);
	}
}

static void count_facts(void *data, const struct schema_facts *facts)
{
	(void)facts;
	++*(size_t *)data;
}

static void test_walk_limits(void)
{
	struct str members = STR_INIT;
	struct schema_store *store;
	size_t count = 0;

	for (int i = 0; i < 40; i++)
		str_addf(&members, "d%d: {properties: {a: {$ref: '#/d%d'}, b: {$ref: '#/d%d'}}}, ", i, i + 1,
			 i + 1);
	str_add(&members, "d40: {}, $ref: '#/d0'");
	store = schemas_get(str_text(&members));
	schema_walk(schema_find(store, "s"), count_facts, &count);
	ok(count == 1 << 14, "a walk ends");
	schema_store_free(store);
	str_release(&members);
}

int main(void)
{
	test_walk();
	test_walk_limits();
	return tap_done();
}
