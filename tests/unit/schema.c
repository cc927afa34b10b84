/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/schema.h"
#include "schemas.h"
#include "tap.h"

static struct json_doc *parse(const char *text, size_t len)
{
	struct err err;
	struct json_doc *doc = json_parse(text, len, &err);

	if (!doc)
		printf("Bail out! %s\n", err.text), exit(1);
	return doc;
}

/* Lines "PATH: TEXT". */
static void note(void *data, const struct schema_problem *problem)
{
	str_addf(data, "%s%s: %s", ((struct str *)data)->len ? "\n" : "", problem->path, problem->text);
}

/* @want: "PATH: TEXT"; NULL: valid. The value is HJSON's of a member. */
static void check(const char *members, const char *value, const char *want)
{
	struct schema_store *store = schemas_get(members);
	const struct schema *schema = schema_find(store, "s");
	struct str got = STR_INIT, text = STR_INIT;
	struct json_doc *doc;
	const struct json *node;
	bool valid;

	str_addf(&text, "{value: %s}", value);
	doc = parse(str_text(&text), text.len);
	node = json_find(json_root(doc), "value");
	valid = schema_check(schema, node, note, &got);
	ok(valid == !want && !strcmp(str_text(&got), want ? want : ""), "%s of %s", value, members);
	if (strcmp(str_text(&got), want ? want : "") != 0)
		printf("# got  %s\n# want %s\n", str_text(&got), want ? want : "nothing");
	ok(schema_check(schema, node, NULL, NULL) == valid &&
		   schema_check_all(schema, node, NULL, NULL) == valid,
	   "and without a word");
	json_doc_free(doc);
	str_release(&got);
	str_release(&text);
	schema_store_free(store);
}

struct row {
	const char *members, *value, *want;
};

