/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "cache_private.h"
#include "import/qmk_api.h"
#include "project/names.h"

enum { MAX_DEPTH = 8, MAX_BASES = 1000, MAX_LISTED = 50000 };

/* Names in the folder that are not hidden. */
static void list_folder(const char *folder, size_t max, struct names *out)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && out->count < max && (entry = readdir(dir));)
		if (entry->d_name[0] != '.')
			names_add(out, entry->d_name);
	if (dir)
		closedir(dir);
	names_sort(out);
}

/* The folders of all bases, that of cache_base(NULL) first. */
static void list_bases(struct names *out)
{
	char *root = cache_root(), *first = root ? cache_folder(cache_base(NULL)) : NULL;
	struct names names = { 0 };

	if (!root)
		return;
	names_add(out, first);
	list_folder(root, MAX_BASES, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *folder = file_join(root, names.name[i]);

		if (strcmp(folder, first) != 0)
			names_add(out, folder);
		free(folder);
	}
	names_release(&names);
	free(first);
	free(root);
}

static struct json_doc *read_json(const char *folder, const char *path, struct err *err)
{
	char etag[CACHE_ETAG_MAX_BYTES];
	struct str text = STR_INIT;
	struct json_doc *doc = NULL;

	if (cache_read(folder, path, &text, etag, err))
		doc = json_parse(str_text(&text), text.len, err);
	str_release(&text);
	return doc;
}

static char *follow_aliases(const char *folder, const char *name)
{
	struct err ignored;
	struct json_doc *doc = read_json(folder, QMK_API_ALIASES, &ignored);
	char *id = qmk_api_follow_aliases(doc ? json_root(doc) : NULL, name);

	json_doc_free(doc);
	return id;
}

/* What is at @path of @folder; NULL when nothing is. The caller frees. */
static char *file_in(const char *folder, const char *path)
{
	char *file = file_join(folder, path);

	if (file_is_regular(file))
		return file;
	free(file);
	return NULL;
}

static bool read_keyboard(const char *folder, const char *path, struct cached_keyboard *out, struct err *err)
{
	char etag[CACHE_ETAG_MAX_BYTES], *keymap;

	if (!cache_read(folder, path, &out->text, etag, err))
		return false;
	out->doc = json_parse(str_text(&out->text), out->text.len, err);
	out->info = out->doc ? qmk_api_keyboard(json_root(out->doc), out->id, err) : NULL;
	if (!out->info)
		return err_wrap(err, "%s cannot be used, keyplane fetch %s gets it anew", out->path, out->id);
	keymap = qmk_api_default_keymap(out->info);
	out->keymap = keymap ? file_in(folder, keymap) : NULL;
	free(keymap);
	return true;
}

/* False with nothing in @out; @err is set only when something is there. */
static bool find_in(const char *folder, const char *id, struct cached_keyboard *out, struct err *err)
{
	char *path = qmk_api_info_path(id);
	bool ok;

	*out = (struct cached_keyboard){ .id = mem_copy_text(id), .path = file_in(folder, path) };
	ok = out->path && read_keyboard(folder, path, out, err);
	if (!ok)
		cached_keyboard_release(out);
	free(path);
	return ok;
}

static bool find_alias(const char *folder, const char *name, struct cached_keyboard *out, struct err *err)
{
	char *id = follow_aliases(folder, name);
	bool found = strcmp(id, name) != 0 && find_in(folder, id, out, err);

	free(id);
	return found;
}

bool cache_find(const char *name, struct cached_keyboard *out, struct err *err)
{
	struct names bases = { 0 };
	bool found = false;

	err_set(err, ERR_NOT_FOUND, "%s was not fetched", name);
	if (!qmk_api_is_id(name))
		return false;
	list_bases(&bases);
	for (size_t i = 0; i < bases.count && !found; i++)
		found = find_in(bases.name[i], name, out, err) || find_alias(bases.name[i], name, out, err);
	names_release(&bases);
	return found;
}

const char *cached_keyboard_data(const struct cached_keyboard *keyboard, size_t *len)
{
	*len = keyboard->info->span.len;
	return keyboard->text.data + keyboard->info->span.start;
}

void cached_keyboard_release(struct cached_keyboard *keyboard)
{
	json_doc_free(keyboard->doc);
	str_release(&keyboard->text);
	free(keyboard->id);
	free(keyboard->path);
	free(keyboard->keymap);
	*keyboard = (struct cached_keyboard){ 0 };
}

/* Folders below @folder with an info.json in them, by the name that they have below @root. */
static void list_keyboards(const char *folder, const char *id, int depth, struct names *out)
{
	struct names names = { 0 };

	if (depth == MAX_DEPTH || out->count >= MAX_LISTED)
		return;
	list_folder(folder, MAX_LISTED, &names);
	for (size_t i = 0; i < names.count; i++) {
		char *path = file_join(folder, names.name[i]), *child = file_join(id, names.name[i]);

		if (file_is_dir(path))
			list_keyboards(path, child, depth + 1, out);
		else if (id[0] && !strcmp(names.name[i], "info.json"))
			names_add(out, id);
		free(child);
		free(path);
	}
	names_release(&names);
}

void cache_list(struct names *out)
{
	struct names bases = { 0 };

	list_bases(&bases);
	for (size_t i = 0; i < bases.count; i++) {
		char *keyboards = file_join(bases.name[i], "v1/keyboards");

		list_keyboards(keyboards, "", 0, out);
		free(keyboards);
	}
	names_release(&bases);
}

bool cache_may_fetch(const char *name)
{
	static const char suffix[] = ".json";
	size_t len = strlen(name), end = sizeof(suffix) - 1;

	return qmk_api_is_id(name) && !file_kind(name) &&
	       (len < end || strcmp(name + len - end, suffix) != 0);
}

void cache_suggest(const char *folder, const char *name, struct str *out)
{
	struct err ignored;
	struct json_doc *doc = read_json(folder, QMK_API_LIST, &ignored);
	const struct json *list = doc ? json_find(json_root(doc), "keyboards") : NULL;
	struct names names = { 0 };

	for (const struct json *node = list ? list->first : NULL; node; node = node->next)
		if (qmk_api_is_id(json_text(node)))
			names_add(&names, json_text(node));
	names_sort(&names);
	names_suggest(&names, name, out);
	names_release(&names);
	json_doc_free(doc);
}
