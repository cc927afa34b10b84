/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "wrap.h"

/* The list of everything that the keymap defines: combos, dances, macros, and what else sections[] has. */

/* Rows of the pane under the list: a rule, and four lines of what is selected. */
enum { PANE_ROWS = 5, NAME_COLS = 28, MIN_LIST_ROWS = 4 };

/* What the chooser asks rows of. */
struct listed {
	const struct app *app;
	struct definition_teller teller;
};

static void heading_row(const struct listed *listed, int section, struct chooser_row *out)
{
	const struct behaviors *all = &listed->app->behaviors;

	snprintf(out->left, sizeof(out->left), "%s", behaviors_section(section)->title);
	if (all->said[section])
		snprintf(out->left + strlen(out->left), sizeof(out->left) - strlen(out->left), "  %zu",
			 all->said[section]);
	out->style = all->lacks[section] ? STYLE_DIM : STYLE_TITLE;
	if (all->lacks[section])
		snprintf(out->right, sizeof(out->right), "%.159s", all->lacks[section]);
	else if (!all->said[section])
		snprintf(out->right, sizeof(out->right), "%s", behaviors_section(section)->help);
}

static void setting_row(const struct listed *listed, struct behaviors_row row, struct chooser_row *out)
{
	struct field field = behaviors_setting(listed->teller.map, row.index);
	struct str text = STR_INIT;
	bool said = setting_field_get(listed->teller.map, &field, &text);

	out->style = out->right_style = said ? STYLE_TEXT : STYLE_DIM;
	if (said)
		snprintf(out->right, sizeof(out->right), "%.140s%s%.15s", str_text(&text),
			 field.unit[0] ? " " : "", field.unit);
	else if (field.fallback[0])
		snprintf(out->right, sizeof(out->right), "(%.130s%s%.15s)", field.fallback,
			 field.unit[0] ? " " : "", field.unit);
	else
		snprintf(out->right, sizeof(out->right), "-");
	str_release(&text);
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct listed *listed = data;
	struct behaviors_row at = listed->app->behaviors.row[index];
	struct str text = STR_INIT;
	char name[BEHAVIORS_NAME_SIZE];

	if (at.index == NO_INDEX) {
		heading_row(listed, at.section, out);
		return;
	}
	behaviors_name(listed->teller.map, at, name);
	snprintf(out->left, sizeof(out->left), "  %.93s", name);
	if (at.section == BEHAVIOR_SETTINGS) {
		setting_row(listed, at, out);
		return;
	}
	behaviors_summary(&listed->teller, at, &text);
	snprintf(out->right, sizeof(out->right), "%.*s", (int)utf8_clip(str_text(&text), 150),
		 str_text(&text));
	out->right_style = STYLE_TEXT;
	if (at.section < BEHAVIOR_ENCODERS && behaviors_section(at.section)->used)
		snprintf(out->end, sizeof(out->end), "%zu used",
			 edit_definition_uses(listed->teller.map, (enum definition_kind)at.section,
					      (size_t)at.index, NULL, 0));
	str_release(&text);
}

static void pane_heading(const struct listed *listed, int section, struct str *out)
{
	const char *lacks = listed->app->behaviors.lacks[section];

	str_addf(out, "%s", behaviors_section(section)->help);
	if (lacks)
		str_addf(out, "; %s", lacks);
	else if (section < BEHAVIOR_ENCODERS)
		str_addf(out, "; n adds one");
}

static void pane_setting(const struct listed *listed, struct behaviors_row at, struct str *out)
{
	struct field field = behaviors_setting(listed->teller.map, at.index);

	app_add_field_help(&field, out);
}

