/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "build/artefact.h"
#include "build/run.h"
#include "tap.h"

static char dir[] = "/tmp/keyplane-run-XXXXXX";

/* Run a shell script as if it were a build; what was reported comes to @said. */
static bool run_script(const char *script, const volatile sig_atomic_t *cancel, int grace_ms,
		       struct str *said, struct build_outcome *outcome, struct err *err)
{
	struct build_plan plan = {
		.argv = { (char *)"/bin/sh", (char *)"-c", (char *)script },
		.env = { (char *)"KEYPLANE_RUN_TEST=new" },
		.cwd = dir,
		.keymap_dir = (char *)"",
		.image_name = { (char *)"kb_mine.hex", (char *)"kb_mine.bin", (char *)"kb_mine.uf2" },
	};
	FILE *f = tmpfile();
	struct report report = { .style = REPORT_JSON, .out = f };
	struct build_job job = { .plan = &plan, .cancel = cancel, .grace_ms = grace_ms, .report = &report };
	bool good = build_run(&job, outcome, err);
	char line[4096];

	str_clear(said);
	rewind(f);
	while (fgets(line, sizeof(line), f))
		str_add(said, line);
	fclose(f);
	if (!good)
		printf("# %s\n", err->text);
	return good;
}

static void test_ends(void)
{
	static const struct {
		const char *what, *script;
		bool good;
		const char *said, *error;
	} rows[] = {
		{ "an image", "echo x > kb_mine.bin", true, "", NULL },
		{ "an image that the tools name",
		  "echo x > other.uf2; echo 'Copying other.uf2 to qmk_firmware folder'", true,
		  "Copying other.uf2", NULL },
		{ "no image", "rm -f kb_mine.*", false, "", "left no new image" },
		{ "a status", "exit 3", false, "", "sh ended with status 3" },
		{ "a signal", "kill -9 $$", false, "", "ended by signal 9" },
		{ "an error that was told", "echo 'a.c:1:2: error: what'; exit 2", false,
		  "\"line\":1,\"column\":2", "the build failed: what" },
		{ "a last line without end", "printf 'no newline'; exit 1", false, "no newline", "status 1" },
		{ "both streams", "echo one; echo two >&2; exit 1", false, "two", "status 1" },
		{ "a terminal", "test -t 1 && test -t 2 && echo yes; exit 1", false, "yes", "status 1" },
		{ "nothing to read", "read x || echo empty; exit 1", false, "empty", "status 1" },
		{ "its environment", "echo $KEYPLANE_RUN_TEST; exit 1", false, "\"new\"", "status 1" },
		{ "progress", "echo 'Compiling: a.c [OK]'; exit 1", false, "\"done\":1,\"total\":0",
		  "status 1" },
		{ "a flood", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; exit 1", false,
		  "line 2999", "status 1" },
	};
	struct str said = { 0 };

	setenv("KEYPLANE_RUN_TEST", "old", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct build_outcome outcome;
		struct err err = { 0 };
		bool good = run_script(rows[i].script, NULL, BUILD_GRACE_MS, &said, &outcome, &err);

		ok(good == rows[i].good && strstr(str_text(&said), rows[i].said) &&
			   (good || strstr(err.text, rows[i].error)),
		   "%s", rows[i].what);
		build_outcome_release(&outcome);
	}
	str_release(&said);
}

static void test_stale_image(void)
{
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	char *path = file_join(dir, "kb_mine.hex");
	struct build_outcome outcome;
	struct str said = { 0 };
	struct err err = { 0 };

	ok(file_write(path, "x", 1, FILE_REPLACE, &err) && !utimensat(AT_FDCWD, path, old, 0) &&
		   !run_script("rm -f kb_mine.bin", NULL, 0, &said, &outcome, &err) &&
		   err.code == ERR_NOT_FOUND,
	   "an old image does not pass for the new one");
	build_outcome_release(&outcome);
	unlink(path);
	free(path);
	str_release(&said);
}

static void test_cannot_run(void)
{
	struct build_plan plan = { .argv = { (char *)"/nonexistent/qmk" }, .cwd = dir };
	struct report report = { .style = REPORT_JSON, .out = stderr };
	struct build_job job = { .plan = &plan, .report = &report };
	struct build_outcome outcome;
	struct err err = { 0 };

	ok(!build_run(&job, &outcome, &err) && err.code == ERR_NOT_FOUND && strstr(err.text, "cannot run"),
	   "no such program: %s", err.text);
	plan.argv[0] = (char *)"/bin/sh";
	plan.cwd = (char *)"/nonexistent";
	ok(!build_run(&job, &outcome, &err) && err.code == ERR_NOT_FOUND, "no such folder: %s", err.text);
}

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static void test_cancel(const char *what, const char *script, int grace_ms)
{
	struct build_outcome outcome;
	struct str said = { 0 };
	struct err err = { 0 };
	struct sigaction action = { .sa_handler = on_signal };
	char byte;
	int fd[2];

	stop = 0;
	sigemptyset(&action.sa_mask);
	sigaction(SIGUSR1, &action, NULL);
	/* Whatever the script starts holds the writing end for as long as it lives. */
	if (pipe(fd) || fcntl(fd[0], F_SETFL, O_NONBLOCK) || fcntl(fd[0], F_SETFD, FD_CLOEXEC)) {
		ok(false, "pipe: %d", errno);
		return;
	}
	/* The script itself cancels, once all of it runs. */
	ok(!run_script(script, &stop, grace_ms, &said, &outcome, &err) && err.code == ERR_CANCELLED,
	   "%s is cancelled", what);
	close(fd[1]);
	ok(read(fd[0], &byte, 1) == 0, "and no process is left");
	close(fd[0]);
	ok(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "nor a zombie of ours");
	str_release(&said);
}

static void test_copy(void)
{
	char *from = file_join(dir, "from.bin"), *to = file_join(dir, "to.bin");
	struct str data = { 0 };
	struct err err = { 0 };

	ok(file_write(from, "a\0b", 3, FILE_REPLACE, &err) && artefact_copy(from, to, false, &err) &&
		   file_read(to, 10, &data, &err) && data.len == 3 && !memcmp(data.data, "a\0b", 3),
	   "an image is copied");
	ok(!artefact_copy(from, to, false, &err) && err.code == ERR_EXISTS, "not over what is there: %s",
	   err.text);
	ok(file_write(from, "new", 3, FILE_REPLACE, &err) && artefact_copy(from, to, true, &err) &&
		   file_read(to, 10, &data, &err) && !strcmp(str_text(&data), "new"),
	   "unless forced");
	str_release(&data);
	free(from);
	free(to);
}

int main(void)
{
	struct str s = STR_INIT;
	int failed;

	if (!mkdtemp(dir))
		return 99;
	test_ends();
	test_stale_image();
	test_cannot_run();
	test_cancel("a build with a child of its own", "sleep 1000 & kill -USR1 $PPID; wait", 60000);
	test_cancel("one that will not hear",
		    "trap '' TERM; (while :; do sleep 1000; done) & kill -USR1 $PPID; while :; do wait; done",
		    100);
	test_copy();
	str_addf(&s, "rm -rf %s", dir);
	failed = system(str_text(&s));
	str_release(&s);
	return tap_done() || failed;
}
