/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "pipe.h"
#include "ui/job.h"

extern char **environ;

enum { SAY_AFTER_MS = 1000 };

struct stream {
	struct job *job;
	int fd;     /* -1: closed */
	int number; /* 1 or 2 */
	struct str line;
};

struct input {
	int fd;          /* -1: none, or closed; a socket, because writing to one raises no signal */
	struct str rest; /* not written yet, from `from` on */
	size_t from;
	bool finished; /* close it when `rest` is written */
};

struct job {
	struct jobs *jobs;
	int id;
	pid_t pid; /* and process group */
	bool cancelled;
	struct stream stream[2];
	struct input input;
};

struct jobs {
	struct loop *loop;
	struct job_events events;
	struct job **job;
	size_t count, size;
	bool closing, given_up;
};

struct jobs *jobs_new(struct loop *loop, const struct job_events *events)
{
	struct jobs *jobs = mem_new(1, sizeof(*jobs));

	*jobs = (struct jobs){ .loop = loop, .events = *events };
	return jobs;
}

size_t jobs_count(const struct jobs *jobs)
{
	return jobs->count;
}

static void end_line(struct stream *stream)
{
	struct jobs *jobs = stream->job->jobs;
	struct str *line = &stream->line;

	if (line->len && line->data[line->len - 1] == '\r')
		line->data[--line->len] = '\0';
	for (size_t i = 0; i < line->len; i++)
		if (!line->data[i])
			line->data[i] = ' ';
	if (!jobs->closing)
		jobs->events.line(jobs->events.data, stream->job->id, stream->number, str_text(line));
	str_clear(line);
}

/* What fits under the cap: str drops an addition that does not fit whole. */
static void add_to_line(struct stream *stream, const char *data, size_t len)
{
	size_t room = JOB_LINE_MAX_BYTES - stream->line.len;

	str_add_bytes(&stream->line, data, len < room ? len : room);
}

static void split_lines(struct stream *stream, const char *data, size_t len)
{
	const char *newline;

	while ((newline = memchr(data, '\n', len))) {
		add_to_line(stream, data, (size_t)(newline - data));
		end_line(stream);
		len -= (size_t)(newline - data) + 1;
		data = newline + 1;
	}
	add_to_line(stream, data, len);
}

static void close_stream(struct stream *stream)
{
	if (stream->fd < 0)
		return;
	loop_unwatch(stream->job->jobs->loop, stream->fd);
	close(stream->fd);
	stream->fd = -1;
	if (stream->line.len)
		end_line(stream);
}

