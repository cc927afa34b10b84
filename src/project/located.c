/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/keyboard_data.h"
#include "drawing.h"
#include "located.h"
#include "model/symbol.h"
#include "project/builtin.h"
#include "project/cache.h"

static enum qmk_file_result read_memory(void *data, const char *path, const char **text, size_t *len,
					struct err *err)
{
	const struct located_files *files = data;

	(void)err;
	if (strcmp(path, files->own) != 0)
		return QMK_FILE_ABSENT;
	*text = str_text(&files->text);
	*len = files->text.len;
	return QMK_FILE_READ;
}

static bool is_in_memory(void *data, const char *path)
{
	const struct located_files *files = data;

	return !strcmp(path, files->own);
}

static void set_own(struct located_files *files, const char *id, const char *name)
{
	struct str own = STR_INIT;

	files->id = mem_copy_text(id);
	str_addf(&own, "keyboards/%s/%s", id, name);
	files->own = str_take(&own);
}

/* The text as keyboards/@id/keyboard.json, and nothing else. */
static void open_memory(struct located_files *files, const char *id)
{
	set_own(files, id, "keyboard.json");
	files->memory = (struct qmk_files){ files, read_memory, is_in_memory, NULL };
	files->files = &files->memory;
	files->facts = qmk_facts_builtin();
}

