/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"
#include "model/edit.h"
#include "model/symbol.h"
#include "model/term.h"

/* Over the form those of the keyboard's data as they are now. */
static const struct problems *listed(const struct app *app)
{
	return app_is_open(app, VIEW_CONFIG) ? &app->form_problems : &app->problems;
}

static void add_definition(const struct app *app, const struct place *place, struct str *out)
{
	enum definition_kind kind = (enum definition_kind)place->kind;
	const struct keymap *map = app_map(app);
	uint32_t name = 0;

	if ((size_t)place->definition < keymap_definitions(map, kind))
		name = keymap_definition(map, kind, (size_t)place->definition)->name;
	str_addf(out, "%s ", term_of_definition(kind));
	if (name)
		str_add_escaped(out, symbol_text(name));
	else
		str_addf(out, "%d", place->definition);
}

/* "layer 1 key 3", "combo copy", "keymap.c:12"; empty where it has no place. */
static void add_place(const struct app *app, const struct problem *problem, struct str *out)
{
	const struct place *place = &problem->place;
	const char *slash = strrchr(problem->file, '/');

	if (place->kind >= 0 && place->definition >= 0)
		add_definition(app, place, out);
	else if (place->layer >= 0)
		str_addf(out, "layer %d", place->layer);
	if (place->layer >= 0 && place->key >= 0)
		str_addf(out, " key %d", place->key);
	else if (place->layer >= 0 && place->encoder >= 0)
		str_addf(out, " knob %d", place->encoder);
	if (out->len || place->line <= 0)
		return;
	if (problem->file[0]) {
		str_add_escaped(out, slash ? slash + 1 : problem->file);
		str_addf(out, ":%d", place->line);
	} else {
		str_addf(out, "line %d", place->line);
	}
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	static const enum style styles[] = { STYLE_DIM, STYLE_WARNING, STYLE_ERROR };
	const struct problem *problem = &listed(data)->item[index];
	struct str place = STR_INIT;

	add_place(data, problem, &place);
	snprintf(out->left, sizeof(out->left), "%-7s %.80s",
		 problem->waived ? "waived" : severity_name(problem->severity), str_text(&place));
	out->style = styles[problem->severity];
	snprintf(out->right, sizeof(out->right), "%.158s", problem->text);
	str_release(&place);
}

/* In full, since rows cut it; of a loss what there is instead, and what one can do. */
static void draw_selected(const struct problem *problem, struct grid *grid, struct rect area)
{
	size_t cut = utf8_clip(problem->text, area.cols);
	struct str line = STR_INIT;

	str_add_bytes(&line, problem->text, cut);
	grid_text(grid, area, area.row, area.col, STYLE_STATUS, str_text(&line));
	grid_text_cut(grid, area, area.row + 1, area.col, area.cols, STYLE_STATUS, problem->text + cut);
	str_clear(&line);
	if (problem->loss)
		str_addf(&line, "instead: %s  (x %s)", problem->instead,
			 problem->waived ? "warns again" : "accepts it");
	grid_text_cut(grid, area, area.row + 2, area.col, area.cols, STYLE_DIM, str_text(&line));
	str_release(&line);
}

void view_problems_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = { app, listed(app)->count, row, 24, "no problems" };
	int rows = area.rows > 13 ? 13 : area.rows;
	struct rect box = { area.row + area.rows - rows, area.col, rows, area.cols };
	char title[80];

	snprintf(title, sizeof(title), " errors: %zu, warnings: %zu ",
		 problems_count(listed(app), SEVERITY_ERROR), problems_count(listed(app), SEVERITY_WARNING));
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, title);
	chooser_draw(&app->problem_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 5, box.cols - 2 });
	if (app->problem_list.selected < listed(app)->count)
		draw_selected(&listed(app)->item[app->problem_list.selected], grid,
			      (struct rect){ box.row + box.rows - 4, box.col + 2, 3, box.cols - 4 });
}

bool view_problems_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	return chooser_key(&app->problem_list, key, listed(app)->count, false, &requery);
}

/* To the key or the definition that it is about. */
bool view_problems_take(struct app *app, struct effects *effects, MAYBE_UNUSED struct err *err)
{
	const struct problem *problem;

	if (app->problem_list.selected >= listed(app)->count)
		return true;
	problem = &listed(app)->item[app->problem_list.selected];
	if (app_is_open(app, VIEW_CONFIG)) {
		app_pop(app);
		form_go_problem(&app->form, problem->text);
		app_say(app, problem->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING, "%s",
			problem->text);
		return true;
	}
	while (app->depth > 1 && app_top(app) != VIEW_BOARD)
		app_pop(app);
	if (problem->place.kind >= 0)
		app_go_definition(app, (enum definition_kind)problem->place.kind,
				  (size_t)problem->place.definition, effects);
	else if (problem->place.key < 0 && problem->place.encoder >= 0)
		app_go(app, problem->place.layer,
		       (int)keymap_keys(app_map(app)) + problem->place.encoder * TURN_COUNT);
	else
		app_go(app, problem->place.layer, problem->place.key);
	app_say(app, problem->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING, "%s", problem->text);
	return true;
}

COMMAND(problems)
{
	if (app_top(app) == VIEW_CONFIG) {
		problems_release(&app->form_problems);
		problems_add_diagnostics(&app->form_problems, config_problems(app->form.config));
	} else
		app_check(app, effects);
	app->problem_list.selected = 0;
	app_push(app, VIEW_PROBLEMS);
	return true;
}

/* A setting of the keymap, which undo takes back. */
COMMAND(waive)
{
	const struct problem *problem;
	const struct keymap *map = app_map(app), *changed;
	struct str name = STR_INIT;
	bool waived, ok;

	if (app_is_open(app, VIEW_CONFIG) || app->problem_list.selected >= app->problems.count)
		return err_set(err, ERR_USAGE, "nothing is selected that can be accepted");
	problem = &app->problems.item[app->problem_list.selected];
	if (!problem->loss)
		return err_set(err, ERR_USAGE, "only what another firmware does not have can be accepted");
	waived = problem->waived;
	str_addf(&name, KEYMAP_WAIVE "%s", problem->id);
	changed = waived ? edit_setting_remove(map, str_text(&name))
			 : edit_setting_put(
				   map, (struct setting){ symbol(str_text(&name)), SETTING_BOOL, 1, 0 }, err);
	ok = changed && app_is_savable(app, changed, err);
	if (ok) {
		app_commit(app, changed, effects, "%s", str_text(&name));
		app_say(app, STYLE_OK, waived ? "warned of again: %s" : "accepted: %s", problem->id);
		app_check(app, effects);
	} else {
		keymap_unref(changed);
	}
	str_release(&name);
	return ok;
}
