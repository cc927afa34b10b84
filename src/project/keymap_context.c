/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "keymap_context_private.h"

enum { MAX_BYTES = 16 << 20, MAX_LEVELS = 6 };

/* What QMK_KEYBOARD_H is. There is no such file: it stands for what the keyboard's data and its own header say. */
static const char keyboard_header[] = "default_keyboard.h";

/* The part of @path before its last @part, "/keyboards/"; NULL: it has none. The caller frees. */
static char *before(const char *path, const char *part)
{
	const char *last = NULL;
	char *out;

	for (const char *p = strstr(path, part); p; p = strstr(p + 1, part))
		last = p;
	if (!last)
		return NULL;
	out = mem_copy_text(path);
	out[last - path] = '\0';
	return out;
}

static char *folder_of(const char *path)
{
	char *folder = mem_copy_text(path);

	folder[file_base(path) - path] = '\0';
	if (!folder[0]) {
		free(folder);
		return mem_copy_text("./");
	}
	return folder;
}

/* keyboards/<id>/keymaps/<name>/ of @folder, which is in @top. The caller frees. */
static char *id_of(const char *folder, const char *top)
{
	const char *id = folder + strlen(top) + strlen("/keyboards/");

	return before(id, "/keymaps/");
}

static void add_folder(struct names *names, const char *top, const char *below, const char *name)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/%s%s", top, below, name);
	if (file_is_dir(str_text(&path)))
		names_add(names, str_text(&path));
	str_release(&path);
}

/* keyboards/a/b/c, keyboards/a/b, keyboards/a. */
static void add_keyboard_folders(struct keymap_surroundings *at, const char *top)
{
	char *part = mem_copy_text(at->id), *slash;
	int level = 0;

	do {
		add_folder(&at->folders, top, "keyboards/", part);
		slash = strrchr(part, '/');
		if (slash)
			*slash = '\0';
	} while (slash && ++level < MAX_LEVELS);
	free(part);
}

/* Folders to look in, the keymap's own first. */
static void find_folders(struct keymap_surroundings *at)
{
	names_add(&at->folders, at->folder);
	for (size_t i = 0; i < at->tops.count; i++)
		add_folder(&at->folders, at->tops.name[i], "users/", at->user);
	at->own = at->folders.count;
	for (size_t i = 0; at->id[0] && i < at->tops.count; i++)
		add_keyboard_folders(at, at->tops.name[i]);
	for (size_t i = 0; i < at->tops.count; i++)
		names_add(&at->folders, at->tops.name[i]);
}

static void add_top(struct names *tops, const char *top)
{
	char *real = top ? realpath(top, NULL) : NULL;

	for (size_t i = 0; real && i < tops->count; i++) {
		char *other = realpath(tops->name[i], NULL);

		if (other && !strcmp(real, other)) {
			free(real);
			real = NULL;
		}
		free(other);
	}
	if (real)
		names_add(tops, top);
	free(real);
}

/* The tree at @top, when it is one; else as the user has told of one. */
static struct tree *find_tree(const char *top)
{
	struct err ignored;
	struct tree *tree = top ? tree_open(top, &ignored) : NULL;

	return tree ? tree : tree_open(NULL, &ignored);
}

static void find_place(struct keymap_surroundings *at, const char *path, const struct keyboard *keyboard,
		       struct tree *tree)
{
	char *top, *name;

	at->folder = folder_of(path);
	top = before(at->folder, "/keyboards/");
	at->id = keyboard && keyboard->id[0] ? mem_copy_text(keyboard->id)
		 : top                       ? id_of(at->folder, top)
					     : NULL;
	if (!at->id)
		at->id = mem_copy_text("");
	if (!top)
		top = before(at->folder, "/layouts/");
	if (!top)
		top = before(at->folder, "/users/");
	at->tree = tree ? tree_ref(tree) : find_tree(top);
	add_top(&at->tops, top);
	add_top(&at->tops, at->tree ? tree_userspace(at->tree) : NULL);
	add_top(&at->tops, at->tree ? tree_home(at->tree) : NULL);
	free(top);
	name = mem_copy_text(at->folder);
	name[strlen(name) - 1] = '\0';
	at->keymap = mem_copy_text(file_base(name));
	free(name);
}

/* Headers of the firmware, which lie in folders of the tree's top. */
static bool is_firmware(const char *name)
{
	static const char *const folders[] = { "quantum/", "tmk_core/", "platforms/", "drivers/", "lib/" };

	for (size_t i = 0; i < COUNT(folders); i++)
		if (!strncmp(name, folders[i], strlen(folders[i])))
			return true;
	return false;
}

static bool is_below(const char *real, const char *folder)
{
	char *top = realpath(folder, NULL);
	size_t len = top ? strlen(top) : 0;
	bool below = top && !strncmp(real, top, len) && real[len] == '/';

	free(top);
	return below;
}

/* A userspace has keyboards/ and users/, too, but no firmware. */
static bool has_firmware(const char *top)
{
	char *quantum = file_join(top, "quantum");
	bool has = file_is_dir(quantum);

	free(quantum);
	return has;
}

