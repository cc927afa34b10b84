/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "base/utf8.h"

/* Over the form those of the keyboard's data as they are now. */
static const struct problems *listed(const struct app *app)
{
	return app_is_open(app, VIEW_CONFIG) ? &app->form_problems : &app->problems;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	static const enum style styles[] = { STYLE_DIM, STYLE_WARNING, STYLE_ERROR };
	const struct problem *problem = &listed(data)->item[index];
	const struct place *place = &problem->place;
	char file[80];

	if (place->layer >= 0 && place->key >= 0)
		snprintf(out->left, sizeof(out->left), "%-7s layer %d key %d",
			 severity_name(problem->severity), place->layer, place->key);
	else if (place->layer >= 0 && place->encoder >= 0)
		snprintf(out->left, sizeof(out->left), "%-7s layer %d knob %d",
			 severity_name(problem->severity), place->layer, place->encoder);
	else if (place->layer >= 0)
		snprintf(out->left, sizeof(out->left), "%-7s layer %d", severity_name(problem->severity),
			 place->layer);
	else if (problem->file[0] && place->line > 0) {
		const char *slash = strrchr(problem->file, '/');

		utf8_escape(file, sizeof(file), slash ? slash + 1 : problem->file,
			    strlen(slash ? slash + 1 : problem->file));
		snprintf(out->left, sizeof(out->left), "%-7s %.60s:%d", severity_name(problem->severity),
			 file, place->line);
	} else if (place->line > 0)
		snprintf(out->left, sizeof(out->left), "%-7s line %d", severity_name(problem->severity),
			 place->line);
	else
		snprintf(out->left, sizeof(out->left), "%s", severity_name(problem->severity));
	out->style = styles[problem->severity];
	snprintf(out->right, sizeof(out->right), "%.158s", problem->text);
}

void view_problems_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct chooser_list list = { app, listed(app)->count, row, 24, "no problems" };
	int rows = area.rows > 12 ? 12 : area.rows;
	struct rect box = { area.row + area.rows - rows, area.col, rows, area.cols };
	char title[80];

	snprintf(title, sizeof(title), " errors: %zu, warnings: %zu ",
		 problems_count(listed(app), SEVERITY_ERROR), problems_count(listed(app), SEVERITY_WARNING));
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	grid_text(grid, box, box.row, box.col + 2, STYLE_TITLE, title);
	chooser_draw(&app->problem_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 4, box.cols - 2 });
	/* The selected one in full: rows cut it. */
	if (app->problem_list.selected < listed(app)->count) {
		const struct problem *problem = &listed(app)->item[app->problem_list.selected];
		size_t cut = utf8_clip(problem->text, box.cols - 4);
		char first[512];

		memcpy(first, problem->text, cut);
		first[cut] = '\0';
		grid_text(grid, box, box.row + box.rows - 3, box.col + 2, STYLE_STATUS, first);
		grid_text_cut(grid, box, box.row + box.rows - 2, box.col + 2, box.cols - 4, STYLE_STATUS,
			      problem->text + cut);
	}
}

bool view_problems_key(struct app *app, const char *key, struct effects *effects)
{
	bool requery;

	(void)effects;
	return chooser_key(&app->problem_list, key, listed(app)->count, false, &requery);
}

/* To the key that it is about. */
bool view_problems_take(struct app *app, MAYBE_UNUSED struct effects *effects, MAYBE_UNUSED struct err *err)
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
	if (problem->place.key < 0 && problem->place.encoder >= 0)
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
	}
	app->problem_list.selected = 0;
	app_push(app, VIEW_PROBLEMS);
	return true;
}
