/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/keymap_json.h"
#include "import/qmk_info.h"
#include "project/builtin.h"
#include "project/journal.h"
#include "project_private.h"
#include "tree_private.h"

enum { MAX_PARENTS = 5 };

static const struct diagnostic_kind keymap_in_c = { "project-keymap-c", SEVERITY_NOTE };
static const struct diagnostic_kind other_layout = { "project-layout", SEVERITY_NOTE };
static const struct diagnostic_kind bad_default = { "project-default-keymap", SEVERITY_WARNING };

/* The folder that @path is in, without symbolic links; "." when that cannot be told. The caller frees. */
static char *folder_of(const char *path)
{
	char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL;

	if (!slash) {
		free(real);
		return mem_copy_text(".");
	}
	slash[slash == real] = '\0';
	return real;
}

static bool open_builtin(struct project *project, const struct builtin *board, struct err *err)
{
	struct qmk_text text = { "keyboard.json", board->keyboard, board->keyboard_len };

	project->keyboard = qmk_info_read(board->id, &text, 1, &project->diagnostics, err);
	return project->keyboard;
}

/* The keyboard whose file is in @folder: inside a QMK tree with its parents and name, elsewhere by itself. */
static bool open_keyboard_in(struct project *project, const char *folder, struct err *err)
{
	char *home = tree_of(folder), *root = home ? file_join(home, "keyboards") : NULL;
	const char *id = root && strlen(folder) > strlen(root) ? folder + strlen(root) + 1 : "";

	project->keyboard =
		tree_read_keyboard(root, folder, id, &project->keyboard_path, &project->diagnostics, err);
	free(root);
	free(home);
	return project->keyboard;
}

/* False with no error set when the tree has no keyboard of that name. */
static bool open_from_tree(struct project *project, struct tree *tree, const char *name, bool *there,
			   struct err *err)
{
	char *id = tree_lookup(tree, name), *root, *folder;

	*there = id;
	if (!id)
		return false;
	root = file_join(tree_home(tree), "keyboards");
	folder = file_join(root, id);
	project->keyboard =
		tree_read_keyboard(root, folder, id, &project->keyboard_path, &project->diagnostics, err);
	free(folder);
	free(root);
	free(id);
	return project->keyboard;
}

/* keyboard.json or info.json in @folder or up to five above it. */
static bool open_keyboard_above(struct project *project, const char *folder, bool *there, struct err *err)
{
	char *dir = mem_copy_text(folder), *file = NULL, *slash;
	bool ok = false;

	for (int i = 0; !file && i <= MAX_PARENTS; i++) {
		file = tree_find_file(dir);
		slash = strrchr(dir, '/');
		if (file)
			ok = open_keyboard_in(project, dir, err);
		if (!slash || slash == dir)
			break;
		*slash = '\0';
	}
	*there = file;
	free(file);
	free(dir);
	return ok;
}

static bool no_keyboard(const char *path, const char *name, struct tree *tree, struct err *err)
{
	const char *home = tree_home(tree);
	struct str near = STR_INIT;

	if (!name[0])
		return err_set(err, ERR_NOT_FOUND,
			       "%s does not say which keyboard it is for: give it \"keyboard\", or put its "
			       "keyboard.json beside it",
			       path);
	tree_suggest(tree, name, &near);
	err_set(err, ERR_NOT_FOUND,
		"%s is for the keyboard %s, which is neither built in nor %s%s%s: give its QMK tree with "
		"--qmk DIR, or "
		"put its keyboard.json beside the keymap",
		path, name, home ? "in " : "found", home ? home : "", str_text(&near));
	str_release(&near);
	return false;
}

/* In the tree that @folder is part of. */
static bool open_from_own_tree(struct project *project, const char *folder, const char *name, bool *there,
			       struct err *err)
{
	char *home = tree_of(folder);
	struct err none;
	struct tree *tree = home ? tree_open(home, &none) : NULL;
	bool ok;

	*there = false;
	ok = tree && open_from_tree(project, tree, name, there, err);
	tree_close(tree);
	free(home);
	return ok;
}

/* The keyboard that a keymap at @path names. A tree that was named goes before the one that the keymap is in, and
 * that before one that was found. */
static bool find_keyboard(struct project *project, const char *path, const char *name, const char *home,
			  struct err *err)
{
	const struct builtin *board = builtin_find(name);
	struct tree *tree;
	char *folder;
	bool there, ok;

	if (board)
		return open_builtin(project, board, err);
	tree = tree_open(home, err);
	if (!tree)
		return false;
	folder = folder_of(path);
	there = ok = false;
	if (tree->named)
		ok = open_from_tree(project, tree, name, &there, err);
	if (!there)
		ok = open_from_own_tree(project, folder, name, &there, err);
	if (!there)
		ok = open_from_tree(project, tree, name, &there, err);
	if (!there)
		ok = open_keyboard_above(project, folder, &there, err);
	if (!there)
		ok = no_keyboard(path, name, tree, err);
	free(folder);
	tree_close(tree);
	return ok;
}

