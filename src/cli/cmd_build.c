/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/report.h"
#include "build/artefact.h"
#include "build/plan.h"
#include "build/run.h"
#include "build/toolchain.h"
#include "compile/target.h"
#include "diagnostics.h"
#include "flash/image.h"
#include "project/compile.h"
#include "project/live_project.h"
#include "project/own_text.h"
#include "project/tree.h"
#include "project/write_files.h"
#include "stop.h"
#include "verbs.h"

/* What the keymap is called where the user did not name it: "default" is the tree's own in nearly every keyboard. */
#define OWN_NAME "keyplane"

struct options {
	const char *qmk, *keyboard, *keymap, *layout, *output;
	bool force, json;
};

/* All that a build gathers on its way; released in one place. */
struct work {
	const struct options *opt;
	struct report report;
	struct project *project;
	char *tree, *userspace; /* NULL: no such */
	const char *keymap;     /* borrowed */
	char *own_name; /* of the keymap in the tree or the userspace that is built where it is; NULL: none */
	const struct target *target;
	struct fileset files;
	struct toolchain_programs programs;
	struct build_plan plan;
};

static bool compile(struct work *w, struct err *err)
{
	struct project *project = w->project;
	const struct subject about = { project->path, project->path ? project->source : NULL, project->map };
	bool ok = project_compile(project, project->map, w->target, w->keymap, &w->files,
				  &project->diagnostics, err);

	diagnostics_report(&w->report, &project->diagnostics, &about);
	if (!ok || !own_text_is(project, w->target))
		return ok;
	fileset_release(&w->files);
	return own_text_link(project, &w->files, err);
}

/* A keymap.c that QMK itself finds needs no sources of ours. */
static void find_own_place(struct work *w, struct tree *tree)
{
	const char *path = w->project->source_path, *home = tree_home(tree);
	char *own = own_text_is(w->project, w->target) ? realpath(path, NULL) : NULL, *folder, *found, *real;

	if (!own)
		return;
	folder = mem_copy_text(own);
	folder[file_base(own) - own - 1] = '\0';
	found = tree_find_keymap_folder(tree, w->project->keyboard->id, file_base(folder));
	real = found ? file_join(home, found) : NULL;
	if (real && file_is_same(real, folder)) {
		w->own_name = mem_copy_text(file_base(folder));
		w->keymap = w->own_name;
		if (found[0] == '/')
			w->userspace = mem_copy_text(tree_userspace(tree));
	}
	free(real);
	free(found);
	free(folder);
	free(own);
}

/* The place of the tree, whole: make is run in it. */
static bool find_tree(struct work *w, struct err *err)
{
	struct tree *tree = tree_open(w->opt->qmk, err);
	const char *home = tree ? tree_home(tree) : NULL;

	if (home)
		w->tree = realpath(home, NULL);
	if (tree && !w->tree)
		err_set(err, ERR_NOT_FOUND,
			"no QMK tree to build in: name one with --qmk DIR or QMK_HOME, or get one with: git "
			"clone --depth 1 --recurse-submodules https://github.com/qmk/qmk_firmware");
	if (w->tree)
		find_own_place(w, tree);
	tree_close(tree);
	return w->tree;
}

static bool find_tools(struct work *w, struct err *err)
{
	const struct toolchain *chain = toolchain_find(w->project->keyboard->processor);
	const char *path = getenv("PATH");
	struct diagnostics said = { 0 };
	bool ok;

	if (!find_tree(w, err))
		return false;
	ok = toolchain_check(w->tree, chain, path ? path : "", &w->programs, &said);
	diagnostics_report(&w->report, &said, &(struct subject){ .path = NULL });
	for (size_t i = 0; !ok && i < said.count; i++)
		if (diagnostic_severity(&said.item[i]) == SEVERITY_ERROR) {
			err_set(err, ERR_NOT_FOUND, "cannot build: %s", said.item[i].text);
			break;
		}
	diagnostics_release(&said);
	return ok;
}

static bool make_plan(struct work *w, struct err *err)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	const struct build_request request = {
		.tree = w->tree,
		.keyboard = w->project->keyboard->id,
		.keymap = w->keymap,
		.userspace = w->userspace,
		.qmk = w->programs.qmk,
		.make = w->programs.make,
		.processor = w->project->keyboard->processor,
		.jobs = cores > 0 && cores < INT_MAX ? (int)cores : 1,
	};

	return build_plan_init(&w->plan, &request, err) && build_plan_check_keyboard(&w->plan, err);
}

/* Before a minute of compiling, not after it. */
static bool check_output(const struct work *w, struct err *err)
{
	const char *output = w->opt->output;

	if (output && file_is_dir(output))
		return err_set(err, ERR_USAGE, "-o %s is a folder: name the file to write", output);
	if (output && !w->opt->force && !access(output, F_OK))
		return err_set(err, ERR_EXISTS, "%s is there already; --force replaces it", output);
	return true;
}

