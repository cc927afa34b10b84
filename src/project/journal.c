/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "project/journal.h"

/*
 * A file is called <hash of the document>.<process id>: two editors of one
 * document do not write over each other, and what a dead process left is told
 * from what a live one keeps. Its first line is the document's name, against
 * collisions; the rest is the keymap.
 */
enum { JOURNAL_MAX_BYTES = 8 << 20 };

static char *journal_dir(void)
{
	char *state = file_user_dir("XDG_STATE_HOME", ".local/state"),
	     *dir = state ? file_join(state, "journal") : NULL;

	free(state);
	return dir;
}

/* What the document is, for as long as it stays where it is. The caller frees. */
static char *document_name(const struct project *project)
{
	struct str name = STR_INIT;
	const char *path = project->path ? project->path : project->keyboard_path;
	char *full = path ? realpath(path, NULL) : NULL;

	str_addf(&name, "%s %s", project->path ? "keymap" : "keyboard",
		 full   ? full
		 : path ? path
			: project->keyboard->id);
	free(full);
	for (char *p = name.data; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return str_take(&name);
}

static uint64_t hash(const char *text)
{
	uint64_t h = 1469598103934665603u; /* FNV-1a */

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return h;
}

static bool is_alive(long pid)
{
	return kill((pid_t)pid, 0) == 0 || errno == EPERM;
}

/*
 * Call @fn with the path of each journal that this process may take: those of this document that dead processes left,
 * and its own, whatever the document was called when it was written: saving may have given it a new name.
 */
static void each_journal(const struct project *project,
			 void (*fn)(const char *path, const char *name, void *data), void *data)
{
	char *dir = journal_dir(), *name = document_name(project);
	DIR *folder = dir ? opendir(dir) : NULL;
	struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		uint64_t document;
		long pid;
		char *path, more;

		if (sscanf(entry->d_name, "%16" SCNx64 ".%ld%c", &document, &pid, &more) != 2 || pid <= 0)
			continue;
		if (pid != getpid() && (document != hash(name) || is_alive(pid)))
			continue;
		path = file_join(dir, entry->d_name);
		fn(path, name, data);
		free(path);
	}
	if (folder)
		closedir(folder);
	free(name);
	free(dir);
}

bool journal_write(const struct project *project, const struct keymap *map, struct err *err)
{
	char *dir = journal_dir(), *name = document_name(project), *path = NULL;
	struct str file = STR_INIT, text = STR_INIT;
	bool ok = false;

	if (!dir) {
		err_set(err, ERR_NOT_FOUND, "neither HOME nor XDG_STATE_HOME says where the journal goes");
		goto out;
	}
	str_addf(&file, "%016" PRIx64 ".%ld", hash(name), (long)getpid());
	path = file_join(dir, str_text(&file));
	str_addf(&text, "%s\n", name);
	ok = project_print(project, map, &text, err) && file_make_dirs(dir, err) &&
	     file_write(path, str_text(&text), text.len, FILE_REPLACE, err);
out:
	str_release(&file);
	str_release(&text);
	free(path);
	free(name);
	free(dir);
	return ok;
}

static void remove_journal(const char *path, const char *name, void *data)
{
	(void)name;
	(void)data;
	unlink(path);
}

void journal_remove(const struct project *project)
{
	each_journal(project, remove_journal, NULL);
}

struct recovery {
	const struct project *project;
	const struct keymap *map;
	struct err *err;
};

static void recover_journal(const char *path, const char *name, void *data)
{
	struct recovery *recovery = data;
	struct str text = STR_INIT;
	size_t len = strlen(name);

	if (!recovery->map && file_read(path, JOURNAL_MAX_BYTES, &text, recovery->err) && text.len > len &&
	    !strncmp(text.data, name, len) && text.data[len] == '\n')
		recovery->map = project_parse(recovery->project, text.data + len + 1, text.len - len - 1,
					      recovery->err);
	if (recovery->err->code)
		err_wrap(recovery->err, "unsaved edits are in %s but cannot be read", path);
	str_release(&text);
}

const struct keymap *journal_recover(const struct project *project, struct err *err)
{
	struct recovery recovery = { project, NULL, err };

	err->code = ERR_NONE;
	each_journal(project, recover_journal, &recovery);
	if (recovery.map && keymap_equal(recovery.map, project->map)) {
		keymap_unref(recovery.map);
		return NULL;
	}
	return recovery.map;
}
