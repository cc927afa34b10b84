/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "gitignore.h"
#include "import/qmk_lint.h"
#include "located.h"
#include "project/builtin.h"
#include "project/lint.h"
#include "tree_private.h"

static const struct diagnostic_kind kind_ignored = { "lint-ignored-file", SEVERITY_ERROR };
static const struct diagnostic_kind kind_keymap = { "lint-keymap-missing", SEVERITY_ERROR };
static const struct diagnostic_kind kind_readme = { "lint-readme", SEVERITY_ERROR };
static const struct diagnostic_kind kind_unreadable = { "lint-unreadable", SEVERITY_ERROR };

/* A keyboard's folder has some ten files. */
enum { MAX_DEPTH = 16, MAX_FILES = 20000 };

struct lint {
	struct tree *tree;
	const char *id;
	enum qmk_lint_part part;
	bool has_readme;
	struct gitignore ignore;
	struct diagnostics *diagnostics;
};

static bool is_folder(int fd, const struct dirent *entry)
{
	struct stat st;

	return !fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

/* The files in @folder, and with @depth those below it, but for keymaps in a keyboard's folder. */
static void list_files(const struct lint *lint, const char *folder, int depth, struct names *out)
{
	int fd = openat(lint->tree->disk.fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

	if (fd >= 0 && !dir)
		close(fd);
	for (struct dirent *entry; dir && out->count < MAX_FILES && (entry = readdir(dir));) {
		struct str path = STR_INIT;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		str_addf(&path, "%s/%s", folder, entry->d_name);
		if (!is_folder(fd, entry))
			names_add(out, str_text(&path));
		else if (depth && (lint->part == QMK_LINT_KEYMAP || strcmp(entry->d_name, "keymaps") != 0))
			list_files(lint, str_text(&path), depth - 1, out);
		str_release(&path);
	}
	if (dir)
		closedir(dir);
}

static void lint_file(struct lint *lint, const char *path)
{
	const struct qmk_files *files = tree_files(lint->tree);
	const char *text;
	size_t len;
	struct err err;

	lint->has_readme = lint->has_readme || qmk_lint_is_readme(path);
	if (lint->part == QMK_LINT_KEYMAP || (lint->part == QMK_LINT_KEYBOARD && !strstr(path, "keymap")))
		if (gitignore_has(&lint->ignore, path))
			diagnostics_add_in_file(
				lint->diagnostics, &kind_ignored, path, PLACE_NONE,
				"git ignores such files in this tree (.gitignore); delete it");
	if (!qmk_lint_reads(path, lint->part))
		return;
	switch (files->read(files->data, path, &text, &len, &err)) {
	case QMK_FILE_READ:
		qmk_lint_file(path, lint->part, text, len, lint->diagnostics);
		break;
	case QMK_FILE_FAILED:
		diagnostics_add_in_file(lint->diagnostics, &kind_unreadable, path, PLACE_NONE, "%s",
					err.text);
		break;
	case QMK_FILE_ABSENT:
		break;
	}
	files->release(files->data);
}

static void lint_folder(struct lint *lint, enum qmk_lint_part part, const char *folder)
{
	struct names paths = { 0 };

	lint->part = part;
	list_files(lint, folder, part == QMK_LINT_ABOVE ? 0 : MAX_DEPTH, &paths);
	names_sort(&paths);
	for (size_t i = 0; i < paths.count; i++)
		lint_file(lint, paths.name[i]);
	names_release(&paths);
}

/* The folders above, keyboards/ not among them, and its own. */
static void lint_folders(struct lint *lint)
{
	struct str folder = STR_INIT;

	for (const char *slash = strchr(lint->id, '/'); slash; slash = strchr(slash + 1, '/')) {
		str_clear(&folder);
		str_addf(&folder, "keyboards/%.*s", (int)(slash - lint->id), lint->id);
		lint_folder(lint, QMK_LINT_ABOVE, str_text(&folder));
	}
	str_clear(&folder);
	str_addf(&folder, "keyboards/%s", lint->id);
	lint_folder(lint, QMK_LINT_KEYBOARD, str_text(&folder));
	if (!lint->has_readme)
		diagnostics_add(lint->diagnostics, &kind_readme, PLACE_NONE,
				"expected a readme.md in keyboards/%s, or in a folder above", lint->id);
	str_release(&folder);
}

static void lint_keymap(struct lint *lint, const char *name)
{
	char *folder = tree_find_keymap_folder(lint->tree, lint->id, name);

	if (!folder)
		diagnostics_add(lint->diagnostics, &kind_keymap, PLACE_NONE,
				"there is no keymap %s of %s: expected keyboards/%s/keymaps/%s/keymap.c or "
				"keymap.json",
				name, lint->id, lint->id, name);
	else if (qmk_lint_keymap_name(lint->id, name, lint->diagnostics))
		lint_folder(lint, QMK_LINT_KEYMAP, folder);
	free(folder);
}

static void lint_keymaps(struct lint *lint, const char *keymap)
{
	struct names names = { 0 };

	if (!keymap) {
		tree_own_keymaps(lint->tree, lint->id, &names);
		names_add(&names, "default");
	} else if (!strcmp(keymap, "all")) {
		tree_keymaps(lint->tree, lint->id, &names);
	} else {
		names_add(&names, keymap);
	}
	names_sort(&names);
	for (size_t i = 0; i < names.count; i++)
		lint_keymap(lint, names.name[i]);
	names_release(&names);
}

/* Only what git keeps has files that it ignores. */
static void read_ignored(struct lint *lint)
{
	const struct qmk_files *files = tree_files(lint->tree);
	const char *text;
	size_t len;
	struct err err;

	if (files->exists(files->data, ".git") &&
	    files->read(files->data, ".gitignore", &text, &len, &err) == QMK_FILE_READ)
		gitignore_read(&lint->ignore, text, len);
	files->release(files->data);
}

static bool lint_data(const struct located *keyboard, struct diagnostics *diagnostics, struct err *err)
{
	size_t first = diagnostics->count;
	struct located_files files;
	struct qmk_config *config;

	if (!located_files_open(&files, keyboard, err))
		return false;
	config = qmk_config_read(files.id, files.files, files.facts, diagnostics, err);
	if (config)
		qmk_lint_config(config, files.facts, diagnostics);
	located_files_tell(&files, diagnostics, first, err);
	located_files_close(&files);
	qmk_config_free(config);
	return config;
}

bool lint_keyboard(const struct located *keyboard, const char *keymap, struct diagnostics *diagnostics,
		   struct err *err)
{
	struct lint lint = { .tree = keyboard->tree, .id = keyboard->id, .diagnostics = diagnostics };
	bool read;

	*err = (struct err){ 0 };
	read = lint_data(keyboard, diagnostics, err);
	if (keyboard->tree && !keyboard->fetched && !builtin_find(keyboard->id)) {
		read_ignored(&lint);
		lint_folders(&lint);
		lint_keymaps(&lint, keymap);
		gitignore_release(&lint.ignore);
	}
	return read;
}
