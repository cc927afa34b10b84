/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "project/builtin.h"
#include "tree_private.h"

/* One keyboard.json that is in memory. */
struct memory {
	const char *path, *text;
	size_t len;
};

static enum qmk_file_result read_memory(void *data, const char *path, const char **text, size_t *len,
					struct err *err)
{
	const struct memory *memory = data;

	(void)err;
	if (strcmp(path, memory->path) != 0)
		return QMK_FILE_ABSENT;
	*text = memory->text;
	*len = memory->len;
	return QMK_FILE_READ;
}

static bool is_in_memory(void *data, const char *path)
{
	const struct memory *memory = data;

	return !strcmp(path, memory->path);
}

struct qmk_config *tree_config_of_text(const char *id, const char *text, size_t len,
				       struct diagnostics *diagnostics, struct err *err)
{
	struct str path = STR_INIT;
	struct memory memory = { .text = text, .len = len };
	struct qmk_files files = { &memory, read_memory, is_in_memory, NULL };
	struct qmk_config *config;

	str_addf(&path, "keyboards/%s/keyboard.json", id);
	memory.path = str_text(&path);
	config = qmk_config_read(id, &files, qmk_facts_builtin(), diagnostics, err);
	str_release(&path);
	return config;
}

struct qmk_config *tree_config(struct tree *tree, const char *id, struct diagnostics *diagnostics,
			       struct err *err)
{
	const struct builtin *board = builtin_find(id);
	const struct qmk_facts *facts;

	if (board)
		return tree_config_of_text(id, board->keyboard, board->keyboard_len, diagnostics, err);
	if (!tree->home) {
		err_set(err, ERR_NOT_FOUND, "there is no built-in board %s, and no QMK tree", id);
		return NULL;
	}
	facts = tree_facts(tree, err);
	return facts ? qmk_config_read(id, &tree->disk.files, facts, diagnostics, err) : NULL;
}
