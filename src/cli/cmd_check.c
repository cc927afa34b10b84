/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "base/mem.h"
#include "diagnostics.h"
#include "keymap_options.h"
#include "model/check.h"
#include "verbs.h"

enum { MAX_FILES = 4096 };

/* What the keys and turns of a keymap are, as its text has them. */
struct count {
	size_t bindings, raw, read_only;
};

static struct count count_bindings(const struct project *project)
{
	const struct keymap *map = project->map;
	struct count count = { 0 };

	for (size_t layer = 0; layer < keymap_layers(map); layer++) {
		for (size_t slot = 0; slot < keymap_slots(map); slot++) {
			count.bindings++;
			count.raw += keymap_get_slot(map, layer, slot).kind == ACTION_RAW;
			count.read_only += project_read_only(project, map, layer, slot) != NULL;
		}
	}
	return count;
}

static const char *format_name(const struct project *project)
{
	return project->source_format ? project->source_format->name : "a blank keymap";
}

static void print_summary(const char *path, const struct project *project)
{
	struct count count = count_bindings(project);
	const struct diagnostics *all = &project->diagnostics;

	printf("%s: %s for %s: %zu layers of %zu keys", path, format_name(project),
	       project->keyboard->guessed   ? "a keyboard that was not found"
	       : project->keyboard->id[0]   ? project->keyboard->id
	       : project->keyboard->name[0] ? project->keyboard->name
	       : project->keyboard_path     ? project->keyboard_path
					    : "a keyboard that it describes",
	       keymap_layers(project->map), keymap_keys(project->map));
	if (keymap_encoders(project->map))
		printf(" and %zu encoders", keymap_encoders(project->map));
	printf("; %zu bindings, %zu kept as text, %zu read-only; %zu errors, %zu warnings\n", count.bindings,
	       count.raw, count.read_only, diagnostics_count(all, SEVERITY_ERROR),
	       diagnostics_count(all, SEVERITY_WARNING));
}

static void add_project(cJSON *file, const struct project *project)
{
	const struct subject about = { project->path, project->source, project->map };
	struct count count = count_bindings(project);
	cJSON *bindings = cJSON_CreateObject();

	cJSON_AddStringToObject(file, "format", format_name(project));
	cJSON_AddStringToObject(file, "keyboard", project->keyboard->id);
	cJSON_AddBoolToObject(file, "keyboard_found", !project->keyboard->guessed);
	cJSON_AddStringToObject(file, "layout", project->keyboard->layout[project->layout].name);
	cJSON_AddNumberToObject(file, "layers", (double)keymap_layers(project->map));
	cJSON_AddNumberToObject(file, "keys", (double)keymap_keys(project->map));
	cJSON_AddNumberToObject(file, "encoders", (double)keymap_encoders(project->map));
	cJSON_AddNumberToObject(bindings, "all", (double)count.bindings);
	cJSON_AddNumberToObject(bindings, "raw", (double)count.raw);
	cJSON_AddNumberToObject(bindings, "read_only", (double)count.read_only);
	cJSON_AddItemToObject(file, "bindings", bindings);
	cJSON_AddItemToObject(file, "diagnostics", diagnostics_json(&project->diagnostics, &about));
}

/* False when there is an error. @list gets an object for the file; NULL: text is printed. */
static bool check_file(const char *path, const struct keymap_options *opt, cJSON *list)
{
	struct err err = { 0 };
	struct project *project = open_keymap(path, opt, &err);
	cJSON *file = list ? cJSON_CreateObject() : NULL;
	bool ok = project;

	if (list) {
		cJSON_AddItemToArray(list, file);
		cJSON_AddStringToObject(file, "path", path);
	}
	if (project) {
		const struct subject about = { project->path, project->source, project->map };
		const struct check_input in = { .map = project->map,
						.layout = &project->keyboard->layout[project->layout] };

		check_keymap(&in, &project->diagnostics);
		ok = !diagnostics_count(&project->diagnostics, SEVERITY_ERROR);
		if (list) {
			add_project(file, project);
		} else {
			diagnostics_print(stdout, &project->diagnostics, &about);
			print_summary(path, project);
		}
	} else if (list) {
		cJSON_AddStringToObject(file, "error", err.text);
	} else {
		cli_fail(&err);
	}
	project_free(project);
	return ok;
}

static int check(const char *const *path, int count, const struct keymap_options *opt, bool json)
{
	cJSON *root = json ? cJSON_CreateObject() : NULL;
	cJSON *list = json ? cJSON_AddArrayToObject(root, "files") : NULL;
	bool ok = true;

	for (int i = 0; i < count; i++)
		ok = check_file(path[i], opt, list) && ok;
	if (json) {
		char *text = cJSON_Print(root);

		puts(text);
		cJSON_free(text);
		cJSON_Delete(root);
	}
	return ok ? EXIT_OK : EXIT_FAILED;
}

int cmd_check(const struct verb *verb, int argc, char **argv)
{
	struct keymap_options opt = { 0 };
	bool json = false;
	const struct option_row rows[] = {
		{ "--from", 'f', OPTION_TEXT, &opt.from, "FORMAT",
		  "what it is; else its name and text tell" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.keyboard, "KB", "the keyboard that a keymap is for" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--json", 0, OPTION_FLAG, &json, NULL, "print what was found as JSON" },
	};
	const char **path = mem_new(MAX_FILES, sizeof(const char *));
	struct err err = { 0 };
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), path, MAX_FILES, &status);

	if (n == 0) {
		err_set(&err, ERR_USAGE, "check what? Files of keymaps");
		status = cli_fail(&err);
	} else if (n > 0) {
		/* A format that there is none of is told once, not for each file. */
		status = opt.from && !find_keymap_format(opt.from, &err) ? cli_fail(&err)
									 : check(path, n, &opt, json);
	}
	free(path);
	return status;
}
