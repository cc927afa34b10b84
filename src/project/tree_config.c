/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/builtin.h"
#include "project/locate.h"
#include "tree_private.h"

struct qmk_config *tree_config(struct tree *tree, const char *id, struct diagnostics *diagnostics,
			       struct err *err)
{
	struct located other = { .id = (char *)id, .fetched = !builtin_find(id) };
	const struct qmk_facts *facts;

	if (!other.fetched || !tree_has(tree, id))
		return located_config(&other, diagnostics, err);
	facts = tree_facts(tree, err);
	return facts ? qmk_config_read(id, &tree->disk.files, facts, diagnostics, err) : NULL;
}

struct qmk_config *tree_config_keymap(struct tree *tree, const char *id, const char *folder,
				      struct diagnostics *diagnostics, struct err *err)
{
	const struct qmk_facts *facts = tree_facts(tree, err);

	if (!facts)
		return NULL;
	return qmk_config_read_keymap(id, folder, &tree->disk.files, facts, diagnostics, err);
}
