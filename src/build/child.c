/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "child.h"

enum { TERMINAL_ROWS = 24, TERMINAL_COLS = 200 };

extern char **environ;

static bool same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return !strncmp(a, b, len + 1);
}

/* Our environment with @extra in place of what has the same name. The texts are borrowed. */
static char **merged_environment(char *const *extra)
{
	size_t count = 0, extras = 0, n = 0;
	char **env;

	while (environ[count])
		count++;
	while (extra[extras])
		extras++;
	env = mem_new(count + extras + 1, sizeof(*env));
	for (size_t i = 0; i < count; i++) {
		bool replaced = false;

		for (size_t e = 0; e < extras; e++)
			replaced = replaced || same_name(extra[e], environ[i]);
		if (!replaced)
			env[n++] = environ[i];
	}
	for (size_t e = 0; e < extras; e++)
		env[n++] = extra[e];
	return env;
}

/* Both descriptors are closed in programs that are run from here. */
static bool open_terminal(int *master, char **slave_name)
{
	struct winsize size = { .ws_row = TERMINAL_ROWS, .ws_col = TERMINAL_COLS };
	const char *name;

	*master = posix_openpt(O_RDWR | O_NOCTTY);
	if (*master < 0)
		return false;
	if (fcntl(*master, F_SETFD, FD_CLOEXEC) || fcntl(*master, F_SETFL, O_NONBLOCK) || grantpt(*master) ||
	    unlockpt(*master) || !(name = ptsname(*master))) {
		close(*master);
		return false;
	}
	*slave_name = mem_copy_text(name);
	/* A terminal of no known width has tools fold at 80 columns or less; failing to say it costs just that. */
	ioctl(*master, TIOCSWINSZ, &size);
	return true;
}

/* In the new process. Only async-signal-safe calls; the errno goes to @told when something fails. */
static void become(const char *slave_name, char *const *argv, char *const *env, const char *cwd, int told)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;
	int slave, null, failed;

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	slave = open(slave_name, O_RDWR);
	null = open("/dev/null", O_RDONLY);
#ifdef TIOCSCTTY
	ioctl(slave, TIOCSCTTY, 0);
#endif
	if (slave >= 0 && null >= 0 && dup2(null, 0) >= 0 && dup2(slave, 1) >= 0 && dup2(slave, 2) >= 0 &&
	    !chdir(cwd)) {
		if (slave > 2)
			close(slave);
		if (null > 2)
			close(null);
		execve(argv[0], argv, env);
	}
	failed = errno;
	while (write(told, &failed, sizeof(failed)) < 0 && errno == EINTR)
		continue;
	_exit(127);
}

/* 0 when the pipe closed at exec, else the errno that came through it. */
static int read_failure(int fd)
{
	int failed = 0;
	ssize_t n;

	do
		n = read(fd, &failed, sizeof(failed));
	while (n < 0 && errno == EINTR);
	return n == sizeof(failed) ? failed : 0;
}

bool child_start(struct child *child, char *const *argv, char *const *env, const char *cwd, struct err *err)
{
	char **environment = merged_environment(env), *slave_name = NULL;
	int tell[2] = { -1, -1 }, failed = 0;

	*child = (struct child){ .fd = -1 };
	if (!open_terminal(&child->fd, &slave_name) || pipe(tell) || fcntl(tell[0], F_SETFD, FD_CLOEXEC) ||
	    fcntl(tell[1], F_SETFD, FD_CLOEXEC) || (child->pid = fork()) < 0) {
		failed = errno;
		goto out;
	}
	if (!child->pid)
		become(slave_name, argv, environment, cwd, tell[1]);
	close(tell[1]);
	tell[1] = -1;
	failed = read_failure(tell[0]);
	if (failed)
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
out:
	for (int i = 0; i < 2; i++)
		if (tell[i] >= 0)
			close(tell[i]);
	if (failed && child->fd >= 0)
		close(child->fd);
	free(environment);
	free(slave_name);
	return !failed || err_errno(err, failed, "cannot run %s in %s", argv[0], cwd);
}

ssize_t child_read(struct child *child, char *data, size_t size)
{
	ssize_t n = read(child->fd, data, size);

	if (n > 0)
		return n;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	/* Linux says EIO when the last process has closed its end. */
	close(child->fd);
	child->fd = -1;
	return -1;
}

bool child_has_ended(struct child *child)
{
	if (!child->ended)
		child->ended = waitpid(child->pid, &child->status, WNOHANG) == child->pid;
	return child->ended;
}

bool child_has_group(const struct child *child)
{
	return !kill(-child->pid, 0) || errno != ESRCH;
}

void child_signal(const struct child *child, int signal_number)
{
	kill(-child->pid, signal_number);
}

void child_release(struct child *child)
{
	assert(child->ended);
	if (child->fd >= 0)
		close(child->fd);
	child->fd = -1;
}
