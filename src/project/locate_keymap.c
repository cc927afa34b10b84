/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "locate_private.h"

enum { MAX_PARENTS = 5 };

/* A keymap whose keyboard is looked for. */
struct search {
	const char *path;
	const struct document *document;
	char *folder;      /* that it lies in */
	struct tree *tree; /* that was named, or found */
	struct tree *own;  /* that it lies in; NULL: in none */
};

static bool take_above(const char *folder, struct located *out, struct err *err)
{
	char *dir = mem_copy_text(folder), *file = NULL, *slash;
	bool ok;

	for (int i = 0; !file && i <= MAX_PARENTS; i++) {
		file = locate_find_file(dir);
		slash = strrchr(dir, '/');
		if (!slash || slash == dir)
			break;
		*slash = '\0';
	}
	ok = file && locate_file(file, out, err);
	free(file);
	free(dir);
	return ok;
}

static bool no_keyboard(const struct search *s, struct err *err)
{
	const char *home = tree_home(s->tree), *name = s->document->keyboard;
	struct str near = STR_INIT;

	if (!name[0])
		return err_set(
			err, ERR_NOT_FOUND,
			"%s does not say which keyboard it is for: name it with --keyboard, or put its "
			"keyboard.json beside it",
			s->path);
	tree_suggest(s->tree, name, &near);
	err_set(err, ERR_NOT_FOUND,
		"%s is for the keyboard %s, which is neither built in nor %s%s%s: name one with its keys "
		"with --keyboard, get it with keyplane fetch, give its QMK tree with --qmk DIR, or put its "
		"keyboard.json beside the keymap",
		s->path, name, home ? "in " : "found", home ? home : "", str_text(&near));
	str_release(&near);
	return false;
}

/* As locate_take_from(), which takes a reference. */
static bool take_from(struct tree *tree, const char *name, struct located *out)
{
	if (!locate_take_from(tree, name, out))
		return false;
	tree_ref(tree);
	return true;
}

/* The keyboard that it names, in one of the trees. */
static bool take_named(const struct search *s, struct located *out)
{
	const char *name = s->document->keyboard;

	return name[0] && ((s->tree->named && take_from(s->tree, name, out)) ||
			   take_from(s->own, name, out) || take_from(s->tree, name, out));
}

/* Whether it has the layout that the keymap is for. */
static bool fits(const struct located *located, const struct document *document)
{
	struct diagnostics ignored = { 0 };
	struct err err;
	struct qmk_config *config = located_config(located, &ignored, &err);
	struct keyboard *kb = config ? located_keyboard(located, config, &ignored, &err) : NULL;
	const struct layout *layout = kb ? keyboard_find_layout(kb, document->layout) : NULL;
	bool ok = layout && layout->keys == keymap_keys(document->map);

	keyboard_free(kb);
	qmk_config_free(config);
	diagnostics_release(&ignored);
	return ok;
}

/* A folder of keyboards may have keymaps for all of them: the first one that has the layout, else the first one. */
static bool take_below(struct tree *tree, const char *folder, const struct document *document,
		       struct located *out)
{
	struct names names = { 0 };
	bool found = false;

	if (tree && tree_is_name(folder))
		tree_list_below(tree, folder, &names);
	for (size_t i = 0; !found && i < names.count; i++) {
		found = take_from(tree, names.name[i], out);
		if (found && !fits(out, document)) {
			located_release(out);
			found = false;
		}
	}
	found = found || (names.count && take_from(tree, names.name[0], out));
	names_release(&names);
	return found;
}

/* Whether a file that tells of keyboard @id has @text in it: its own, or one of the folders above it. */
static bool is_said(const struct qmk_files *files, const char *id, const char *wanted)
{
	static const char *const names[] = { "keyboard.json", "info.json" };
	char *part = mem_copy_text(id), *slash;
	struct str path = STR_INIT;
	bool said = false;

	do {
		for (size_t i = 0; !said && i < COUNT(names); i++) {
			const char *text;
			struct err ignored;
			size_t len;

			str_clear(&path);
			str_addf(&path, "keyboards/%s/%s", part, names[i]);
			said = files->read(files->data, str_text(&path), &text, &len, &ignored) ==
				       QMK_FILE_READ &&
			       memmem(text, len, wanted, strlen(wanted));
			if (files->release)
				files->release(files->data);
		}
		slash = strrchr(part, '/');
		if (slash)
			*slash = '\0';
	} while (!said && slash);
	str_release(&path);
	free(part);
	return said;
}

