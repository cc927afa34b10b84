/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "app_private.h"
#include "base/mem.h"

/* Listing a tree is a child's work; reading the one keyboard that is selected takes less than a millisecond. */

bool app_shows_start(const struct app *app)
{
	return app_top(app) == VIEW_START || app_top(app) == VIEW_FIND;
}

/* Whether the names are wanted: to be seen, or to complete what is typed behind `:open`. */
static bool wants_names(const struct app *app)
{
	const struct command *command;

	if (app_top(app) != VIEW_PROMPT || app->prompt_kind != ':' || !strchr(app->prompt.text, ' '))
		return app_shows_start(app);
	command = command_resolve(app->prompt.text);
	return command && command->run == run_open;
}

static void close_preview(struct app *app)
{
	preview_release(&app->preview);
	tree_close(app->tree);
	app->tree = NULL;
}

/* What another tree said. */
static void forget(struct app *app, struct effects *effects)
{
	if (app->list_job)
		effects_add(effects, EFFECT_CANCEL, app->list_job);
	app->list_job = 0;
	keyboards_seen_release(&app->keyboards);
	close_preview(app);
	app_start_changed(app);
	mem_set_text(&app->listed_home, app->qmk_home);
}

static void follow_list(struct app *app, struct effects *effects)
{
	const char *argv[] = { "keyplane", "list", "--json", NULL, NULL, NULL };
	const char *home = app->qmk_home ? app->qmk_home : "";

	if (strcmp(home, app->listed_home ? app->listed_home : ""))
		forget(app, effects);
	if (!wants_names(app) || app->keyboards.complete || app->list_job)
		return;
	if (home[0]) {
		argv[3] = "--qmk";
		argv[4] = home;
	}
	keyboards_seen_release(&app->keyboards);
	app->list_job = ++app->last_job;
	effects_add_argv(effects, EFFECT_SPAWN, app->list_job, argv);
}

static void call_preview(void *state, MAYBE_UNUSED struct effects *effects)
{
	struct app *app = state;
	struct project_options options = { .qmk_home = app->qmk_home };
	const char *what = app_shows_start(app) ? app_start_selected(app) : NULL;
	struct err ignored;

	if (!what)
		return;
	/* What it says of all keyboards takes longer to read than one of them. Without one, opening says why. */
	if (!app->tree)
		app->tree = tree_open(app->qmk_home, &ignored);
	options.tree = app->tree;
	preview_open(&app->preview, what, &options, app_preview_rows(app->rows), app->cols);
}

static void follow_preview(struct app *app, struct effects *effects)
{
	const char *what = app_start_selected(app);

	if (!app_is_open(app, VIEW_START) && !app_is_open(app, VIEW_FIND)) {
		close_preview(app);
		return;
	}
	if (!app_shows_start(app) || !app_preview_rows(app->rows))
		return;
	if (!what)
		preview_release(&app->preview);
	else if (!app->preview.what || strcmp(app->preview.what, what) != 0)
		effects_add_call(effects, call_preview);
}

void app_keyboards_follow(struct app *app, struct effects *effects)
{
	follow_list(app, effects);
	follow_preview(app, effects);
}

bool app_keyboards_event(struct app *app, const struct event *event)
{
	size_t fetched = app->keyboards.fetched.count;
	struct err err;

	if (!app->list_job || event->job != app->list_job)
		return false;
	if (event->type == EVENT_JOB_END) {
		/* Also when it failed: it would fail again. */
		app->keyboards.complete = true;
		app->list_job = 0;
	} else if (event->status == 1 && !keyboards_seen_line(&app->keyboards, event->text, &err)) {
		app_say(app, STYLE_WARNING, "%s", err.text);
	}
	/* Names of the tree are the last rows: until all are there, those before them stay what they are. */
	if (!app->list_job || app->keyboards.fetched.count != fetched)
		app_start_changed(app);
	return true;
}
