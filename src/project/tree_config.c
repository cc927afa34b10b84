/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/symbol.h"
#include "project/builtin.h"
#include "project/locate.h"
#include "tree_private.h"

/* One keyboard.json that is in memory. */
struct memory {
	const char *path, *text;
	size_t len;
};

static enum qmk_file_result read_memory(void *data, const char *path, const char **text, size_t *len,
					struct err *err)
{
	const struct memory *memory = data;

	(void)err;
	if (strcmp(path, memory->path) != 0)
		return QMK_FILE_ABSENT;
	*text = memory->text;
	*len = memory->len;
	return QMK_FILE_READ;
}

static bool is_in_memory(void *data, const char *path)
{
	const struct memory *memory = data;

	return !strcmp(path, memory->path);
}

/* The text as keyboards/@id/keyboard.json, and nothing else. */
static struct qmk_config *config_of_text(const char *id, const char *text, size_t len,
					 struct diagnostics *diagnostics, struct err *err)
{
	struct str path = STR_INIT;
	struct memory memory = { .text = text, .len = len };
	struct qmk_files files = { &memory, read_memory, is_in_memory, NULL };
	struct qmk_config *config;

	str_addf(&path, "keyboards/%s/keyboard.json", id);
	memory.path = str_text(&path);
	config = qmk_config_read(id, &files, qmk_facts_builtin(), diagnostics, err);
	str_release(&path);
	return config;
}

struct qmk_config *tree_config(struct tree *tree, const char *id, struct diagnostics *diagnostics,
			       struct err *err)
{
	const struct builtin *board = builtin_find(id);
	const struct qmk_facts *facts;

	if (board)
		return config_of_text(id, board->keyboard, board->keyboard_len, diagnostics, err);
	if (!tree->home) {
		err_set(err, ERR_NOT_FOUND, "there is no built-in board %s, and no QMK tree", id);
		return NULL;
	}
	facts = tree_facts(tree, err);
	return facts ? qmk_config_read(id, &tree->disk.files, facts, diagnostics, err) : NULL;
}

/* @text with each @from made @to; NULL when there is none. The caller frees. */
static char *replace_all(const char *text, const char *from, const char *to)
{
	const char *next = strstr(text, from);
	struct str out = STR_INIT;

	if (!next)
		return NULL;
	for (; next; next = strstr(text, from)) {
		str_add_bytes(&out, text, (size_t)(next - text));
		str_add(&out, to);
		text = next + strlen(from);
	}
	str_add(&out, text);
	return str_take(&out);
}

/* Readers call a file that stands alone by the place it would have in a tree; its owner knows it by another. */
static void tell_real_paths(const char *from, const char *to, struct diagnostics *diagnostics, size_t first,
			    struct err *err)
{
	char *text = replace_all(err->text, from, to);

	if (text)
		err_set(err, err->code, "%s", text);
	free(text);
	for (size_t i = first; i < diagnostics->count; i++) {
		struct diagnostic *d = &diagnostics->item[i];
		char *file = replace_all(symbol_text(d->file), from, to);

		if (file)
			d->file = symbol(file);
		free(file);
		text = replace_all(d->text, from, to);
		if (text) {
			free(d->text);
			d->text = text;
		}
	}
}

/* keyboard.json and info.json in @folder, and what lies beside them: a keyboard of no tree. */
static struct qmk_config *config_of_folder(const char *folder, struct diagnostics *diagnostics,
					   struct err *err)
{
	const char *id = tree_is_name(file_base(folder)) ? file_base(folder) : "keyboard";
	size_t first = diagnostics->count;
	struct qmk_config *config = NULL;
	struct str prefix = STR_INIT;
	struct tree_disk disk;
	char *real = file_join(folder, "");

	str_addf(&prefix, "keyboards/%s/", id);
	if (tree_disk_open(&disk, folder, err)) {
		disk.prefix = str_text(&prefix);
		config = qmk_config_read(id, &disk.files, qmk_facts_builtin(), diagnostics, err);
		tell_real_paths(str_text(&prefix), real, diagnostics, first, err);
	}
	tree_disk_close(&disk);
	free(real);
	str_release(&prefix);
	return config;
}

/* A keyboard under a name of the user's own. */
static struct qmk_config *config_of_file(const char *path, struct diagnostics *diagnostics, struct err *err)
{
	static const char place[] = "keyboards/keyboard/keyboard.json";
	size_t first = diagnostics->count;
	struct qmk_config *config = NULL;
	struct str text = STR_INIT;

	if (file_read(path, JSON_MAX_BYTES, &text, err)) {
		config = config_of_text("keyboard", str_text(&text), text.len, diagnostics, err);
		tell_real_paths(place, path, diagnostics, first, err);
	}
	str_release(&text);
	return config;
}

struct qmk_config *located_config(const struct located *located, struct diagnostics *diagnostics,
				  struct err *err)
{
	const struct builtin *board = located->path ? NULL : builtin_find(located->id);
	struct qmk_config *config;
	const char *name;
	char *folder;

	if (board)
		return config_of_text(board->id, board->keyboard, board->keyboard_len, diagnostics, err);
	if (located->tree)
		return tree_config(located->tree, located->id, diagnostics, err);
	name = file_base(located->path);
	if (strcmp(name, "keyboard.json") != 0 && strcmp(name, "info.json") != 0)
		return config_of_file(located->path, diagnostics, err);
	folder = realpath(located->path, NULL);
	if (!folder) {
		err_errno(err, errno, "cannot open %s", located->path);
		return NULL;
	}
	*strrchr(folder, '/') = '\0';
	config = config_of_folder(folder[0] ? folder : "/", diagnostics, err);
	free(folder);
	return config;
}
