/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_JSON_EDIT_H
#define BASE_JSON_EDIT_H

#include "base/json.h"

/*
 * Making and changing a JSON document in memory. Nodes belong to the document that made them and live as long as it
 * does; what is taken out of an object is not freed before that. A node hangs in one place only: to have it in two,
 * json_copy() it. None of these fail; text given is copied.
 */
struct json_doc *json_doc_new(void);               /* its root is an empty object */
struct json *json_edit_root(struct json_doc *doc); /* also of one that json_parse() made */

struct json *json_new(struct json_doc *doc, enum json_type type); /* null, false, 0, "", [] or {} */
struct json *json_new_bool(struct json_doc *doc, bool yes);
struct json *json_new_int(struct json_doc *doc, int64_t integer);
struct json *json_new_number(struct json_doc *doc, double number); /* never `whole`, 2.0 neither */
struct json *json_new_text(struct json_doc *doc, const char *text);

/* A deep copy without the name; places and files stay those of @from, which may be of another document. */
struct json *json_copy(struct json_doc *doc, const struct json *from);

/* The member named @key, dots and all; NULL when there is none and when @object is NULL or no object. */
struct json *json_member(const struct json *object, const char *key);

/* Put @node into @object: where a member of that name stands, else at the end. Returns @node. */
struct json *json_put(struct json_doc *doc, struct json *object, const char *key, struct json *node);

/* Put @node at the dotted @path, making the objects on the way; a part that is a number indexes a list where there is
 * one, and may be one behind its end. False when something on the way is neither object nor list, or when an index is
 * out of range: nothing is changed then. */
bool json_put_path(struct json_doc *doc, struct json *object, const char *path, struct json *node);

/* As json_find(), and a part that is a number indexes a list. */
struct json *json_get_path(const struct json *object, const char *path);

/* Take the member out of @object; NULL when there is none. It may be put elsewhere. */
struct json *json_take(struct json *object, const char *key);

void json_append(struct json *array, struct json *node);
struct json *json_at(const struct json *array, size_t index); /* NULL behind the end */

/* Whether both are the same value: members in any order, 1 and 1.0 the same. */
bool json_equal(const struct json *a, const struct json *b);

/* A number as JSON and Python write it: 12, 0.25, 1e+16; one that is not `whole` has a point or an exponent. */
void json_add_number(struct str *out, const struct json *number);

/* On one line, with ", " and ": " between, as Python's json.dumps() does; text in ASCII with \u escapes. */
void json_add_line(struct str *out, const struct json *node);

#endif