static void draw_pane(const struct listed *listed, struct grid *grid, struct rect area)
{
	const struct behaviors *all = &listed->app->behaviors;
	struct rect line = { area.row, area.col, 1, area.cols };
	struct behaviors_row at;
	struct str text = STR_INIT;
	char name[BEHAVIORS_NAME_SIZE];

	grid_fill(grid, line, STYLE_BORDER, "─");
	if (all->list.selected >= all->rows)
		return;
	at = all->row[all->list.selected];
	str_addf(&text, " %s ", behaviors_section(at.section)->title);
	if (at.index != NO_INDEX) {
		behaviors_name(listed->teller.map, at, name);
		str_clear(&text);
		str_addf(&text, " %s ", name);
	}
	grid_text_cut(grid, line, line.row, 1, area.cols - 2, STYLE_TITLE, str_text(&text));
	str_clear(&text);
	if (at.index == NO_INDEX)
		pane_heading(listed, at.section, &text);
	else if (at.section == BEHAVIOR_SETTINGS)
		pane_setting(listed, at, &text);
	else
		behaviors_summary(&listed->teller, at, &text);
	wrap_draw(grid, (struct rect){ area.row + 1, 1, area.rows - 1, area.cols - 2 }, STYLE_STATUS,
		  str_text(&text));
	str_release(&text);
}

void view_behaviors_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct behaviors *all = &app->behaviors;
	struct listed listed = { app, app_teller(app, grid->ascii) };
	struct chooser_list list = { &listed, all->rows, row,
				     area.cols < 80 ? area.cols * 3 / 10 : NAME_COLS + (area.cols - 80) / 4,
				     all->filter.len ? "nothing matches"
						     : "nothing is said; a shows what can be" };
	int pane = PANE_ROWS;

	/* This view has no inspector: its rows are the pane's. */
	area.rows += 2;
	while (pane > 0 && area.rows - pane - 1 < MIN_LIST_ROWS)
		pane--;
	grid_fill(grid, area, STYLE_TEXT, " ");
	if (all->filter.len || app_is_open(app, VIEW_BEHAVIORS_FILTER)) {
		struct rect line = { area.row, area.col, 1, area.cols };

		grid_fill(grid, line, STYLE_INPUT, " ");
		line_draw(&all->filter, "/", grid, line);
		if (!app_is_open(app, VIEW_BEHAVIORS_FILTER))
			grid->cursor_row = -1;
		area.row++;
		area.rows--;
	}
	chooser_draw(&all->list, &list, NULL, grid,
		     (struct rect){ area.row, area.col, area.rows - pane, area.cols });
	if (pane)
		draw_pane(&listed, grid,
			  (struct rect){ area.row + area.rows - pane, area.col, pane, area.cols });
}

void view_behaviors_title(const struct app *app, char *out, size_t size)
{
	size_t definitions = 0;

	for (int section = 0; section < BEHAVIOR_ENCODERS; section++)
		definitions += app->behaviors.said[section];
	snprintf(out, size, "behaviours of %.60s%s  %zu, settings: %zu",
		 app->project->path ? file_base(app->project->path) : app->project->keyboard->name,
		 history_is_modified(app->history) ? " *" : "", definitions,
		 app->behaviors.said[BEHAVIOR_SETTINGS]);
}

bool view_behaviors_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	if (!chooser_key(&app->behaviors.list, key, app->behaviors.rows, false, &requery))
		return false;
	behaviors_selected(&app->behaviors);
	return true;
}

bool view_behaviors_take(struct app *app, struct effects *effects, struct err *err)
{
	const struct behaviors *all = &app->behaviors;
	struct behaviors_row at = all->at;
	struct subject subject = { .of = at };

	if (all->list.selected >= all->rows)
		return true;
	if (at.index == NO_INDEX)
		return err_set(err, ERR_USAGE, "%s: %s%s", behaviors_section(at.section)->title,
			       behaviors_section(at.section)->help,
			       at.section < BEHAVIOR_ENCODERS ? "; n adds one" : "");
	if (at.section != BEHAVIOR_SETTINGS) {
		app_open_behavior(app, at);
		return true;
	}
	subject.field = behaviors_setting(app_map(app), at.index);
	return app_change(app, &subject, effects, err);
}

bool view_behaviors_filter_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	struct behaviors *all = &app->behaviors;
	bool requery;

	/* The list moves while its filter is typed. */
	if (key[0] == '<' && chooser_key(&all->list, key, all->rows, false, &requery)) {
		behaviors_selected(all);
		return true;
	}
	if (!line_key(&all->filter, key))
		return false;
	view_behaviors_filter_query(app);
	return true;
}

/* The first behaviour that it lets through is selected. */
void view_behaviors_filter_query(struct app *app)
{
	struct behaviors *all = &app->behaviors;

	app_behaviors_list(app);
	all->list.selected = all->rows > 1;
	behaviors_selected(all);
}

