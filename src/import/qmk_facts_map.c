/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "qmk_facts_private.h"

enum { MAX_ROWS = 4096, MAX_PARTS = 16 };

static const char *const type_names[] = {
	[QMK_RAW] = "raw",
	[QMK_INT] = "int",
	[QMK_HEX] = "hex",
	[QMK_BOOL] = "bool",
	[QMK_FLAG] = "flag",
	[QMK_TEXT] = "str",
	[QMK_LIST] = "list",
	[QMK_ARRAY] = "array",
	[QMK_ARRAY_INT] = "array.int",
	[QMK_ARRAY_ARRAY_INT] = "array.array.int",
	[QMK_MAPPING] = "mapping",
	[QMK_BCD_VERSION] = "bcd_version",
};

/* What is wrong with @node, in front of which its place is put. */
static bool fail(const struct json_doc *doc, const struct json *node, struct err *err)
{
	int line, column;

	json_place(doc, node->span.start, &line, &column);
	return err_wrap(err, "line %d, column %d", line, column);
}

/* A name that config.h and make can hold: it is written into both. */
static bool is_macro_name(const char *name)
{
	static const char chars[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

	return *name && strspn(name, chars) == strlen(name) && strspn(name, "0123456789") == 0;
}

static bool fail_type(const struct json_doc *doc, const struct json *node, struct err *err)
{
	struct str known = STR_INIT;

	for (size_t i = 0; i < COUNT(type_names); i++)
		str_addf(&known, "%s%s", i ? ", " : "", type_names[i]);
	err_set(err, ERR_PARSE, "expected \"value_type\" to be one of %s, found %s", str_text(&known),
		node->type == JSON_TEXT ? node->text : json_type_name(node->type));
	str_release(&known);
	return fail(doc, node, err);
}

static bool read_type(enum qmk_value_type *type, const struct json_doc *doc, const struct json *row,
		      struct err *err)
{
	const struct json *node = json_member(row, "value_type");

	if (!node)
		return true;
	for (size_t i = 0; i < COUNT(type_names); i++) {
		if (strcmp(json_text(node), type_names[i]))
			continue;
		*type = (enum qmk_value_type)i;
		return true;
	}
	return fail_type(doc, node, err);
}

static bool read_flag(bool *yes, const struct json_doc *doc, const struct json *row, const char *name,
		      struct err *err)
{
	const struct json *node = json_member(row, name);

	if (node && node->type != JSON_BOOL) {
		err_set(err, ERR_PARSE, "expected \"%s\" to be true or false, found %s", name,
			json_type_name(node->type));
		return fail(doc, node, err);
	}
	if (node)
		*yes = node->yes;
	return true;
}

static bool read_text(const char **text, const struct json_doc *doc, const struct json *row, const char *name,
		      struct err *err)
{
	const struct json *node = json_member(row, name);

	if (node && (node->type != JSON_TEXT || !node->text[0])) {
		err_set(err, ERR_PARSE, "expected \"%s\" to be a text", name);
		return fail(doc, node, err);
	}
	*text = node ? node->text : NULL;
	return true;
}

/* Members are made along it, one in the other, and what walks them recurses. */
static bool is_path(const char *path)
{
	size_t parts = 1;

	for (; *path && parts <= MAX_PARTS; path++)
		parts += *path == '.';
	return parts <= MAX_PARTS;
}

static bool read_info_key(struct qmk_map_row *row, const struct json_doc *doc, const struct json *node,
			  struct err *err)
{
	if (!read_text(&row->info_key, doc, node, "info_key", err))
		return false;
	if (is_path(row->info_key))
		return true;
	err_set(err, ERR_RANGE, "expected \"info_key\" to have at most %d parts", MAX_PARTS);
	return fail(doc, json_member(node, "info_key"), err);
}

static bool read_row(struct qmk_map_row *row, const struct json_doc *doc, const struct json *node,
		     struct err *err)
{
	*row = (struct qmk_map_row){
		.name = node->key, .to_json = true, .to_c = true, .warn_duplicate = true, .type = QMK_RAW
	};
	if (!is_macro_name(node->key)) {
		err_set(err, ERR_PARSE, "expected a name of letters, digits and _, found \"%s\"", node->key);
		return fail(doc, node, err);
	}
	if (node->type != JSON_OBJECT || !json_member(node, "info_key")) {
		err_set(err, ERR_PARSE, "expected %s to be an object with \"info_key\"", node->key);
		return fail(doc, node, err);
	}
	return read_info_key(row, doc, node, err) && read_type(&row->type, doc, node, err) &&
	       read_flag(&row->to_json, doc, node, "to_json", err) &&
	       read_flag(&row->to_c, doc, node, "to_c", err) &&
	       read_flag(&row->warn_duplicate, doc, node, "warn_duplicate", err) &&
	       read_flag(&row->deprecated, doc, node, "deprecated", err) &&
	       read_flag(&row->invalid, doc, node, "invalid", err) &&
	       read_text(&row->replace_with, doc, node, "replace_with", err);
}

/* NULL with the reason on failure; else to be freed. */
static struct qmk_map_row *read_rows(const struct json_doc *doc, struct err *err)
{
	const struct json *root = json_root(doc);
	struct qmk_map_row *rows, *row;

	if (root->count > MAX_ROWS) {
		err_set(err, ERR_RANGE, "expected at most %d names, found %zu", MAX_ROWS, root->count);
		return NULL;
	}
	row = rows = mem_new(root->count + 1, sizeof(*rows));
	for (const struct json *node = root->first; node; node = node->next) {
		if (read_row(row++, doc, node, err))
			continue;
		free(rows);
		return NULL;
	}
	return rows;
}

static void make_flags(struct qmk_map_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].type == QMK_FLAG)
			return;
	for (size_t i = 0; i < count; i++)
		if (rows[i].type == QMK_BOOL)
			rows[i].type = QMK_FLAG;
}

bool qmk_map_read(struct qmk_map *map, const struct json_doc *doc, struct err *err)
{
	map->row = read_rows(doc, err);
	map->count = map->row ? json_root(doc)->count : 0;
	return map->row;
}

bool qmk_map_read_config_h(struct qmk_map *map, const struct json_doc *doc, struct err *err)
{
	struct qmk_map_row *rows = read_rows(doc, err);

	if (!rows)
		return false;
	make_flags(rows, json_root(doc)->count);
	*map = (struct qmk_map){ .row = rows, .count = json_root(doc)->count };
	return true;
}
