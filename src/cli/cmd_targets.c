/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "compile/capability.h"
#include "diagnostics.h"
#include "print_json.h"
#include "verbs.h"

enum { COLS = 80, ID_COLS = 22, INDENT = 4, MATCHES = CAPABILITY_NONE + 1 };

static const struct {
	const char *name, *mark, *help;
} matches[MATCHES] = {
	[CAPABILITY_EXACT] = { "exact", "=", "the same" },
	[CAPABILITY_NEAR] = { "near", "~", "nearly: what differs is told" },
	[CAPABILITY_NONE] = { "none", "-", "not at all, and told" },
};
static const char silent_mark[] = "!";

struct options {
	const char *target, *revision;
	bool matrix, json;
};

/* The targets that are asked for. */
struct columns {
	const struct target **target;
	size_t (*count)[MATCHES];
	size_t targets;
};

static const char *mark(const struct capability *got)
{
	return got->silent ? silent_mark : matches[got->match].mark;
}

static void print_targets(const struct columns *columns)
{
	for (size_t i = 0; i < columns->targets; i++)
		printf("%-8s  %s\n", columns->target[i]->name, columns->target[i]->help);
}

static void print_group(const struct capability_sample *s, const struct capability_sample **last)
{
	if (!*last || strcmp((*last)->group, s->group) != 0)
		printf("%s\n", s->group);
	*last = s;
}

static void print_legend(void)
{
	for (int m = 0; m < MATCHES; m++)
		printf("%s %s%s", matches[m].mark, matches[m].help, m + 1 < MATCHES ? "   " : "\n\n");
}

static void print_matrix(const struct columns *columns, const char *revision)
{
	const struct capability_sample *last = NULL;

	print_legend();
	printf("%*s", ID_COLS, "");
	for (size_t t = 0; t < columns->targets; t++)
		printf("  %s", columns->target[t]->name);
	putchar('\n');
	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);

		print_group(s, &last);
		printf("  %-*s", ID_COLS - 2, s->id);
		for (size_t t = 0; t < columns->targets; t++) {
			struct capability got;

			capability_try(s, columns->target[t], revision, &got);
			columns->count[t][got.match]++;
			printf("  %*s", (int)strlen(columns->target[t]->name), mark(&got));
			capability_release(&got);
		}
		putchar('\n');
	}
	putchar('\n');
	for (int m = 0; m < MATCHES; m++) {
		printf("%-*s", ID_COLS, matches[m].name);
		for (size_t t = 0; t < columns->targets; t++)
			printf("  %*zu", (int)strlen(columns->target[t]->name), columns->count[t][m]);
		putchar('\n');
	}
}

/* In lines of a terminal that is COLS wide, broken at blanks. */
static void print_wrapped(const char *text)
{
	size_t room = COLS - INDENT;

	while (*text) {
		size_t len = strlen(text), line = len;

		if (len > room) {
			for (line = room; line && text[line] != ' ';)
				line--;
			line = line ? line : strcspn(text, " ");
		}
		printf("%*s%.*s\n", INDENT, "", (int)line, text);
		text += line + strspn(text + line, " ");
	}
}

/* One target: with the reasons. */
static void print_column(const struct columns *columns, const char *revision)
{
	const struct capability_sample *last = NULL;

	print_legend();
	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);
		struct capability got;

		capability_try(s, columns->target[0], revision, &got);
		columns->count[0][got.match]++;
		print_group(s, &last);
		printf("%s %-*s  %s\n", mark(&got), ID_COLS - 2, s->id, s->help);
		if (got.silent)
			print_wrapped("It is left out in silence, which is a fault of keyplane's: please "
				      "report it");
		for (size_t d = 0; d < got.told.count; d++)
			print_wrapped(got.told.item[d].text);
		capability_release(&got);
	}
	putchar('\n');
	for (int m = 0; m < MATCHES; m++)
		printf("%s %zu%s", matches[m].name, columns->count[0][m], m + 1 < MATCHES ? ", " : "\n");
}

