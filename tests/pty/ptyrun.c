/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ptyrun [--term TYPE] [--size COLSxROWS] [--bytes FILE] SCRIPT -- PROGRAM [ARG...]
 *
 * Run a program on a terminal of its own, under a stand-in for a shell with job control, and do what SCRIPT says, one
 * command a line (`#` begins a comment):
 *
 *   send BYTES          to the program's input; \e \r \n \t \\ and \xNN stand for bytes
 *   paste TEXT          the same, bracketed as a terminal does when the program asked for that
 *   resize COLSxROWS
 *   signal NAME         to the program: TERM, HUP, ...
 *   hangup              the terminal goes away
 *   wait TEXT           until a row of the screen shows it, at most 20 s
 *   wait-gone TEXT
 *   expect TEXT         a row of the screen shows it now
 *   expect-not TEXT
 *   expect-mode NAME    of the terminal: alternate, paste, hidden or shown (the cursor)
 *   mark                count bytes from here
 *   at-most N           bytes since the mark, once the program waits for input
 *   idle MS             the program writes nothing and does not even wake up for so long
 *   stopped             the program stops, with the terminal restored
 *   continue
 *   screen FILE         write the screen
 *   exit STATUS         the program ends with this status, with the terminal restored
 *   killed NAME         a signal ends it, with the terminal restored (by KILL: as it may be)
 *
 * The script must see the program end. --bytes appends all that it wrote to FILE.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "vt.h"

enum { DEADLINE_MS = 20000, SKIP = 77 };

struct report {
	pid_t pid;
	int status;
};

static struct {
	int master, slave, reports;
	pid_t shell, program;
	struct termios before;
	struct vt vt;
	size_t mark;
	FILE *bytes;
	bool stopped, ended;
	int status;
	const char *script;
	int line;
} pty = { .master = -1 };

static const struct {
	const char *name;
	int number;
} signals[] = {
	{ "ABRT", SIGABRT }, { "CONT", SIGCONT }, { "HUP", SIGHUP },   { "INT", SIGINT },
	{ "KILL", SIGKILL }, { "QUIT", SIGQUIT }, { "SEGV", SIGSEGV }, { "STOP", SIGSTOP },
	{ "TERM", SIGTERM }, { "TSTP", SIGTSTP }, { "USR1", SIGUSR1 }, { "WINCH", SIGWINCH },
};

static void fail(const char *fmt, ...) PRINTF_LIKE(1, 2);

