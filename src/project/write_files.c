/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
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

/* @path: what would be built together with ours. */
static bool may_stand_there(const char *dir, const char *name, struct err *err)
{
	char *path = file_join(dir, name);
	bool ok = !file_is_regular(path) ||
		  err_set(err, ERR_EXISTS,
			  "%s would be built together with what is to be written beside it: choose another "
			  "folder, or use --force",
			  path);

	free(path);
	return ok;
}

static bool may_write_all(const char *dir, const struct fileset *files, bool force, struct err *err)
{
	for (size_t i = 0; i < files->count; i++)
		if (!may_write(dir, &files->file[i], force, err))
			return false;
	return true;
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

/* @done counts the files that are in their places. */
static bool write_all(const char *dir, const struct fileset *files, size_t *done, struct err *err)
{
	for (size_t i = 0; i < files->count; i++, ++*done)
		if (!write_one(dir, &files->file[i], err))
			return false;
	return true;
}

/* A config.h of the last time would still be built in, though no setting asks for it any more. */
static bool remove_stale(const char *dir, const char *name, struct err *err)
{
	char *path = file_join(dir, name);
	enum there there = look(path, NULL, err);
	bool ok = there != THERE_UNREADABLE;

	if (there == THERE_OURS && unlink(path))
		ok = err_errno(err, errno, "cannot remove %s of an earlier compile", path);
	free(path);
	return ok;
}

static bool remove_all_stale(const char *dir, const struct target *target, const struct fileset *files,
			     struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && target->paths[i]; i++) {
		char *name = target_path(target, target->paths[i], files);

		if (name && !fileset_find(files, name))
			ok = remove_stale(dir, name, err);
		free(name);
	}
	return ok;
}

bool write_files(const char *dir, const struct target *target, const struct fileset *files, bool force,
		 struct err *err)
{
	size_t done = 0;

	for (size_t i = 0; !force && target->excludes[i]; i++)
		if (!may_stand_there(dir, target->excludes[i], err))
			return false;
	return may_write_all(dir, files, force, err) && file_make_dirs(dir, err) &&
	       write_all(dir, files, &done, err) && remove_all_stale(dir, target, files, err);
}

/* Those of @around that are written; a person's own are added to @kept. */
static bool choose(const char *dir, const struct fileset *around, bool force, struct fileset *chosen,
		   struct names *kept, struct err *err)
{
	for (size_t i = 0; i < around->count; i++) {
		const struct file_entry *file = &around->file[i];
		char *path = file_join(dir, file->path);
		enum there there = look(path, &file->data, err);

		free(path);
		if (there == THERE_UNREADABLE)
			return false;
		if (there == THERE_OTHER && !force)
			names_add(kept, file->path);
		else
			str_add_bytes(fileset_add(chosen, file->path), str_text(&file->data), file->data.len);
	}
	return true;
}

static bool may_write_bundle(const char *dir, const struct bundle *bundle, bool force, struct err *err)
{
	for (size_t i = 0; !force && bundle->excluded[i]; i++)
		if (!may_stand_there(dir, bundle->excluded[i], err))
			return false;
	return may_write_all(dir, &bundle->made, force, err);
}

static bool write_chosen(const char *dir, const struct bundle *bundle, const struct fileset *chosen,
			 struct err *err)
{
	size_t done = 0, all = bundle->made.count + chosen->count;
	bool ok = file_make_dirs(dir, err) && write_all(dir, &bundle->made, &done, err) &&
		  write_all(dir, chosen, &done, err);

	for (size_t i = 0; ok && bundle->unmade[i]; i++)
		ok = remove_stale(dir, bundle->unmade[i], err);
	return ok || err_wrap(err, "%zu of %zu files of the repository are written", done, all);
}

bool write_bundle(const char *dir, const struct bundle *bundle, bool force, struct names *kept,
		  struct err *err)
{
	struct fileset chosen = { 0 };
	bool ok = may_write_bundle(dir, bundle, force, err) &&
		  choose(dir, &bundle->around, force, &chosen, kept, err) &&
		  write_chosen(dir, bundle, &chosen, err);

	fileset_release(&chosen);
	return ok;
}

bool write_file(const char *path, const struct str *data, bool force, struct err *err)
{
	const struct file_entry file = { (char *)path, *data };

	return may_write("", &file, force, err) && write_one("", &file, err);
}
