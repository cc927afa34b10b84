/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "qmk_config_private.h"

/* How far up QMK looks for info.json. */
enum { FOLDERS_ABOVE = 5 };

static struct json *take_first(struct json *parent)
{
	struct json *node = parent->first;

	parent->first = node->next;
	if (!parent->first)
		parent->last = NULL;
	parent->count--;
	node->next = NULL;
	return node;
}

static void note_parent(struct qmk_merge *m, const struct json *mine, const struct json *above)
{
	struct str text = STR_INIT;
	const char *path;
	int line, column;

	if (m->in_keymap || !mine->file || !above->file || mine->file == above->file ||
	    json_equal(mine, above))
		return;
	qmk_config_place(m->config, above, &path, &line, &column);
	str_addf(&text, "\"%s\" is not used: %s, line %d, sets it", mine->key, path, line);
	if (above->type != JSON_ARRAY && above->type != JSON_OBJECT) {
		str_add(&text, " to ");
		json_add_line(&text, above);
	}
	qmk_config_report(m, CONFIG_PARENT_WINS, mine, "%s, and QMK takes that", str_text(&text));
	str_release(&text);
}

bool qmk_merge_object(struct qmk_merge *m, struct json *into, struct json *from)
{
	while (from->first) {
		struct json *node = take_first(from), *old = json_member(into, node->key);

		if (old && node->type == JSON_OBJECT) {
			if (old->type != JSON_OBJECT && node->count)
				return qmk_config_refuse(m, CONFIG_TYPE, node,
							 "\"%s\" is an object here and %s before; QMK cannot "
							 "merge them",
							 node->key, json_type_name(old->type));
			if (old->type == JSON_OBJECT && !qmk_merge_object(m, old, node))
				return false;
			continue;
		}
		if (old)
			note_parent(m, old, node);
		json_put(m->doc, into, node->key, node);
	}
	return true;
}

static void merge_aliases(struct qmk_merge *m, struct json *from)
{
	struct json *aliases = json_take(from, "layout_aliases");
	struct json *known = json_member(m->info, "layout_aliases");

	if (!aliases)
		return;
	if (!known) {
		json_put(m->doc, m->info, "layout_aliases", aliases);
		return;
	}
	while (aliases->first) {
		struct json *alias = take_first(aliases);

		json_put(m->doc, known, alias->key, alias);
	}
}

/* Keys of a layout that is there already: each member of each key is replaced. */
static void merge_keys(struct qmk_merge *m, struct json *keys, struct json *from)
{
	bool noted = false;

	for (struct json *key = keys->first; key; key = key->next) {
		struct json *other = take_first(from);

		while (other->first) {
			struct json *node = take_first(other), *old = json_member(key, node->key);

			if (old && !noted && !json_equal(old, node)) {
				note_parent(m, old, node);
				noted = true;
			}
			json_put(m->doc, key, node->key, node);
		}
	}
}

static bool holds_only(const struct json *list, enum json_type type)
{
	for (const struct json *node = list->first; node; node = node->next)
		if (node->type != type)
			return false;
	return true;
}

static const struct json *find_without_matrix(const struct json *keys)
{
	const struct json *key = keys->first;

	while (key && json_member(key, "matrix"))
		key = key->next;
	return key;
}

static bool is_list_of_keys(const struct json *keys)
{
	return keys && keys->type == JSON_ARRAY && holds_only(keys, JSON_OBJECT);
}

static bool merge_layout(struct qmk_merge *m, struct json *layouts, struct json *layout)
{
	const struct json *alias = json_member(json_member(m->info, "layout_aliases"), layout->key);
	const char *name = alias ? json_text(alias) : layout->key;
	struct json *keys = json_member(layout, "layout"), *known = json_member(layouts, name), *known_keys;

	if (alias)
		qmk_config_report(m, CONFIG_LAYOUT_ALIAS, layout,
				  "info.json uses alias name %s instead of %s", layout->key, name);
	known_keys = json_member(known, "layout");
	if (!is_list_of_keys(keys) || (known && !is_list_of_keys(known_keys)))
		return qmk_config_refuse(m, CONFIG_LAYOUT_KEYS, layout,
					 "layout %s has no \"layout\", which lists its keys", layout->key);
	if (known && known_keys->count != keys->count) {
		qmk_config_report(m, CONFIG_LAYOUT_LENGTH, keys,
				  "Number of keys for %s does not match! info.json specifies %zu keys, "
				  "C macro specifies %zu",
				  name, keys->count, known_keys->count);
	} else if (known) {
		json_put(m->doc, known, "json_layout", json_new_bool(m->doc, true));
		merge_keys(m, known_keys, keys);
	} else if (find_without_matrix(keys)) {
		qmk_config_report(m, CONFIG_LAYOUT_MATRIX, find_without_matrix(keys),
				  "Layout \"%s\" has no \"matrix\" definition in either \"info.json\" or "
				  "\"<keyboard>.h\"!",
				  name);
	} else {
		json_put(m->doc, layout, "c_macro", json_new_bool(m->doc, false));
		json_put(m->doc, layout, "json_layout", json_new_bool(m->doc, true));
		json_put(m->doc, layouts, name, layout);
	}
	return true;
}

/* What QMK cannot even look into; a schema of QMK's refuses such a file before. */
static bool has_type(struct qmk_merge *m, const struct json *object, const char *key)
{
	const struct json *node = json_member(object, key);

	if (!node || node->type == JSON_OBJECT)
		return true;
	return qmk_config_refuse(m, CONFIG_TYPE, node, "\"%s\" is %s, expected an object", key,
				 json_type_name(node->type));
}

bool qmk_merge_file(struct qmk_merge *m, struct json *from)
{
	struct json *layouts;

	if (!has_type(m, from, "layout_aliases") || !has_type(m, from, "layouts"))
		return false;
	merge_aliases(m, from);
	layouts = json_take(from, "layouts");
	while (layouts && layouts->first)
		if (!merge_layout(m, json_member(m->info, "layouts"), take_first(layouts)))
			return false;
	return qmk_merge_object(m, m->info, from);
}

static void report_schema(void *data, const struct schema_problem *problem)
{
	qmk_config_report(data, CONFIG_SCHEMA, problem->node, "%s%s%s", problem->path,
			  problem->path[0] ? ": " : "", problem->text);
}

static bool merge_path(struct qmk_merge *m, const char *path)
{
	struct json *root = qmk_config_json(m, path);

	if (root && root->type != JSON_OBJECT) {
		qmk_config_report(m, CONFIG_ROOT, root,
				  "Invalid file %s, root object should be a dictionary.", path);
		return true;
	}
	if (!root)
		return true;
	if (!schema_check_all(m->facts->keyboard, root, report_schema, m)) {
		m->config->origin[root->file - 1].dropped = true;
		return true;
	}
	return qmk_merge_file(m, root);
}

bool qmk_merge_chain(struct qmk_merge *m)
{
	static const char *const names[] = { "info.json", "keyboard.json" };
	struct str folder = STR_INIT, path = STR_INIT;
	bool ok = true, more = true;

	str_addf(&folder, "keyboards/%s", m->id);
	for (int above = 0; ok && more && above <= FOLDERS_ABOVE; above++) {
		for (size_t i = 0; ok && i < COUNT(names); i++) {
			str_clear(&path);
			str_addf(&path, "%s/%s", str_text(&folder), names[i]);
			ok = merge_path(m, str_text(&path));
		}
		*strrchr(folder.data, '/') = '\0';
		more = strchr(folder.data, '/');
	}
	str_release(&folder);
	str_release(&path);
	return ok;
}
