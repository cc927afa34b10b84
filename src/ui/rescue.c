/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "rescue.h"

/* Signals that end a process and that nobody else here catches; first those of a faulty instruction. */
static const int fatal[] = {
	SIGBUS,  SIGFPE, SIGILL,  SIGSEGV, SIGABRT, SIGALRM,   SIGPIPE, SIGPROF,
	SIGQUIT, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
};
enum { FAULTS = 4 };

/* What the handler reaches: set before `armed` is, and not changed while it is. */
static volatile sig_atomic_t armed;
static int terminal;
static char restore[RESCUE_MAX_BYTES];
static size_t restore_len;
static struct termios restore_modes;

static struct sigaction before[COUNT(fatal)];
/* A handler cannot run on a stack that has overflown. */
static char stack[65536];

/* Async-signal-safe. */
static void rescue(void)
{
	ssize_t n = 0;

	if (!armed)
		return;
	armed = 0;
	for (size_t at = 0; at < restore_len && n >= 0; at += (size_t)n)
		n = write(terminal, restore + at, restore_len - at);
	tcsetattr(terminal, TCSANOW, &restore_modes);
}

static void handle(int number, siginfo_t *info, void *context)
{
	size_t i = 0;

	(void)context;
	rescue();
	while (fatal[i] != number)
		i++;
	sigaction(number, &before[i], NULL);
	/* A fault comes again when its instruction is run again, and finds the action that was there before: a core
	 * then shows the fault, not this handler. */
	if (i >= FAULTS || info->si_code <= 0)
		raise(number);
}

static void catch_fatal(void)
{
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) }, present;

	if (!sigaltstack(NULL, &present) && present.ss_flags & SS_DISABLE)
		sigaltstack(&alternate, NULL);
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < COUNT(fatal); i++) {
		sigaction(fatal[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(fatal[i], &action, NULL);
	}
}

void rescue_arm(int fd, const char *bytes, size_t len, const struct termios *modes)
{
	static bool at_exit;

	assert(!armed);
	terminal = fd;
	restore_len = len < sizeof(restore) ? len : sizeof(restore);
	memcpy(restore, bytes, restore_len);
	restore_modes = *modes;
	if (!at_exit)
		at_exit = !atexit(rescue);
	armed = 1;
	catch_fatal();
}

void rescue_disarm(void)
{
	if (!armed)
		return;
	armed = 0;
	for (size_t i = 0; i < COUNT(fatal); i++)
		sigaction(fatal[i], &before[i], NULL);
}