static bool has_usb(const struct located *located, const struct document *document)
{
	struct diagnostics ignored = { 0 };
	struct err err;
	struct qmk_config *config = located_config(located, &ignored, &err);
	struct keyboard *kb = config ? located_keyboard(located, config, &ignored, &err) : NULL;
	bool same = kb && kb->usb_vid == document->usb_vid && kb->usb_pid == document->usb_pid;

	keyboard_free(kb);
	qmk_config_free(config);
	diagnostics_release(&ignored);
	return same;
}

/* The first keyboard of the tree that has these ids. All are merged data, so that only those are merged of which some
 * file has the number at all. */
static bool take_by_usb(const struct search *s, struct located *out)
{
	const struct qmk_files *files = tree_files(s->tree);
	struct names names = { 0 };
	char upper[16], lower[16];
	bool found = false;

	if (!s->document->usb_pid || !files)
		return false;
	snprintf(upper, sizeof(upper), "0x%04X", s->document->usb_pid);
	snprintf(lower, sizeof(lower), "0x%04x", s->document->usb_pid);
	tree_list_below(s->tree, "", &names);
	for (size_t i = 0; !found && i < names.count; i++) {
		if (!is_said(files, names.name[i], upper) && !is_said(files, names.name[i], lower))
			continue;
		found = take_from(s->tree, names.name[i], out);
		if (found && !has_usb(out, s->document)) {
			located_release(out);
			found = false;
		}
	}
	names_release(&names);
	return found;
}

/* The part of the path between @before and @after, both with slashes; NULL: it has none. The caller frees. */
static char *part_between(const char *path, const char *before, const char *after)
{
	const char *start = NULL, *end;
	char *part;

	for (const char *p = strstr(path, before); p; p = strstr(p + 1, before))
		start = p;
	end = start ? strstr(start + strlen(before) - 1, after) : NULL;
	if (!end || end < start + strlen(before))
		return NULL;
	part = mem_copy_text(start + strlen(before));
	part[end - start - (ptrdiff_t)strlen(before)] = '\0';
	return part;
}

/* keyboards/<name>/keymaps/<x>, in a tree or in a userspace. */
static bool take_by_folder(const struct search *s, struct located *out)
{
	char *name = part_between(s->folder, "/keyboards/", "/keymaps/");
	bool ok = name && (take_from(s->own, name, out) || take_below(s->own, name, s->document, out) ||
			   take_from(s->tree, name, out) || take_below(s->tree, name, s->document, out));

	free(name);
	return ok;
}

/* layouts/<name>/<x> of a userspace, layouts/community/<name>/<x> of a tree: any keyboard that has the layout would do, so it
 * is the layout itself, as the tree draws it. */
static bool take_by_layout(const struct search *s, struct located *out, struct err *err)
{
	const char *home = tree_home(s->tree), *slash = strrchr(s->folder, '/');
	char *above = mem_copy_text(s->folder), *file = NULL;
	struct str path = STR_INIT;
	bool ok = false;

	above[slash ? slash - s->folder : 0] = '\0';
	if (home && strstr(above, "/layouts/")) {
		str_addf(&path, "%s/layouts/default/%s", home, file_base(above));
		file = locate_find_file(str_text(&path));
		ok = file && locate_file(file, out, err);
	}
	str_release(&path);
	free(file);
	free(above);
	return ok;
}

static bool search(const struct search *s, struct located *out, struct err *err)
{
	*err = (struct err){ 0 };
	if (take_named(s, out) || take_by_folder(s, out) || take_above(s->folder, out, err))
		return true;
	if (err->code == ERR_NONE && take_by_layout(s, out, err))
		return true;
	return err->code == ERR_NONE &&
	       (take_by_usb(s, out) || locate_take_fetched(s->document->keyboard, out, err));
}

/* The tree that @folder is part of; NULL: none. */
static struct tree *open_tree_of(const char *folder)
{
	char *home = locate_tree_of(folder);
	struct err none;
	struct tree *tree = home ? locate_open_own(home, &none) : NULL;

	free(home);
	return tree;
}

bool locate_for_keymap(const char *path, const struct document *document, const char *home,
		       struct located *out, struct err *err)
{
	struct search s = { .path = path, .document = document };
	bool ok, is_nowhere;

	*out = (struct located){ 0 };
	if (locate_take_builtin(document->keyboard, out))
		return true;
	s.tree = tree_open(home, err);
	if (!s.tree)
		return false;
	s.folder = locate_folder_of(path);
	s.own = open_tree_of(s.folder);
	ok = search(&s, out, err);
	is_nowhere = !ok && err->code == ERR_NOT_FOUND;
	if (is_nowhere)
		no_keyboard(&s, err);
	tree_close(s.own);
	tree_close(s.tree);
	free(s.folder);
	return ok || is_nowhere;
}
