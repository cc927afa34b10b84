/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"
#include "base/mem.h"
#include "project/compile.h"
#include "project/journal.h"
#include "project/recent.h"
#include "project/write_files.h"

void app_release_project(struct app *app)
{
	if (app->project) {
		board_release(&app->board);
		geometry_release(&app->geometry);
	}
	app_forget_probe(app);
	app->live_replaced |= app->live_attached;
	app->live_attached = false;
	keymap_unref(app->live_map);
	app->live_map = NULL;
	history_free(app->history);
	project_free(app->project);
	app->history = NULL;
	app->project = NULL;
}

void app_take_project(struct app *app, struct project *project)
{
	size_t first = 0;

	app_release_project(app);
	app->project = project;
	app->history = history_new(project->map);
	geometry_init(&app->geometry, app_layout(app), keymap_encoders(project->map));
	app->cursor = (struct cursor){ 0, (int)geometry_first(&app->geometry) };
	app_place(app);
	app->marked.key = -1;
	app->search[0] = '\0';
	app_work_forget(app);
	problems_release(&app->problems);
	problems_add_diagnostics(&app->problems, &project->diagnostics);
	/* Among notes the last: those of the keyboard's files come before what opening it has to say. */
	if (app->problems.count && app->problems.item[0].severity == SEVERITY_NOTE)
		first = app->problems.count - 1;
	if (app->problems.count)
		app_say(app, STYLE_WARNING, "%s%s", app->problems.item[first].text,
			app->problems.count > 1 ? "  (e lists the others)" : "");
	app->stack[0] = VIEW_BOARD;
	app->depth = 1;
}

void app_keyboard_changed(struct app *app)
{
	app_forget_probe(app);
	board_release(&app->board);
	geometry_release(&app->geometry);
	geometry_init(&app->geometry, app_layout(app), keymap_encoders(app_map(app)));
	app_place(app);
	app_work_forget(app);
	problems_release(&app->problems);
	problems_add_diagnostics(&app->problems, &app->project->diagnostics);
}

static void call_offer(void *state, struct effects *effects);

static void call_throw_away(void *state, struct effects *effects)
{
	struct app *app = state;
	struct err err = { 0 };

	if (journal_discard(app->project, &err))
		app_say(app, STYLE_TEXT, "the unsaved edits were thrown away");
	else
		app_say(app, STYLE_ERROR, "%s", err.text);
	effects_add_call(effects, call_offer);
}

static void answer_recover(struct app *app, char key, struct effects *effects)
{
	if (key == 'd') {
		effects_add_call(effects, call_throw_away);
		return;
	}
	app_commit(app, journal_recover(app->project), effects, "recovery of unsaved edits");
	app_say(app, STYLE_OK, "recovered; u takes it back, w saves it");
	effects_add_call(effects, call_offer);
}

/* One question for each run that left edits; what else there is to say comes when none is left. */
void app_offer_recovery(struct app *app)
{
	struct err err = { 0 };
	const struct journal_found *found = journal_next(app->project, &err);
	long other = found ? 0 : journal_other_process(app->project);

	if (found)
		app_ask(app, "rd", answer_recover, "There are unsaved edits from a run that %s.",
			found->changed_base ? "died; the file has changed since" : "ended without saving");
	else if (err.code)
		app_say(app, STYLE_WARNING, "%s", err.text);
	else if (other)
		app_say(app, STYLE_WARNING, "another keyplane has unsaved edits of this keymap (process %ld)",
			other);
}

static void call_offer(void *state, MAYBE_UNUSED struct effects *effects)
{
	app_offer_recovery(state);
}

/* Paths are remembered in full, names as they are: a folder that is no name, as the file that was found in it. */
static void remember(const char *what, const struct project *project)
{
	const char *file = project->path ? project->path : project->keyboard_path;

	recent_add(file && file_is_dir(what) && strcmp(what, project->keyboard->id) != 0 ? file : what);
}

