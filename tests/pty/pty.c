/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pty.h"

struct report {
	pid_t pid;
	int status;
};

struct pty pty = { .master = -1 };

void pty_fail(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", pty.script, pty.line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nthe screen:\n");
	vt_print(&pty.vt, stderr);
	if (pty.program > 0 && !pty.ended)
		kill(-pty.program, SIGKILL);
	exit(1);
}

int64_t pty_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void take_report(void)
{
	struct report report;

	if (read(pty.reports, &report, sizeof(report)) != sizeof(report))
		pty_fail("the stand-in for a shell died");
	pty.status = report.status;
	pty.stopped = WIFSTOPPED(report.status);
	pty.ended = WIFEXITED(report.status) || WIFSIGNALED(report.status);
}

static bool take_output(void)
{
	char buf[4096];
	ssize_t n = read(pty.master, buf, sizeof(buf));

	if (n <= 0)
		return false;
	if (pty.bytes)
		fwrite(buf, 1, (size_t)n, pty.bytes);
	vt_write(&pty.vt, buf, (size_t)n);
	return true;
}

bool pty_pump(int ms)
{
	struct pollfd p[2] = { { pty.ended ? -1 : pty.reports, POLLIN, 0 }, { pty.master, POLLIN, 0 } };

	if (poll(p, 2, ms) <= 0)
		return false;
	/* Output first: what a program wrote before it ended belongs to the screen. */
	if (p[1].revents & POLLIN)
		return take_output();
	if (p[0].revents)
		take_report();
	return p[0].revents;
}

bool pty_sleeps(long *switches)
{
	char path[64], text[2048], state = '?';
	const char *at;
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pty.program);
	in = fopen(path, "r");
	if (!in)
		return false;
	n = fread(text, 1, sizeof(text) - 1, in);
	fclose(in);
	text[n] = '\0';
	at = strstr(text, "State:\t");
	if (at)
		state = at[7];
	at = strstr(text, "\nvoluntary_ctxt_switches:");
	*switches = at ? strtol(at + strlen("\nvoluntary_ctxt_switches:"), NULL, 10) : -1;
	return state == 'S';
}

void pty_settle(void)
{
	int64_t end = pty_now_ms() + DEADLINE_MS;
	long before = -1, after = 0;
	int quiet = 0;

	while (quiet < 3) {
		bool asleep = pty_sleeps(&after);

		if (pty.ended)
			pty_fail("the program ended");
		if (pty_pump(10) || !asleep || before != after)
			quiet = 0;
		else
			quiet++;
		before = after;
		if (pty_now_ms() > end)
			pty_fail("the program does not come to rest");
	}
}

void pty_check_restored(void)
{
	struct termios after;
	const char *left;

	while (pty_pump(0))
		;
	left = vt_left_changed(&pty.vt);
	if (left)
		pty_fail("the program left %s", left);
	if (pty.vt.unknown[0])
		pty_fail("the program sent a sequence that no such terminal knows: %s", pty.vt.unknown);
	if (tcgetattr(pty.slave, &after))
		pty_fail("cannot read the terminal's modes");
	if (after.c_iflag != pty.before.c_iflag || after.c_oflag != pty.before.c_oflag ||
	    after.c_cflag != pty.before.c_cflag || after.c_lflag != pty.before.c_lflag ||
	    memcmp(after.c_cc, pty.before.c_cc, sizeof(after.c_cc)) != 0)
		pty_fail("the program left the terminal's modes changed");
}

void pty_send(const char *bytes, size_t len)
{
	while (len) {
		struct pollfd p = { pty.master, POLLOUT, 0 };
		ssize_t n;

		pty_pump(0);
		if (poll(&p, 1, 100) <= 0)
			continue;
		n = write(pty.master, bytes, len);
		if (n < 0 && errno != EAGAIN)
			pty_fail("cannot type: %s", strerror(errno));
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

void pty_set_size(int fd, int cols, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	if (ioctl(fd, TIOCSWINSZ, &size))
		pty_fail("cannot set the size: %s", strerror(errno));
}

/* The stand-in for a shell: leads the session, gives the program a foreground process group of its own, and tells of
 * every stop and of the end. */
static void be_shell(int report_fd, char **argv)
{
	struct report report;
	int status;

	close(pty.master);
	setsid();
	ioctl(pty.slave, TIOCSCTTY, 0);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	report.pid = fork();
	if (report.pid == 0) {
		setpgid(0, 0);
		tcsetpgrp(pty.slave, getpid());
		/* Whatever this test was started with. */
		for (int number = 1; number < 32; number++)
			signal(number, SIG_DFL);
		for (int fd = 0; fd < 3; fd++)
			dup2(pty.slave, fd);
		execvp(argv[0], argv);
		_exit(127);
	}
	/* The parent holds the terminal for as long as it needs it; here it would hinder a hang-up. */
	close(pty.slave);
	report.status = 0;
	do {
		ssize_t n = write(report_fd, &report, sizeof(report));

		(void)n;
	} while (waitpid(report.pid, &status, WUNTRACED) == report.pid &&
		 (report.status = status, WIFSTOPPED(status)));
	if (write(report_fd, &report, sizeof(report)) != sizeof(report))
		_exit(1);
	_exit(0);
}

static void cloexec(int fd)
{
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void pty_start(int cols, int rows, char **argv)
{
	struct report report;
	const char *name;
	int fd[2];

	pty.master = posix_openpt(O_RDWR | O_NOCTTY);
	if (pty.master < 0 || grantpt(pty.master) || unlockpt(pty.master) || !(name = ptsname(pty.master)))
		exit(SKIP);
	pty.slave = open(name, O_RDWR | O_NOCTTY);
	if (pty.slave < 0 || tcgetattr(pty.slave, &pty.before) || pipe(fd))
		exit(SKIP);
	cloexec(pty.master);
	cloexec(pty.slave);
	cloexec(fd[0]);
	cloexec(fd[1]);
	pty_set_size(pty.slave, cols, rows);
	vt_init(&pty.vt, rows, cols);
	fflush(stdout);
	pty.shell = fork();
	if (pty.shell == 0)
		be_shell(fd[1], argv);
	close(fd[1]);
	pty.reports = fd[0];
	if (read(pty.reports, &report, sizeof(report)) != sizeof(report))
		pty_fail("the stand-in for a shell died");
	pty.program = report.pid;
}
