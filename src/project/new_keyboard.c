/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/keymap_json.h"
#include "compile/skeleton.h"
#include "model/keyboard_name.h"
#include "new_private.h"
#include "project/names.h"
#include "tree_private.h"

enum { GRID = 4, USB_ID_MAX = 0xffff };

struct work {
	const struct new_keyboard *what;
	struct tree *tree;
	const struct qmk_facts *facts;
	struct base_layout base;
	struct skeleton skeleton;
	struct fileset files;
	struct keyboard *keyboard; /* as QMK reads what was made */
};

/* Whether nothing else goes by that name. */
static bool check_free(struct work *w, struct err *err)
{
	const char *name = w->what->name;
	char *id;

	if (!keyboard_name_check(name, err))
		return false;
	if (builtin_find(name))
		return err_set(err, ERR_EXISTS, "keyboard name '%s': there is a built-in board of that name",
			       name);
	id = tree_home(w->tree) ? tree_lookup(w->tree, name) : NULL;
	if (id && strcmp(id, name) != 0)
		err_set(err, ERR_EXISTS, "keyboard name '%s' is another one for %s", name, id);
	else if (id)
		err_set(err, ERR_EXISTS, "there is a keyboard %s in %s", name, tree_home(w->tree));
	free(id);
	return !id;
}

/* QMK takes no keyboard below another one. */
static bool check_above(struct work *w, struct err *err)
{
	char *above = mem_copy_text(w->what->name), *slash;
	bool fine = true;

	while (fine && (slash = strrchr(above, '/'))) {
		*slash = '\0';
		if (tree_home(w->tree) && tree_has(w->tree, above))
			fine = err_set(err, ERR_EXISTS, "%s is a keyboard; there can be none below it",
				       above);
	}
	free(above);
	return fine;
}

struct choices {
	const char *path;
	struct names names;
};

static void add_choices(void *data, const struct schema_facts *facts)
{
	struct choices *choices = data;

	if (facts->choices && !strcmp(facts->path, choices->path))
		for (const struct json *name = facts->choices->first; name; name = name->next)
			names_add(&choices->names, json_text(name));
}

/* Whether QMK's schema knows @value at @path; @what says what it is. */
static bool check_choice(const struct work *w, const char *path, const char *what, const char *value,
			 struct err *err)
{
	struct choices choices = { .path = path };
	struct str text = STR_INIT;
	bool known = false;

	schema_walk(w->facts->keyboard, add_choices, &choices);
	names_sort(&choices.names);
	for (size_t i = 0; i < choices.names.count; i++)
		known = known || !strcmp(choices.names.name[i], value);
	if (!known) {
		str_addf(&text, "QMK knows no %s %s", what, value);
		names_suggest(&choices.names, value, &text);
		err_set(err, ERR_NOT_FOUND, "%s", str_text(&text));
	}
	str_release(&text);
	names_release(&choices.names);
	return known;
}

static bool choose_processor(struct work *w, struct err *err)
{
	const struct new_keyboard *what = w->what;

	if (what->board && what->processor)
		return err_set(err, ERR_USAGE,
			       "a development board has its processor: give either --board or --mcu");
	if (what->board) {
		w->skeleton.board = what->board;
		return check_choice(w, "development_board", "development board", what->board, err);
	}
	w->skeleton.processor = what->processor ? what->processor : "atmega32u4";
	return check_choice(w, "processor", "processor", w->skeleton.processor, err);
}

static bool choose_usb(struct work *w, struct err *err)
{
	const struct new_keyboard *what = w->what;

	if (what->vid < 0 || what->vid > USB_ID_MAX || what->pid < 0 || what->pid > USB_ID_MAX)
		return err_set(err, ERR_USAGE, "USB ids are from 0x0000 to 0xffff");
	w->skeleton.vid = (unsigned)what->vid;
	w->skeleton.pid = (unsigned)what->pid;
	return true;
}

static bool choose_layout(struct work *w, struct err *err)
{
	const struct new_keyboard *what = w->what;
	struct base_layout *base = &w->base;

	if (what->layout && (what->rows || what->cols))
		return err_set(err, ERR_USAGE,
			       "a layout has its rows and columns: give either --layout or those");
	if (what->layout && !base_layout_find(base, w->tree, what->layout, err))
		return false;
	if (!what->layout) {
		base->macro = mem_copy_text("LAYOUT");
		base->rows = what->rows ? what->rows : GRID;
		base->cols = what->cols ? what->cols : GRID;
	}
	w->skeleton.layout = base->macro;
	w->skeleton.community = base->community;
	w->skeleton.keys = base->keys;
	w->skeleton.rows = base->rows;
	w->skeleton.cols = base->cols;
	return true;
}

/* It goes into a text that people read, on one line. */
static bool choose_maintainer(struct work *w, struct err *err)
{
	const char *name = w->what->maintainer, *user = getenv("USER");

	if (!name)
		name = user && user[0] ? user : "unknown";
	for (const char *c = name; *c; c++)
		if (iscntrl((unsigned char)*c))
			return err_set(err, ERR_USAGE, "--maintainer wants a name on one line");
	w->skeleton.maintainer = name;
	return true;
}

