/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/file.h"

/* What keyplane build builds. */
#define BUILD_TARGET "qmk"

enum {
	DO_BUILD = 1u << WORK_COMPILE | 1u << WORK_BUILD,
	DO_FLASH = 1u << WORK_DEVICES | 1u << WORK_FLASH,
};

static int new_job(struct app *app)
{
	return ++app->last_job;
}

static void spawn(struct app *app, enum work_step step, const char *const *argv, struct effects *effects)
{
	work_set(&app->work, step, WORK_RUNNING);
	app->work.job = new_job(app);
	effects_add_argv(effects, EFFECT_SPAWN, app->work.job, argv);
}

static void start_build(struct app *app, struct effects *effects)
{
	const char *argv[EFFECT_ARGS_MAX + 1] = { "keyplane", "build", "--json" };
	size_t n = 3;

	/* "default" is the tree's own keymap: the worker then takes a name that is ours. */
	if (strcmp(app->project->keymap_name, "default")) {
		argv[n++] = "--keymap";
		argv[n++] = app->project->keymap_name;
	}
	if (app->qmk_home) {
		argv[n++] = "--qmk";
		argv[n++] = app->qmk_home;
	}
	argv[n++] = "--";
	argv[n++] = app->project->path;
	app_work_forget(app);
	app->built = keymap_ref(app_map(app));
	spawn(app, WORK_BUILD, argv, effects);
}

static void start_flash(struct app *app, struct effects *effects)
{
	const char *argv[EFFECT_ARGS_MAX + 1] = { "keyplane", "flash", "--json", "--wait" };
	size_t n = 4;
	char usb_id[16];

	if (app->device) {
		argv[n++] = "--device";
		argv[n++] = app->device;
	}
	if (app->project && app->project->keyboard->processor[0]) {
		argv[n++] = "--mcu";
		argv[n++] = app->project->keyboard->processor;
	}
	if (app->project && app->project->keyboard->usb_vid) {
		snprintf(usb_id, sizeof(usb_id), "%04x:%04x", app->project->keyboard->usb_vid,
			 app->project->keyboard->usb_pid);
		argv[n++] = "--usb-id";
		argv[n++] = usb_id;
	}
	argv[n++] = "--";
	argv[n++] = app->work.image;
	spawn(app, WORK_FLASH, argv, effects);
}

/* Compiling here first shows every complaint with its key before a tree or a toolchain is asked for. */
static void do_compile(struct app *app)
{
	struct fileset files = { 0 };
	struct err err = { 0 };

	if (app_compile(app, target_find(BUILD_TARGET), &files, &err)) {
		work_set(&app->work, WORK_COMPILE, WORK_DONE);
	} else {
		work_fail(&app->work, WORK_COMPILE, err.text);
		if (app->problems.count)
			app_push(app, VIEW_PROBLEMS);
	}
	fileset_release(&files);
}

static void start_fetch(struct app *app, struct effects *effects)
{
	spawn(app, WORK_FETCH,
	      (const char *const[]){ "keyplane", "fetch", "--json", "--", app->to_fetch, NULL }, effects);
}

static void advance(struct app *app, struct effects *effects)
{
	enum work_step next;

	while (work_running(&app->work) == WORK_STEPS && (next = work_next(&app->work)) != WORK_STEPS) {
		switch (next) {
		case WORK_COMPILE:
			do_compile(app);
			break;
		case WORK_DEVICES:
			devices_seen_release(&app->devices);
			spawn(app, next, (const char *const[]){ "keyplane", "devices", "--json", NULL },
			      effects);
			break;
		case WORK_BUILD:
			start_build(app, effects);
			break;
		case WORK_FLASH:
			start_flash(app, effects);
			break;
		case WORK_FETCH:
			start_fetch(app, effects);
			break;
		case WORK_STEPS:
			return;
		}
	}
}

void app_work_start(struct app *app, unsigned mask, const char *image, struct effects *effects)
{
	/* A device that was named is asked for by name; otherwise look first, and let the user choose. */
	if (app->device)
		mask &= ~(1u << WORK_DEVICES);
	work_begin(&app->work, mask);
	if (image)
		snprintf(app->work.image, sizeof(app->work.image), "%s", image);
	app_push(app, VIEW_WORK);
	advance(app, effects);
}

