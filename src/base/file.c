/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { MAX_LINKS = 40, MAX_LINK_BYTES = 4096 }; /* as Linux has it */

static const char *kind_of(mode_t mode)
{
	return S_ISREG(mode)                    ? "file"
	       : S_ISDIR(mode)                  ? "folder"
	       : S_ISFIFO(mode)                 ? "pipe"
	       : S_ISSOCK(mode)                 ? "socket"
	       : S_ISBLK(mode) || S_ISCHR(mode) ? "device"
						: "special file";
}

/* False, with what it is and @then, for anything but a regular file. */
static bool is_file(const char *path, mode_t mode, const char *then, struct err *err)
{
	return S_ISREG(mode) ||
	       err_set(err, ERR_IO, "%s is not a file but a %s%s", path, kind_of(mode), then);
}

bool file_read(const char *path, size_t max_bytes, struct str *out, struct err *err)
{
	/* O_NONBLOCK: opening a FIFO with no writer would hang. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	bool ok = false;
	char buf[16384];
	ssize_t n;

	str_clear(out);
	if (fd < 0)
		return err_errno(err, errno, "cannot open %s", path);
	if (fstat(fd, &st)) {
		err_errno(err, errno, "cannot read %s", path);
		goto out;
	}
	if (!is_file(path, st.st_mode, "", err))
		goto out;
	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(err, errno, "cannot read %s", path);
			goto out;
		}
		if ((size_t)n > max_bytes - out->len) {
			err_set(err, ERR_RANGE, "%s is larger than the %zu bytes that are read at most", path,
				max_bytes);
			goto out;
		}
		str_add_bytes(out, buf, (size_t)n);
	}
	ok = true;
out:
	close(fd);
	return ok;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* A rename is on disk only when its folder is. Some file systems cannot sync a folder: that is no failure. */
static void sync_folder_of(const char *path)
{
	char *dir = mem_copy_text(path), *slash = strrchr(dir, '/');
	int fd;

	if (slash)
		slash[slash == dir] = '\0';
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

/*
 * Give @temp the name @to. link(2), unlike rename(2), refuses to replace, so there is no window between looking
 * and writing; file systems without hard links (FAT) get an exclusive placeholder that is then renamed over.
 */
static int put_in_place(const char *temp, const char *to, enum file_mode mode)
{
	int fd;

	if (mode == FILE_CREATE && !link(temp, to))
		return unlink(temp) ? errno : 0;
	if (mode == FILE_CREATE && errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return errno;
	if (mode == FILE_CREATE) {
		fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0)
			return errno;
		close(fd);
	}
	return rename(temp, to) ? errno : 0;
}

/*
 * Where the links that start at @path lead, whether anything is there or not. realpath(3) would tell only of what
 * exists. NULL when they go round. The caller frees.
 */
static char *follow_links(const char *path, struct err *err)
{
	char *at = mem_copy_text(path), text[MAX_LINK_BYTES];
	ssize_t len;

	for (int i = 0; (len = readlink(at, text, sizeof(text) - 1)) >= 0; i++) {
		char *slash = strrchr(at, '/'), *next;

		if (i == MAX_LINKS) {
			free(at);
			err_errno(err, ELOOP, "cannot write %s", path);
			return NULL;
		}
		text[len] = '\0';
		if (slash)
			slash[1] = '\0';
		next = file_join(slash ? at : "", text);
		free(at);
		at = next;
	}
	return at;
}

/* Only a file that its permissions let us write is replaced: rename(2) asks the folder's alone, root passes any. */
static bool may_replace(const char *path, mode_t mode, struct err *err)
{
	if ((mode & 0222) && !access(path, W_OK))
		return true;
	return err_set(err, ERR_PERMISSION,
		       "%s is read-only: nothing was written; make it writable or choose another name", path);
}

/* A file that is written and has not got its name yet. */
struct pending {
	char *to, *temp;
	enum file_mode mode;
};

/* A temporary beside @to. Returns an errno, 0 for success. */
static int write_beside(struct pending *pending, const void *data, size_t len, mode_t permissions)
{
	struct str name = STR_INIT;
	int fd, failed;

	str_addf(&name, "%s.XXXXXX", pending->to);
	pending->temp = str_take(&name);
	fd = mkstemp(pending->temp);
	failed = fd < 0 ? errno : 0;
	if (fd >= 0) {
		fchmod(fd, permissions);
		failed = !write_all(fd, data, len) || fsync(fd) ? errno : 0;
		if (close(fd) && !failed)
			failed = errno;
		if (failed)
			unlink(pending->temp);
	}
	if (failed) {
		free(pending->temp);
		pending->temp = NULL;
	}
	return failed;
}

/* All but the name. @pending owns what it gets, also when this fails. */
static bool prepare(const struct file_item *item, struct pending *pending, struct err *err)
{
	struct stat st;
	mode_t mask;
	bool there;
	int failed;

	pending->mode = item->mode;
	pending->to = item->mode == FILE_REPLACE ? follow_links(item->path, err) : mem_copy_text(item->path);
	if (!pending->to)
		return false;
	there = !stat(pending->to, &st);
	if (there && (!is_file(item->path, st.st_mode, ": nothing was written", err) ||
		      (item->mode == FILE_REPLACE && !may_replace(pending->to, st.st_mode, err))))
		return false;
	mask = umask(0);
	umask(mask);
	failed = write_beside(pending, item->data, item->len, there ? st.st_mode & 07777 : 0666 & ~mask);
	return !failed || err_errno(err, failed, "cannot write %s", item->path);
}

static bool commit(const struct file_item *item, struct pending *pending, struct err *err)
{
	int failed = put_in_place(pending->temp, pending->to, pending->mode);

	if (failed)
		return err_errno(err, failed, "cannot write %s", item->path);
	sync_folder_of(pending->to);
	free(pending->temp);
	pending->temp = NULL;
	return true;
}

static void release_pending(struct pending *pending, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (pending[i].temp)
			unlink(pending[i].temp);
		free(pending[i].temp);
		free(pending[i].to);
	}
	free(pending);
}

bool file_write_all(const struct file_item *item, size_t count, struct err *err)
{
	struct pending *pending = mem_new(count + 1, sizeof(*pending));
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++)
		ok = prepare(&item[i], &pending[i], err);
	for (size_t i = 0; ok && i < count; i++)
		ok = commit(&item[i], &pending[i], err) ||
		     (i && err_wrap(err, "%zu of %zu files were written before", i, count));
	release_pending(pending, count);
	return ok;
}

