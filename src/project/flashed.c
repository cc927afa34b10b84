/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "compile/print.h"
#include "import/keyplane_json.h"
#include "keymap_moved.h"
#include "project/keymap_file.h"
#include "project/live_project.h"
#include "project_private.h"

/*
 * A file for each keyboard, VVVV-PPPP-NAME: a line with the hash of the image that was built, then the keymap with its keyboard's
 * layouts in our own format. Those in "built" wait for that image to be flashed.
 */
#define SUFFIX ".keyplane.json"
#define BUILT  "built"

enum {
	HASH_LINE_BYTES = 17,
	FLASHED_MAX_BYTES = KEYMAP_FILE_MAX_BYTES + HASH_LINE_BYTES,
	NAME_MAX_BYTES = 64
};

static bool no_home(struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, "neither XDG_STATE_HOME nor HOME tells where keymaps are kept");
}

/* The caller frees; NULL: there is no home. */
static char *flashed_folder(const char *below)
{
	char *state = file_user_dir("XDG_STATE_HOME", ".local/state"),
	     *dir = state ? file_join(state, "flashed") : NULL;
	char *folder = dir ? file_join(dir, below) : NULL;

	free(state);
	free(dir);
	return folder;
}

/* "feed-6060-": what keyboards of one maker's number have before their names. */
static void add_ids(const struct keyboard *kb, struct str *out)
{
	str_addf(out, "%04x-%04x-", kb->usb_vid, kb->usb_pid);
}

/* Its name in small letters, whatever a definition and a keyboard.json make of blanks and points. */
static void add_name(const struct keyboard *kb, struct str *out)
{
	const char *name = kb->name[0] ? kb->name : kb->id;
	size_t start = out->len;

	for (; *name && out->len - start < NAME_MAX_BYTES; name++)
		if (isascii((unsigned char)*name) && isalnum((unsigned char)*name))
			str_add_char(out, (char)tolower((unsigned char)*name));
}

static char *file_name(const struct keyboard *kb)
{
	struct str name = STR_INIT;

	add_ids(kb, &name);
	add_name(kb, &name);
	str_add(&name, SUFFIX);
	return str_take(&name);
}

static bool write_text(const char *below, const char *name, const struct str *text, struct err *err)
{
	char *folder = flashed_folder(below), *path = folder ? file_join(folder, name) : NULL;
	bool ok = path ? file_make_dirs(folder, err) &&
				  file_write(path, str_text(text), text->len, FILE_REPLACE, err)
		       : no_home(err);

	free(path);
	free(folder);
	return ok;
}

static bool put(const struct project *project, const struct keymap *map, const char *below, uint64_t image,
		struct err *err)
{
	const struct compile_input in = project_input(project, map);
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;
	char *name = file_name(project->keyboard);
	bool ok;

	str_addf(&text, "%016" PRIx64 "\n", image);
	ok = keyplane_json_print(&in, &text, &lost, err) && write_text(below, name, &text, err);
	diagnostics_release(&lost);
	str_release(&text);
	free(name);
	return ok;
}

bool flashed_put(const struct project *project, const struct keymap *map, struct err *err)
{
	return put(project, map, "", 0, err);
}

bool flashed_built(const struct project *project, const struct keymap *map, const void *image, size_t len,
		   struct err *err)
{
	return put(project, map, BUILT, hash_bytes(HASH_NONE, image, len), err);
}

/* Of the files in @below whose names begin with @prefix: how many, and one of them. */
static size_t find_files(const char *below, const char *prefix, char **name)
{
	char *folder = flashed_folder(below);
	DIR *dir = folder ? opendir(folder) : NULL;
	struct dirent *entry;
	size_t count = 0;

	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		count++;
		mem_set_text(name, entry->d_name);
	}
	if (dir)
		closedir(dir);
	free(folder);
	return count;
}

static bool read_text(const char *below, const char *name, struct str *text, struct err *err)
{
	char *folder = flashed_folder(below), *path = folder ? file_join(folder, name) : NULL;
	bool ok = path ? file_read(path, FLASHED_MAX_BYTES, text, err) : no_home(err);

	free(path);
	free(folder);
	return ok;
}

/* The file's name when it is what was built as @image. */
static bool take_built(const char *name, const char *image, bool *taken, struct err *err)
{
	struct str text = STR_INIT;
	bool ok = read_text(BUILT, name, &text, err);

	*taken = ok && text.len > HASH_LINE_BYTES && !strncmp(str_text(&text), image, HASH_LINE_BYTES);
	if (*taken)
		ok = write_text("", name, &text, err);
	str_release(&text);
	return ok;
}

bool flashed_image(const void *image, size_t len, struct err *err)
{
	char *folder = flashed_folder(BUILT);
	DIR *dir = folder ? opendir(folder) : NULL;
	struct str line = STR_INIT;
	struct dirent *entry;
	bool taken = false, ok = true;

	str_addf(&line, "%016" PRIx64 "\n", hash_bytes(HASH_NONE, image, len));
	while (ok && !taken && dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			ok = take_built(entry->d_name, str_text(&line), &taken, err);
	if (dir)
		closedir(dir);
	free(folder);
	str_release(&line);
	return taken ? ok
		     : ok && err_set(err, ERR_NOT_FOUND, "no keymap that was built here is in the image");
}

/* The file of the keyboard of that name; else the only one of these ids: a definition may have another name for it. */
static char *find_file(const struct keyboard *kb, struct str *text, struct err *err)
{
	char *name = file_name(kb), *only = NULL;
	struct str prefix = STR_INIT;

	if (read_text("", name, text, err))
		return name;
	add_ids(kb, &prefix);
	if (err->code == ERR_NOT_FOUND && (kb->usb_vid || kb->usb_pid) &&
	    find_files("", str_text(&prefix), &only) == 1 && read_text("", only, text, err)) {
		free(name);
		name = mem_copy_text(only);
	} else {
		free(name);
		name = NULL;
	}
	if (!name && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "no keymap was flashed to %s by this program",
			kb->name[0] ? kb->name : "this keyboard");
	str_release(&prefix);
	free(only);
	return name;
}

const struct keymap *flashed_get(const struct project *project, struct err *err)
{
	const struct layout *layout = &project->keyboard->layout[project->layout];
	struct str text = STR_INIT;
	char *name = find_file(project->keyboard, &text, err);
	struct import_input in = { .path = name };
	struct diagnostics ignored = { 0 };
	struct document document = { 0 };
	const struct keymap *map = NULL;

	if (name && text.len > HASH_LINE_BYTES) {
		in.text = str_text(&text) + HASH_LINE_BYTES;
		in.len = text.len - HASH_LINE_BYTES;
		if (keyplane_json_read(&in, &document, &ignored, err))
			map = keymap_moved(document.map, document.used, layout,
					   keymap_encoders(project->map));
	} else if (name) {
		err_set(err, ERR_PARSE, "%s is cut: flash the keymap again", name);
	}
	document_release(&document);
	diagnostics_release(&ignored);
	str_release(&text);
	free(name);
	return map;
}
