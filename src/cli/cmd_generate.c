/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "diagnostics.h"
#include "project/generate.h"
#include "project/write_files.h"
#include "verbs.h"

struct options {
	const char *output, *qmk;
	bool force;
};

static const struct generator *find_generator(const char *name, struct err *err)
{
	const struct generator *generator = generator_find(name);
	struct str known = STR_INIT;

	if (generator)
		return generator;
	for (size_t i = 0; i < generator_count(); i++)
		str_addf(&known, "%s%s", i ? ", " : "", generator_at(i)->name);
	err_set(err, ERR_USAGE, "there is nothing called '%s' to generate; known: %s", name,
		str_text(&known));
	str_release(&known);
	return NULL;
}

static bool deliver(const struct options *opt, const struct generator *generator, const struct str *text,
		    struct err *err)
{
	struct str marked = STR_INIT;
	bool ok;

	if (!opt->output) {
		fwrite(str_text(text), 1, text->len, stdout);
		return true;
	}
	str_add(&marked, generator->marker);
	str_add(&marked, str_text(text));
	ok = write_file(opt->output, &marked, opt->force, err);
	str_release(&marked);
	return ok;
}

static bool generate(const struct options *opt, const struct generator *generator, const char *what,
		     struct err *err)
{
	static const struct subject nothing;
	struct diagnostics diagnostics = { 0 };
	struct str text = STR_INIT;
	bool ok = project_generate(generator, what, opt->qmk, &text, &diagnostics, err);
	size_t errors = diagnostics_count(&diagnostics, SEVERITY_ERROR);

	diagnostics_print(stderr, &diagnostics, &nothing);
	ok = ok && deliver(opt, generator, &text, err);
	if (ok && errors)
		ok = err_set(err, ERR_REFUSED, "%zu %s in the data of %s: this is what QMK makes of the rest",
			     errors, errors == 1 ? "error" : "errors", what);
	str_release(&text);
	diagnostics_release(&diagnostics);
	return ok;
}

static void list(void)
{
	for (size_t i = 0; i < generator_count(); i++) {
		const struct generator *generator = generator_at(i);

		printf("  %-12s %-20s %s\n", generator->name, generator->file, generator->help);
	}
}

int cmd_generate(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--output", 'o', OPTION_TEXT, &opt.output, "FILE", "write it there, not here" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--force", 'f', OPTION_FLAG, &opt.force, NULL,
		  "overwrite a file that keyplane did not make" },
	};
	const struct generator *generator;
	struct err err = { 0 };
	const char *what[2];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 2, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		list();
		return EXIT_OK;
	}
	if (n == 1) {
		err_set(&err, ERR_USAGE, "generate %s of what? The name of a keyboard, or a keymap.json",
			what[0]);
		return cli_fail(&err);
	}
	generator = find_generator(what[0], &err);
	if (!generator || !generate(&opt, generator, what[1], &err))
		return cli_fail(&err);
	return EXIT_OK;
}