bool view_behaviors_filter_take(struct app *app, MAYBE_UNUSED struct effects *effects,
				MAYBE_UNUSED struct err *err)
{
	app_pop(app);
	return true;
}

bool view_behaviors_filter_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	line_set(&app->behaviors.filter, "");
	app_behaviors_list(app);
	return true;
}

/* Why the document can have none of a kind: its firmware has no word for it, or its format no place. NULL: it can. */
static char *find_lack(const struct app *app, enum definition_kind kind)
{
	struct err err = { 0 };
	const struct keymap *map =
		app_with_new(app, kind, keymap_definitions(app_map(app), kind), NULL, NULL, &err);
	char *lack = map ? NULL : mem_copy_text(err.text);

	keymap_unref(map);
	return lack;
}

/* The same of settings, by one that says something else than now. */
static char *find_settings_lack(const struct app *app)
{
	const struct setting *said = keymap_find_setting(app_map(app), "tapping.term");
	struct setting setting = { symbol("tapping.term"), SETTING_NUMBER,
				   said && said->number == 200 ? 201 : 200, 0 };
	struct err err = { 0 }, ignored;
	const struct keymap *map = edit_setting_put(app_map(app), setting, &err);
	bool ok = map && (project_can_save(app->project, map, &err) ||
			  !project_can_save(app->project, app_map(app), &ignored));

	keymap_unref(map);
	return ok ? NULL : mem_copy_text(err.text);
}

void app_behaviors_list(struct app *app)
{
	const struct definition_teller teller = app_teller(app, false);

	behaviors_list(&app->behaviors, &teller);
}

void app_behaviors_follow(struct app *app)
{
	if (app_is_open(app, VIEW_BEHAVIORS))
		app_behaviors_list(app);
	if (!app_is_open(app, VIEW_BEHAVIOR))
		return;
	if (behavior_is_in(app_map(app), app->behavior.of)) {
		behavior_form_list(&app->behavior, app_map(app));
		if (app_is_open(app, VIEW_BEHAVIOR_PARTS))
			app_parts_follow(app);
		return;
	}
	/* What was undone, or gone otherwise, has no form. */
	while (app->depth > 1 && app_is_open(app, VIEW_BEHAVIOR))
		app_pop(app);
}

/* Open the list, or come back to it. */
static void open_list(struct app *app)
{
	char **lacks = app->behaviors.lacks;

	for (int kind = 0; kind < BEHAVIOR_ENCODERS; kind++) {
		free(lacks[kind]);
		lacks[kind] = find_lack(app, (enum definition_kind)kind);
	}
	free(lacks[BEHAVIOR_SETTINGS]);
	lacks[BEHAVIOR_SETTINGS] = find_settings_lack(app);
	mem_set_text(&lacks[BEHAVIOR_ENCODERS],
		     keymap_encoders(app_map(app)) ? NULL : "this keyboard has none");
	while (app->depth > 1 && app_is_open(app, VIEW_BEHAVIORS))
		app_pop(app);
	if (!app->behaviors.rows)
		app->behaviors.at = (struct behaviors_row){ behaviors_section_at(0), NO_INDEX };
	app_push(app, VIEW_BEHAVIORS);
	app_behaviors_list(app);
}

COMMAND(behaviors)
{
	int section;

	if (args[0] && !behaviors_find_section(args, strlen(args), &section))
		return err_set(err, ERR_USAGE, "'%s' is no kind of behaviour: <Tab> shows them", args);
	open_list(app);
	if (!args[0])
		return true;
	line_set(&app->behaviors.filter, "");
	app->behaviors.only_said = false;
	app_behaviors_list(app);
	behaviors_go(&app->behaviors, section, NO_INDEX);
	return true;
}

COMMAND(behavior_filter)
{
	app_push(app, VIEW_BEHAVIORS_FILTER);
	return true;
}

COMMAND(behavior_only_said)
{
	app->behaviors.only_said = !app->behaviors.only_said;
	app_say(app, STYLE_TEXT, app->behaviors.only_said ? "what is said" : "all that can be said");
	return true;
}

COMMAND(behavior_section)
{
	behaviors_go_section(&app->behaviors, args[0] == '-' ? -1 : 1);
	return true;
}
