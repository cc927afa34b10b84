/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app_private.h"

/* From the disk into the form, and back: what would change is shown before it is written. */

static void say_error(struct app *app)
{
	const struct diagnostics *problems = config_problems(app->form.config);

	for (size_t i = 0; i < problems->count; i++)
		if (problems->item[i].kind->severity == SEVERITY_ERROR) {
			app_say(app, STYLE_ERROR, "%s", problems->item[i].text);
			return;
		}
}

/* By its file; by its name when it is built in, or when what was fetched is among other data in the file. */
static struct config *open_config(const struct app *app, struct err *err)
{
	const struct project *project = app->project;
	struct config *config =
		project->keyboard_path ? config_open(project->keyboard_path, app->qmk_home, err) : NULL;

	return config || !project->keyboard->id[0] ? config
						   : config_open(project->keyboard->id, app->qmk_home, err);
}

static void call_config(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;
	struct err err = { 0 };
	struct config *config = open_config(app, &err);

	if (!config) {
		app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	form_open(&app->form, config);
	app_push(app, VIEW_CONFIG);
	say_error(app);
}

COMMAND(config)
{
	effects_add_call(effects, call_config);
	return true;
}

static void leave(struct app *app)
{
	form_close(&app->form);
	while (app->depth > 1 && app_is_open(app, VIEW_CONFIG))
		app_pop(app);
}

static void answer_leave(struct app *app, char key, struct effects *effects)
{
	struct err err;

	if (key == 'd') {
		leave(app);
		return;
	}
	app->form.leave = true;
	run_write_config(app, "", effects, &err);
}

/* True: the view may go. */
bool view_config_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	if (config_is_modified(app->form.config)) {
		app_ask(app, "sd", answer_leave, "The keyboard's data have unsaved changes.");
		return false;
	}
	form_close(&app->form);
	return true;
}

static void row(const void *data, size_t index, struct chooser_row *out)
{
	const struct form *form = data;
	const char *line = form->diff[index];

	snprintf(out->right, sizeof(out->right), "%.159s", line);
	out->right_style = line[0] == '+' ? STYLE_OK : line[0] == '-' ? STYLE_WARNING : STYLE_DIM;
}

void view_config_save_draw(const struct app *app, struct grid *grid, struct rect area)
{
	const struct form *form = &app->form;
	const struct diagnostic *worse = config_new_error(form->config);
	struct chooser_list list = { form, form->diff_lines, row, 0, "nothing" };
	struct str title = STR_INIT;
	int rows = (int)(form->diff_lines < 100 ? form->diff_lines : 100) + 2 + (worse != NULL);
	struct rect box;

	area.rows += 2;
	rows = rows < area.rows ? rows : area.rows;
	box = (struct rect){ area.row + area.rows - rows, area.col, rows, area.cols };
	grid_fill(grid, box, STYLE_TEXT, " ");
	grid_box(grid, box, STYLE_BORDER);
	str_addf(&title, " write %s? ", form_path(form));
	grid_text_cut(grid, box, box.row, box.col + 2, box.cols - 4, STYLE_TITLE, str_text(&title));
	chooser_draw(&form->diff_list, &list, NULL, grid,
		     (struct rect){ box.row + 1, box.col + 1, box.rows - 2 - (worse != NULL), box.cols - 2 });
	if (worse)
		grid_text_cut(grid, box, box.row + box.rows - 2, box.col + 2, box.cols - 4, STYLE_ERROR,
			      worse->text);
	str_release(&title);
}

bool view_config_save_key(struct app *app, const char *key, MAYBE_UNUSED struct effects *effects)
{
	bool requery;

	return chooser_key(&app->form.diff_list, key, app->form.diff_lines, false, &requery);
}

bool view_config_save_close(struct app *app, MAYBE_UNUSED struct effects *effects)
{
	app->form.leave = false;
	return true;
}

/* The keyboard that is on the board is the saved one from here on, if the keymap is still for it. */
static void reload(struct app *app)
{
	struct err err = { 0 };

	if (project_reload_keyboard(app->project, app_map(app), &err)) {
		app_keyboard_changed(app);
		app_say(app, STYLE_OK, "saved %s", form_path(&app->form));
	} else {
		app_say(app, STYLE_WARNING, "saved; the board is drawn as it was: %s", err.text);
	}
}

static void write_config(struct app *app, bool force);

static void answer_overwrite(struct app *app, char key, MAYBE_UNUSED struct effects *effects);

static void call_write(void *state, MAYBE_UNUSED struct effects *effects)
{
	write_config(state, false);
}

static void call_overwrite(void *state, MAYBE_UNUSED struct effects *effects)
{
	write_config(state, true);
}

static void write_config(struct app *app, bool force)
{
	struct err err = { 0 };

	if (!config_save(app->form.config, force, &err)) {
		if (err.code == ERR_EXISTS && !force)
			app_ask(app, "yn", answer_overwrite, "%.150s. Overwrite it?", err.text);
		else
			app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	if (app_top(app) == VIEW_CONFIG_SAVE)
		app_pop(app);
	reload(app);
	if (app->form.leave)
		leave(app);
}

static void answer_overwrite(struct app *app, char key, struct effects *effects)
{
	if (key == 'y')
		effects_add_call(effects, call_overwrite);
	else
		app_say(app, STYLE_TEXT, "not saved");
}

bool view_config_save_take(MAYBE_UNUSED struct app *app, struct effects *effects,
			   MAYBE_UNUSED struct err *err)
{
	effects_add_call(effects, call_write);
	return true;
}

COMMAND(write_config)
{
	if (!config_is_modified(app->form.config)) {
		app_say(app, STYLE_TEXT, "nothing has changed");
		return true;
	}
	form_list_diff(&app->form);
	app_push(app, VIEW_CONFIG_SAVE);
	return true;
}
