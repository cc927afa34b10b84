/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/mem.h"
#include "compile/keyboard_json.h"
#include "compile/keymap_json.h"
#include "import/keymap_c.h"
#include "model/default_keymap.h"
#include "model/keymap_name.h"
#include "new_private.h"
#include "project/cache.h"
#include "project/keymap_context.h"
#include "project/locate.h"
#include "project/names.h"
#include "tree_private.h"

enum { COPY_MAX_FILES = 1000, COPY_MAX_BYTES = 16 << 20, COPY_MAX_DEPTH = 8 };

struct work {
	const struct new_keymap *what;
	struct located located;
	struct tree *tree; /* where it may go */
	struct fileset files;
	char *dir;
	struct str targets; /* qmk.json as it will be; empty: it stays */
};

/* As QMK's lint wants them, which is more than its make does. */
static bool check_name(const char *name, struct err *err)
{
	if (!keymap_name_check(name, err))
		return false;
	if (!name[1] || name[0] == '_')
		return err_set(err, ERR_RANGE,
			       "keymap name '%s': expected two or more of a-z, 0-9 and _, no _ first", name);
	return true;
}

static bool copy_file(struct fileset *files, const char *path, const char *name, struct err *err)
{
	if (files->count >= COPY_MAX_FILES)
		return err_set(err, ERR_RANGE, "%s: a keymap of more than %d files", path, COPY_MAX_FILES);
	if (!fileset_path_is_safe(name))
		return err_set(err, ERR_RANGE, "%s has a name that cannot be copied", path);
	return file_read(path, COPY_MAX_BYTES, fileset_add(files, name), err);
}

/* All that is in @folder, as @below ("" or "sub/") in the new one. */
static bool copy_folder(struct fileset *files, const char *folder, const char *below, int depth,
			struct err *err)
{
	DIR *dir = opendir(folder);
	struct str name = STR_INIT;
	bool ok = true;

	if (!dir)
		return err_errno(err, errno, "cannot read %s", folder);
	for (struct dirent *entry; ok && (entry = readdir(dir));) {
		char *path;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		path = file_join(folder, entry->d_name);
		str_clear(&name);
		str_addf(&name, "%s%s", below, entry->d_name);
		if (!file_is_dir(path)) {
			ok = copy_file(files, path, str_text(&name), err);
		} else if (depth == COPY_MAX_DEPTH) {
			ok = err_set(err, ERR_RANGE, "%s: more than %d folders in one another", path,
				     COPY_MAX_DEPTH);
		} else {
			str_add_char(&name, '/');
			ok = copy_folder(files, path, str_text(&name), depth + 1, err);
		}
		free(path);
	}
	closedir(dir);
	str_release(&name);
	return ok;
}

/* "keymaps/<name>" beside the keyboard's own file. The caller frees. */
static char *folder_beside(const char *path, const char *name)
{
	struct str folder = STR_INIT;

	str_add_bytes(&folder, path, (size_t)(file_base(path) - path));
	str_addf(&folder, "keymaps/%s", name);
	return str_take(&folder);
}

/* Where the keymap @name is; NULL: there is none in a folder. The caller frees. */
static char *find_folder(const struct located *located, const char *name)
{
	char *in_tree, *folder = NULL;

	if (located->tree) {
		in_tree = tree_find_keymap_folder(located->tree, located->id, name);
		folder = in_tree ? file_join(tree_home(located->tree), in_tree) : NULL;
		free(in_tree);
	} else if (located->path && !located->fetched) {
		folder = folder_beside(located->path, name);
		if (!file_is_dir(folder)) {
			free(folder);
			folder = NULL;
		}
	}
	return folder;
}

static bool copy_fetched(struct work *w, struct err *err)
{
	struct cached_keyboard fetched;
	bool ok;

	if (!cache_find(w->located.id, &fetched, err))
		return false;
	ok = !fetched.keymap || copy_file(&w->files, fetched.keymap, "keymap.json", err);
	cached_keyboard_release(&fetched);
	return ok;
}

static bool no_keymap(const struct work *w, const char *name, struct err *err)
{
	struct names names = { 0 };
	struct str text = STR_INIT;

	str_addf(&text, "%s has no keymap %s", w->what->keyboard, name);
	located_keymaps(&w->located, &names);
	names_suggest(&names, name, &text);
	err_set(err, ERR_NOT_FOUND, "%s", str_text(&text));
	str_release(&text);
	names_release(&names);
	return false;
}