static void start_build_only(struct app *app, struct effects *effects)
{
	app_work_start(app, DO_BUILD, NULL, effects);
}

static void start_all(struct app *app, struct effects *effects)
{
	app_work_start(app, DO_BUILD | DO_FLASH, NULL, effects);
}

/* With one bootloader or none there is nothing to ask: the flash step takes it, or waits for it. */
static void end_devices(struct app *app)
{
	if (devices_seen_flashable(&app->devices) < 2)
		return;
	work_fail(&app->work, WORK_DEVICES,
		  "more than one bootloader is connected: choose the one to flash, then start again");
	app->device_list.selected = 0;
	app_push(app, VIEW_DEVICES);
}

static void end_job(struct app *app, int status, struct effects *effects)
{
	enum work_step step = work_running(&app->work);

	work_job_end(&app->work, status);
	if (step == WORK_DEVICES && app->work.state[step] == WORK_DONE)
		end_devices(app);
	if (step == WORK_BUILD && app->work.state[step] == WORK_DONE && !app->work.image[0])
		work_fail(&app->work, WORK_BUILD, "the build ended well but named no image");
	if (step == WORK_BUILD && app->work.state[step] == WORK_FAILED &&
	    problems_count(&app->problems, SEVERITY_ERROR))
		app_push(app, VIEW_PROBLEMS);
	if (step == WORK_FETCH && app->work.state[step] == WORK_DONE) {
		app_fetched(app, effects);
		return;
	}
	advance(app, effects);
	if (work_is_over(&app->work) && !app_is_open(app, VIEW_WORK))
		app_say(app, app->work.error[0] ? STYLE_ERROR : STYLE_OK, "%s  (W shows it)",
			app->work.error[0] ? app->work.error : app->work.note);
}

static bool is_open(const struct app *app, const struct device_seen *device)
{
	return app->live.job && !strcmp(device->id, app->live.id);
}

/* While a document is open: a list of devices tells by itself. */
static void offer_arrived(struct app *app)
{
	const struct devices_seen *seen = &app->devices;

	for (size_t i = 0; seen->arrived[0] && i < seen->count; i++) {
		const struct device_seen *device = &seen->item[i];

		if (strcmp(device->id, seen->arrived) != 0 || strcmp(device->kind, "keyboard") != 0 ||
		    is_open(app, device))
			continue;
		app->live_arrived = *device;
		if (app_top(app) != VIEW_BOARD)
			continue;
		if (device->trouble[0])
			app_say(app, STYLE_WARNING, "%s was plugged in: %s", device->name, device->trouble);
		else
			app_say(app, STYLE_OK, "%s was plugged in: g l opens it", device->name);
	}
}

/* What was offered is not there any more. */
static void take_offer_back(struct app *app)
{
	struct device_seen *arrived = &app->live_arrived;

	for (size_t i = 0; i < app->devices.count; i++)
		if (!strcmp(app->devices.item[i].id, arrived->id))
			return;
	if (arrived->id[0] && !is_open(app, arrived) && app_top(app) == VIEW_BOARD)
		app_say(app, STYLE_DIM, "%s was unplugged again", arrived->name);
	arrived->id[0] = '\0';
}

static void follow_arrived(struct app *app)
{
	offer_arrived(app);
	take_offer_back(app);
}

void app_work_event(struct app *app, const struct event *event, struct effects *effects)
{
	struct err err;

	if (event->job == app->devices_job) {
		if (event->type == EVENT_JOB_LINE && !devices_seen_line(&app->devices, event->text, &err))
			app_say(app, STYLE_WARNING, "%s", event->text);
		if (event->type == EVENT_JOB_END)
			app->devices_job = 0;
		else
			follow_arrived(app);
		app_start_changed(app);
		return;
	}
	if (event->job != app->work.job)
		return;
	if (event->type == EVENT_JOB_END)
		end_job(app, event->status, effects);
	else if (work_running(&app->work) == WORK_DEVICES &&
		 devices_seen_line(&app->devices, event->text, &err))
		return;
	else
		work_line(&app->work, event->text, &app->problems);
}

