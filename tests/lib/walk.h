/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

static inline int walk_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Each file below @folder whose name ends in @suffix, sorted by name. */
static inline void walk_files(const char *folder, const char *suffix,
			      void (*each)(const char *path, const char *text, size_t len))
{
	struct dirent **entry;
	int count = scandir(folder, &entry, walk_visible, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = file_join(folder, entry[i]->d_name);
		size_t len = strlen(path), end = strlen(suffix);
		struct str text = STR_INIT;
		struct err err;

		if (file_is_dir(path))
			walk_files(path, suffix, each);
		else if (len > end && !strcmp(path + len - end, suffix) &&
			 file_read(path, 16 << 20, &text, &err))
			each(path, str_text(&text), text.len);
		str_release(&text);
		free(path);
		free(entry[i]);
	}
	if (count >= 0)
		free(entry);
}

#endif
