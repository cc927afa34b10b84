/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/json_edit.h"
#include "import/qmk_facts.h"
#include "qmk_tree.h"
#include "tap.h"

/* What is built in and what QMK's own files say are the same. */

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_row(const struct qmk_map_row *a, const struct qmk_map_row *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->info_key, b->info_key) && a->type == b->type &&
	       a->to_json == b->to_json && a->to_c == b->to_c && a->warn_duplicate == b->warn_duplicate &&
	       a->deprecated == b->deprecated && a->invalid == b->invalid &&
	       same_text(a->replace_with, b->replace_with);
}

static void compare_maps(const struct qmk_map *ours, const struct qmk_map *theirs, const char *what)
{
	size_t different = 0;

	for (size_t i = 0; i < ours->count && i < theirs->count; i++) {
		if (same_row(&ours->row[i], &theirs->row[i]))
			continue;
		printf("# row %zu: ours is %s, theirs %s\n", i, ours->row[i].name, theirs->row[i].name);
		different++;
	}
	ok(theirs->count && ours->count == theirs->count && !different, "%s: %zu rows", what, theirs->count);
}

int main(void)
{
	struct test_tree tree = { .folder = getenv("KEYPLANE_CORPUS") };
	struct qmk_files files = test_tree_files(&tree);
	const struct qmk_facts *ours = qmk_facts_builtin();
	struct err err = { 0 };
	struct qmk_facts *theirs;

	if (!tree.folder) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the folder of QMK's data\n");
		return 0;
	}
	theirs = qmk_facts_read(&files, &err);
	ok(theirs, "QMK's own files are read %s", err.text);
	if (!theirs)
		return tap_done();
	compare_maps(&ours->config_h, &theirs->config_h, "config.h");
	compare_maps(&ours->rules_mk, &theirs->rules_mk, "rules.mk");
	ok(json_equal(ours->defaults, theirs->defaults), "development boards");
	qmk_facts_free(theirs);
	return tap_done();
}
