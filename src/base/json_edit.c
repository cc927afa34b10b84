/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "json_private.h"

struct json_doc *json_doc_new(void)
{
	struct json_doc *doc = mem_new(1, sizeof(*doc));

	doc->root = json_new(doc, JSON_OBJECT);
	return doc;
}

struct json *json_edit_root(struct json_doc *doc)
{
	return doc->root;
}

struct json *json_new(struct json_doc *doc, enum json_type type)
{
	struct json *node = json_alloc(doc, sizeof(*node));

	node->type = type;
	node->whole = type == JSON_NUMBER;
	node->text = type == JSON_TEXT ? "" : NULL;
	return node;
}

struct json *json_new_bool(struct json_doc *doc, bool yes)
{
	struct json *node = json_new(doc, JSON_BOOL);

	node->yes = yes;
	return node;
}

struct json *json_new_int(struct json_doc *doc, int64_t integer)
{
	struct json *node = json_new(doc, JSON_NUMBER);

	node->integer = integer;
	node->number = (double)integer;
	return node;
}

struct json *json_new_number(struct json_doc *doc, double number)
{
	struct json *node = json_new(doc, JSON_NUMBER);

	node->whole = false;
	node->number = number;
	return node;
}

struct json *json_new_text(struct json_doc *doc, const char *text)
{
	struct json *node = json_new(doc, JSON_TEXT);

	node->text = json_alloc_text(doc, text, strlen(text));
	return node;
}

static void hang(struct json *parent, struct json *node)
{
	assert(!node->next);
	if (parent->type == JSON_ARRAY) {
		node->key = NULL;
		node->key_span = (struct span){ 0, 0 };
	}
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	parent->count++;
}

/* The parser's depth cap bounds the recursion. */
struct json *json_copy(struct json_doc *doc, const struct json *from)
{
	struct json *node = json_alloc(doc, sizeof(*node));

	*node = *from;
	node->key = NULL;
	node->key_span = (struct span){ 0, 0 };
	node->first = node->last = node->next = NULL;
	node->count = 0;
	if (from->text)
		node->text = json_alloc_text(doc, from->text, strlen(from->text));
	for (const struct json *child = from->first; child; child = child->next) {
		struct json *copy = json_copy(doc, child);

		if (child->key) {
			copy->key = json_alloc_text(doc, child->key, strlen(child->key));
			copy->key_span = child->key_span;
		}
		hang(node, copy);
	}
	return node;
}

struct json *json_member(const struct json *object, const char *key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (struct json *node = object->first; node; node = node->next)
		if (!strcmp(node->key, key))
			return node;
	return NULL;
}

/* Let @node stand where @old stands, under its name; NULL for @node: nothing does. */
static void replace(struct json *parent, struct json *old, struct json *node)
{
	struct json *before = NULL;

	for (struct json *n = parent->first; n != old; n = n->next)
		before = n;
	if (node) {
		node->key = old->key;
		node->key_span = old->key_span;
		node->next = old->next;
	} else {
		parent->count--;
	}
	if (before)
		before->next = node ? node : old->next;
	else
		parent->first = node ? node : old->next;
	if (parent->last == old)
		parent->last = node ? node : before;
	old->next = NULL;
}

struct json *json_put(struct json_doc *doc, struct json *object, const char *key, struct json *node)
{
	struct json *old = json_member(object, key);

	assert(object->type == JSON_OBJECT);
	if (old) {
		replace(object, old, node);
		return node;
	}
	node->key = json_alloc_text(doc, key, strlen(key));
	hang(object, node);
	return node;
}

struct json *json_take(struct json *object, const char *key)
{
	struct json *node = json_member(object, key);

	if (node)
		replace(object, node, NULL);
	return node;
}

void json_append(struct json *array, struct json *node)
{
	assert(array->type == JSON_ARRAY);
	hang(array, node);
}

struct json *json_at(const struct json *array, size_t index)
{
	struct json *node = array && array->type == JSON_ARRAY ? array->first : NULL;

	while (node && index--)
		node = node->next;
	return node;
}

/* A part of a path as an index; at most 6 digits. */
static bool part_index(const char *part, size_t len, size_t *out)
{
	if (!len || len > 6 || strspn(part, "0123456789") < len)
		return false;
	*out = strtoul(part, NULL, 10);
	return true;
}

/* The child of @node that @part names; *@fits: such a part may be put there. */
static struct json *step(const struct json *node, const char *part, size_t len, bool *fits)
{
	size_t index;

	*fits = node->type == JSON_OBJECT;
	if (node->type == JSON_ARRAY && part_index(part, len, &index)) {
		*fits = index <= node->count;
		return json_at(node, index);
	}
	if (node->type == JSON_OBJECT)
		for (struct json *child = node->first; child; child = child->next)
			if (!strncmp(child->key, part, len) && !child->key[len])
				return child;
	return NULL;
}

