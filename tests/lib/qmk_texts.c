/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "qmk_texts.h"

enum { MAX_BYTES = 8 << 20 };

static const struct qmk_text_row *find(const struct qmk_text_row *rows, const char *path)
{
	for (; rows && rows->path; rows++)
		if (!strcmp(rows->path, path))
			return rows;
	return NULL;
}

/* A folder is there when a file in it is. */
static bool holds(const struct qmk_text_row *rows, const char *path)
{
	size_t len = strlen(path);

	for (; rows && rows->path; rows++)
		if (!strncmp(rows->path, path, len) && (rows->path[len] == '/' || !rows->path[len]))
			return true;
	return false;
}

static enum qmk_file_result read_row(const struct qmk_text_row *row, const char **text, size_t *len)
{
	*text = row->text;
	*len = row->len ? row->len : strlen(row->text);
	return QMK_FILE_READ;
}

static enum qmk_file_result read_text(void *data, const char *path, const char **text, size_t *len,
				      struct err *err)
{
	const struct qmk_text_row *row = find(data, path);

	(void)err;
	return row ? read_row(row, text, len) : QMK_FILE_ABSENT;
}

static bool text_exists(void *data, const char *path)
{
	return holds(data, path);
}

struct qmk_files qmk_texts(const struct qmk_text_row *rows)
{
	return (struct qmk_files){ .data = (void *)(uintptr_t)rows,
				   .read = read_text,
				   .exists = text_exists };
}

static enum qmk_file_result read_disk(void *data, const char *path, const char **text, size_t *len,
				      struct err *err)
{
	struct qmk_disk *disk = data;
	const struct qmk_text_row *row = find(disk->over, path);
	char *full;
	bool ok;

	if (row)
		return read_row(row, text, len);
	full = file_join(disk->root, path);
	ok = file_read(full, MAX_BYTES, &disk->text, err);
	free(full);
	*text = str_text(&disk->text);
	*len = disk->text.len;
	return ok ? QMK_FILE_READ : err->code == ERR_NOT_FOUND ? QMK_FILE_ABSENT : QMK_FILE_FAILED;
}

static bool disk_exists(void *data, const char *path)
{
	struct qmk_disk *disk = data;
	char *full = file_join(disk->root, path);
	bool found = holds(disk->over, path) || file_kind(full);

	free(full);
	return found;
}

struct qmk_files qmk_disk_files(struct qmk_disk *disk)
{
	return (struct qmk_files){ .data = disk, .read = read_disk, .exists = disk_exists };
}

void qmk_disk_release(struct qmk_disk *disk)
{
	str_release(&disk->text);
}