/* So that flashing the image tells what the keyboard has from then on; a home without room is no reason to fail. */
static void remember(struct work *w, const char *image)
{
	struct str bytes = STR_INIT;
	struct err err;

	if (!file_read(image, IMAGE_MAX_FILE_BYTES, &bytes, &err) ||
	    !flashed_built(w->project, w->project->map, str_text(&bytes), bytes.len, &err))
		report_log(&w->report, err.text);
	str_release(&bytes);
}

static bool deliver(struct work *w, const struct build_outcome *outcome, struct err *err)
{
	const char *image = w->opt->output ? w->opt->output : outcome->image;
	char size[96];

	if (w->opt->output && !artefact_copy(outcome->image, w->opt->output, w->opt->force, err))
		return false;
	if (outcome->room_bytes)
		snprintf(size, sizeof(size), "%llu of %llu bytes (%llu %%)",
			 (unsigned long long)outcome->size_bytes, (unsigned long long)outcome->room_bytes,
			 (unsigned long long)(outcome->size_bytes * 100 / outcome->room_bytes));
	else
		snprintf(size, sizeof(size), "%llu bytes", (unsigned long long)outcome->size_bytes);
	if (outcome->size_bytes)
		report_result(&w->report, "size", size);
	report_result(&w->report, "image", image);
	remember(w, image);
	return true;
}

static bool put_sources(const struct work *w, struct err *err)
{
	if (w->own_name || write_files(w->plan.keymap_dir, w->target, &w->files, false, err))
		return true;
	if (err->code == ERR_EXISTS)
		err_set(err, ERR_EXISTS,
			"%s holds a keymap that keyplane did not make; choose another name with --keymap",
			w->plan.keymap_dir);
	return false;
}

static bool run(struct work *w, struct err *err)
{
	bool own = own_text_is(w->project, w->target);
	const struct build_job job = {
		.plan = &w->plan,
		.keymap_c = own ? NULL : str_text(fileset_find(&w->files, "keymap.c")),
		.source = own ? w->project->source : NULL,
		.source_path = w->project->source_path,
		.cancel = stop_flag(),
		.grace_ms = BUILD_GRACE_MS,
		.report = &w->report,
	};
	struct build_outcome outcome;
	bool ok = build_run(&job, &outcome, err) && deliver(w, &outcome, err);

	build_outcome_release(&outcome);
	return ok;
}

static bool build(struct work *w, const char *what, struct err *err)
{
	const struct options *opt = w->opt;
	const char *name;

	if (!stop_listen(err))
		return false;
	w->project =
		project_open(what,
			     &(struct project_options){
				     .qmk_home = opt->qmk, .keyboard = opt->keyboard, .layout = opt->layout },
			     err);
	if (!w->project)
		return false;
	name = w->project->keymap_name;
	w->keymap = opt->keymap ? opt->keymap : name && strcmp(name, "default") ? name : OWN_NAME;
	w->target = target_find("qmk");
	return compile(w, err) && find_tools(w, err) && make_plan(w, err) && check_output(w, err) &&
	       put_sources(w, err) && run(w, err);
}

int cmd_build(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--force", 'f', OPTION_FLAG, &opt.force, NULL, "replace IMAGE when it is there" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "one JSON object a line for what happens" },
		{ "--keyboard", 0, OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--keymap", 'k', OPTION_TEXT, &opt.keymap, "NAME",
		  "name of the keymap's folder there (its own, or " OWN_NAME ")" },
		{ "--layout", 'l', OPTION_TEXT, &opt.layout, "NAME",
		  "layout of a keyboard that has several" },
		{ "--output", 'o', OPTION_TEXT, &opt.output, "IMAGE", "copy the firmware there" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR",
		  "QMK tree to build in; otherwise as the QMK CLI finds it" },
	};
	struct work w = { .opt = &opt, .report = { .out = stdout, .to_terminal = isatty(STDOUT_FILENO) } };
	struct err err = { 0 };
	const char *what[1];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), what, 1, &status);
	bool ok;

	if (n < 0)
		return status;
	w.report.style = opt.json ? REPORT_JSON : REPORT_TEXT;
	if (n == 0)
		ok = err_set(&err, ERR_USAGE,
			     "build what? A keymap.json, keymap.c, keyboard.json or the name of a keyboard");
	else
		ok = build(&w, what[0], &err);
	report_end(&w.report, ok ? NULL : &err);
	build_plan_release(&w.plan);
	toolchain_programs_release(&w.programs);
	fileset_release(&w.files);
	project_free(w.project);
	free(w.tree);
	free(w.userspace);
	free(w.own_name);
	return ok ? EXIT_OK : cli_fail(&err);
}
