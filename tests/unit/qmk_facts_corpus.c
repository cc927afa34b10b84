/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ftw.h>

#include "base/json_edit.h"
#include "import/qmk_facts.h"
#include "qmk_tree.h"
#include "tap.h"

/* What is built in and what QMK's own files say are the same. */

static const struct qmk_facts *ours, *theirs;

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

static void compare_maps(const struct qmk_map *mine, const struct qmk_map *other, const char *what)
{
	size_t different = 0;

	for (size_t i = 0; i < mine->count && i < other->count; i++) {
		if (same_row(&mine->row[i], &other->row[i]))
			continue;
		printf("# row %zu: ours is %s, theirs %s\n", i, mine->row[i].name, other->row[i].name);
		different++;
	}
	ok(other->count && mine->count == other->count && !different, "%s: %zu rows", what, other->count);
}

/* The members of a schema; what schema_walk() lends is copied. */
struct members {
	struct schema_facts *item;
	size_t count, cap;
};

static void add_member(void *data, const struct schema_facts *facts)
{
	struct members *members = data;

	members->item = mem_grow(members->item, members->count, &members->cap, sizeof(*members->item));
	members->item[members->count] = *facts;
	members->item[members->count++].path = mem_copy_text(facts->path);
}

static void members_release(struct members *members)
{
	for (size_t i = 0; i < members->count; i++)
		free((char *)members->item[i].path);
	free(members->item);
}

static bool same_member(const struct schema_facts *a, const struct schema_facts *b)
{
	return !strcmp(a->path, b->path) && a->type == b->type && a->has_min == b->has_min &&
	       a->has_max == b->has_max && (!a->has_min || a->min == b->min) &&
	       (!a->has_max || a->max == b->max) && same_text(a->pattern, b->pattern) &&
	       a->required == b->required && !a->choices == !b->choices &&
	       (!a->choices || json_equal(a->choices, b->choices));
}

static void compare_members(const struct schema *mine, const struct schema *other, bool prose,
			    const char *what)
{
	struct members a = { 0 }, b = { 0 };
	size_t different = 0, without_prose = 0;

	schema_walk(mine, add_member, &a);
	schema_walk(other, add_member, &b);
	for (size_t i = 0; i < a.count && i < b.count; i++) {
		const char *path = b.item[i].path;
		const struct qmk_member *member = qmk_member_find(path);

		if (!same_member(&a.item[i], &b.item[i])) {
			printf("# member %zu: ours is %s, theirs %s\n", i, a.item[i].path, path);
			different++;
		}
		if (prose && (!member || strcmp(member->path, path))) {
			printf("# %s has no prose\n", path);
			without_prose++;
		}
	}
	ok(b.count && a.count == b.count && !different, "%s: %zu members, ours %zu", what, b.count, a.count);
	ok(!without_prose, "%s: each has prose", what);
	members_release(&a);
	members_release(&b);
}

/* The first problem of a schema, to compare with that of another. */
static void note_problem(void *data, const struct schema_problem *problem)
{
	struct str *text = data;

	str_addf(text, "%s: %s", problem->path, problem->text);
}

static struct {
	size_t files, valid, values, refused, different;
	const struct qmk_member *broken[1024];
	size_t members;
} seen;

static bool compare_verdicts(const struct json *value, const char *path)
{
	struct str mine = STR_INIT, other = STR_INIT;
	bool a = schema_check(ours->keyboard, value, note_problem, &mine);
	bool b = schema_check(theirs->keyboard, value, note_problem, &other);

	seen.values++;
	seen.refused += !b;
	if (a != b || strcmp(str_text(&mine), str_text(&other))) {
		if (seen.different++ < 10)
			printf("# %s\n# ours   %s\n# theirs %s\n", path, str_text(&mine), str_text(&other));
	}
	str_release(&mine);
	str_release(&other);
	return b;
}

