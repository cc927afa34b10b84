/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/edit.h"
#include "project/journal.h"
#include "tap.h"
#include "temp.h"

static char root[] = "/tmp/keyplane-journal-XXXXXX";
static char *document, *folder; /* the keymap that is edited; where journals are */

#define KEYMAP(key) "{\"keyboard\": \"ansi_60\", \"layout\": \"LAYOUT_60_ansi\", \"layers\": [[" key "]]}\n"

static void put(const char *path, const char *data, size_t len)
{
	struct err err;

	if (!file_write(path, data, len, FILE_REPLACE, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(99);
	}
}

static struct project *open_document(void)
{
	struct err err = { 0 };
	struct project *project = project_open(document, NULL, &err);

	if (!project) {
		printf("Bail out! %s\n", err.text);
		exit(99);
	}
	return project;
}

/* The first key of @project as opened, changed to @text. The caller unrefs. */
static const struct keymap *edited(const struct project *project, const char *text)
{
	struct action action = { 0 };
	struct err err;

	if (!action_parse(text, &action, &err))
		abort();
	return edit_key(project->map, 0, 0, action);
}

static bool write_edit(struct project *project, const char *text)
{
	const struct keymap *map = edited(project, text);
	struct err err = { 0 };
	bool done = journal_write(project, map, &err);

	if (!done)
		printf("# %s\n", err.text);
	keymap_unref(map);
	return done;
}

/* A run that puts @text on the first key and is killed; its process id. */
static pid_t run_and_die(const char *text)
{
	pid_t pid;
	int status = -1;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct project *project = open_document();
		bool done = write_edit(project, text);

		_exit(!done);
	}
	waitpid(pid, &status, 0);
	if (status) {
		printf("Bail out! the run that was to die did not write\n");
		exit(99);
	}
	return pid;
}

/* The path of the only journal whose name has @pid in it; the caller frees. NULL: there is none. */
static char *journal_of_process(pid_t pid)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char text[40], *path = NULL;

	snprintf(text, sizeof(text), ".%ld-", (long)pid);
	while (dir && (entry = readdir(dir)))
		if (!path && strstr(entry->d_name, text))
			path = file_join(folder, entry->d_name);
	if (dir)
		closedir(dir);
	return path;
}

static int count_journals(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	while (dir && (entry = readdir(dir)))
		count += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return count;
}