static void call_open(void *state, struct effects *effects)
{
	struct app *app = state;
	struct project_options options = { .qmk_home = app->qmk_home, .layout = app->options.layout };
	struct err err = { 0 };
	struct project *project = project_open(app->to_open, &options, &err);

	if (!project) {
		if (!app_offer_fetch(app, &err))
			app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	remember(app->to_open, project);
	/* Not before: until here they were what is on the screen. */
	if (app->project && history_is_modified(app->history))
		journal_remove(app->project);
	app_take_project(app, project);
	app_devices_watch(app, false, effects);
	app_offer_recovery(app);
}

static void open_next(MAYBE_UNUSED struct app *app, struct effects *effects)
{
	effects_add_call(effects, call_open);
}

static void answer_open(struct app *app, char key, struct effects *effects)
{
	if (key == 's')
		app_save(app, NULL, false, open_next, effects);
	else
		open_next(app, effects);
}

void app_open(struct app *app, const char *what, struct effects *effects)
{
	free(app->to_open);
	app->to_open = app_path(app, what);
	if (app->project && history_is_modified(app->history))
		app_ask(app, "sd", answer_open, "This keymap has unsaved edits.");
	else
		effects_add_call(effects, call_open);
}

/* After the first frame: what was open before, and what an earlier run left unsaved. */
static void call_start(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;

	if (app->project) {
		remember(app->options.opened, app->project);
		app_offer_recovery(app);
	}
	app->recent = recent_read(&app->recents);
}

void app_start(struct app *app, struct effects *effects)
{
	effects_add_call(effects, call_start);
	if (!app->project)
		app_devices_watch(app, true, effects);
	if (app->options.live)
		app_live_open(app,
			      &(struct live_source){ .device = mem_copy_text(app->options.live),
						     .definition = mem_copy_text(app->options.definition),
						     .keyboard = mem_copy_text(app->options.live_keyboard) },
			      effects);
}

static void call_save(void *state, struct effects *effects);

static void answer_overwrite(struct app *app, char key, struct effects *effects)
{
	if (key != 'y') {
		app->after_save = NULL;
		app_say(app, STYLE_TEXT, "not saved");
		return;
	}
	app->force |= PROJECT_OVERWRITE;
	effects_add_call(effects, call_save);
}

static void answer_lose(struct app *app, char key, struct effects *effects)
{
	if (key != 'y') {
		app->after_save = NULL;
		app_say(app, STYLE_TEXT, "not saved");
		return;
	}
	app->force |= PROJECT_LOSE;
	effects_add_call(effects, call_save);
}

/* With what it leaves to a person, which is among the problems as well. */
static void say_saved(struct app *app)
{
	struct diagnostics left = { 0 };

	project_left(app->project, app_map(app), &left);
	problems_add_diagnostics(&app->problems, &left);
	if (left.count)
		app_say(app, STYLE_WARNING, "saved; line %d: %s", left.item[0].place.line, left.item[0].text);
	else
		app_say(app, STYLE_OK, "saved %s", app->project->path);
	diagnostics_release(&left);
}

static void call_save(void *state, struct effects *effects)
{
	struct app *app = state;
	void (*after)(struct app *, struct effects *) = app->after_save;
	struct err err = { 0 };

	if (!project_save(app->project, app_map(app), app->to_save, app->force, &err)) {
		if (err.code == ERR_EXISTS && !(app->force & PROJECT_OVERWRITE)) {
			app_ask(app, "yn", answer_overwrite, "%.150s. Overwrite it?", err.text);
			return;
		}
		if (err.code == ERR_LOSSY && !(app->force & PROJECT_LOSE)) {
			app_ask(app, "yn", answer_lose, "%.150s. Write it all the same?", err.text);
			return;
		}
		app->after_save = NULL;
		app_say(app, STYLE_ERROR, "%s", err.text);
		return;
	}
	history_mark_saved(app->history);
	journal_remove(app->project);
	recent_add(app->project->path);
	say_saved(app);
	app->after_save = NULL;
	if (after)
		after(app, effects);
}

void app_save(struct app *app, const char *path, bool force, void (*after)(struct app *, struct effects *),
	      struct effects *effects)
{
	char text[300];

	app->after_save = after;
	if (!path && !app->project->path) {
		snprintf(text, sizeof(text), "save %.100s_%.100s.json", file_base(app->project->keyboard->id),
			 app->project->keymap_name);
		app_say(app, STYLE_TEXT, "where to?");
		app_prompt(app, ':', text);
		return;
	}
	free(app->to_save);
	app->to_save = path ? app_path(app, path) : NULL;
	app->force = force ? PROJECT_OVERWRITE | PROJECT_LOSE : 0;
	effects_add_call(effects, call_save);
}

static void call_journal(void *state, struct effects *effects)
{
	struct app *app = state;
	struct err err = { 0 };

	(void)effects;
	if (!app->project)
		return;
	if (!history_is_modified(app->history))
		journal_remove_own(app->project);
	else if (!journal_write(app->project, app_map(app), &err))
		app_say(app, STYLE_WARNING, "this edit is not safe against a crash: %s", err.text);
}

void app_journal(struct app *app, struct effects *effects)
{
	(void)app;
	effects_add_call(effects, call_journal);
}

const struct target *app_target(const struct app *app)
{
	return app->target || !app->project ? app->target : project_target(app->project);
}

bool app_compile(struct app *app, const struct target *target, struct fileset *files, struct err *err)
{
	struct diagnostics found = { 0 };
	bool ok = project_compile(app->project, app_map(app), target, NULL, files, &found, err);

	problems_release(&app->problems);
	problems_add_diagnostics(&app->problems, &app->project->diagnostics);
	problems_add_diagnostics(&app->problems, &found);
	app->problem_list.selected = 0;
	diagnostics_release(&found);
	return ok;
}

/* Where the one that was selected is now; else where it was. */
static size_t find_problem(const struct problems *all, const struct problem *was, size_t otherwise)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->item[i].text, was->text) &&
		    !memcmp(&all->item[i].place, &was->place, sizeof(was->place)))
			return i;
	return otherwise < all->count ? otherwise : 0;
}

