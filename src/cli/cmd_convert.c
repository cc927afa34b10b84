/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compile/target.h"
#include "deliver.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "loss_report.h"
#include "print_json.h"
#include "verbs.h"

enum { PLACES_SHOWN = 6 }; /* of one row of the report, on a terminal */

struct options {
	struct keymap_options open;
	const char *to, *output, *report;
	struct option_list waive;
	bool force, json;
};

/* What it becomes: a format, and the firmware that was named, if one was. */
struct destination {
	const struct keymap_format *format;
	const struct target *firmware;
};

/* Firmwares whose keymaps are in a format of another name: that of a program that reads them. */
static const struct {
	const char *firmware, *format;
} formats_of[] = { { "keychron", "via" }, { "via", "via" }, { "vial", "vial" } };

/* The format of a firmware's keymaps; a keymap.json where the output's name wants that. */
static const struct keymap_format *format_of(const struct target *firmware, const char *output)
{
	const struct keymap_format *json = keymap_format_find("keymap.json");

	for (size_t i = 0; i < COUNT(formats_of); i++)
		if (!strcmp(formats_of[i].firmware, firmware->name))
			return keymap_format_find(formats_of[i].format);
	if (!strcmp(firmware->name, "qmk") && output && keymap_format_of_name(output) == json)
		return json;
	return firmware->format ? keymap_format_find(firmware->format) : NULL;
}

/* --to is a firmware's name, a format's, or that of a file, which tells the format. */
static bool choose(struct options *opt, struct destination *to, struct err *err)
{
	const char *path = opt->to ? opt->to : opt->output;

	if (!path)
		return err_set(err, ERR_USAGE,
			       "convert to what? --to gives a firmware, a format or a file; see keyplane "
			       "help formats");
	to->firmware = opt->to ? target_find(opt->to) : NULL;
	to->format = to->firmware ? format_of(to->firmware, opt->output) : NULL;
	if (!to->format) {
		to->firmware = NULL;
		to->format = opt->to ? keymap_format_find(opt->to) : NULL;
	}
	if (to->format)
		return true;
	to->format = keymap_format_of_name(path);
	if (!to->format)
		return find_keymap_format(path, err) != NULL;
	if (opt->to && !opt->output)
		opt->output = opt->to;
	return true;
}

/* What it says of the conversion: as JSON, as a report for people, or as diagnostics. */
static bool tell(const struct project *project, const struct options *opt, const struct destination *to,
		 const struct diagnostics *lost, struct err *err)
{
	const struct subject about = { project->path, project->source, project->map };
	const char *name = to->firmware ? to->firmware->name : to->format->name;
	const char *from = project->path ? project->path : project->keymap_name;
	struct loss_report report;
	struct str text = STR_INIT;
	bool ok = true;

	loss_report_make(lost, project->map, &report);
	if (opt->report) {
		loss_report_print(&report, lost, project->map, from, name, 0, &text);
		ok = deliver(opt->report, opt->force, &text, err);
		str_clear(&text);
	}
	if (opt->json) {
		cJSON *json = loss_report_json(&report, name);

		cJSON_AddItemToObject(json, "diagnostics", diagnostics_json(lost, &about));
		print_json(json);
	} else if (to->firmware && lost->count) {
		loss_report_print(&report, lost, project->map, from, name, PLACES_SHOWN, &text);
		fputs(str_text(&text), stderr);
	} else {
		diagnostics_print(stderr, lost, &about);
	}
	str_release(&text);
	loss_report_release(&report);
	return ok;
}

static int convert(const struct project *project, const struct options *opt, const struct destination *to)
{
	const struct subject about = { project->path, project->source, project->map };
	struct diagnostics lost = { 0 };
	struct str text = STR_INIT;
	struct err err = { 0 };
	size_t unread = diagnostics_count(&project->diagnostics, SEVERITY_ERROR);
	bool ok;
	int status;

	diagnostics_print(stderr, &project->diagnostics, &about);
	ok = project_print_as(project, project->map, to->firmware, to->format, &text, &lost, &err);
	waive_losses(&opt->waive, &lost);
	if (ok)
		ok = tell(project, opt, to, &lost, &err) && deliver(opt->output, opt->force, &text, &err);
	else
		diagnostics_print(stderr, &lost, &about);
	status = !ok ? cli_fail(&err)
		 : diagnostics_count(&lost, SEVERITY_WARNING) || diagnostics_count(&lost, SEVERITY_ERROR) ||
				 unread
			 ? EXIT_LOST
			 : EXIT_OK;
	diagnostics_release(&lost);
	str_release(&text);
	return status;
}

static int open_and_convert(const char *what, struct options *opt)
{
	struct destination to = { 0 };
	struct project *project;
	struct err err = { 0 };
	int status;

	if (!choose(opt, &to, &err) || !check_revision(opt->open.revision, to.firmware, &err))
		return cli_fail(&err);
	if (opt->json && is_standard_output(opt->output)) {
		err_set(&err, ERR_USAGE,
			"--json goes to standard output: give a file for the keymap with -o");
		return cli_fail(&err);
	}
	project = open_keymap(what, &opt->open, &err);
	if (!project)
		return cli_fail(&err);
	status = convert(project, opt, &to);
	project_free(project);
	return status;
}

int cmd_convert(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--to", 't', OPTION_TEXT, &opt.to, "WHAT",
		  "a firmware (zmk, qmk, via, vial, keychron), a format, or a file whose name tells it" },
		{ "--output", 'o', OPTION_TEXT, &opt.output, "FILE",
		  "write it there, not to standard output" },
		{ "--report", 0, OPTION_TEXT, &opt.report, "FILE", "write what changes its meaning there" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "print what changes its meaning as JSON" },
		{ "--waive", 0, OPTION_LIST, &opt.waive, "ID", "accept this loss; may be there again" },
		{ "--revision", 0, OPTION_TEXT, &opt.open.revision, "REV",
		  "version of the firmware: v0.3 (the default) or main for zmk" },
		{ "--from", 'f', OPTION_TEXT, &opt.open.from, "FORMAT",
		  "what it is; else its name and text tell" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.open.keyboard, "KB",
		  "the keyboard that a keymap is for" },
		{ "--qmk", 0, OPTION_TEXT, &opt.open.qmk, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--force", 0, OPTION_FLAG, &opt.force, NULL, "overwrite a file that is there" },
	};
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		err_set(&err, ERR_USAGE, "convert what? A keymap's file");
		return cli_fail(&err);
	}
	return open_and_convert(what[0], &opt);
}