static cJSON *result_json(const struct capability_sample *s, const struct target *target,
			  const char *revision, size_t count[MATCHES])
{
	cJSON *object = cJSON_CreateObject();
	struct capability got;

	capability_try(s, target, revision, &got);
	count[got.match]++;
	cJSON_AddStringToObject(object, "match", matches[got.match].name);
	if (got.silent)
		cJSON_AddTrueToObject(object, "silent");
	if (got.told.count)
		cJSON_AddItemToObject(object, "diagnostics",
				      diagnostics_json(&got.told, &(struct subject){ 0 }));
	capability_release(&got);
	return object;
}

static cJSON *samples_json(const struct columns *columns, const char *revision)
{
	cJSON *array = cJSON_CreateArray();

	for (size_t i = 0; i < capability_sample_count(); i++) {
		const struct capability_sample *s = capability_sample_at(i);
		cJSON *object = cJSON_CreateObject(), *results;

		cJSON_AddStringToObject(object, "id", s->id);
		cJSON_AddStringToObject(object, "group", s->group);
		cJSON_AddStringToObject(object, "native", s->native);
		cJSON_AddStringToObject(object, "help", s->help);
		results = cJSON_AddObjectToObject(object, "targets");
		for (size_t t = 0; t < columns->targets; t++)
			cJSON_AddItemToObject(
				results, columns->target[t]->name,
				result_json(s, columns->target[t], revision, columns->count[t]));
		cJSON_AddItemToArray(array, object);
	}
	return array;
}

static void print_as_json(const struct columns *columns, const struct options *opt)
{
	cJSON *root = cJSON_CreateObject(), *targets = cJSON_AddArrayToObject(root, "targets");
	cJSON *samples = opt->matrix ? samples_json(columns, opt->revision) : NULL;

	for (size_t t = 0; t < columns->targets; t++) {
		cJSON *object = cJSON_CreateObject();

		cJSON_AddStringToObject(object, "name", columns->target[t]->name);
		cJSON_AddStringToObject(object, "help", columns->target[t]->help);
		for (int m = 0; samples && m < MATCHES; m++)
			cJSON_AddNumberToObject(object, matches[m].name, (double)columns->count[t][m]);
		cJSON_AddItemToArray(targets, object);
	}
	if (samples)
		cJSON_AddItemToObject(root, "samples", samples);
	print_json(root);
}

static void print(const struct columns *columns, const struct options *opt)
{
	if (opt->json)
		print_as_json(columns, opt);
	else if (!opt->matrix)
		print_targets(columns);
	else if (columns->targets == 1)
		print_column(columns, opt->revision);
	else
		print_matrix(columns, opt->revision);
}

int cmd_targets(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--matrix", 'm', OPTION_FLAG, &opt.matrix, NULL,
		  "print what each can do, found out by compiling samples" },
		{ "--target", 't', OPTION_TEXT, &opt.target, "NAME",
		  "this one alone; its matrix has the reasons" },
		{ "--revision", 0, OPTION_TEXT, &opt.revision, "REV",
		  "version of the firmware: v0.3 (the default) or main for zmk" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL, "print it as JSON, with the reasons" },
	};
	struct columns columns = { 0 };
	struct err err = { 0 };
	const struct target *one = NULL;
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), NULL, 0, &status);

	if (n < 0)
		return status;
	if (opt.target && !(one = target_named(opt.target, &err)))
		return cli_fail(&err);
	columns.targets = one ? 1 : target_count();
	columns.target = mem_new(columns.targets, sizeof(*columns.target));
	columns.count = mem_new(columns.targets, sizeof(*columns.count));
	for (size_t i = 0; i < columns.targets; i++)
		columns.target[i] = one ? one : target_at(i);
	print(&columns, &opt);
	free(columns.target);
	free(columns.count);
	return EXIT_OK;
}
