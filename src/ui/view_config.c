/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"
#include "base/mem.h"
#include "wrap.h"

/* Rows of the pane under the list: a rule, what it is for, what it takes, where it is said, what is wrong (2). */
enum { PANE_ROWS = 6, PATH_COLS = 36, MIN_LIST_ROWS = 4 };

static void add_origin(const struct config_field *field, struct str *out)
{
	static const char *const words[] = {
		[CONFIG_NOWHERE] = "",          [CONFIG_HERE] = "",           [CONFIG_ABOVE] = "",
		[CONFIG_BOARD] = "the board's", [CONFIG_DERIVED] = "derived",
	};

	if (field->origin == CONFIG_ABOVE)
		str_addf(out, "  (%s)", field->file);
	else if (words[field->origin][0])
		str_addf(out, "  (%s)", words[field->origin]);
}

static void add_value(const struct config_field *field, struct str *out)
{
	if (field->value) {
		config_add_summary(out, field->value);
		add_origin(field, out);
	} else if (field->fallback) {
		str_addf(out, "(%s)", field->fallback);
	} else {
		str_add(out, "-");
	}
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	static const enum style problems[] = { STYLE_DIM, STYLE_WARNING, STYLE_ERROR };
	const struct form *form = data;
	const struct config_field *field = form->row[index].field;
	struct str text = STR_INIT;

	if (!field) {
		snprintf(out->left, sizeof(out->left), "%s", config_group_name(form->row[index].group));
		out->style = STYLE_TITLE;
		return;
	}
	snprintf(out->left, sizeof(out->left), "  %.90s", field->path);
	add_value(field, &text);
	snprintf(out->right, sizeof(out->right), "%.159s", str_text(&text));
	out->style = field->problem ? problems[field->severity] : field->value ? STYLE_TEXT : STYLE_DIM;
	out->right_style = field->origin == CONFIG_HERE ? STYLE_TEXT : STYLE_DIM;
	str_release(&text);
}

/* "takes ...; default ..." */
static void add_rule(const struct config_field *field, struct str *out)
{
	if (field->facts) {
		str_add(out, "takes ");
		config_add_expected(out, field->facts, field->element);
	}
	if (field->fallback)
		str_addf(out, "; default %s", field->fallback);
}

static void add_place(const struct config_field *field, struct str *out)
{
	switch (field->origin) {
	case CONFIG_NOWHERE:
		str_add(out, "not said");
		break;
	case CONFIG_HERE:
		str_addf(out, "line %d of this file", field->line);
		break;
	case CONFIG_ABOVE:
		str_addf(out, "said in %s, line %d, which wins over this file", field->file, field->line);
		break;
	case CONFIG_BOARD:
		str_add(out, "given by the development board");
		break;
	case CONFIG_DERIVED:
		str_add(out, "follows from other members");
		break;
	}
}

static void draw_pane(const struct config_field *field, struct grid *grid, struct rect area)
{
	struct rect line = { area.row, area.col, 1, area.cols };
	struct str text = STR_INIT;

	grid_fill(grid, line, STYLE_BORDER, "─");
	if (!field)
		return;
	str_addf(&text, " %s ", field->path);
	grid_text_cut(grid, line, line.row, 1, area.cols - 2, STYLE_TITLE, str_text(&text));
	str_clear(&text);
	grid_text_cut(grid, area, area.row + 1, 1, area.cols - 2, STYLE_TEXT, field->help);
	add_rule(field, &text);
	grid_text_cut(grid, area, area.row + 2, 1, area.cols - 2, STYLE_STATUS, str_text(&text));
	str_clear(&text);
	add_place(field, &text);
	grid_text_cut(grid, area, area.row + 3, 1, area.cols - 2, STYLE_DIM, str_text(&text));
	if (field->problem)
		wrap_draw(grid, (struct rect){ area.row + 4, 1, area.rows - 4, area.cols - 2 },
			  field->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING, field->problem);
	str_release(&text);
}

void view_config_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct form *form = &app->form;
	struct chooser_list list = { form, form->rows, row, area.cols < 80 ? area.cols * 9 / 20 : PATH_COLS,
				     "no member matches" };
	int pane = PANE_ROWS;

	/* This view has no inspector: its rows are the pane's. */
	area.rows += 2;
	while (pane > 0 && area.rows - pane - 1 < MIN_LIST_ROWS)
		pane--;
	grid_fill(grid, area, STYLE_TEXT, " ");
	if (form->filter.len || app_is_open(app, VIEW_CONFIG_FILTER)) {
		struct rect line = { area.row, area.col, 1, area.cols };

		grid_fill(grid, line, STYLE_INPUT, " ");
		line_draw(&form->filter, "/", grid, line);
		if (!app_is_open(app, VIEW_CONFIG_FILTER))
			grid->cursor_row = -1;
		area.row++;
		area.rows--;
	}
	chooser_draw(&form->list, &list, NULL, grid,
		     (struct rect){ area.row, area.col, area.rows - pane, area.cols });
	if (pane)
		draw_pane(form_field(form), grid,
			  (struct rect){ area.row + area.rows - pane, area.col, pane, area.cols });
}

void view_config_title(const struct app *app, char *out, size_t size)
{
	const struct diagnostics *problems = config_problems(app->form.config);
	size_t errors = diagnostics_count(problems, SEVERITY_ERROR),
	       warnings = diagnostics_count(problems, SEVERITY_WARNING);

	snprintf(out, size, "%.200s%s  errors: %zu, warnings: %zu", form_path(&app->form),
		 config_is_modified(app->form.config) ? " *" : "", errors, warnings);
}