static bool is_new(const char *path)
{
	const struct qmk_member *member = qmk_member_find(path);

	for (size_t i = 0; i < seen.members; i++)
		if (seen.broken[i] == member)
			return false;
	if (member && seen.members < COUNT(seen.broken))
		seen.broken[seen.members++] = member;
	return member;
}

static void break_value(struct json *root, struct json *node, const char *path)
{
	static const char *const wrong[] = { "null",
					     "true",
					     "-1",
					     "300",
					     "0.5",
					     "\"x y\"",
					     "\"\"",
					     "[]",
					     "{}",
					     "[1, 2, 3]",
					     "{\"Bad Name\": true}",
					     "{\"good\": 1}" };
	struct json old = *node;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err;
		struct json_doc *doc = json_parse(wrong[i], strlen(wrong[i]), &err);

		*node = *json_root(doc);
		node->key = old.key;
		node->next = old.next;
		compare_verdicts(root, path);
		json_doc_free(doc);
	}
	*node = old;
}

/* Each member that no file before had, made something else. Of a list the first elements stand for all. */
static void break_new_values(struct json *root, struct json *node, const char *path)
{
	char below[256];
	size_t index = 0;

	if (is_new(path))
		break_value(root, node, path);
	for (struct json *child = node->first; child && (child->key || index < 2);
	     child = child->next, index++) {
		if (child->key)
			snprintf(below, sizeof(below), "%s%s%s", path, *path ? "." : "", child->key);
		else
			snprintf(below, sizeof(below), "%s.%zu", path, index);
		break_new_values(root, child, below);
	}
}

static int compare_file(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	struct str text = STR_INIT;
	const char *name = path + walk->base;
	struct json_doc *doc = NULL;
	struct err err;

	(void)st;
	if (type != FTW_F || (strcmp(name, "keyboard.json") && strcmp(name, "info.json")))
		return 0;
	if (file_read(path, 16 << 20, &text, &err))
		doc = json_parse(str_text(&text), text.len, &err);
	if (doc) {
		seen.files++;
		seen.valid += compare_verdicts(json_root(doc), path);
		break_new_values(json_edit_root(doc), json_edit_root(doc), "");
	}
	json_doc_free(doc);
	str_release(&text);
	return 0;
}

static void compare_files(const char *corpus)
{
	char *folder = file_join(corpus, "keyboards");

	nftw(folder, compare_file, 16, FTW_PHYS);
	free(folder);
	ok(seen.files && !seen.different, "%zu files, %zu of them valid, and %zu broken: %zu different",
	   seen.files, seen.valid, seen.values - seen.files, seen.different);
	ok(seen.members > 200 && seen.refused > 1000, "%zu members broken, %zu texts refused", seen.members,
	   seen.refused);
}

int main(void)
{
	struct test_tree tree = { .folder = getenv("KEYPLANE_CORPUS") };
	struct qmk_files files = test_tree_files(&tree);
	struct err err = { 0 };
	struct qmk_facts *read;

	if (!tree.folder) {
		printf("1..0 # SKIP set KEYPLANE_CORPUS to the unpacked corpus\n");
		return 0;
	}
	ours = qmk_facts_builtin();
	theirs = read = qmk_facts_read(&files, &err);
	ok(read, "QMK's own files are read %s", err.text);
	if (!read)
		return tap_done();
	compare_maps(&ours->config_h, &theirs->config_h, "config.h");
	compare_maps(&ours->rules_mk, &theirs->rules_mk, "rules.mk");
	ok(json_equal(ours->defaults, theirs->defaults), "development boards");
	ok(json_equal(ours->code_defaults, theirs->code_defaults), "defaults of the code");
	ok(ours->lto_is_feature == theirs->lto_is_feature, "features.lto");
	compare_members(ours->keyboard, theirs->keyboard, true, "keyboard.json");
	compare_members(ours->api, theirs->api, false, "what QMK adds to it");
	compare_members(ours->keymap, theirs->keymap, false, "keymap.json");
	compare_files(tree.folder);
	qmk_facts_free(read);
	return tap_done();
}
