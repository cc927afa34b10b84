/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/keymap_json.h"
#include "model/default_keymap.h"
#include "new_private.h"
#include "project/names.h"

static const char community_folder[] = "layouts/default";
static const char prefix[] = "LAYOUT_";

static const char *without_prefix(const char *name)
{
	return strncmp(name, prefix, strlen(prefix)) ? name : name + strlen(prefix);
}

static bool is_name(const char *name)
{
	return name[0] && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* The keys of @layout, a member of "layouts". */
static bool take_layout(struct base_layout *base, struct json_doc *doc, const struct json *layout)
{
	const struct json *keys = layout ? json_find(layout, "layout") : NULL;

	if (!keys || keys->type != JSON_ARRAY)
		return false;
	base->doc = doc;
	base->keys = keys;
	base->macro = mem_copy_text(layout->key);
	return true;
}

/* The tree's. False without an error when it has none of that name. */
static bool find_in_tree(struct base_layout *base, struct tree *tree, const char *name, struct err *err)
{
	const struct qmk_files *files = tree_files(tree);
	struct str path = STR_INIT;
	struct json_doc *doc = NULL;
	const struct json *layouts;
	const char *text;
	size_t len;

	if (!files)
		return false;
	str_addf(&path, "%s/%s/info.json", community_folder, name);
	if (files->read(files->data, str_text(&path), &text, &len, err) == QMK_FILE_READ) {
		doc = json_parse(text, len, err);
		layouts = doc ? json_find(json_root(doc), "layouts") : NULL;
		if (doc && !take_layout(base, doc, layouts ? layouts->first : NULL)) {
			err_set(err, ERR_PARSE, "there is no layout in it");
			json_doc_free(doc);
		}
		if (!base->doc)
			err_wrap(err, "%s", str_text(&path));
	}
	if (files->release)
		files->release(files->data);
	str_release(&path);
	if (base->doc)
		base->community = mem_copy_text(name);
	return base->doc;
}

/* Member @name of @object, or the first when it is NULL. */
static const struct json *member_of(const struct json *object, const char *name)
{
	const struct json *member = object ? object->first : NULL;

	while (name && member && strcmp(member->key, name) != 0)
		member = member->next;
	return member;
}

static bool find_in_builtin(struct base_layout *base, const struct builtin *builtin, const char *macro)
{
	struct err ignored;
	struct json_doc *doc = json_parse(builtin->keyboard, builtin->keyboard_len, &ignored);
	const struct json *layouts = doc ? json_find(json_root(doc), "layouts") : NULL;

	if (!doc || !take_layout(base, doc, member_of(layouts, macro))) {
		json_doc_free(doc);
		return false;
	}
	base->builtin = builtin;
	return true;
}

/* A built-in board's, by the layout's name or its own. A tree that is there has no such community layout. */
static bool find_builtin(struct base_layout *base, struct tree *tree, const char *name)
{
	const struct builtin *named = builtin_find(name);
	struct str macro = STR_INIT;
	bool found = false;

	str_addf(&macro, "%s%s", prefix, name);
	for (size_t i = 0; !found && i < builtins_count; i++)
		found = find_in_builtin(base, &builtins[i], str_text(&macro));
	if (found && !tree_home(tree))
		base->community = mem_copy_text(name);
	str_release(&macro);
	return found || (named && find_in_builtin(base, named, NULL));
}

static bool find_grid(struct base_layout *base, const char *name)
{
	struct str macro = STR_INIT;
	int used = 0;

	if (sscanf(name, "ortho_%2ldx%2ld%n", &base->rows, &base->cols, &used) != 2 || name[used])
		return false;
	str_addf(&macro, "%s%s", prefix, name);
	base->macro = str_take(&macro);
	return true;
}

static void list_layouts(struct tree *tree, struct names *names)
{
	char *folder = tree_home(tree) ? file_join(tree_home(tree), community_folder) : NULL;
	DIR *dir = folder ? opendir(folder) : NULL;

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (is_name(entry->d_name))
			names_add(names, entry->d_name);
	if (dir)
		closedir(dir);
	free(folder);
	for (size_t i = 0; i < builtins_count; i++) {
		struct base_layout base = { 0 };

		if (find_in_builtin(&base, &builtins[i], NULL) && strcmp(base.macro, "LAYOUT") != 0)
			names_add(names, without_prefix(base.macro));
		else
			names_add(names, builtins[i].id);
		base_layout_release(&base);
	}
	names_sort(names);
}

static bool there_is_none(struct tree *tree, const char *name, struct err *err)
{
	struct names names = { 0 };
	struct str text = STR_INIT;

	str_addf(&text, "there is no layout %s", name);
	list_layouts(tree, &names);
	names_suggest(&names, name, &text);
	if (!tree_home(tree))
		str_add(&text, "; a QMK tree has more, --qmk DIR or QMK_HOME names one");
	err_set(err, ERR_NOT_FOUND, "%s", str_text(&text));
	str_release(&text);
	names_release(&names);
	return false;
}

bool base_layout_find(struct base_layout *base, struct tree *tree, const char *name, struct err *err)
{
	struct err reason = { 0 };

	name = without_prefix(name);
	if (is_name(name)) {
		if (find_in_tree(base, tree, name, &reason))
			return true;
		if (reason.code != ERR_NONE) {
			*err = reason;
			return false;
		}
		if (find_builtin(base, tree, name) || find_grid(base, name))
			return true;
	}
	return there_is_none(tree, name, err);
}

void base_layout_release(struct base_layout *base)
{
	free(base->macro);
	free(base->community);
	json_doc_free(base->doc);
	*base = (struct base_layout){ 0 };
}

/* The keys of @map alone: encoders and what they refer to are of the board that it was made for. */
static const struct keymap *copy_keys(const struct keymap *map)
{
	struct keymap *copy = keymap_new(keymap_layers(map), keymap_keys(map), 0);

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		for (size_t key = 0; key < keymap_keys(map); key++)
			keymap_put(copy, layer, key, keymap_get(map, layer, key));
		keymap_put_layer_name(copy, layer, keymap_layer_name(map, layer));
	}
	return copy;
}

