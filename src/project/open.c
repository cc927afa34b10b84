/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/keymap_json.h"
#include "model/symbol.h"
#include "project/builtin.h"
#include "project/cache.h"
#include "project/journal.h"
#include "project/locate.h"
#include "project_private.h"

static const struct diagnostic_kind keymap_in_c = { "project-keymap-c", SEVERITY_NOTE };
static const struct diagnostic_kind other_layout = { "project-layout", SEVERITY_NOTE };
static const struct diagnostic_kind bad_default = { "project-default-keymap", SEVERITY_WARNING };

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
	struct located located;
	bool ok;

	/* Once for the keyboard's name, and once with the keyboard; the second says what is wrong. */
	ok = keymap_json_read(str_text(text), text->len, NULL, &json, &ignored, err);
	diagnostics_release(&ignored);
	if (!ok)
		return err_wrap(err, "%s", path);
	ok = locate_for_keymap(path, json.keyboard, options->qmk_home, &located, err) &&
	     project_read_keyboard(project, &located, err);
	located_release(&located);
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
	return !options->layout || use_layout(project, options->layout, err);
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

static void try_default_file(struct project *project, const char *path)
{
	struct str text = STR_INIT;
	struct err err = { 0 };

	if (file_read(path, JSON_MAX_BYTES, &text, &err))
		try_default(project, str_text(&text), text.len, path);
	else
		leave_default(project, path, &err);
	str_release(&text);
}

/* @folder is relative to the tree, or absolute in a userspace. */
static void read_default_in(struct project *project, struct tree *tree, const char *folder)
{
	char *full = file_join(tree_home(tree), folder), *path = file_join(full, "keymap.json");

	if (file_is_regular(path))
		try_default_file(project, path);
	else
		diagnostics_add(
			&project->diagnostics, &keymap_in_c, PLACE_NONE,
			"the board's default keymap is a keymap.c, which cannot be read; it starts empty");
	free(path);
	free(full);
}

static void read_fetched_default(struct project *project, const char *id)
{
	struct cached_keyboard fetched;
	struct err err;

	if (!cache_find(id, &fetched, &err))
		return;
	if (fetched.keymap)
		try_default_file(project, fetched.keymap);
	cached_keyboard_release(&fetched);
}

/* Of a keyboard that stands alone. */
static void read_default_beside(struct project *project, const char *keyboard_path)
{
	struct str path = STR_INIT;

	str_add_bytes(&path, keyboard_path, (size_t)(file_base(keyboard_path) - keyboard_path));
	str_add(&path, "keymaps/default/keymap.json");
	if (file_is_regular(str_text(&path)))
		try_default_file(project, str_text(&path));
	str_release(&path);
}

static void read_default(struct project *project, const struct located *located)
{
	const struct builtin *board = located->path ? NULL : builtin_find(located->id);
	char *folder = located->tree ? tree_find_keymap_folder(located->tree, located->id, "default") : NULL;

	if (board)
		try_default(project, board->keymap, board->keymap_len, "keymap.json");
	else if (located->fetched)
		read_fetched_default(project, located->id);
	else if (folder)
		read_default_in(project, located->tree, folder);
	else if (!located->tree && located->path)
		read_default_beside(project, located->path);
	free(folder);
}

/* The keymap of a keyboard that was opened by itself. */
static bool open_default(struct project *project, const struct located *located, const char *name,
			 struct err *err)
{
	const struct layout *layout = name ? keyboard_find_layout(project->keyboard, name) : NULL;

	read_default(project, located);
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

static bool open_keyboard(struct project *project, const char *what, const struct project_options *options,
			  struct err *err)
{
	struct located located;
	bool is_name = options->tree && !file_is_regular(what);
	bool ok = (is_name ? locate_in(options->tree, what, &located, err)
			   : locate(what, options->qmk_home, &located, err)) &&
		  project_read_keyboard(project, &located, err) &&
		  open_default(project, &located, options->layout, err);

	located_release(&located);
	return ok;
}

static bool open_file(struct project *project, const char *path, const struct project_options *options,
		      struct err *err)
{
	struct str text = STR_INIT;
	bool ok = file_read(path, JSON_MAX_BYTES, &text, err);

	if (ok && locate_is_keyboard_file(path, &text))
		ok = open_keyboard(project, path, options, err);
	else if (ok)
		ok = open_keymap(project, path, &text, options, err);
	str_release(&text);
	return ok;
}

/* The keymap.json of a folder that is a keymap's; NULL: it is none. The caller frees. */
static char *keymap_in_folder(const char *folder)
{
	char *file = locate_in_folder(folder);

	if (file && !strcmp(file_base(file), "keymap.json"))
		return file;
	free(file);
	return NULL;
}

struct project *project_open(const char *what, const struct project_options *options, struct err *err)
{
	static const struct project_options none;
	struct project *project = mem_new(1, sizeof(*project));
	char *keymap = keymap_in_folder(what);
	bool ok;

	options = options ? options : &none;
	ok = keymap                  ? open_file(project, keymap, options, err)
	     : file_is_regular(what) ? open_file(project, what, options, err)
				     : open_keyboard(project, what, options, err);
	free(keymap);
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
