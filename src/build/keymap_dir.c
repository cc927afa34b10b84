/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "build/keymap_dir.h"
#include "compile/marker.h"

enum { SOURCE_MAX_BYTES = 4 << 20 };

enum owner { OWNER_NOBODY, OWNER_US, OWNER_OTHER };

/* Whose the file is; a link is another's, for what it leads to may be anywhere. */
static enum owner owner_of(const char *path, struct str *text)
{
	struct err ignored; /* a file that we cannot read is not one that we wrote */
	struct stat st;

	str_clear(text);
	if (lstat(path, &st))
		return errno == ENOENT ? OWNER_NOBODY : OWNER_OTHER;
	if (!S_ISREG(st.st_mode) || !file_read(path, SOURCE_MAX_BYTES, text, &ignored))
		return OWNER_OTHER;
	return marker_is_ours(str_text(text), text->len) ? OWNER_US : OWNER_OTHER;
}

static bool check_file(const char *dir, const char *name, struct err *err)
{
	char *path = file_join(dir, name);
	struct str text = STR_INIT;
	bool ok = true;

	if (owner_of(path, &text) == OWNER_OTHER)
		ok = err_set(err, ERR_EXISTS,
			     "%s was not written by keyplane; choose another name with --keymap", path);
	str_release(&text);
	free(path);
	return ok;
}

static bool check_all(const char *dir, const struct fileset *files, struct err *err)
{
	for (size_t i = 0; i < files->count; i++)
		if (!check_file(dir, files->file[i].path, err))
			return false;
	return check_file(dir, "keymap.c", err) && check_file(dir, "keymap.json", err);
}

static bool check_keyboard(const char *dir, struct err *err)
{
	char *keyboard = mem_copy_text(dir);
	bool ok;

	for (int up = 0; up < 2; up++)
		*strrchr(keyboard, '/') = '\0';
	ok = file_is_dir(keyboard) ||
	     err_set(err, ERR_NOT_FOUND, "the QMK tree has no such keyboard: %s is not there", keyboard);
	free(keyboard);
	return ok;
}

static bool write_one(const char *dir, const struct file_entry *file, struct err *err)
{
	char *path = file_join(dir, file->path), *folder = mem_copy_text(path);
	struct str old = STR_INIT;
	enum owner owner;
	bool ok;

	*strrchr(folder, '/') = '\0';
	owner = owner_of(path, &old);
	if (owner == OWNER_US && old.len == file->data.len &&
	    !memcmp(str_text(&old), str_text(&file->data), old.len))
		ok = true;
	else
		ok = file_make_dirs(folder, err) &&
		     file_write(path, str_text(&file->data), file->data.len,
				owner == OWNER_US ? FILE_REPLACE : FILE_CREATE, err);
	str_release(&old);
	free(folder);
	free(path);
	return ok;
}

static bool remove_stale(const char *dir, const struct fileset *files, struct err *err)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	struct str text = STR_INIT;
	bool ok = true;

	if (!d)
		return err_errno(err, errno, "cannot read folder %s", dir);
	while (ok && (entry = readdir(d))) {
		char *path = file_join(dir, entry->d_name);

		if (!fileset_find(files, entry->d_name) && owner_of(path, &text) == OWNER_US && unlink(path))
			ok = err_errno(err, errno, "cannot remove %s", path);
		free(path);
	}
	closedir(d);
	str_release(&text);
	return ok;
}

bool keymap_dir_write(const char *dir, const struct fileset *files, struct err *err)
{
	if (!check_keyboard(dir, err) || !check_all(dir, files, err) || !file_make_dirs(dir, err))
		return false;
	for (size_t i = 0; i < files->count; i++)
		if (!write_one(dir, &files->file[i], err))
			return false;
	return remove_stale(dir, files, err);
}
