/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_SCHEMA_PRIVATE_H
#define BASE_SCHEMA_PRIVATE_H

#include "base/schema.h"

enum {
	SCHEMA_MAX_FILES = 64,
	SCHEMA_MAX_HEIGHT = 32,       /* schemas that one value is judged by, each from within the other */
	SCHEMA_MAX_LOOKUPS = 1 << 24, /* names looked at to resolve all references */
	SCHEMA_MAX_STEPS = 1 << 23,   /* of one check */
	SCHEMA_MAX_FACTS = 1 << 14,   /* of one walk */
};

/* The types that a value has, as bits. */
enum {
	SCHEMA_BIT_NULL = 1,
	SCHEMA_BIT_BOOL = 2,
	SCHEMA_BIT_INT = 4,
	SCHEMA_BIT_NUMBER = 8, /* a whole number is both */
	SCHEMA_BIT_TEXT = 16,
	SCHEMA_BIT_LIST = 32,
	SCHEMA_BIT_OBJECT = 64,
	SCHEMA_BIT_ALL = 127,
};

/* What the value of a keyword looks like, which decides what a rule keeps of it. */
enum schema_shape {
	SHAPE_ANY,
	SHAPE_BOOL,
	SHAPE_LIST,
	SHAPE_NAMES, /* a list of texts */
	SHAPE_NUMBER,
	SHAPE_DIVISOR,  /* the same, above 0 */
	SHAPE_SIZE,     /* whole, from 0 */
	SHAPE_TYPES,    /* bits */
	SHAPE_PATTERN,  /* pattern[0] */
	SHAPE_REF,      /* sub[0], once the store is finished */
	SHAPE_SCHEMA,   /* sub[0] */
	SHAPE_SCHEMAS,  /* a list: sub */
	SHAPE_MEMBERS,  /* an object: sub in its order, and names */
	SHAPE_PATTERNS, /* an object: sub and pattern in its order */
	SHAPE_UNSUPPORTED,
};

struct schema_checker;
struct schema_rule;

/* A value and how it was come to: by a name, by an index, or in the same place as @parent. */
struct schema_at {
	const struct schema_at *parent;
	const struct json *node;
	const char *key;
	size_t index;
	bool indexed;
};

/* Whether the value of @at is as @rule wants it. */
typedef bool schema_check_fn(struct schema_checker *c, const struct schema_rule *rule,
			     const struct schema_at *at);

struct schema_keyword {
	const char *name;
	enum schema_shape shape;
	bool in_place;          /* its sub-schemas judge the value itself, not a part of it */
	schema_check_fn *check; /* NULL: refused when compiled */
};

/* A member that a rule knows. Sorted by the head, and where that is the same by the name. */
struct schema_name {
	uint64_t head; /* its first eight bytes, big end first */
	const char *name;
	size_t index;
};

/* One keyword of a schema. */
struct schema_rule {
	const struct schema_keyword *keyword;
	const struct schema *schema; /* whose it is */
	const struct json *value;
	struct schema **sub;
	size_t subs;
	struct schema_name *name; /* sorted; subs of them */
	struct schema_pattern **pattern;
	unsigned types;
};

/* All in the store's own memory. */
struct schema {
	const struct json *source; /* an object, or `true` or `false` */
	const struct schema_file *file;
	struct schema_rule *rule; /* in the source's order, which is the one that problems are found in */
	size_t rules;
	const struct schema_rule *properties, *patterns, *prefix; /* those of `rule` that others look at */
	int height;                                               /* 0: not known; -1: being found */
	struct schema *next;                                      /* in the order they were made */
};

struct schema_file {
	const char *name, *id;
	struct json_doc *doc;
	struct schema *root;
};

/* The schema that a node was made into. */
struct schema_slot {
	const struct json *node;
	struct schema *schema;
};

struct schema_store {
	struct schema_file file[SCHEMA_MAX_FILES];
	size_t files;
	struct json_doc *memory;
	struct schema *first, *last;
	struct schema_slot *slot; /* open addressing */
	size_t slots, used;
	struct schema_rule **ref; /* those that refer to schemas elsewhere */
	size_t refs, ref_cap;
	size_t lookups;
	bool finished;
};

/* The row of a keyword; NULL: one that says nothing of values. */
const struct schema_keyword *schema_keyword(const char *name);

/* The schema that @node of @file is; NULL with an error when it is none. */
struct schema *schema_compile(struct schema_store *store, const struct schema_file *file,
			      const struct json *node, struct err *err);

/* Remember that @rule refers to what its value says. */
void schema_want(struct schema_store *store, struct schema_rule *rule);

/* Always false: "FILE: line L, column C: ..." of @node. */
bool schema_error(struct err *err, const struct schema_file *file, const struct json *node, const char *fmt,
		  ...) PRINTF_LIKE(4, 5);

/* A text's types as bits; 0: no such type. */
unsigned schema_type_bits(const char *name);

/* The rule of @schema that @keyword made; NULL: none. */
const struct schema_rule *schema_rule(const struct schema *schema, const char *keyword);

/* The sub-schema of a rule of SHAPE_MEMBERS; NULL: no such member. */
const struct schema *schema_sub(const struct schema_rule *rule, const char *name);

struct schema_checker {
	void (*report)(void *data, const struct schema_problem *problem);
	void *data;
	bool all;       /* go on behind the first problem */
	int quiet;      /* above 0: only whether, not what */
	bool exhausted; /* out of steps: no answer */
	size_t steps;
	struct str text, path;
};

/* Take @count from the steps. False when there are no more. */
bool schema_spend(struct schema_checker *c, size_t count);

/* Whether to look for more behind a problem. */
bool schema_goes_on(const struct schema_checker *c);

/* Both always false: tell of a problem, unless the checker is quiet. The text is @before, @shown as Python writes it,
 * @after, @other the same way. */
bool schema_say(struct schema_checker *c, const struct schema_at *at, const char *before,
		const struct json *shown, const char *after, const struct json *other);
bool schema_say_text(struct schema_checker *c, const struct schema_at *at, const char *text);

/* The texts that take more than that; all false. */
bool schema_say_types(struct schema_checker *c, const struct schema_at *at, const struct json *types);
bool schema_say_extra(struct schema_checker *c, const struct schema *schema, const struct schema_at *at);
bool schema_say_unevaluated(struct schema_checker *c, const struct schema_at *at, const struct schema *items,
			    size_t prefix);
bool schema_say_several(struct schema_checker *c, const struct schema_rule *rule, const struct schema_at *at,
			size_t first);

bool schema_apply(struct schema_checker *c, const struct schema *schema, const struct schema_at *at);

/* Whether @schema takes @at, and nothing said of it. */
bool schema_takes(struct schema_checker *c, const struct schema *schema, const struct schema_at *at);

/* Whether the member is one that neither properties nor patternProperties of @schema speak of. */
bool schema_is_extra(const struct schema *schema, const struct json *member);

/* Of schema_children.c, for the table. */
schema_check_fn schema_check_required, schema_check_properties, schema_check_patterns,
	schema_check_additional, schema_check_names, schema_check_prefix_items, schema_check_items,
	schema_check_unevaluated;

#endif
