/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "tap.h"
#include "ui/job.h"
#include "ui/signals.h"

enum { DEADLINE_STEPS = 20000 };

static int64_t virtual_ms;
static struct loop *loop;
static struct signals *catcher;
static struct jobs *jobs;
static struct str out; /* "ID:STREAM:LINE\n", "ID=STATUS\n" */
static size_t longest;
static int restart; /* a job that is started when one ends */

static int64_t virtual_now(void)
{
	return virtual_ms;
}

static bool start(int id, const char *script)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };
	struct err err = { 0 };

	return jobs_start(jobs, id, argv, &err);
}

static void on_line(void *data, int id, int stream, const char *text)
{
	(void)data;
	longest = strlen(text) > longest ? strlen(text) : longest;
	str_addf(&out, "%d:%d:%.40s\n", id, stream, text);
}

static void on_end(void *data, int id, int status)
{
	(void)data;
	str_addf(&out, "%d=%d\n", id, status);
	if (restart) {
		id = restart;
		restart = 0;
		start(id, "echo again");
	}
}

static void on_signal(void *data, int number)
{
	(void)data;
	(void)number;
	jobs_reap(jobs);
}

static void wait_idle(void)
{
	while (jobs_count(jobs))
		loop_step(loop, -1);
}

/* Until @text was told. The steps are capped for a test that fails not to hang. */
static bool wait_text(const char *text)
{
	for (int i = 0; i < DEADLINE_STEPS && !strstr(str_text(&out), text); i++)
		loop_step(loop, 1);
	return strstr(str_text(&out), text);
}

static bool told(const char *text)
{
	bool same = !strcmp(str_text(&out), text);

	if (!same)
		printf("# got %.200s\n", str_text(&out));
	str_clear(&out);
	return same;
}

static void test_lines(void)
{
	start(1, "printf 'one\\n\\ntwo\\r\\nth'; printf 'ree'");
	wait_idle();
	ok(told("1:1:one\n1:1:\n1:1:two\n1:1:three\n1=0\n"), "lines, the last without its newline too");
	start(2, "echo bad >&2; exit 3");
	wait_idle();
	ok(told("2:2:bad\n2=3\n"), "errors are told apart, and so is the status");
	start(3, "kill -KILL $$");
	wait_idle();
	ok(told("3=137\n"), "a signal is 128 and its number");
	start(4, "printf 'a\\000b\\n'");
	wait_idle();
	ok(told("4:1:a b\n4=0\n"), "a NUL does not end a line");
	start(5, "cat; echo done");
	wait_idle();
	ok(told("5:1:done\n5=0\n"), "there is nothing on standard input");
	start(6, "exec >&- 2>&-; exit 4");
	wait_idle();
	ok(told("6=4\n"), "a child without outputs still ends");
}

static void test_long(void)
{
	longest = 0;
	start(1, "head -c 9000000 /dev/zero | tr '\\0' x; echo; echo next");
	wait_idle();
	ok(longest == JOB_LINE_MAX_BYTES, "a long line is cut at %d bytes", JOB_LINE_MAX_BYTES);
	ok(strstr(str_text(&out), "1:1:next\n1=0\n"), "and the next one is whole");
	str_clear(&out);
	start(2, "seq 100000");
	wait_idle();
	ok(strstr(str_text(&out), "2:1:1\n2:1:2\n2:1:3\n") && strstr(str_text(&out), "2:1:100000\n2=0\n"),
	   "many lines come whole and in order");
	str_clear(&out);
}

static void test_several(void)
{
	restart = 3;
	start(1, "echo one");
	start(2, "echo two");
	ok(jobs_count(jobs) == 2, "two at a time");
	wait_idle();
	ok(strstr(str_text(&out), "1:1:one") && strstr(str_text(&out), "2:1:two") &&
		   strstr(str_text(&out), "3:1:again\n") && strstr(str_text(&out), "3=0\n"),
	   "and one that is started when another ends");
	str_clear(&out);
}

