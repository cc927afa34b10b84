/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
	const struct verb *verb = NULL;
	struct err err = { 0 };

	setlocale(LC_CTYPE, "");
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		verb = verb_find("help");
	else if (!strcmp(argv[1], "--version"))
		verb = verb_find("version");
	else
		verb = verb_find(argv[1]);
	if (!verb) {
		err_set(&err, ERR_USAGE, "there is no verb '%s'; see keyplane help", argv[1]);
		return cli_fail(&err);
	}
	return verb->run(verb, argc > 1 ? argc - 1 : 1, argc > 1 ? argv + 1 : argv);
}