/* What Python's jsonschema 4.10 says of each. */
static const struct row rows[] = {
	{ "type: 'integer'", "5.0", NULL },
	{ "type: 'integer'", "5.5", ": 5.5 is not of type 'integer'" },
	{ "type: 'integer'", "true", ": True is not of type 'integer'" },
	{ "type: 'integer'", "1e300", NULL },
	{ "type: 'number'", "false", ": False is not of type 'number'" },
	{ "type: 'number'", "0.5", NULL },
	{ "type: 'boolean'", "0", ": 0 is not of type 'boolean'" },
	{ "type: 'null'", "null", NULL },
	{ "type: ['string', 'null']", "[1, 'a']", ": [1, 'a'] is not of type 'string', 'null'" },
	{ "type: 'object'", "[]", ": [] is not of type 'object'" },
	{ "type: 'array'", "{a: {b: null}}", ": {'a': {'b': None}} is not of type 'array'" },
	{ "type: 'string'", "\"it's\"", NULL },
	{ "enum: ['a', 1, null]", "'b'", ": 'b' is not one of ['a', 1, None]" },
	{ "enum: [1, 'a']", "1.0", NULL },
	{ "enum: [1]", "true", ": True is not one of [1]" },
	{ "enum: [false]", "0", ": 0 is not one of [False]" },
	{ "enum: [[1, 2], {a: 0.5}]", "{a: 0.5}", NULL },
	{ "const: {a: [1]}", "{a: [2]}", ": {'a': [1]} was expected" },
	{ "const: 1", "true", ": 1 was expected" },
	{ "const: 2.5", "2.5", NULL },
	{ "minimum: 0", "-1", ": -1 is less than the minimum of 0" },
	{ "minimum: 0", "-0.5", ": -0.5 is less than the minimum of 0" },
	{ "minimum: 0.5", "'x'", NULL },
	{ "maximum: 255", "256", ": 256 is greater than the maximum of 255" },
	{ "maximum: 31", "31", NULL },
	{ "exclusiveMinimum: 0", "0", ": 0 is less than or equal to the minimum of 0" },
	{ "exclusiveMaximum: 1.5", "1.5", ": 1.5 is greater than or equal to the maximum of 1.5" },
	{ "multipleOf: 5", "12", ": 12 is not a multiple of 5" },
	{ "multipleOf: 0.25", "0.75", NULL },
	{ "multipleOf: 0.25", "0.8", ": 0.8 is not a multiple of 0.25" },
	{ "multipleOf: 2", "7.5", ": 7.5 is not a multiple of 2" },
	{ "minLength: 1", "''", ": '' is too short" },
	{ "maxLength: 2", "'\xc3\xa9\xc3\xa9'", NULL },
	{ "maxLength: 2", "'\xc3\xa9\xc3\xa9\xc3\xa9'", ": '\xc3\xa9\xc3\xa9\xc3\xa9' is too long" },
	{ "pattern: '^[0-9A-F]{2}$'", "'0x'", ": '0x' does not match '^[0-9A-F]{2}$'" },
	{ "pattern: '^a\\\\.b$'", "'a-b'", ": 'a-b' does not match '^a\\\\.b$'" },
	{ "minItems: 1", "[]", ": [] is too short" },
	{ "maxItems: 2", "[1, 2, 3]", ": [1, 2, 3] is too long" },
	{ "items: {type: 'integer'}", "[1, 'x', 'y']", "1: 'x' is not of type 'integer'" },
	{ "items: false", "[1]", ": Expected at most 0 items, but found 1" },
	{ "items: false, prefixItems: [{type: 'integer'}]", "[1, 2]",
	  ": Expected at most 1 items, but found 2" },
	{ "prefixItems: [{type: 'integer'}, {type: 'string'}], items: {type: 'null'}", "[1, 2, 3]",
	  "1: 2 is not of type 'string'" },
	{ "prefixItems: [{type: 'integer'}], items: {type: 'null'}", "[1, null, 3]",
	  "2: 3 is not of type 'null'" },
	{ "prefixItems: [{type: 'integer'}, {type: 'string'}]", "[1]", NULL },
	{ "prefixItems: [{}], unevaluatedItems: false", "[1, 'b', 'a']",
	  ": Unevaluated items are not allowed ('a', 'b' were unexpected)" },
	{ "allOf: [{prefixItems: [{}, {}]}], unevaluatedItems: false", "[1, 'b', 'a']",
	  ": Unevaluated items are not allowed ('a' was unexpected)" },
	{ "unevaluatedItems: {type: 'string'}", "['a', 1]",
	  ": Unevaluated items are not allowed (1 was unexpected)" },
	{ "anyOf: [{prefixItems: [{type: 'string'}]}, {items: {type: 'integer'}}], unevaluatedItems: false",
	  "[1, 2]", NULL },
	{ "uniqueItems: true", "[1, true, 0, false]", NULL },
	{ "uniqueItems: true", "[1, 2, 1.0]", ": [1, 2, 1] has non-unique elements" },
	{ "uniqueItems: true", "[{a: 1, b: 2}, {b: 2, a: 1}]",
	  ": [{'a': 1, 'b': 2}, {'b': 2, 'a': 1}] has non-unique elements" },
	{ "uniqueItems: false", "[1, 1]", NULL },
	{ "required: ['x', 'y']", "{y: 1}", ": 'x' is a required property" },
	{ "required: ['x']", "[]", NULL },
	{ "properties: {b: {type: 'string'}, a: {type: 'string'}}", "{a: 1, b: 2}",
	  "b: 2 is not of type 'string'" },
	{ "properties: {a: {properties: {b: {items: {minimum: 1}}}}}", "{a: {b: [1, 0]}}",
	  "a.b.1: 0 is less than the minimum of 1" },
	{ "additionalProperties: false", "{b: 1, a: 2}",
	  ": Additional properties are not allowed ('a', 'b' were unexpected)" },
	{ "additionalProperties: false, properties: {a: {}}", "{b: 1, a: 2}",
	  ": Additional properties are not allowed ('b' was unexpected)" },
	{ "additionalProperties: {type: 'boolean'}, properties: {a: {}}", "{a: 1, b: true, c: 1}",
	  "c: 1 is not of type 'boolean'" },
	{ "patternProperties: {'^x': {type: 'integer'}, 'y$': {type: 'null'}}", "{axb: 1, xy: 1}",
	  "xy: 1 is not of type 'null'" },
	{ "patternProperties: {'^x': {}, '^a': {}}, additionalProperties: false", "{x1: 0, c: 1}",
	  ": 'c' does not match any of the regexes: '^a', '^x'" },
	{ "patternProperties: {'^x': {}}, additionalProperties: false", "{q: 0, c: 1}",
	  ": 'c', 'q' do not match any of the regexes: '^x'" },
	{ "propertyNames: {pattern: '^[a-z]*$'}", "{a: {b: 1}, 'B': 1}", ": 'B' does not match '^[a-z]*$'" },
	{ "minProperties: 1", "{}", ": {} does not have enough properties" },
	{ "maxProperties: 1", "{a: 1, b: [true, null]}",
	  ": {'a': 1, 'b': [True, None]} has too many properties" },
	{ "allOf: [{minimum: 1}, {maximum: 3}]", "4", ": 4 is greater than the maximum of 3" },
	{ "anyOf: [{type: 'string'}, {minimum: 3}]", "2", ": 2 is not valid under any of the given schemas" },
	{ "oneOf: [{minimum: 1}, {type: 'string'}]", "0", ": 0 is not valid under any of the given schemas" },
	{ "oneOf: [{minimum: 1}, {maximum: 5}, {const: 3}]", "3",
	  ": 3 is valid under each of {'maximum': 5}, {'const': 3}, {'minimum': 1}" },
	{ "oneOf: [{minimum: 1}, {maximum: 5}]", "'x'",
	  ": 'x' is valid under each of {'maximum': 5}, {'minimum': 1}" },
	{ "not: {required: ['lto']}", "{lto: true}",
	  ": {'lto': True} should not be valid under {'required': ['lto']}" },
	{ "not: {type: 'object'}", "1", NULL },
	{ "$ref: '#/$defs/a', $defs: {a: {type: 'integer'}}", "'x'", ": 'x' is not of type 'integer'" },
	{ "minimum: 3, $ref: '#/$defs/a', $defs: {a: {type: 'integer'}}", "2.5",
	  ": 2.5 is less than the minimum of 3" },
	{ "$ref: '#/$defs/a~1b', $defs: {'a/b': {allOf: [false]}}", "[null]",
	  ": False schema does not allow [None]" },
	{ "items: {$ref: 's#'}, type: 'array'", "[[[1]]]", "0.0.0: 1 is not of type 'array'" },
	{ "prefixItems: [{type: 'null'}, {$ref: '#/prefixItems/0'}]", "[null, 1]",
	  "1: 1 is not of type 'null'" },
	{ "format: 'uri', title: 'x', default: 3, description: 'y', unknown: [1]", "'not an uri'", NULL },
	{ "maximum: 1, type: 'string'", "2", ": 2 is greater than the maximum of 1" },
	{ "type: 'string', maximum: 1", "2", ": 2 is not of type 'string'" },
	{ "required: ['a'], properties: {b: {type: 'null'}}", "{b: 1}", ": 'a' is a required property" },
	{ "properties: {b: {type: 'null'}}, required: ['a']", "{b: 1}", "b: 1 is not of type 'null'" },
	{ "propertyNames: {maxLength: 1}, additionalProperties: {type: 'null'}", "{a: 1, bc: 2}",
	  ": 'bc' is too long" },
};

