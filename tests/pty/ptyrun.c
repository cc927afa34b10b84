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
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pty.h"

static size_t marked; /* bytes at the last `mark` */

static const struct {
	const char *name;
	int number;
} signals[] = {
	{ "ABRT", SIGABRT }, { "CONT", SIGCONT }, { "HUP", SIGHUP },   { "INT", SIGINT },
	{ "KILL", SIGKILL }, { "QUIT", SIGQUIT }, { "SEGV", SIGSEGV }, { "STOP", SIGSTOP },
	{ "TERM", SIGTERM }, { "TSTP", SIGTSTP }, { "USR1", SIGUSR1 }, { "WINCH", SIGWINCH },
};

static void wait_for(bool (*done)(const char *), const char *arg, const char *what)
{
	int64_t end = pty_now_ms() + DEADLINE_MS;

	while (!done(arg)) {
		if (pty.ended)
			pty_fail("the program ended (status %x) before %s%s", (unsigned)pty.status, what,
				 arg);
		if (pty_now_ms() > end)
			pty_fail("waited in vain for %s%s", what, arg);
		pty_pump(100);
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
				pty_fail("there is no escape '%s'", text);
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
	pty_send(bytes, unescape(arg, bytes));
	free(bytes);
}

static void run_paste(const char *arg)
{
	if (pty.vt.paste_mode)
		pty_send("\x1b[200~", 6);
	run_send(arg);
	if (pty.vt.paste_mode)
		pty_send("\x1b[201~", 6);
}

static void run_resize(const char *arg)
{
	int cols, rows;

	if (sscanf(arg, "%dx%d", &cols, &rows) != 2)
		pty_fail("the size is not COLSxROWS");
	/* What was drawn for the old size is drawn on the old screen. */
	while (pty_pump(0))
		;
	vt_resize(&pty.vt, rows, cols);
	pty_set_size(pty.master, cols, rows);
}

static int signal_number(const char *name)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		if (!strcmp(signals[i].name, name))
			return signals[i].number;
	pty_fail("there is no signal %s", name);
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
		pty_fail("the screen does not show '%s'", arg);
}

static void run_expect_not(const char *arg)
{
	if (shows(arg))
		pty_fail("the screen shows '%s'", arg);
}

static void run_expect_mode(const char *arg)
{
	if (!strcmp(arg, "alternate") ? pty.vt.alternate
	    : !strcmp(arg, "paste")   ? pty.vt.paste_mode
	    : !strcmp(arg, "hidden")  ? pty.vt.cursor_hidden
	    : !strcmp(arg, "shown")   ? !pty.vt.cursor_hidden
				      : false)
		return;
	pty_fail("the terminal is not in mode %s", arg);
}

static void run_mark(const char *arg)
{
	(void)arg;
	pty_settle();
	marked = pty.vt.bytes;
}

static void run_at_most(const char *arg)
{
	size_t most = strtoul(arg, NULL, 10);

	pty_settle();
	if (pty.vt.bytes - marked > most)
		pty_fail("%zu bytes were sent, not at most %zu", pty.vt.bytes - marked, most);
	if (pty.vt.bytes == marked)
		pty_fail("nothing was sent");
	printf("# %zu bytes\n", pty.vt.bytes - marked);
}

static void run_idle(const char *arg)
{
	int64_t end;
	long before, after;

	pty_settle();
	pty_sleeps(&before);
	end = pty_now_ms() + strtol(arg, NULL, 10);
	while (pty_now_ms() < end)
		if (pty_pump((int)(end - pty_now_ms())))
			pty_fail("the program wrote, or ended, while it had nothing to do");
	if (!pty_sleeps(&after) || before != after)
		pty_fail("the program woke up %ld times while it had nothing to do", after - before);
}

static void run_stopped(const char *arg)
{
	wait_for(has_stopped, arg, "it stops");
	pty_check_restored();
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

	pty_settle();
	if (!out)
		pty_fail("cannot write %s: %s", arg, strerror(errno));
	vt_print(&pty.vt, out);
	fclose(out);
}

static void await_end(void)
{
	int64_t end = pty_now_ms() + DEADLINE_MS;

	while (!pty.ended) {
		if (pty_now_ms() > end)
			pty_fail("the program does not end");
		pty_pump(100);
	}
	/* Nothing can restore a terminal after SIGKILL. */
	if (pty.master >= 0 && !(WIFSIGNALED(pty.status) && WTERMSIG(pty.status) == SIGKILL))
		pty_check_restored();
}

static void run_exit(const char *arg)
{
	await_end();
	if (!WIFEXITED(pty.status) || WEXITSTATUS(pty.status) != atoi(arg))
		pty_fail("the program ended with %s %d, not status %s",
			 WIFEXITED(pty.status) ? "status" : "signal",
			 WIFEXITED(pty.status) ? WEXITSTATUS(pty.status) : WTERMSIG(pty.status), arg);
}

static void run_killed(const char *arg)
{
	await_end();
	if (!WIFSIGNALED(pty.status) || WTERMSIG(pty.status) != signal_number(arg))
		pty_fail("the program was not killed by %s: wait status %x", arg, (unsigned)pty.status);
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
	pty_fail("there is no command '%s'", text);
}

static void run_script(void)
{
	FILE *in = fopen(pty.script, "r");
	char *text = NULL;
	size_t size = 0;
	ssize_t len;

	if (!in)
		pty_fail("cannot read the script: %s", strerror(errno));
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
		pty_fail("the script ends before the program");
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
	pty_start(cols, rows, argv + i + 2);
	run_script();
	vt_release(&pty.vt);
	if (pty.bytes)
		fclose(pty.bytes);
	return 0;
}
