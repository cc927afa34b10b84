/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "import/via_definition.h"
#include "live_definition_index.h"

enum { INDEX_MAX_BYTES = 32 << 20, NS_PER_S = 1000000000, NO_DEFINITION = -1 };

#define FIRST_LINE "keyplane-definitions 1"

void definition_index_release(struct definition_index *index)
{
	for (size_t i = 0; i < index->files; i++)
		free(index->file[i].path);
	free(index->file);
	*index = (struct definition_index){ 0 };
}

static bool is_json(const char *name)
{
	size_t len = strlen(name), end = strlen(".json");

	return len > end && !strcasecmp(name + len - end, ".json") && !strchr(name, '\n');
}

static void add_file(struct definition_index *index, const char *path, const struct stat *st)
{
	index->file = mem_grow(index->file, index->files, &index->cap, sizeof(*index->file));
	index->file[index->files++] = (struct definition_file){
		.path = mem_copy_text(path),
		.changed_ns = (int64_t)st->st_ctim.tv_sec * NS_PER_S + st->st_ctim.tv_nsec,
		.size = (int64_t)st->st_size,
		.inode = (uint64_t)st->st_ino,
		.format = NO_DEFINITION,
	};
}

/* What a name in a folder is for the index. */
enum entry { ENTRY_OTHER, ENTRY_FOLDER, ENTRY_FILE };

static enum entry look_at(const char *folder, const char *path, struct stat *st)
{
	char *at = file_join(folder, path);
	struct stat link;
	bool is_there = file_base(path)[0] != '.' && !lstat(at, &link) && !stat(at, st);

	free(at);
	return !is_there                               ? ENTRY_OTHER
	       : S_ISDIR(link.st_mode)                 ? ENTRY_FOLDER
	       : S_ISREG(st->st_mode) && is_json(path) ? ENTRY_FILE
						       : ENTRY_OTHER;
}

/* All of @below, a folder in @folder; "" is that itself. */
static bool list_files(const char *folder, const char *below, int depth, struct definition_index *out,
		       struct err *err)
{
	char *full = file_join(folder, below);
	DIR *dir = depth <= DEFINITION_INDEX_MAX_DEPTH ? opendir(full) : NULL;
	struct dirent *entry;
	bool ok = true;

	/* One below that may not be read is not the user's of this program. */
	while (ok && dir && (entry = readdir(dir))) {
		char *path = file_join(below, entry->d_name);
		struct stat st;
		enum entry kind = look_at(folder, path, &st);

		if (kind == ENTRY_FOLDER)
			ok = list_files(folder, path, depth + 1, out, err);
		else if (kind == ENTRY_FILE)
			add_file(out, path, &st);
		free(path);
		if (out->files > DEFINITION_INDEX_MAX_FILES)
			ok = err_set(err, ERR_RANGE,
				     "%s has more than %d files: give a folder of definitions alone", folder,
				     DEFINITION_INDEX_MAX_FILES);
	}
	if (dir)
		closedir(dir);
	free(full);
	return ok;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct definition_file *)a)->path, ((const struct definition_file *)b)->path);
}

static void sort(struct definition_index *index)
{
	if (index->files)
		qsort(index->file, index->files, sizeof(*index->file), by_path);
}

/* What a definition is for. One that cannot be used is none. */
static void read_file(const char *folder, struct definition_file *file)
{
	char *path = file_join(folder, file->path);
	struct diagnostics told = { 0 };
	struct str text = STR_INIT;
	struct via_definition *definition = NULL;
	struct err ignored;

	if (file->size <= JSON_MAX_BYTES && file_read(path, JSON_MAX_BYTES, &text, &ignored))
		definition = via_definition_read(str_text(&text), text.len, &told, &ignored);
	if (definition) {
		file->vid = definition->usb_vid;
		file->pid = definition->usb_pid;
		file->format = (int)definition->format;
	}
	via_definition_free(definition);
	diagnostics_release(&told);
	str_release(&text);
	free(path);
}

