/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What merging keyboards' data costs, from files on disk: those named, or all of the tree $QMK_TEST_TREE, in one process,
 * what the tree says of all of them included. bench/config.sh puts it beside QMK's own scripts.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "project/tree.h"

static double now_s(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static bool merge(struct tree *tree, const char *id)
{
	struct diagnostics diagnostics = { 0 };
	struct err err = { 0 };
	struct qmk_config *config = tree_config(tree, id, &diagnostics, &err);
	bool ok = config && !config->refused;

	if (!ok)
		fprintf(stderr, "%s: %s\n", id, config ? "refused" : err.text);
	qmk_config_free(config);
	diagnostics_release(&diagnostics);
	return ok;
}

static void add_all(struct tree *tree, struct names *ids)
{
	struct names all = { 0 };

	tree_list(tree, &all);
	for (size_t i = 0; i < all.count; i++)
		if (tree_source(tree, all.name[i])[0] == 't')
			names_add(ids, all.name[i]);
	names_release(&all);
}

int main(int argc, char **argv)
{
	const char *home = getenv("QMK_TEST_TREE");
	struct names ids = { 0 };
	struct rusage usage;
	struct err err;
	struct tree *tree;
	double start = now_s(), seconds;
	bool ok = true;

	if (!home) {
		printf("config: skipped: set QMK_TEST_TREE to a QMK tree\n");
		return 0;
	}
	tree = tree_open(home, &err);
	if (!tree) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	for (int i = 1; i < argc; i++)
		names_add(&ids, argv[i]);
	if (argc == 1)
		add_all(tree, &ids);
	for (size_t i = 0; i < ids.count; i++)
		ok = merge(tree, ids.name[i]) && ok;
	seconds = now_s() - start;
	getrusage(RUSAGE_SELF, &usage);
	printf("merge %zu keyboards: %.3f s, %.2f ms each, %ld KiB at most\n", ids.count, seconds,
	       seconds * 1e3 / (double)ids.count, usage.ru_maxrss);
	names_release(&ids);
	tree_close(tree);
	return !ok;
}
