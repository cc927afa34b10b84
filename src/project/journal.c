/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "journal_keymap.h"

/*
 * A file is called <hash of the document>.<process id>-<number>: two editors
 * of one document do not write over each other, nor over what a dead process
 * of the same id left. Ids are used again, by anything after a reboot: it is
 * the lock that tells who lives.
 */
enum { JOURNAL_MAX_BYTES = 8 << 20, NUMBER_MAX = 1000, NO_LOCK = -1 };

#define FIRST_LINE "keyplane-journal 2"

struct given {
	char *path;
	bool recovered;
};

struct journal {
	char *own;    /* our file; NULL: none */
	char *name;   /* of the document, when the file was made */
	int lock;     /* a descriptor that holds the lock on it; NO_LOCK */
	bool rebased; /* the edits were made on `base`, not on what was opened: they were recovered */
	uint64_t base;
	struct journal_found found; /* path NULL: nothing waits for an answer */
	struct given *given;        /* those that journal_next() gave */
	size_t givens, givens_size;
};

/* A file in the folder that is of the document by its name. */
struct candidate {
	char *path;
	long pid;
	struct timespec time;
};

struct candidates {
	struct candidate *item;
	size_t count, size;
};

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
	const char *path = project->path ? project->path : project->running ? NULL : project->keyboard_path;
	char *full = path ? realpath(path, NULL) : NULL;

	str_addf(&name, "%s %s",
		 project->path      ? "keymap"
		 : project->running ? "running"
				    : "keyboard",
		 full               ? full
		 : path             ? path
		 : project->running ? project->running
				    : project->keyboard->id);
	free(full);
	for (char *p = name.data; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return str_take(&name);
}

static uint64_t hash(const char *data, size_t len)
{
	return hash_bytes(HASH_NONE, data, len);
}

static uint64_t base_of(const struct project *project)
{
	return project->on_disk ? hash(str_text(&project->on_disk[0]), project->on_disk[0].len) : hash("", 0);
}

static struct journal *journal_of(struct project *project)
{
	if (!project->journal) {
		project->journal = mem_new(1, sizeof(*project->journal));
		project->journal->lock = NO_LOCK;
	}
	return project->journal;
}

static void release_found(struct journal *journal)
{
	free(journal->found.path);
	keymap_unref(journal->found.map);
	journal->found = (struct journal_found){ 0 };
}

static void release_own(struct journal *journal)
{
	if (journal->lock != NO_LOCK)
		close(journal->lock);
	free(journal->own);
	free(journal->name);
	journal->lock = NO_LOCK;
	journal->own = journal->name = NULL;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	release_found(journal);
	release_own(journal);
	for (size_t i = 0; i < journal->givens; i++)
		free(journal->given[i].path);
	free(journal->given);
	free(journal);
}

static struct flock whole_file(void)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

/* Whether its writer lives. Where the file system has no locks, its process id is all there is to tell. */
static bool is_held(const char *path, long pid)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct flock lock = whole_file();
	bool held;

	if (fd < 0)
		return false;
	if (!fcntl(fd, F_GETLK, &lock))
		held = lock.l_type != F_UNLCK;
	else
		held = pid != getpid() && (!kill((pid_t)pid, 0) || errno == EPERM);
	close(fd);
	return held;
}

/*
 * Each edit replaces the file, and the new one needs the lock too. Between the two it looks abandoned, which is why
 * journal_discard() looks again. A file system without locks is no reason not to keep the edits.
 */
static void hold(struct journal *journal)
{
	int fd = open(journal->own, O_RDWR | O_CLOEXEC);
	struct flock lock = whole_file();

	if (fd >= 0)
		fcntl(fd, F_SETLK, &lock);
	if (journal->lock != NO_LOCK)
		close(journal->lock);
	journal->lock = fd;
}

/* Under a name that nothing has yet, on the first time. */
static bool put(struct journal *journal, const char *dir, const struct str *text, struct err *err)
{
	uint64_t document = hash(journal->name, strlen(journal->name));
	bool ok = false;

	if (journal->own)
		return file_write(journal->own, text->data, text->len, FILE_REPLACE, err);
	for (int number = 0; !ok && number < NUMBER_MAX; number++) {
		struct str file = STR_INIT;
		char *path;

		str_addf(&file, "%016" PRIx64 ".%ld-%d", document, (long)getpid(), number);
		path = file_join(dir, str_text(&file));
		str_release(&file);
		ok = file_write(path, text->data, text->len, FILE_CREATE, err);
		if (ok)
			journal->own = path;
		else
			free(path);
		if (!ok && err->code != ERR_EXISTS)
			return false;
	}
	return ok;
}