static void test_failure(void)
{
	char *argv[] = { (char *)"/nonexistent/program", NULL };
	struct err err = { 0 };

	ok(!jobs_start(jobs, 1, argv, &err) && err.code == ERR_NOT_FOUND && !jobs_count(jobs),
	   "what is not there does not start: %s", err.text);
	ok(told(""), "and tells nothing later on");
}

static void test_inheritance(void)
{
	struct sigaction before, ignore = { .sa_handler = SIG_IGN };
	sigset_t blocked;

	sigaction(SIGPIPE, &ignore, &before);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	start(1, "ls /proc/self/fd | wc -l | tr -d ' '; kill -TERM $$; echo deaf");
	wait_idle();
	ok(told("1:1:4\n1=143\n"), "a child has three descriptors and its own, and hears signals");
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
	sigaction(SIGPIPE, &before, NULL);
	start(2, "kill -0 -$$ && echo leads");
	wait_idle();
	ok(told("2:1:leads\n2=0\n"), "and leads a process group");
}

static void test_self(void)
{
	char *argv[] = { (char *)"keyplane", (char *)"--child", NULL };
	struct err err = { 0 };

	ok(jobs_start(jobs, 1, argv, &err), "keyplane is this program, wherever it lies");
	wait_idle();
	ok(told("1:1:a child of its own\n1=9\n"), "and it runs");
}

static void test_cancel(void)
{
	start(1, "exec 2>/dev/null; trap 'echo stopping; exit 0' TERM; echo ready; while :; do sleep 0.01; "
		 "done");
	ok(wait_text("ready"), "a child is ready");
	jobs_cancel(jobs, 1);
	wait_idle();
	ok(told("1:1:ready\n1:1:stopping\n1=0\n"), "a cancelled child may end in order");

	start(2, "exec 2>/dev/null; trap '' TERM; echo ready; while :; do sleep 0.01; done");
	ok(wait_text("ready"), "another is deaf");
	jobs_cancel(jobs, 2);
	jobs_cancel(jobs, 2);
	for (int i = 0; i < 10; i++)
		loop_step(loop, 1);
	ok(jobs_count(jobs) == 1, "it is given its time");
	virtual_ms += JOB_KILL_AFTER_MS - 1;
	for (int i = 0; i < 10; i++)
		loop_step(loop, 1);
	ok(jobs_count(jobs) == 1, "all of it");
	virtual_ms += 1;
	wait_idle();
	ok(told("2:1:ready\n2=137\n"), "and killed then");
	jobs_cancel(jobs, 2);
	ok(told(""), "cancelling what has ended is fine");
}

/* Whether @pid is gone, at the latest soon. */
static bool ends(pid_t pid)
{
	for (int i = 0; i < DEADLINE_STEPS; i++) {
		if (kill(pid, 0) && errno == ESRCH)
			return true;
		loop_step(loop, 1);
	}
	return false;
}

static bool talk(int id, const char *script)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };
	struct err err = { 0 };

	return jobs_start_talking(jobs, id, argv, &err);
}

static bool say(int id, const char *text, struct err *err)
{
	return jobs_write(jobs, id, text, strlen(text), err);
}

static void test_input(void)
{
	struct err err = { 0 };
	char block[8192];
	bool all = true;

	talk(1, "while read -r x; do echo \"<$x>\"; done; echo end");
	ok(say(1, "one\ntw", &err) && wait_text("<one>"), "a child reads what it is told, as it is told");
	ok(say(1, "o\n", &err) && wait_text("<two>"), "line by line");
	jobs_finish_input(jobs, 1);
	ok(!say(1, "three\n", &err) && err.code == ERR_GONE, "after the last nothing is taken: %s", err.text);
	jobs_finish_input(jobs, 1);
	wait_idle();
	ok(told("1:1:<one>\n1:1:<two>\n1:1:end\n1=0\n"), "and the child sees the end of it");
	jobs_finish_input(jobs, 1);

	memset(block, 'x', sizeof(block));
	talk(2, "read -r go; wc -c | tr -d ' '");
	all = say(2, "go\n", &err);
	for (int i = 0; i < 256; i++)
		all &= jobs_write(jobs, 2, block, sizeof(block), &err);
	jobs_finish_input(jobs, 2);
	wait_idle();
	ok(all && told("2:1:2097152\n2=0\n"), "much of it waits until the child reads, and all arrives");
}

