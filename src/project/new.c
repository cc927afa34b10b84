/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "new_private.h"
#include "project/write_folder.h"

bool create_folder(const char *dir, const struct fileset *files, struct created *out, struct err *err)
{
	if (!write_folder(dir, files, err))
		return false;
	out->folder = mem_copy_text(dir);
	for (size_t i = 0; i < files->count; i++)
		names_add(&out->files, files->file[i].path);
	return true;
}

void created_release(struct created *created)
{
	free(created->folder);
	free(created->changed);
	names_release(&created->files);
	*created = (struct created){ 0 };
}
