/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/line_diff.h"
#include "base/mem.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "project/fmt.h"
#include "verbs.h"

enum { MAX_FILES = 4096 };

struct options {
	struct keymap_options keymap;
	bool check, diff;
};

static void print_diff(const char *path, const struct str *before, const struct str *after)
{
	struct str diff = STR_INIT;

	line_diff(before, after, &diff);
	printf("--- %s\n+++ %s\n%s", path, path, str_text(&diff));
	str_release(&diff);
}

/* What became of the text: written, or only told. */
static bool finish(const char *path, const struct str *before, const struct str *after,
		   const struct options *opt, struct err *err)
{
	if (before->len == after->len && !memcmp(str_text(before), str_text(after), after->len))
		return true;
	if (opt->diff)
		print_diff(path, before, after);
	if (opt->check && !opt->diff)
		printf("%s\n", path);
	if (opt->check || opt->diff)
		return !opt->check;
	return file_write(path, str_text(after), after->len, FILE_REPLACE, err);
}

/* False, with the reason or with none: it would change. */
static bool fmt(const char *path, const struct options *opt, struct err *err)
{
	struct project *project = open_keymap(path, &opt->keymap, err);
	struct str before = STR_INIT, after = STR_INIT;
	struct diagnostics notes = { 0 };
	bool ok = project && project_fmt(project, &after, &notes, err);

	if (ok) {
		const struct subject about = { project->path, project->source, project->map };

		diagnostics_print(stderr, &notes, &about);
		str_add_bytes(&before, project->source->text, project->source->len);
		ok = finish(project->path, &before, &after, opt, err);
	}
	diagnostics_release(&notes);
	str_release(&before);
	str_release(&after);
	project_free(project);
	return ok;
}

static int fmt_all(const char *const *path, int count, const struct options *opt)
{
	int status = EXIT_OK;

	for (int i = 0; i < count; i++) {
		struct err err = { 0 };

		if (fmt(path[i], opt, &err))
			continue;
		if (err.code)
			cli_fail(&err);
		status = EXIT_FAILED;
	}
	return status;
}

int cmd_fmt(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--check", 0, OPTION_FLAG, &opt.check, NULL,
		  "write nothing; name the files that would change, and fail when there are any" },
		{ "--diff", 0, OPTION_FLAG, &opt.diff, NULL, "write nothing; print what would change" },
		{ "--from", 'f', OPTION_TEXT, &opt.keymap.from, "FORMAT",
		  "what it is; else its name and text tell" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.keymap.keyboard, "KB",
		  "the keyboard that a keymap is for" },
		{ "--qmk", 0, OPTION_TEXT, &opt.keymap.qmk, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
	};
	const char **path = mem_new(MAX_FILES, sizeof(const char *));
	struct err err = { 0 };
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), path, MAX_FILES, &status);

	if (n == 0) {
		err_set(&err, ERR_USAGE, "bring what in line? Files of keymaps, keymap.c or .keymap");
		status = cli_fail(&err);
	} else if (n > 0) {
		status = opt.keymap.from && !find_keymap_format(opt.keymap.from, &err)
				 ? cli_fail(&err)
				 : fmt_all(path, n, &opt);
	}
	free(path);
	return status;
}
