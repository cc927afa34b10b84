/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json_edit.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "form.h"

void form_open(struct form *form, struct config *config)
{
	form_close(form);
	form->config = config;
	form_list(form);
}

static void forget_diff(struct form *form)
{
	for (size_t i = 0; i < form->diff_lines; i++)
		free(form->diff[i]);
	free(form->diff);
	form->diff = NULL;
	form->diff_lines = form->diff_cap = 0;
}

void form_close(struct form *form)
{
	config_free(form->config);
	forget_diff(form);
	free(form->row);
	free(form->at);
	free(form->list_path);
	free(form->path);
	free(form->choice);
	*form = (struct form){ 0 };
}

static bool is_listed(const struct form *form, const struct config_field *field)
{
	struct str text = STR_INIT;
	bool listed;

	if (form->only_said && !field->value)
		return false;
	if (!form->filter.len)
		return true;
	str_addf(&text, "%s %s %s ", config_group_name(field->group), field->path, field->help);
	if (field->value)
		config_add_summary(&text, field->value);
	listed = line_has_words_in(&form->filter, str_text(&text));
	str_release(&text);
	return listed;
}

static void add_row(struct form *form, enum config_group group, const struct config_field *field)
{
	form->row = mem_grow(form->row, form->rows, &form->row_cap, sizeof(*form->row));
	form->row[form->rows++] = (struct form_row){ group, field };
}

const struct json *form_elements(const struct form *form)
{
	const struct config_field *field =
		form->list_path ? config_find(form->config, form->list_path) : NULL;
	const struct json *value = field ? field->value : NULL;

	return value && value->type == JSON_ARRAY ? value : NULL;
}

static void keep_within(struct chooser *chooser, size_t count)
{
	if (chooser->selected >= count)
		chooser->selected = count ? count - 1 : 0;
}

void form_list(struct form *form)
{
	const struct json *elements = form_elements(form);
	char *at = mem_copy_text(form->at);

	form->rows = 0;
	for (size_t i = 0; i < config_count(form->config); i++) {
		const struct config_field *field = config_at(form->config, i);

		if (!is_listed(form, field))
			continue;
		if (!form->rows || form->row[form->rows - 1].group != field->group)
			add_row(form, field->group, NULL);
		add_row(form, field->group, field);
	}
	keep_within(&form->list, form->rows);
	keep_within(&form->elements, elements ? elements->count : 0);
	if (!at || !form_go(form, at))
		form_selected(form, false);
	free(at);
}

void form_filter(struct form *form)
{
	form->list.selected = 0;
	mem_set_text(&form->at, NULL);
	form_list(form);
}

const struct config_field *form_field(const struct form *form)
{
	return form->list.selected < form->rows ? form->row[form->list.selected].field : NULL;
}

bool form_go(struct form *form, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < form->rows; i++) {
		const struct config_field *field = form->row[i].field;

		if (!field || strncmp(field->path, path, len) != 0 ||
		    (field->path[len] && field->path[len] != '.'))
			continue;
		form->list.selected = i;
		form_selected(form, false);
		return true;
	}
	return false;
}

void form_go_problem(struct form *form, const char *problem)
{
	for (size_t i = 0; i < config_count(form->config); i++) {
		const struct config_field *field = config_at(form->config, i);

		if (!field->problem || strncmp(field->problem, problem, strlen(problem)) != 0)
			continue;
		if (!form_go(form, field->path)) {
			line_set(&form->filter, "");
			form->only_said = false;
			mem_set_text(&form->at, field->path);
			form_list(form);
		}
		return;
	}
}

void form_selected(struct form *form, bool up)
{
	const struct config_field *field;

	if (form->list.selected < form->rows && !form->row[form->list.selected].field)
		form->list.selected += up && form->list.selected ? (size_t)-1 : 1;
	field = form_field(form);
	if (field)
		mem_set_text(&form->at, field->path);
}

void form_go_group(struct form *form, int direction)
{
	size_t i = form->list.selected;

	if (!form->rows)
		return;
	/* Up, the heading of the own group is passed first. */
	while (direction < 0 && i && form->row[i].field)
		i--;
	for (i += (size_t)direction; i < form->rows && form->row[i].field;)
		i += (size_t)direction;
	if (i < form->rows) {
		form->list.selected = i;
		form_selected(form, false);
	}
}

static void add_choices(struct form *form, const struct json *choices, bool starts)
{
	const char *typed = form->value.query.text;

	for (const struct json *node = choices->first; node; node = node->next) {
		struct str text = STR_INIT;
		bool at_start;

		config_add_value(&text, node);
		at_start = !strncasecmp(str_text(&text), typed, strlen(typed));
		if (at_start == starts && (at_start || strcasestr(str_text(&text), typed)))
			form->choice[form->choices++] = node;
		str_release(&text);
	}
}

/* Those that start with what is typed, then those that have it further in. */
static void find_choices(struct form *form, const struct schema_facts *facts)
{
	const struct json *choices = facts ? facts->choices : NULL;

	free(form->choice);
	form->choice = mem_new(choices ? choices->count + 1 : 1, sizeof(const struct json *));
	form->choices = 0;
	if (!choices)
		return;
	add_choices(form, choices, true);
	add_choices(form, choices, false);
}

void form_typed(struct form *form)
{
	const struct schema_facts *facts = config_facts(form->config, form->path);
	struct err err = { 0 };

	find_choices(form, facts);
	form->why[0] = '\0';
	if (!form->choices && !config_check(form->config, form->path, form->value.query.text, &err))
		snprintf(form->why, sizeof(form->why), "%s", err.text);
}

void form_type(struct form *form, const char *path, const char *text, bool inserts)
{
	const struct config_field *field = config_find(form->config, path);

	mem_set_text(&form->path, path);
	form->inserts = inserts;
	form->value = (struct chooser){ 0 };
	line_set(&form->value.query, text);
	form_typed(form);
	/* Of choices the one that it is. */
	for (size_t i = 0; i < form->choices; i++)
		if (field && field->value && json_equal(field->value, form->choice[i]))
			form->value.selected = i;
}

void form_list_diff(struct form *form)
{
	struct str diff = STR_INIT;
	const char *at, *end;

	forget_diff(form);
	form->diff_list = (struct chooser){ 0 };
	config_diff(form->config, &diff);
	for (at = str_text(&diff); *at; at = *end ? end + 1 : end) {
		end = at + strcspn(at, "\n");
		form->diff = mem_grow(form->diff, form->diff_lines, &form->diff_cap, sizeof(*form->diff));
		form->diff[form->diff_lines] = mem_new((size_t)(end - at) + 1, 1);
		memcpy(form->diff[form->diff_lines++], at, (size_t)(end - at));
	}
	str_release(&diff);
}

const char *form_path(const struct form *form)
{
	static const char part[] = "/keyboards/";
	const char *path = config_path(form->config);

	for (const char *p = strstr(path, part); p; p = strstr(path, part))
		path = p + 1;
	return path;
}
