/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

#include "base/report.h"
#include "project/locate.h"
#include "verbs.h"

struct options {
	const char *keymaps, *qmk;
	bool json;
};

/* Whether @name holds the letters of @pattern in their order, and in any case. */
static bool holds_letters(const char *pattern, const char *name)
{
	for (; *pattern && *name; name++)
		pattern += tolower((unsigned char)*pattern) == tolower((unsigned char)*name);
	return !*pattern;
}

static bool holds_text(const char *pattern, const char *name)
{
	return strcasestr(name, pattern);
}

/* Stars cross slashes: "planck*" is all of planck. */
static bool fits_glob(const char *pattern, const char *name)
{
	return !fnmatch(pattern, name, 0);
}

typedef bool match_fn(const char *pattern, const char *name);

static size_t count_matches(match_fn *match, const char *pattern, const struct names *names)
{
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++)
		count += match(pattern, names->name[i]);
	return count;
}

/* How @pattern is meant: a glob; a text that names hold; letters of theirs in order when none does. NULL: no name
 * matches. */
static match_fn *choose_match(const char *pattern, const struct names *names)
{
	match_fn *way[] = { holds_text, holds_letters };

	if (strpbrk(pattern, "*?["))
		return count_matches(fits_glob, pattern, names) ? fits_glob : NULL;
	for (size_t i = 0; i < COUNT(way); i++)
		if (count_matches(way[i], pattern, names))
			return way[i];
	return NULL;
}

static void print_matches(const struct names *names, match_fn *match, const char *pattern, struct tree *tree,
			  const struct options *opt)
{
	struct report report = { .style = opt->json ? REPORT_JSON : REPORT_TEXT, .out = stdout };

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->name[i];

		if (match && !match(pattern, name))
			continue;
		if (opt->keymaps)
			report_name(&report, "keymap", name, NULL);
		else
			report_name(&report, "keyboard", name, tree_source(tree, name));
	}
}

static bool list_keymaps(const struct options *opt, struct names *names, struct err *err)
{
	struct located located;

	if (!locate(opt->keymaps, opt->qmk, &located, err))
		return false;
	located_keymaps(&located, names);
	located_release(&located);
	return true;
}

static void tell_tree(const struct tree *tree)
{
	struct str shown = STR_INIT;

	if (tree_home(tree)) {
		str_add_escaped(&shown, tree_home(tree));
		fprintf(stderr, "keyplane: QMK tree %s (%s)\n", str_text(&shown), tree_found_by(tree));
	} else {
		fputs("keyplane: no QMK tree; built-in boards and those that were fetched. Name a tree with "
		      "--qmk DIR or QMK_HOME\n",
		      stderr);
	}
	str_release(&shown);
}

static bool list(const char *pattern, const struct options *opt, struct err *err)
{
	struct tree *tree = tree_open(opt->qmk, err);
	struct names names = { 0 };
	match_fn *match = NULL;
	bool ok = true;

	if (!tree)
		return false;
	tell_tree(tree);
	if (opt->keymaps)
		ok = list_keymaps(opt, &names, err);
	else
		tree_list(tree, &names);
	if (ok && pattern) {
		match = choose_match(pattern, &names);
		ok = match || err_set(err, ERR_NOT_FOUND, "no %s fits '%s'",
				      opt->keymaps ? "keymap" : "keyboard", pattern);
	}
	if (ok)
		print_matches(&names, match, pattern, tree, opt);
	names_release(&names);
	tree_close(tree);
	return ok;
}

int cmd_list(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an object a line, and what came of it last" },
		{ "--keymaps", 0, OPTION_TEXT, &opt.keymaps, "KEYBOARD",
		  "list the keymaps of this keyboard" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
	};
	struct report report = { .style = REPORT_JSON, .out = stdout };
	struct err err = { 0 };
	const char *pattern[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), pattern, 1, &status);
	bool ok;

	if (n < 0)
		return status;
	ok = list(n ? pattern[0] : NULL, &opt, &err);
	if (opt.json)
		report_end(&report, ok ? NULL : &err);
	return ok ? EXIT_OK : cli_fail(&err);
}