bool file_write(const char *path, const void *data, size_t len, enum file_mode mode, struct err *err)
{
	return file_write_all(&(struct file_item){ path, data, len, mode }, 1, err);
}

bool file_is_dir(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool file_is_regular(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

bool file_is_same(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

const char *file_kind(const char *path)
{
	struct stat st;

	return stat(path, &st) ? NULL : kind_of(st.st_mode);
}

bool file_make_dirs(const char *path, struct err *err)
{
	char *copy = mem_copy_text(path);
	bool ok = true;

	for (char *slash = copy; ok && slash;) {
		slash = strchr(slash + 1, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			ok = err_errno(err, errno, "cannot create folder %s", copy);
		if (slash)
			*slash = '/';
	}
	if (ok && !file_is_dir(path))
		ok = err_set(err, ERR_IO, "cannot create folder %s: a file is there", path);
	free(copy);
	return ok;
}

char *file_join(const char *dir, const char *name)
{
	struct str s = STR_INIT;

	if (dir[0] && name[0] != '/') {
		str_add(&s, dir);
		if (dir[strlen(dir) - 1] != '/')
			str_add_char(&s, '/');
	}
	str_add(&s, name);
	return str_take(&s);
}

const char *file_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *file_user_dir(const char *variable, const char *fallback)
{
	const char *dir = getenv(variable), *home = getenv("HOME");
	struct str s = STR_INIT;

	if (dir && dir[0] == '/')
		str_addf(&s, "%s/keyplane", dir);
	else if (home && home[0] == '/')
		str_addf(&s, "%s/%s/keyplane", home, fallback);
	else
		return NULL;
	return str_take(&s);
}
