/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "drawing.h"
#include "locate_private.h"
#include "project/builtin.h"
#include "project/cache.h"
#include "project/keymap_file.h"

void located_release(struct located *located)
{
	free(located->id);
	free(located->path);
	tree_close(located->tree);
	*located = (struct located){ 0 };
}

char *locate_folder_of(const char *path)
{
	char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL;

	if (!slash) {
		free(real);
		return mem_copy_text(".");
	}
	slash[slash == real] = '\0';
	return real;
}

char *locate_tree_of(const char *path)
{
	static const char part[] = "/keyboards/";
	const char *last = NULL;
	char *home;

	for (const char *p = strstr(path, part); p; p = strstr(p + 1, part))
		last = p;
	if (!last)
		return NULL;
	home = mem_copy_text(path);
	home[last - path] = '\0';
	return home;
}

static bool is_keyboard_name(const char *path)
{
	const char *name = file_base(path);

	return !strcmp(name, "keyboard.json") || !strcmp(name, "info.json");
}

/* The first of these that is a file in @folder; NULL when none is. The caller frees. */
static char *find_first(const char *folder, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *path = file_join(folder, names[i]);

		if (file_is_regular(path))
			return path;
		free(path);
	}
	return NULL;
}

char *locate_find_file(const char *folder)
{
	static const char *const names[] = { "keyboard.json", "info.json" };

	return find_first(folder, names, COUNT(names));
}

char *locate_in_folder(const char *folder)
{
	static const char *const names[] = { "keymap.json", "keymap.c", "keyboard.json", "info.json" };

	return file_is_dir(folder) ? find_first(folder, names, COUNT(names)) : NULL;
}

bool locate_is_keyboard_file(const char *path, const struct str *text)
{
	struct json_doc *doc;
	struct err ignored;
	bool has_layouts;

	if (is_keyboard_name(path) || drawing_is(text))
		return true;
	if (!strcmp(file_base(path), "keymap.json"))
		return false;
	doc = json_parse(str_text(text), text->len, &ignored);
	has_layouts = doc && json_find(json_root(doc), "layouts");
	json_doc_free(doc);
	return has_layouts;
}

bool locate_take_builtin(const char *name, struct located *out)
{
	if (!builtin_find(name))
		return false;
	out->id = mem_copy_text(name);
	return true;
}

/* @id of @tree, which is taken. */
static void take(struct tree *tree, char *id, struct located *out)
{
	struct str folder = STR_INIT;
	char *path;

	str_addf(&folder, "keyboards/%s", id);
	path = file_join(tree_home(tree), str_text(&folder));
	*out = (struct located){ id, locate_find_file(path), tree, .drawn = false };
	free(path);
	str_release(&folder);
}

bool locate_take_from(struct tree *tree, const char *name, struct located *out)
{
	char *id = tree ? tree_lookup(tree, name) : NULL;

	if (id)
		take(tree, id, out);
	return id;
}

bool locate_take_fetched(const char *name, struct located *out, struct err *err)
{
	struct cached_keyboard fetched;

	if (!cache_find(name, &fetched, err))
		return false;
	*out = (struct located){ mem_copy_text(fetched.id), mem_copy_text(fetched.path), .fetched = true };
	cached_keyboard_release(&fetched);
	return true;
}

struct tree *locate_open_own(const char *home, struct err *err)
{
	struct tree *tree = tree_open(home, err);

	if (tree) {
		tree->named = false;
		tree->found_by = "the file is in it";
	}
	return tree;
}

bool locate_file(const char *path, struct located *out, struct err *err)
{
	char *folder = locate_folder_of(path), *home = is_keyboard_name(path) ? locate_tree_of(folder) : NULL;
	struct tree *tree = home ? locate_open_own(home, err) : NULL;

	if (tree)
		take(tree, mem_copy_text(folder + strlen(home) + strlen("/keyboards/")), out);
	else if (!home)
		*out = (struct located){ mem_copy_text(""), mem_copy_text(path), .drawn = false };
	free(folder);
	free(home);
	return out->id;
}

static bool not_found(const char *what, struct tree *tree, struct err *err)
{
	const char *kind = file_kind(what);

	if (!what[0])
		return err_set(err, ERR_USAGE,
			       "the name is empty: expected a keyboard's, or a keymap.json or keyboard.json");
	if (kind && !strcmp(kind, "folder"))
		return err_set(
			err, ERR_NOT_FOUND,
			"%s is a folder: give one with a keymap.json or keyboard.json in it, or that file",
			what);
	if (kind)
		return err_set(err, ERR_NOT_FOUND, "%s is a %s: give a keymap.json or keyboard.json", what,
			       kind);
	if (!tree_is_name(what))
		return err_set(err, ERR_NOT_FOUND, "there is no file %s", what);
	return tree_has_none(tree, "file or built-in board", what, err);
}

bool locate_in(struct tree *tree, const char *name, struct located *out, struct err *err)
{
	char *file;
	bool ok;

	*out = (struct located){ 0 };
	if (locate_take_builtin(name, out))
		return true;
	if (locate_take_from(tree, name, out)) {
		tree_ref(tree);
		return true;
	}
	if (locate_take_fetched(name, out, err))
		return true;
	if (err->code != ERR_NOT_FOUND)
		return false;
	file = locate_in_folder(name);
	ok = file ? locate(file, tree_home(tree), out, err) : not_found(name, tree, err);
	free(file);
	return ok;
}

static bool locate_name(const char *what, const char *home, struct located *out, struct err *err)
{
	struct tree *tree;
	bool ok;

	/* A tree that is not there is no reason not to open what is built in. */
	if (locate_take_builtin(what, out))
		return true;
	tree = tree_open(home, err);
	ok = tree && locate_in(tree, what, out, err);
	tree_close(tree);
	return ok;
}

/* The keyboard that a keymap is for. */
static bool locate_keymap(const char *path, const char *home, struct located *out, struct err *err)
{
	struct keymap_file file = { 0 };
	bool ok = keymap_file_read(path, NULL, &file, err) && keymap_file_locate(&file, home, out, err);

	if (ok && !out->id && err->code == ERR_NONE)
		err_set(err, ERR_NOT_FOUND, "%s describes its keyboard itself, which has no file", path);
	keymap_file_release(&file);
	return ok && out->id;
}

bool locate(const char *what, const char *home, struct located *out, struct err *err)
{
	struct str text = STR_INIT;
	bool ok;

	*out = (struct located){ 0 };
	if (!file_is_regular(what))
		return locate_name(what, home, out, err);
	ok = file_read(what, KEYMAP_FILE_MAX_BYTES, &text, err) &&
	     (locate_is_keyboard_file(what, &text) ? locate_file(what, out, err)
						   : locate_keymap(what, home, out, err));
	out->drawn =
		ok && out->path && !strcmp(out->path, what) && !is_keyboard_name(what) && drawing_is(&text);
	str_release(&text);
	return ok;
}
