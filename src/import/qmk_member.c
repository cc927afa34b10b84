/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "qmk_facts_private.h"

static int compare_path(const void *path, const void *member)
{
	return strcmp(path, ((const struct qmk_member *)member)->path);
}

bool qmk_member_matches(const char *form, const char *path)
{
	for (;;) {
		size_t form_len = strcspn(form, "."), path_len = strcspn(path, ".");
		bool any = form_len == 1 && path_len &&
			   (*form == '*' || (*form == '#' && strspn(path, "0123456789") == path_len));

		if (!any && (form_len != path_len || strncmp(form, path, form_len)))
			return false;
		form += form_len;
		path += path_len;
		if (!*form || !*path)
			return *form == *path;
		form++;
		path++;
	}
}

const struct qmk_member *qmk_member_find(const char *path)
{
	const struct qmk_member *found = bsearch(path, qmk_builtin_member, qmk_builtin_member_count,
						 sizeof(*qmk_builtin_member), compare_path);

	for (size_t i = 0; !found && i < qmk_builtin_member_count; i++)
		if (qmk_member_matches(qmk_builtin_member[i].path, path))
			found = &qmk_builtin_member[i];
	return found;
}

const char *qmk_member_help(const char *path)
{
	const struct qmk_member *member = qmk_member_find(path);

	return member ? member->help : "";
}

const struct qmk_member *qmk_member_names(const char *path, size_t *count)
{
	const struct qmk_member *end = qmk_builtin_member + qmk_builtin_member_count, *first = NULL;
	size_t len = strlen(path);

	*count = 0;
	if (!len || path[len - 1] != '*')
		return NULL;
	/* "*" sorts before every name, and a name that the firmware knows has no members. */
	first = bsearch(path, qmk_builtin_member, qmk_builtin_member_count, sizeof(*qmk_builtin_member),
			compare_path);
	if (!first)
		return NULL;
	first++;
	while (first + *count < end && !strncmp(first[*count].path, path, len - 1) &&
	       first[*count].path[len - 1] != '*')
		++*count;
	return *count ? first : NULL;
}
