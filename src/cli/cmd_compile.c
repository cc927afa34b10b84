/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "compile/target.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "project/bundle.h"
#include "project/compile.h"
#include "project/write_files.h"
#include "verbs.h"

struct options {
	const char *target, *dir, *keyboard, *keymap, *layout, *qmk, *revision;
	struct option_list waive;
	bool bundle, json, check, force;
};

static void add_files(cJSON *array, const struct fileset *files)
{
	for (size_t i = 0; i < files->count; i++) {
		cJSON *file = cJSON_CreateObject();

		cJSON_AddStringToObject(file, "path", files->file[i].path);
		cJSON_AddNumberToObject(file, "bytes", (double)files->file[i].data.len);
		cJSON_AddItemToArray(array, file);
	}
}

/* @kept NULL: nothing is a person's own here. */
static void print_json(const struct diagnostics *diagnostics, const struct fileset *files,
		       const struct names *kept, const struct subject *about)
{
	cJSON *root = cJSON_CreateObject(), *array;
	char *text;

	add_files(cJSON_AddArrayToObject(root, "files"), files);
	array = kept ? cJSON_AddArrayToObject(root, "kept") : NULL;
	for (size_t i = 0; kept && i < kept->count; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(kept->name[i]));
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

	waive_losses(&opt->waive, &project->diagnostics);
	if (!opt->json)
		diagnostics_print(stderr, &project->diagnostics, &about);
	ok = ok && deliver(opt, target, &files, err);
	if (!ok)
		fileset_release(&files); /* what was not delivered is not listed */
	if (opt->json)
		print_json(&project->diagnostics, &files, NULL, &about);
	fileset_release(&files);
	return ok;
}

/* All files of a repository, sorted by their paths. */
static void merge(const struct bundle *bundle, struct fileset *out)
{
	const struct fileset *both[] = { &bundle->made, &bundle->around };

	for (size_t i = 0; i < COUNT(both); i++)
		for (size_t k = 0; k < both[i]->count; k++)
			str_add_bytes(fileset_add(out, both[i]->file[k].path),
				      str_text(&both[i]->file[k].data), both[i]->file[k].data.len);
}

static bool deliver_bundle(const struct options *opt, const struct bundle *bundle,
			   const struct fileset *files, struct names *kept, struct err *err)
{
	if (opt->check || !opt->dir)
		return true;
	if (!write_bundle(opt->dir, bundle, opt->force, kept, err))
		return false;
	names_sort(kept);
	for (size_t i = 0, k = 0; !opt->json && i < files->count; i++) {
		const char *path = files->file[i].path;

		if (k < kept->count && !strcmp(kept->name[k], path))
			k++;
		else
			printf("%s/%s\n", opt->dir, path);
	}
	for (size_t i = 0; !opt->json && i < kept->count; i++)
		fprintf(stderr, "keyplane: %s/%s is not of keyplane's making and stays as it is\n", opt->dir,
			kept->name[i]);
	return true;
}

static bool bundle(struct project *project, const struct options *opt, const struct target *target,
		   struct err *err)
{
	const struct subject about = { project->path, project->path ? project->source : NULL, project->map };
	struct fileset files = { 0 };
	struct names kept = { 0 };
	struct bundle made;
	bool ok =
		project_bundle(project, project->map, target, opt->keymap, &made, &project->diagnostics, err);

	merge(&made, &files);
	waive_losses(&opt->waive, &project->diagnostics);
	if (!opt->json)
		diagnostics_print(stderr, &project->diagnostics, &about);
	ok = ok && deliver_bundle(opt, &made, &files, &kept, err);
	if (!ok)
		fileset_release(&files);
	if (opt->json)
		print_json(&project->diagnostics, &files, &kept, &about);
	names_release(&kept);
	fileset_release(&files);
	bundle_release(&made);
	return ok;
}

static bool run(struct project *project, const struct options *opt, const struct target *target,
		struct err *err)
{
	return opt->bundle ? bundle(project, opt, target, err) : compile(project, opt, target, err);
}

int cmd_compile(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { .target = "qmk" };
	const struct option_row rows[] = {
		{ "--target", 't', OPTION_TEXT, &opt.target, "NAME",
		  "qmk (the default), qmk-json, zmk, ...; see keyplane targets" },
		{ "--output", 'o', OPTION_TEXT, &opt.dir, "DIR", "write the files there, not keymap.c here" },
		{ "--bundle", 0, OPTION_FLAG, &opt.bundle, NULL,
		  "a whole repository that builds the firmware, into DIR" },
		{ "--keyboard", 0, OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--keymap", 'k', OPTION_TEXT, &opt.keymap, "NAME", "name of the keymap" },
		{ "--layout", 'l', OPTION_TEXT, &opt.layout, "NAME",
		  "layout of a keyboard that has several" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--revision", 0, OPTION_TEXT, &opt.revision, "REV",
		  "version of the firmware: v0.3 (the default) or main for zmk" },
		{ "--waive", 0, OPTION_LIST, &opt.waive, "ID", "accept this loss; may be there again" },
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
	if (opt.bundle && !opt.dir && !opt.json && !opt.check) {
		err_set(&err, ERR_USAGE, "where is the repository to be? Name its folder with -o DIR");
		return cli_fail(&err);
	}
	target = target_named(opt.target, &err);
	if (!target || !check_revision(opt.revision, target, &err))
		return cli_fail(&err);
	open = (struct project_options){
		.qmk_home = opt.qmk, .layout = opt.layout, .keyboard = opt.keyboard, .revision = opt.revision
	};
	project = project_open(what[0], &open, &err);
	if (!project)
		return cli_fail(&err);
	status = run(project, &opt, target, &err) ? EXIT_OK : cli_fail(&err);
	project_free(project);
	return status;
}
