/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "compile/keymap_json.h"
#include "import/keymap_json.h"
#include "project/project.h"

bool project_print(const struct project *project, const struct keymap *map, struct str *out, struct err *err)
{
	const struct layout *layout = &project->keyboard->layout[project->layout];
	struct keymap_json_names names = { project->keyboard->id, project->keymap_name, layout->name };

	if (project->source)
		return keymap_json_update(project->source, layout, map, out, err);
	keymap_json_print(&names, layout, map, out);
	return true;
}

const struct keymap *project_parse(const struct project *project, const char *text, size_t len,
				   struct err *err)
{
	struct diagnostics ignored = { 0 };
	struct keymap_json json = { 0 };
	const struct keymap *map = NULL;

	if (keymap_json_read(text, len, project->keyboard, &json, &ignored, err))
		map = keymap_ref(json.map);
	keymap_json_release(&json);
	diagnostics_release(&ignored);
	return map;
}

/* A text that does not read back as @map never reaches the disk. */
static bool verify(const struct project *project, const struct keymap *map, const struct str *text,
		   struct err *err)
{
	const struct keymap *back =
		text->full ? NULL : project_parse(project, str_text(text), text->len, err);
	bool ok = back && keymap_equal(back, map);

	keymap_unref(back);
	return ok || err_set(err, ERR_VERIFY,
			     "nothing was written: the file would not read back as the keymap; please report "
			     "this with the file");
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !strcmp(a, b) ||
	       (!stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}

/* Whether the file still holds what was last read from or written to it; one that is gone has nothing to lose. */
static bool is_unchanged(const struct project *project, struct err *err)
{
	struct str now = STR_INIT;
	bool ok = file_read(project->path, JSON_MAX_BYTES, &now, err), same;

	same = ok && now.len == project->on_disk_len && !memcmp(str_text(&now), project->on_disk, now.len);
	str_release(&now);
	if (same || (!ok && err->code == ERR_NOT_FOUND))
		return true;
	if (!ok && err->code != ERR_RANGE)
		return false;
	return err_set(err, ERR_EXISTS,
		       "%s has changed on disk since it was read: write it to another file, or force it",
		       project->path);
}

static bool write_text(struct project *project, const char *path, const struct str *text, bool force,
		       struct err *err)
{
	bool own = project->path && same_file(project->path, path);

	if (own && !force && !is_unchanged(project, err))
		return false;
	if (file_write(path, str_text(text), text->len, own || force ? FILE_REPLACE : FILE_CREATE, err))
		return true;
	if (err->code == ERR_EXISTS)
		err_set(err, ERR_EXISTS, "%s is there already: give another name, or force it", path);
	return false;
}

bool project_save(struct project *project, const struct keymap *map, const char *path, bool force,
		  struct err *err)
{
	struct str text = STR_INIT;
	bool ok;

	path = path ? path : project->path;
	if (!path)
		return err_set(err, ERR_USAGE, "the keymap has no file yet: give a name to write it to");
	ok = project_print(project, map, &text, err) && verify(project, map, &text, err) &&
	     write_text(project, path, &text, force, err);
	if (ok) {
		char *copy = mem_copy_text(path);

		free(project->path);
		project->path = copy;
		free(project->on_disk);
		project->on_disk_len = text.len;
		project->on_disk = str_take(&text);
	}
	str_release(&text);
	return ok;
}
