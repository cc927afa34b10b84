/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/write_folder.h"

/* The folder that @path is in, "" for this one; the caller frees. */
static char *folder_of(const char *path)
{
	char *folder = mem_copy_text(path), *slash = strrchr(folder, '/');

	folder[slash ? slash == folder ? 1 : slash - folder : 0] = '\0';
	return folder;
}

static bool make_folder_of(const char *path, struct err *err)
{
	char *folder = folder_of(path);
	bool ok = !folder[0] || file_make_dirs(folder, err);

	free(folder);
	return ok;
}

static bool write_one(const char *dir, const struct file_entry *file, struct err *err)
{
	char *path = file_join(dir, file->path);
	bool ok = make_folder_of(path, err) &&
		  file_write(path, str_text(&file->data), file->data.len, FILE_CREATE, err);

	free(path);
	return ok;
}

/* Take away what write_one() made; what cannot be is left, for the failure before it is the one to tell. */
static void remove_all(const char *dir, const struct fileset *files)
{
	for (size_t i = files->count; i--;) {
		char *path = file_join(dir, files->file[i].path);

		(void)unlink(path);
		/* Folders that the file was in, from the inner one out. */
		while (strlen(path) > strlen(dir)) {
			*strrchr(path, '/') = '\0';
			if (rmdir(path))
				break;
		}
		free(path);
	}
	(void)rmdir(dir);
}

static bool write_all(const char *dir, const struct fileset *files, struct err *err)
{
	for (size_t i = 0; i < files->count; i++)
		if (!write_one(dir, &files->file[i], err))
			return false;
	return true;
}

/* Without a slash at its end; the caller frees. */
static char *trim(const char *dir)
{
	char *copy = mem_copy_text(dir);
	size_t len = strlen(copy);

	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	return copy;
}

static bool is_empty(const char *dir)
{
	DIR *stream = opendir(dir);
	bool empty = stream;

	for (struct dirent *entry; empty && (entry = readdir(stream));)
		empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
	if (stream)
		closedir(stream);
	return empty;
}

static bool is_there(const char *path, struct err *err)
{
	return err_set(err, ERR_EXISTS, "%s is there already: choose another name, or move it away", path);
}

/* A new folder beside @to, with the rights that @to would get; NULL with the reason. The caller frees. */
static char *make_beside(const char *to, struct err *err)
{
	struct str name = STR_INIT;
	mode_t mask = umask(0);
	char *temp;

	umask(mask);
	str_addf(&name, "%s.XXXXXX", to);
	temp = str_take(&name);
	if (mkdtemp(temp) && !chmod(temp, 0777 & ~mask))
		return temp;
	err_errno(err, errno, "cannot make a folder beside %s", to);
	(void)rmdir(temp);
	free(temp);
	return NULL;
}

/* rename(2) takes the place of an empty folder, and of nothing else that has come to be there. */
static bool move(const char *from, const char *to, struct err *err)
{
	if (!rename(from, to))
		return true;
	if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
		return is_there(to, err);
	return err_errno(err, errno, "cannot make %s", to);
}

static bool write_and_move(const char *to, const struct fileset *files, struct err *err)
{
	char *temp = make_beside(to, err);
	bool ok;

	if (!temp)
		return false;
	ok = write_all(temp, files, err) && move(temp, to, err);
	if (!ok)
		remove_all(temp, files);
	free(temp);
	return ok;
}

bool write_folder(const char *dir, const struct fileset *files, struct err *err)
{
	char *to = trim(dir);
	bool ok = !file_kind(to) || is_empty(to) || is_there(to, err);

	ok = ok && make_folder_of(to, err) && write_and_move(to, files, err);
	free(to);
	return ok;
}