/* The files of an existing keymap; none when there is no default one. */
static bool copy(struct work *w, struct err *err)
{
	const char *from = w->what->from ? w->what->from : "default";
	const struct builtin *board = w->located.path ? NULL : builtin_find(w->located.id);
	char *folder = find_folder(&w->located, from);
	bool is_default = !strcmp(from, "default"), ok = true;

	if (folder)
		ok = copy_folder(&w->files, folder, "", 0, err);
	else if (board && is_default)
		str_add_bytes(fileset_add(&w->files, "keymap.json"), board->keymap, board->keymap_len);
	else if (w->located.fetched && is_default)
		ok = copy_fetched(w, err);
	free(folder);
	if (ok && !w->files.count && w->what->from)
		return no_keymap(w, from, err);
	return ok;
}

static struct keyboard *read_keyboard(const struct located *located, struct err *err)
{
	struct diagnostics ignored = { 0 };
	struct qmk_config *config = located_config(located, &ignored, err);
	struct keyboard *kb = config ? qmk_config_keyboard(config, located->id, &ignored, err) : NULL;

	qmk_config_free(config);
	diagnostics_release(&ignored);
	return kb;
}

static const struct layout *find_layout(const struct keyboard *kb, const char *name, struct err *err)
{
	const struct layout *layout = name ? keyboard_find_layout(kb, name) : &kb->layout[0];
	struct names names = { 0 };
	struct str text = STR_INIT;

	if (layout)
		return layout;
	str_addf(&text, "the keyboard has no layout %s", name);
	for (size_t i = 0; i < kb->layouts; i++)
		names_add(&names, kb->layout[i].name);
	names_sort(&names);
	names_suggest(&names, name, &text);
	err_set(err, ERR_NOT_FOUND, "%s", str_text(&text));
	str_release(&text);
	names_release(&names);
	return NULL;
}

/* The layers of the default keymap where that is a plain keymap.c for @layout; else default keys. */
static const struct keymap *start(const struct work *w, const struct keyboard *kb,
				  const struct layout *layout)
{
	char *folder = find_folder(&w->located, "default");
	char *path = folder ? file_join(folder, "keymap.c") : NULL;
	const struct keymap *map = NULL;
	struct keymap_context context;
	struct str text = STR_INIT;
	struct err ignored;

	if (path && file_is_regular(path) && file_read(path, KEYMAP_C_MAX_BYTES, &text, &ignored)) {
		keymap_context_init(&context, path, kb, w->located.tree);
		map = plain_keymap(&(struct import_input){ .path = path,
							   .text = str_text(&text),
							   .len = text.len,
							   .keyboard = kb,
							   .includes = &context.includes,
							   .define = context.define,
							   .defines = context.defines,
							   .after = context.after },
				   layout);
		keymap_context_release(&context);
	}
	str_release(&text);
	free(folder);
	free(path);
	return map ? map : default_keymap(layout, (size_t)kb->encoders);
}

static bool make(struct work *w, struct err *err)
{
	struct keyboard *kb = read_keyboard(&w->located, err);
	const struct layout *layout = kb ? find_layout(kb, w->what->layout, err) : NULL;

	if (layout) {
		const struct keymap *map = start(w, kb, layout);
		const struct keymap_json_names names = { w->located.id, w->what->name, layout->name, NULL };

		keymap_json_write(&names, layout, map, fileset_add(&w->files, "keymap.json"));
		keymap_unref(map);
	}
	keyboard_free(kb);
	return layout;
}

/* keyboards/<id>/keymaps of @top, or of the first folder above that has one, as QMK looks for it. The caller
 * frees. */
static char *keymaps_folder(const char *top, const char *id)
{
	char *part = mem_copy_text(id), *slash, *found = NULL;
	struct str path = STR_INIT;

	do {
		str_clear(&path);
		str_addf(&path, "%s/keyboards/%s/keymaps", top, part);
		if (file_is_dir(str_text(&path)))
			found = mem_copy_text(str_text(&path));
		slash = strrchr(part, '/');
		if (slash)
			*slash = '\0';
	} while (!found && slash);
	if (!found) {
		str_clear(&path);
		str_addf(&path, "%s/keyboards/%s/keymaps", top, id);
		found = str_take(&path);
	}
	str_release(&path);
	free(part);
	return found;
}

static bool is_of_qmk(const struct located *located)
{
	return located->id[0] && !builtin_find(located->id) && (located->tree || located->fetched);
}

