/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/report.h"
#include "print_json.h"
#include "project/config.h"
#include "verbs.h"

struct options {
	bool all, dry_run, json, unset;
	const char *qmk;
};

static const char *const origin_names[] = {
	[CONFIG_NOWHERE] = "default", [CONFIG_HERE] = "file",       [CONFIG_ABOVE] = "other file",
	[CONFIG_BOARD] = "board",     [CONFIG_DERIVED] = "derived",
};

/* Names and texts of a file or a tree, which may hold anything. */
static void print_escaped(const char *text)
{
	struct str shown = STR_INIT;

	str_add_escaped(&shown, text);
	fputs(str_text(&shown), stdout);
	str_release(&shown);
}

static void add_text(cJSON *object, const char *name, const char *text)
{
	if (text && *text)
		cJSON_AddStringToObject(object, name, text);
}

static void add_node(cJSON *object, const char *name, const struct json *node)
{
	struct str line = STR_INIT;

	if (!node)
		return;
	json_add_line(&line, node);
	cJSON_AddRawToObject(object, name, str_text(&line));
	str_release(&line);
}

static void print_member(const struct config_field *field)
{
	cJSON *object = cJSON_CreateObject();
	struct str expected = STR_INIT;

	cJSON_AddStringToObject(object, "event", "member");
	cJSON_AddStringToObject(object, "path", field->path);
	cJSON_AddStringToObject(object, "group", config_group_name(field->group));
	add_node(object, "value", field->value);
	add_text(object, "default", field->fallback);
	if (field->facts) {
		config_add_expected(&expected, field->facts, field->element);
		add_text(object, "expected", str_text(&expected));
		add_node(object, "choices", field->facts->choices);
	}
	add_text(object, "help", field->help);
	cJSON_AddStringToObject(object, "origin", origin_names[field->origin]);
	add_text(object, "file", field->file);
	if (field->file)
		cJSON_AddNumberToObject(object, "line", field->line);
	add_text(object, "problem", field->problem);
	print_json(object);
	str_release(&expected);
}

static void print_value(const struct config_field *field)
{
	struct str text = STR_INIT;

	if (!field->value)
		return;
	config_add_summary(&text, field->value);
	print_escaped(str_text(&text));
	str_release(&text);
}

static void print_row(const struct config_field *field)
{
	struct str path = STR_INIT;

	str_add_escaped(&path, field->path);
	printf("%-40s ", str_text(&path));
	str_release(&path);
	print_value(field);
	putchar('\n');
}

static void print_origin(const struct config_field *field)
{
	static const char *const words[] = {
		[CONFIG_NOWHERE] = "said nowhere",
		[CONFIG_HERE] = "said in",
		[CONFIG_ABOVE] = "said in another file, which wins:",
		[CONFIG_BOARD] = "given by the development board",
		[CONFIG_DERIVED] = "follows from other members",
	};

	printf("  %s", words[field->origin]);
	if (field->file) {
		putchar(' ');
		print_escaped(field->file);
		printf(", line %d", field->line);
	}
	putchar('\n');
}

/* All that is known of one. */
static void print_field(const struct config_field *field)
{
	struct str text = STR_INIT;

	print_escaped(field->path);
	fputs(" = ", stdout);
	if (field->value)
		config_add_value(&text, field->value);
	print_escaped(str_text(&text));
	putchar('\n');
	if (field->help[0])
		printf("  %s\n", field->help);
	str_clear(&text);
	if (field->facts) {
		config_add_expected(&text, field->facts, field->element);
		fputs("  takes ", stdout);
		print_escaped(str_text(&text));
		putchar('\n');
	}
	if (field->fallback)
		printf("  default %s\n", field->fallback);
	print_origin(field);
	if (field->problem) {
		printf("  %s: ", severity_name(field->severity));
		print_escaped(field->problem);
		putchar('\n');
	}
	str_release(&text);
}

/* Whether @path is @member or below it; all are below nothing. */
static bool is_below(const char *path, const char *member)
{
	size_t len = member ? strlen(member) : 0;

	return !len || (!strncmp(path, member, len) && (!path[len] || path[len] == '.'));
}