static bool print(const struct project *project, const struct keymap *map, struct str *out, struct err *err)
{
	const struct journal *journal = project->journal;
	struct str text = STR_INIT;
	bool ok = journal_print_keymap(project, map, &text, err);

	if (ok) {
		str_addf(out, FIRST_LINE "\n%s\n%016" PRIx64 " %016" PRIx64 "\n", journal->name,
			 journal->rebased ? journal->base : base_of(project), hash(text.data, text.len));
		str_add_bytes(out, text.data, text.len);
		if (text.full || out->len > JOURNAL_MAX_BYTES)
			ok = err_set(err, ERR_RANGE, "the keymap is larger than %d bytes", JOURNAL_MAX_BYTES);
	}
	str_release(&text);
	return ok;
}

bool journal_write(struct project *project, const struct keymap *map, struct err *err)
{
	struct journal *journal = journal_of(project);
	char *dir = journal_dir();
	struct str text = STR_INIT;
	mode_t mask;
	bool ok = false;

	if (!dir) {
		err_set(err, ERR_NOT_FOUND, "neither HOME nor XDG_STATE_HOME says where the journal goes");
		goto out;
	}
	if (!journal->name)
		journal->name = document_name(project);
	if (!print(project, map, &text, err))
		goto out;
	/* Macros hold passwords. */
	mask = umask(077);
	ok = file_make_dirs(dir, err) &&
	     (!chmod(dir, 0700) || err_errno(err, errno, "cannot keep others out of %s", dir)) &&
	     put(journal, dir, &text, err);
	umask(mask);
	if (ok)
		hold(journal);
out:
	str_release(&text);
	free(dir);
	return ok;
}

void journal_remove_own(struct project *project)
{
	struct journal *journal = project->journal;

	if (!journal)
		return;
	if (journal->own)
		unlink(journal->own);
	release_own(journal);
	journal->rebased = false;
}

void journal_remove(struct project *project)
{
	struct journal *journal = project->journal;

	if (!journal)
		return;
	journal_remove_own(project);
	for (size_t i = 0; i < journal->givens; i++)
		if (journal->given[i].recovered)
			unlink(journal->given[i].path);
}

/* The process that a file is of; 0 when it is no journal of document @prefix ("<hash>."). */
static long pid_of(const char *file, const char *prefix)
{
	size_t len = strlen(prefix);
	char *end;
	long pid;

	if (strncmp(file, prefix, len) || file[len] < '1' || file[len] > '9')
		return 0;
	errno = 0;
	pid = strtol(file + len, &end, 10);
	if (errno || end[0] != '-' || !end[1] || end[1 + strspn(end + 1, "0123456789")])
		return 0;
	return pid;
}

static int compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->time.tv_sec != y->time.tv_sec)
		return x->time.tv_sec > y->time.tv_sec ? -1 : 1;
	if (x->time.tv_nsec != y->time.tv_nsec)
		return x->time.tv_nsec > y->time.tv_nsec ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* The files of the document that @name names, but for our own: newest first. */
static struct candidates list(const struct project *project, const char *name)
{
	const char *own = project->journal ? project->journal->own : NULL;
	struct candidates all = { 0 };
	struct str prefix = STR_INIT;
	char *dir = journal_dir();
	DIR *folder = dir ? opendir(dir) : NULL;
	struct dirent *entry;

	str_addf(&prefix, "%016" PRIx64 ".", hash(name, strlen(name)));
	while (folder && (entry = readdir(folder))) {
		struct candidate one = { .pid = pid_of(entry->d_name, str_text(&prefix)) };
		struct stat st;

		one.path = one.pid ? file_join(dir, entry->d_name) : NULL;
		if (!one.path || (own && !strcmp(one.path, own)) || stat(one.path, &st)) {
			free(one.path);
			continue;
		}
		one.time = st.st_mtim;
		all.item = mem_grow(all.item, all.count, &all.size, sizeof(*all.item));
		all.item[all.count++] = one;
	}
	if (all.count)
		qsort(all.item, all.count, sizeof(*all.item), compare);
	if (folder)
		closedir(folder);
	str_release(&prefix);
	free(dir);
	return all;
}

static void release(struct candidates *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->item[i].path);
	free(all->item);
}

/* A line off the front of @text, NUL-ended in place; NULL when there is no whole one. */
static char *take_line(char **text, const char *end)
{
	char *line = *text, *newline = memchr(line, '\n', (size_t)(end - line));

	if (!newline)
		return NULL;
	*newline = '\0';
	*text = newline + 1;
	return line;
}

static bool parse_hashes(const char *line, uint64_t *base, uint64_t *rest)
{
	static const char digits[] = "0123456789abcdef";

	if (strspn(line, digits) != 16 || line[16] != ' ' || strspn(line + 17, digits) != 16 || line[33])
		return false;
	*base = strtoull(line, NULL, 16);
	*rest = strtoull(line + 17, NULL, 16);
	return true;
}