static void test_keywords(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check(rows[i].members, rows[i].value, rows[i].want);
}

static void check_words(const struct schema_store *store, const char *pattern, const char *words, bool fit)
{
	struct json_doc *doc = json_doc_new();
	char *text = mem_copy_text(words), *rest = NULL;

	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		ok(schema_check(schema_find(store, "s"), json_new_text(doc, word), NULL, NULL) == fit,
		   "%s %s %s", word, fit ? "fits" : "does not fit", pattern);
	free(text);
	json_doc_free(doc);
}

/* Texts separated by spaces; they are matched as re.search() does it. */
static void test_patterns(void)
{
	static const struct {
		const char *pattern, *fit, *fail;
	} patterns[] = {
		{ "^[A-K]\\d{1,2}$", "A0 K12", "L0 A A123 aA0" },
		{ "^[0-9]{1,2}\\.[0-9]\\.[0-9]$", "1.0.0 12.3.4", "123.0.0 1.0 1x0.0" },
		{ "^[0-9a-z_/\\-]+\\.json$", "a/b-c.json", ".json a.jsonx A.json" },
		{ "b", "abc b bb", "a B" },
		{ "ab", "aab xaby", "a b ba axb" },
		{ "^b", "bc", "ab" },
		{ "b$", "ab", "ba" },
		{ "", "a", "" },
		{ "$", "a", "" },
		{ "^a?b*c+$", "c ac abbbcc bc", "a ab b aac" },
		{ "^a{2}b{1,}c{0,1}$", "aab aabbbc", "ab aac aabcc aaab" },
		{ "^a{0}b{0,}c$", "c bbc", "ac" },
		{ "^[^a-c]x.$", "dxy xxx", "axy dx dxyz" },
		{ "^[]a-]+$", "]a- -", "b ]b" },
		{ "^[a\\df-]+$", "a1f-", "b" },
		{ "^\\w[\\w\\-]+$", "a-b _9", "-a \xc3\xa9\xc3\xa9" },
		{ "^\xc3\xa9{2}$", "\xc3\xa9\xc3\xa9", "\xc3\xa9 \xc3\xa9\xc3\xa9\xc3\xa9" },
		{ "^[\xc3\xa0-\xc3\xbf].$", "\xc3\xa9\xf0\x9f\x98\x80 \xc3\xbf\xc3\xa9",
		  "e\xc3\xa9 \xc3\xa9" },
		{ "\\[\\(\\{\\$\\^", "a[({$^b", "[({^$" },
	};

	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct str members = STR_INIT;
		struct schema_store *store;

		str_add(&members, "pattern: ");
		json_add_text(&members, patterns[i].pattern);
		store = schemas_get(str_text(&members));
		check_words(store, patterns[i].pattern, patterns[i].fit, true);
		check_words(store, patterns[i].pattern, patterns[i].fail, false);
		schema_store_free(store);
		str_release(&members);
	}
	check("pattern: '^[^\\\\n]*$'", "'a\\n'", NULL);
	check("pattern: '^a.$'", "'a\\n'", ": 'a\\n' does not match '^a.$'");
}

