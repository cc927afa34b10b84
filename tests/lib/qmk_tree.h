/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_QMK_TREE_H
#define TESTS_QMK_TREE_H

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "import/qmk_files.h"

/* QMK trees for tests: files given as text, and behind them those of a folder. */

struct tree_file {
	const char *path, *text;
};

struct tree_text {
	struct tree_text *next;
	struct str text;
};

struct test_tree {
	const struct tree_file *file; /* may be NULL */
	size_t files;
	const char *folder;  /* NULL: none */
	const char *failing; /* reading this one fails; NULL: none does */
	struct tree_text *read;
	int released;
};

static inline const char *test_tree_given(const struct test_tree *tree, const char *path)
{
	for (size_t i = 0; i < tree->files; i++)
		if (!strcmp(tree->file[i].path, path))
			return tree->file[i].text;
	return NULL;
}

static inline enum qmk_file_result test_tree_read(void *data, const char *path, const char **text,
						  size_t *len, struct err *err)
{
	struct test_tree *tree = data;
	const char *given = test_tree_given(tree, path);
	struct tree_text *node;
	char *full;
	bool read;

	if (tree->failing && !strcmp(tree->failing, path))
		return err_set(err, ERR_IO, "%s: the disk is on fire", path) ? QMK_FILE_READ : QMK_FILE_FAILED;
	if (!given && !tree->folder)
		return QMK_FILE_ABSENT;
	node = mem_new(1, sizeof(*node));
	node->next = tree->read;
	tree->read = node;
	if (given) {
		str_add(&node->text, given);
	} else {
		full = file_join(tree->folder, path);
		read = file_read(full, 16 << 20, &node->text, err);
		free(full);
		if (!read)
			return err->code == ERR_NOT_FOUND ? QMK_FILE_ABSENT : QMK_FILE_FAILED;
	}
	*text = str_text(&node->text);
	*len = node->text.len;
	return QMK_FILE_READ;
}

static inline bool test_tree_exists(void *data, const char *path)
{
	struct test_tree *tree = data;
	char *full = tree->folder ? file_join(tree->folder, path) : NULL;
	bool there = test_tree_given(tree, path) || (full && file_kind(full));

	free(full);
	return there;
}

static inline void test_tree_release(void *data)
{
	struct test_tree *tree = data;

	tree->released++;
	while (tree->read) {
		struct tree_text *node = tree->read;

		tree->read = node->next;
		str_release(&node->text);
		free(node);
	}
}

static inline struct qmk_files test_tree_files(struct test_tree *tree)
{
	return (struct qmk_files){ tree, test_tree_read, test_tree_exists, test_tree_release };
}

#endif
