/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "compile/marker.h"
#include "project/keymap_file.h"
#include "project/names.h"
#include "project/own_text.h"
#include "project_private.h"

enum { MAX_BESIDE = 200 };

static const struct diagnostic_kind elsewhere = { "own-text-elsewhere", SEVERITY_NOTE };

/* What belongs to a text of each format, by the end of its name. */
static const struct belonging {
	const char *format;
	const char *const suffix[5]; /* of files in its folder; NULL at the end */
	bool by_stem;                /* only those that are called like it */
	bool adds;                   /* the target makes other files than these, too */
} belongings[] = {
	{ "keymap.c", { ".c", ".h", ".inc", ".mk", NULL }, false, false },
	{ "zmk", { ".conf", NULL }, true, true },
};

static const struct belonging *find(const char *format)
{
	for (size_t i = 0; format && i < COUNT(belongings); i++)
		if (!strcmp(belongings[i].format, format))
			return &belongings[i];
	return NULL;
}

bool own_text_is(const struct project *project, const struct target *target)
{
	return project->source && project->source_path && find(target->format) &&
	       project->source_format == keymap_format_find(target->format);
}

bool own_text_adds(const struct target *target)
{
	return find(target->format)->adds;
}

static bool ends_with(const char *text, const char *suffix)
{
	size_t len = strlen(text), tail = strlen(suffix);

	return len > tail && !strcmp(text + len - tail, suffix);
}

/* Comments of make, Kconfig and shells begin with another sign than C's. */
static const char *comment_of(const char *path)
{
	return ends_with(path, ".mk") || ends_with(path, ".conf") ? "#" : "//";
}

static void put(struct fileset *files, const char *path, const struct str *text)
{
	struct str *file = fileset_put(files, path);

	str_clear(file);
	if (!marker_is_ours(str_text(text), text->len))
		str_addf(file, "%s " MARKER "\n", comment_of(path));
	str_add_bytes(file, str_text(text), text->len);
}

/* @path from @folder on; NULL: it is not below it. */
static const char *below(const char *folder, const char *path)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) && fileset_path_is_safe(path + len) ? path + len : NULL;
}

static void put_includes(const struct project *project, const char *folder, const struct str *text,
			 struct fileset *files, struct diagnostics *out)
{
	for (size_t i = 0; i < project->source->includes; i++) {
		const struct source_include *include = &project->source->include[i];
		const char *path = below(folder, include->path);

		if (include->locked)
			continue;
		if (path)
			put(files, path, &text[i + 1]);
		else
			diagnostics_add(
				out, &elsewhere, PLACE_NONE,
				"%s, which the keymap includes, is not in its folder: it is not copied",
				include->path);
	}
}

static bool belongs(const struct belonging *what, const char *own, const char *name)
{
	const char *dot = strrchr(own, '.');

	if (name[0] == '.' || !strcmp(own, name))
		return false;
	if (what->by_stem && strncmp(own, name, (size_t)(dot ? dot + 1 - own : 0)))
		return false;
	for (size_t i = 0; what->suffix[i]; i++)
		if (ends_with(name, what->suffix[i]))
			return true;
	return false;
}

static bool list_beside(const struct belonging *what, const char *folder, const char *own,
			struct names *names, struct err *err)
{
	DIR *dir = opendir(folder[0] ? folder : ".");
	struct dirent *entry;

	if (!dir)
		return err_errno(err, errno, "cannot read the folder %s", folder);
	while ((entry = readdir(dir)))
		if (belongs(what, own, entry->d_name) && fileset_path_is_safe(entry->d_name))
			names_add(names, entry->d_name);
	closedir(dir);
	names_sort(names);
	return names->count <= MAX_BESIDE ||
	       err_set(err, ERR_RANGE, "%s has more than %d files of a keymap", folder, MAX_BESIDE);
}

