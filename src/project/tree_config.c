/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/builtin.h"
#include "project/locate.h"
#include "tree_private.h"

struct qmk_config *tree_config(struct tree *tree, const char *id, struct diagnostics *diagnostics,
			       struct err *err)
{
	struct located board = { .id = (char *)id };
	const struct qmk_facts *facts;

	if (builtin_find(id))
		return located_config(&board, diagnostics, err);
	if (!tree->home) {
		err_set(err, ERR_NOT_FOUND, "there is no built-in board %s, and no QMK tree", id);
		return NULL;
	}
	facts = tree_facts(tree, err);
	return facts ? qmk_config_read(id, &tree->disk.files, facts, diagnostics, err) : NULL;
}
