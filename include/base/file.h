/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Read all of @path into @out (cleared first). ERR_RANGE over @max_bytes. A directory, socket or FIFO is refused. */
bool file_read(const char *path, size_t max_bytes, struct str *out, struct err *err) NODISCARD;

enum file_mode {
	FILE_CREATE,  /* ERR_EXISTS when something is there, symlinks included */
	FILE_REPLACE, /* the file that is there; keeps its permission bits; follows symlinks, to nothing too */
};

/*
 * Write all or nothing: a temporary beside it, fsync, rename (or link), fsync of the folder. What is there and is not
 * a file (device, pipe, socket, folder) is refused with ERR_IO in both modes, a read-only file with ERR_PERMISSION,
 * for root too. A file of several names (hard links) is replaced under this one: the others keep the old content.
 */
bool file_write(const char *path, const void *data, size_t len, enum file_mode mode,
		struct err *err) NODISCARD;

/* The same for several, which belong together: every temporary is written and synced before the first rename, so that
 * what can be refused (room, permissions) leaves all of them as they were. */
struct file_item {
	const char *path;
	const void *data;
	size_t len;
	enum file_mode mode;
};
bool file_write_all(const struct file_item *item, size_t count, struct err *err) NODISCARD;

bool file_is_dir(const char *path);
bool file_is_regular(const char *path);
bool file_is_same(const char *a, const char *b); /* both are there, and are one */

/* What is at @path, as a word: "file", "folder", "pipe", "socket", "device", "special file". NULL: nothing. */
const char *file_kind(const char *path);

/* Create @path and its parents, mode 0777 less the umask; one that is there already is fine. */
bool file_make_dirs(const char *path, struct err *err) NODISCARD;

/* "@dir/@name" in new memory; just @name when @dir is empty or @name is absolute. The caller frees. */
char *file_join(const char *dir, const char *name);

/* The part after the last '/', borrowed; all of it when there is none. */
const char *file_base(const char *path);

/* $@variable/keyplane, or $HOME/@fallback/keyplane: file_user_dir("XDG_STATE_HOME", ".local/state"). The caller
 * frees; NULL when neither variable is set. Relative values are ignored, as the XDG specification says. */
char *file_user_dir(const char *variable, const char *fallback);

#endif
