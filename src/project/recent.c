/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/recent.h"

enum { RECENT_MAX_BYTES = 64 << 10 };

static char *recent_path(void)
{
	char *dir = file_user_dir("XDG_STATE_HOME", ".local/state"),
	     *path = dir ? file_join(dir, "recent") : NULL;

	free(dir);
	return path;
}

char **recent_read(size_t *count)
{
	char **list = mem_new(RECENT_MAX, sizeof(*list)), *path = recent_path(), *at = NULL;
	struct str text = STR_INIT;
	struct err err;

	*count = 0;
	if (path && file_read(path, RECENT_MAX_BYTES, &text, &err) && text.len) {
		for (char *line = strtok_r(text.data, "\n", &at); line && *count < RECENT_MAX;
		     line = strtok_r(NULL, "\n", &at))
			if (line[0] != '/' || file_is_regular(line))
				list[(*count)++] = mem_copy_text(line);
	}
	str_release(&text);
	free(path);
	return list;
}

void recent_add(const char *what)
{
	size_t count;
	char **list, *path = recent_path(), *full = file_is_regular(what) ? realpath(what, NULL) : NULL;
	char *dir = file_user_dir("XDG_STATE_HOME", ".local/state");
	struct str text = STR_INIT;
	struct err ignored;

	if (full)
		what = full;
	list = recent_read(&count);
	/* The reader leaves out what is too many. */
	if (!strchr(what, '\n'))
		str_addf(&text, "%s\n", what);
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], what) != 0)
			str_addf(&text, "%s\n", list[i]);
	/* A list of conveniences: a home that cannot be written to must not be in the way of editing. */
	if (path && file_make_dirs(dir, &ignored))
		(void)!file_write(path, str_text(&text), text.len, FILE_REPLACE, &ignored);
	for (size_t i = 0; i < count; i++)
		free(list[i]);
	free(list);
	free(full);
	free(dir);
	free(path);
	str_release(&text);
}