static const struct keymap *builtin_keymap(const struct builtin *builtin, size_t keys)
{
	const struct keymap *copy = NULL;
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	const struct import_input in = { .path = "", .text = builtin->keymap, .len = builtin->keymap_len };
	struct err err;

	if (keymap_json_read(&in, &document, &ignored, &err) && keymap_keys(document.map) == keys)
		copy = copy_keys(document.map);
	document_release(&document);
	diagnostics_release(&ignored);
	return copy;
}

/* What QMK has for that layout; NULL when it cannot be read: then it is no loss, and our own will do. */
static const struct keymap *community_keymap(const struct base_layout *base, struct tree *tree,
					     const struct layout *layout)
{
	struct keyboard kb = { .id = (char *)"", .layout = (struct layout *)layout, .layouts = 1 };
	const struct qmk_files *files = tree_files(tree);
	const struct keymap *map = NULL;
	struct str path = STR_INIT, copy = STR_INIT;
	const char *text;
	size_t len;
	struct err ignored;

	if (!files)
		return NULL;
	str_addf(&path, "%s/%s/default_%s/keymap.c", community_folder, base->community, base->community);
	if (files->read(files->data, str_text(&path), &text, &len, &ignored) == QMK_FILE_READ) {
		str_add_bytes(&copy, text, len);
		map = plain_keymap(&(struct import_input){ .path = str_text(&path),
							   .text = str_text(&copy),
							   .len = copy.len,
							   .keyboard = &kb },
				   layout);
	}
	if (files->release)
		files->release(files->data);
	str_release(&path);
	str_release(&copy);
	return map;
}

const struct keymap *base_layout_keymap(const struct base_layout *base, struct tree *tree,
					const struct layout *layout)
{
	const struct keymap *map = NULL;

	if (base->builtin)
		map = builtin_keymap(base->builtin, layout->keys);
	else if (base->community)
		map = community_keymap(base, tree, layout);
	return map ? map : default_keymap(layout, 0);
}
