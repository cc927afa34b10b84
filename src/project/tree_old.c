/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/assignments.h"
#include "tree_private.h"

/* Trees of before June 2025: keyboards are marked by rules.mk, too, in which DEFAULT_FOLDER sends on to another
 * folder. */

enum { MAX_FOLLOWED = 16 };

static bool has_json(const struct qmk_files *files, const char *id)
{
	struct str path = STR_INIT;
	bool has;

	str_addf(&path, "keyboards/%s/keyboard.json", id);
	has = files->exists(files->data, str_text(&path));
	str_release(&path);
	return has;
}

/* Where the rules.mk of @id sends to; @id when nowhere; NULL when that is no keyboard. The caller frees. */
static char *next_folder(const struct qmk_files *files, const char *id)
{
	struct assignments rules = { 0 };
	struct str path = STR_INIT;
	const struct assignment *next;
	const char *text;
	char *to = NULL;
	struct err ignored;
	size_t len;

	str_addf(&path, "keyboards/%s/rules.mk", id);
	if (files->read(files->data, str_text(&path), &text, &len, &ignored) == QMK_FILE_READ) {
		rules_mk_read(&rules, text, len, 0);
		next = assignments_find(&rules, "DEFAULT_FOLDER");
		to = mem_copy_text(next && next->value[0] ? next->value : id);
	} else if (has_json(files, id)) {
		to = mem_copy_text(id);
	}
	files->release(files->data);
	assignments_release(&rules);
	str_release(&path);
	return to;
}

char *tree_follow_default(struct tree *tree, const char *name)
{
	const struct qmk_files *files = tree_files(tree);
	char *id = mem_copy_text(name);

	for (int i = 0; i < MAX_FOLLOWED; i++) {
		char *next = tree_is_name(id) ? next_folder(files, id) : NULL;
		bool end = !next || !strcmp(next, id);

		free(id);
		id = next;
		if (end)
			return id;
	}
	free(id);
	return NULL;
}