struct json *json_get_path(const struct json *object, const char *path)
{
	const struct json *node = object;

	while (node) {
		size_t len = strcspn(path, ".");
		bool fits;
		struct json *child = step(node, path, len, &fits);

		if (!path[len])
			return child;
		node = child;
		path += len + 1;
	}
	return NULL;
}

static void put_child(struct json_doc *doc, struct json *parent, const char *part, size_t len,
		      struct json *old, struct json *node)
{
	if (old) {
		replace(parent, old, node);
		return;
	}
	if (parent->type == JSON_OBJECT)
		node->key = json_alloc_text(doc, part, len);
	hang(parent, node);
}

bool json_put_path(struct json_doc *doc, struct json *object, const char *path, struct json *node)
{
	struct json *at = object;

	for (;;) {
		size_t len = strcspn(path, ".");
		bool fits;
		struct json *child = step(at, path, len, &fits);

		if (!fits)
			return false;
		if (!path[len]) {
			put_child(doc, at, path, len, child, node);
			return true;
		}
		if (!child) {
			/* All that follows is new, so nothing can refuse it any more. */
			child = json_new(doc, JSON_OBJECT);
			put_child(doc, at, path, len, NULL, child);
		}
		at = child;
		path += len + 1;
	}
}

/* Members mostly stand in the same order in both: the next one is tried before all are looked through. */
static bool equal_members(const struct json *a, const struct json *b)
{
	const struct json *other = b->first;

	for (const struct json *member = a->first; member; member = member->next) {
		if (!other || strcmp(other->key, member->key) != 0)
			other = json_member(b, member->key);
		if (!other || !json_equal(member, other))
			return false;
		other = other->next;
	}
	return true;
}

bool json_equal(const struct json *a, const struct json *b)
{
	if (a->type != b->type || a->count != b->count)
		return false;
	switch (a->type) {
	case JSON_NULL:
		return true;
	case JSON_BOOL:
		return a->yes == b->yes;
	case JSON_NUMBER:
		return a->whole && b->whole ? a->integer == b->integer : a->number == b->number;
	case JSON_TEXT:
		return !strcmp(a->text, b->text);
	case JSON_ARRAY:
		for (const struct json *x = a->first, *y = b->first; x; x = x->next, y = y->next)
			if (!json_equal(x, y))
				return false;
		return true;
	case JSON_OBJECT:
		return equal_members(a, b);
	}
	return false;
}

void json_add_number(struct str *out, const struct json *number)
{
	char text[40];

	if (number->whole) {
		str_addf(out, "%lld", (long long)number->integer);
		return;
	}
	if (number->number > -1e16 && number->number < 1e16 &&
	    number->number == (double)(int64_t)number->number) {
		str_addf(out, "%lld.0", (long long)number->number);
		return;
	}
	/* The shortest that reads back as the same. */
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, number->number);
		if (strtod(text, NULL) == number->number)
			break;
	}
	str_add(out, text);
}

static void add_ascii_text(struct str *out, const char *text)
{
	static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	size_t len = strlen(text);

	str_add_char(out, '"');
	for (size_t i = 0; i < len;) {
		const char *found = strchr(special, text[i]);
		size_t used;
		uint32_t c = utf8_decode(text + i, len - i, &used);

		i += used;
		if (found)
			str_addf(out, "\\%c", letters[found - special]);
		else if (c >= 0x10000)
			str_addf(out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + (c & 0x3ff));
		else if (c < 0x20 || c >= 0x7f)
			str_addf(out, "\\u%04x", c);
		else
			str_add_char(out, (char)c);
	}
	str_add_char(out, '"');
}

/* The cap on a document's depth bounds the recursion. */
void json_add_in_words(struct str *out, const struct json *node, const struct json_words *words)
{
	switch (node->type) {
	case JSON_NULL:
		str_add(out, words->null);
		return;
	case JSON_BOOL:
		str_add(out, node->yes ? words->yes : words->no);
		return;
	case JSON_NUMBER:
		json_add_number(out, node);
		return;
	case JSON_TEXT:
		words->add_text(out, node->text);
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	str_add_char(out, node->type == JSON_ARRAY ? '[' : '{');
	for (const struct json *child = node->first; child; child = child->next) {
		if (child != node->first)
			str_add(out, ", ");
		if (node->type == JSON_OBJECT) {
			words->add_text(out, child->key);
			str_add(out, ": ");
		}
		json_add_in_words(out, child, words);
	}
	str_add_char(out, node->type == JSON_ARRAY ? ']' : '}');
}

void json_add_line(struct str *out, const struct json *node)
{
	static const struct json_words words = { "null", "true", "false", add_ascii_text };

	json_add_in_words(out, node, &words);
}
