/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "behaviors_print.h"
#include "keymap_options.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "model/term.h"
#include "verbs.h"

struct options {
	struct keymap_options keymap;
	const char *compatible, *output;
	bool add, all, delete, json, unset;
};

/* What the command line means, once the keymap is open. */
struct job {
	const struct options *opt;
	struct project *project;
	struct field_spelling spelling;
	struct behaviors_view view;
	const char *kind, *name, *field, *value; /* operands; NULL: not given */
};

static bool parse(const void *data, const char *text, struct action *out, struct err *err)
{
	const struct project *project = data;

	return project_parse_action(project, project->map, text, out, err);
}

static bool print(const void *data, struct action action, struct str *out)
{
	const struct project *project = data;

	return project_print_action(project, project->map, action, out);
}

static bool find_kind(const char *term, enum definition_kind *kind, struct err *err)
{
	struct str known = STR_INIT;

	if (term_find_definition(term, kind))
		return true;
	for (int i = 0; i < DEFINITION_KIND_COUNT; i++)
		str_addf(&known, "%s, ", term_of_definition((enum definition_kind)i));
	err_set(err, ERR_USAGE, "there is no kind '%s'; known: %ssetting", term, str_text(&known));
	str_release(&known);
	return false;
}

/* By its name, or else by its number. */
static bool find_definition(const struct keymap *map, enum definition_kind kind, const char *name,
			    size_t *index, struct err *err)
{
	size_t count = keymap_definitions(map, kind);
	const char *term = term_of_definition(kind);
	unsigned long number;
	char *end;

	for (*index = 0; *index < count; ++*index)
		if (!strcmp(symbol_text(keymap_definition(map, kind, *index)->name), name))
			return true;
	number = strtoul(name, &end, 10);
	if (*name < '0' || *name > '9' || *end || number >= count)
		return err_set(err, ERR_NOT_FOUND, "there is no %s %s: the keymap has %zu", term, name,
			       count);
	*index = number;
	return true;
}

static const struct field *find_field(const struct definition *d, const char *name, struct err *err)
{
	const struct field *field = field_find(d, name);
	struct str known = STR_INIT;

	if (field)
		return field;
	for (size_t i = 0; i < field_count(d); i++)
		str_addf(&known, "%s%s", i ? ", " : "", field_at(d, i)->name);
	err_set(err, ERR_USAGE, "it has no field '%s'; known: %s", name, str_text(&known));
	str_release(&known);
	return NULL;
}

/* Takes @next over; NULL: it could not be made. */
static bool save(struct job *job, const struct keymap *next, struct err *err)
{
	bool ok = next && project_save(job->project, next, job->opt->output, 0, err);

	keymap_unref(next);
	return ok;
}

static bool add(struct job *job, enum definition_kind kind, struct err *err)
{
	const struct keymap *map = job->project->map;
	struct definition fresh;
	bool ok;

	if (!definition_new(map, kind, job->name, job->opt->compatible, &fresh, err))
		return false;
	ok = save(job, edit_definition_add(map, kind, keymap_definitions(map, kind), &fresh, err), err);
	definition_release(&fresh);
	return ok;
}

static bool set(struct job *job, enum definition_kind kind, size_t index, const struct field *field,
		struct err *err)
{
	const struct keymap *map = job->project->map;
	struct definition next;
	bool ok;

	if (!field_set(map, keymap_definition(map, kind, index), field, job->value, &job->spelling, &next,
		       err))
		return err_wrap(err, "%s", field->name);
	ok = save(job, edit_definition_replace(map, kind, index, &next, err), err);
	definition_release(&next);
	return ok;
}

static bool run_definition(struct job *job, enum definition_kind kind, struct err *err)
{
	const struct keymap *map = job->project->map;
	const struct field *field = NULL;
	size_t index;

	if (!find_definition(map, kind, job->name, &index, err))
		return false;
	if (job->field) {
		field = find_field(keymap_definition(map, kind, index), job->field, err);
		if (!field)
			return false;
	}
	if (job->opt->delete)
		return save(job, edit_definition_delete(map, kind, index, NULL), err);
	if (job->value || job->opt->unset)
		return set(job, kind, index, field, err);
	behaviors_print(&job->view, kind, index, field);
	return true;
}

static void list(const struct job *job, enum definition_kind kind)
{
	for (size_t i = 0; i < keymap_definitions(job->project->map, kind); i++)
		behaviors_print_row(&job->view, kind, i);
}

static void list_settings(const struct job *job)
{
	const struct keymap *map = job->project->map;

	for (size_t i = 0; i < setting_field_count(); i++)
		if (job->opt->all || keymap_find_setting(map, setting_field_at(i)->name))
			behaviors_print_setting(&job->view, setting_field_at(i), false);
}