/* Whether QMK takes @name for a keyboard's. */
static bool is_id(const char *name)
{
	return name[0] && name[0] != '_' && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* The name of the folder that @path is in, as a keyboard's. The caller frees. */
static char *name_of_folder(const char *path)
{
	char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL, *name;

	if (slash)
		*slash = '\0';
	name = mem_copy_text(slash && is_id(file_base(real)) ? file_base(real) : "keyboard");
	free(real);
	return name;
}

/* @path of no tree, with what lies beside it. */
static bool open_folder(struct located_files *files, const char *path, struct err *err)
{
	char *name = name_of_folder(path);

	set_own(files, name, file_base(path));
	files->from = mem_copy_text(files->own);
	files->from[strlen(files->own) - strlen(file_base(files->own))] = '\0';
	files->to = mem_copy_text(path);
	files->to[file_base(path) - path] = '\0';
	files->files = &files->disk.files;
	files->facts = qmk_facts_builtin();
	free(name);
	if (!tree_disk_open(&files->disk, files->to[0] ? files->to : ".", err))
		return false;
	files->disk.prefix = files->from;
	return true;
}

/* A keyboard under a name of the user's own. */
static bool open_file(struct located_files *files, const char *path, struct err *err)
{
	open_memory(files, "keyboard");
	files->from = mem_copy_text(files->own);
	files->to = mem_copy_text(path);
	return file_read(path, JSON_MAX_BYTES, &files->text, err);
}

/* The answer's data alone, which is keyboard.json and more. */
static bool open_fetched(struct located_files *files, const char *id, struct err *err)
{
	struct cached_keyboard fetched;
	const char *text;
	size_t len;

	open_memory(files, id);
	if (!cache_find(id, &fetched, err))
		return false;
	text = cached_keyboard_data(&fetched, &len);
	str_add_bytes(&files->text, text, len);
	files->from = mem_copy_text(files->own);
	files->to = mem_copy_text(fetched.path);
	cached_keyboard_release(&fetched);
	return true;
}

static bool open_in_tree(struct located_files *files, const struct located *located, struct err *err)
{
	set_own(files, located->id, located->path ? file_base(located->path) : "keyboard.json");
	files->files = tree_files(located->tree);
	files->facts = tree_facts(located->tree, err);
	return files->facts;
}

bool located_files_open(struct located_files *files, const struct located *located, struct err *err)
{
	const struct builtin *board = located->path ? NULL : builtin_find(located->id);
	const char *name = located->path ? file_base(located->path) : "";
	bool ok;

	*files = (struct located_files){ .disk = { .fd = -1 } };
	if (board) {
		open_memory(files, board->id);
		str_add_bytes(&files->text, board->keyboard, board->keyboard_len);
		return true;
	}
	if (located->fetched)
		ok = open_fetched(files, located->id, err);
	else if (located->tree)
		ok = open_in_tree(files, located, err);
	else if (!strcmp(name, "keyboard.json") || !strcmp(name, "info.json"))
		ok = open_folder(files, located->path, err);
	else
		ok = open_file(files, located->path, err);
	if (!ok)
		located_files_close(files);
	return ok;
}

void located_files_close(struct located_files *files)
{
	tree_disk_close(&files->disk);
	str_release(&files->text);
	free(files->id);
	free(files->own);
	free(files->from);
	free(files->to);
	*files = (struct located_files){ .disk = { .fd = -1 } };
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

void located_files_tell(const struct located_files *files, struct diagnostics *diagnostics, size_t first,
			struct err *err)
{
	char *text = files->from ? replace_all(err->text, files->from, files->to) : NULL;

	if (text)
		err_set(err, err->code, "%s", text);
	free(text);
	for (size_t i = first; files->from && i < diagnostics->count; i++) {
		struct diagnostic *d = &diagnostics->item[i];
		char *file = replace_all(symbol_text(d->file), files->from, files->to);

		if (file)
			d->file = symbol(file);
		free(file);
		text = replace_all(d->text, files->from, files->to);
		if (text) {
			free(d->text);
			d->text = text;
		}
	}
}

/* QMK has merged it: nothing is to be derived again. */
static struct qmk_config *fetched_config(const char *id, struct diagnostics *diagnostics, struct err *err)
{
	struct cached_keyboard fetched;
	struct qmk_config *config;

	if (!cache_find(id, &fetched, err))
		return NULL;
	config = qmk_config_parse(id, fetched.path, str_text(&fetched.text), fetched.text.len, diagnostics,
				  err);
	cached_keyboard_release(&fetched);
	return config;
}

/* What a drawing tells, in QMK's words. */
static struct qmk_config *drawn_config(const char *path, struct diagnostics *diagnostics, struct err *err)
{
	struct keyboard *kb = drawing_read(path, diagnostics, err);
	struct qmk_config *config = NULL;
	struct diagnostics unwired = { 0 };
	struct str text = STR_INIT;

	if (kb) {
		keyboard_data_print(kb, NULL, &text, &unwired);
		config = qmk_config_parse("", path, str_text(&text), text.len, diagnostics, err);
	}
	diagnostics_release(&unwired);
	str_release(&text);
	keyboard_free(kb);
	return config;
}

struct qmk_config *located_config(const struct located *located, struct diagnostics *diagnostics,
				  struct err *err)
{
	size_t first = diagnostics->count;
	struct qmk_config *config;
	struct located_files files;

	*err = (struct err){ 0 };
	if (located->fetched)
		return fetched_config(located->id, diagnostics, err);
	if (located->drawn)
		return drawn_config(located->path, diagnostics, err);
	if (!located_files_open(&files, located, err))
		return NULL;
	config = qmk_config_read(files.id, files.files, files.facts, diagnostics, err);
	located_files_tell(&files, diagnostics, first, err);
	located_files_close(&files);
	return config;
}

void located_keymaps(const struct located *located, struct names *out)
{
	struct cached_keyboard fetched;
	struct err ignored;

	if (located->tree || !located->path)
		tree_keymaps(located->tree, located->id, out);
	/* One that is gone from the cache since has none. */
	if (!located->fetched || !cache_find(located->id, &fetched, &ignored))
		return;
	if (fetched.keymap)
		names_add(out, "default");
	cached_keyboard_release(&fetched);
}

/* The drawing itself, which knows more than QMK's words say; what is wrong with it was told of its data. */
static struct keyboard *drawn_keyboard(const char *path, struct err *err)
{
	struct diagnostics told = { 0 };
	struct keyboard *kb = drawing_read(path, &told, err);

	diagnostics_release(&told);
	return kb;
}

/* What was said of a keyboard's merged data from @first on, and @err, by the names that its owner knows. One of a tree,
 * or fetched, is called by its own paths already. */
static void tell(const struct located *located, struct diagnostics *diagnostics, size_t first,
		 struct err *err)
{
	struct located_files files;
	struct err ignored;

	if (!located->path || located->tree || located->fetched ||
	    !located_files_open(&files, located, &ignored))
		return;
	located_files_tell(&files, diagnostics, first, err);
	located_files_close(&files);
}

struct keyboard *located_keyboard(const struct located *located, const struct qmk_config *config,
				  struct diagnostics *diagnostics, struct err *err)
{
	size_t first = diagnostics->count;
	struct err unused = { 0 };
	struct keyboard *kb;

	if (located->drawn)
		return drawn_keyboard(located->path, err);
	kb = qmk_config_keyboard(config, located->id, diagnostics, err);
	tell(located, diagnostics, first, kb ? &unused : err);
	return kb;
}

struct hardware *located_hardware(const struct located *located, const struct qmk_config *config,
				  struct diagnostics *diagnostics)
{
	size_t first = diagnostics->count;
	struct err unused = { 0 };
	struct hardware *hardware;

	if (located->drawn)
		return NULL;
	hardware = qmk_config_hardware(config, diagnostics);
	if (diagnostics->count > first)
		tell(located, diagnostics, first, &unused);
	return hardware;
}