/* Take over what was read. The keyboard must be the one that it was read with. */
static void take_keymap(struct project *project, struct keymap_json *json)
{
	project->layout = (size_t)(json->used - project->keyboard->layout);
	project->map = json->map;
	project->source = json->source;
	mem_set_text(&project->keymap_name, json->keymap[0] ? json->keymap : "default");
	json->map = NULL;
	json->source = NULL;
}

/* Another layout than the keymap's own may be asked for when it has as many keys. */
static bool use_layout(struct project *project, const char *name, struct err *err)
{
	const struct keyboard *kb = project->keyboard;
	const struct layout *layout = keyboard_find_layout(kb, name);
	struct str all = STR_INIT;

	if (!layout) {
		for (size_t i = 0; i < kb->layouts; i++)
			str_addf(&all, "%s%s", i ? ", " : "", kb->layout[i].name);
		err_set(err, ERR_NOT_FOUND, "%s has no layout %s; it has %.300s",
			kb->id[0] ? kb->id : "the keyboard", name, str_text(&all));
		str_release(&all);
		return false;
	}
	if (layout->keys != keymap_keys(project->map))
		return err_set(err, ERR_RANGE, "layout %s has %zu keys, and the keymap is for the %zu of %s",
			       name, layout->keys, keymap_keys(project->map),
			       kb->layout[project->layout].name);
	project->layout = (size_t)(layout - kb->layout);
	return true;
}

static bool open_keymap(struct project *project, const char *path, const struct str *text,
			const struct project_options *options, struct err *err)
{
	struct keymap_json json = { 0 };
	struct diagnostics ignored = { 0 };
	bool ok;

	/* Once for the keyboard's name, and once with the keyboard; the second says what is wrong. */
	ok = keymap_json_read(str_text(text), text->len, NULL, &json, &ignored, err);
	diagnostics_release(&ignored);
	if (!ok)
		return err_wrap(err, "%s", path);
	ok = find_keyboard(project, path, json.keyboard, options ? options->qmk_home : NULL, err);
	keymap_json_release(&json);
	if (!ok)
		return false;
	if (!keymap_json_read(str_text(text), text->len, project->keyboard, &json, &project->diagnostics,
			      err))
		return err_wrap(err, "%s", path);
	take_keymap(project, &json);
	keymap_json_release(&json);
	project->path = mem_copy_text(path);
	project->on_disk = mem_new(text->len + 1, 1);
	memcpy(project->on_disk, str_text(text), text->len);
	project->on_disk_len = text->len;
	return !options || !options->layout || use_layout(project, options->layout, err);
}

static void blank_keymap(struct project *project, size_t layout)
{
	struct keymap *map =
		keymap_new(1, project->keyboard->layout[layout].keys, (size_t)project->keyboard->encoders);

	project->layout = layout;
	project->map = map;
	mem_set_text(&project->keymap_name, "default");
}

/* A default keymap that cannot be used is no reason not to open the board. */
static void leave_default(struct project *project, const char *path, const struct err *err)
{
	diagnostics_add_in_file(&project->diagnostics, &bad_default, path, PLACE_NONE,
				"the default keymap is not used: %s", err->text);
}

static void try_default(struct project *project, const char *text, size_t len, const char *path)
{
	struct keymap_json json = { 0 };
	struct err err = { 0 };

	if (keymap_json_read(text, len, project->keyboard, &json, &project->diagnostics, &err))
		take_keymap(project, &json);
	else
		leave_default(project, path, &err);
	keymap_json_release(&json);
}

static void read_default(struct project *project)
{
	const struct builtin *board = builtin_find(project->keyboard->id);
	char *home, *path = NULL;
	struct str text = STR_INIT;
	struct err err = { 0 };
	bool only_c = false;

	if (!project->keyboard_path) {
		try_default(project, board->keymap, board->keymap_len, "keymap.json");
		return;
	}
	home = project->keyboard->id[0] ? tree_of(project->keyboard_path) : NULL;
	if (home)
		path = tree_find_keymap(home, project->keyboard->id, &only_c);
	if (path && file_read(path, JSON_MAX_BYTES, &text, &err))
		try_default(project, str_text(&text), text.len, path);
	else if (path)
		leave_default(project, path, &err);
	if (only_c)
		diagnostics_add(
			&project->diagnostics, &keymap_in_c, PLACE_NONE,
			"the board's default keymap is a keymap.c, which cannot be read; it starts empty");
	str_release(&text);
	free(path);
	free(home);
}