/* A setting's operands are its name and value. */
static bool run_setting(struct job *job, struct err *err)
{
	const struct field *field = job->name ? setting_field_find(job->name) : NULL;
	const struct keymap *map = job->project->map;
	struct setting setting;

	if (job->name && !field)
		return err_set(err, ERR_NOT_FOUND, "QMK knows no setting %s", job->name);
	if (!field)
		list_settings(job);
	else if (job->opt->delete || job->opt->unset)
		return save(job, edit_setting_remove(map, field->name), err);
	else if (!job->field)
		behaviors_print_setting(&job->view, field, true);
	else
		return setting_field_parse(field, job->field, &setting, err) &&
		       save(job, edit_setting_put(map, setting, err), err);
	return true;
}

static bool run_job(struct job *job, struct err *err)
{
	enum definition_kind kind;

	if (!job->kind) {
		for (int i = 0; i < DEFINITION_KIND_COUNT; i++)
			list(job, (enum definition_kind)i);
		list_settings(job);
		return true;
	}
	if (!strcmp(job->kind, "setting"))
		return run_setting(job, err);
	if (!find_kind(job->kind, &kind, err))
		return false;
	if (job->opt->add)
		return add(job, kind, err);
	if (job->name)
		return run_definition(job, kind, err);
	list(job, kind);
	return true;
}

/* Options that do not go with the operands. */
static bool check_usage(const struct job *job, struct err *err)
{
	const struct options *opt = job->opt;
	bool setting = job->kind && !strcmp(job->kind, "setting");

	if (opt->add + opt->delete + opt->unset + (job->value != NULL) > 1)
		return err_set(err, ERR_USAGE, "behaviors: one of --add, --delete, --unset and a value");
	if (opt->add && (!job->kind || setting || job->field))
		return err_set(err, ERR_USAGE, "behaviors: --add wants a kind, and a name or none");
	if (opt->delete &&(!job->name || job->field))
		return err_set(err, ERR_USAGE, "behaviors: --delete wants a kind and a name");
	if (opt->unset && (setting ? !job->name || job->field : !job->field))
		return err_set(err, ERR_USAGE, "behaviors: --unset wants a kind, a name and a field");
	if (setting && job->value)
		return err_set(err, ERR_USAGE, "behaviors: a setting has a name and a value");
	return true;
}

static bool run(const char *const *operand, int count, const struct options *opt, struct err *err)
{
	struct job job = { .opt = opt,
			   .kind = count > 1 ? operand[1] : NULL,
			   .name = count > 2 ? operand[2] : NULL,
			   .field = count > 3 ? operand[3] : NULL,
			   .value = count > 4 ? operand[4] : NULL };
	bool ok;

	if (!count)
		return err_set(err, ERR_USAGE, "behaviors: of which keymap? Give its file");
	if (!check_usage(&job, err))
		return false;
	job.project = open_keymap(operand[0], &opt->keymap, err);
	if (!job.project)
		return false;
	job.spelling = (struct field_spelling){ parse, print, job.project };
	job.view = (struct behaviors_view){ job.project->map, &job.spelling, opt->json, opt->all };
	ok = run_job(&job, err);
	project_free(job.project);
	return ok;
}

int cmd_behaviors(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--add", 0, OPTION_FLAG, &opt.add, NULL, "add one of KIND, called NAME" },
		{ "--all", 0, OPTION_FLAG, &opt.all, NULL, "show what is not said as well" },
		{ "--compatible", 0, OPTION_TEXT, &opt.compatible, "TEXT",
		  "of which sort a behavior is that --add adds" },
		{ "--delete", 0, OPTION_FLAG, &opt.delete, NULL, "take it out; what used it does nothing" },
		{ "--from", 'f', OPTION_TEXT, &opt.keymap.from, "FORMAT",
		  "what the file is; else its name and text tell" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an object a line, and what came of it last" },
		{ "--keyboard", 'k', OPTION_TEXT, &opt.keymap.keyboard, "KB",
		  "the keyboard that a keymap is for" },
		{ "--output", 'o', OPTION_TEXT, &opt.output, "FILE", "save to another file" },
		{ "--qmk", 0, OPTION_TEXT, &opt.keymap.qmk, "DIR",
		  "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--unset", 0, OPTION_FLAG, &opt.unset, NULL, "take the value of FIELD out" },
	};
	struct report report = { .style = REPORT_JSON, .out = stdout };
	struct err err = { 0 };
	const char *operand[5];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	ok = run(operand, n, &opt, &err);
	if (opt.json)
		report_end(&report, ok ? NULL : &err);
	return ok ? EXIT_OK : cli_fail(&err);
}