static void remove_journals(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char *path = file_join(folder, entry->d_name);

		unlink(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void set_time(pid_t pid, time_t seconds)
{
	struct timespec times[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };
	char *path = journal_of_process(pid);

	if (utimensat(AT_FDCWD, path, times, 0))
		abort();
	free(path);
}

static bool first_key_is(const struct keymap *map, const char *text)
{
	struct str s = STR_INIT;
	bool same;

	action_print(keymap_get(map, 0, 0), &s);
	same = !strcmp(str_text(&s), text);
	if (!same)
		printf("# the first key is %s\n", str_text(&s));
	str_release(&s);
	return same;
}

static void start(void)
{
	remove_journals();
	put(document, KEYMAP("\"KC_A\""), strlen(KEYMAP("\"KC_A\"")));
}

static void test_recovery(void)
{
	const struct journal_found *found;
	const struct keymap *map;
	struct project *project;
	struct err err = { 0 };

	start();
	project = open_document();
	ok(!journal_next(project, &err) && !err.code, "nothing is offered where no run has died");
	journal_remove(project);
	project_free(project);
	run_and_die("KC_B");
	project = open_document();
	found = journal_next(project, &err);
	ok(found && !found->changed_base && first_key_is(found->map, "KC_B"),
	   "what a dead run left is offered %s", err.text);
	if (!found)
		return;
	map = journal_recover(project);
	ok(first_key_is(map, "KC_B") && count_journals() == 1, "recovered it is still on disk");
	ok(!journal_next(project, &err) && !err.code, "it is not offered again");
	ok(journal_write(project, map, &err) && count_journals() == 2,
	   "the edits have a file of their own %s", err.text);
	ok(project_save(project, map, NULL, 0, &err), "saving %s", err.text);
	journal_remove(project);
	ok(count_journals() == 0, "once saved, both files go");
	keymap_unref(map);
	project_free(project);
	run_and_die("KC_C");
	run_and_die("KC_B");
	project = open_document();
	found = journal_next(project, &err);
	ok(found && first_key_is(found->map, "KC_C") && count_journals() == 1,
	   "what holds only what was opened is not offered, and goes");
	project_free(project);
	project = open_document();
	ok(journal_next(project, &err), "without an answer it is offered to the next run");
	journal_remove(project);
	ok(count_journals() == 1, "and a save does not remove it");
	project_free(project);
}

static void test_changed_document(void)
{
	const struct journal_found *found;
	const struct keymap *map;
	struct project *project;
	struct err err = { 0 };
	pid_t pid;

	start();
	run_and_die("KC_B");
	put(document, KEYMAP("\"KC_A\", \"KC_Z\""), strlen(KEYMAP("\"KC_A\", \"KC_Z\"")));
	project = open_document();
	found = journal_next(project, &err);
	ok(found && found->changed_base, "a document that changed since is told %s", err.text);
	if (!found)
		return;
	map = journal_recover(project);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(!journal_write(project, map, &err));
	waitpid(pid, NULL, 0);
	keymap_unref(map);
	project_free(project);
	project = open_document();
	found = journal_next(project, &err);
	ok(found && found->changed_base, "and again when the run that recovered it dies as well");
	project_free(project);
}

/* Which layers of the document they were is kept, so that a save still puts them into its text. */
static void test_origins(void)
{
	struct err err = { 0 };
	struct project *project;
	const struct keymap *added, *moved;
	const struct journal_found *found;

	start();
	project = open_document();
	added = edit_layer_add(project->map, 0, -1, 0, &err);
	moved = edit_layer_add(added, 2, 1, 0, &err);
	fflush(stdout);
	if (fork() == 0)
		_exit(!journal_write(project, moved, &err));
	wait(NULL);
	found = journal_next(project, &err);
	ok(found && keymap_equal(found->map, moved) && keymap_layer_origin(found->map, 0) < 0 &&
		   keymap_layer_origin(found->map, 1) == 0 &&
		   keymap_layer_origin(found->map, 2) == keymap_layer_origin(moved, 2),
	   "layers are known for what they were in the document %s", err.text);
	keymap_unref(added);
	keymap_unref(moved);
	project_free(project);
}

static void test_several(void)
{
	const struct journal_found *found;
	const struct keymap *map;
	struct project *project;
	struct err err = { 0 };
	pid_t oldest, newest, middle;

	start();
	oldest = run_and_die("KC_1");
	newest = run_and_die("KC_3");
	middle = run_and_die("KC_2");
	set_time(oldest, 1000);
	set_time(middle, 2000);
	set_time(newest, 3000);
	project = open_document();
	found = journal_next(project, &err);
	ok(found && first_key_is(found->map, "KC_3"), "of several the newest is offered first %s", err.text);
	map = journal_recover(project);
	found = journal_next(project, &err);
	ok(found && first_key_is(found->map, "KC_2"), "then the one before");
	ok(journal_discard(project, &err) && count_journals() == 2, "discarding removes that one alone %s",
	   err.text);
	ok(project_save(project, map, NULL, 0, &err), "saving %s", err.text);
	journal_remove(project);
	ok(count_journals() == 1, "saving removes the one that was recovered");
	found = journal_next(project, &err);
	ok(found && first_key_is(found->map, "KC_1"), "and the one that nobody was asked about is there");
	keymap_unref(map);
	project_free(project);
}

static void test_own(void)
{
	struct project *project;
	struct err err = { 0 };
	pid_t dead, pid;
	char *path, *mine;
	struct str name = STR_INIT;

	start();
	dead = run_and_die("KC_B");
	project = open_document();
	ok(write_edit(project, "KC_C") && write_edit(project, "KC_D") && count_journals() == 2,
	   "a run has one file, beside that of a dead one");
	journal_remove_own(project);
	path = journal_of_process(dead);
	ok(path && count_journals() == 1, "removing our own leaves the other");
	/* The dead process had the id that we have now. */
	str_add_bytes(&name, path, (size_t)(strrchr(path, '.') - path));
	str_addf(&name, ".%ld-0", (long)getpid());
	mine = str_take(&name);
	ok(!rename(path, mine) && write_edit(project, "KC_C") && count_journals() == 2,
	   "a dead run's file is not overwritten when its process id is used again");
	journal_remove(project);
	ok(journal_next(project, &err) && count_journals() == 1, "and is offered");
	project_free(project);
	free(mine);
	free(path);
	/* Nor is one kept back because its id went to something else: process 1 always lives. */
	start();
	pid = run_and_die("KC_B");
	path = journal_of_process(pid);
	str_add_bytes(&name, path, (size_t)(strrchr(path, '.') - path));
	str_add(&name, ".1-0");
	project = open_document();
	ok(!rename(path, str_text(&name)) && journal_next(project, &err) && !journal_other_process(project),
	   "nor does one count as alive because another program has its id now");
	project_free(project);
	str_release(&name);
	free(path);
}

/* A new name for the document: our file is found again by nobody but us. */
static void test_save_as(void)
{
	struct project *project;
	struct err err = { 0 };
	char *other = file_join(root, "other.json");

	start();
	project = open_document();
	ok(write_edit(project, "KC_B") && project_save(project, project->map, other, 0, &err),
	   "saving under another name %s", err.text);
	journal_remove(project);
	ok(count_journals() == 0, "removes the edits of the old name");
	ok(write_edit(project, "KC_B") && count_journals() == 1, "editing goes on");
	journal_remove(project);
	project_free(project);
	unlink(other);
	free(other);
}

static void test_living_process(void)
{
	int ready[2], end[2];
	struct project *project;
	struct err err = { 0 };
	char byte;
	pid_t pid;

	start();
	if (pipe(ready) || pipe(end))
		abort();
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(end[1]);
		project = open_document();
		/* The second replaces the first: it needs the lock as well. */
		byte = write_edit(project, "KC_B") && write_edit(project, "KC_C");
		if (write(ready[1], &byte, 1) == 1 && read(end[0], &byte, 1) == 0)
			_exit(0);
		_exit(1);
	}
	close(ready[1]);
	close(end[0]);
	ok(read(ready[0], &byte, 1) == 1 && byte == 1, "another process edits the document");
	project = open_document();
	ok(!journal_next(project, &err) && !err.code, "its edits are not offered %s", err.text);
	ok(journal_other_process(project) == pid, "but it is told");
	ok(write_edit(project, "KC_D") && count_journals() == 2, "both can edit");
	journal_remove(project);
	ok(count_journals() == 1, "and we remove only what is ours");
	close(end[1]);
	waitpid(pid, NULL, 0);
	close(ready[0]);
	ok(!journal_other_process(project) && journal_next(project, &err),
	   "once it is dead they are offered");
	project_free(project);
}

static void test_modes(void)
{
	struct project *project;
	struct stat st;
	mode_t mask = umask(0);
	char *path;

	start();
	rmdir(folder);
	project = open_document();
	ok(write_edit(project, "KC_B") && !stat(folder, &st) && (st.st_mode & 07777) == 0700,
	   "the folder is for its owner alone");
	path = journal_of_process(getpid());
	ok(path && !stat(path, &st) && (st.st_mode & 07777) == 0600, "so is a file");
	ok(write_edit(project, "KC_C") && !stat(path, &st) && (st.st_mode & 07777) == 0600,
	   "and the one that replaces it");
	ok(umask(0) == 0, "the mask for other files is as it was");
	journal_remove(project);
	ok(!chmod(folder, 0755) && write_edit(project, "KC_B") && !stat(folder, &st) &&
		   (st.st_mode & 07777) == 0700,
	   "a folder that was open to others is closed");
	journal_remove(project);
	umask(mask);
	free(path);
	project_free(project);
}

/* The journal of a run that died, with its bytes from @at on replaced by @with, and cut there when NULL. */
static void spoil(const char *path, size_t at, const char *with, size_t len)
{
	struct str text = STR_INIT, spoilt = STR_INIT;
	struct err err;

	if (!file_read(path, 1 << 20, &text, &err) || at > text.len)
		abort();
	str_add_bytes(&spoilt, str_text(&text), at);
	if (with) {
		str_add_bytes(&spoilt, with, len);
		if (at + len < text.len)
			str_add_bytes(&spoilt, text.data + at + len, text.len - at - len);
	}
	put(path, str_text(&spoilt), spoilt.len);
	str_release(&spoilt);
	str_release(&text);
}

static void check_refused(const char *path, const char *error, const char *what)
{
	struct project *project = open_document();
	struct err err = { 0 };

	ok(!journal_next(project, &err) && err.code && strstr(err.text, path) && strstr(err.text, error),
	   "%s is refused: %s", what, err.text);
	ok(file_is_regular(path), "and kept");
	journal_remove(project);
	ok(file_is_regular(path), "after a save as well");
	project_free(project);
}

static void test_bad_files(void)
{
	static const char zeros[64];
	char *path, *huge = mem_new(9 << 20, 1);
	struct str text = STR_INIT;
	struct project *project;
	struct err err = { 0 };
	pid_t bad, good;
	bool same = true;

	start();
	bad = run_and_die("KC_B");
	path = journal_of_process(bad);
	if (!file_read(path, 1 << 20, &text, &err))
		abort();
	for (size_t len = 0; same && len < text.len; len += len < 200 ? 1 : 17) {
		put(path, str_text(&text), len);
		project = open_document();
		same = !journal_next(project, &err) && err.code && file_is_regular(path);
		project_free(project);
		if (!same)
			printf("# cut at %zu of %zu\n", len, text.len);
	}
	ok(same, "cut it is refused and kept");
	put(path, "", 0);
	check_refused(path, "it is empty", "an empty file");
	put(path, zeros, sizeof(zeros));
	check_refused(path, "does not begin with", "one full of zeros");
	put(path, str_text(&text), text.len);
	spoil(path, text.len - 20, zeros, 20);
	check_refused(path, "cut or changed", "one that ends in zeros");
	put(path, str_text(&text), text.len);
	spoil(path, strlen("keyplane-journal "), "3", 1);
	check_refused(path, "keyplane-journal 2", "a later version");
	put(path, str_text(&text), text.len);
	spoil(path, (size_t)(strstr(text.data, "\norigins") - text.data) - 1, "x", 1);
	check_refused(path, "hash", "a wrong hash");
	memset(huge, ' ', 9 << 20);
	put(path, huge, 9 << 20);
	check_refused(path, "larger than", "a huge file");
	unlink(path);
	if (mkfifo(path, 0600))
		abort();
	project = open_document();
	ok(!journal_next(project, &err) && strstr(err.text, "is not a file"), "a FIFO is refused: %s",
	   err.text);
	project_free(project);
	unlink(path);
	put(path, "no", 2);
	good = run_and_die("KC_C");
	set_time(good, 1000);
	project = open_document();
	ok(journal_next(project, &err), "a bad file does not hide the good one behind it");
	ok(journal_discard(project, &err) && !journal_next(project, &err) && err.code == ERR_PARSE,
	   "and is told when that is answered: %s", err.text);
	project_free(project);
	str_release(&text);
	free(huge);
	free(path);
}

#define BOARD_KEY(column) "{\"matrix\": [0, " #column "], \"x\": " #column ", \"y\": 0}"

/* A keymap of other keys than those of the layout would put the cursor outside it. */
static void test_other_layout(void)
{
	static const char board[] = "{\"layouts\": {\"LAYOUT_a\": {\"layout\": [" BOARD_KEY(
		0) "]}, \"LAYOUT_b\": {"
		   "\"layout\": [" BOARD_KEY(0) ", " BOARD_KEY(1) "]}}}";
	struct project_options a = { .layout = "LAYOUT_a" }, b = { .layout = "LAYOUT_b" };
	char *path = file_join(root, "keyboard.json");
	struct project *project;
	struct err err = { 0 };
	pid_t pid;

	remove_journals();
	put(path, board, strlen(board));
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		project = project_open(path, &b, &err);
		_exit(!project || !write_edit(project, "KC_B"));
	}
	waitpid(pid, NULL, 0);
	project = project_open(path, &a, &err);
	ok(project && !journal_next(project, &err) && err.code == ERR_RANGE, "%s", err.text);
	project_free(project);
	project = project_open(path, &b, &err);
	ok(project && journal_next(project, &err), "opened with its own layout it is offered %s", err.text);
	project_free(project);
	unlink(path);
	free(path);
}

static void test_nowhere(void)
{
	struct project *project = open_document();
	struct err err = { 0 };
	const struct keymap *map = edited(project, "KC_B");

	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	ok(!journal_write(project, map, &err) && strstr(err.text, "neither HOME"), "%s", err.text);
	ok(!journal_next(project, &err) && !err.code && !journal_other_process(project), "nothing to find");
	setenv("XDG_STATE_HOME", document, 1);
	ok(!journal_write(project, map, &err) && err.code, "a file where the folder goes: %s", err.text);
	setenv("XDG_STATE_HOME", root, 1);
	keymap_unref(map);
	project_free(project);
}

int main(void)
{
	unsetenv("QMK_HOME");
	if (!mkdtemp(root))
		return 99;
	setenv("XDG_STATE_HOME", root, 1);
	document = file_join(root, "keymap.json");
	folder = file_join(root, "keyplane/journal");
	test_recovery();
	test_changed_document();
	test_origins();
	test_several();
	test_own();
	test_save_as();
	test_living_process();
	test_modes();
	test_bad_files();
	test_other_layout();
	test_nowhere();
	temp_remove(root);
	free(document);
	free(folder);
	return tap_done();
}
