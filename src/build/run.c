/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "build/artefact.h"
#include "build/place.h"
#include "build/run.h"
#include "build/scan.h"
#include "child.h"
#include "model/symbol.h"

enum {
	LOOK_MS = 50,          /* how often what the terminal does not tell is looked for */
	REAP_MS = 1000,        /* for the system to take away what was killed */
	LAST_BYTES = 64 << 10, /* what is still read of a tool that has ended */
};

struct run {
	const struct build_job *job;
	struct child child;
	struct scan scan;
	size_t told_done, told_diagnostics;
	bool cancelled, killed, unread;
	int reader;          /* what our own output goes to; -1: that tells nothing */
	int64_t deadline_ms; /* when cancelled: SIGKILL; when killed: no more waiting for others to reap */
};

/* The file that we put there, as the compiler calls it: relative to the tree, or absolute. */
static bool is_our_keymap(const struct build_plan *plan, const char *file)
{
	size_t tree = strlen(plan->cwd), dir;
	const char *ours = plan->keymap_dir;

	if (file[0] != '/')
		ours += tree + 1;
	dir = strlen(ours);
	return !strncmp(file, ours, dir) && !strcmp(file + dir, "/keymap.c");
}

/* Compilers name it from the tree on, or whole. */
static bool is_own_text(const struct build_job *job, const char *file)
{
	char *path = file_join(job->plan->cwd, file);
	bool same = file_is_same(path, job->source_path);

	free(path);
	return same;
}

static void tell_diagnostic(struct run *run, const struct diagnostic *found)
{
	struct diagnostic d = *found;

	if (d.file && run->job->source && is_own_text(run->job, symbol_text(d.file)))
		build_place_in_source(run->job->source, d.place.line, d.place.column, &d.place);
	else if (d.file && run->job->keymap_c && is_our_keymap(run->job->plan, symbol_text(d.file)))
		build_place_in_keymap(run->job->keymap_c, d.place.line, d.place.column, &d.place);
	report_diagnostic(run->job->report, severity_name(diagnostic_severity(&d)), d.kind->code,
			  diagnostic_place(&d), d.text);
}

static void tell_line(struct run *run)
{
	struct scan *scan = &run->scan;
	size_t count = scan->diagnostics.count;

	if (run->told_diagnostics == count)
		report_log(run->job->report, scan->text);
	for (; run->told_diagnostics < count; run->told_diagnostics++)
		tell_diagnostic(run, &scan->diagnostics.item[run->told_diagnostics]);
	if (scan->done > run->told_done)
		report_progress(run->job->report, "compile", scan->done, 0, "files");
	run->told_done = scan->done;
}

/* Read what is there now. Returns the bytes. */
static size_t pump(struct run *run)
{
	char data[4096];
	const char *at = data;
	ssize_t n = child_read(&run->child, data, sizeof(data));
	size_t left = n > 0 ? (size_t)n : 0;

	while (scan_take(&run->scan, &at, &left))
		tell_line(run);
	return n > 0 ? (size_t)n : 0;
}

static void begin_cancel(struct run *run)
{
	run->cancelled = true;
	run->deadline_ms = clock_now_ms() + run->job->grace_ms;
	child_signal(&run->child, SIGTERM);
}

static bool is_over(struct run *run)
{
	if (!child_has_ended(&run->child))
		return false;
	/* After a cancel nothing of the group may be left to write into the tree. */
	return !run->cancelled || !child_has_group(&run->child) ||
	       (run->killed && clock_now_ms() >= run->deadline_ms);
}

/* Wait a little for what the tools say, or for the reader of what we say to leave. */
static void look(struct run *run)
{
	/* Without events a pipe says that nobody reads it (POLLERR, or POLLHUP); files never say anything. */
	struct pollfd fd[] = { { .fd = run->child.fd, .events = POLLIN }, { .fd = run->reader } };

	if (poll(fd, COUNT(fd), LOOK_MS) <= 0)
		return;
	if (fd[0].revents)
		pump(run);
	if (!fd[1].revents)
		return;
	/* It would be told again at once. */
	run->reader = -1;
	run->unread = fd[1].revents & (POLLERR | POLLHUP);
}

static void watch(struct run *run)
{
	while (!is_over(run)) {
		look(run);
		if (!run->cancelled && (run->unread || (run->job->cancel && *run->job->cancel)))
			begin_cancel(run);
		if (run->cancelled && !run->killed && clock_now_ms() >= run->deadline_ms) {
			child_signal(&run->child, SIGKILL);
			run->killed = true;
			run->deadline_ms = clock_now_ms() + REAP_MS;
		}
	}
	for (size_t n = 0, got = 1; run->child.fd >= 0 && got && n < LAST_BYTES; n += got)
		got = pump(run);
	if (scan_finish(&run->scan))
		tell_line(run);
}

static bool fail(const struct run *run, struct err *err)
{
	const char *program = file_base(run->job->plan->argv[0]);
	const struct diagnostics *all = &run->scan.diagnostics;
	int status = run->child.status;

	if (run->cancelled)
		return err_set(err, ERR_CANCELLED, "the build was cancelled%s",
			       run->unread ? ": nobody reads its output any more" : "");
	for (size_t i = 0; i < all->count; i++)
		if (diagnostic_severity(&all->item[i]) == SEVERITY_ERROR)
			return err_set(err, ERR_IO, "the build failed: %s", all->item[i].text);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_IO, "the build failed: %s was ended by signal %d", program,
			       WTERMSIG(status));
	return err_set(err, ERR_IO, "the build failed: %s ended with status %d", program,
		       WEXITSTATUS(status));
}

bool build_run(const struct build_job *job, struct build_outcome *outcome, struct err *err)
{
	struct run run = { .job = job, .reader = fileno(job->report->out) };
	time_t started = time(NULL);
	bool ok;

	*outcome = (struct build_outcome){ 0 };
	if (!child_start(&run.child, job->plan->argv, job->plan->env, job->plan->cwd, err))
		return false;
	watch(&run);
	if (run.cancelled || !WIFEXITED(run.child.status) || WEXITSTATUS(run.child.status))
		ok = fail(&run, err);
	else
		ok = (outcome->image = artefact_find(job->plan, run.scan.image, started, err));
	outcome->size_bytes = run.scan.size_bytes;
	outcome->room_bytes = run.scan.room_bytes;
	child_release(&run.child);
	scan_release(&run.scan);
	return ok;
}

void build_outcome_release(struct build_outcome *outcome)
{
	free(outcome->image);
	*outcome = (struct build_outcome){ 0 };
}
