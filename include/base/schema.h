/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SCHEMA_H
#define BASE_SCHEMA_H

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"

/*
 * JSON Schema, draft 2020-12, those keywords that QMK's schemas use: type enum const pattern properties
 * patternProperties additionalProperties required items prefixItems unevaluatedItems propertyNames oneOf anyOf allOf
 * not $ref $defs minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems
 * minProperties maxProperties uniqueItems; format, title, description, default and $comment assert nothing. A keyword
 * that would assert and that we do not know makes adding the schema fail. A $ref is "#/pointer", "id#/pointer" or
 * "./file#/pointer" of a schema in the same store; one that leads in a circle without taking a value apart is refused.
 *
 * Patterns are of characters, classes, repetitions and the anchors ^ and $; one with groups or alternatives is refused.
 * \d, \w and \s are of ASCII, as a pin's name is, where Python's are of all Unicode.
 *
 * A value that takes more than a few million steps to check is not valid, and the one problem told of it says so.
 */
struct schema_store;
struct schema; /* borrowed; lives as long as its store */

struct schema_store *schema_store_new(void);
void schema_store_free(struct schema_store *store);

/* @file is the name that "./file" refers to; @text is HJSON, and is not needed after this returns. ERR_PARSE,
 * ERR_RANGE or ERR_EXISTS with the file and the place. After a failure of this or of schema_store_finish() the store
 * is good for schema_store_free() alone. */
bool schema_store_add(struct schema_store *store, const char *file, const char *text, size_t len,
		      struct err *err) NODISCARD;

/* Resolve all references. After this nothing may be added. ERR_PARSE with the schema, the place and the reference. */
bool schema_store_finish(struct schema_store *store, struct err *err) NODISCARD;

/* By "$id"; NULL when there is none. */
const struct schema *schema_find(const struct schema_store *store, const char *id);

/* What is wrong with a value. @path is dotted, "layouts.LAYOUT.layout.0.x", "" for the root; @text is what Python's
 * jsonschema says of it, since people search for that; @node is where it stands. All borrowed for the call. */
struct schema_problem {
	const char *path, *text;
	const struct json *node;
};

/* Whether @value is valid. If not, the problem that Python's jsonschema (4.10) finds first is told to @report (may be
 * NULL). Where Python takes members in no order, those of additionalProperties, they are taken in the value's. */
bool schema_check(const struct schema *schema, const struct json *value,
		  void (*report)(void *data, const struct schema_problem *problem), void *data);

/* The same with every problem, in the same order. */
bool schema_check_all(const struct schema *schema, const struct json *value,
		      void (*report)(void *data, const struct schema_problem *problem), void *data);

/*
 * What a schema says of one member, for forms: what it must be, in the order that the schema has its members. Texts
 * are borrowed from the store, the path for the call. What several schemas ask of one member is told once; what only
 * one branch of oneOf or anyOf asks is not told, but its members are.
 */
enum schema_type {
	SCHEMA_ANY,
	SCHEMA_BOOL,
	SCHEMA_INT,
	SCHEMA_NUMBER,
	SCHEMA_TEXT,
	SCHEMA_LIST,
	SCHEMA_OBJECT
};

struct schema_facts {
	/* "usb.vid"; "*" stands for a name that the user chooses, "#" for an index: "encoder.rotary.#.pin_a" */
	const char *path;
	enum schema_type type;
	bool has_min, has_max;
	double min, max;             /* both included; of a list or a text: of its length */
	const struct json *choices;  /* the list of an enum; NULL: none */
	const char *pattern;         /* NULL: none */
	const char *comment;         /* $comment or description; NULL: none */
	const struct json *fallback; /* default; NULL: none */
	bool required;
	const struct schema *schema; /* for schema_check() of a value typed there */
};

/* Call @each for every member below @schema, objects before their members; a schema within itself is entered once.
 * At most 16384 calls. */
void schema_walk(const struct schema *schema, void (*each)(void *data, const struct schema_facts *facts),
		 void *data);

#endif
