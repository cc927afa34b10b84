/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "import/layout_macros.h"
#include "qmk_config_private.h"

/* LAYOUT macros of <folder>.h, as the layouts that they were before keyboard.json. */

static struct json *key_node(struct json_doc *doc, const struct layout_macro_key *key, size_t index)
{
	struct json *node = json_new(doc, JSON_OBJECT), *matrix;

	json_put(doc, node, "x", json_new_int(doc, (int64_t)index));
	json_put(doc, node, "y", json_new_int(doc, 0));
	if (key->label)
		json_put(doc, node, "label", json_new_text(doc, key->label));
	if (key->row < 0)
		return node;
	matrix = json_put(doc, node, "matrix", json_new(doc, JSON_ARRAY));
	json_append(matrix, json_new_int(doc, key->row));
	json_append(matrix, json_new_int(doc, key->col));
	return node;
}

static void put_macro(struct qmk_merge *m, const struct layout_macro *macro)
{
	const uint16_t file = qmk_config_origin(m, macro->path, NULL);
	struct json *layouts = json_member(m->info, "layouts");
	struct json *layout = json_put(m->doc, layouts, macro->name, json_new(m->doc, JSON_OBJECT));
	struct json *keys = json_put(m->doc, layout, "layout", json_new(m->doc, JSON_ARRAY));

	for (size_t i = 0; i < macro->keys; i++)
		json_append(keys, key_node(m->doc, &macro->key[i], i));
	json_put(m->doc, layout, "filename", json_new_text(m->doc, macro->path));
	qmk_config_mark(layout, &(struct assignment){ .file = file, .line = macro->line });
	json_put(m->doc, layout, "c_macro", json_new_bool(m->doc, true));
	json_put(m->doc, layout, "json_layout", json_new_bool(m->doc, false));
}

static void put_all(struct qmk_merge *m, const struct layout_macros *all)
{
	for (size_t i = 0; i < all->macros; i++)
		put_macro(m, &all->macro[i]);
	for (size_t i = 0; i < all->aliases; i++)
		json_put(m->doc, qmk_config_object(m, m->info, "layout_aliases"), all->alias[i].name,
			 json_new_text(m->doc, all->alias[i].text));
}

bool qmk_config_read_macros(struct qmk_merge *m)
{
	struct layout_macros all = { 0 };
	bool ok;

	for (struct qmk_folder folder = { 0 }; qmk_folder_next(m, &folder);) {
		struct str path = STR_INIT;
		const char *text;
		size_t len;

		str_addf(&path, "%s/%s.h", folder.path, folder.name);
		if (qmk_config_open(m, str_text(&path), &text, &len)) {
			layout_macros_read(&all, text, len, str_text(&path), m->diagnostics);
			qmk_config_close(m);
		}
		str_release(&path);
	}
	put_all(m, &all);
	ok = !all.failed;
	m->config->refused = m->config->refused || all.failed;
	layout_macros_release(&all);
	return ok;
}
