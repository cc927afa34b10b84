/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/mem.h"

/*
 * Which running keyboard is opened, and what its definition is taken from when it brings none along.
 */

void live_source_release(struct live_source *source)
{
	free(source->device);
	free(source->definition);
	free(source->definitions);
	free(source->keyboard);
	*source = (struct live_source){ 0 };
}

static bool tells_definition(const struct live_source *source)
{
	return source->definition || source->definitions || source->keyboard;
}

static void start(struct app *app, struct effects *effects)
{
	const struct live_source *source = &app->to_live;
	const struct {
		const char *option, *value;
	} words[] = {
		{ "--definition", source->definition },
		{ "--definitions", source->definitions ? source->definitions : app->definitions },
		{ "--keyboard", source->keyboard },
		{ "--qmk", app->qmk_home },
	};
	const char *argv[EFFECT_ARGS_MAX + 1] = { "keyplane", "live", "serve", "--json" };
	size_t n = 4;

	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].value) {
			argv[n++] = words[i].option;
			argv[n++] = words[i].value;
		}
	argv[n++] = "--";
	argv[n++] = source->device;
	app->live.job = ++app->last_job;
	effects_add_argv(effects, EFFECT_TALK, app->live.job, argv);
}

/* Two that talk to a keyboard at once would take each other's replies: the one that was open ends first. */
static void open_now(struct app *app, struct effects *effects)
{
	app_live_close(app, effects);
	app->live.instant = !app->live_staged;
	app->live.state = LIVE_OPENING;
	snprintf(app->live.id, sizeof(app->live.id), "%s", app->to_live.device);
	app_say(app, STYLE_TEXT, "opening %s", app->to_live.device);
	if (!app->live_leaving)
		start(app, effects);
}

void app_live_left(struct app *app, const struct event *event, struct effects *effects)
{
	if (event->type != EVENT_JOB_END)
		return;
	app->live_leaving = 0;
	if (app->live.state == LIVE_OPENING)
		start(app, effects);
}

static void answer_other(struct app *app, char key, struct effects *effects)
{
	if (key == 'y')
		open_now(app, effects);
}

void app_live_open(struct app *app, struct live_source *source, struct effects *effects)
{
	bool anew = tells_definition(source);

	live_source_release(&app->to_live);
	app->to_live = *source;
	*source = (struct live_source){ 0 };
	if (app->live.job && !anew && !strcmp(app->live.id, app->to_live.device) &&
	    app->live.state != LIVE_GONE)
		app_say(app, STYLE_DIM, "%s is open already", app->to_live.device);
	else if (app->live.job && !live_link_is_settled(&app->live))
		app_ask(app, "yn", answer_other,
			"Changes wait to be sent to %s. Open another keyboard all the same?", app->live.name);
	else
		open_now(app, effects);
}

/* The one that was plugged in last, or the only one. */
static const char *find_device(const struct app *app)
{
	const char *id = NULL;

	for (size_t i = 0; i < app->devices.count; i++) {
		const struct device_seen *device = &app->devices.item[i];

		if (strcmp(device->kind, "keyboard") != 0 || device->trouble[0])
			continue;
		if (!strcmp(device->id, app->live_arrived.id))
			return device->id;
		id = id ? "" : device->id;
	}
	return id && id[0] ? id : NULL;
}

static void trim_end(char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == ' ')
		text[--len] = '\0';
}

/* "--definition FILE" */
static bool take_option(const struct app *app, char *text, struct live_source *out, struct err *err)
{
	const struct {
		const char *name;
		char **value;
		bool is_path;
	} rows[] = {
		{ "--definition", &out->definition, true },
		{ "--definitions", &out->definitions, true },
		{ "--keyboard", &out->keyboard, false },
	};
	size_t len = strcspn(text, " "), i = 0;
	const char *value = text + len + strspn(text + len, " ");

	while (i < COUNT(rows) && (strncmp(rows[i].name, text, len) != 0 || rows[i].name[len]))
		i++;
	if (i == COUNT(rows) || !value[0])
		return err_set(
			err, ERR_USAGE,
			"a keyboard is opened with --definition FILE, --definitions DIR or --keyboard KB, "
			"not with '%s'",
			text);
	free(*rows[i].value);
	*rows[i].value = rows[i].is_path ? app_path(app, value) : mem_copy_text(value);
	return true;
}

/* "usb:1-1 --definition FILE": a value goes on up to the next option, so that a path may have blanks. */
static bool parse_source(const struct app *app, char *text, struct live_source *out, struct err *err)
{
	char *option = strncmp(text, "--", 2) ? strstr(text, " --") : text, *next;

	if (option != text) {
		if (option)
			*option++ = '\0';
		trim_end(text);
		out->device = text[0] ? mem_copy_text(text) : NULL;
	}
	for (; option; option = next) {
		next = strstr(option, " --");
		if (next)
			*next++ = '\0';
		trim_end(option);
		if (!take_option(app, option, out, err))
			return false;
	}
	return true;
}

COMMAND(live)
{
	struct live_source source = { 0 };
	char *text = mem_copy_text(args);
	const char *device;
	bool ok = parse_source(app, text, &source, err);

	free(text);
	/* A definition is told of the one that did not open without. */
	device = tells_definition(&source) && app->to_live.device ? app->to_live.device : find_device(app);
	if (ok && !source.device && device)
		source.device = mem_copy_text(device);
	if (ok && source.device) {
		app_live_open(app, &source, effects);
		return true;
	}
	if (ok && tells_definition(&source))
		ok = err_set(err, ERR_USAGE, "which keyboard? :live usb:1-1 --definition FILE; v lists them");
	else if (ok)
		ok = run_devices(app, "", effects, err);
	live_source_release(&source);
	return ok;
}
