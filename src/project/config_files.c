/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config_private.h"

/* What is known of a path. */
struct config_file {
	char *path;
	bool read, looked;
	enum qmk_file_result result; /* of read() */
	bool there;                  /* of exists() */
	struct str text;
	struct err err;
};

static struct config_file *file_at(struct config_files *files, const char *path)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->file[i].path, path))
			return &files->file[i];
	files->file = mem_grow(files->file, files->count, &files->cap, sizeof(*files->file));
	files->file[files->count] = (struct config_file){ .path = mem_copy_text(path) };
	return &files->file[files->count++];
}

static enum qmk_file_result read_file(void *data, const char *path, const char **text, size_t *len,
				      struct err *err)
{
	struct config_files *files = data;
	struct config_file *file = file_at(files, path);

	if (!strcmp(path, files->own) && files->text) {
		*text = str_text(files->text);
		*len = files->text->len;
		return QMK_FILE_READ;
	}
	if (!file->read) {
		file->result = files->base->read(files->base->data, path, text, len, &file->err);
		if (file->result == QMK_FILE_READ)
			str_add_bytes(&file->text, *text, *len);
		if (files->base->release)
			files->base->release(files->base->data);
		file->read = true;
	}
	*text = str_text(&file->text);
	*len = file->text.len;
	if (file->result == QMK_FILE_FAILED)
		*err = file->err;
	return file->result;
}

static bool exists(void *data, const char *path)
{
	struct config_files *files = data;
	struct config_file *file = file_at(files, path);

	if (!file->looked)
		file->there = files->base->exists(files->base->data, path);
	file->looked = true;
	return file->there;
}

void config_files_init(struct config_files *files, const struct qmk_files *base, const char *own)
{
	*files = (struct config_files){ .files = { files, read_file, exists, NULL },
					.base = base,
					.own = own };
}

void config_files_release(struct config_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->file[i].path);
		str_release(&files->file[i].text);
	}
	free(files->file);
	*files = (struct config_files){ 0 };
}
