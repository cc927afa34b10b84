/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "compile/fileset.h"

void fileset_release(struct fileset *set)
{
	for (size_t i = 0; i < set->count; i++) {
		free(set->file[i].path);
		str_release(&set->file[i].data);
	}
	free(set->file);
	*set = (struct fileset){ 0 };
}

bool fileset_path_is_safe(const char *path)
{
	for (const char *part = path;; part++) {
		size_t len = strcspn(part, "/");

		if (!len || !strncmp(part, ".", len) || (len == 2 && !strncmp(part, "..", 2)))
			return false;
		for (size_t i = 0; i < len; i++)
			if ((unsigned char)part[i] < ' ' || part[i] == '\\' || part[i] == 0x7f)
				return false;
		part += len;
		if (!*part)
			return true;
	}
}

struct str *fileset_add(struct fileset *set, const char *path)
{
	size_t at = 0;

	assert(fileset_path_is_safe(path) && !fileset_find(set, path));
	while (at < set->count && strcmp(set->file[at].path, path) < 0)
		at++;
	set->file = mem_grow(set->file, set->count, &set->cap, sizeof(*set->file));
	memmove(&set->file[at + 1], &set->file[at], (set->count - at) * sizeof(*set->file));
	set->count++;
	set->file[at] = (struct file_entry){ .path = mem_copy_text(path) };
	return &set->file[at].data;
}

const struct str *fileset_find(const struct fileset *set, const char *path)
{
	for (size_t i = 0; i < set->count; i++)
		if (!strcmp(set->file[i].path, path))
			return &set->file[i].data;
	return NULL;
}

struct str *fileset_put(struct fileset *set, const char *path)
{
	for (size_t i = 0; i < set->count; i++) {
		if (strcmp(set->file[i].path, path))
			continue;
		str_clear(&set->file[i].data);
		return &set->file[i].data;
	}
	return fileset_add(set, path);
}
