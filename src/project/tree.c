/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tree_private.h"

struct tree *tree_open(const char *home, struct err *err)
{
	struct tree *tree = mem_new(1, sizeof(*tree));

	tree->refs = 1;
	tree->disk.fd = -1;
	if (!tree_find(tree, home, err) || (tree->home && !tree_disk_open(&tree->disk, tree->home, err))) {
		tree_close(tree);
		return NULL;
	}
	tree->disk.also = tree->userspace;
	return tree;
}

struct tree *tree_ref(struct tree *tree)
{
	tree->refs++;
	return tree;
}

void tree_close(struct tree *tree)
{
	if (!tree || --tree->refs)
		return;
	qmk_facts_free(tree->facts);
	tree_release_aliases(tree);
	tree_disk_close(&tree->disk);
	free(tree->userspace);
	free(tree->home);
	free(tree);
}

const char *tree_home(const struct tree *tree)
{
	return tree->home;
}

const char *tree_userspace(const struct tree *tree)
{
	return tree->userspace;
}

const char *tree_found_by(const struct tree *tree)
{
	return tree->found_by;
}

const struct qmk_files *tree_files(struct tree *tree)
{
	return tree->home ? &tree->disk.files : NULL;
}

const struct qmk_facts *tree_facts(struct tree *tree, struct err *err)
{
	if (!tree->home)
		return qmk_facts_builtin();
	if (!tree->facts)
		tree->facts = qmk_facts_read(&tree->disk.files, err);
	if (!tree->facts)
		err_wrap(err, "QMK tree %s", tree->home);
	return tree->facts;
}
