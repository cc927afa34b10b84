/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "diagnostics.h"
#include "project/lint.h"
#include "verbs.h"

struct options {
	const char *keymap, *qmk;
	bool json, strict;
};

struct run {
	const struct options *opt;
	struct report report;
	size_t keyboards, failed;
	struct str names; /* of those that failed */
};

enum { MAX_NAMES_BYTES = 300 };

static void count(struct run *run, const char *name, bool ok)
{
	run->keyboards++;
	if (ok && run->opt->json)
		report_result(&run->report, "passed", name);
	if (ok)
		return;
	report_result(&run->report, "failed", name);
	if (run->names.len < MAX_NAMES_BYTES)
		str_addf(&run->names, "%s%s", run->failed ? ", " : "", name);
	else if (strcmp(str_text(&run->names) + run->names.len - 3, "...") != 0)
		str_add(&run->names, ", ...");
	run->failed++;
}

static void report_failure(struct run *run, const char *name, const struct err *err)
{
	struct report_place place = REPORT_NOWHERE;

	place.file = name;
	report_diagnostic(&run->report, severity_name(SEVERITY_ERROR), "lint-keyboard", place, err->text);
}

static void lint_one(struct run *run, const struct located *keyboard, const char *name)
{
	struct diagnostics found = { 0 };
	struct str path = STR_INIT;
	struct err err = { 0 };
	bool ok = lint_keyboard(keyboard, run->opt->keymap, &found, &err);

	/* Files of a tree are called by their places in it. */
	if (keyboard->tree)
		str_addf(&path, "keyboards/%s%s%s", keyboard->id, keyboard->path ? "/" : "",
			 keyboard->path ? file_base(keyboard->path) : "");
	else
		str_add(&path, keyboard->path ? keyboard->path : keyboard->id);
	diagnostics_report(&run->report, &found, &(struct subject){ .path = str_text(&path) });
	/* What was said with its place already is enough. */
	if (!ok && !diagnostics_count(&found, SEVERITY_ERROR))
		report_failure(run, str_text(&path), &err);
	ok = ok && !found.dropped && !diagnostics_count(&found, SEVERITY_ERROR) &&
	     !(run->opt->strict && diagnostics_count(&found, SEVERITY_WARNING));
	count(run, name, ok);
	str_release(&path);
	diagnostics_release(&found);
}

static void lint_named(struct run *run, const char *what)
{
	struct located keyboard = { 0 };
	struct err err = { 0 };

	if (locate(what, run->opt->qmk, &keyboard, &err)) {
		lint_one(run, &keyboard, keyboard.id[0] ? keyboard.id : what);
	} else {
		report_failure(run, what, &err);
		count(run, what, false);
	}
	located_release(&keyboard);
}

static bool lint_all(struct run *run, struct err *err)
{
	struct tree *tree = tree_open(run->opt->qmk, err);
	struct names names = { 0 };
	bool ok = tree && (tree_home(tree) ||
			   err_set(err, ERR_NOT_FOUND,
				   "there is no QMK tree to check; name one with --qmk DIR or QMK_HOME"));

	if (ok)
		tree_list(tree, &names);
	for (size_t i = 0; i < names.count; i++) {
		struct located keyboard = { .id = names.name[i], .tree = tree };

		if (!strcmp(tree_source(tree, names.name[i]), "tree"))
			lint_one(run, &keyboard, names.name[i]);
	}
	names_release(&names);
	tree_close(tree);
	return ok;
}

static bool lint(struct run *run, const char **what, int n, struct err *err)
{
	bool ok = true;

	if (!n)
		return err_set(err, ERR_USAGE, "lint wants keyboards to check, or all");
	for (int i = 0; ok && i < n; i++) {
		if (!strcmp(what[i], "all"))
			ok = lint_all(run, err);
		else
			lint_named(run, what[i]);
	}
	if (ok && run->failed)
		return err_set(err, ERR_REFUSED, "%zu of %zu keyboard%s failed: %s", run->failed,
			       run->keyboards, run->keyboards == 1 ? "" : "s", str_text(&run->names));
	return ok;
}

int cmd_lint(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an object a line, and what came of it last" },
		{ "-km", 0, OPTION_TEXT, &opt.keymap, "KEYMAP", "as --keymap; so QMK calls it" },
		{ "--keymap", 'k', OPTION_TEXT, &opt.keymap, "KEYMAP",
		  "check this one, or all (those in the keyboard's own folders)" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--strict", 0, OPTION_FLAG, &opt.strict, NULL, "warnings fail, too" },
	};
	struct run run = { .opt = &opt, .report = { .out = stdout } };
	const char **what = mem_new((size_t)argc, sizeof(*what));
	struct err err = { 0 };
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, argc, &status);
	bool ok;

	if (n >= 0) {
		run.report.style = opt.json ? REPORT_JSON : REPORT_TEXT;
		ok = lint(&run, what, n, &err);
		report_end(&run.report, ok ? NULL : &err);
		status = ok ? EXIT_OK : cli_fail(&err);
	}
	str_release(&run.names);
	free(what);
	return status;
}
