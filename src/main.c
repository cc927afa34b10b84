/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static int run_verb(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";
	const struct verb *verb;

	if (!strcmp(first, "--help") || !strcmp(first, "-h"))
		first = "help";
	else if (!strcmp(first, "--version"))
		first = "version";
	verb = verb_find(first);
	if (verb)
		return verb->run(verb, argc - 1, argv + 1);
	/* Anything else is what to edit, or an option of the editor. */
	verb = verb_find("edit");
	return verb->run(verb, argc, argv);
}

/*
 * What was printed may still be lost: on a full disk, for one. A reader that leaves is no error; it has ended us by
 * SIGPIPE already, except in a verb that must not be stopped by that.
 */
static int finish_output(int status)
{
	struct err err = { 0 };
	struct stat st;

	if (!fstat(STDOUT_FILENO, &st) && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		return status;
	errno = 0;
	/* A closed descriptor is no error for who prints nothing: fflush() tells whether there was something. */
	if (!fflush(stdout) && !ferror(stdout) && (!fclose(stdout) || errno == EBADF))
		return status;
	/* When an earlier write failed nobody knows any more why. */
	if (errno)
		err_errno(&err, errno, "cannot write the output");
	else
		err_set(&err, ERR_IO, "cannot write the output: is the disk full?");
	cli_fail(&err);
	return status == EXIT_OK ? EXIT_FAILED : status;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	return finish_output(run_verb(argc, argv));
}