/* Read what is there, once. False when that was all for now. */
static bool read_stream(struct stream *stream)
{
	char buf[16384];
	ssize_t n = read(stream->fd, buf, sizeof(buf));

	if (n > 0) {
		split_lines(stream, buf, (size_t)n);
		return true;
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		close_stream(stream);
	return false;
}

static void on_output(struct loop *loop, int fd, short revents, void *data)
{
	(void)loop;
	(void)fd;
	(void)revents;
	read_stream(data);
}

static void close_input(struct job *job)
{
	if (job->input.fd < 0)
		return;
	loop_unwatch(job->jobs->loop, job->input.fd);
	close(job->input.fd);
	job->input.fd = -1;
	str_release(&job->input.rest);
}

/* What the child takes now. False when it takes no more. */
static bool write_rest(struct input *input)
{
	while (input->from < input->rest.len) {
		ssize_t n = send(input->fd, input->rest.data + input->from, input->rest.len - input->from,
				 MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		input->from += (size_t)n;
	}
	str_clear(&input->rest);
	input->from = 0;
	return true;
}

static void on_input(struct loop *loop, int fd, short revents, void *data);

/* Watched only while something waits: a socket can be written to nearly always. */
static void flush_input(struct job *job)
{
	struct input *input = &job->input;
	bool open = write_rest(input);

	loop_unwatch(job->jobs->loop, input->fd);
	if (!open || (input->finished && !input->rest.len))
		close_input(job);
	else if (input->rest.len)
		loop_watch(job->jobs->loop, input->fd, POLLOUT, on_input, job);
}

static void on_input(MAYBE_UNUSED struct loop *loop, MAYBE_UNUSED int fd, MAYBE_UNUSED short revents,
		     void *data)
{
	flush_input(data);
}

static void on_kill(struct loop *loop, void *data)
{
	const struct job *job = data;

	(void)loop;
	kill(-job->pid, SIGKILL);
}

static void free_job(struct job *job)
{
	loop_cancel(job->jobs->loop, on_kill, job);
	for (size_t i = 0; i < COUNT(job->stream); i++)
		str_release(&job->stream[i].line);
	close_input(job);
	free(job);
}

static struct job *find(const struct jobs *jobs, int id)
{
	for (size_t i = 0; i < jobs->count; i++)
		if (jobs->job[i]->id == id)
			return jobs->job[i];
	return NULL;
}

static void remove_job(struct jobs *jobs, const struct job *job)
{
	size_t i = 0;

	while (jobs->job[i] != job)
		i++;
	jobs->count--;
	memmove(&jobs->job[i], &jobs->job[i + 1], (jobs->count - i) * sizeof(*jobs->job));
}

/* @child_fd: its descriptors; the first is -1 for nothing to read. */
static bool spawn(struct job *job, const int child_fd[3], char *const argv[], struct err *err)
{
	static const char self[] = "/proc/self/exe";
	bool own = !strcmp(argv[0], "keyplane") && !access(self, X_OK);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t all, none;
	int failed;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	failed = child_fd[0] < 0 ? posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
				 : posix_spawn_file_actions_adddup2(&actions, child_fd[0], 0);
	for (int i = 1; i < 3 && !failed; i++)
		failed = posix_spawn_file_actions_adddup2(&actions, child_fd[i], i);
	if (!failed) {
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
							      POSIX_SPAWN_SETSIGMASK);
		posix_spawnattr_setpgroup(&attributes, 0);
		posix_spawnattr_setsigdefault(&attributes, &all);
		posix_spawnattr_setsigmask(&attributes, &none);
		failed = own ? posix_spawn(&job->pid, self, &actions, &attributes, argv, environ)
			     : posix_spawnp(&job->pid, argv[0], &actions, &attributes, argv, environ);
	}
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return !failed || err_errno(err, failed, "cannot run %s", argv[0]);
}

/* A child that flashes must not wait for us to read while we are suspended. Where the system refuses, its pipe is as
 * large as any. */
static void enlarge(int fd)
{
#ifdef F_SETPIPE_SZ
	fcntl(fd, F_SETPIPE_SZ, 1 << 20);
#else
	(void)fd;
#endif
}

/* Ours is the first of the two. */
static bool open_input(int fd[2], struct err *err)
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd))
		return err_errno(err, errno, "cannot open a pipe");
	if (fcntl(fd[0], F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd[1], F_SETFD, FD_CLOEXEC) < 0 ||
	    !pipe_set_nonblocking(fd[0], err)) {
		err_errno(err, errno, "cannot set up a pipe");
		close(fd[0]);
		close(fd[1]);
		return false;
	}
	return true;
}

/* The job's ends of its pipes, and the child's in @child_fd, which is all -1; what was opened stays open on failure. */
static bool open_pipes(struct job *job, bool talking, int child_fd[3], struct err *err)
{
	int fd[2];

	if (talking && !open_input(fd, err))
		return false;
	if (talking) {
		job->input.fd = fd[0];
		child_fd[0] = fd[1];
	}
	for (int i = 0; i < 2; i++) {
		if (!pipe_open(fd, err))
			return false;
		enlarge(fd[0]);
		job->stream[i].fd = fd[0];
		child_fd[i + 1] = fd[1];
	}
	return true;
}

static bool start(struct jobs *jobs, int id, char *const argv[], bool talking, struct err *err)
{
	struct job *job = mem_new(1, sizeof(*job));
	int child_fd[3] = { -1, -1, -1 };
	bool started;

	assert(!find(jobs, id));
	*job = (struct job){ .jobs = jobs,
			     .id = id,
			     .input = { .fd = -1, .rest = { .max = JOB_INPUT_MAX_BYTES } } };
	for (int i = 0; i < 2; i++)
		job->stream[i] = (struct stream){
			.job = job, .fd = -1, .number = i + 1, .line = { .max = JOB_LINE_MAX_BYTES }
		};
	started = open_pipes(job, talking, child_fd, err) && spawn(job, child_fd, argv, err);
	for (int i = 0; i < 3; i++)
		if (child_fd[i] >= 0)
			close(child_fd[i]);
	for (int i = 0; i < 2; i++) {
		if (started)
			loop_watch(jobs->loop, job->stream[i].fd, POLLIN, on_output, &job->stream[i]);
		else
			close_stream(&job->stream[i]);
	}
	if (!started) {
		free_job(job);
		return false;
	}
	jobs->job = mem_grow(jobs->job, jobs->count, &jobs->size, sizeof(*jobs->job));
	jobs->job[jobs->count++] = job;
	return true;
}

