/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "project/cache.h"
#include "project/names.h"
#include "tree_private.h"

/* QMK's own longest chain has three; one that goes round ends here. */
enum { MAX_FOLLOWED = 16 };

static const char aliases_path[] = "data/mappings/keyboard_aliases.hjson";

bool tree_is_name(const char *name)
{
	const char *part = name;

	if (!name[0])
		return false;
	for (;;) {
		size_t len = strcspn(part, "/");

		if (len == 0 || (len == 1 && part[0] == '.') ||
		    (len == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		if (!part[len])
			return true;
		part += len + 1;
	}
}

static int compare_aliases(const void *a, const void *b)
{
	return strcmp(((const struct tree_alias *)a)->name, ((const struct tree_alias *)b)->name);
}

static void take_aliases(struct tree *tree, const struct json *root)
{
	for (const struct json *node = root->first; node; node = node->next) {
		char *target = mem_copy_text(json_text(json_find(node, "target")));
		size_t len = strlen(target);

		/* QMK takes it for a path. */
		while (len && target[len - 1] == '/')
			target[--len] = '\0';
		if (!node->key || !tree_is_name(target)) {
			free(target);
			continue;
		}
		tree->alias = mem_grow(tree->alias, tree->aliases, &tree->alias_cap, sizeof(*tree->alias));
		tree->alias[tree->aliases++] = (struct tree_alias){ mem_copy_text(node->key), target };
	}
	if (tree->aliases)
		qsort(tree->alias, tree->aliases, sizeof(*tree->alias), compare_aliases);
}

void tree_read_aliases(struct tree *tree)
{
	const struct qmk_files *files = tree_files(tree);
	struct json_doc *doc = NULL;
	const char *text;
	size_t len;

	if (tree->aliases_read || !files)
		return;
	tree->aliases_read = true;
	if (files->read(files->data, aliases_path, &text, &len, &tree->aliases_err) == QMK_FILE_READ) {
		doc = json_parse(text, len, &tree->aliases_err);
		if (doc)
			take_aliases(tree, json_root(doc));
		else
			err_wrap(&tree->aliases_err, "%s", aliases_path);
	}
	json_doc_free(doc);
	files->release(files->data);
}

void tree_release_aliases(struct tree *tree)
{
	for (size_t i = 0; i < tree->aliases; i++) {
		free(tree->alias[i].name);
		free(tree->alias[i].target);
	}
	free(tree->alias);
}

char *tree_follow_aliases(struct tree *tree, const char *name)
{
	const struct tree_alias *alias;

	tree_read_aliases(tree);
	for (int i = 0; tree->aliases && i < MAX_FOLLOWED; i++) {
		struct tree_alias sought = { .name = (char *)name };

		alias = bsearch(&sought, tree->alias, tree->aliases, sizeof(sought), compare_aliases);
		if (!alias)
			break;
		name = alias->target;
	}
	return mem_copy_text(name);
}

static bool has_file(struct tree *tree, const char *id, const char *file)
{
	const struct qmk_files *files = tree_files(tree);
	struct str path = STR_INIT;
	bool is;

	str_addf(&path, "keyboards/%s/%s", id, file);
	is = files && files->exists(files->data, str_text(&path));
	str_release(&path);
	return is;
}

bool tree_has(struct tree *tree, const char *id)
{
	return has_file(tree, id, "keyboard.json") || (has_file(tree, id, "rules.mk") && tree_is_old(tree));
}

void tree_suggest(struct tree *tree, const char *name, struct str *out)
{
	struct names names = { 0 };

	tree_list(tree, &names);
	names_suggest(&names, name, out);
	names_release(&names);
}

bool tree_has_none(struct tree *tree, const char *kinds, const char *name, struct err *err)
{
	const char *home = tree_home(tree);
	struct str text = STR_INIT;

	str_addf(&text, "there is no %s %s", kinds, name);
	if (home)
		str_addf(&text, ", and no such keyboard in %s", home);
	tree_suggest(tree, name, &text);
	if (cache_may_fetch(name))
		str_addf(&text, "; keyplane fetch %s gets it if QMK has it", name);
	if (!home)
		str_add(&text, "; --qmk DIR or QMK_HOME names a QMK tree");
	err_set(err, ERR_NOT_FOUND, "%s", str_text(&text));
	if (tree->aliases_err.code != ERR_NONE)
		err_wrap(err, "%s", tree->aliases_err.text);
	str_release(&text);
	return false;
}

char *tree_lookup(struct tree *tree, const char *name)
{
	char *id = tree_follow_aliases(tree, name), *end;

	if (tree_is_name(id) && tree_has(tree, id)) {
		if (!tree_is_old(tree))
			return id;
		end = tree_follow_default(tree, id);
		free(id);
		return end;
	}
	free(id);
	return NULL;
}
