/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "json_private.h"
#include "schema_private.h"

struct schema_store *schema_store_new(void)
{
	struct schema_store *store = mem_new(1, sizeof(*store));

	store->memory = json_doc_new();
	return store;
}

void schema_store_free(struct schema_store *store)
{
	if (!store)
		return;
	for (size_t i = 0; i < store->files; i++)
		json_doc_free(store->file[i].doc);
	json_doc_free(store->memory);
	free(store->slot);
	free(store->ref);
	free(store);
}

bool schema_error(struct err *err, const struct schema_file *file, const struct json *node, const char *fmt,
		  ...)
{
	int line, column;
	va_list ap;
	struct str text = STR_INIT;

	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	json_place(file->doc, node->span.start, &line, &column);
	err_set(err, ERR_PARSE, "%s: line %d, column %d: %s", file->name, line, column, str_text(&text));
	str_release(&text);
	return false;
}

static const struct schema_file *find_file(const struct schema_store *store, const char *name, size_t len,
					   bool by_id)
{
	for (size_t i = 0; i < store->files; i++) {
		const char *known = by_id ? store->file[i].id : store->file[i].name;

		if (known && !strncmp(known, name, len) && !known[len])
			return &store->file[i];
	}
	return NULL;
}

static bool read_id(struct schema_store *store, struct schema_file *file, struct err *err)
{
	const struct json *root = json_root(file->doc), *id = json_member(root, "$id");

	if (!id)
		return true;
	if (id->type != JSON_TEXT || !*id->text || strchr(id->text, '#'))
		return schema_error(err, file, id, "expected a name without '#' in \"$id\"");
	if (find_file(store, id->text, strlen(id->text), true))
		return schema_error(err, file, id, "a schema of the id '%s' is there already", id->text);
	file->id = id->text;
	return true;
}

bool schema_store_add(struct schema_store *store, const char *name, const char *text, size_t len,
		      struct err *err)
{
	struct schema_file *file = &store->file[store->files];

	assert(!store->finished);
	if (store->files == SCHEMA_MAX_FILES)
		return err_set(err, ERR_RANGE, "%s: more than %d schemas", name, SCHEMA_MAX_FILES);
	if (find_file(store, name, strlen(name), false))
		return err_set(err, ERR_EXISTS, "%s: a schema of this name is there already", name);
	file->doc = json_parse(text, len, err);
	if (!file->doc)
		return err_wrap(err, "%s", name);
	file->name = json_alloc_text(store->memory, name, strlen(name));
	if (!read_id(store, file, err)) {
		json_doc_free(file->doc);
		return false;
	}
	/* From here on what was made of it points into it. */
	store->files++;
	file->root = schema_compile(store, file, json_root(file->doc), err);
	return file->root != NULL;
}

void schema_want(struct schema_store *store, struct schema_rule *rule)
{
	store->ref = mem_grow(store->ref, store->refs, &store->ref_cap, sizeof(*store->ref));
	store->ref[store->refs++] = rule;
}

/* A part of a pointer, unescaped: ~1 is a slash, ~0 a tilde. NULL when it is longer than any sane name. */
static const char *pointer_part(const char *part, size_t len, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (n + 1 == size)
			return NULL;
		out[n] = part[i];
		if (part[i] == '~' && i + 1 < len && (part[i + 1] == '0' || part[i + 1] == '1'))
			out[n] = part[++i] == '0' ? '~' : '/';
		n++;
	}
	out[n] = '\0';
	return out;
}

/* What a JSON pointer leads to; NULL when nothing. */
static const struct json *follow(struct schema_store *store, const struct json *node, const char *pointer)
{
	char name[256];

	while (node && *pointer) {
		size_t len = strcspn(pointer + 1, "/");
		const char *part = pointer_part(pointer + 1, len, name, sizeof(name));

		if (*pointer != '/' || !part || (store->lookups += node->count) > SCHEMA_MAX_LOOKUPS)
			return NULL;
		if (node->type == JSON_ARRAY && *part && strspn(part, "0123456789") == strlen(part))
			node = json_at(node, strtoul(part, NULL, 10));
		else
			node = json_member(node, part);
		pointer += 1 + len;
	}
	return node;
}

static bool resolve(struct schema_store *store, struct schema_rule *rule, struct err *err)
{
	const struct schema_file *file = rule->schema->file, *target = file;
	const char *text = rule->value->text;
	size_t len = strcspn(text, "#");
	const char *pointer = text[len] ? text + len + 1 : "";
	const struct json *node;

	if (len)
		target = !strncmp(text, "./", 2) ? find_file(store, text + 2, len - 2, false)
						 : find_file(store, text, len, true);
	if (!target)
		return schema_error(err, file, rule->value, "'%s' refers to a schema that is not there",
				    text);
	node = follow(store, json_root(target->doc), pointer);
	if (!node)
		return schema_error(err, file, rule->value, "'%s' refers to a place that %s does not have",
				    text, target->name);
	rule->sub[0] = schema_compile(store, target, node, err);
	return rule->sub[0] || err_wrap(err, "referred to as '%s' in %s", text, file->name);
}

/* How many schemas a value meets in one place; @depth: how many it has met on the way here. */
static bool find_height(struct schema *schema, int depth, struct err *err)
{
	int height = 0;

	if (schema->height < 0)
		return schema_error(err, schema->file, schema->source, "this schema refers to itself");
	if (depth + schema->height >= SCHEMA_MAX_HEIGHT)
		return schema_error(err, schema->file, schema->source,
				    "more than %d schemas within each other", SCHEMA_MAX_HEIGHT);
	if (schema->height)
		return true;
	schema->height = -1;
	for (size_t i = 0; i < schema->rules; i++) {
		const struct schema_rule *rule = &schema->rule[i];

		for (size_t k = 0; rule->keyword->in_place && k < rule->subs; k++) {
			if (!find_height(rule->sub[k], depth + 1, err))
				return false;
			if (rule->sub[k]->height > height)
				height = rule->sub[k]->height;
		}
	}
	schema->height = height + 1;
	return true;
}

bool schema_store_finish(struct schema_store *store, struct err *err)
{
	/* Resolving compiles, and what is compiled may refer to more. */
	for (size_t i = 0; i < store->refs; i++)
		if (!resolve(store, store->ref[i], err))
			return false;
	for (struct schema *schema = store->first; schema; schema = schema->next)
		if (!find_height(schema, 0, err))
			return false;
	store->finished = true;
	return true;
}

const struct schema *schema_find(const struct schema_store *store, const char *id)
{
	const struct schema_file *file = find_file(store, id, strlen(id), true);

	assert(store->finished);
	return file ? file->root : NULL;
}