bool view_config_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	size_t before = app->form.list.selected;
	bool requery;

	if (!chooser_key(&app->form.list, key, app->form.rows, false, &requery))
		return false;
	form_selected(&app->form, app->form.list.selected < before);
	return true;
}

void app_form_changed(struct app *app)
{
	const struct diagnostic *worse = config_new_error(app->form.config);

	form_list(&app->form);
	if (worse)
		app_say(app, STYLE_WARNING, "%s", worse->text);
}

static bool toggle(struct app *app, const struct config_field *field, struct err *err)
{
	bool yes = field->value ? json_is_true(field->value)
				: field->fallback && !strcmp(field->fallback, "true");

	if (!config_set(app->form.config, field->path, yes ? "false" : "true", err))
		return false;
	app_form_changed(app);
	return true;
}

bool view_config_take(struct app *app, MAYBE_UNUSED struct effects *effects, struct err *err)
{
	const struct config_field *field = form_field(&app->form);
	struct str text = STR_INIT;

	if (!field)
		return true;
	if (!field->facts)
		return err_set(err, ERR_USAGE, "QMK does not know %s; d takes it out", field->path);
	if (field->facts->type == SCHEMA_BOOL)
		return toggle(app, field, err);
	if (field->facts->type == SCHEMA_OBJECT)
		return err_set(err, ERR_USAGE, "the members of %s are listed below it", field->path);
	if (field->facts->type == SCHEMA_LIST) {
		view_config_list_open(app, field->path);
		return true;
	}
	if (field->value && !field->facts->choices)
		config_add_value(&text, field->value);
	form_type(&app->form, field->path, str_text(&text), false);
	app_push(app, VIEW_CONFIG_VALUE);
	str_release(&text);
	return true;
}

bool view_config_filter_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	struct form *form = &app->form;
	bool requery;

	/* The list moves while its filter is typed. */
	if (chooser_key(&form->list, key, form->rows, false, &requery) && key[0] == '<') {
		form_selected(form,
			      !strcmp(key, "<Up>") || !strcmp(key, "<C-p>") || !strcmp(key, "<PageUp>"));
		return true;
	}
	if (!line_key(&form->filter, key))
		return false;
	form_filter(form);
	return true;
}

void view_config_filter_query(struct app *app)
{
	form_filter(&app->form);
}

bool view_config_filter_take(struct app *app, MAYBE_UNUSED struct effects *effects,
			     MAYBE_UNUSED struct err *err)
{
	app_pop(app);
	return true;
}

bool view_config_filter_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	line_set(&app->form.filter, "");
	form_list(&app->form);
	return true;
}

COMMAND(config_filter)
{
	app_push(app, VIEW_CONFIG_FILTER);
	return true;
}

COMMAND(config_group)
{
	form_go_group(&app->form, args[0] == '-' ? -1 : 1);
	return true;
}

COMMAND(config_only_said)
{
	app->form.only_said = !app->form.only_said;
	form_list(&app->form);
	app_say(app, STYLE_TEXT, app->form.only_said ? "what is said" : "all that can be said");
	return true;
}

COMMAND(config_set)
{
	size_t len = strcspn(args, " ");
	char *path = mem_copy_text(args);
	const char *value = args + len + strspn(args + len, " ");
	bool ok;

	path[len] = '\0';
	ok = *value ? config_set(app->form.config, path, value, err)
		    : err_set(err, ERR_USAGE, "config-set wants a member and a value");
	if (ok) {
		mem_set_text(&app->form.at, path);
		app_form_changed(app);
	}
	free(path);
	return ok;
}

COMMAND(config_unset)
{
	const struct config_field *field = form_field(&app->form);
	char *path;
	bool ok;

	if (app_top(app) == VIEW_CONFIG_LIST)
		return view_config_list_delete(app, err);
	if (!args[0] && !field)
		return true;
	path = mem_copy_text(args[0] ? args : field->path);
	ok = config_unset(app->form.config, path, err);
	if (ok)
		app_form_changed(app);
	free(path);
	return ok;
}

/* Whether the user chooses the last part of the member's name. */
static bool is_named_by_user(const struct config_field *field)
{
	const char *last = field->facts ? strrchr(field->facts->path, '.') : NULL;

	return last && !strcmp(last, ".*");
}

COMMAND(config_add)
{
	const struct config_field *field = form_field(&app->form);
	struct str text = STR_INIT;

	if (app_top(app) == VIEW_CONFIG_LIST) {
		view_config_list_add(app);
	} else if (field && field->facts && field->facts->type == SCHEMA_LIST) {
		view_config_list_open(app, field->path);
		view_config_list_add(app);
	} else if (field && is_named_by_user(field)) {
		str_addf(&text, "config-set %.*s.", (int)(strrchr(field->path, '.') - field->path),
			 field->path);
		app_prompt(app, ':', str_text(&text));
	} else {
		return err_set(err, ERR_USAGE, "this is no list: <CR> changes it");
	}
	str_release(&text);
	return true;
}

bool app_form_is_on_top(const struct app *app)
{
	return app_top(app) == VIEW_CONFIG || app_top(app) == VIEW_CONFIG_LIST;
}

void app_form_undo(struct app *app, bool redo)
{
	if (!(redo ? config_redo(app->form.config) : config_undo(app->form.config)))
		app_say(app, STYLE_DIM, redo ? "nothing to redo" : "nothing to undo");
	app_form_changed(app);
}
