/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/zmk_repository.h"

enum {
	LEVELS_MAX = 12, /* from the keymap up to its repository */
	FOLDERS_MAX = 512,
	FILE_MAX_BYTES = 16 << 20,
};

struct folder {
	char *path;
	bool module; /* of others: what is in it is not the user's to change */
};

struct over {
	const char *path;
	const struct str *text;
};

struct zmk_folders {
	char *own;  /* the keymap's folder, as it was given */
	char *root; /* the repository, as it is reached from there */
	char *real; /* the same without links; NULL: there is none */
	struct folder *folder;
	size_t folders, cap;
	bool boards;       /* folders of boards and shields are among them */
	struct over *over; /* texts in place of files */
	size_t overs, over_cap;
};

static bool has(const char *folder, const char *name)
{
	char *path = file_join(folder, name);
	bool there = file_kind(path) != NULL;

	free(path);
	return there;
}

static char *folder_of(const char *path)
{
	size_t len = (size_t)(file_base(path) - path);
	char *folder;

	while (len > 1 && path[len - 1] == '/')
		len--;
	folder = mem_copy_text(len ? path : ".");
	folder[len ? len : 1] = '\0';
	return folder;
}

/* "a/b" to "a", "." to "..", "../.." to "../../..". The caller frees. */
static char *parent_of(const char *folder)
{
	const char *base = file_base(folder);
	char *parent;

	if (!strcmp(folder, "."))
		return mem_copy_text("..");
	if (!strcmp(base, "..") || !strcmp(base, "."))
		return file_join(folder, "..");
	if (base == folder)
		return mem_copy_text(".");
	parent = mem_copy_text(folder);
	parent[base - folder - (base - folder > 1)] = '\0';
	return parent;
}

static bool is_root(const char *folder)
{
	static const char *const marks[] = { ".git", "build.yaml", "zephyr/module.yml", "config/west.yml" };

	for (size_t i = 0; i < COUNT(marks); i++)
		if (has(folder, marks[i]))
			return true;
	return false;
}

/* The nearest folder that looks like a repository, from @own up. */
static char *find_root(const char *own)
{
	char *folder = mem_copy_text(own), *with_west = NULL;

	for (int level = 0; level < LEVELS_MAX && file_is_dir(folder); level++) {
		char *parent;

		if (is_root(folder)) {
			free(with_west);
			return folder;
		}
		if (!with_west && has(folder, "west.yml"))
			with_west = mem_copy_text(folder);
		parent = parent_of(folder);
		free(folder);
		folder = parent;
	}
	free(folder);
	if (with_west)
		return with_west;
	return strcmp(file_base(own), "config") ? mem_copy_text(own) : parent_of(own);
}