/* Schemas that are refused, and what is said of them; @said is the end of it. */
static void test_refused(void)
{
	static const struct {
		const char *members, *said;
	} refused[] = {
		{ "if: {}", "column 18: the keyword \"if\" is not known here" },
		{ "properties: {a: {contains: {}}}", "the keyword \"contains\" is not known here" },
		{ "type: 'int'",
		  "expected array, boolean, integer, null, number, object or string in \"type\"" },
		{ "type: [1]",
		  "expected array, boolean, integer, null, number, object or string in \"type\"" },
		{ "minimum: '1'", "expected a number in \"minimum\"" },
		{ "multipleOf: 0", "expected a number above 0 in \"multipleOf\"" },
		{ "minItems: 0.5", "expected a whole number from 0 in \"minItems\"" },
		{ "maxLength: -1", "expected a whole number from 0 in \"maxLength\"" },
		{ "uniqueItems: 1", "expected true or false in \"uniqueItems\"" },
		{ "enum: 'a'", "expected a list in \"enum\"" },
		{ "required: [1]", "expected names alone in \"required\"" },
		{ "required: 'a'", "expected a list of names in \"required\"" },
		{ "properties: []", "expected an object of schemas in \"properties\"" },
		{ "patternProperties: []", "expected an object of schemas in \"patternProperties\"" },
		{ "patternProperties: {'(': {}}", "character 1 of the pattern '(': groups and alternatives "
						  "are not known; escape the character "
						  "by a backslash" },
		{ "allOf: []", "expected a list of schemas in \"allOf\"" },
		{ "items: 1", "expected a schema, which is an object, true or false" },
		{ "pattern: 1", "expected a text in \"pattern\"" },
		{ "pattern: 'a|b'", "character 2 of the pattern 'a|b': groups and alternatives are not "
				    "known; escape the character "
				    "by a backslash" },
		{ "pattern: 'a^'",
		  "character 2 of the pattern 'a^': ^ is known at the start alone, $ at the end alone" },
		{ "pattern: '*'", "character 1 of the pattern '*': nothing to repeat" },
		{ "pattern: 'a+?'", "character 3 of the pattern 'a+?': a repetition repeated" },
		{ "pattern: 'a{x}'", "character 3 of the pattern 'a{x}': expected {m}, {m,} or {m,n}" },
		{ "pattern: 'a{2,1}'",
		  "character 6 of the pattern 'a{2,1}': expected {m}, {m,} or {m,n} with n not below m" },
		{ "pattern: '[b-a]'",
		  "character 5 of the pattern '[b-a]': a range of characters must go upwards" },
		{ "pattern: '[a'", "character 3 of the pattern '[a': expected ']'" },
		{ "pattern: '[a-'", "character 4 of the pattern '[a-': expected ']'" },
		{ "pattern: 'a{64}'", "the pattern 'a{64}' is for texts of more than 63 characters" },
		{ "pattern: 'a{99999999999999999999}'",
		  "the pattern 'a{99999999999999999999}' is for texts of more than 63 characters" },
		{ "pattern: '\\\\'", "are known" },
		{ "pattern: '\\\\1'", "are known" },
		{ "$ref: 1", "expected a text in \"$ref\"" },
		{ "$ref: '#/a'", "'#/a' refers to a place that s.jsonschema does not have" },
		{ "$ref: '#a'", "'#a' refers to a place that s.jsonschema does not have" },
		{ "$ref: './t#'", "'./t#' refers to a schema that is not there" },
		{ "$ref: 't'", "'t' refers to a schema that is not there" },
		{ "$ref: '#/b', b: 5",
		  "referred to as '#/b' in s.jsonschema: s.jsonschema: line 1, column 30: expected a schema, "
		  "which is an object, true or false" },
		{ "$ref: '#'", "this schema refers to itself" },
		{ "allOf: [{$ref: '#/b'}], b: {not: {$ref: '#/allOf/0'}}", "this schema refers to itself" },
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct err err = { 0 };
		struct schema_store *store = schemas_new(refused[i].members, &err);
		size_t said = strlen(refused[i].said), got = strlen(err.text);

		ok(!store && err.code == ERR_PARSE && got >= said &&
			   !strcmp(err.text + got - said, refused[i].said) &&
			   strstr(err.text, "s.jsonschema"),
		   "%s: %s", refused[i].members, err.text);
		schema_store_free(store);
	}
}

