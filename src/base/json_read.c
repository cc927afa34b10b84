/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "json_private.h"

static void index_lines(struct json_doc *doc, const char *text, size_t len)
{
	size_t cap = 0;

	doc->line = mem_grow(doc->line, 0, &cap, sizeof(*doc->line));
	doc->line[doc->lines++] = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] != '\n')
			continue;
		doc->line = mem_grow(doc->line, doc->lines, &cap, sizeof(*doc->line));
		doc->line[doc->lines++] = (uint32_t)i + 1;
	}
}

static bool read_key(struct json_parser *p, struct json *node)
{
	size_t start = p->at, end;
	int c = json_peek(p, 0);

	if (c == '"' || c == '\'') {
		if (!json_read_quoted(p))
			return false;
		node->key = json_alloc_text(p->doc, str_text(&p->scratch), p->scratch.len);
	} else {
		while (c = json_peek(p, 0), c >= 0 && !json_is_space(c) && !strchr("{}[],:", c))
			p->at++;
		if (p->at == start)
			return json_expected(p, "a name or '}'");
		node->key = json_alloc_text(p->doc, p->text + start, p->at - start);
	}
	end = p->at;
	node->key_span = (struct span){ (uint32_t)start, (uint32_t)(end - start) };
	/* No comment may follow a name without quotes. */
	while (json_is_space(json_peek(p, 0)))
		p->at++;
	if ((c == '"' || c == '\'') && !json_skip_blank(p))
		return false;
	if (json_peek(p, 0) != ':')
		return json_expected(p, "':' behind a name");
	p->at++;
	return json_skip_blank(p);
}

static int compare_members(const void *a, const void *b)
{
	const struct json *x = *(const struct json *const *)a, *y = *(const struct json *const *)b;
	int order = strcmp(x->key, y->key);

	return order ? order
		     : (x->key_span.start > y->key_span.start) - (x->key_span.start < y->key_span.start);
}

/* The first of two members of one name, the second in *@again; NULL: there are none. Many are sorted, so that an object
 * of very many costs no square of them. */
static const struct json *find_duplicate(struct json_parser *p, const struct json *object,
					 const struct json **again)
{
	enum { FEW = 8 };
	size_t n = 0;

	for (const struct json *node = object->first; node && object->count <= FEW; node = node->next)
		for (*again = node->next; *again; *again = (*again)->next)
			if (!strcmp(node->key, (*again)->key))
				return node;
	if (object->count <= FEW)
		return NULL;
	if (object->count > p->member_cap) {
		p->member_cap = object->count;
		p->member = mem_resize(p->member, p->member_cap, sizeof(const struct json *));
	}
	for (const struct json *node = object->first; node; node = node->next)
		p->member[n++] = node;
	qsort(p->member, n, sizeof(const struct json *), compare_members);
	for (size_t i = 1; i < n; i++) {
		*again = p->member[i];
		if (!strcmp(p->member[i - 1]->key, (*again)->key))
			return p->member[i - 1];
	}
	return NULL;
}

static bool refuse_duplicates(struct json_parser *p, const struct json *object)
{
	const struct json *again, *first = find_duplicate(p, object, &again);
	int line, column;

	if (!first)
		return true;
	p->final = true;
	json_place(p->doc, first->key_span.start, &line, &column);
	return json_fail(p, again->key_span.start,
			 "the name \"%.60s\" is here a second time; the first is in line %d, column %d",
			 again->key, line, column);
}

static bool read_value(struct json_parser *p, struct json *node);

/* Members or elements up to @close (-1: up to the end of the text). */
static bool read_children(struct json_parser *p, struct json *parent, int close)
{
	struct json **tail = &parent->first;

	while (json_skip_blank(p)) {
		struct json *node;

		if (json_peek(p, 0) == close) {
			p->at += close >= 0;
			return parent->type != JSON_OBJECT || refuse_duplicates(p, parent);
		}
		if (json_peek(p, 0) < 0)
			return json_expected(p, close == '}' ? "a name or '}'" : "a value or ']'");
		if (p->nodes++ >= JSON_MAX_NODES)
			return err_set(p->err, ERR_RANGE, "more than %d values in one text", JSON_MAX_NODES);
		node = json_alloc(p->doc, sizeof(*node));
		if ((parent->type == JSON_OBJECT && !read_key(p, node)) || !read_value(p, node) ||
		    !json_skip_blank(p))
			return false;
		*tail = node;
		tail = &node->next;
		parent->last = node;
		parent->count++;
		if (json_peek(p, 0) == ',')
			p->at++;
	}
	return false;
}

