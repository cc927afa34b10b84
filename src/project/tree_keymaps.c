/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "project/builtin.h"
#include "tree_private.h"

enum { MAX_KEYMAPS = 10000 };

/* What is looked for in folders of keymaps: all there are, or one. */
struct search {
	struct tree *tree;
	struct names *all;  /* NULL: one is looked for */
	const char *keymap; /* which */
	char *found;        /* its folder */
};

/* Folders are relative to the tree, or absolute; openat(2) takes both. */
static DIR *open_folder(const struct tree *tree, const char *folder)
{
	int fd = openat(tree->disk.fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

static bool is_keymap(int fd, const char *name)
{
	static const char *const files[] = { "keymap.json", "keymap.c" };
	struct str path = STR_INIT;
	bool is = false;

	for (size_t i = 0; !is && i < COUNT(files); i++) {
		struct stat st;

		str_clear(&path);
		str_addf(&path, "%s/%s", name, files[i]);
		is = !fstatat(fd, str_text(&path), &st, 0) && S_ISREG(st.st_mode);
	}
	str_release(&path);
	return is;
}

/* Look into @folder, in which each keymap has a folder. */
static void look_into(struct search *s, const char *folder)
{
	DIR *dir = s->found ? NULL : open_folder(s->tree, folder);
	struct str path = STR_INIT;

	if (!dir)
		return;
	if (!s->all && is_keymap(dirfd(dir), s->keymap)) {
		str_addf(&path, "%s/%s", folder, s->keymap);
		s->found = str_take(&path);
	}
	for (struct dirent *entry; s->all && s->all->count < MAX_KEYMAPS && (entry = readdir(dir));)
		if (entry->d_name[0] != '.' && is_keymap(dirfd(dir), entry->d_name))
			names_add(s->all, entry->d_name);
	closedir(dir);
}

/* The keymaps of the folder of @id and of those above it, its own first. @top "": the tree's. */
static void look_along(struct search *s, const char *top, const char *id)
{
	char *part = mem_copy_text(id), *slash;
	struct str path = STR_INIT;

	do {
		str_clear(&path);
		str_addf(&path, "%s%skeyboards/%s/keymaps", top, top[0] ? "/" : "", part);
		look_into(s, str_text(&path));
		slash = strrchr(part, '/');
		if (slash)
			*slash = '\0';
	} while (slash);
	str_release(&path);
	free(part);
}

/* A userspace may still call the keyboard by a name it had. */
static void look_in_userspace(struct search *s, const char *id)
{
	struct tree *tree = s->tree;

	look_along(s, tree->userspace, id);
	tree_read_aliases(tree);
	for (size_t i = 0; i < tree->aliases; i++)
		if (!strcmp(tree->alias[i].target, id) && tree_is_name(tree->alias[i].name))
			look_along(s, tree->userspace, tree->alias[i].name);
}

static void look_in_group(struct search *s, const char *group, const struct json *layouts)
{
	struct str path = STR_INIT;

	for (const struct json *layout = layouts->first; layout; layout = layout->next) {
		if (!tree_is_name(json_text(layout)))
			continue;
		str_clear(&path);
		str_addf(&path, "%s/%s", group, json_text(layout));
		look_into(s, str_text(&path));
	}
	str_release(&path);
}

/* layouts/<group>/<layout>/<keymap> of the tree, layouts/<layout>/<keymap> of the userspace. */
static void look_in_community(struct search *s, const struct json *layouts)
{
	DIR *dir = open_folder(s->tree, "layouts");
	struct names groups = { 0 };
	struct str path = STR_INIT;

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (entry->d_name[0] != '.')
			names_add(&groups, entry->d_name);
	if (dir)
		closedir(dir);
	names_sort(&groups);
	if (s->tree->userspace) {
		str_addf(&path, "%s/layouts", s->tree->userspace);
		look_in_group(s, str_text(&path), layouts);
	}
	for (size_t i = 0; i < groups.count; i++) {
		str_clear(&path);
		str_addf(&path, "layouts/%s", groups.name[i]);
		look_in_group(s, str_text(&path), layouts);
	}
	names_release(&groups);
	str_release(&path);
}

static void look_for(struct search *s, const char *id)
{
	struct diagnostics ignored = { 0 };
	struct qmk_config *config;
	const struct json *layouts;
	struct err err;

	if (s->tree->userspace)
		look_in_userspace(s, id);
	if (s->tree->home)
		look_along(s, "", id);
	if (s->found || !s->tree->home)
		return;
	/* A keyboard that cannot be read has no community layouts that we could know of. */
	config = tree_config(s->tree, id, &ignored, &err);
	layouts = config ? json_find(config->info, "community_layouts") : NULL;
	if (layouts && layouts->type == JSON_ARRAY)
		look_in_community(s, layouts);
	qmk_config_free(config);
	diagnostics_release(&ignored);
}

void tree_own_keymaps(struct tree *tree, const char *id, struct names *out)
{
	struct search search = { .tree = tree, .all = out };

	look_along(&search, "", id);
	names_sort(out);
}

void tree_keymaps(struct tree *tree, const char *id, struct names *out)
{
	struct search search = { .tree = tree, .all = out };

	if (builtin_find(id))
		names_add(out, "default");
	else
		look_for(&search, id);
	names_sort(out);
}

char *tree_find_keymap_folder(struct tree *tree, const char *id, const char *keymap)
{
	struct search search = { .tree = tree, .keymap = keymap };

	if (!builtin_find(id) && tree_is_name(keymap) && !strchr(keymap, '/'))
		look_for(&search, id);
	return search.found;
}
