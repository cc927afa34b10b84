/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "compile/marker.h"
#include "project/write_files.h"

enum { LARGEST_BYTES = 16 << 20 };

enum there {
	THERE_NOTHING,
	THERE_SAME, /* somebody's, with the very bytes that are to be written */
	THERE_OURS, /* bears the marker */
	THERE_OTHER,
	THERE_UNREADABLE, /* the reason is in err */
};

/* @data NULL: nothing is to be written there. */
static enum there look(const char *path, const struct str *data, struct err *err)
{
	struct str text = STR_INIT;
	enum there there = THERE_OTHER;
	struct stat st;

	if (lstat(path, &st)) {
		if (errno == ENOENT)
			return THERE_NOTHING;
		err_errno(err, errno, "cannot look at %s", path);
		return THERE_UNREADABLE;
	}
	if (!file_read(path, LARGEST_BYTES, &text, err))
		there = THERE_UNREADABLE;
	else if (data && text.len == data->len && !memcmp(str_text(&text), str_text(data), data->len))
		there = THERE_SAME;
	else if (marker_is_ours(str_text(&text), text.len))
		there = THERE_OURS;
	str_release(&text);
	return there;
}

static bool may_write(const char *dir, const struct file_entry *file, bool force, struct err *err)
{
	char *path = file_join(dir, file->path);
	enum there there = look(path, &file->data, err);
	bool ok = there != THERE_UNREADABLE;

	if (there == THERE_OTHER && !force)
		ok = err_set(err, ERR_EXISTS, "%s is not of keyplane's making: move it away, or use --force",
			     path);
	free(path);
	return ok;
}

static bool may_stand_there(const char *dir, const struct target *target, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && target->excludes[i]; i++) {
		char *path = file_join(dir, target->excludes[i]);

		if (file_is_regular(path))
			ok = err_set(
				err, ERR_EXISTS,
				"%s would be built together with what is to be written beside it: choose "
				"another folder, or use --force",
				path);
		free(path);
	}
	return ok;
}

static bool write_one(const char *dir, const struct file_entry *file, struct err *err)
{
	char *path = file_join(dir, file->path), *folder = file_join(dir, file->path);
	char *slash = strrchr(folder, '/');
	bool ok = true;

	if (slash && slash > folder) {
		*slash = '\0';
		ok = file_make_dirs(folder, err);
	}
	/* What is the same keeps its time: make would build it again. */
	if (ok && look(path, &file->data, err) != THERE_SAME)
		ok = file_write(path, str_text(&file->data), file->data.len, FILE_REPLACE, err);
	free(path);
	free(folder);
	return ok;
}

/* @pattern of target->paths, with what its `*` stands for in @files: that is what it stands for in paths[0]. NULL: its
 * main file is not among them, so that this is not known. */
static char *fill_in(const struct target *target, const char *pattern, const struct fileset *files)
{
	const struct file_entry *main_file = target_main_file(target, files);
	struct str path = STR_INIT;

	if (*pattern != '*')
		return mem_copy_text(pattern);
	if (!main_file || *target->paths[0] != '*')
		return NULL;
	str_add_bytes(&path, main_file->path, strlen(main_file->path) - strlen(target->paths[0] + 1));
	str_add(&path, pattern + 1);
	return str_take(&path);
}

static bool remove_if_ours(const char *path, struct err *err)
{
	enum there there = look(path, NULL, err);

	if (there == THERE_UNREADABLE)
		return false;
	return there != THERE_OURS || !unlink(path) ||
	       err_errno(err, errno, "cannot remove %s of an earlier compile", path);
}

/* A config.h of the last time would still be built in, though no setting asks for it any more. */
static bool remove_stale(const char *dir, const struct target *target, const struct fileset *files,
			 struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && target->paths[i]; i++) {
		char *name = fill_in(target, target->paths[i], files);
		char *path = file_join(dir, name ? name : "");

		if (name && !fileset_find(files, name))
			ok = remove_if_ours(path, err);
		free(path);
		free(name);
	}
	return ok;
}

bool write_files(const char *dir, const struct target *target, const struct fileset *files, bool force,
		 struct err *err)
{
	if (!force && !may_stand_there(dir, target, err))
		return false;
	for (size_t i = 0; i < files->count; i++)
		if (!may_write(dir, &files->file[i], force, err))
			return false;
	if (!file_make_dirs(dir, err))
		return false;
	for (size_t i = 0; i < files->count; i++)
		if (!write_one(dir, &files->file[i], err))
			return false;
	return remove_stale(dir, target, files, err);
}

bool write_file(const char *path, const struct str *data, bool force, struct err *err)
{
	const struct file_entry file = { (char *)path, *data };

	return may_write("", &file, force, err) && write_one("", &file, err);
}