bool jobs_start(struct jobs *jobs, int id, char *const argv[], struct err *err)
{
	return start(jobs, id, argv, false, err);
}

bool jobs_start_talking(struct jobs *jobs, int id, char *const argv[], struct err *err)
{
	return start(jobs, id, argv, true, err);
}

bool jobs_write(struct jobs *jobs, int id, const char *text, size_t len, struct err *err)
{
	struct job *job = find(jobs, id);
	struct input *input = job ? &job->input : NULL;

	if (!input || input->fd < 0 || input->finished)
		return err_set(err, ERR_GONE, "the worker takes no more: it has ended, or is about to");
	if (len > JOB_INPUT_MAX_BYTES - (input->rest.len - input->from))
		return err_set(err, ERR_RANGE, "the worker does not read what it is told: %zu bytes wait",
			       input->rest.len - input->from);
	if (input->from) {
		input->rest.len -= input->from;
		memmove(input->rest.data, input->rest.data + input->from, input->rest.len);
		input->from = 0;
	}
	str_add_bytes(&input->rest, text, len);
	flush_input(job);
	return input->fd >= 0 || err_set(err, ERR_GONE, "the worker takes no more: it has closed its input");
}

void jobs_finish_input(struct jobs *jobs, int id)
{
	struct job *job = find(jobs, id);

	if (!job || job->input.fd < 0)
		return;
	job->input.finished = true;
	flush_input(job);
}

static void cancel(struct job *job)
{
	if (job->cancelled)
		return;
	job->cancelled = true;
	kill(-job->pid, SIGTERM);
	loop_after(job->jobs->loop, JOB_KILL_AFTER_MS, on_kill, job);
}

void jobs_cancel(struct jobs *jobs, int id)
{
	struct job *job = find(jobs, id);

	if (job)
		cancel(job);
}

/* The child is dead and not yet waited for. */
static void finish(struct jobs *jobs, struct job *job)
{
	int status = 0;

	/* The zombie keeps the group's number from being given to others: what is left of a cancelled group can
	 * be killed safely now, and no later. */
	if (job->cancelled)
		kill(-job->pid, SIGKILL);
	while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
		;
	/* All that the child wrote is in its pipes. Grandchildren may hold them open and write for ever: what is
	 * read now is bounded. */
	for (size_t i = 0; i < COUNT(job->stream); i++) {
		for (size_t left = JOB_LINE_MAX_BYTES / 4096; left && job->stream[i].fd >= 0; left--)
			if (!read_stream(&job->stream[i]))
				break;
		close_stream(&job->stream[i]);
	}
	remove_job(jobs, job);
	if (!jobs->closing)
		jobs->events.end(jobs->events.data, job->id,
				 WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	free_job(job);
}

void jobs_reap(struct jobs *jobs)
{
	size_t i = 0;

	/* A handler of an end may start jobs: they come last. */
	while (i < jobs->count) {
		siginfo_t info = { 0 };

		if (waitid(P_PID, (id_t)jobs->job[i]->pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
		    !info.si_pid)
			i++;
		else
			finish(jobs, jobs->job[i]);
	}
}

static void on_give_up(struct loop *loop, void *data)
{
	struct jobs *jobs = data;

	(void)loop;
	jobs->given_up = true;
}

static void on_slow(MAYBE_UNUSED struct loop *loop, MAYBE_UNUSED void *data)
{
	fprintf(stderr, "keyplane: waiting for what still runs to end\n");
}

void jobs_free(struct jobs *jobs)
{
	if (!jobs)
		return;
	jobs->closing = true;
	for (size_t i = 0; i < jobs->count; i++)
		cancel(jobs->job[i]);
	/* A child that hangs in the kernel, on a device say, outlives SIGKILL. */
	loop_after(jobs->loop, 2 * JOB_KILL_AFTER_MS, on_give_up, jobs);
	loop_after(jobs->loop, SAY_AFTER_MS, on_slow, jobs);
	while (jobs->count && !jobs->given_up)
		loop_step(jobs->loop, -1);
	loop_cancel(jobs->loop, on_give_up, jobs);
	loop_cancel(jobs->loop, on_slow, jobs);
	while (jobs->count) {
		struct job *job = jobs->job[--jobs->count];

		for (size_t i = 0; i < COUNT(job->stream); i++)
			close_stream(&job->stream[i]);
		free_job(job);
	}
	free(jobs->job);
	free(jobs);
}