static void test_input_refused(void)
{
	struct err err = { 0 };
	char block[8192];
	size_t taken = 0;

	memset(block, 'x', sizeof(block));
	talk(1, "exec sleep 1000");
	while (taken < 2 * JOB_INPUT_MAX_BYTES && jobs_write(jobs, 1, block, sizeof(block), &err))
		taken += sizeof(block);
	ok(taken < 2 * JOB_INPUT_MAX_BYTES && err.code == ERR_RANGE,
	   "what waits for a child that does not read is bounded: %s", err.text);
	jobs_cancel(jobs, 1);
	wait_idle();
	str_clear(&out);

	talk(2, "exec <&-; echo ready; exec sleep 1000");
	ok(wait_text("ready") && !say(2, "x\n", &err) && err.code == ERR_GONE,
	   "a child that closed its input takes nothing, and we live: %s", err.text);
	jobs_cancel(jobs, 2);
	wait_idle();
	str_clear(&out);

	start(3, "echo ready; exec sleep 1000");
	ok(!say(3, "x\n", &err) && err.code == ERR_GONE, "nor does one that was started without");
	jobs_cancel(jobs, 3);
	wait_idle();
	ok(!say(3, "x\n", &err) && err.code == ERR_GONE, "nor one that has ended");
	str_clear(&out);

	talk(4, "ls /proc/self/fd | wc -l | tr -d ' '");
	wait_idle();
	ok(told("4:1:4\n4=0\n"), "it has three descriptors and its own");
}

static void test_grandchildren(void)
{
	int pid = 0;

	start(1, "sleep 1000 & echo pid $!; exec sleep 1000");
	ok(wait_text("pid") && sscanf(strstr(str_text(&out), "pid"), "pid %d", &pid) == 1, "a grandchild");
	jobs_cancel(jobs, 1);
	wait_idle();
	ok(pid > 0 && ends(pid), "is ended with a cancelled job");
	str_clear(&out);

	start(2, "sleep 1000 & echo pid $!");
	wait_idle();
	ok(sscanf(strstr(str_text(&out), "pid"), "pid %d", &pid) == 1 && strstr(str_text(&out), "2=0"),
	   "one that outlives its job and holds the pipes does not keep the job from ending");
	ok(!kill(pid, SIGKILL), "nor is it ended with it");
	str_clear(&out);
}

static void test_free(void)
{
	int pid = 0;

	start(1, "echo pid $$; exec sleep 1000");
	ok(wait_text("pid") && sscanf(strstr(str_text(&out), "pid"), "pid %d", &pid) == 1, "a child runs");
	str_clear(&out);
	jobs_free(jobs);
	jobs = NULL;
	ok(kill(pid, 0) && errno == ESRCH, "and ends with all the jobs");
	ok(told(""), "of which nobody is told");
}

int main(int argc, char **argv)
{
	static const int numbers[] = { SIGCHLD };
	const struct job_events events = { on_line, on_end, NULL };
	struct err err = { 0 };

	if (argc > 1 && !strcmp(argv[1], "--child")) {
		printf("a child of its own\n");
		return 9;
	}
	/* What this program was started with, then one that children must not have. */
	for (int fd = 3; fd < 256; fd++)
		close(fd);
	if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0)
		return 99;
	loop = loop_new(virtual_now);
	jobs = jobs_new(loop, &events);
	catcher = signals_new(loop, numbers, COUNT(numbers), on_signal, NULL, &err);
	if (!catcher)
		return 99;
	alarm(120);
	test_lines();
	test_long();
	test_several();
	test_failure();
	test_inheritance();
	test_self();
	test_cancel();
	test_input();
	test_input_refused();
	test_grandchildren();
	test_free();
	signals_free(catcher);
	loop_free(loop);
	str_release(&out);
	return tap_done();
}
