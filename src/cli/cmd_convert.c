/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "verbs.h"

struct options {
	struct keymap_options open;
	const char *to, *output;
	bool force;
};

/* --to is a format's name, or that of a file, which tells the format. */
static const struct keymap_format *choose_format(struct options *opt, struct err *err)
{
	const char *path = opt->to ? opt->to : opt->output;
	const struct keymap_format *format = opt->to ? keymap_format_find(opt->to) : NULL;

	if (!path) {
		err_set(err, ERR_USAGE,
			"convert to what? --to gives a format or a file; see keyplane help formats");
		return NULL;
	}
	if (format)
		return format;
	format = keymap_format_of_name(path);
	if (!format)
		return find_keymap_format(path, err);
	if (opt->to && !opt->output)
		opt->output = opt->to;
	return format;
}

static bool deliver(const struct options *opt, const struct str *text, struct err *err)
{
	if (!opt->output || !strcmp(opt->output, "-"))
		return fwrite(str_text(text), 1, text->len, stdout) == text->len ||
		       err_set(err, ERR_IO, "cannot write to standard output");
	if (file_write(opt->output, str_text(text), text->len, opt->force ? FILE_REPLACE : FILE_CREATE, err))
		return true;
	if (err->code == ERR_EXISTS)
		err_set(err, ERR_EXISTS, "%s is there already; --force overwrites it", opt->output);
	return false;
}

static int convert(const struct project *project, const struct options *opt,
		   const struct keymap_format *format)
{
	const struct subject about = { project->path, project->source, project->map };
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	size_t unread = diagnostics_count(&project->diagnostics, SEVERITY_ERROR);
	bool ok;
	int status;

	diagnostics_print(stderr, &project->diagnostics, &about);
	ok = project_print_as(project, project->map, format, &text, &lost, &err);
	diagnostics_print(stderr, &lost, &about);
	ok = ok && deliver(opt, &text, &err);
	status = !ok ? cli_fail(&err)
		 : diagnostics_count(&lost, SEVERITY_WARNING) || diagnostics_count(&lost, SEVERITY_ERROR) ||
				 unread
			 ? EXIT_LOST
			 : EXIT_OK;
	diagnostics_release(&lost);
	str_release(&text);
	return status;
}

int cmd_convert(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--to", 't', OPTION_TEXT, &opt.to, "FORMAT|FILE",
		  "what to make of it; a file's name tells, too" },
		{ "--output", 'o', OPTION_TEXT, &opt.output, "FILE",
		  "write it there, not to standard output" },
		{ "--from", 'f', OPTION_TEXT, &opt.open.from, "FORMAT",
		  "what it is; else its name and text tell" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.open.keyboard, "KB",
		  "the keyboard that a keymap is for" },
		{ "--qmk", 0, OPTION_TEXT, &opt.open.qmk, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--force", 0, OPTION_FLAG, &opt.force, NULL, "overwrite a file that is there" },
	};
	const struct keymap_format *format;
	struct project *project;
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		err_set(&err, ERR_USAGE, "convert what? A keymap's file");
		return cli_fail(&err);
	}
	format = choose_format(&opt, &err);
	project = format ? open_keymap(what[0], &opt.open, &err) : NULL;
	if (!project)
		return cli_fail(&err);
	status = convert(project, &opt, format);
	project_free(project);
	return status;
}