/* By the hash of the folder's path: an index each. */
static char *index_path(const char *folder)
{
	char *dir = file_user_dir("XDG_CACHE_HOME", ".cache"), *real = realpath(folder, NULL), *path = NULL;
	char name[64];

	if (dir && real) {
		snprintf(name, sizeof(name), "definitions/%016" PRIx64,
			 hash_bytes(HASH_NONE, real, strlen(real)));
		path = file_join(dir, name);
	}
	free(real);
	free(dir);
	return path;
}

/* A line of the index: changed, size, inode, ids, format, path. */
static bool parse_line(const char *line, struct definition_index *out)
{
	struct definition_file file = { 0 };
	int used = 0;

	if (sscanf(line, "%" SCNd64 " %" SCNd64 " %" SCNu64 " %4" SCNx16 " %4" SCNx16 " %d %n",
		   &file.changed_ns, &file.size, &file.inode, &file.vid, &file.pid, &file.format,
		   &used) != 6 ||
	    !used || !line[used] || file.format < NO_DEFINITION || file.format >= VIA_FORMAT_COUNT)
		return false;
	file.path = mem_copy_text(line + used);
	out->file = mem_grow(out->file, out->files, &out->cap, sizeof(file));
	out->file[out->files++] = file;
	return true;
}

/* One that is not there, or of another version of this program, has nothing. */
static void read_kept(const char *path, struct definition_index *out)
{
	struct str text = STR_INIT;
	struct err ignored;
	char *rest = NULL, *line = NULL;

	if (path && file_read(path, INDEX_MAX_BYTES, &text, &ignored) && text.len)
		line = strtok_r(text.data, "\n", &rest);
	if (line && !strcmp(line, FIRST_LINE))
		while ((line = strtok_r(NULL, "\n", &rest)) && parse_line(line, out))
			;
	sort(out);
	str_release(&text);
}

static bool is_same(const struct definition_file *a, const struct definition_file *b)
{
	return a->changed_ns == b->changed_ns && a->size == b->size && a->inode == b->inode;
}

static void fill(const char *folder, const struct definition_index *kept, struct definition_index *out)
{
	for (size_t i = 0; i < out->files; i++) {
		struct definition_file *file = &out->file[i];
		const struct definition_file *old =
			kept->files ? bsearch(file, kept->file, kept->files, sizeof(*file), by_path) : NULL;

		if (old && is_same(old, file)) {
			file->vid = old->vid;
			file->pid = old->pid;
			file->format = old->format;
		} else {
			read_file(folder, file);
			out->read++;
		}
	}
}

/* Without a cache the files are read again, which is slower and nothing else. */
static void keep(const char *path, const struct definition_index *index)
{
	struct str text = STR_INIT;
	char *dir = mem_copy_text(path);
	struct err ignored;

	str_add(&text, FIRST_LINE "\n");
	for (size_t i = 0; i < index->files; i++) {
		const struct definition_file *file = &index->file[i];

		str_addf(&text, "%" PRId64 " %" PRId64 " %" PRIu64 " %04x %04x %d %s\n", file->changed_ns,
			 file->size, file->inode, file->vid, file->pid, file->format, file->path);
	}
	*strrchr(dir, '/') = '\0';
	if (file_make_dirs(dir, &ignored))
		(void)!file_write(path, str_text(&text), text.len, FILE_REPLACE, &ignored);
	free(dir);
	str_release(&text);
}

bool definition_index_make(const char *folder, bool use_kept, struct definition_index *out, struct err *err)
{
	struct definition_index kept = { 0 };
	char *path = index_path(folder);
	bool ok;

	*out = (struct definition_index){ 0 };
	ok = list_files(folder, "", 0, out, err);
	if (ok) {
		sort(out);
		if (use_kept)
			read_kept(path, &kept);
		fill(folder, &kept, out);
		if (path && (out->read || kept.files != out->files))
			keep(path, out);
	} else {
		definition_index_release(out);
	}
	definition_index_release(&kept);
	free(path);
	return ok;
}
