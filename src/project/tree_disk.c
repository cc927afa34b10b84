/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "tree_private.h"

/* What openat(2) is to be given for @path, relative to disk->fd or absolute in disk->also; NULL: it is of neither.
 * Links may lead out, since they are the owner's; the names that files hold may not. */
static const char *inside(const struct tree_disk *disk, const char *path)
{
	size_t len = path[0] == '/' && disk->also ? strlen(disk->also) : 0;

	if (path[0] == '/')
		return len && !strncmp(path, disk->also, len) && path[len] == '/' &&
				       tree_is_name(path + len + 1)
			       ? path
			       : NULL;
	len = strlen(disk->prefix);
	return tree_is_name(path) && !strncmp(path, disk->prefix, len) ? path + len : NULL;
}

static bool is_absence(int errnum)
{
	return errnum == ENOENT || errnum == ENOTDIR;
}

/* All of @fd, which is @size bytes now. NULL with @err. */
static char *read_text(int fd, const char *path, size_t *len, struct err *err)
{
	struct stat st;
	char *text;
	size_t room;

	if (fstat(fd, &st)) {
		err_errno(err, errno, "cannot read %s", path);
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_IO, "%s is not a file", path);
		return NULL;
	}
	/* One more than it has tells its end from one that grows while it is read. */
	room = (st.st_size > JSON_MAX_BYTES ? (size_t)JSON_MAX_BYTES : (size_t)st.st_size) + 1;
	text = mem_new(room, 1);
	for (*len = 0; *len < room;) {
		ssize_t n = read(fd, text + *len, room - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(err, errno, "cannot read %s", path);
			free(text);
			return NULL;
		}
		if (n == 0)
			return text;
		*len += (size_t)n;
	}
	err_set(err, ERR_RANGE, "%s is larger than the %d bytes that are read at most, or grows", path,
		JSON_MAX_BYTES);
	free(text);
	return NULL;
}

static enum qmk_file_result read_file(void *data, const char *path, const char **text, size_t *len,
				      struct err *err)
{
	struct tree_disk *disk = data;
	const char *name = inside(disk, path);
	/* O_NONBLOCK: opening a FIFO with no writer would hang. */
	int fd = name ? openat(disk->fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
	char *found;

	if (!name)
		return QMK_FILE_ABSENT;
	if (fd < 0) {
		if (is_absence(errno))
			return QMK_FILE_ABSENT;
		err_errno(err, errno, "cannot open %s", path);
		return QMK_FILE_FAILED;
	}
	found = read_text(fd, path, len, err);
	close(fd);
	if (!found)
		return QMK_FILE_FAILED;
	disk->text = mem_grow(disk->text, disk->texts, &disk->cap, sizeof(*disk->text));
	disk->text[disk->texts++] = found;
	*text = found;
	return QMK_FILE_READ;
}

static bool exists(void *data, const char *path)
{
	struct tree_disk *disk = data;
	const char *name = inside(disk, path);
	struct stat st;

	return name && !fstatat(disk->fd, name, &st, 0);
}

static void release(void *data)
{
	struct tree_disk *disk = data;

	for (size_t i = 0; i < disk->texts; i++)
		free(disk->text[i]);
	disk->texts = 0;
}

bool tree_disk_open(struct tree_disk *disk, const char *folder, struct err *err)
{
	*disk = (struct tree_disk){ .fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .prefix = "" };
	disk->files = (struct qmk_files){ disk, read_file, exists, release };
	return disk->fd >= 0 || err_errno(err, errno, "cannot open the folder %s", folder);
}

void tree_disk_close(struct tree_disk *disk)
{
	release(disk);
	free(disk->text);
	disk->text = NULL;
	disk->cap = 0;
	if (disk->fd >= 0)
		close(disk->fd);
	disk->fd = -1;
}
