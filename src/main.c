/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";
	const struct verb *verb;

	setlocale(LC_CTYPE, "");
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