/* The keymap of a keyboard that was opened by itself. */
static bool open_default(struct project *project, const struct project_options *options, struct err *err)
{
	const char *name = options ? options->layout : NULL;
	const struct layout *layout = name ? keyboard_find_layout(project->keyboard, name) : NULL;

	read_default(project);
	if (layout && project->map && layout->keys != keymap_keys(project->map)) {
		diagnostics_add(&project->diagnostics, &other_layout, PLACE_NONE,
				"the default keymap is for %s; %s starts empty",
				project->keyboard->layout[project->layout].name, layout->name);
		keymap_unref(project->map);
		source_free(project->source);
		project->map = NULL;
		project->source = NULL;
	}
	if (!project->map)
		blank_keymap(project, layout ? (size_t)(layout - project->keyboard->layout) : 0);
	return !name || use_layout(project, name, err);
}

static bool is_keyboard_file(const char *path, const struct str *text)
{
	const char *name = file_base(path);
	struct json_doc *doc;
	struct err ignored;
	bool has_layouts;

	if (!strcmp(name, "keyboard.json") || !strcmp(name, "info.json"))
		return true;
	if (!strcmp(name, "keymap.json"))
		return false;
	doc = json_parse(str_text(text), text->len, &ignored);
	has_layouts = doc && json_find(json_root(doc), "layouts");
	json_doc_free(doc);
	return has_layouts;
}

/* A keyboard's file under a name of its own, or outside any tree. */
static bool open_keyboard_file(struct project *project, const char *path, const struct str *text,
			       struct err *err)
{
	struct qmk_text one = { path, str_text(text), text->len };
	const char *name = file_base(path);
	char *folder;
	bool ok;

	if (strcmp(name, "keyboard.json") && strcmp(name, "info.json")) {
		project->keyboard = qmk_info_read("", &one, 1, &project->diagnostics, err);
		project->keyboard_path = project->keyboard ? mem_copy_text(path) : NULL;
		return project->keyboard;
	}
	folder = folder_of(path);
	ok = open_keyboard_in(project, folder, err);
	free(folder);
	return ok;
}

static bool open_path(struct project *project, const char *path, const struct project_options *options,
		      struct err *err)
{
	struct str text = STR_INIT;
	bool ok = file_read(path, JSON_MAX_BYTES, &text, err);

	if (ok && is_keyboard_file(path, &text))
		ok = open_keyboard_file(project, path, &text, err) && open_default(project, options, err);
	else if (ok)
		ok = open_keymap(project, path, &text, options, err);
	str_release(&text);
	return ok;
}

static bool not_found(const char *what, struct tree *tree, struct err *err)
{
	const char *kind = file_kind(what), *home = tree_home(tree);
	struct str near = STR_INIT;

	if (kind && !strcmp(kind, "folder"))
		return err_set(err, ERR_NOT_FOUND,
			       "%s is a folder: give the keymap.json or keyboard.json in it", what);
	if (kind)
		return err_set(err, ERR_NOT_FOUND, "%s is a %s: give a keymap.json or keyboard.json", what,
			       kind);
	if (!tree_is_name(what))
		return err_set(err, ERR_NOT_FOUND, "there is no file %s", what);
	tree_suggest(tree, what, &near);
	if (home)
		err_set(err, ERR_NOT_FOUND,
			"there is no file or built-in board %s, and no such keyboard in %s%s", what, home,
			str_text(&near));
	else
		err_set(err, ERR_NOT_FOUND,
			"there is no file or built-in board %s%s; keyboards of a QMK tree need --qmk DIR or "
			"QMK_HOME",
			what, str_text(&near));
	str_release(&near);
	return false;
}

static bool open_name(struct project *project, const char *what, const struct project_options *options,
		      struct err *err)
{
	const struct builtin *board = builtin_find(what);
	struct tree *tree;
	bool there, ok;

	if (board)
		return open_builtin(project, board, err) && open_default(project, options, err);
	tree = tree_open(options ? options->qmk_home : NULL, err);
	if (!tree)
		return false;
	ok = open_from_tree(project, tree, what, &there, err);
	if (!there)
		not_found(what, tree, err);
	tree_close(tree);
	return ok && open_default(project, options, err);
}

struct project *project_open(const char *what, const struct project_options *options, struct err *err)
{
	struct project *project = mem_new(1, sizeof(*project));
	bool ok;

	ok = file_is_regular(what) ? open_path(project, what, options, err)
				   : open_name(project, what, options, err);
	if (!ok) {
		project_free(project);
		return NULL;
	}
	return project;
}

void project_free(struct project *project)
{
	if (!project)
		return;
	keymap_unref(project->map);
	source_free(project->source);
	keyboard_free(project->keyboard);
	diagnostics_release(&project->diagnostics);
	free(project->path);
	free(project->keyboard_path);
	free(project->keymap_name);
	free(project->on_disk);
	journal_free(project->journal);
	free(project);
}