static bool list_members(const struct config *config, const char *member, const struct options *opt,
			 struct err *err)
{
	size_t listed = 0;

	for (size_t i = 0; i < config_count(config); i++) {
		const struct config_field *field = config_at(config, i);

		if (!is_below(field->path, member))
			continue;
		listed++;
		if (!field->value && !opt->all && !member)
			continue;
		if (opt->json)
			print_member(field);
		else
			print_row(field);
	}
	return listed || err_set(err, ERR_NOT_FOUND, "QMK knows no member %s", member);
}

static bool show(const struct config *config, const char *member, const struct options *opt, struct err *err)
{
	const struct config_field *field = member ? config_find(config, member) : NULL;

	if (!field || opt->json)
		return list_members(config, member, opt, err);
	print_field(field);
	return true;
}

/* What would be wrong after the change and was not before. */
static bool check_new(const struct config *config, struct err *err)
{
	const struct diagnostic *d = config_new_error(config);

	return !d || err_set(err, ERR_REFUSED, "the keyboard would not be valid: %s", d->text);
}

/* As diff prints it, but for what could steer a terminal. */
static void print_diff(const char *path, const char *diff)
{
	char *copy = mem_copy_text(diff), *at = copy;

	fputs("--- ", stdout);
	print_escaped(path);
	fputs("\n+++ ", stdout);
	print_escaped(path);
	putchar('\n');
	while (*at) {
		size_t len = strcspn(at, "\t\r\n");
		char end = at[len];

		at[len] = '\0';
		print_escaped(at);
		if (!end)
			break;
		putchar(end);
		at += len + 1;
	}
	free(copy);
}

static bool change(struct config *config, const char *member, const char *value, const struct options *opt,
		   struct err *err)
{
	struct str diff = STR_INIT;
	bool ok = (opt->unset ? config_unset(config, member, err) : config_set(config, member, value, err)) &&
		  check_new(config, err);

	config_diff(config, &diff);
	if (ok && diff.len && !opt->dry_run)
		ok = config_save(config, false, err);
	if (ok && diff.len && !opt->json)
		print_diff(config_path(config), str_text(&diff));
	if (ok && opt->json && config_find(config, member))
		print_member(config_find(config, member));
	str_release(&diff);
	return ok;
}

static bool run(const char *const *operand, int count, const struct options *opt, struct err *err)
{
	struct config *config;
	bool ok;

	if (!count)
		return err_set(err, ERR_USAGE, "config: which keyboard? Give its name or its keyboard.json");
	if (opt->unset && count != 2)
		return err_set(err, ERR_USAGE, "config: --unset wants a keyboard and a member");
	config = config_open(operand[0], opt->qmk, err);
	if (!config)
		return false;
	if (count == 3 || opt->unset)
		ok = change(config, operand[1], count == 3 ? operand[2] : NULL, opt, err);
	else
		ok = show(config, count > 1 ? operand[1] : NULL, opt, err);
	config_free(config);
	return ok;
}

int cmd_config(const struct verb *verb, int argc, char **argv)
{
	struct options opt = { 0 };
	const struct option_row rows[] = {
		{ "--all", 0, OPTION_FLAG, &opt.all, NULL, "list what the keyboard does not say as well" },
		{ "--dry-run", 'n', OPTION_FLAG, &opt.dry_run, NULL,
		  "print what would change, write nothing" },
		{ "--json", 0, OPTION_FLAG, &opt.json, NULL,
		  "print an object a line, and what came of it last" },
		{ "--qmk", 0, OPTION_TEXT, &opt.qmk, "DIR", "QMK tree; otherwise as the QMK CLI finds it" },
		{ "--unset", 0, OPTION_FLAG, &opt.unset, NULL, "take MEMBER out of the file" },
	};
	struct report report = { .style = REPORT_JSON, .out = stdout };
	struct err err = { 0 };
	const char *operand[3];
	int status, n = cli_parse(verb, argc, argv, rows, COUNT(rows), operand, COUNT(operand), &status);
	bool ok;

	if (n < 0)
		return status;
	ok = run(operand, n, &opt, &err);
	if (opt.json)
		report_end(&report, ok ? NULL : &err);
	return ok ? EXIT_OK : cli_fail(&err);
}