static bool add(struct schema_store *store, const char *file, const char *text, struct err *err)
{
	return schema_store_add(store, file, text, strlen(text), err);
}

/* What a second file is refused for. */
static void test_second(void)
{
	static const struct {
		const char *file, *text;
		enum err_code code;
		const char *said;
	} seconds[] = {
		{ "a", "{}", ERR_EXISTS, "a: a schema of this name is there already" },
		{ "b", "{$id: 'one'}", ERR_PARSE,
		  "b: line 1, column 7: a schema of the id 'one' is there already" },
		{ "b", "{$id: 'x#y'}", ERR_PARSE,
		  "b: line 1, column 7: expected a name without '#' in \"$id\"" },
		{ "b", "{$id: 1}", ERR_PARSE, "b: line 1, column 7: expected a name without '#' in \"$id\"" },
		{ "b", "[1", ERR_PARSE,
		  "b: line 1, column 3: expected a value or ']', found the end of the text" },
		{ "b", "1", ERR_PARSE,
		  "b: line 1, column 1: expected a schema, which is an object, true or false" },
	};

	for (size_t i = 0; i < COUNT(seconds); i++) {
		struct schema_store *store = schema_store_new();
		struct err err;

		ok(add(store, "a", "{$id: 'one'}", &err), "a first");
		ok(!add(store, seconds[i].file, seconds[i].text, &err) && err.code == seconds[i].code &&
			   !strcmp(err.text, seconds[i].said),
		   "a second: %s", err.text);
		schema_store_free(store);
	}
}

