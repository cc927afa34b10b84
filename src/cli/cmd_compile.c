/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "compile/target.h"
#include "diagnostics.h"
#include "project/compile.h"
#include "project/write_files.h"
#include "verbs.h"

struct options {
	const char *target, *dir, *keyboard, *keymap, *layout, *qmk;
	bool json, check, force;
};

static void print_json(const struct diagnostics *diagnostics, const struct fileset *files,
		       const struct subject *about)
{
	cJSON *root = cJSON_CreateObject(), *array = cJSON_AddArrayToObject(root, "files");
	char *text;

	for (size_t i = 0; i < files->count; i++) {
		cJSON *file = cJSON_CreateObject();

		cJSON_AddStringToObject(file, "path", files->file[i].path);
		cJSON_AddNumberToObject(file, "bytes", (double)files->file[i].data.len);
		cJSON_AddItemToArray(array, file);
	}
	cJSON_AddItemToObject(root, "diagnostics", diagnostics_json(diagnostics, about));
	text = cJSON_Print(root);
	puts(text);
	cJSON_free(text);
	cJSON_Delete(root);
}

/* Without a folder to write to: the file that one reads, and on standard error what else there is. */
static void print_files(const struct target *target, const struct fileset *files)
{
	const struct file_entry *main_file = target_main_file(target, files);

	if (main_file)
		fwrite(str_text(&main_file->data), 1, main_file->data.len, stdout);
	for (size_t i = 0; i < files->count; i++)
		if (&files->file[i] != main_file)
			fprintf(stderr, "keyplane: there is a %s too; -o DIR writes all files\n",
				files->file[i].path);
}

static bool deliver(const struct options *opt, const struct target *target, const struct fileset *files,
		    struct err *err)
{
	if (opt->check)
		return true;
	if (opt->dir) {
		if (!write_files(opt->dir, target, files, opt->force, err))
			return false;
		for (size_t i = 0; !opt->json && i < files->count; i++)
			printf("%s/%s\n", opt->dir, files->file[i].path);
	} else if (!opt->json) {
		print_files(target, files);
	}
	return true;
}

static bool compile(struct project *project, const struct options *opt, const struct target *target,
		    struct err *err)
{
	const struct subject about = { project->path, project->path ? project->source : NULL, project->map };
	struct fileset files = { 0 };
	bool ok = project_compile(project, project->map, target, opt->keymap, &files, &project->diagnostics,
				  err);

	if (!opt->json)
		diagnostics_print(stderr, &project->diagnostics, &about);
	ok = ok && deliver(opt, target, &files, err);
	if (!ok)
		fileset_release(&files); /* what was not delivered is not listed */
	if (opt->json)
		print_json(&project->diagnostics, &files, &about);
	fileset_release(&files);
	return ok;
}

int cmd_compile(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .target = "qmk" };
	const struct option_row rows[] = {
		{ "--target", 't', OPTION_TEXT, &opt.target, "NAME", "qmk (the default) or qmk-json" },
		{ "--output", 'o', OPTION_TEXT, &opt.dir, "DIR", "write the files there, not keymap.c here" },
		{ "--keyboard", 0, OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--keymap", 'k', OPTION_TEXT, &opt.keymap, "NAME", "name of the keymap" },
		{ "--layout", 'l', OPTION_TEXT, &opt.layout, "NAME",
		  "layout of a keyboard that has several" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--check", 0, OPTION_FLAG, &opt.check, NULL, "only look for mistakes" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "print files and diagnostics as JSON" },
		{ "--force", 'f', OPTION_FLAG, &opt.force, NULL,
		  "overwrite files that keyplane did not make" },
	};
	const struct target *target;
	struct project_options open;
	struct project *project;
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);

	if (n < 0)
		return status;
	if (n == 0) {
		err_set(&err, ERR_USAGE, "compile what? A keymap, a keyboard.json or the name of a keyboard");
		return cli_fail(&err);
	}
	target = target_named(opt.target, &err);
	if (!target)
		return cli_fail(&err);
	open = (struct project_options){ .qmk_home = opt.qmk,
					 .layout = opt.layout,
					 .keyboard = opt.keyboard };
	project = project_open(what[0], &open, &err);
	if (!project)
		return cli_fail(&err);
	status = compile(project, &opt, target, &err) ? EXIT_OK : cli_fail(&err);
	project_free(project);
	return status;
}