/* What is called like the document is called like its copy. */
static void put_beside_as(const struct belonging *what, const char *own, const char *name, const char *copy,
			  const struct str *text, struct fileset *files)
{
	const char *dot = strrchr(copy, '.');
	struct str path = STR_INIT;

	if (what->by_stem && dot)
		str_addf(&path, "%.*s%s", (int)(dot - copy), copy, name + (strrchr(own, '.') - own));
	else
		str_add(&path, name);
	put(files, str_text(&path), text);
	str_release(&path);
}

static bool put_beside(const struct belonging *what, const char *folder, const char *own, const char *copy,
		       struct fileset *files, struct err *err)
{
	struct names names = { 0 };
	bool ok = list_beside(what, folder, own, &names, err);

	for (size_t i = 0; ok && i < names.count; i++) {
		char *path = file_join(folder, names.name[i]);
		struct str text = STR_INIT;
		bool taken = !what->adds && fileset_find(files, names.name[i]);

		/* What is included is there already, with the edits that went into it. */
		if (!taken && file_is_regular(path)) {
			ok = file_read(path, KEYMAP_FILE_MAX_BYTES, &text, err);
			if (ok)
				put_beside_as(what, own, names.name[i], copy, &text, files);
		}
		str_release(&text);
		free(path);
	}
	names_release(&names);
	return ok;
}

/* Its file among the target's own, else the name that the target gives it. */
static const char *main_path(const struct project *project, const struct target *target,
			     const struct fileset *files)
{
	const struct file_entry *file = target_main_file(target, files);

	return file                         ? file->path
	       : target->paths[0][0] == '*' ? file_base(project->source_path)
					    : target->paths[0];
}

bool own_text_compile(const struct project *project, const struct keymap *map, const struct target *target,
		      struct fileset *files, struct diagnostics *out, struct err *err)
{
	const char *own = file_base(project->source_path);
	char *folder = mem_copy_text(project->source_path),
	     *path = mem_copy_text(main_path(project, target, files));
	struct str *text = project_new_texts(project);
	bool ok = project_update_texts(project, map, text, err);

	folder[own - project->source_path] = '\0';
	if (ok) {
		put(files, path, &text[0]);
		put_includes(project, folder, text, files, out);
		ok = put_beside(find(target->format), folder, own, path, files, err);
	}
	project_free_texts(project, text);
	free(folder);
	free(path);
	return ok;
}

/* In make's language and in a string of C. */
static bool is_nameable(const char *path)
{
	return !path[strcspn(path, " \t\n\\\"'`$#:;%*?[]()&|<>~")];
}

static void link_one(const char *folder, const char *name, struct fileset *files)
{
	char *path = file_join(folder, name);
	const char *sign = comment_of(name);
	struct str *file;

	if (file_is_regular(path)) {
		file = fileset_put(files, name);
		str_addf(file, "%s " MARKER "\n", sign);
		if (*sign == '#')
			str_addf(file, "VPATH += %s\ninclude %s\n", folder, path);
		else
			str_addf(file, "#include \"%s\"\n", path);
	}
	free(path);
}

bool own_text_link(const struct project *project, struct fileset *files, struct err *err)
{
	static const char *const names[] = { "config.h", "post_config.h", "rules.mk", "post_rules.mk" };
	char *path = realpath(project->source_path, NULL), *folder;
	struct str *file;
	bool ok;

	if (!path)
		return err_errno(err, errno, "cannot find %s", project->source_path);
	ok = is_nameable(path) ||
	     err_set(err, ERR_REFUSED, "make cannot name %s: move it to a path without spaces and signs",
		     path);
	folder = mem_copy_text(path);
	folder[file_base(path) - path - 1] = '\0';
	if (ok) {
		file = fileset_put(files, "keymap.c");
		str_addf(file, "// " MARKER "\n#include \"%s\"\n", path);
		for (size_t i = 0; i < COUNT(names); i++)
			link_one(folder, names[i], files);
	}
	free(folder);
	free(path);
	return ok;
}