static void add_folder(struct zmk_folders *at, char *path, bool module)
{
	if (at->folders == FOLDERS_MAX || !file_is_dir(path)) {
		free(path);
		return;
	}
	at->folder = mem_grow(at->folder, at->folders, &at->cap, sizeof(*at->folder));
	at->folder[at->folders++] = (struct folder){ path, module };
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Each entry of @folder, sorted. */
static void each_entry(struct zmk_folders *at, const char *folder,
		       void (*take)(struct zmk_folders *at, const char *path))
{
	struct dirent **entry = NULL;
	int count = scandir(folder, &entry, is_visible, by_name);

	for (int i = 0; i < count; i++) {
		char *path = file_join(folder, entry[i]->d_name);

		take(at, path);
		free(path);
		free(entry[i]);
	}
	free(entry);
}

/* Where Zephyr's build looks in a module: include, dts and their like. */
static void add_places(struct zmk_folders *at, const char *top, bool module)
{
	static const char *const places[] = { "include", "dts", "dts/common", "" };

	for (size_t i = 0; i < COUNT(places); i++)
		add_folder(at, *places[i] ? file_join(top, places[i]) : mem_copy_text(top), module);
}

/* Modules that west fetched; ZMK and Zephyr themselves are known without. */
static void add_module(struct zmk_folders *at, const char *path)
{
	static const char *const known[] = { "zmk", "zephyr", "modules", "config", "boards" };

	for (size_t i = 0; i < COUNT(known); i++)
		if (!strcmp(file_base(path), known[i]))
			return;
	if (has(path, "zephyr/module.yml"))
		add_places(at, path, true);
}

/* boards/shields/corne, boards/arm/corne. */
static void add_board(struct zmk_folders *at, const char *path)
{
	add_folder(at, mem_copy_text(path), false);
}

static void add_boards(struct zmk_folders *at, const char *path)
{
	add_board(at, path);
	if (file_is_dir(path))
		each_entry(at, path, add_board);
}

static bool is_inside(const struct zmk_folders *at, const char *path)
{
	char *real = at->real ? realpath(path, NULL) : NULL;
	size_t len = at->real ? strlen(at->real) : 0;
	bool inside = real && !strncmp(real, at->real, len) && (real[len] == '/' || at->real[len - 1] == '/');

	free(real);
	return inside;
}

static bool read_file(const struct zmk_folders *at, const char *path, struct str *text, struct err *err)
{
	for (size_t i = 0; i < at->overs; i++)
		if (!strcmp(at->over[i].path, path)) {
			str_add_bytes(text, str_text(at->over[i].text), at->over[i].text->len);
			return true;
		}
	return file_read(path, FILE_MAX_BYTES, text, err);
}

static bool try_folder(const struct zmk_folders *at, const char *folder, const char *name, struct str *path,
		       struct str *text, struct err *err)
{
	char *joined = file_join(folder, name);
	bool read = file_is_regular(joined) && is_inside(at, joined) && read_file(at, joined, text, err);

	if (read) {
		str_clear(path);
		str_add(path, joined);
	}
	free(joined);
	return read;
}

static bool try_folders(struct zmk_folders *at, size_t first, const char *name, struct str *path,
			struct str *text, bool *locked, struct err *err)
{
	for (size_t i = first; i < at->folders; i++)
		if (try_folder(at, at->folder[i].path, name, path, text, err)) {
			*locked = at->folder[i].module;
			return true;
		}
	return false;
}

static bool is_in_module(const struct zmk_folders *at, const char *path)
{
	for (size_t i = 0; i < at->folders; i++) {
		size_t len = strlen(at->folder[i].path);

		if (at->folder[i].module && !strncmp(path, at->folder[i].path, len) && path[len] == '/')
			return true;
	}
	return false;
}

/* Folders of boards are many: they are looked through when a file is nowhere else. The first of them. */
static size_t add_all_boards(struct zmk_folders *at)
{
	static const char *const places[] = { "boards", "config/boards" };
	size_t first = at->folders;

	for (size_t i = 0; i < COUNT(places); i++) {
		char *path = file_join(at->root, places[i]);

		if (file_is_dir(path))
			each_entry(at, path, add_boards);
		free(path);
	}
	at->boards = true;
	return first;
}

static bool read_include(void *data, const char *from, const char *name, bool angled, struct str *path,
			 struct str *text, bool *locked, struct err *err)
{
	struct zmk_folders *at = data;
	char *beside = from[0] ? folder_of(from) : mem_copy_text(at->own);
	bool found = false;

	if (name[0] != '/' && !angled && try_folder(at, beside, name, path, text, err)) {
		*locked = is_in_module(at, beside);
		found = true;
	}
	if (name[0] != '/' && !found)
		found = try_folders(at, 0, name, path, text, locked, err) ||
			(!at->boards && try_folders(at, add_all_boards(at), name, path, text, locked, err));
	free(beside);
	return found || err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

void zmk_repository_init(struct zmk_repository *repository, const char *path)
{
	struct zmk_folders *at = mem_new(1, sizeof(*at));
	char *config;

	at->own = folder_of(path);
	at->root = find_root(at->own);
	at->real = realpath(at->root, NULL);
	add_folder(at, mem_copy_text(at->own), false);
	config = file_join(at->root, "config");
	add_places(at, config, false);
	add_places(at, at->root, false);
	each_entry(at, at->root, add_module);
	free(config);
	*repository = (struct zmk_repository){ { at, read_include }, at };
}

void zmk_repository_put(struct zmk_repository *repository, const char *path, const struct str *text)
{
	struct zmk_folders *at = repository->folders;

	at->over = mem_grow(at->over, at->overs, &at->over_cap, sizeof(*at->over));
	at->over[at->overs++] = (struct over){ path, text };
}

void zmk_repository_release(struct zmk_repository *repository)
{
	struct zmk_folders *at = repository->folders;

	if (!at)
		return;
	for (size_t i = 0; i < at->folders; i++)
		free(at->folder[i].path);
	free(at->folder);
	free(at->over);
	free(at->own);
	free(at->root);
	free(at->real);
	free(at);
	*repository = (struct zmk_repository){ .folders = NULL };
}
