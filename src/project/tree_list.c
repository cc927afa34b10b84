/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "project/builtin.h"
#include "project/cache.h"
#include "tree_private.h"

/* QMK's own trees are six folders deep and have 5,000 of them. */
enum { MAX_DEPTH = 8, MAX_FOLDERS = 100000, MAX_KEYBOARDS = 50000 };

struct walk {
	struct names *with_json, *with_rules;
	bool has_json;
	struct str id;        /* of the folder that is read */
	int above[MAX_DEPTH]; /* descriptors of the folders that we are in */
	size_t folders;
};

/* What may be a folder to look into. */
enum entry { ENTRY_OTHER, ENTRY_FOLDER, ENTRY_LINK };

static enum entry kind_of(const struct dirent *entry)
{
	if (entry->d_name[0] == '.' || !strcmp(entry->d_name, "keymaps"))
		return ENTRY_OTHER;
#ifdef DT_DIR
	if (entry->d_type == DT_DIR)
		return ENTRY_FOLDER;
	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return ENTRY_OTHER;
#endif
	return ENTRY_LINK;
}

/* Whether a link has led @fd to a folder that we are in. */
static bool is_above(const struct walk *w, int fd, int depth)
{
	struct stat st, above;

	if (fstat(fd, &st))
		return true;
	for (int i = 0; i < depth; i++)
		if (!fstat(w->above[i], &above) && above.st_dev == st.st_dev && above.st_ino == st.st_ino)
			return true;
	return false;
}

static void found(struct walk *w, const char *file)
{
	bool json = !strcmp(file, "keyboard.json");
	struct names *to = json ? w->with_json : !strcmp(file, "rules.mk") ? w->with_rules : NULL;

	w->has_json = w->has_json || (json && w->id.len);
	if (to && w->id.len && to->count < MAX_KEYBOARDS)
		names_add(to, str_text(&w->id));
}

/* Takes @fd. */
static void walk_folder(struct walk *w, int fd, int depth)
{
	DIR *dir = depth < MAX_DEPTH && w->folders++ < MAX_FOLDERS ? fdopendir(fd) : NULL;
	size_t len = w->id.len;

	if (!dir) {
		close(fd);
		return;
	}
	w->above[depth] = fd;
	for (struct dirent *entry; (w->with_json || !w->has_json) && (entry = readdir(dir));) {
		enum entry kind = kind_of(entry);
		int child;

		found(w, entry->d_name);
		if (kind == ENTRY_OTHER)
			continue;
		child = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
		if (child < 0)
			continue;
		if (kind == ENTRY_LINK && is_above(w, child, depth + 1)) {
			close(child);
			continue;
		}
		str_addf(&w->id, "%s%s", len ? "/" : "", entry->d_name);
		walk_folder(w, child, depth + 1);
		w->id.len = len;
		w->id.data[len] = '\0';
	}
	closedir(dir);
}

/* Names of folders below keyboards/@below with that file in them; both may be NULL, and without @with_json the first
 * keyboard.json ends it. Folders called keymaps and hidden ones are not looked into. Tells whether there was any. */
static bool walk_tree(const struct tree *tree, const char *below, struct names *with_json,
		      struct names *with_rules)
{
	struct walk w = { .with_json = with_json, .with_rules = with_rules };
	struct str path = STR_INIT;
	int fd;

	str_addf(&path, "keyboards/%s", below);
	str_add(&w.id, below);
	fd = tree->home ? openat(tree->disk.fd, str_text(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (fd >= 0)
		walk_folder(&w, fd, 0);
	str_release(&path);
	str_release(&w.id);
	return w.has_json;
}

static enum tree_age age_of(struct tree *tree, bool has_json)
{
	struct err ignored;
	const struct qmk_facts *facts = tree_facts(tree, &ignored);

	return (facts && facts->once[QMK_ONCE_RULES_MARK]) || !has_json ? TREE_OLD : TREE_NEW;
}

bool tree_is_old(struct tree *tree)
{
	if (tree->age == TREE_AGE_UNKNOWN)
		tree->age = age_of(tree, walk_tree(tree, "", NULL, NULL));
	return tree->age == TREE_OLD;
}

/* What old trees build: each of these folders, or what its rules.mk says is meant by it. */
static void list_old(struct tree *tree, const struct names *marked, struct names *out)
{
	for (size_t i = 0; i < marked->count; i++) {
		char *id = tree_follow_default(tree, marked->name[i]);

		if (id)
			names_add(out, id);
		free(id);
	}
}

void tree_list(struct tree *tree, struct names *out)
{
	struct names with_json = { 0 }, with_rules = { 0 };

	for (size_t i = 0; i < builtins_count; i++)
		names_add(out, builtins[i].id);
	tree->age = age_of(tree, walk_tree(tree, "", &with_json, &with_rules));
	if (tree->age == TREE_OLD) {
		list_old(tree, &with_json, out);
		list_old(tree, &with_rules, out);
	} else {
		for (size_t i = 0; i < with_json.count; i++)
			names_add(out, with_json.name[i]);
	}
	cache_list(out);
	names_release(&with_json);
	names_release(&with_rules);
	names_sort(out);
}

void tree_list_below(struct tree *tree, const char *folder, struct names *out)
{
	struct names with_json = { 0 }, with_rules = { 0 };
	bool is_old = tree_is_old(tree);

	walk_tree(tree, folder, &with_json, &with_rules);
	for (size_t i = 0; i < with_json.count; i++)
		names_add(out, with_json.name[i]);
	if (is_old)
		list_old(tree, &with_rules, out);
	names_release(&with_json);
	names_release(&with_rules);
	names_sort(out);
}

const char *tree_source(struct tree *tree, const char *id)
{
	return builtin_find(id) ? "builtin" : tree_has(tree, id) ? "tree" : "fetched";
}