static void fail(const char *fmt, ...)
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

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void take_report(void)
{
	struct report report;

	if (read(pty.reports, &report, sizeof(report)) != sizeof(report))
		fail("the stand-in for a shell died");
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

/* Take what comes within @ms. False when that was nothing. */
static bool pump(int ms)
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

/* The program sleeps, and has slept through the last look. */
static bool sleeps(long *switches)
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

/* Until the program waits, has nothing left to read and wrote all that it had to. */
static void settle(void)
{
	int64_t end = now_ms() + DEADLINE_MS;
	long before = -1, after = 0;
	int quiet = 0;

	while (quiet < 3) {
		bool asleep = sleeps(&after);

		if (pty.ended)
			fail("the program ended");
		if (pump(10) || !asleep || before != after)
			quiet = 0;
		else
			quiet++;
		before = after;
		if (now_ms() > end)
			fail("the program does not come to rest");
	}
}

static void wait_for(bool (*done)(const char *), const char *arg, const char *what)
{
	int64_t end = now_ms() + DEADLINE_MS;

	while (!done(arg)) {
		if (pty.ended)
			fail("the program ended (status %x) before %s%s", (unsigned)pty.status, what, arg);
		if (now_ms() > end)
			fail("waited in vain for %s%s", what, arg);
		pump(100);
	}
}

static bool shows(const char *text)
{
	return vt_shows(&pty.vt, text);
}

static bool lacks(const char *text)
{
	return !vt_shows(&pty.vt, text);
}

static bool has_stopped(const char *text)
{
	(void)text;
	return pty.stopped;
}

static void check_restored(void)
{
	struct termios after;
	const char *left;

	while (pump(0))
		;
	left = vt_left_changed(&pty.vt);
	if (left)
		fail("the program left %s", left);
	if (pty.vt.unknown[0])
		fail("the program sent a sequence that no such terminal knows: %s", pty.vt.unknown);
	if (tcgetattr(pty.slave, &after))
		fail("cannot read the terminal's modes");
	if (after.c_iflag != pty.before.c_iflag || after.c_oflag != pty.before.c_oflag ||
	    after.c_cflag != pty.before.c_cflag || after.c_lflag != pty.before.c_lflag ||
	    memcmp(after.c_cc, pty.before.c_cc, sizeof(after.c_cc)) != 0)
		fail("the program left the terminal's modes changed");
}

static void send_bytes(const char *bytes, size_t len)
{
	while (len) {
		struct pollfd p = { pty.master, POLLOUT, 0 };
		ssize_t n;

		pump(0);
		if (poll(&p, 1, 100) <= 0)
			continue;
		n = write(pty.master, bytes, len);
		if (n < 0 && errno != EAGAIN)
			fail("cannot type: %s", strerror(errno));
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

static size_t unescape(const char *text, char *out)
{
	static const char names[] = "ernt\\", bytes[] = "\x1b\r\n\t\\";
	size_t len = 0;

	while (*text) {
		const char *found;
		unsigned byte;

		if (*text != '\\') {
			out[len++] = *text++;
		} else if (text[1] == 'x' && sscanf(text + 2, "%2x", &byte) == 1) {
			out[len++] = (char)byte;
			text += 4;
		} else {
			found = text[1] ? strchr(names, text[1]) : NULL;
			if (!found)
				fail("there is no escape '%s'", text);
			out[len++] = bytes[found - names];
			text += 2;
		}
	}
	return len;
}

static void run_send(const char *arg)
{
	char *bytes = malloc(strlen(arg) + 1);

	if (!bytes)
		abort();
	send_bytes(bytes, unescape(arg, bytes));
	free(bytes);
}

static void run_paste(const char *arg)
{
	if (pty.vt.paste_mode)
		send_bytes("\x1b[200~", 6);
	run_send(arg);
	if (pty.vt.paste_mode)
		send_bytes("\x1b[201~", 6);
}

static void set_size(int fd, int cols, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	if (ioctl(fd, TIOCSWINSZ, &size))
		fail("cannot set the size: %s", strerror(errno));
}

static void run_resize(const char *arg)
{
	int cols, rows;

	if (sscanf(arg, "%dx%d", &cols, &rows) != 2)
		fail("the size is not COLSxROWS");
	/* What was drawn for the old size is drawn on the old screen. */
	while (pump(0))
		;
	vt_resize(&pty.vt, rows, cols);
	set_size(pty.master, cols, rows);
}

static int signal_number(const char *name)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		if (!strcmp(signals[i].name, name))
			return signals[i].number;
	fail("there is no signal %s", name);
	return 0;
}

static void run_signal(const char *arg)
{
	kill(pty.program, signal_number(arg));
}

static void run_hangup(const char *arg)
{
	(void)arg;
	close(pty.master);
	pty.master = -1;
}

static void run_wait(const char *arg)
{
	wait_for(shows, arg, "the screen shows ");
}

static void run_wait_gone(const char *arg)
{
	wait_for(lacks, arg, "the screen loses ");
}

static void run_expect(const char *arg)
{
	if (!shows(arg))
		fail("the screen does not show '%s'", arg);
}

static void run_expect_not(const char *arg)
{
	if (shows(arg))
		fail("the screen shows '%s'", arg);
}

static void run_expect_mode(const char *arg)
{
	if (!strcmp(arg, "alternate") ? pty.vt.alternate
	    : !strcmp(arg, "paste")   ? pty.vt.paste_mode
	    : !strcmp(arg, "hidden")  ? pty.vt.cursor_hidden
	    : !strcmp(arg, "shown")   ? !pty.vt.cursor_hidden
				      : false)
		return;
	fail("the terminal is not in mode %s", arg);
}

static void run_mark(const char *arg)
{
	(void)arg;
	settle();
	pty.mark = pty.vt.bytes;
}

static void run_at_most(const char *arg)
{
	size_t most = strtoul(arg, NULL, 10);

	settle();
	if (pty.vt.bytes - pty.mark > most)
		fail("%zu bytes were sent, not at most %zu", pty.vt.bytes - pty.mark, most);
	if (pty.vt.bytes == pty.mark)
		fail("nothing was sent");
	printf("# %zu bytes\n", pty.vt.bytes - pty.mark);
}

static void run_idle(const char *arg)
{
	int64_t end;
	long before, after;

	settle();
	sleeps(&before);
	end = now_ms() + strtol(arg, NULL, 10);
	while (now_ms() < end)
		if (pump((int)(end - now_ms())))
			fail("the program wrote, or ended, while it had nothing to do");
	if (!sleeps(&after) || before != after)
		fail("the program woke up %ld times while it had nothing to do", after - before);
}

static void run_stopped(const char *arg)
{
	wait_for(has_stopped, arg, "it stops");
	check_restored();
}

static void run_continue(const char *arg)
{
	(void)arg;
	pty.stopped = false;
	kill(-pty.program, SIGCONT);
}

static void run_screen(const char *arg)
{
	FILE *out = fopen(arg, "w");

	settle();
	if (!out)
		fail("cannot write %s: %s", arg, strerror(errno));
	vt_print(&pty.vt, out);
	fclose(out);
}

static void await_end(void)
{
	int64_t end = now_ms() + DEADLINE_MS;

	while (!pty.ended) {
		if (now_ms() > end)
			fail("the program does not end");
		pump(100);
	}
	/* Nothing can restore a terminal after SIGKILL. */
	if (pty.master >= 0 && !(WIFSIGNALED(pty.status) && WTERMSIG(pty.status) == SIGKILL))
		check_restored();
}

static void run_exit(const char *arg)
{
	await_end();
	if (!WIFEXITED(pty.status) || WEXITSTATUS(pty.status) != atoi(arg))
		fail("the program ended with %s %d, not status %s",
		     WIFEXITED(pty.status) ? "status" : "signal",
		     WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : WTERMSIG(pty.status), arg);
}

static void run_killed(const char *arg)
{
	await_end();
	if (!WIFSIGNALED(pty.status) || WTERMSIG(pty.status) != signal_number(arg))
		fail("the program was not killed by %s: wait status %x", arg, (unsigned)pty.status);
}

static const struct {
	const char *name;
	void (*run)(const char *arg);
} commands[] = {
	{ "at-most", run_at_most },
	{ "continue", run_continue },
	{ "exit", run_exit },
	{ "expect", run_expect },
	{ "expect-mode", run_expect_mode },
	{ "expect-not", run_expect_not },
	{ "hangup", run_hangup },
	{ "idle", run_idle },
	{ "killed", run_killed },
	{ "mark", run_mark },
	{ "paste", run_paste },
	{ "resize", run_resize },
	{ "screen", run_screen },
	{ "send", run_send },
	{ "signal", run_signal },
	{ "stopped", run_stopped },
	{ "wait", run_wait },
	{ "wait-gone", run_wait_gone },
};

static void run_line(char *text)
{
	size_t len = strcspn(text, " ");
	const char *arg = text + len + (text[len] == ' ');

	text[len] = '\0';
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (!strcmp(commands[i].name, text)) {
			commands[i].run(arg);
			return;
		}
	}
	fail("there is no command '%s'", text);
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
		signal(SIGTTOU, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
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

static void start(int cols, int rows, char **argv)
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
	set_size(pty.slave, cols, rows);
	vt_init(&pty.vt, rows, cols);
	fflush(stdout);
	pty.shell = fork();
	if (pty.shell == 0)
		be_shell(fd[1], argv);
	close(fd[1]);
	pty.reports = fd[0];
	if (read(pty.reports, &report, sizeof(report)) != sizeof(report))
		fail("the stand-in for a shell died");
	pty.program = report.pid;
}

static void run_script(void)
{
	FILE *in = fopen(pty.script, "r");
	char *text = NULL;
	size_t size = 0;
	ssize_t len;

	if (!in)
		fail("cannot read the script: %s", strerror(errno));
	while ((len = getline(&text, &size, in)) > 0) {
		pty.line++;
		if (text[len - 1] == '\n')
			text[len - 1] = '\0';
		if (text[0] && text[0] != '#')
			run_line(text);
	}
	free(text);
	fclose(in);
	if (!pty.ended)
		fail("the script ends before the program");
}

int main(int argc, char **argv)
{
	int cols = 80, rows = 24, i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (!strcmp(argv[i], "--term"))
			setenv("TERM", argv[i + 1], 1);
		else if (!strcmp(argv[i], "--bytes"))
			pty.bytes = fopen(argv[i + 1], "a");
		else if (strcmp(argv[i], "--size") != 0 || sscanf(argv[i + 1], "%dx%d", &cols, &rows) != 2)
			return 2;
	}
	if (i + 2 >= argc || strcmp(argv[i + 1], "--") != 0) {
		fprintf(stderr, "usage: ptyrun [--term TYPE] [--size COLSxROWS] [--bytes FILE] SCRIPT -- "
				"PROGRAM [ARG...]\n");
		return 2;
	}
	pty.script = argv[i];
	start(cols, rows, argv + i + 2);
	run_script();
	vt_release(&pty.vt);
	if (pty.bytes)
		fclose(pty.bytes);
	return 0;
}
