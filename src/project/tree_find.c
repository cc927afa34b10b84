/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "tree_private.h"

enum { MAX_INI_BYTES = 1 << 20 };

static bool has_folder(const char *folder, const char *name)
{
	char *path = file_join(folder, name);
	bool is = file_is_dir(path);

	free(path);
	return is;
}

/* A userspace has keyboards/, too: what only a tree has tells them apart. */
static bool is_tree(const char *folder)
{
	static const char *const only_trees[] = { "data/mappings", "quantum", "lib/python/qmk" };

	if (!has_folder(folder, "keyboards"))
		return false;
	for (size_t i = 0; i < COUNT(only_trees); i++)
		if (has_folder(folder, only_trees[i]))
			return true;
	return false;
}

/* QMK's data/schemas/user_repo_v0.jsonschema; what it may say of builds is not looked at. */
static bool is_userspace(const char *folder)
{
	char *path = file_join(folder, "qmk.json");
	struct str text = STR_INIT;
	struct json_doc *doc = NULL;
	const struct json *version;
	struct err ignored;
	bool is;

	/* One that cannot be read is passed by, as the QMK CLI does: the next one may be valid. */
	if (file_read(path, JSON_MAX_BYTES, &text, &ignored))
		doc = json_parse(str_text(&text), text.len, &ignored);
	version = doc ? json_find(json_root(doc), "userspace_version") : NULL;
	is = version && version->type == JSON_TEXT;
	json_doc_free(doc);
	str_release(&text);
	free(path);
	return is;
}

/* The folder at or above where we stand that @is one; NULL: none. The caller frees. */
static char *above_cwd(bool (*is)(const char *folder))
{
	char *folder = realpath(".", NULL), *slash;

	while (folder && !is(folder)) {
		slash = strrchr(folder, '/');
		if (slash && slash > folder) {
			*slash = '\0';
		} else {
			free(folder);
			folder = NULL;
		}
	}
	return folder;
}

/* A folder's name with a leading "~/" expanded. The caller frees. */
static char *expand(const char *path)
{
	const char *home = getenv("HOME");

	if (path[0] == '~' && path[1] == '/' && home)
		return file_join(home, path + 2);
	return mem_copy_text(path);
}

/* Where the QMK CLI keeps its configuration. The caller frees; NULL: nowhere. */
static char *ini_path(void)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (xdg && xdg[0] == '/')
		return file_join(xdg, "qmk/qmk.ini");
#ifdef __APPLE__
	return home ? file_join(home, "Library/Application Support/qmk/qmk.ini") : NULL;
#else
	return home ? file_join(home, ".config/qmk/qmk.ini") : NULL;
#endif
}

static char *trim(char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	for (len = strlen(text); len && isspace((unsigned char)text[len - 1]); len--)
		text[len - 1] = '\0';
	return text;
}

/* The value when @line says @key: "qmk_home = /x" or "qmk_home: /x"; else NULL. */
static const char *value_of(char *line, const char *key)
{
	char *sign = strpbrk(line, "=:");

	if (!sign || line[0] == '#' || line[0] == ';')
		return NULL;
	*sign = '\0';
	return strcmp(trim(line), key) ? NULL : trim(sign + 1);
}

/* @key of section [user] of the QMK CLI's configuration, as a folder; NULL: not said. The caller frees. */
static char *qmk_ini(const char *key)
{
	char *path = ini_path(), *at = NULL, *found = NULL;
	struct str text = STR_INIT;
	bool in_user = false;
	struct err ignored;

	/* It is somebody else's file: without it, or when it is none, nothing is said. */
	if (path && file_read(path, MAX_INI_BYTES, &text, &ignored) && text.len)
		for (char *line = strtok_r(text.data, "\r\n", &at); line;
		     line = strtok_r(NULL, "\r\n", &at)) {
			const char *value;

			line = trim(line);
			if (line[0] == '[')
				in_user = !strcmp(line, "[user]");
			else if (in_user && (value = value_of(line, key)) && value[0] &&
				 strcasecmp(value, "none") != 0) {
				free(found);
				found = expand(value);
			}
		}
	str_release(&text);
	free(path);
	return found;
}

/* Whether keyboards can be looked for in @home: one that is somebody else's has none, else. */
static bool is_readable(const char *home, struct err *err)
{
	char *path = file_join(home, "keyboards");
	bool can = !access(path, R_OK | X_OK);

	if (!can)
		err_errno(err, errno, "cannot read the folder %s", path);
	free(path);
	return can;
}

/* A tree that was named must have keyboards; that is all that ours needs, and tests' trees have. */
static bool take_named(struct tree *tree, const char *home, const char *found_by, struct err *err)
{
	if (!file_is_dir(home))
		return err_set(err, ERR_NOT_FOUND, "%s: there is no folder %s: give the folder of a QMK tree",
			       found_by, home);
	if (!has_folder(home, "keyboards"))
		return err_set(err, ERR_NOT_FOUND,
			       "%s: %s is no QMK tree: there is no folder keyboards in it; give the one that "
			       "has keyboards, data and quantum",
			       found_by, home);
	if (!is_readable(home, err))
		return err_wrap(err, "%s", found_by);
	tree->home = mem_copy_text(home);
	tree->named = true;
	tree->found_by = found_by;
	return true;
}

/* @home is owned, and may be NULL. */
static bool take_found(struct tree *tree, char *home, const char *found_by)
{
	if (!home || !is_tree(home)) {
		free(home);
		return false;
	}
	tree->home = home;
	tree->found_by = found_by;
	return true;
}

static bool find_home(struct tree *tree, const char *home, struct err *err)
{
	const char *variable = getenv("QMK_HOME");

	if (home && home[0])
		return take_named(tree, home, "--qmk", err);
	if (variable && variable[0])
		return take_named(tree, variable, "QMK_HOME", err);
	if (!take_found(tree, above_cwd(is_tree), "the folder that we stand in") &&
	    !take_found(tree, qmk_ini("qmk_home"), "user.qmk_home of qmk.ini") &&
	    !take_found(tree, getenv("HOME") ? expand("~/qmk_firmware") : NULL, "~/qmk_firmware"))
		tree->found_by = "";
	return true;
}

/* In the order of QMK's own (lib/python/qmk/userspace.py). */
static void find_userspace(struct tree *tree)
{
	const char *variable = getenv("QMK_USERSPACE");
	char *found[] = {
		above_cwd(is_userspace),
		variable && variable[0] ? expand(variable) : NULL,
		qmk_ini("overlay_dir"),
	};

	for (size_t i = 0; i < COUNT(found); i++) {
		if (!tree->userspace && found[i] && is_userspace(found[i]))
			tree->userspace = realpath(found[i], NULL);
		free(found[i]);
	}
}

bool tree_find(struct tree *tree, const char *home, struct err *err)
{
	if (!find_home(tree, home, err))
		return false;
	find_userspace(tree);
	return true;
}