/* Whether the file is in the keymap's own folder, in users/<name>, or in a userspace. */
static bool is_own(const struct keymap_surroundings *at, const char *path)
{
	char *real = realpath(path, NULL);
	bool own = false;

	for (size_t i = 0; real && !own && i < at->own; i++)
		own = is_below(real, at->folders.name[i]);
	for (size_t i = 0; real && !own && i < at->tops.count; i++)
		own = is_below(real, at->tops.name[i]) && !has_firmware(at->tops.name[i]);
	free(real);
	return own;
}

static bool read_text(const struct keymap_surroundings *at, const char *path, struct str *text,
		      struct err *err)
{
	for (size_t i = 0; i < at->overs; i++)
		if (!strcmp(at->over[i].path, path)) {
			str_clear(text);
			str_add_bytes(text, str_text(at->over[i].text), at->over[i].text->len);
			return true;
		}
	return file_read(path, MAX_BYTES, text, err);
}

/* Each "name/../" of a path means nothing. */
static void add_path(struct str *path, const char *folder, const char *name)
{
	size_t len = strlen(folder);

	while (!strncmp(name, "../", 3)) {
		size_t end = len && folder[len - 1] == '/' ? len - 1 : len, start = end;

		while (start && folder[start - 1] != '/')
			start--;
		if (start == end || folder[start] == '.')
			break;
		len = start;
		name += 3;
	}
	str_clear(path);
	str_add_bytes(path, folder, len);
	if (len && folder[len - 1] != '/')
		str_add_char(path, '/');
	str_add(path, name);
}

static bool try_folder(const struct keymap_surroundings *at, const char *folder, const char *name,
		       struct str *path, struct str *text, bool *locked, struct err *err)
{
	add_path(path, strcmp(folder, "./") ? folder : "", name);
	if (!file_is_regular(str_text(path)) || !read_text(at, str_text(path), text, err))
		return false;
	*locked = !is_own(at, str_text(path));
	return true;
}

static bool read_include(void *data, const char *from, const char *name, bool angled, struct str *path,
			 struct str *text, bool *locked, struct err *err)
{
	const struct keymap_surroundings *at = data;
	char *folder = from[0] ? folder_of(from) : mem_copy_text(at->folder);
	bool found = false;

	if (!strcmp(name, keyboard_header)) {
		str_clear(path);
		str_clear(text);
		str_add(path, name);
		str_add(text, str_text(&at->header));
		*locked = found = true;
	} else if (name[0] != '/') {
		found = !angled && try_folder(at, folder, name, path, text, locked, err);
		for (size_t i = 0; !found && !is_firmware(name) && i < at->folders.count; i++)
			found = try_folder(at, at->folders.name[i], name, path, text, locked, err);
	}
	free(folder);
	return found || err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}

/* A source that the user's rules.mk name, which keymaps[] is in. */
static bool has_keymaps(struct keymap_surroundings *at, const char *name)
{
	struct str path = STR_INIT, text = STR_INIT;
	struct err ignored;
	bool locked, found = name[0] && !strpbrk(name, "\"\n$\\") &&
			     read_include(at, "", name, true, &path, &text, &locked, &ignored) && !locked &&
			     strstr(str_text(&text), "keymaps[");

	str_release(&path);
	str_release(&text);
	return found;
}

/* The first such of a variable's words, which may say $(USER_PATH) for the user's folder. */
static const char *find_source(struct keymap_surroundings *at, const char *variable)
{
	static const char prefix[] = "$(USER_PATH)/";
	const struct assignment *rule = assignments_find(&at->rules, variable);
	char *words = mem_copy_text(rule && rule->value ? rule->value : ""), *rest = words;

	for (char *word; !at->after && (word = strtok_r(rest, " \t", &rest));) {
		if (!strncmp(word, prefix, strlen(prefix)))
			word += strlen(prefix);
		if (has_keymaps(at, word))
			at->after = mem_copy_text(word);
	}
	free(words);
	return at->after;
}

void keymap_context_init(struct keymap_context *context, const char *path, const struct keyboard *keyboard,
			 struct tree *tree)
{
	struct keymap_surroundings *at = mem_new(1, sizeof(*at));

	*context = (struct keymap_context){ .includes = { at, read_include }, .at = at };
	find_place(at, path, keyboard, tree);
	keymap_context_read_rules(at);
	find_folders(at);
	keymap_context_define(context, keyboard);
	context->after = find_source(at, "INTROSPECTION_KEYMAP_C");
	if (!context->after)
		context->after = find_source(at, "SRC");
}

void keymap_context_put(struct keymap_context *context, const char *path, const struct str *text)
{
	struct keymap_surroundings *at = context->at;

	at->over = mem_grow(at->over, at->overs, &at->over_cap, sizeof(*at->over));
	at->over[at->overs++] = (struct keymap_context_text){ path, text };
}

void keymap_context_release(struct keymap_context *context)
{
	struct keymap_surroundings *at = context->at;

	if (!at)
		return;
	free(context->define);
	cpp_free(at->config);
	tree_close(at->tree);
	free(at->over);
	names_release(&at->tops);
	names_release(&at->folders);
	names_release(&at->texts);
	assignments_release(&at->rules);
	str_release(&at->header);
	free(at->folder);
	free(at->id);
	free(at->keymap);
	free(at->user);
	free(at->after);
	free(at);
	*context = (struct keymap_context){ .define = NULL };
}