void app_work_cancel(struct app *app, struct effects *effects)
{
	if (!app->work.job)
		return;
	effects_add(effects, EFFECT_CANCEL, app->work.job);
	snprintf(app->work.wait, sizeof(app->work.wait), "%s",
		 work_running(&app->work) == WORK_FLASH
			 ? "stopping: the block that is being written is finished first"
			 : "stopping");
}

void app_work_forget(struct app *app)
{
	keymap_unref(app->built);
	app->built = NULL;
	app->work.image[0] = '\0';
}

bool app_work_waits(const struct app *app)
{
	return work_running(&app->work) == WORK_FLASH && app->work.wait[0];
}

void app_devices_watch(struct app *app, bool on, struct effects *effects)
{
	if (on == (app->devices_job != 0))
		return;
	if (!on) {
		effects_add(effects, EFFECT_CANCEL, app->devices_job);
		app->devices_job = 0;
		return;
	}
	devices_seen_release(&app->devices);
	app->devices_job = new_job(app);
	effects_add_argv(effects, EFFECT_SPAWN, app->devices_job,
			 (const char *const[]){ "keyplane", "devices", "--watch", "--json", NULL });
}

/* While it waits for a bootloader: what is connected, as it comes and goes. */
static void draw_devices(const struct app *app, struct grid *grid, struct rect area)
{
	for (size_t i = 0; i < app->devices.count && (int)i < area.rows; i++) {
		const struct device_seen *device = &app->devices.item[i];
		char text[400];

		snprintf(text, sizeof(text), "%-22s %-10s %.80s%s%.150s", device->id, device->kind,
			 device->name, device->trouble[0] ? ": " : "", device->trouble);
		grid_text_cut(grid, area, area.row + (int)i, area.col + 1, area.cols - 2,
			      device->trouble[0] ? STYLE_WARNING : STYLE_TEXT, text);
	}
	if (!app->devices.count)
		grid_text_cut(grid, area, area.row, area.col + 1, area.cols - 2, STYLE_DIM,
			      "no keyboard and no bootloader is connected");
}

void view_work_draw(const struct app *app, struct grid *grid, struct rect area)
{
	struct rect whole = { area.row, area.col, area.rows + 2, area.cols };
	bool waits = app_work_waits(app);
	int row;

	grid_fill(grid, whole, STYLE_TEXT, " ");
	row = work_draw(&app->work, !waits, grid, whole);
	if (waits)
		draw_devices(app, grid,
			     (struct rect){ row, whole.col, whole.row + whole.rows - row, whole.cols });
}

/* What is built is what is saved: a worker reads the file. */
static bool save_then(struct app *app, void (*start)(struct app *, struct effects *), struct effects *effects,
		      struct err *err)
{
	if (app->work.job)
		return err_set(err, ERR_USAGE, "something is being built, flashed or fetched already");
	if (app->project->path && !history_is_modified(app->history))
		start(app, effects);
	else
		app_save(app, NULL, false, start, effects);
	return true;
}

COMMAND(build)
{
	return save_then(app, start_build_only, effects, err);
}

COMMAND(go)
{
	return save_then(app, start_all, effects, err);
}

/* Without a name: what was built, as long as it is what the screen shows. */
COMMAND(flash)
{
	char *path;

	if (app->work.job)
		return err_set(err, ERR_USAGE, "something is being built, flashed or fetched already");
	if (!args[0] && !app->work.image[0])
		return err_set(err, ERR_USAGE,
			       "nothing was built yet: F5 builds and flashes, or name an image");
	if (!args[0] && (!app->project || app_map(app) != app->built))
		return err_set(
			err, ERR_USAGE,
			"the keymap has changed since the firmware was built: F5 builds and flashes it");
	path = args[0] ? app_path(app, args) : NULL;
	app_work_start(app, DO_FLASH, path, effects);
	free(path);
	return true;
}

COMMAND(work)
{
	if (!app->work.started)
		return err_set(err, ERR_USAGE, "nothing was built, flashed or fetched yet");
	app_push(app, VIEW_WORK);
	return true;
}

static void answer_stop(struct app *app, MAYBE_UNUSED char key, struct effects *effects)
{
	app_work_cancel(app, effects);
}

COMMAND(stop)
{
	if (work_is_over(&app->work))
		app_pop(app);
	else
		app_ask(app, "y", answer_stop, "Stop what runs?");
	return true;
}