static void call_check(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;
	struct diagnostics found = { 0 }, live = { 0 };
	struct fileset files = { 0 };
	struct problem selected = { .severity = SEVERITY_NOTE };
	struct err err = { 0 };

	if (app->problem_list.selected < app->problems.count)
		selected = app->problems.item[app->problem_list.selected];
	if (!project_compile(app->project, app_map(app), app_target(app), NULL, &files, &found, &err))
		app_say(app, STYLE_WARNING, "%s", err.text);
	problems_release_found(&app->problems);
	problems_add_diagnostics(&app->problems, &app->project->diagnostics);
	problems_add_diagnostics(&app->problems, &found);
	app_live_diagnose(app, &live);
	problems_add_diagnostics(&app->problems, &live);
	diagnostics_release(&live);
	app->problem_list.selected = find_problem(&app->problems, &selected, app->problem_list.selected);
	diagnostics_release(&found);
	fileset_release(&files);
}

void app_check(MAYBE_UNUSED struct app *app, struct effects *effects)
{
	effects_add_call(effects, call_check);
}

static void call_compile(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;
	const struct target *target = app_target(app);
	struct fileset files = { 0 };
	struct err err = { 0 };

	if (!app_compile(app, target, &files, &err)) {
		app_say(app, STYLE_ERROR, "%s", err.text);
		if (app->problems.count)
			app_push(app, VIEW_PROBLEMS);
	} else if (!write_files(app->to_compile, target, &files, false, &err)) {
		app_say(app, STYLE_ERROR, "%s", err.text);
	} else {
		app_say(app, app->problems.count ? STYLE_WARNING : STYLE_OK, "%zu %s in %s%s", files.count,
			files.count == 1 ? "file" : "files", app->to_compile,
			app->problems.count ? "; e lists the warnings" : "");
	}
	fileset_release(&files);
}

void app_compile_to(struct app *app, const char *dir, struct effects *effects)
{
	free(app->to_compile);
	app->to_compile = app_path(app, dir);
	effects_add_call(effects, call_compile);
}

static void quit_now(struct app *app, struct effects *effects)
{
	(void)app;
	effects_add(effects, EFFECT_QUIT, 0);
}

static void call_discard(void *state, struct effects *effects)
{
	struct app *app = state;

	journal_remove(app->project);
	quit_now(app, effects);
}

void app_discard_and_quit(struct effects *effects)
{
	effects_add_call(effects, call_discard);
}

void app_end(struct app *app)
{
	if (app->project)
		journal_remove_own(app->project);
}

static void answer_quit(struct app *app, char key, struct effects *effects)
{
	if (key == 's')
		app_save(app, NULL, false, quit_now, effects);
	else
		effects_add_call(effects, call_discard);
}

void app_quit(struct app *app, struct effects *effects)
{
	if (app_live_quit(app))
		return;
	if (app->project && history_is_modified(app->history))
		app_ask(app, "sd", answer_quit, "There are unsaved edits.");
	else
		quit_now(app, effects);
}

COMMAND(quit)
{
	if (args[0] && strcmp(args, "!"))
		return err_set(err, ERR_USAGE, "quit takes ! or nothing, not '%s'", args);
	if (!args[0] && app_top(app) == VIEW_START && app->depth > 1)
		app_pop(app);
	else if (!args[0] && app_is_open(app, VIEW_CONFIG) && config_is_modified(app->form.config))
		return err_set(err, ERR_USAGE,
			       "the keyboard's data have unsaved changes: <Esc> asks about them");
	else if (args[0] && app->project)
		effects_add_call(effects, call_discard);
	else
		app_quit(app, effects);
	return true;
}

COMMAND(save_quit)
{
	app_save(app, args[0] ? args : NULL, false, quit_now, effects);
	return true;
}

COMMAND(open)
{
	if (args[0])
		app_open(app, args, effects);
	else
		app_find(app);
	return true;
}

COMMAND(save)
{
	bool force = args[0] == '!';

	if (app_top(app) == VIEW_CONFIG)
		return args[0] ? err_set(err, ERR_USAGE,
					 "the keyboard's data go into their own file: save takes nothing "
					 "here")
			       : run_write_config(app, args, effects, err);

	args += force;
	while (*args == ' ')
		args++;
	app_save(app, args[0] ? args : NULL, force, app->after_save, effects);
	return true;
}

/* Beside the keymap that was saved; in the folder we stand in when there is none. */
COMMAND(compile)
{
	struct str dir = STR_INIT;

	if (args[0]) {
		app_compile_to(app, args, effects);
		return true;
	}
	if (app->project->path)
		str_add_bytes(&dir, app->project->path,
			      (size_t)(file_base(app->project->path) - app->project->path));
	str_addf(&dir, "%s_%s", file_base(app->project->keyboard->id), app->project->keymap_name);
	app_compile_to(app, str_text(&dir), effects);
	str_release(&dir);
	return true;
}