static void test_stores(void)
{
	struct schema_store *store = schema_store_new();
	struct json_doc *doc = json_doc_new();
	struct err err;

	ok(add(store, "a", "{$id: 'one', $ref: './b#/part', more: {minimum: 3}}", &err) &&
		   add(store, "b", "{$id: 'two', part: {type: 'integer', $ref: 'one#/more'}}", &err) &&
		   add(store, "c", "true", &err) && schema_store_finish(store, &err),
	   "two that refer to each other");
	ok(schema_check(schema_find(store, "one"), json_new_int(doc, 3), NULL, NULL) &&
		   !schema_check(schema_find(store, "one"), json_new_int(doc, 2), NULL, NULL),
	   "are one");
	ok(!schema_find(store, "three") && !schema_find(store, "b"), "and are found by id alone");
	schema_store_free(store);
	json_doc_free(doc);
}

static void test_all(void)
{
	struct schema_store *store = schemas_get("properties: {a: {type: 'string', minimum: 3}, b: {items: "
						 "{required: ['x', 'y']}}}, propertyNames: {maxLength: 1}");
	static const char value[] = "{cc: 1, b: [{y: 1}, {x: 1}], a: 2}";
	struct json_doc *doc = parse(value, strlen(value));
	struct str got = STR_INIT;

	ok(!schema_check_all(schema_find(store, "s"), json_root(doc), note, &got), "many problems");
	ok(!strcmp(str_text(&got), "a: 2 is not of type 'string'\na: 2 is less than the minimum of 3\n"
				   "b.0: 'x' is a required property\nb.1: 'y' is a required property\n"
				   ": 'cc' is too long"),
	   "in the order of the schema");
	str_release(&got);
	json_doc_free(doc);
	schema_store_free(store);
}

static void note_place(void *data, const struct schema_problem *problem)
{
	*(struct span *)data = problem->node->span;
}

static void test_places(void)
{
	struct schema_store *store =
		schemas_get("items: {propertyNames: {maxLength: 1}, additionalProperties: "
			    "{type: 'null'}}");
	static const char *const values[] = { "[{}, {'ab': 1}]", "[{}, {'a': 1}]" };
	static const struct span places[] = { { 6, 4 }, { 11, 1 } };

	for (size_t i = 0; i < COUNT(values); i++) {
		struct json_doc *doc = parse(values[i], strlen(values[i]));
		struct span span = { 0, 0 };

		schema_check(schema_find(store, "s"), json_root(doc), note_place, &span);
		ok(span.start == places[i].start && span.len == places[i].len,
		   "a problem knows where: %u, %u", (unsigned)span.start, (unsigned)span.len);
		json_doc_free(doc);
	}
	schema_store_free(store);
}

/* Depth and branches that multiply. */
static void test_limits(void)
{
	struct str deep = STR_INIT;
	struct schema_store *store;
	struct err err;

	for (int i = 0; i < 40; i++)
		str_addf(&deep, "d%d: {$ref: '#/d%d'}, ", i, i + 1);
	str_add(&deep, "d40: {}, $ref: '#/d0'");
	store = schemas_new(str_text(&deep), &err);
	ok(!store && strstr(err.text, "more than 32 schemas within each other"), "%s", err.text);
	str_clear(&deep);
	for (int i = 0; i < 14; i++)
		str_addf(&deep, "d%d: {allOf: [{$ref: '#/d%d'}]}, ", i, i + 1);
	str_add(&deep, "d14: {items: {$ref: '#'}, type: ['array', 'null']}, $ref: '#/d0'");
	check(str_text(&deep),
	      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[null]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
	      "]]]]]]]]]]]]]]]]",
	      NULL);
	check("d: {oneOf: [{items: {$ref: '#/d'}}, {items: {$ref: '#/d'}}]}, $ref: '#/d'",
	      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
	      "]]]",
	      ": this value is too large to be checked against its schema");
	str_release(&deep);
}

int main(void)
{
	test_keywords();
	test_patterns();
	test_refused();
	test_second();
	test_stores();
	test_all();
	test_places();
	test_limits();
	return tap_done();
}
