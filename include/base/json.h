/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/*
 * JSON as QMK reads it, which is HJSON: strict JSON, and comments (#, //, and the block form), trailing and
 * missing commas, names without quotes, text in single quotes, text without quotes up to the end of the line,
 * ''' text over several lines ''', and a root object without braces. A name that an object has twice is an error,
 * as it is to QMK. Syntax: hjson.github.io/syntax.html; the corners follow hjson-py, QMK's own reader.
 *
 * Every node knows where it stands, so that a writer can replace it and leave all other bytes alone.
 */
enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

enum {
	JSON_MAX_BYTES = 4 << 20,
	JSON_MAX_NODES = 1 << 19,
	JSON_MAX_DEPTH = 64,
};

struct json {
	enum json_type type;
	bool bare;            /* TEXT without quotes; the root without its brackets */
	bool yes;             /* BOOL */
	bool whole;           /* NUMBER: `integer` is its exact value */
	uint16_t file;        /* in a document made of several texts: which one, as its maker numbers them; 0: none */
	struct span span;     /* the value, with its quotes or brackets */
	struct span key_span; /* a member's name, with its quotes; len 0: no member */
	const char *key;      /* the name; NULL: no member */
	const char *text;     /* TEXT, decoded */
	double number;        /* NUMBER */
	int64_t integer;      /* NUMBER: 1e3 and 1.0 are whole */
	size_t count;         /* ARRAY, OBJECT: children */
	struct json *first, *last; /* children, in the file's order */
	struct json *next;         /* of the same parent */
};

struct json_doc;

/* Borrowed nodes are valid until json_doc_free(); @text is not needed any more after this returns. ERR_PARSE or
 * ERR_RANGE with "line L, column C: ..." on failure. An empty text is an empty object. */
struct json_doc *json_parse(const char *text, size_t len, struct err *err);

/* The same of a list's elements without the list's brackets: the root is an ARRAY, and bare. */
struct json_doc *json_parse_items(const char *text, size_t len, struct err *err);

void json_doc_free(struct json_doc *doc);
const struct json *json_root(const struct json_doc *doc);

/* Line and column (bytes) of an offset into the text, both from 1. */
void json_place(const struct json_doc *doc, size_t offset, int *line, int *column);

/* The member at a dotted path, "usb.vid"; NULL when there is none, and when @object is NULL or no object. */
const struct json *json_find(const struct json *object, const char *path);

/* Whether @node is a whole number in [min, max]; NULL is not. */
bool json_int(const struct json *node, int64_t min, int64_t max, int64_t *out);

/* Whether @node is `true`; NULL is not. */
bool json_is_true(const struct json *node);

/* The text of a TEXT; "" for all else, NULL too. */
const char *json_text(const struct json *node);

/* @text as strict JSON writes it, in double quotes; U+FFFD for bytes that are no UTF-8. */
void json_add_text(struct str *out, const char *text);

const char *json_type_name(enum json_type type); /* "a number" */

#endif