static bool choose_folder(struct work *w, struct err *err)
{
	const char *userspace = is_of_qmk(&w->located) ? tree_userspace(w->tree) : NULL;
	const char *top = userspace ? userspace : w->located.tree ? tree_home(w->located.tree) : NULL;
	char *keymaps;

	if (w->what->dir) {
		w->dir = mem_copy_text(w->what->dir);
	} else if (top) {
		keymaps = keymaps_folder(top, w->located.id);
		w->dir = file_join(keymaps, w->what->name);
		free(keymaps);
	} else if (w->located.path && !w->located.fetched) {
		w->dir = folder_beside(w->located.path, w->what->name);
	} else {
		return err_set(err, ERR_USAGE, "%s is of no QMK tree: -o DIR says where the keymap goes",
			       w->what->keyboard);
	}
	return true;
}

static bool is_target(const struct json *target, const char *keyboard, const char *keymap)
{
	return target->type == JSON_ARRAY && target->count == 2 &&
	       !strcmp(json_text(target->first), keyboard) && !strcmp(json_text(target->last), keymap);
}

/* @text, a userspace's qmk.json, with one build target more, unless it has it. */
static bool add_target(struct work *w, const struct str *text, struct err *err)
{
	struct json_doc *doc = json_parse(str_text(text), text->len, err), *made;
	const struct json *targets = doc ? json_find(json_root(doc), "build_targets") : NULL;
	struct str path = STR_INIT;
	struct json *value;
	bool have = false, ok;

	if (!doc)
		return false;
	if (targets && targets->type != JSON_ARRAY) {
		json_doc_free(doc);
		return err_set(err, ERR_PARSE, "\"build_targets\" is no list");
	}
	for (const struct json *t = targets ? targets->first : NULL; t; t = t->next)
		have = have || is_target(t, w->located.id, w->what->name);
	made = json_doc_new();
	value = json_new(made, JSON_ARRAY);
	json_append(value, json_new_text(made, w->located.id));
	json_append(value, json_new_text(made, w->what->name));
	str_addf(&path, "build_targets.%zu", targets ? targets->count : 0);
	ok = have || keyboard_json_edit(str_text(text), text->len,
					&(struct keyboard_json_edit){ .change = KEYBOARD_JSON_INSERT,
								      .path = str_text(&path),
								      .value = value },
					&w->targets, err);
	str_release(&path);
	json_doc_free(made);
	json_doc_free(doc);
	return ok;
}

/* Only what goes into the userspace is built from there. */
static bool prepare_target(struct work *w, const char *path, struct err *err)
{
	struct str text = STR_INIT;
	bool ok = file_read(path, JSON_MAX_BYTES, &text, err) &&
		  (add_target(w, &text, err) || err_wrap(err, "%s", path));

	str_release(&text);
	return ok;
}

static bool create(struct work *w, struct created *out, struct err *err)
{
	bool in_userspace = !w->what->dir && is_of_qmk(&w->located) && tree_userspace(w->tree);
	char *path = in_userspace ? file_join(tree_userspace(w->tree), "qmk.json") : NULL;
	bool ok = (!path || prepare_target(w, path, err)) && create_folder(w->dir, &w->files, out, err);

	if (ok && w->targets.len) {
		ok = file_write(path, str_text(&w->targets), w->targets.len, FILE_REPLACE, err) ||
		     err_wrap(err, "%s was made, but is no build target yet", w->dir);
		out->changed = ok ? mem_copy_text(path) : NULL;
	}
	free(path);
	return ok;
}

static bool run(struct work *w, struct created *out, struct err *err)
{
	const struct new_keymap *what = w->what;

	if (what->from && what->layout)
		return err_set(err, ERR_USAGE, "a copy has its layout: give either --from or --layout");
	if (!check_name(what->name, err) || !locate(what->keyboard, what->qmk_home, &w->located, err))
		return false;
	w->tree = w->located.tree ? tree_ref(w->located.tree) : tree_open(what->qmk_home, err);
	if (!w->tree || (!what->layout && !copy(w, err)) || (!w->files.count && !make(w, err)))
		return false;
	return choose_folder(w, err) && create(w, out, err);
}

bool new_keymap(const struct new_keymap *what, struct created *out, struct err *err)
{
	struct work w = { .what = what };
	bool ok = run(&w, out, err);

	fileset_release(&w.files);
	str_release(&w.targets);
	located_release(&w.located);
	tree_close(w.tree);
	free(w.dir);
	return ok;
}