/* The tree as it would be with the new file. */
struct overlay {
	const struct qmk_files *under; /* NULL: nothing */
	struct str path;
	const struct str *text;
};

static enum qmk_file_result read_overlay(void *data, const char *path, const char **text, size_t *len,
					 struct err *err)
{
	const struct overlay *overlay = data;

	if (strcmp(path, str_text(&overlay->path)) != 0)
		return overlay->under ? overlay->under->read(overlay->under->data, path, text, len, err)
				      : QMK_FILE_ABSENT;
	*text = str_text(overlay->text);
	*len = overlay->text->len;
	return QMK_FILE_READ;
}

static bool exists_in_overlay(void *data, const char *path)
{
	const struct overlay *overlay = data;

	return !strcmp(path, str_text(&overlay->path)) ||
	       (overlay->under && overlay->under->exists(overlay->under->data, path));
}

static void release_overlay(void *data)
{
	const struct overlay *overlay = data;

	if (overlay->under && overlay->under->release)
		overlay->under->release(overlay->under->data);
}

/* Ours has none by itself, but files of the folders above are merged into it. */
static bool check_errors(const struct diagnostics *diagnostics, struct err *err)
{
	for (size_t i = 0; i < diagnostics->count; i++)
		if (diagnostics->item[i].kind->severity == SEVERITY_ERROR)
			return err_set(err, ERR_REFUSED, "QMK would not take the keyboard: %s",
				       diagnostics->item[i].text);
	return true;
}

/* Read @text as QMK would read it where it is going to be. */
static bool read_back(struct work *w, const struct str *text, struct diagnostics *diagnostics,
		      struct err *err)
{
	struct overlay overlay = { .under = w->what->dir ? NULL : tree_files(w->tree), .text = text };
	const struct qmk_files files = { &overlay, read_overlay, exists_in_overlay, release_overlay };
	struct qmk_config *config;
	bool ok;

	str_addf(&overlay.path, "keyboards/%s/keyboard.json", w->what->name);
	config = qmk_config_read(w->what->name, &files, w->facts, diagnostics, err);
	ok = config && check_errors(diagnostics, err);
	if (ok)
		w->keyboard = qmk_config_keyboard(config, w->what->name, diagnostics, err);
	qmk_config_free(config);
	str_release(&overlay.path);
	return ok && w->keyboard;
}

static void add_keymap(struct work *w)
{
	const struct layout *layout = &w->keyboard->layout[0];
	const struct keymap *map = base_layout_keymap(&w->base, w->tree, layout);
	const struct keymap_json_names names = { w->what->name, "default", layout->name, NULL };

	keymap_json_write(&names, layout, map, fileset_add(&w->files, "keymaps/default/keymap.json"));
	keymap_unref(map);
}

static bool make_files(struct work *w, struct diagnostics *diagnostics, struct err *err)
{
	struct str *json = fileset_add(&w->files, "keyboard.json");

	if (!skeleton_keyboard_json(&w->skeleton, json, err) || !read_back(w, json, diagnostics, err))
		return false;
	add_keymap(w);
	skeleton_readme(&w->skeleton, fileset_add(&w->files, "readme.md"));
	return true;
}

static bool create(struct work *w, struct created *out, struct err *err)
{
	struct str path = STR_INIT;
	char *dir;
	bool ok;

	str_addf(&path, "keyboards/%s", w->what->name);
	dir = w->what->dir ? mem_copy_text(w->what->dir) : file_join(tree_home(w->tree), str_text(&path));
	ok = create_folder(dir, &w->files, out, err);
	free(dir);
	str_release(&path);
	return ok;
}

static bool choose(struct work *w, struct err *err)
{
	if (!w->what->dir && !tree_home(w->tree))
		return err_set(err, ERR_NOT_FOUND,
			       "there is no QMK tree to put it into: --qmk DIR or QMK_HOME names one, "
			       "-o DIR a folder of its own");
	w->facts = tree_facts(w->tree, err);
	w->skeleton.name = w->what->name;
	return w->facts && check_free(w, err) && check_above(w, err) && choose_processor(w, err) &&
	       choose_usb(w, err) && choose_maintainer(w, err) && choose_layout(w, err);
}

bool new_keyboard(const struct new_keyboard *what, struct created *out, struct diagnostics *diagnostics,
		  struct err *err)
{
	struct work w = { .what = what };
	bool ok;

	w.tree = tree_open(what->qmk_home, err);
	if (!w.tree)
		return false;
	ok = choose(&w, err) && make_files(&w, diagnostics, err) && create(&w, out, err);
	keyboard_free(w.keyboard);
	fileset_release(&w.files);
	base_layout_release(&w.base);
	tree_close(w.tree);
	return ok;
}