static bool read_value(struct json_parser *p, struct json *node)
{
	bool ok;
	int c = json_peek(p, 0);

	node->span.start = (uint32_t)p->at;
	if (c == '{' || c == '[') {
		node->type = c == '{' ? JSON_OBJECT : JSON_ARRAY;
		if (++p->depth > JSON_MAX_DEPTH)
			return json_fail(p, p->at, "more than %d levels of brackets", JSON_MAX_DEPTH);
		p->at++;
		ok = read_children(p, node, c == '{' ? '}' : ']');
		p->depth--;
		node->span.len = (uint32_t)(p->at - node->span.start);
		return ok;
	}
	return json_read_scalar(p, node);
}

/* What no reader of JSON takes, told by name and not as a strange character. */
static bool check_encoding(struct json_parser *p)
{
	const unsigned char *b = (const unsigned char *)p->text;
	size_t used;

	if (p->len >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff)))
		return err_set(p->err, ERR_PARSE, "the text is in UTF-16; save it as UTF-8");
	for (size_t i = 0; i < p->len; i += used) {
		uint32_t code = utf8_decode(p->text + i, p->len - i, &used);

		if (code == 0)
			return json_fail(p, i, "a NUL byte: this is no text file");
		if (code == 0xfffd && used == 1)
			return json_fail(p, i, "the byte 0x%02x is not UTF-8; save the text as UTF-8", b[i]);
	}
	return true;
}

/* The root: an object or array, members without braces, or a single value. */
static bool read_root(struct json_parser *p, struct json *root)
{
	struct err single;
	size_t start;

	if (p->len >= 3 && !memcmp(p->text, "\xef\xbb\xbf", 3))
		p->at = 3;
	start = p->at;
	if (!json_skip_blank(p))
		return false;
	if (json_peek(p, 0) == '{' || json_peek(p, 0) == '[')
		return read_value(p, root);
	if (start && json_peek(p, 0) < 0)
		return json_expected(p, "a value behind the byte order mark");
	root->type = JSON_OBJECT;
	root->bare = true;
	root->span = (struct span){ (uint32_t)start, (uint32_t)(p->len - start) };
	if (read_children(p, root, -1))
		return true;
	if (p->final)
		return false;
	/* The error that stays is of the members: a text of one value is rare. */
	*root = (struct json){ 0 };
	p->at = start;
	p->depth = 0;
	p->nodes = 0;
	single = *p->err;
	if (json_skip_blank(p) && read_value(p, root) && json_skip_blank(p) && json_peek(p, 0) < 0)
		return true;
	*p->err = single;
	return false;
}

/* Elements of a list without its brackets. */
static bool read_items(struct json_parser *p, struct json *root)
{
	if (p->len >= 3 && !memcmp(p->text, "\xef\xbb\xbf", 3))
		p->at = 3;
	root->type = JSON_ARRAY;
	root->bare = true;
	root->span = (struct span){ (uint32_t)p->at, (uint32_t)(p->len - p->at) };
	return read_children(p, root, -1);
}

typedef bool root_reader(struct json_parser *p, struct json *root);

static struct json_doc *parse(const char *text, size_t len, root_reader *read, struct err *err)
{
	struct json_parser p = { .text = text, .len = len, .err = err, .last_line = SIZE_MAX };
	struct json *root;
	bool ok;

	if (len > JSON_MAX_BYTES) {
		err_set(err, ERR_RANGE, "the text has %zu bytes; at most %d are read", len, JSON_MAX_BYTES);
		return NULL;
	}
	p.doc = mem_new(1, sizeof(*p.doc));
	index_lines(p.doc, text, len);
	root = json_alloc(p.doc, sizeof(*root));
	p.doc->root = root;
	ok = check_encoding(&p) && read(&p, root) && json_skip_blank(&p);
	if (ok && json_peek(&p, 0) >= 0)
		ok = json_expected(&p, "the end of the text");
	str_release(&p.scratch);
	free(p.member);
	if (!ok) {
		json_doc_free(p.doc);
		return NULL;
	}
	return p.doc;
}

struct json_doc *json_parse(const char *text, size_t len, struct err *err)
{
	return parse(text, len, read_root, err);
}

struct json_doc *json_parse_items(const char *text, size_t len, struct err *err)
{
	return parse(text, len, read_items, err);
}
