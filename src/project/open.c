/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/symbol.h"
#include "project/builtin.h"
#include "project/cache.h"
#include "project/journal.h"
#include "project/keymap_file.h"
#include "project_private.h"

static const struct diagnostic_kind no_keyboard = { "project-no-keyboard", SEVERITY_WARNING };
static const struct diagnostic_kind other_layout = { "project-layout", SEVERITY_NOTE };
static const struct diagnostic_kind bad_default = { "project-default-keymap", SEVERITY_WARNING };

/* What the other files of the source hold is known; the document's own bytes are those of @text, NULL: no file has it. */
static void remember_disk(struct project *project, const struct str *text)
{
	project->on_disks = project->source->includes + 1;
	project->on_disk = mem_new(project->on_disks, sizeof(*project->on_disk));
	if (text)
		str_add_bytes(&project->on_disk[0], str_text(text), text->len);
	for (size_t i = 1; i < project->on_disks; i++) {
		const struct source_include *include = &project->source->include[i - 1];

		str_add_bytes(&project->on_disk[i], include->text, include->len);
	}
}

/* Take over what was read, with the document's own keyboard where the one that was found, if any, is not for it. */
static void take_keymap(struct project *project, const struct keymap_file *file, struct document *document)
{
	if (document->board) {
		keyboard_free(project->keyboard);
		mem_set_text(&project->keyboard_path, NULL);
		project->keyboard = document->board;
		project->guessed = true;
		document->board = NULL;
	}
	project->layout = (size_t)(document->used - project->keyboard->layout);
	project->map = document->map;
	project->source = document->source;
	project->stage = mem_new(1, sizeof(struct source *));
	project->stage[project->stages++] = project->source;
	project->source_format = file->format;
	project->language = host_language_find(document->language);
	mem_set_text(&project->keymap_name, document->keymap[0] ? document->keymap : "default");
	document->map = NULL;
	document->source = NULL;
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

/* What was said of one that is not used; why it is not is said by itself. */
static void forget_keyboard(struct project *project)
{
	diagnostics_release(&project->diagnostics);
	project->keyboard_said = 0;
	free(project->keyboard_path);
	project->keyboard_path = NULL;
	project->in_tree = false;
}

/* The keyboard that @file is for, into @project; none, with the reason in @err, when there is none to be found, or none that
 * can be used though nobody asked for it by name: files of other programs are called info.json, too. */
static bool find_keyboard(struct project *project, const struct keymap_file *file,
			  const struct project_options *options, struct err *err)
{
	struct located located = { 0 };
	bool ok = options->keyboard ? locate(options->keyboard, options->qmk_home, &located, err)
				    : keymap_file_locate(file, options->qmk_home, &located, err);

	if (ok && located.id && !project_read_keyboard(project, &located, err)) {
		ok = options->keyboard == NULL;
		forget_keyboard(project);
	}
	located_release(&located);
	return ok;
}

/* Reading gives one when there are keys: then nothing is lost but what the keyboard's own data would tell. */
static bool may_guess(struct project *project, const struct document *document, const struct err *reason,
		      struct err *err)
{
	if (!document->board || !document->used->keys) {
		*err = *reason;
		return false;
	}
	if (document->board->guessed)
		diagnostics_add(&project->diagnostics, &no_keyboard, PLACE_NONE,
				"%s; the keys are drawn as they stand in the text", reason->text);
	return true;
}

static bool read_keymap(struct project *project, const struct keymap_file *file,
			const struct project_options *options, struct err *err)
{
	struct document document = { 0 };
	struct err reason = { 0 };
	bool ok = project->keyboard || find_keyboard(project, file, options, &reason);

	if (!ok) {
		*err = reason;
		return false;
	}
	ok = keymap_file_parse(file, project->keyboard, &document, &project->diagnostics, err) &&
	     (project->keyboard || may_guess(project, &document, &reason, err));
	if (ok)
		take_keymap(project, file, &document);
	document_release(&document);
	return ok;
}

static bool open_keymap(struct project *project, const char *path, const struct project_options *options,
			struct err *err)
{
	struct keymap_file file = { .layout = options->layout };
	bool ok = keymap_file_read(path, options->format, &file, err) &&
		  read_keymap(project, &file, options, err);

	if (ok) {
		project->path = mem_copy_text(path);
		project->source_path = mem_copy_text(path);
		project->format = file.format;
		remember_disk(project, &file.text);
	}
	keymap_file_release(&file);
	return ok && (!options->layout || use_layout(project, options->layout, err));
}

bool project_read_file(struct project *project, const char *path, struct err *err)
{
	static const struct project_options none;

	return open_keymap(project, path, &none, err);
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

static void try_default(struct project *project, const struct keymap_file *file)
{
	struct document document = { 0 };
	struct err err = { 0 };

	if (keymap_file_parse(file, project->keyboard, &document, &project->diagnostics, &err)) {
		take_keymap(project, file, &document);
		remember_disk(project, NULL);
	} else {
		leave_default(project, file->path, &err);
	}
	document_release(&document);
}

static void try_default_file(struct project *project, const char *path)
{
	struct keymap_file file = { 0 };
	struct err err = { 0 };

	if (keymap_file_read(path, NULL, &file, &err))
		try_default(project, &file);
	else
		leave_default(project, path, &err);
	keymap_file_release(&file);
}

static void try_builtin_default(struct project *project, const struct builtin *board)
{
	struct keymap_file file = { 0 };
	struct err err = { 0 };

	if (keymap_file_take("keymap.json", board->keymap, board->keymap_len, NULL, &file, &err))
		try_default(project, &file);
	keymap_file_release(&file);
}

/* The keymap that is in @folder; false: none. */
static bool try_default_in(struct project *project, const char *folder)
{
	char *path = keymap_file_in_folder(folder);

	if (path)
		try_default_file(project, path);
	free(path);
	return path;
}

/* @folder is relative to the tree, or absolute in a userspace. */
static void read_default_in(struct project *project, struct tree *tree, const char *folder)
{
	char *full = file_join(tree_home(tree), folder);

	try_default_in(project, full);
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
	str_add(&path, "keymaps/default");
	try_default_in(project, str_text(&path));
	str_release(&path);
}

static void read_default(struct project *project, const struct located *located)
{
	const struct builtin *board = located->path ? NULL : builtin_find(located->id);
	char *folder = located->tree ? tree_find_keymap_folder(located->tree, located->id, "default") : NULL;

	if (board)
		try_builtin_default(project, board);
	else if (located->fetched)
		read_fetched_default(project, located->id);
	else if (folder)
		read_default_in(project, located->tree, folder);
	else if (!located->tree && located->path)
		read_default_beside(project, located->path);
	free(folder);
}

static void forget_keymap(struct project *project)
{
	keymap_unref(project->map);
	for (size_t i = 0; i < project->stages; i++)
		source_free(project->stage[i]);
	free(project->stage);
	for (size_t i = 0; i < project->on_disks; i++)
		str_release(&project->on_disk[i]);
	free(project->on_disk);
	project->map = NULL;
	project->source = NULL;
	project->stage = NULL;
	project->stages = 0;
	project->source_format = NULL;
	project->language = NULL;
	project->on_disk = NULL;
	project->on_disks = 0;
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
		forget_keymap(project);
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
	bool ok = file_read(path, KEYMAP_FILE_MAX_BYTES, &text, err), is_keyboard;

	is_keyboard = ok && !options->format && locate_is_keyboard_file(path, &text);
	str_release(&text);
	return ok && (is_keyboard ? open_keyboard(project, path, options, err)
				  : open_keymap(project, path, options, err));
}

struct project *project_open(const char *what, const struct project_options *options, struct err *err)
{
	static const struct project_options none;
	struct project *project = mem_new(1, sizeof(*project));
	char *keymap = keymap_file_in_folder(what);
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
	project->revision = mem_copy_text(options->revision);
	return project;
}

void project_free(struct project *project)
{
	if (!project)
		return;
	forget_keymap(project);
	keyboard_free(project->keyboard);
	hardware_free(project->hardware);
	diagnostics_release(&project->diagnostics);
	free(project->path);
	free(project->source_path);
	free(project->keyboard_path);
	free(project->running);
	free(project->keymap_name);
	free(project->revision);
	journal_free(project->journal);
	free(project);
}
