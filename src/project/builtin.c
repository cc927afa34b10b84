/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "project/builtin.h"
#include "project/project.h"

const struct builtin *builtin_find(const char *id)
{
	for (size_t i = 0; i < builtins_count; i++)
		if (!strcmp(builtins[i].id, id))
			return &builtins[i];
	return NULL;
}

size_t project_builtin_count(void)
{
	return builtins_count;
}

const char *project_builtin_name(size_t index)
{
	return builtins[index].id;
}

const char *project_builtin_help(size_t index)
{
	return builtins[index].name;
}