/* *@other: it is of another document whose hash is the same. */
static bool parse(const struct project *project, struct str *text, const char *name, bool *other,
		  struct journal_found *out, struct err *err)
{
	char *rest, *end, *version, *document, *hashes;
	uint64_t sum;

	if (!text->len)
		return err_set(err, ERR_PARSE, "it is empty");
	rest = text->data;
	end = rest + text->len;
	version = take_line(&rest, end);
	document = take_line(&rest, end);
	hashes = take_line(&rest, end);
	if (!version || strcmp(version, FIRST_LINE) != 0)
		return err_set(err, ERR_PARSE, "it does not begin with '" FIRST_LINE "'");
	*other = document && strcmp(document, name) != 0;
	if (*other)
		return false;
	if (!hashes || !parse_hashes(hashes, &out->base, &sum))
		return err_set(err, ERR_PARSE, "its third line is not two hashes of 16 digits");
	if (sum != hash(rest, (size_t)(end - rest)))
		return err_set(err, ERR_VERIFY, "it was cut or changed after it was written");
	out->map = journal_parse_keymap(project, rest, (size_t)(end - rest), err);
	if (!out->map)
		return false;
	if (keymap_keys(out->map) != keymap_keys(project->map) ||
	    keymap_encoders(out->map) != keymap_encoders(project->map))
		return err_set(
			err, ERR_RANGE,
			"its layers have %zu keys and %zu encoders, where %zu and %zu are open: open the "
			"layout that it was made with",
			keymap_keys(out->map), keymap_encoders(out->map), keymap_keys(project->map),
			keymap_encoders(project->map));
	out->changed_base = out->base != base_of(project);
	return true;
}

/* False with @err->code ERR_NONE: there is nothing to recover in it. */
static bool read_journal(const struct project *project, const char *path, const char *name,
			 struct journal_found *out, struct err *err)
{
	struct str text = STR_INIT;
	bool other = false, ok = file_read(path, JOURNAL_MAX_BYTES, &text, err);

	ok = ok && parse(project, &text, name, &other, out, err);
	if (!ok && !other)
		err_wrap(err, "unsaved edits are in %s but cannot be read", path);
	if (ok && keymap_equal(out->map, project->map)) {
		unlink(path);
		ok = false;
	}
	if (!ok) {
		keymap_unref(out->map);
		out->map = NULL;
	}
	str_release(&text);
	return ok;
}

static struct given *find_given(const struct journal *journal, const char *path)
{
	for (size_t i = 0; i < journal->givens; i++)
		if (!strcmp(journal->given[i].path, path))
			return &journal->given[i];
	return NULL;
}

static void give(struct journal *journal, const struct candidate *one)
{
	journal->found.path = mem_copy_text(one->path);
	journal->found.pid = one->pid;
	journal->given =
		mem_grow(journal->given, journal->givens, &journal->givens_size, sizeof(*journal->given));
	journal->given[journal->givens++] = (struct given){ mem_copy_text(one->path), false };
}

const struct journal_found *journal_next(struct project *project, struct err *err)
{
	struct journal *journal = journal_of(project);
	char *name = document_name(project);
	struct candidates all = list(project, name);
	struct err first = { 0 };

	release_found(journal);
	for (size_t i = 0; i < all.count && !journal->found.path; i++) {
		const struct candidate *one = &all.item[i];
		struct err trouble = { 0 };

		if (find_given(journal, one->path) || is_held(one->path, one->pid))
			continue;
		if (read_journal(project, one->path, name, &journal->found, &trouble))
			give(journal, one);
		else if (!first.code)
			first = trouble;
	}
	release(&all);
	free(name);
	if (journal->found.path)
		return &journal->found;
	*err = first;
	return NULL;
}

const struct keymap *journal_recover(struct project *project)
{
	struct journal *journal = project->journal;
	const struct keymap *map = keymap_ref(journal->found.map);

	find_given(journal, journal->found.path)->recovered = true;
	journal->rebased = true;
	journal->base = journal->found.base;
	release_found(journal);
	return map;
}

bool journal_discard(struct project *project, struct err *err)
{
	struct journal *journal = project->journal;
	const char *path = journal->found.path;
	bool ok;

	if (is_held(path, journal->found.pid))
		ok = err_set(err, ERR_REFUSED, "another keyplane is writing these edits just now: they stay");
	else
		ok = !unlink(path) || errno == ENOENT || err_errno(err, errno, "cannot remove %s", path);
	release_found(journal);
	return ok;
}

long journal_other_process(const struct project *project)
{
	char *name = document_name(project);
	struct candidates all = list(project, name);
	long pid = 0;

	for (size_t i = 0; i < all.count && !pid; i++)
		if (is_held(all.item[i].path, all.item[i].pid))
			pid = all.item[i].pid;
	release(&all);
	free(name);
	return pid;
}
