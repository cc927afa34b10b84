/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "compile/keyboard_json.h"
#include "json_tables.h"
#include "json_text.h"

static void take(struct json_tables *t, struct str *out)
{
	str_release(t->text);
	*t->text = *out;
	*out = (struct str)STR_INIT;
}

static bool apply(struct json_tables *t, enum keyboard_json_change change, const char *path,
		  const char *value)
{
	struct json_doc *doc = value ? json_parse(value, strlen(value), t->err) : NULL;
	const struct keyboard_json_edit edit = { .change = change,
						 .path = path,
						 .value = doc ? json_root(doc) : NULL };
	struct str out = STR_INIT;
	bool ok = (doc || !value) && keyboard_json_edit(str_text(t->text), t->text->len, &edit, &out, t->err);

	json_doc_free(doc);
	if (ok)
		take(t, &out);
	str_release(&out);
	return ok || err_wrap(t->err, "%s cannot be put into the text", path);
}

bool json_tables_set(struct json_tables *t, const char *path, const char *value)
{
	return apply(t, value ? KEYBOARD_JSON_SET : KEYBOARD_JSON_REMOVE, path, value);
}

bool json_tables_have(struct json_tables *t, const char *name, const char *value)
{
	struct json_text json;
	struct str out = STR_INIT;

	if (!json_text_open(&json, str_text(t->text), t->text->len, t->err))
		return false;
	if (!json_find(json.root, name)) {
		json_text_set(&json, name, value);
		rewrite_print(&json.rewrite, str_text(t->text), (struct span){ 0, (uint32_t)t->text->len },
			      &out);
		take(t, &out);
	}
	json_text_close(&json);
	return true;
}

/* Item @index; @definition NULL: it is taken out, or becomes empty. */
static bool put(struct json_tables *t, const struct json_table *table, enum keyboard_json_change change,
		size_t index, const struct definition *definition)
{
	struct str path = STR_INIT, value = STR_INIT;
	bool ok;

	str_addf(&path, "%s.%zu", table->list, index);
	if (definition)
		table->print(table->data, definition, &value);
	else if (change != KEYBOARD_JSON_REMOVE)
		str_add(&value, table->empty);
	ok = apply(t, change, str_text(&path), value.len ? str_text(&value) : NULL);
	str_release(&path);
	str_release(&value);
	return ok;
}

static const struct definition *old_one(const struct json_tables *t, const struct json_table *table,
					size_t index)
{
	return keymap_definition(t->old, table->kind, index);
}

static const struct definition *new_one(const struct json_tables *t, const struct json_table *table,
					size_t index)
{
	return keymap_definition(t->now, table->kind, index);
}

/* The firmware has room for so many, and what refers to them goes by their place. */
static bool fill(struct json_tables *t, const struct json_table *table, size_t before, size_t after)
{
	bool ok = true;

	for (size_t i = 0; ok && (i < before || i < after); i++) {
		const struct definition *now = i < after ? new_one(t, table, i) : NULL;

		if (i < before && now && definition_equal(old_one(t, table, i), now))
			continue;
		ok = put(t, table, i < before + table->spare ? KEYBOARD_JSON_SET : KEYBOARD_JSON_INSERT, i,
			 now);
	}
	return ok;
}

/* What both lists begin and end with stays. */
static bool splice(struct json_tables *t, const struct json_table *table, size_t before, size_t after)
{
	size_t first = 0, last = 0, middle;
	bool ok = true;

	while (first < before && first < after &&
	       definition_equal(old_one(t, table, first), new_one(t, table, first)))
		first++;
	while (first + last < before && first + last < after &&
	       definition_equal(old_one(t, table, before - last - 1), new_one(t, table, after - last - 1)))
		last++;
	middle = (before < after ? before : after) - last;
	for (size_t i = first; ok && i < middle; i++)
		ok = put(t, table, KEYBOARD_JSON_SET, i, new_one(t, table, i));
	for (size_t i = before - last; ok && i > middle; i--)
		ok = put(t, table, KEYBOARD_JSON_REMOVE, i - 1, NULL);
	for (size_t i = middle; ok && i < after - last; i++)
		ok = put(t, table, KEYBOARD_JSON_INSERT, i, new_one(t, table, i));
	return ok;
}

bool json_tables_list(struct json_tables *t, const struct json_table *table)
{
	size_t before = keymap_definitions(t->old, table->kind),
	       after = keymap_definitions(t->now, table->kind);

	if (!before && after && !json_tables_have(t, table->list, "[]"))
		return false;
	return table->empty ? fill(t, table, before, after) : splice(t, table, before, after);
}
